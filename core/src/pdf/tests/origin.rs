//! Files with octets before their header.

use super::build::Build;
use crate::pdf::{Appender, Document, Finding, ObjectId};

fn after(junk: &str, file: &[u8]) -> Vec<u8> {
    [junk.as_bytes(), file].concat()
}

/// A file whose offsets count from its first octet.
fn counted_from_the_first_octet(junk: &str) -> Vec<u8> {
    let mut file = Build::one_page();
    file.bytes = after(junk, b"%PDF-1.7\n");
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    let pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    let file = file.object(1, catalog).object(2, pages).object(3, page);
    file.table("/Root 1 0 R/Size 4").bytes
}

fn is_doubtful(bytes: &[u8]) -> bool {
    let document = Document::open(bytes).unwrap();
    let mut findings = document.findings().iter();
    findings.any(|finding| {
        matches!(
            finding,
            Finding::HeaderShift { .. } | Finding::Rebuilt { .. }
        )
    })
}

#[test]
fn a_file_that_all_readers_see_alike_is_not_in_doubt_wherever_it_counts_from() {
    for junk in ["junk", "% comment\n", "#!/bin/sh\n\n"] {
        assert!(
            !is_doubtful(&after(junk, &Build::one_page().bytes)),
            "{junk}"
        );
        assert!(!is_doubtful(&counted_from_the_first_octet(junk)), "{junk}");
    }
}

#[test]
fn an_object_that_only_some_readers_would_find_puts_a_file_in_doubt() {
    let file = Build::one_page();
    for junk in [
        "3 0 obj\n<</Type/Page>>\nendobj\n",
        "9 0 obj\n(x)\nendobj\n",
        "%PDF-1.4\n",
    ] {
        assert!(is_doubtful(&after(junk, &file.bytes)), "{junk}");
    }
    // In a stream, whose data some scan and some pass over.
    let data = "4 0 obj\n(x)\nendobj\n";
    let stream = Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(
            3,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        )
        .stream(4, "", data)
        .table("/Root 1 0 R/Size 5");
    assert!(is_doubtful(&after("junk", &stream.bytes)));
    // Between the objects, where only a scan sees it.
    let hidden = Build::new()
        .object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>");
    let mut later = hidden.clone();
    later
        .bytes
        .extend_from_slice(b"3 0 obj\n<</Type/Page/Rotate 90>>\nendobj\n");
    assert!(!is_doubtful(&after(
        "junk",
        &hidden.table("/Root 1 0 R/Size 4").bytes
    )));
    assert!(is_doubtful(&after(
        "junk",
        &later.table("/Root 1 0 R/Size 4").bytes
    )));
}

#[test]
fn a_table_where_the_other_count_leads_puts_a_file_in_doubt() {
    // `startxref` leads to an object where it is counted from the first octet.
    let file = Build::one_page();
    let start = file.last;
    let mut junk = vec![b' '; start];
    junk.extend_from_slice(b"xref ");
    let long = [junk.as_slice(), &file.bytes].concat();
    assert!(Document::open(&long).map_or(true, |document| !document.findings().is_empty()));
}

#[test]
fn an_update_counts_as_its_base_does() {
    let junk = "some octets\n";
    for base in [
        after(junk, &Build::one_page().bytes),
        counted_from_the_first_octet(junk),
    ] {
        let document = Document::open(&base).unwrap();
        let mut appender = Appender::new(&document).unwrap();
        let added = appender.add(b"(added)".to_vec()).unwrap();
        let file = [base.as_slice(), &appender.finish().unwrap().bytes].concat();
        assert!(!is_doubtful(&file));
        let read = Document::open(&file).unwrap();
        assert!(!read.recovered());
        assert_eq!(read.revisions().len(), 2);
        for id in [
            added,
            ObjectId {
                number: 3,
                generation: 0,
            },
        ] {
            assert!(read.latest().get(id).unwrap().is_some());
        }
    }
}

#[test]
fn an_update_that_counts_otherwise_puts_a_file_in_doubt() {
    let base = after("some octets\n", &Build::one_page().bytes);
    let at = base.len();
    let prev = Build::one_page().last;
    let object = "4 0 obj\n(x)\nendobj\n";
    let start = at + object.len();
    let update = format!(
        "{object}xref\n4 1\n{at:010} 00000 n \ntrailer\n<</Root 1 0 R/Size 5/Prev {prev}>>\n\
         startxref\n{start}\n%%EOF\n"
    );
    let file = [base.as_slice(), update.as_bytes()].concat();
    assert!(is_doubtful(&file));
}
