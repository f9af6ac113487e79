use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::*;
use super::build::{Build, CATALOG, PAGE, PAGES};

/// Everything a caller can ask of a file.
fn read_all(bytes: &[u8]) {
    let Ok(document) = Document::open(bytes) else {
        return;
    };
    for revision in 0..document.revisions().len() {
        let view = document.view(revision).unwrap();
        let _ = view.pages().count();
        let _ = view.signatures();
        for (number, _) in document.changed(revision) {
            if let Ok(Some(object)) = view.get_number(number) {
                let _ = view.decode(&object);
            }
        }
    }
    let _ = SignatureRevision::prepare(&document, &SignatureRequest::new("New"));
}

/// A second in a release build; tests may run without optimisation on a busy machine.
fn in_time(what: &str, bytes: &[u8]) {
    let start = Instant::now();
    read_all(bytes);
    let spent = start.elapsed();
    let most = if cfg!(debug_assertions) { 20 } else { 2 };
    assert!(spent < Duration::from_secs(most), "{what} took {spent:?}");
}

#[test]
fn hostile_files_end_in_time() {
    let header = "%PDF-1.7\n";
    in_time(
        "unterminated strings",
        format!("{header}{}", "1 0 obj (".repeat(60_000)).as_bytes(),
    );
    let stream = "1 0 obj <</Length 9>> stream x ";
    in_time(
        "unterminated streams",
        format!("{header}{}", stream.repeat(40_000)).as_bytes(),
    );
    in_time(
        "nesting",
        format!("{header}1 0 obj {}", "[".repeat(500_000)).as_bytes(),
    );
    in_time(
        "dictionaries",
        format!("{header}1 0 obj {}", "<</A".repeat(500_000)).as_bytes(),
    );
    in_time(
        "numbers",
        format!("{header}{} obj", "1 ".repeat(500_000)).as_bytes(),
    );
    in_time(
        "comments",
        format!("{header}1 0 obj {}", "%x\n".repeat(500_000)).as_bytes(),
    );
    in_time(
        "trailers",
        format!("{header}{}", "trailer<<".repeat(100_000)).as_bytes(),
    );
    in_time(
        "marks",
        format!("{header}{}", "%%EOF startxref 9 ".repeat(100_000)).as_bytes(),
    );
}

#[test]
fn a_chain_of_sections_that_refer_to_each_other_ends() {
    let file = Build::new()
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, PAGE);
    let at = file.bytes.len();
    let file = file.table(&format!("/Root 1 0 R/Size 4/Prev {at}"));
    let document = Document::open(&file.bytes).unwrap();
    assert!(document.recovered());
    let because = ParseError::PrevLoop { at };
    assert_eq!(document.findings(), [Finding::Rebuilt { because }]);
}

#[test]
fn many_sections_with_many_entries_are_searched_quickly() {
    let mut file = Build::one_page();
    for _ in 0..500 {
        let prev = file.last;
        for number in 4..204 {
            file = file.row(number, "0000000015 00000 n");
        }
        file = file.table(&format!("/Root 1 0 R/Size 204/Prev {prev}"));
    }
    in_time("500 sections of 200 entries", &file.bytes);
    let document = Document::open(&file.bytes).unwrap();
    assert_eq!(document.revisions().len(), 501);
    assert_eq!(document.view(0).unwrap().entry(7), None);
    assert!(document.view(1).unwrap().entry(7).is_some());
    assert!(document.view(1).unwrap().entry(3).is_some());
    let prev = file.last;
    for _ in 0..20 {
        file = file.table(&format!("/Root 1 0 R/Size 204/Prev {prev}"));
    }
    let limits = Limits {
        sections: 400,
        ..Limits::default()
    };
    assert!(matches!(
        Document::open_with(&file.bytes, &limits),
        Err(ParseError::TooMuch { limit: 400, .. })
    ));
}

#[test]
fn a_page_tree_that_contains_itself_ends() {
    let file = Build::new()
        .object(1, CATALOG)
        .object(2, "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R 3 0 R]/Count 4>>")
        .object(3, PAGE)
        .table("/Root 1 0 R/Size 4");
    let document = Document::open(&file.bytes).unwrap();
    let pages: Vec<_> = document.latest().pages().collect();
    assert_eq!(pages.iter().filter(|page| page.is_ok()).count(), 1);
    assert_eq!(pages.len(), 4);
}

#[test]
fn a_reference_to_itself_ends() {
    let file = Build::new()
        .object(1, CATALOG)
        .object(2, PAGES)
        .object(3, PAGE)
        .object(4, "4 0 R")
        .object(5, "<</Length 5 0 R>>\nstream\nx\nendstream")
        .table("/Root 1 0 R/Size 6");
    let document = Document::open(&file.bytes).unwrap();
    let view = document.latest();
    let itself = Object::Reference(ObjectId {
        number: 4,
        generation: 0,
    });
    assert!(matches!(
        view.resolve(&itself),
        Err(ParseError::TooMuch { .. })
    ));
    let stream = view.get_number(5).unwrap().unwrap();
    assert_eq!(stream.stream_bytes(), Some(b"x".as_slice()));
    assert!(!stream.stream.unwrap().length_matches);
}

#[test]
fn memory_is_bounded_before_it_is_taken() {
    let limits = Limits {
        memory: 1 << 20,
        ..Limits::default()
    };
    let file = Build::new()
        .object(1, &format!("<</Pages 2 0 R/A[{}]>>", "[]".repeat(100_000)))
        .object(2, PAGES)
        .object(3, PAGE)
        .table("/Root 1 0 R/Size 4");
    assert!(matches!(
        Document::open_with(&file.bytes, &limits),
        Err(ParseError::TooMuch { .. })
    ));
    let claims = "%PDF-1.7\nxref\n0 4000000000\ntrailer<<>>startxref 9 %%EOF";
    assert!(Document::open(claims.as_bytes()).is_err());
}

fn seeds() -> Vec<Vec<u8>> {
    let objects = Build::new()
        .object_stream(5, &[(1, CATALOG), (2, PAGES), (3, PAGE), (4, "(old)")])
        .xref_stream(
            6,
            "/Root 1 0 R/Size 7",
            &[(1, 5, 0), (2, 5, 1), (3, 5, 2), (4, 5, 3)],
        );
    let mut files = vec![Build::one_page().bytes, objects.bytes];
    for file in files.clone() {
        let document = Document::open(&file).unwrap();
        let mut request = SignatureRequest::new("Sig");
        request.reserve = 16;
        let prepared = SignatureRevision::prepare(&document, &request).unwrap();
        let delta = prepared.embed(&[0x30, 1, 2]).unwrap();
        files.push([file.clone(), delta].concat());
    }
    files
}

proptest! {
    #[test]
    fn arbitrary_octets_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all(&bytes);
        read_all(&[b"%PDF-1.7\n1 0 obj".as_slice(), &bytes].concat());
    }

    #[test]
    fn arbitrary_tokens_never_panic(
        tokens in proptest::collection::vec(
            prop::sample::select(vec![
                "<<", ">>", "[", "]", "/Type", "/ObjStm", "/XRef", "/Kids", "/Root", "/Pages",
                "/Length", "1 0 R", "2 0 R", "1 0 obj", "2 0 obj", "endobj", "stream\n",
                "\nendstream", "xref", "trailer", "startxref", "%%EOF\n", "0", "1", "9", "-1",
                "65535", "f \n", "n \n", "(", ")", "<", "/Prev", "/Size", "/W", "/N", "/First",
                "/ByteRange", "/Contents", "/AcroForm", "/Fields", "/V", "/FT/Sig", "null",
            ]),
            0..120,
        ),
    ) {
        read_all(format!("%PDF-1.7\n{}", tokens.join(" ")).as_bytes());
    }

    #[test]
    fn changed_files_never_panic(
        seed in 0..4_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
        shorten in any::<bool>(),
    ) {
        let mut file = seeds().swap_remove(seed);
        for (place, octet) in changes {
            let place = place.index(file.len());
            file[place] = octet;
        }
        if shorten {
            file.truncate(cut.index(file.len()));
        }
        read_all(&file);
    }
}

#[test]
fn a_form_of_too_many_signature_fields_is_not_read_as_if_it_had_fewer() {
    let fields = Build::new()
        .object(
            1,
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R 6 0 R]>>>>",
        )
        .object(2, PAGES)
        .object(3, PAGE)
        .object(4, "<</FT/Sig/T(A)>>")
        .object(5, "<</FT/Sig/T(B)>>")
        .object(6, "<</FT/Tx/T(C)>>")
        .table("/Root 1 0 R/Size 7");
    for (most, is_whole) in [(2, true), (1, false)] {
        let limits = Limits {
            signature_fields: most,
            ..Limits::default()
        };
        let document = Document::open_protected(&fields.bytes, &limits, None).unwrap();
        let found = document.latest().signatures().unwrap();
        assert_eq!(found.unreadable.is_empty(), is_whole, "{most}");
        assert_eq!(found.empty.len(), most);
    }
}
