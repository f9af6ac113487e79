//! OFD packages that ask for too much, as octets.

/// A file in a package: its name, whether it is packed, the octets as they lie there, and how long it says
/// to be.
struct File {
    name: Vec<u8>,
    is_packed: bool,
    octets: Vec<u8>,
    length: u32,
}

impl File {
    fn stored(name: &str, octets: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            is_packed: false,
            octets: octets.to_vec(),
            length: u32::try_from(octets.len()).unwrap(),
        }
    }

    fn head(&self, out: &mut Vec<u8>) {
        out.extend([0x14, 0, 0, 8, u8::from(self.is_packed) * 8, 0]);
        out.extend([0; 8]);
        out.extend(u32::try_from(self.octets.len()).unwrap().to_le_bytes());
        out.extend(self.length.to_le_bytes());
        out.extend(u16::try_from(self.name.len()).unwrap().to_le_bytes());
    }
}

fn zip(files: &[File]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        directory.extend(b"PK\x01\x02\x14\0");
        file.head(&mut directory);
        directory.extend([0; 12]);
        directory.extend(u32::try_from(out.len()).unwrap().to_le_bytes());
        directory.extend(&file.name);
        out.extend(b"PK\x03\x04");
        file.head(&mut out);
        out.extend([0, 0]);
        out.extend(&file.name);
        out.extend(&file.octets);
    }
    let start = u32::try_from(out.len()).unwrap();
    out.extend(&directory);
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

const ROOT: &str =
    "<OFD><DocBody><DocRoot>D.xml</DocRoot><Signatures>S.xml</Signatures></DocBody></OFD>";

/// Stored blocks of zeros that a reader unpacks to `length` octets.
fn zeros(length: usize) -> Vec<u8> {
    // A code of one distance and one length repeats the last 258 octets: a block of fixed codes.
    let mut bits: Vec<bool> = vec![true, true, false];
    let mut put = |code: u16, count: u32| {
        bits.extend((0..count).rev().map(|bit| code >> bit & 1 == 1));
    };
    put(0b0011_0000, 8);
    for _ in 0..length / 258 {
        put(0b1100_0101, 8);
        put(0, 5);
    }
    put(0, 7);
    bits.chunks(8)
        .map(|bits| (bits.iter().rev()).fold(0, |octet, bit| octet << 1 | u8::from(*bit)))
        .collect()
}

/// What asks for too much, each with what it is.
pub(crate) fn packages() -> Vec<(&'static str, Vec<u8>)> {
    let root = || File::stored("OFD.xml", ROOT.as_bytes());
    let gibibyte = 1 << 30;
    let bomb = |name: &str| File {
        name: name.as_bytes().to_vec(),
        is_packed: true,
        octets: zeros(gibibyte),
        length: u32::try_from(gibibyte).unwrap(),
    };
    let lies = File {
        length: 100,
        ..bomb("S.xml")
    };
    let laughs = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
                  <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>";
    let deep = "<a>".repeat(300_000);
    let many: Vec<File> = (0..1_000_000)
        .map(|number| File::stored(&format!("{number}"), b""))
        .collect();
    let references =
        "<Reference FileRef=\"/D.xml\"><CheckValue>AA</CheckValue></Reference>".repeat(100_000);
    let signature = format!(
        "<S><SignedInfo><References CheckMethod=\"SM3\">{references}</References></SignedInfo>\
         <SignedValue>v</SignedValue></S>"
    );
    let listed = "<Signature ID=\"1\" BaseLoc=\"s.xml\"/>".repeat(10_000);
    vec![
        (
            "a file that unpacks to 1 GiB",
            zip(&[root(), bomb("S.xml")]),
        ),
        (
            "a file that unpacks to more than it says",
            zip(&[root(), lies]),
        ),
        (
            "entities in XML",
            zip(&[root(), File::stored("S.xml", laughs.as_bytes())]),
        ),
        (
            "deep XML",
            zip(&[root(), File::stored("S.xml", deep.as_bytes())]),
        ),
        ("10^6 files", zip(&many)),
        (
            "paths that lead out",
            zip(&[root(), File::stored("../../etc/passwd", b"x")]),
        ),
        (
            "10^5 references and 10^4 signatures",
            zip(&[
                root(),
                File::stored("S.xml", format!("<L>{listed}</L>").as_bytes()),
                File::stored("s.xml", signature.as_bytes()),
                File::stored("D.xml", &vec![b' '; 1 << 20]),
                File::stored("v", b"\x30\x03\x02\x01\x00"),
            ]),
        ),
    ]
}
