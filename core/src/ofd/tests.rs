use super::*;
use proptest::prelude::*;

/// Appends the local header and the octets of a stored file.
fn local(zip: &mut Vec<u8>, name: &[u8], octets: &[u8]) -> u32 {
    let at = u32::try_from(zip.len()).unwrap();
    zip.extend(b"PK\x03\x04\x14\0\0\x08\0\0\0\0\0\0");
    tail(zip, name, octets);
    zip.extend([0, 0]);
    zip.extend(name);
    zip.extend(octets);
    at
}

fn tail(zip: &mut Vec<u8>, name: &[u8], octets: &[u8]) {
    let length = u32::try_from(octets.len()).unwrap();
    zip.extend(rawzip::crc32(octets).to_le_bytes());
    zip.extend(length.to_le_bytes());
    zip.extend(length.to_le_bytes());
    zip.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
}

fn central(zip: &mut Vec<u8>, name: &[u8], octets: &[u8], at: u32) {
    zip.extend(b"PK\x01\x02\x14\0\x14\0\0\x08\0\0\0\0\0\0");
    tail(zip, name, octets);
    zip.extend([0; 12]);
    zip.extend(at.to_le_bytes());
    zip.extend(name);
}

fn end(zip: &mut Vec<u8>, start: usize, count: usize) {
    let size = u32::try_from(zip.len() - start).unwrap();
    zip.extend(b"PK\x05\x06\0\0\0\0");
    let count = u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes();
    zip.extend(count);
    zip.extend(count);
    zip.extend(size.to_le_bytes());
    zip.extend(u32::try_from(start).unwrap().to_le_bytes());
    zip.extend([0, 0]);
}

/// A package of stored files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let places: Vec<u32> = files
        .iter()
        .map(|(name, octets)| local(&mut out, name.as_bytes(), octets))
        .collect();
    let start = out.len();
    for ((name, octets), at) in files.iter().zip(places) {
        central(&mut out, name.as_bytes(), octets, at);
    }
    end(&mut out, start, files.len());
    out
}

fn open(octets: &[u8]) -> Result<Package<'_>, OfdError> {
    Package::open(octets, PackageLimits::default())
}

#[test]
fn files_are_found_by_their_paths() {
    let octets = zip(&[("OFD.xml", b"<a/>"), ("Doc_0/", b""), ("Doc_0/b.xml", b"b")]);
    let package = open(&octets).unwrap();
    assert!(package.oddity().is_none());
    let names: Vec<_> = package.names().collect();
    assert_eq!(names, ["Doc_0/b.xml", "OFD.xml"]);
    assert_eq!(package.file("Doc_0/b.xml").unwrap(), b"b");
    assert!(matches!(
        package.file("b.xml"),
        Err(OfdError::NoSuchFile { .. })
    ));
}

#[test]
fn what_readers_may_find_other_files_in_is_ambiguous() {
    let twice = zip(&[("a", b"1"), ("a", b"2")]);
    let spelt = zip(&[("a", b"1"), ("A", b"2")]);
    let up = zip(&[("../a", b"1")]);
    let absolute = zip(&[("/a", b"1")]);
    let both = zip(&[("a", b"1"), ("a/", b"")]);
    let below = zip(&[("a/b", b"1"), ("a", b"2")]);
    let back = zip(&[("a\\b", b"1")]);
    let dotted = zip(&[("a/./b", b"1")]);
    let mut hidden = Vec::new();
    let at = local(&mut hidden, b"a", b"1");
    local(&mut hidden, b"b", b"2");
    let start = hidden.len();
    central(&mut hidden, b"a", b"1", at);
    end(&mut hidden, start, 1);
    let mut renamed = Vec::new();
    let at = local(&mut renamed, b"a", b"1");
    let start = renamed.len();
    central(&mut renamed, b"b", b"1", at);
    end(&mut renamed, start, 1);
    let mut over = Vec::new();
    let at = local(&mut over, b"a", b"1");
    let start = over.len();
    central(&mut over, b"a", b"1", at);
    central(&mut over, b"a", b"1", at);
    end(&mut over, start, 2);
    let trailing = [zip(&[("a", b"1")]), b"more".to_vec()].concat();
    for (what, octets) in [
        ("twice", twice),
        ("spelt", spelt),
        ("up", up),
        ("absolute", absolute),
        ("back", back),
        ("both", both),
        ("below", below),
        ("dotted", dotted),
        ("hidden", hidden),
        ("renamed", renamed),
        ("over", over),
        ("trailing", trailing),
    ] {
        match open(&octets) {
            Ok(package) => assert!(package.oddity().is_some(), "{what}"),
            Err(error) => assert_eq!(error, OfdError::NotAPackage, "{what}"),
        }
    }
}

/// A package of one file with a name of its own length, changed at a place.
fn changed(name: &str, octets: &[u8], change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut package = zip(&[(name, octets)]);
    change(&mut package);
    package
}

#[test]
fn a_package_is_its_files_their_directory_and_the_end_and_nothing_else() {
    let plain = zip(&[("a", b"1")]);
    assert!(open(&plain).unwrap().oddity().is_none());
    // The local header takes 30 octets, the name one, the data one; the directory begins at 32.
    let put = |at: usize, octets: &'static [u8]| {
        changed("a", b"1", move |package| {
            package[at..][..octets.len()].copy_from_slice(octets);
        })
    };
    let end = plain.len() - 22;
    let last: [(&str, Vec<u8>); 13] = [
        ("flags of the file", put(6, b"\x08")),
        ("packed, with a descriptor without its mark", {
            let mut packed = changed("a", b"", |_| {});
            let end = packed.len() - 22;
            packed[end + 16] += 2 + 12;
            let data = [&[3, 0][..], &[0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]].concat();
            packed.splice(31..31, data);
            packed[6] |= 8;
            packed[8] = 8;
            for (at, octet) in [(8, 8), (10, 8), (20, 2)] {
                packed[45 + at] |= octet;
            }
            packed
        }),
        ("as it is, with a descriptor", {
            changed("a", b"1", |package| {
                package[6] |= 8;
                package[32 + 8] |= 8;
                let end = package.len() - 22;
                package[end + 16] += 16;
                let descriptor = [&b"PK\x07\x08"[..], &package[14..26]].concat();
                package.splice(32..32, descriptor);
            })
        }),
        ("encoding of the name", {
            let mut spelt = zip(&[("印", b"1")]);
            spelt[7] = 0;
            spelt
        }),
        ("encrypted", {
            changed("a", b"1", |package| {
                package[6] |= 1;
                package[32 + 8] |= 1;
            })
        }),
        ("method of the file", put(8, b"\x08")),
        ("checksum of the file", put(14, b"\x01")),
        ("length of the file", put(18, b"\x02")),
        ("name of the file", put(30, b"b")),
        ("size of the directory", put(end + 12, b"\x2e")),
        ("files in the directory", put(end + 10, b"\x02")),
        ("files on this disk", put(end + 8, b"\0")),
        ("disk", put(end + 4, b"\x01")),
    ];
    for (what, octets) in last {
        match open(&octets) {
            Ok(package) => assert!(package.oddity().is_some(), "{what}"),
            Err(error) => assert_eq!(error, OfdError::NotAPackage, "{what}"),
        }
    }
    // What stands between the directory and the end: to readers that count back, another directory.
    let between = changed("a", b"1", |package| {
        let end = package.split_off(package.len() - 22);
        package.extend(b"PK\x05\x05\0\0");
        package.extend(end);
    });
    assert!(open(&between).is_ok_and(|package| package.oddity().is_some()));
    // A link, by the attributes of Unix.
    let link = changed("a", b"1", |package| {
        package[32 + 5] = 3;
        package[32 + 38..][..4].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes());
    });
    assert!(open(&link).unwrap().oddity().is_some());
    let folder = zip(&[("a/", b"1")]);
    assert!(open(&folder).unwrap().oddity().is_some());
}

#[test]
fn what_some_readers_take_for_another_end_is_odd_wherever_it_stands_near_the_end() {
    let with = |octets: &[u8]| zip(&[("a", octets), ("b", b"2")]);
    assert_eq!(open(&with(b"PK\x05\x06")).unwrap().oddity(), None);
    let near = with(b"..PK\x06\x07..");
    assert_eq!(open(&near).unwrap().oddity(), Some(Oddity::End));
    let far = [&b"PK\x06\x07"[..], &[b'.'; 66_000]].concat();
    assert_eq!(open(&with(&far)).unwrap().oddity(), None);
}

#[test]
fn a_short_comment_without_a_record_changes_nothing() {
    let commented = |note: &[u8]| {
        changed("a", b"1", |package| {
            let length = package.len();
            package[length - 2] = u8::try_from(note.len()).unwrap();
            package.extend(note);
        })
    };
    assert_eq!(open(&commented(b"KRC")).unwrap().oddity(), None);
    for note in [&b"PK"[..], b"PK\x05\x06", &[b'n'; 65], &zip(&[("b", b"2")])] {
        let odd = open(&commented(note)).map_or(true, |package| package.oddity().is_some());
        assert!(odd, "{note:?}");
    }
    let mut more = commented(b"KRC");
    more.push(b'!');
    assert!(open(&more).map_or(true, |package| package.oddity().is_some()));
}

#[test]
fn what_an_unpacker_leaves_out_or_takes_for_something_else_is_ambiguous() {
    // The directory begins at 32; its entry has made by at 4, needed at 6, attributes at 38.
    let with = |made_by: u8, needed: u8, attributes: u32| {
        changed("a", b"1", move |package| {
            package[32 + 5] = made_by;
            package[32 + 6] = needed;
            package[32 + 38..][..4].copy_from_slice(&attributes.to_le_bytes());
        })
    };
    let is_ambiguous = |octets: Vec<u8>| open(&octets).unwrap().oddity().is_some();
    for (made_by, needed, attributes) in [
        (0, 10, 0),
        (0, 20, 0x20),
        (0, 45, 0x80),
        (3, 20, 0o100_644 << 16),
        (3, 20, 0o600 << 16),
        (19, 20, 0o100_600 << 16 | 0x20),
        (11, 20, 0o100_000 << 16),
        (3, 20, 0o100_644 << 16 | 0x8020),
    ] {
        assert!(
            !is_ambiguous(with(made_by, needed, attributes)),
            "{made_by} {needed} {attributes:x}"
        );
    }
    for (made_by, needed, attributes) in [
        (0, 20, 0x08),
        (0, 20, 0x10),
        (0, 99, 0),
        (2, 20, 0),
        (3, 20, 0o040_755 << 16),
        (5, 20, 0o120_777 << 16),
        (3, 20, 0o100_000 << 16),
        (3, 20, 0o104_755 << 16),
        (11, 20, 0o120_000 << 16),
        (3, 20, 0),
    ] {
        assert!(
            is_ambiguous(with(made_by, needed, attributes)),
            "{made_by} {needed} {attributes:x}"
        );
    }
    let folder = |mode: u32| {
        let mut package = zip(&[("a/", b"")]);
        let directory = package.len() - 22 - 46 - 2;
        package[directory + 5] = 3;
        package[directory + 38..][..4].copy_from_slice(&(mode << 16 | 0x10).to_le_bytes());
        package
    };
    assert!(!is_ambiguous(folder(0o040_755)));
    assert!(is_ambiguous(folder(0o040_400)));
    let extra = |field: &'static [u8]| {
        changed("a", b"1", move |package| {
            let at = package.len() - 22;
            package[32 + 30] = u8::try_from(field.len()).unwrap();
            package.splice(at..at, field.iter().copied());
            let end = package.len() - 22;
            package[end + 12] += u8::try_from(field.len()).unwrap();
        })
    };
    assert!(!is_ambiguous(extra(b"UT\x05\0\x01abcd")));
    // Before the end, some readers take this for the record of a directory elsewhere.
    assert!(is_ambiguous(extra(
        b"\x0a\0\x20\0\0\0\0\0\x01\0\x18\0PK\x06\x0701234567890123456789"
    )));
    assert!(!is_ambiguous(extra(b"\xfe\xca\0\0")));
    for field in [
        &b"\xfe\xca\x04\0PK\x06\x07"[..],
        b"UT\x0e\0\x01abcdabcdabcdX",
        b"\x99\x99\0\0",
        b"UT\x05\0\x01abcdUT\x05\0\x01abcd",
        b"\x0a\0\x20\0\0\0\0\0\x02\0\x18\x00abcdabcdabcdabcdabcdabcd",
        b"ux\x0b\0\x01\x04PK\x03\x04\x04abcd",
        b"abc",
    ] {
        assert!(is_ambiguous(extra(field)), "{field:?}");
    }
    // A name that is no ASCII says by a flag in which letters it is.
    let spelt = zip(&[("印", b"1")]);
    assert!(!is_ambiguous(spelt.clone()));
    let mut unsaid = spelt;
    let directory = unsaid.len() - 22 - 46 - "印".len();
    unsaid[7] = 0;
    unsaid[directory + 9] = 0;
    assert!(is_ambiguous(unsaid));
}

#[test]
fn sizes_of_64_bits_before_a_file_are_those_of_the_directory() {
    let package = |sizes: [u64; 2], more: &[u8]| {
        let mut zip = zip(&[("a", b"1")]);
        let mut field = vec![1, 0, 16, 0];
        field.extend(sizes.map(u64::to_le_bytes).concat());
        field.extend(more);
        let length = u8::try_from(field.len()).unwrap();
        zip[18..26].fill(0xff);
        zip[28] = length;
        zip.splice(31..31, field);
        let end = zip.len() - 6;
        zip[end] += length;
        zip
    };
    let is_ambiguous = |octets: &[u8]| open(octets).unwrap().oddity().is_some();
    let wide = package([1, 1], &[]);
    assert!(!is_ambiguous(&wide));
    assert_eq!(open(&wide).unwrap().file("a").unwrap(), b"1");
    for sizes in [[1, 2], [2, 1], [u64::MAX, u64::MAX], [0, 0]] {
        assert!(is_ambiguous(&package(sizes, &[])), "{sizes:?}");
    }
    assert!(is_ambiguous(&package([1, 1], &[1, 0, 0, 0])));
    let mut without = zip(&[("a", b"1")]);
    without[18..26].fill(0xff);
    assert!(is_ambiguous(&without));
    let mut with_descriptor = wide;
    with_descriptor[6] |= 8;
    with_descriptor[52 + 8] |= 8;
    assert!(is_ambiguous(&with_descriptor));
}

#[test]
fn data_that_go_on_behind_their_end_are_odd_and_those_with_another_checksum_damaged() {
    let damaged = |octets: &[u8]| {
        matches!(
            open(octets).unwrap().file("a"),
            Err(OfdError::Damaged { .. })
        )
    };
    let mut packed = miniz_oxide::deflate::compress_to_vec(b"text", 6);
    let package = |packed: &[u8], crc: u32| {
        let mut zip = Vec::new();
        let fields = |zip: &mut Vec<u8>| {
            zip.extend(b"\x14\0\0\0\x08\0\0\0\0\0");
            zip.extend(crc.to_le_bytes());
            zip.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
            zip.extend(4_u32.to_le_bytes());
            zip.extend([1, 0, 0, 0]);
        };
        zip.extend(b"PK\x03\x04");
        fields(&mut zip);
        zip.extend(b"a");
        zip.extend(packed);
        let start = zip.len();
        zip.extend(b"PK\x01\x02\x14\0");
        fields(&mut zip);
        zip.extend([0; 14]);
        zip.extend(b"a");
        end(&mut zip, start, 1);
        zip
    };
    let crc = rawzip::crc32(b"text");
    let whole = package(&packed, crc);
    assert!(open(&whole).unwrap().oddity().is_none());
    assert_eq!(open(&whole).unwrap().file("a").unwrap(), b"text");
    assert!(damaged(&package(&packed, crc ^ 1)));
    // Empty blocks before the data, which take time and give nothing.
    let slow = [&[0, 0, 0, 0xff, 0xff].repeat(20), packed.as_slice()].concat();
    assert!(damaged(&package(&slow, crc)));
    packed.extend(b"PK\x03\x04");
    let more = package(&packed, crc);
    let more = open(&more).unwrap();
    assert_eq!(
        (more.oddity(), more.file("a")),
        (None, Ok(b"text".to_vec()))
    );
    let name = "a".to_owned();
    assert_eq!(more.oddity(), Some(Oddity::Behind { name }));
}

#[test]
fn xml_that_would_take_long_is_refused_at_once() {
    let nested = "<a xmlns:b='c'>".repeat(20_000);
    let deep = "<a>".repeat(100);
    let attributes: String = (0..150_000)
        .map(|number| format!(" a{number}=''"))
        .collect();
    let wide = format!("<a{attributes}/>");
    for text in [&nested, &deep, &wide] {
        let octets = zip(&[("OFD.xml", text.as_bytes())]);
        let found = signatures(&open(&octets).unwrap());
        assert!(
            matches!(&found, Err(OfdError::TooMuch { what, .. }) if what.contains("attributes")),
            "{found:?}"
        );
    }
    for (text, name) in [
        ("<?xml version='1.0' encoding='GBK'?><a/>", "GBK"),
        ("<?xml version='1.0' encoding = \"UTF-7\" ?><a/>", "UTF-7"),
        ("<?xml version='1.0' encoding='UTF-8x'?><a/>", "UTF-8x"),
        ("<?xml version='1.0' encoding=UTF-8?><a/>", ""),
    ] {
        let octets = zip(&[("OFD.xml", text.as_bytes())]);
        let found = signatures(&open(&octets).unwrap());
        let expected = OfdError::Encoding {
            name: "OFD.xml".into(),
            named: name.into(),
        };
        assert_eq!(found, Err(expected));
    }
    let plain = "<?xml version=\"1.0\" encoding='utf-8' ?><a b='>' c=\"'\"><!-- <a> --><d/></a>";
    let octets = zip(&[("OFD.xml", plain.as_bytes())]);
    assert_eq!(signatures(&open(&octets).unwrap()), Ok(Vec::new()));
}

#[test]
fn a_package_is_read_under_limits() {
    let names: Vec<String> = (0..30_000).map(|number| number.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let many = zip(&many);
    assert!(matches!(open(&many), Err(OfdError::TooMuch { .. })));
    // A bomb: 64 MiB of zeros in 64 KiB.
    let zeros = vec![0; 64 << 20];
    let packed = miniz_oxide::deflate::compress_to_vec(&zeros, 6);
    let mut bomb = Vec::new();
    bomb.extend(b"PK\x03\x04\x14\0\0\x08\x08\0\0\0\0\0");
    let sizes = |zip: &mut Vec<u8>| {
        zip.extend(0_u32.to_le_bytes());
        zip.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        zip.extend(u32::try_from(zeros.len()).unwrap().to_le_bytes());
        zip.extend([1, 0]);
    };
    sizes(&mut bomb);
    bomb.extend(b"\0\0a");
    bomb.extend(&packed);
    let start = bomb.len();
    bomb.extend(b"PK\x01\x02\x14\0\x14\0\0\x08\x08\0\0\0\0\0");
    sizes(&mut bomb);
    bomb.extend([0; 16]);
    bomb.extend(b"a");
    end(&mut bomb, start, 1);
    let package = open(&bomb).unwrap();
    assert!(matches!(package.file("a"), Err(OfdError::TooMuch { .. })));
}

#[test]
fn xml_with_entities_or_paths_out_of_the_package_is_refused() {
    let list = |text: &str| zip(&[("OFD.xml", text.as_bytes())]);
    for text in [
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a><DocBody><DocRoot>&b;</DocRoot></DocBody></a>",
        "<a><DocBody><DocRoot>../x</DocRoot></DocBody></a>",
        "<a><DocBody><DocRoot>x</DocRoot><Signatures>s</Signatures><Signatures>t</Signatures></DocBody></a>",
        "<a><DocBody/></a>",
        "no xml",
        "",
    ] {
        let octets = list(text);
        let found = signatures(&open(&octets).unwrap());
        assert!(
            matches!(found, Err(OfdError::Xml { .. })),
            "{text} {found:?}"
        );
    }
}

#[test]
fn paths_are_taken_from_the_folder_of_the_file_that_names_them() {
    let octets = zip(&[
        (
            "OFD.xml",
            b"<o:a xmlns:o='http://www.ofdspec.org/2016'><o:DocBody><o:DocRoot>/D/D.xml</o:DocRoot>\
              <o:Signatures>D/S/list.xml</o:Signatures></o:DocBody></o:a>",
        ),
        (
            "D/S/list.xml",
            b"<l><Signature ID='1' BaseLoc='One/s.xml'/><Signature ID='2' BaseLoc='/gone.xml'/></l>",
        ),
        (
            "D/S/One/s.xml",
            b"<Signature><SignedInfo><SignatureDateTime>t</SignatureDateTime><Seal><BaseLoc>seal.esl</BaseLoc></Seal>\
              <References CheckMethod='SM3'><Reference FileRef='/D/D.xml'><CheckValue>AQID\n</CheckValue>\
              </Reference><Reference FileRef='../x'><CheckValue>?</CheckValue></Reference></References>\
              </SignedInfo><SignedValue>value.dat</SignedValue></Signature>",
        ),
    ]);
    let found = signatures(&open(&octets).unwrap()).unwrap();
    let one = found[0].as_ref().unwrap();
    assert_eq!((one.id.as_str(), one.path.as_str()), ("1", "D/S/One/s.xml"));
    assert_eq!(one.value, "D/S/One/value.dat");
    assert_eq!(one.seal.as_deref(), Some("D/S/One/seal.esl"));
    assert_eq!(one.check_method, "SM3");
    let paths: Vec<_> = one.references.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["D/D.xml", "D/S/x"]);
    assert_eq!(one.references[0].digest.as_deref(), Some(&[1, 2, 3][..]));
    assert_eq!(one.references[1].digest, None);
    assert!(matches!(found[1], Err(OfdError::NoSuchFile { .. })));
}

proptest! {
    #[test]
    fn octets_from_outside_never_panic(octets in any::<Vec<u8>>(), at in 0_usize..400, to in any::<u8>()) {
        let _ = open(&octets).map(|package| signatures(&package));
        let mut changed = zip(&[("OFD.xml", b"<a><DocBody><DocRoot>x</DocRoot></DocBody></a>"), ("x", b"1")]);
        let length = changed.len();
        changed[at % length] = to;
        if let Ok(package) = open(&changed) {
            let names: Vec<String> = package.names().map(str::to_owned).collect();
            for name in names {
                let _ = package.file(&name);
            }
            let _ = signatures(&package);
        }
    }
}
