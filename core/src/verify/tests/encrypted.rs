use super::file::{by_hand, dictionary, objects_by_hand, update, updated};
use super::judging::{Indeterminate, TotalFailed, check, has_problem, judge};
use super::pki::Root;
use crate::verify::{Answer, Indication, Modification, SubIndication};

const ENCRYPT: &str = "/Encrypt<</Filter/Standard/V 4/R 4/Length 128/P -1340>>";

fn encrypted(root: &Root, entries: &str) -> Vec<u8> {
    let text = dictionary("ETSI.CAdES.detached", entries);
    let objects = objects_by_hand(&text, "/V 10 0 R");
    let file = update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, ENCRYPT);
    by_hand(file, &root.signer())
}

#[test]
fn the_signature_of_a_file_that_cannot_be_opened_is_judged_and_the_file_does_not_pass() {
    let root = Root::new("root");
    let report = judge(&root, &encrypted(&root, ""));
    check(
        &report,
        (Indeterminate, Answer::Unknown),
        &[(Indication::TotalPassed, None)],
    );
    assert!(has_problem(&report, "ENCRYPTED"));
    let mut file = encrypted(&root, "");
    let at = super::file::find(&file, b"Hello");
    file[at] ^= 1;
    let report = judge(&root, &file);
    assert_eq!(
        (report.indication, report.answer),
        (TotalFailed, Answer::Altered)
    );
}

#[test]
fn what_later_revisions_did_is_not_told_of_a_file_that_cannot_be_opened() {
    let root = Root::new("root");
    let lock = "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/TransformParams\
         <</Type/TransformParams/V/1.2/Action/Include/Fields[(encrypted name)]>>>>]";
    let filled = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/F 4/Rect[9 9 99 29]/P 3 0 R/V(new)>>";
    let file = update(&encrypted(&root, lock), &[(6, filled.to_owned())], ENCRYPT);
    let report = judge(&root, &file);
    check(
        &report,
        (Indeterminate, Answer::Unknown),
        &[(Indeterminate, Some(SubIndication::SigConstraintsFailure))],
    );
    let signature = &report.signatures[0];
    assert_eq!(signature.modification, Modification::Unanalysable);
    assert!(!signature.modification_allowed && signature.changes.is_empty());
    // A revision that drops the encryption is no better.
    let report = judge(&root, &updated(&encrypted(&root, lock), &[(6, filled)]));
    assert_ne!(report.indication, Indication::TotalPassed);
}

#[test]
fn what_cannot_be_opened_is_not_called_unsigned() {
    let root = Root::new("root");
    let mut objects = super::file::objects();
    objects.retain(|(number, _)| *number != 5);
    objects.push((
        30,
        "<</Type/ObjStm/N 1/First 4/Length 20>>stream\nxxxxxxxxxxxxxxxxxxxx\nendstream".to_owned(),
    ));
    let mut file = update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, ENCRYPT);
    // The form is in an object stream, which only a cross-reference stream can list.
    let previous = super::file::find(&file, b"xref\n0 1");
    let start = file.len();
    let mut rows = vec![2, 0, 0, 0, 30, 0];
    rows.extend([1]);
    rows.extend(u32::try_from(start).unwrap().to_be_bytes());
    rows.push(0);
    let head = format!(
        "50 0 obj\n<</Type/XRef/Size 90/Root 1 0 R/ID[<aa><bb>]{ENCRYPT}/Prev {previous}\
         /W[1 4 1]/Index[5 1 50 1]/Length {}>>stream\n",
        rows.len()
    );
    file.extend_from_slice(head.as_bytes());
    file.extend_from_slice(&rows);
    file.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    let report = judge(&root, &file);
    check(&report, (Indeterminate, Answer::Unknown), &[]);
    assert_eq!(report.problems[0].code(), "HIDDEN_BY_ENCRYPTION");
}
