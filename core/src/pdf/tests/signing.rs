use super::super::*;
use super::build::{Build, CATALOG, PAGE, PAGES};

const VALUE: [u8; 4] = [0x30, 2, 5, 0];

// What fails here is the test, not the signing.
#[allow(clippy::unwrap_in_result)]
pub(super) fn sign(file: &[u8], request: &SignatureRequest<'_>) -> Result<Vec<u8>, AppendError> {
    let document = Document::open(file).unwrap();
    let prepared = SignatureRevision::prepare(&document, request)?;
    let signed = [prepared.before_contents(), prepared.after_contents()].concat();
    let range = prepared.byte_range();
    let out = [file, &prepared.embed(&VALUE)?].concat();
    let document = Document::open(&out).unwrap();
    assert!(!document.recovered());
    let signatures = document.latest().signatures().unwrap();
    let mut readable = signatures
        .found
        .iter()
        .filter_map(|found| found.signature.as_ref().ok());
    let newest = readable
        .find(|signature| signature.byte_range == range)
        .unwrap();
    let [first, second] = newest.covered();
    assert_eq!([first, second].concat(), [file, &signed].concat());
    assert_eq!(newest.coverage, Coverage::WholeFile);
    assert_eq!(newest.value(), Some(VALUE.as_slice()));
    Ok(out)
}

pub(super) fn request(field: &str) -> SignatureRequest<'_> {
    let mut request = SignatureRequest::new(field);
    request.reserve = 32;
    request
}

fn streams() -> Build {
    Build::new()
        .object_stream(5, &[(1, CATALOG), (2, PAGES), (3, PAGE)])
        .xref_stream(6, "/Root 1 0 R/Size 7", &[(1, 5, 0), (2, 5, 1), (3, 5, 2)])
}

#[test]
fn two_signatures_cover_their_own_revisions() {
    for (base, kind) in [
        (Build::one_page(), SectionKind::Table),
        (streams(), SectionKind::Stream),
    ] {
        let first = sign(&base.bytes, &request("A")).unwrap();
        let second = sign(&first, &request("印")).unwrap();
        let document = Document::open(&second).unwrap();
        assert!(
            document
                .sections()
                .iter()
                .all(|section| section.kind == kind)
        );
        assert!(document.findings().is_empty(), "{:?}", document.findings());
        let found = document.latest().signatures().unwrap().found;
        let names: Vec<_> = found
            .iter()
            .map(|found| found.places[0].name.as_str())
            .collect();
        assert_eq!(names, ["A", "印"]);
        let signature = |index: usize| found[index].signature.as_ref().unwrap();
        assert_eq!(signature(0).coverage, Coverage::WholeRevision(1));
        assert_eq!(signature(1).coverage, Coverage::WholeFile);
        assert!(signature(0).consistent && signature(1).consistent);
        assert_eq!(signature(0).padding, Padding::Zeros(28));
        // Table: free head, catalog, page, signature, field, form. Stream: itself for the free head.
        assert_eq!(document.changed(1).len(), 6);
    }
}

#[test]
fn what_the_request_says_is_read_back() {
    let mut request = request("Seal");
    request.claimed_time = Some(time::macros::datetime!(2026-11-22 18:30 +8));
    request.name = Some("某某县 (demo)");
    request.reason = Some("issue");
    request.location = Some("990101");
    request.contact_info = Some("a\\b");
    request.purpose = Purpose::Certification(DocMdp::FormFilling);
    request.appearance = Some(Appearance {
        page: 0,
        rectangle: [10.0, 20.0, 110.0, 70.0],
        content: b"0 0 100 50 re f",
        bounding_box: [0.0, 0.0, 100.0, 50.0],
        resources: None,
        points: None,
    });
    request.extensions = vec![DeveloperExtension {
        prefix: "ISO_",
        base_version: "2.0",
        level: 32002,
    }];
    let file = sign(&Build::one_page().bytes, &request).unwrap();
    let document = Document::open(&file).unwrap();
    let view = document.latest();
    let found = view.signatures().unwrap().found.remove(0);
    let signature = found.signature.unwrap();
    assert_eq!(signature.claimed_time, request.claimed_time);
    assert_eq!(signature.name.as_deref(), request.name);
    assert_eq!(signature.reason.as_deref(), request.reason);
    assert_eq!(signature.location.as_deref(), request.location);
    assert_eq!(signature.contact_info.as_deref(), request.contact_info);
    assert_eq!(signature.doc_mdp, Some(DocMdp::FormFilling));
    assert_eq!(signature.sub_filter.as_deref(), Some("ETSI.CAdES.detached"));
    assert_eq!(found.perms, ["DocMDP"]);
    let field = &found.places[0].dictionary;
    // The page is 200 by 300 points and turned by 90 degrees.
    let rectangle: Vec<_> = field
        .get("Rect")
        .unwrap()
        .as_array()
        .unwrap()
        .values()
        .collect();
    let rectangle: Vec<_> = rectangle
        .iter()
        .filter_map(|value| value.as_integer())
        .collect();
    assert_eq!(rectangle, [130, 10, 180, 110]);
    let catalog = view.catalog().unwrap();
    let text = String::from_utf8_lossy(catalog.value_bytes()).into_owned();
    assert!(
        text.contains("/Extensions <</ISO_<</Type/DeveloperExtensions"),
        "{text}"
    );
    // The extension is there now and is not named twice.
    request.purpose = Purpose::Approval;
    request.field = "Second";
    request.appearance = None;
    let file = sign(&file, &request).unwrap();
    let document = Document::open(&file).unwrap();
    assert!(!document.changed(2).iter().any(|(number, _)| *number == 1));
}

#[test]
fn a_signature_that_does_not_fit_is_refused_and_nothing_is_cut_off() {
    let file = Build::one_page().bytes;
    let document = Document::open(&file).unwrap();
    let prepared = SignatureRevision::prepare(&document, &request("A")).unwrap();
    assert_eq!(prepared.reserved(), 32);
    assert_eq!(
        prepared.embed(&[1; 33]),
        Err(AppendError::ContentsTooSmall {
            needed: 33,
            reserved: 32
        })
    );
}

fn with_empty_field(lock: &str) -> Vec<u8> {
    let field =
        format!("<</FT/Sig/T(Empty)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R{lock}>>");
    Build::new()
        .object(
            1,
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>",
        )
        .object(2, PAGES)
        .object(3, "<</Type/Page/Parent 2 0 R/Annots[4 0 R 5 0 R]>>")
        .object(4, &field)
        .object(5, "<</FT/Tx/T(Text)/V(x)/Subtype/Widget>>")
        .table("/Root 1 0 R/Size 6")
        .bytes
}

#[test]
fn an_empty_field_is_filled_and_its_lock_is_applied() {
    let file = sign(
        &with_empty_field("/Lock<</Action/Include/Fields[(Text)]>>"),
        &request("Empty"),
    );
    let file = file.unwrap();
    let document = Document::open(&file).unwrap();
    let numbers: Vec<_> = document.changed(1).iter().map(|row| row.0).collect();
    // Free head, catalog for /SigFlags, field, signature.
    assert_eq!(numbers, [0, 1, 4, 6]);
    let found = document.latest().signatures().unwrap().found.remove(0);
    let signature = found.signature.unwrap();
    assert_eq!(signature.field_mdp.len(), 1);
    assert!(signature.field_mdp[0].locks("Text"));
    assert!(!signature.field_mdp[0].locks("Texture"));
}

#[test]
fn a_lock_whose_list_cannot_be_read_locks_everything() {
    for lists in ["/Fields(Text)", "", "/Fields[(Text)/Text]", "/Fields null"] {
        for action in ["Include", "Exclude"] {
            let lock = format!("/Lock<</Action/{action}{lists}>>");
            let file = sign(&with_empty_field(&lock), &request("Empty")).unwrap();
            let document = Document::open(&file).unwrap();
            let found = document.latest().signatures().unwrap().found.remove(0);
            let signature = found.signature.unwrap();
            let locks = |name: &str| signature.field_mdp.iter().any(|lock| lock.locks(name));
            assert!(locks("Text") && locks("Other"), "{lock}");
        }
    }
}

#[test]
fn names_that_are_taken_are_refused() {
    let file = with_empty_field("");
    assert_eq!(
        sign(&file, &request("Text")),
        Err(AppendError::NotASignatureField)
    );
    assert_eq!(sign(&file, &request("")), Err(AppendError::FieldName));
    assert_eq!(sign(&file, &request("a.b")), Err(AppendError::FieldName));
    let signed = sign(&file, &request("Empty")).unwrap();
    assert_eq!(
        sign(&signed, &request("Empty")),
        Err(AppendError::AlreadySigned)
    );
    let mut far = request("Far");
    far.appearance = Some(Appearance {
        page: 7,
        rectangle: [0.0, 0.0, 1.0, 1.0],
        content: b"",
        bounding_box: [0.0, 0.0, 1.0, 1.0],
        resources: None,
        points: None,
    });
    assert_eq!(sign(&file, &far), Err(AppendError::NoSuchPage { index: 7 }));
}

#[test]
fn what_earlier_signatures_forbid_is_refused() {
    let base = Build::one_page().bytes;
    let certify = |allowed| {
        let mut request = request("Cert");
        request.purpose = Purpose::Certification(allowed);
        request
    };
    let closed = sign(&base, &certify(DocMdp::NoChanges)).unwrap();
    assert_eq!(
        sign(&closed, &request("A")),
        Err(AppendError::CertifiedWithoutChanges)
    );
    let open = sign(&base, &certify(DocMdp::FormFilling)).unwrap();
    sign(&open, &request("A")).unwrap();
    let again = SignatureRequest {
        field: "Again",
        ..certify(DocMdp::FormFilling)
    };
    assert_eq!(sign(&open, &again), Err(AppendError::AlreadyCertified));
    let approved = sign(&base, &request("A")).unwrap();
    assert_eq!(
        sign(&approved, &again),
        Err(AppendError::CertificationNotFirst)
    );
    let lock = |action, permission| {
        let mut request = request("Lock");
        request.lock = Some(FieldLock {
            action,
            fields: vec!["B".to_owned()],
            permission,
        });
        sign(&base, &request).unwrap()
    };
    let by = "Lock".to_owned();
    let locked = lock(LockAction::Include, None);
    assert_eq!(
        sign(&locked, &request("B")),
        Err(AppendError::FieldLocked { by: by.clone() })
    );
    sign(&locked, &request("C")).unwrap();
    let locked = lock(LockAction::Exclude, None);
    sign(&locked, &request("B")).unwrap();
    let locked = lock(LockAction::Include, Some(DocMdp::NoChanges));
    assert_eq!(
        sign(&locked, &request("C")),
        Err(AppendError::DocumentLocked { by })
    );
}

#[test]
fn a_rebuilt_or_ambiguous_file_is_not_appended_to() {
    let file = Build::one_page().bytes;
    let broken = &file[..file.len() - 30];
    assert_eq!(sign(broken, &request("A")), Err(AppendError::Recovered));
    for tail in ["5 0 obj null endobj", "\0\0xref", "a <<", "%%EOF"] {
        let tailed = [file.as_slice(), tail.as_bytes()].concat();
        assert!(
            matches!(
                sign(&tailed, &request("A")),
                Err(AppendError::Ambiguous { .. })
            ),
            "{tail}"
        );
    }
    // What no reader can take for a part of a document is covered like all else.
    sign(
        &[file.as_slice(), b"\0\0\x06_\x01 padding"].concat(),
        &request("A"),
    )
    .unwrap();
}

/// A signed file and where its `/ByteRange` and `/Contents` stand.
fn signed() -> (Vec<u8>, Signature<'static>) {
    let file: &'static [u8] = sign(&Build::one_page().bytes, &request("A"))
        .unwrap()
        .leak();
    let document: &'static Document<'static> = Box::leak(Box::new(Document::open(file).unwrap()));
    let found = document.latest().signatures().unwrap().found.remove(0);
    (file.to_vec(), found.signature.unwrap())
}

fn only_error(file: &[u8]) -> SignatureError {
    let document = Document::open(file).unwrap();
    let mut found = document.latest().signatures().unwrap().found;
    assert_eq!(found.len(), 1);
    found.remove(0).signature.unwrap_err()
}

#[test]
fn a_byte_range_that_does_not_fit_is_an_error_of_that_signature() {
    let (file, signature) = signed();
    let range = signature.byte_range;
    let check = |first: i64, second: i64, third: i64, test: fn(&SignatureError) -> bool| {
        let old = format!(
            "[0 {:<10} {:<10} {:<10}]",
            range.first_length, range.second_start, range.second_length
        );
        let new = format!("[0 {first:<10} {second:<10} {third:<10}]");
        let at = file
            .windows(old.len())
            .position(|window| window == old.as_bytes())
            .unwrap();
        let mut file = file.clone();
        file[at..at + new.len()].copy_from_slice(new.as_bytes());
        let error = only_error(&file);
        assert!(test(&error), "{new}: {error:?}");
    };
    let i = |value: usize| i64::try_from(value).unwrap();
    let (a, b, c) = (
        i(range.first_length),
        i(range.second_start),
        i(range.second_length),
    );
    check(a - 1, b, c, |e| matches!(e, SignatureError::Gap { .. }));
    check(a, b + 1, c - 1, |e| matches!(e, SignatureError::Gap { .. }));
    check(a, b, c + 1, |e| {
        matches!(e, SignatureError::ByteRange { .. })
    });
    check(a, a + 1, c, |e| {
        matches!(e, SignatureError::ByteRange { .. })
    });
    check(-5, b, c, |e| matches!(e, SignatureError::ByteRange { .. }));
    check(0, b, c, |e| matches!(e, SignatureError::ByteRange { .. }));
}

#[test]
fn coverage_needs_the_end_of_a_revision() {
    let (file, signature) = signed();
    let range = signature.byte_range;
    let old = format!("{:<10}]", range.second_length);
    let new = format!("{:<10}]", range.second_length - 8);
    let at = file
        .windows(old.len())
        .position(|window| window == old.as_bytes())
        .unwrap();
    let mut shorter = file.clone();
    shorter[at..at + new.len()].copy_from_slice(new.as_bytes());
    let document = Document::open(&shorter).unwrap();
    let found = document.latest().signatures().unwrap().found.remove(0);
    assert_eq!(found.signature.unwrap().coverage, Coverage::Partial);
}

#[test]
fn one_malformed_signature_does_not_hide_the_others() {
    let good = sign(&with_empty_field(""), &request("Empty")).unwrap();
    let document = Document::open(&good).unwrap();
    let prev = document.sections().last().unwrap().span.start;
    let mut update = Build::new();
    update.bytes = good.clone();
    let file = update
        .object(
            1,
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[8 0 R 4 0 R 9 0 R 4 0 R]>>>>",
        )
        .object(8, "<</FT/Sig/T(Broken)/V 10 0 R>>")
        .object(9, "<</T(Copy)/Kids[11 0 R]>>")
        .object(10, "<</Type/Sig/ByteRange[0 1 2 3]/Contents keyword>>")
        .object(11, "<</FT/Sig/T(Inner)/V 6 0 R>>")
        .table(&format!("/Root 1 0 R/Size 12/Prev {prev}"));
    let document = Document::open(&file.bytes).unwrap();
    let found = document.latest().signatures().unwrap().found;
    assert_eq!(found.len(), 2);
    assert!(matches!(
        found[0].signature,
        Err(SignatureError::Unreadable(_))
    ));
    let names: Vec<_> = found[1]
        .places
        .iter()
        .map(|place| place.name.as_str())
        .collect();
    assert_eq!(names, ["Empty", "Copy.Inner"]);
    let signature = found[1].signature.as_ref().unwrap();
    assert_eq!(signature.coverage, Coverage::WholeRevision(1));
    assert!(signature.consistent);
}

#[test]
fn a_number_that_a_field_waits_for_is_not_given_to_the_signature() {
    let waiting = Build::new()
        .object(
            1,
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
        )
        .object(2, PAGES)
        .object(3, PAGE)
        .object(
            4,
            "<</FT/Sig/T(Trap)/Subtype/Widget/Rect[0 0 9 9]/V 5 0 R>>",
        )
        .table("/Root 1 0 R/Size 5")
        .bytes;
    let file = sign(&waiting, &request("Mine")).unwrap();
    let document = Document::open(&file).unwrap();
    let found = document.latest().signatures().unwrap().found;
    let mine = found.iter().find(|found| found.signature.is_ok()).unwrap();
    let names: Vec<_> = mine
        .places
        .iter()
        .map(|place| place.name.as_str())
        .collect();
    assert_eq!(names, ["Mine"]);
}
