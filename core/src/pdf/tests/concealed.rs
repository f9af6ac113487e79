//! Files in which a reader that scans them would find another document.

use super::build::Build;
use crate::pdf::{AppendError, Appender, Document, Finding};

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/Names 6 0 R>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>";
/// What a scan would put in the place of the contents.
const OTHER: &str = "4 0 obj\n<</Length 3>>\nstream\n(b)\nendstream\nendobj\n";

/// The objects of a page to which a file is attached, without compression.
fn objects(attached: &str) -> Build {
    Build::new()
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, PAGE)
        .stream(4, "", "(a)")
        .stream(5, "/Type/EmbeddedFile", attached)
        .object(6, "<</EmbeddedFiles 5 0 R>>")
}

const TRAILER: &str = "/Root 1 0 R/Size 7";

fn finding(bytes: &[u8]) -> Option<Finding> {
    let document = Document::open(bytes).unwrap();
    assert!(!document.recovered());
    document.concealed().unwrap()
}

fn is_concealed(bytes: &[u8]) -> bool {
    matches!(finding(bytes), Some(Finding::Concealed { .. }))
}

/// Whether a scanner that overlooks more would find another document, and a usual one would not.
fn is_concealed_from_a_poor_scanner(bytes: &[u8]) -> bool {
    assert_eq!(finding(bytes), None);
    let found = Document::open(bytes).unwrap().ambiguity();
    matches!(found, Some(Finding::Concealed { .. }))
}

fn replaced(bytes: &[u8], what: &str, by: &str) -> Vec<u8> {
    let text: String = bytes.iter().copied().map(char::from).collect();
    assert!(text.contains(what), "{what}");
    let octets = text.replacen(what, by, 1);
    octets.chars().map(|c| u8::try_from(c).unwrap()).collect()
}

#[test]
fn an_attached_document_is_none_of_the_file_where_no_reader_has_a_reason_to_scan() {
    let file = objects(OTHER).table(TRAILER);
    assert_eq!(finding(&file.bytes), None);
    let document = Document::open(&file.bytes).unwrap();
    assert!(Appender::new(&document).is_ok());
    let on_one_line = replaced(&file.bytes, "trailer\n<<", "trailer <<");
    assert_eq!(finding(&on_one_line), None);
}

/// Each oddity alone is common; readers differ in whether they scan the file for it.
#[test]
fn an_attached_document_with_any_reason_to_scan_makes_two_documents() {
    let odd = |attached: &str| {
        let built = objects(attached).table(TRAILER);
        let file = &built.bytes;
        let text = |what: &str, by: &str| replaced(file, what, by);
        vec![
            text("%PDF-1.7\n", "%PDF-9.7\n"),
            text("xref\n0 1\n", "xref 0 1\n"),
            text("xref\n0 1\n", "xref\n%\n0 1\n"),
            text("xref\n0 1\n", "xref\n0\n1\n"),
            text("trailer\n<<", "trailer<<"),
            text("trailer\n<<", "trailer%\n<<"),
            text(" n \n", " n\n"),
            text("/Size 7", "/Size 9"),
            text("/Size 7", "/Size 3"),
            text("/Size 7", "/Size(7)"),
            text("/Type/Pages", "/Tipe/Pages"),
            text("/Type/Catalog", "/Tipe/Catalog"),
            text("/Type/Page/", "/Tipe/Page/"),
            text("/Count 1", "/Count 2"),
            text("/Names 6 0 R", "/Names 6 1 R"),
            text("/Names 6 0 R", "/Names 9 0 R"),
            text("3 0 obj\n", "3 0obj \n"),
            text("3 0 obj\n", "3 0 obj%"),
            text("3 0 obj\n", "3 00obj\n"),
            text("\nendobj\n4 0", " endobi\n4 0"),
            text("/Length 3>>", "/Length 9>>"),
            text(" n \n4 1", " n\r\r4 1"),
            text(
                &format!("startxref\n{}", built.last),
                &format!("startxref\n{}", built.last - 1),
            ),
        ]
    };
    let (with, without) = (odd(OTHER), odd("4 0 R"));
    for (index, (with, without)) in with.iter().zip(&without).enumerate() {
        let text = format!("{index}: {}", String::from_utf8_lossy(with));
        let open = Document::open(with);
        if open.is_ok_and(|document| document.recovered()) {
            continue;
        }
        assert!(is_concealed(with), "{text}");
        assert_eq!(finding(without), None, "{text}");
    }
}

#[test]
fn such_a_file_is_not_signed() {
    let file = objects(OTHER).table(TRAILER).bytes;
    let file = replaced(&file, "/Names 6 0 R", "/Names 9 0 R");
    let document = Document::open(&file).unwrap();
    let Err(AppendError::Ambiguous { finding }) = Appender::new(&document) else {
        panic!("it can be signed");
    };
    let hidden = file
        .windows(OTHER.len())
        .position(|octets| octets == OTHER.as_bytes());
    let at = hidden.unwrap() + "4 0 ".len();
    assert_eq!(finding, Finding::Concealed { at });
}

#[test]
fn what_an_update_freed_is_a_second_document_where_something_shown_still_refers_to_it() {
    let freed = |catalog: &str| {
        let base = objects("").table(TRAILER);
        let before = base.last;
        let update = base.object(1, catalog).row(4, "0000000000 00001 f");
        update.table(&format!("{TRAILER}/Prev {before}")).bytes
    };
    assert!(is_concealed(&freed(CATALOG)));
    // Nobody draws the outline of a document on its pages.
    assert_eq!(
        finding(&freed("<</Type/Catalog/Pages 7 0 R/Outlines 4 0 R>>")),
        None
    );
    assert!(is_concealed(&freed(
        "<</Type/Catalog/Pages 7 0 R/Names 4 0 R>>"
    )));
}

#[test]
fn a_member_of_an_object_stream_that_no_entry_leads_to_is_found_by_a_scan() {
    let file = |members: &[(u32, &str)], names: &str| {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Names {names}>>");
        Build::new()
            .object(1, &catalog)
            .object(2, PAGES)
            .stream(4, "", "(a)")
            .object_stream(5, members)
            .xref_stream(6, "/Root 1 0 R/Size 7", &[(3, 5, 0)])
            .bytes
    };
    let honest = [(3, PAGE)];
    let second = [(3, PAGE), (9, "<</Type/Page>>")];
    assert!(is_concealed(&file(&second, "9 0 R")));
    assert_eq!(finding(&file(&honest, "9 0 R")), None);
}

#[test]
fn a_second_catalog_is_found_by_a_scan() {
    let file = |second: &str, names: &str| {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Names {names}>>");
        Build::new()
            .object(1, &catalog)
            .object(2, PAGES)
            .object(3, PAGE)
            .stream(4, "", "(a)")
            .object(5, second)
            .table("/Root 1 0 R/Size 6")
            .bytes
    };
    for second in [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/#43atalog/Pages 2 0 R>>",
    ] {
        assert!(is_concealed(&file(second, "9 0 R")), "{second}");
        assert_eq!(finding(&file(second, "null")), None, "{second}");
    }
    for other in [
        "<</Type/Font/Catalog 2 0 R>>",
        "[/Catalog]",
        "<</Type/Catalogue>>",
    ] {
        assert_eq!(finding(&file(other, "9 0 R")), None, "{other}");
    }
}

#[test]
fn a_member_that_was_replaced_later_is_found_by_a_scan() {
    let file = |missing: &[(u32, u32, u32)]| {
        let base = Build::new()
            .object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, PAGES)
            .stream(4, "", "(a)")
            .object_stream(5, &[(3, PAGE)])
            .xref_stream(6, "/Root 1 0 R/Size 7", &[(3, 5, 0)]);
        let before = base.last;
        let update = base.object(3, &PAGE.replace("4 0 R", "null"));
        let trailer = format!("/Root 1 0 R/Size 9/Prev {before}");
        update.xref_stream(8, &trailer, missing).bytes
    };
    assert_eq!(Document::open(&file(&[])).unwrap().ambiguity(), None);
    assert!(is_concealed_from_a_poor_scanner(&file(&[(7, 9, 0)])));
}

#[test]
fn a_type_that_is_an_object_of_its_own_is_found_by_a_scan() {
    let file = Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R/Names 9 0 R>>")
        .object(2, PAGES)
        .object(3, PAGE)
        .stream(4, "", "(a)")
        .stream(5, "/Type 6 0 R/N 0/First 0", "")
        .object(6, "/ObjStm")
        .table("/Root 1 0 R/Size 7");
    assert!(is_concealed(&file.bytes));
}

#[test]
fn a_newest_definition_that_a_scan_may_overlook_leaves_the_older_one() {
    let file = |before: &str, names: &str| {
        let base = objects("").table(TRAILER);
        let prev = base.last;
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Names {names}>>");
        let update = base.raw(before).object(1, &catalog);
        update.table(&format!("{TRAILER}/Prev {prev}")).bytes
    };
    assert_eq!(finding(&file("", "9 0 R")), None);
    assert_eq!(finding(&file("%\n", "9 0 R")), None);
    for before in ["% ", "null "] {
        assert!(
            is_concealed_from_a_poor_scanner(&file(before, "9 0 R")),
            "{before}"
        );
    }
}

#[test]
fn a_trailer_without_its_keyword_is_found_by_a_scan() {
    let file = |between: &str| {
        let built = objects("").raw(between).object(7, "null");
        let file = built.table("/Root 1 0 R/Size 8").bytes;
        replaced(&file, "/Names 6 0 R", "/Names 9 0 R")
    };
    assert_eq!(finding(&file("")), None);
    assert!(is_concealed(&file("<</Encrypt 5 0 R>>\n")));
}

#[test]
fn a_number_that_some_readers_do_not_accept_is_a_reason_to_scan() {
    let file = |number: u32| {
        let row = "0000000000 00000 f";
        let size = format!("/Root 1 0 R/Size {}", number + 1);
        objects("").row(number, row).table(&size).bytes
    };
    let document = |bytes: &[u8]| Document::open(bytes).unwrap().findings().to_vec();
    assert_eq!(document(&file(8_388_607)), []);
    let great = file(8_388_608);
    assert!(matches!(
        document(&great)[..],
        [Finding::GreatNumber { .. }]
    ));
    assert!(Appender::new(&Document::open(&great).unwrap()).is_err());
}
