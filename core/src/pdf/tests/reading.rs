use super::super::*;
use super::build::{Build, CATALOG, PAGE, PAGES};

fn id(number: u32) -> ObjectId {
    ObjectId {
        number,
        generation: 0,
    }
}

#[test]
fn each_revision_shows_what_its_time_knew() {
    let mut file = Build::one_page();
    let (first, start) = (file.bytes.len(), file.last);
    file = file
        .object(3, "<</Type/Page/Parent 2 0 R/New true>>")
        .object(4, "(new)")
        .table(&format!("/Root 1 0 R/Size 5/Prev {start}"));
    let (second, start) = (file.bytes.len(), file.last);
    file = file
        .row(4, "0000000000 00001 f")
        .table(&format!("/Root 1 0 R/Size 5/Prev {start}"));
    let document = Document::open(&file.bytes).unwrap();
    let ends: Vec<_> = document
        .revisions()
        .iter()
        .map(|revision| revision.end)
        .collect();
    assert_eq!(ends, [first, second, file.bytes.len()]);
    assert!(
        document
            .revisions()
            .iter()
            .all(|revision| revision.ending == Ending::Exact)
    );
    assert!(document.findings().is_empty(), "{:?}", document.findings());
    let views: Vec<_> = (0..3)
        .map(|revision| document.view(revision).unwrap())
        .collect();
    assert_eq!(views[0].get(id(4)).unwrap(), None);
    assert_eq!(
        views[1].get(id(4)).unwrap().unwrap().value_bytes(),
        b"(new)"
    );
    assert_eq!(views[2].get(id(4)).unwrap(), None);
    assert_eq!(views[2].entry(4), Some(Entry::Free));
    let old = views[0].page(0).unwrap();
    assert!(old.object.dictionary().unwrap().get("New").is_none());
    let new = views[2].page(0).unwrap();
    assert!(new.object.dictionary().unwrap().get("New").is_some());
    assert_eq!(
        new.inherited("Rotate").and_then(Object::as_integer),
        Some(90)
    );
    let numbers = |revision| {
        document
            .changed(revision)
            .iter()
            .map(|row| row.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(0), [0, 1, 2, 3]);
    assert_eq!(numbers(1), [0, 3, 4]);
    assert_eq!(numbers(2), [0, 4]);
    assert!(document.view(3).is_err());
}

#[test]
fn spans_are_those_of_the_file() {
    let file = Build::new()
        .object(1, "<</Pages 2 0 R /A [1 (x)] /B<41>>>")
        .object(2, PAGES)
        .object(3, PAGE)
        .table("/Root 1 0 R/Size 4");
    let document = Document::open(&file.bytes).unwrap();
    let catalog = document.latest().catalog().unwrap();
    let dictionary = catalog.dictionary().unwrap();
    let text = |key: &str| dictionary.entry(key).unwrap().span.of(&file.bytes);
    assert_eq!(text("A"), b"[1 (x)]");
    assert_eq!(text("B"), b"<41>");
    assert_eq!(text("Pages"), b"2 0 R");
    let array = dictionary.get("A").unwrap().as_array().unwrap();
    assert_eq!(array.items[1].span.of(&file.bytes), b"(x)");
    assert_eq!(&file.bytes[dictionary.close()..dictionary.span.end], b">>");
    assert!(catalog.span.of(&file.bytes).starts_with(b"1 0 obj"));
    assert!(catalog.span.of(&file.bytes).ends_with(b"endobj"));
}

#[test]
fn object_streams_are_read_as_of_their_revision() {
    let file = Build::new()
        .object_stream(5, &[(1, CATALOG), (2, PAGES), (3, PAGE), (4, "(old)")])
        .xref_stream(
            6,
            "/Root 1 0 R/Size 7",
            &[(1, 5, 0), (2, 5, 1), (3, 5, 2), (4, 5, 3)],
        );
    let start = file.last;
    let file = file
        .object_stream(5, &[(1, CATALOG), (2, PAGES), (3, PAGE), (4, "(new)")])
        .xref_stream(7, &format!("/Root 1 0 R/Size 8/Prev {start}"), &[(4, 5, 3)]);
    let document = Document::open(&file.bytes).unwrap();
    let value = |revision| {
        let found = document
            .view(revision)
            .unwrap()
            .get(id(4))
            .unwrap()
            .unwrap();
        String::from_utf8(found.value_bytes().to_vec()).unwrap()
    };
    assert_eq!(value(1), "(new)");
    assert_eq!(value(0), "(old)");
    assert!(matches!(
        document.latest().get(id(4)).unwrap().unwrap().source,
        Source::ObjectStream { number: 5, .. }
    ));
    assert_eq!(document.latest().pages().count(), 1);
}

/// A file whose catalog and pages are members of an object stream, with the places that the entries give.
fn with_members(places: [u32; 3], stream: impl FnOnce(Build) -> Build) -> Vec<u8> {
    let [catalog, pages, page] = places;
    stream(Build::new())
        .xref_stream(
            6,
            "/Root 1 0 R/Size 7",
            &[(1, 5, catalog), (2, 5, pages), (3, 5, page)],
        )
        .bytes
}

#[test]
fn a_member_of_an_object_stream_has_the_place_that_its_entry_gives() {
    let stream = |build: Build| build.object_stream(5, &[(1, CATALOG), (2, PAGES), (3, PAGE)]);
    let whole = with_members([0, 1, 2], stream);
    assert_eq!(Document::open(&whole).unwrap().ambiguity(), None);
    let other = with_members([0, 1, 1], stream);
    assert!(Document::open(&other).unwrap().ambiguity().is_some());
}

#[test]
fn members_of_an_object_stream_have_a_number_each() {
    let twice = [(1, CATALOG), (2, PAGES), (3, PAGE), (3, PAGE)];
    let file = with_members([0, 1, 2], |build| build.object_stream(5, &twice));
    assert!(Document::open(&file).is_err(), "nothing can be read of it");
}

#[test]
fn members_of_an_object_stream_stand_one_after_the_other() {
    // Offsets of the three, and what lies between the second and the third.
    let odd = |offsets: [usize; 3], between: &str| {
        with_members([0, 1, 2], |build| {
            let [one, two, three] = offsets;
            let head = format!("1 {one:03} 2 {two:03} 3 {three:03} ");
            let body = format!("{CATALOG}{PAGES}{between}{PAGE}");
            let entries = format!("/Type/ObjStm/N 3/First {}", head.len());
            build.stream(5, &entries, &format!("{head}{body}"))
        })
    };
    let pages = CATALOG.len();
    let page = |between: &str| pages + PAGES.len() + between.len();
    let is_alike = |bytes: &[u8]| {
        let opened = Document::open(bytes);
        opened.is_ok_and(|document| document.ambiguity().is_none())
    };
    for between in ["", " \n", "% a comment\n"] {
        assert!(is_alike(&odd([0, pages, page(between)], between)));
    }
    assert!(!is_alike(&odd([0, pages, page("(x)")], "(x)")));
    assert!(
        !is_alike(&odd([0, page(""), page("")], "")),
        "one offset twice"
    );
    assert!(
        !is_alike(&odd([0, pages, pages + 2], "")),
        "one in the other"
    );
    assert!(!is_alike(&odd([0, page(""), pages], "")), "backwards");
}

#[test]
fn a_hybrid_section_is_merged_and_reported() {
    let file = Build::new()
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, PAGE);
    let file = file.object_stream(5, &[(4, "(hidden)"), (3, "(other)")]);
    let stream = file.clone().hidden_xref_stream(6, &[(4, 5, 0), (3, 5, 1)]);
    let mut table = file;
    table.bytes = stream.bytes;
    let trailer = format!("/Root 1 0 R/Size 7/XRefStm {}", stream.last);
    let file = table.row(4, "0000000000 65535 f").table(&trailer);
    let document = Document::open(&file.bytes).unwrap();
    assert_eq!(document.sections()[0].kind, SectionKind::Hybrid);
    let found = document.latest().get(id(4)).unwrap().unwrap();
    assert_eq!(found.value_bytes(), b"(hidden)");
    let at = file.last;
    assert!(
        document
            .findings()
            .contains(&Finding::Hybrid { at, hidden: 1 })
    );
    assert!(
        document
            .findings()
            .contains(&Finding::HybridMismatch { at, number: 3 })
    );
}

#[test]
fn a_linearized_pair_is_one_revision() {
    // First-page section first, main section last; `startxref` leads to the first.
    let mut file = Build::new().object(3, PAGE);
    let first = file.bytes.len();
    let row = "0000000015 00000 n \n";
    let text = format!(
        "xref\n3 1\n{row}trailer\n<</Root 1 0 R/Size 4/Prev 0000000000>>\nstartxref\n0\n%%EOF\n"
    );
    file.bytes.extend_from_slice(text.as_bytes());
    let mut body = Build::new();
    body.bytes = file.bytes;
    let mut file = body.object(1, CATALOG).object(2, PAGES).table("/Size 3");
    let at = file
        .bytes
        .windows(12)
        .position(|window| window == b"Prev 0000000")
        .unwrap();
    let prev = format!("{:010}", file.last);
    file.bytes[at + 5..at + 15].copy_from_slice(prev.as_bytes());
    let tail = format!("startxref\n{}\n%%EOF\n", file.last);
    let keep = file.bytes.len() - tail.len();
    file.bytes.truncate(keep);
    file.bytes
        .extend_from_slice(format!("startxref\n{first}\n%%EOF\n").as_bytes());
    let document = Document::open(&file.bytes).unwrap();
    assert!(!document.recovered(), "{:?}", document.findings());
    assert_eq!(document.revisions().len(), 1);
    assert_eq!(
        document.revisions()[0].ending,
        Ending::Exact,
        "{:?}",
        document.findings()
    );
    assert_eq!(document.latest().pages().filter(Result::is_ok).count(), 1);
}

#[test]
fn what_readers_may_understand_differently_is_found() {
    let check = |bytes: &[u8], test: fn(&Finding) -> bool| {
        let document = Document::open(bytes).unwrap();
        assert!(
            document.findings().iter().any(test),
            "{:?}",
            document.findings()
        );
    };
    let file = Build::one_page();
    let start = file.last;
    let with = |text: &str| [file.bytes.as_slice(), text.as_bytes()].concat();
    check(&with("trailing"), |f| matches!(f, Finding::Tail { .. }));
    check(&with(&format!("startxref\n{start}\n%%EOF\n")), |f| {
        matches!(f, Finding::DualStartxref { .. })
    });
    check(&file.bytes[..file.bytes.len() - 30], |f| {
        matches!(f, Finding::Rebuilt { .. })
    });
    let twice = Build::new()
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, PAGE);
    check(
        &twice.clone().table("/Root 1 0 R/Root 1 0 R/Size 4").bytes,
        |f| matches!(f, Finding::DuplicateKeys { .. }),
    );
    check(
        &twice
            .clone()
            .row(3, "0000000000 00000 f")
            .table("/Root 1 0 R")
            .bytes,
        |f| matches!(f, Finding::DuplicateEntry { number: 3, .. }),
    );
    check(&twice.table("/Root 1 0 R/Prev -1").bytes, |f| {
        matches!(f, Finding::BadPrev { .. })
    });
}

#[test]
fn an_object_that_is_not_where_its_entry_says_is_an_error() {
    let file = Build::new()
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, PAGE)
        .row(4, "0000000015 00000 n")
        .table("/Root 1 0 R/Size 5");
    let document = Document::open(&file.bytes).unwrap();
    assert_eq!(
        document.latest().get(id(4)),
        Err(ParseError::WrongObject { at: 15, wanted: 4 })
    );
    assert_eq!(
        document.latest().get(ObjectId {
            number: 1,
            generation: 3
        }),
        Ok(None)
    );
}

#[test]
fn strings_and_names_are_decoded() {
    let check = |raw: &[u8], expected: &str| {
        assert_eq!(
            StringToken::plain(raw).to_text(),
            expected,
            "{}",
            String::from_utf8_lossy(raw)
        );
    };
    check(b"(a\\(b\\)\\101\\n(c))", "a(b)A\n(c)");
    check(b"(a\\\nb)", "ab");
    check(b"<41 4>", "A@");
    check(b"<FEFF53705B576F7F>", "\u{5370}\u{5b57}\u{6f7f}");
    check(b"(\xef\xbb\xbf\xe5\x8d\xb0)", "印");
    check(b"(\x80\xe9)", "\u{2022}\u{e9}");
    assert!(Name { raw: b"A#42C" }.is("ABC"));
    assert!(!Name { raw: b"A#4" }.is("A"));
    for text in ["plain (text) \\ ", "印信", "a\u{1f600}"] {
        let raw = text_string::encode(text);
        assert_eq!(StringToken::plain(&raw).to_text(), text);
    }
}

#[test]
fn encrypted_files_open_and_say_so() {
    let file = Build::new()
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, PAGE)
        .table("/Root 1 0 R/Size 4/Encrypt 9 0 R");
    let document = Document::open(&file.bytes).unwrap();
    assert!(document.is_encrypted());
    assert_eq!(document.latest().pages().count(), 1);
    assert!(matches!(
        Appender::new(&document),
        Err(AppendError::Locked(_))
    ));
}

#[test]
fn what_a_hybrid_section_hides_over_an_older_object_is_a_mismatch() {
    let found = |older: &str| {
        let base = Build::new()
            .object(1, CATALOG)
            .object(2, PAGES)
            .object(3, PAGE);
        let base = match older {
            "" => base.row(4, "0000000000 65535 f"),
            older => base.object(4, older),
        };
        let base = base.table("/Root 1 0 R/Size 5");
        let prev = base.last;
        let file = base.object_stream(5, &[(4, "(hidden)")]);
        let stream = file.clone().hidden_xref_stream(6, &[(4, 5, 0)]);
        let mut table = file;
        table.bytes = stream.bytes;
        let trailer = format!("/Root 1 0 R/Size 7/Prev {prev}/XRefStm {}", stream.last);
        let file = table.row(4, "0000000000 65535 f").table(&trailer);
        let document = Document::open(&file.bytes).unwrap();
        let mut findings = document.findings().iter();
        findings.any(|finding| matches!(finding, Finding::HybridMismatch { number: 4, .. }))
    };
    assert!(found("(older)"));
    assert!(!found(""), "as a word processor writes it");
}
