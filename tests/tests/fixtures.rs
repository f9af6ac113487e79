//! The fixtures are what they say they are.

use std::path::PathBuf;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, qpdf};

fn written(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn fixtures_are_the_same_every_time() {
    for kind in Kind::ALL {
        assert_eq!(fixture::base(kind), fixture::base(kind), "{}", kind.name());
    }
    assert_eq!(
        fixture::with_empty_signature_field(),
        fixture::with_empty_signature_field()
    );
}

#[test]
fn qpdf_reads_every_fixture_without_a_complaint() {
    if !peers::present(&["qpdf"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<(&str, Vec<u8>)> = Kind::ALL
        .into_iter()
        .map(|kind| (kind.name(), fixture::base(kind)))
        .collect();
    files.push(("form", fixture::with_empty_signature_field()));
    files.push(("unreadable", fixture::with_unreadable_signature()));
    files.push((
        "changed",
        fixture::append_page_change(&fixture::base(Kind::ClassicTable)),
    ));
    for (name, bytes) in files {
        let check = qpdf::check(&written(&folder, name, &bytes));
        assert_eq!((check.code, check.complaints), (Some(0), vec![]), "{name}");
    }
}

#[test]
fn each_kind_has_the_cross_references_that_it_is_named_after() {
    let count = |kind: Kind, text: &str| {
        fixture::base(kind)
            .windows(text.len())
            .filter(|w| *w == text.as_bytes())
            .count()
    };
    for (kind, text, expected) in [
        (Kind::ClassicTable, "\nxref\n", 1),
        (Kind::MultiRevision, "\nxref\n", 3),
        (Kind::XrefStream, "\nxref\n", 0),
        (Kind::XrefStream, "/Type /XRef", 1),
        (Kind::XrefStream, "/Type /ObjStm", 0),
        (Kind::ObjectStream, "/Type /XRef", 1),
        (Kind::ObjectStream, "/Type /ObjStm", 1),
    ] {
        assert_eq!(count(kind, text), expected, "{text} in {}", kind.name());
    }
}

#[test]
fn a_later_revision_changes_what_the_page_says() {
    if !peers::present(&["pdftotext"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let base = fixture::base(Kind::ClassicTable);
    let changed = written(&folder, "changed.pdf", &fixture::append_page_change(&base));
    let altered = written(&folder, "altered.pdf", &fixture::alter_signed_text(&base));
    assert!(peers::pictures::text(&changed).contains("Something else"));
    assert!(peers::pictures::text(&altered).contains("Mixture page one"));
}

#[test]
fn a_large_fixture_is_read_by_qpdf_and_takes_no_room() {
    if !peers::present(&["qpdf"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.pdf");
    fixture::write_large(&path, 8 << 20);
    assert_eq!(qpdf::check(&path).code, Some(0));
    assert!(std::fs::metadata(&path).unwrap().len() > 8 << 20);
}
