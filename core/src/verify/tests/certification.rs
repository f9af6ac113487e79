use super::file::{
    by_hand, by_hand_later, dictionary, objects_by_hand, sign, sign_as, unsigned, update, updated,
};
use super::judging::{
    Indeterminate, TotalFailed, TotalPassed, check, has_problem, judge, judge_with, passes, says,
};
use super::pki::Root;
use crate::pdf::{DocMdp, FieldLock, LockAction, Purpose, SignatureRequest};
use crate::verify::{
    Acceptance, Answer, Modification, Policy, SignatureKind, SubIndication, ValidationPolicy,
};
use crate::x509::Role;

const FILLED: &str = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/F 4/Rect[9 9 99 29]/P 3 0 R/V(new)/AP<</N 40 0 R>>>>";
/// What it shows then.
const SHOWN: &str = "<</Type/XObject/Subtype/Form/BBox[0 0 90 20]\
     /Resources<</Font<</Helv 8 0 R>>>>/Length 32>>stream\nBT /Helv 9 Tf 2 6 Td (new) Tj ET\nendstream";

/// The page and the form with one field more.
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R\
     /Resources<</Font<</F1 8 0 R>>>>/Annots[6 0 R 7 0 R 30 0 R]>>";
const FORM: &str =
    "<</Fields[6 0 R 7 0 R 30 0 R]/DR<</Font<</Helv 8 0 R>>>>/DA(/Helv 0 Tf)/SigFlags 3>>";

const FORBIDDEN: (crate::verify::Indication, Option<SubIndication>) =
    (TotalFailed, Some(SubIndication::FormatFailure));

fn certify<'r>(permitted: DocMdp) -> impl FnOnce(&mut SignatureRequest<'r>) {
    move |request| request.purpose = Purpose::Certification(permitted)
}

#[test]
fn a_certification_passes_and_says_so() {
    let root = Root::new("root");
    let signer = root.signer();
    for permitted in [DocMdp::NoChanges, DocMdp::FormFilling, DocMdp::Annotations] {
        let file = sign_as(&unsigned(), &signer, "Seal", certify(permitted));
        let report = judge(&root, &file);
        passes(&report);
        assert_eq!(report.signatures[0].kind, SignatureKind::Certification);
    }
}

#[test]
fn filling_a_form_goes_against_no_changes_and_not_against_form_filling() {
    let root = Root::new("root");
    let signer = root.signer();
    let closed = sign_as(&unsigned(), &signer, "Seal", certify(DocMdp::NoChanges));
    let report = judge(&root, &updated(&closed, &[(6, FILLED), (40, SHOWN)]));
    check(&report, (TotalFailed, Answer::Altered), &[FORBIDDEN]);
    let one = &report.signatures[0];
    assert_eq!(one.modification, Modification::FormFilling);
    assert!(says(one, "CHANGE_AGAINST_CERTIFICATION"));
    let open = sign_as(&unsigned(), &signer, "Seal", certify(DocMdp::FormFilling));
    let report = judge(&root, &updated(&open, &[(6, FILLED), (40, SHOWN)]));
    passes(&report);
    assert!(report.signatures[0].modification_allowed);
    let report = judge(&root, &sign(&open, &signer, "Prepared"));
    check(
        &report,
        (TotalPassed, Answer::Valid),
        &[(TotalPassed, None); 2],
    );
}

#[test]
fn a_note_goes_against_form_filling_and_not_against_annotations() {
    let root = Root::new("root");
    let signer = root.signer();
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R\
         /Resources<</Font<</F1 8 0 R>>>>/Annots[6 0 R 7 0 R 40 0 R]>>";
    let note = "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/P 3 0 R>>";
    // The prepared field is signed, so that the page is not written again by signing.
    let noted = |permitted| {
        let file = sign_as(&unsigned(), &signer, "Prepared", certify(permitted));
        judge(&root, &updated(&file, &[(3, page), (40, note)]))
    };
    let report = noted(DocMdp::FormFilling);
    check(&report, (TotalFailed, Answer::Altered), &[FORBIDDEN]);
    // Permitted, and still not relied on unless the policy accepts it: a note can cover anything.
    let report = noted(DocMdp::Annotations);
    let unaccepted = (Indeterminate, Some(SubIndication::SigConstraintsFailure));
    check(&report, (Indeterminate, Answer::Unknown), &[unaccepted]);
    let one = &report.signatures[0];
    assert!(one.modification_allowed && says(one, "ANNOTATIONS_NOT_ACCEPTED"));
    let file = sign_as(
        &unsigned(),
        &signer,
        "Prepared",
        certify(DocMdp::Annotations),
    );
    let mut policy = ValidationPolicy::from(Policy::All);
    policy.annotations = Acceptance::Accept;
    let (anchors, crls) = ([root.anchor(Role::Signer)], [root.crl(&[])]);
    let file = updated(&file, &[(3, page), (40, note)]);
    let report = judge_with(&anchors, &crls, &file, |verifier| verifier.policy(policy));
    passes(&report);
    assert_eq!(report.signatures[0].modification, Modification::Annotations);
    assert_eq!(
        report.signatures[0].changes[0].kind.name(),
        "annotation-added"
    );
}

#[test]
fn a_new_field_that_is_shown_goes_against_a_certification() {
    let root = Root::new("root");
    let signer = root.signer();
    let open = sign_as(
        &unsigned(),
        &signer,
        "Prepared",
        certify(DocMdp::FormFilling),
    );
    // The product refuses to make one. The field of the certification was there before.
    let shown = [
        (3, PAGE),
        (5, FORM),
        (
            30,
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(Late)/F 132/Rect[200 200 260 260]/P 3 0 R\
             /V 31 0 R/AP<</N 32 0 R>>>>",
        ),
        (31, &dictionary("ETSI.CAdES.detached", "")),
        (
            32,
            "<</Type/XObject/Subtype/Form/BBox[0 0 60 60]/Length 27>>stream\n\
             1 0 0 RG 2 w 1 1 58 58 re S\nendstream",
        ),
    ];
    let shown = by_hand_later(updated(&open, &shown), &signer, open.len());
    let report = judge(&root, &shown);
    let expected = [FORBIDDEN, (TotalPassed, None)];
    check(&report, (TotalFailed, Answer::Altered), &expected);
}

#[test]
fn a_locked_field_that_is_filled_fails_the_file() {
    let root = Root::new("root");
    let signer = root.signer();
    let lock = |action, permission| FieldLock {
        action,
        fields: vec!["Name".to_owned()],
        permission,
    };
    for (lock, expected) in [
        (lock(LockAction::All, None), TotalFailed),
        (lock(LockAction::Include, None), TotalFailed),
        (lock(LockAction::Exclude, None), TotalPassed),
        (
            lock(LockAction::Exclude, Some(DocMdp::NoChanges)),
            TotalFailed,
        ),
        (
            lock(LockAction::Exclude, Some(DocMdp::FormFilling)),
            TotalPassed,
        ),
    ] {
        let file = sign_as(&unsigned(), &signer, "Seal", |request| {
            request.lock = Some(lock.clone());
        });
        passes(&judge(&root, &file));
        let report = judge(&root, &updated(&file, &[(6, FILLED), (40, SHOWN)]));
        assert_eq!(report.indication, expected, "{lock:?} {report:#?}");
        if expected == TotalFailed {
            check(&report, (TotalFailed, Answer::Altered), &[FORBIDDEN]);
        }
    }
}

#[test]
fn an_earlier_lock_holds_for_a_later_signature_too() {
    let root = Root::new("root");
    let signer = root.signer();
    let file = sign_as(&unsigned(), &signer, "Seal", |request| {
        request.lock = Some(FieldLock {
            action: LockAction::Include,
            fields: vec!["Name".to_owned()],
            permission: None,
        });
    });
    let file = sign(&file, &signer, "Prepared");
    let report = judge(&root, &updated(&file, &[(6, FILLED), (40, SHOWN)]));
    check(&report, (TotalFailed, Answer::Altered), &[FORBIDDEN; 2]);
}

#[test]
fn a_certification_by_the_catalog_alone_is_one_with_form_filling() {
    let root = Root::new("root");
    let mut objects = objects_by_hand(&dictionary("ETSI.CAdES.detached", ""), "/V 10 0 R");
    objects[0].1 = objects[0].1.replace(">>", "/Perms<</DocMDP 10 0 R>>>>");
    let file = by_hand(
        update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, ""),
        &root.signer(),
    );
    let report = judge(&root, &file);
    passes(&report);
    assert_eq!(report.signatures[0].kind, SignatureKind::Certification);
    let report = judge(&root, &updated(&file, &[(6, FILLED), (40, SHOWN)]));
    passes(&report);
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 301]/Contents 4 0 R\
         /Resources<</Font<</F1 8 0 R>>>>/Annots[6 0 R 7 0 R]>>";
    let report = judge(&root, &updated(&file, &[(3, page)]));
    check(&report, (TotalFailed, Answer::Altered), &[FORBIDDEN]);
}

#[test]
fn a_certification_after_a_signature_does_not_pass() {
    let root = Root::new("root");
    let signer = root.signer();
    // The product refuses to make one: the transform is written by hand.
    let first = sign(&unsigned(), &signer, "Prepared");
    let reference = "/Reference[<</Type/SigRef/TransformMethod/DocMDP\
         /TransformParams<</Type/TransformParams/V/1.2/P 2>>>>]";
    let dictionary = dictionary("ETSI.CAdES.detached", reference);
    let field =
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Late)/F 132/Rect[0 0 0 0]/P 3 0 R/V 31 0 R>>";
    let file = updated(
        &first,
        &[(3, PAGE), (5, FORM), (30, field), (31, &dictionary)],
    );
    let report = judge(&root, &by_hand_later(file, &signer, first.len()));
    let odd = (Indeterminate, Some(SubIndication::SigConstraintsFailure));
    assert_ne!(report.indication, TotalPassed, "{report:#?}");
    assert!(
        has_problem(&report, "CERTIFICATION_NOT_FIRST"),
        "{report:#?}"
    );
    let late = report
        .signatures
        .iter()
        .find(|one| one.field == "Late")
        .unwrap();
    assert_eq!((late.indication, late.sub_indication), odd);
    assert!(says(late, "CERTIFICATION_NOT_FIRST"));
}

#[test]
fn two_certifications_do_not_pass() {
    let root = Root::new("root");
    let signer = root.signer();
    let first = sign_as(&unsigned(), &signer, "Seal", certify(DocMdp::FormFilling));
    let reference = "/Reference[<</Type/SigRef/TransformMethod/DocMDP\
         /TransformParams<</Type/TransformParams/V/1.2/P 2>>>>]";
    let dictionary = dictionary("ETSI.CAdES.detached", reference);
    let field =
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Prepared)/F 132/Rect[0 0 0 0]/P 3 0 R/V 31 0 R>>";
    let file = updated(&first, &[(7, field), (31, &dictionary)]);
    let file = by_hand_later(file, &signer, first.len());
    let anchors = [root.anchor(Role::Signer)];
    let crls = [root.crl(&[])];
    for policy in [Policy::All, Policy::Any, Policy::Eu] {
        let report = judge_with(&anchors, &crls, &file, |verifier| verifier.policy(policy));
        let odd = (Indeterminate, Some(SubIndication::SigConstraintsFailure));
        check(&report, (Indeterminate, Answer::Unknown), &[odd; 2]);
        assert!(
            has_problem(&report, "SEVERAL_CERTIFICATIONS"),
            "{report:#?}"
        );
    }
}
