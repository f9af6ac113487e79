use super::file::{by_hand_later, dictionary, sign, unsigned, update, updated};
use super::judging::{Indeterminate, TotalFailed, check, judge, passes, says};
use super::pki::Root;
use crate::verify::{Answer, Coverage, Integrity, Modification, SubIndication};

const CHANGED: (crate::verify::Indication, Option<SubIndication>) =
    (Indeterminate, Some(SubIndication::SigConstraintsFailure));

#[test]
fn a_page_that_is_changed_later_fails_the_file_and_leaves_the_signature_intact() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Prepared");
    let changes: [(u32, &str); 4] = [
        (
            4,
            "<</Length 25>>stream\nBT /F1 9 Tf (Jello) Tj ET\nendstream",
        ),
        (8, "<</Type/Font/Subtype/Type1/BaseFont/Courier>>"),
        (
            1,
            "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/OpenAction 60 0 R>>",
        ),
        (60, "<</A 1>>"),
    ];
    for change in changes {
        let report = judge(&root, &updated(&file, &[change]));
        check(&report, (TotalFailed, Answer::Altered), &[CHANGED]);
        let one = &report.signatures[0];
        assert_eq!(one.integrity, Integrity::Intact);
        assert_eq!(one.coverage, Coverage::WholeRevision);
        assert_eq!(one.modification, Modification::Other);
        assert!(!one.modification_allowed);
        assert!(says(one, "CHANGE_NOT_ALLOWED"));
        assert!(!one.changes[0].allowed);
        assert_eq!(one.changes[0].rule, "approval");
        assert_eq!(one.covered_until, Some(file.len() as u64));
    }
}

#[test]
fn filling_a_form_after_an_approval_is_allowed_and_said() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Prepared");
    let filled = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/F 4/Rect[9 9 99 29]/P 3 0 R/V(new)\
         /AP<</N 40 0 R>>>>";
    let shown = "<</Type/XObject/Subtype/Form/BBox[0 0 90 20]/Resources<</Font<</Helv 8 0 R>>>>\
         /Length 32>>stream\nBT /Helv 9 Tf 2 6 Td (new) Tj ET\nendstream";
    let report = judge(&root, &updated(&file, &[(6, filled), (40, shown)]));
    passes(&report);
    let one = &report.signatures[0];
    assert_eq!(one.modification, Modification::FormFilling);
    assert!(says(one, "LATER_REVISION"));
    let change = &one.changes[0];
    assert_eq!((one.changes.len(), one.changes_total), (1, 1));
    assert_eq!(change.kind.name(), "field-filled");
    assert_eq!((change.revision, change.page), (3, Some(1)));
    assert_eq!(change.object.map(|object| object.number), Some(6));
    assert_eq!(change.rectangle, Some([9.0, 9.0, 99.0, 29.0]));
    assert_eq!(change.field.as_deref(), Some("Name"));
    assert!(change.allowed);
    assert_eq!(change.rule, "form-filling");
}

#[test]
fn a_change_that_is_taken_back_is_a_change() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Prepared");
    let before = "<</Length 25>>stream\nBT /F1 9 Tf (Hello) Tj ET\nendstream";
    let after = before.replace("Hello", "Jello");
    let file = updated(&updated(&file, &[(4, &after)]), &[(4, before)]);
    let report = judge(&root, &file);
    check(&report, (TotalFailed, Answer::Altered), &[CHANGED]);
}

#[test]
fn a_signature_that_is_removed_later_fails_the_file() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Prepared");
    let empty = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Prepared)/F 132/Rect[0 0 0 0]/P 3 0 R>>";
    let report = judge(&root, &updated(&file, &[(7, empty)]));
    check(
        &report,
        (TotalFailed, Answer::Altered),
        &[(Indeterminate, Some(SubIndication::SigConstraintsFailure))],
    );
}

#[test]
fn a_signature_that_is_written_over_another_does_not_stand_for_it() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Prepared");
    let number = {
        let document = crate::pdf::Document::open(&file).unwrap();
        let found = document.latest().signatures().unwrap();
        found.found[0].id.unwrap().number
    };
    let content = "<</Length 25>>stream\nBT /F1 9 Tf (Jello) Tj ET\nendstream";
    let over = dictionary("ETSI.CAdES.detached", "");
    let from = file.len();
    let objects = [(4, content.to_owned()), (number, over)];
    let file = by_hand_later(update(&file, &objects, ""), &root.signer(), from);
    let report = judge(&root, &file);
    assert_eq!(report.signatures.len(), 2, "{report:#?}");
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    assert!(
        report
            .signatures
            .iter()
            .any(|one| says(one, "SIGNATURE_REMOVED"))
    );
}

#[test]
fn a_signature_that_is_moved_into_a_later_revision_covers_nothing() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Prepared");
    // Another page, and the old signature as the value of a new field: the ranges still fit.
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[6 0 R 7 0 R]>>";
    let number = {
        let document = crate::pdf::Document::open(&file).unwrap();
        let found = document.latest().signatures().unwrap();
        found.found[0].id.unwrap().number
    };
    let empty = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Prepared)/F 132/Rect[0 0 0 0]/P 3 0 R>>";
    let unhooked = updated(&file, &[(7, empty)]);
    let field = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Moved)/F 132/Rect[0 0 0 0]/P 3 0 R/V {number} 0 R>>"
    );
    let report = judge(&root, &updated(&unhooked, &[(3, page), (7, &field)]));
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    assert_eq!(report.answer, Answer::Altered);
}

#[test]
fn an_appended_file_of_its_own_is_not_the_signed_one() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Prepared");
    let other = update(&file, &super::file::objects(), "");
    let report = judge(&root, &other);
    assert_ne!(
        report.indication,
        crate::verify::Indication::TotalPassed,
        "{report:#?}"
    );
}

#[test]
fn a_removed_signature_that_is_a_direct_dictionary_is_told_of() {
    let root = Root::new("root");
    let field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(Prepared)/F 132/Rect[0 0 0 0]/P 3 0 R>>";
    let signed = field.replace(
        "/P 3",
        "/V<</Type/Sig/Filter/A/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>/P 3",
    );
    let file = updated(&unsigned(), &[(7, &signed)]);
    let report = judge(&root, &updated(&file, &[(7, field)]));
    assert_eq!(report.signatures.len(), 1, "{report:#?}");
    assert!(says(&report.signatures[0], "SIGNATURE_REMOVED"));
    // Another signature of the same name does not stand for it.
    let replaced = sign(&updated(&file, &[(7, field)]), &root.signer(), "Prepared");
    let report = judge(&root, &replaced);
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    assert_eq!(report.signatures.len(), 2, "{report:#?}");
}
