use super::file::{
    by_hand, dictionary, find, objects_by_hand, picture, sign, sign_as, unsigned, update, updated,
};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, has_problem, judge_with};
use super::pki::Root;
use crate::verify::{Answer, Indication, Policy};
use crate::x509::Role;

fn outcomes(root: &Root, crls: &[crate::x509::Crl], file: &[u8]) -> Vec<(Indication, Answer)> {
    let anchors = [root.anchor(Role::Signer)];
    [Policy::All, Policy::Any, Policy::Eu, Policy::Gm]
        .map(|policy| {
            let report = judge_with(&anchors, crls, file, |verifier| verifier.policy(policy));
            if report.answer == Answer::Valid
                && report
                    .signatures
                    .iter()
                    .any(|one| one.indication != TotalPassed)
            {
                assert!(has_problem(&report, "OTHERS_NOT_PASSED"));
            }
            (report.indication, report.answer)
        })
        .to_vec()
}

#[test]
fn a_policy_says_which_signatures_the_answer_rests_on() {
    let root = Root::new("root");
    let stranger = Root::new("stranger");
    let crls = [root.crl(&[]), stranger.crl(&[])];
    let trusted = sign(&unsigned(), &root.signer(), "Seal");
    let valid = (TotalPassed, Answer::Valid);
    let untrusted = (Indeterminate, Answer::Untrusted);
    let unknown = (Indeterminate, Answer::Unknown);
    let found = outcomes(&root, &crls, &trusted);
    assert_eq!(found, [valid, valid, valid, unknown]);
    let both = sign(&trusted, &stranger.signer(), "Prepared");
    let found = outcomes(&root, &crls, &both);
    assert_eq!(found, [untrusted, valid, untrusted, unknown]);
    let reversed = sign(
        &sign(&unsigned(), &stranger.signer(), "Seal"),
        &root.signer(),
        "Prepared",
    );
    let found = outcomes(&root, &crls, &reversed);
    assert_eq!(found, [untrusted, valid, untrusted, unknown]);
}

#[test]
fn the_picture_of_a_stranger_passes_under_no_policy() {
    let root = Root::new("root");
    let stranger = Root::new("stranger");
    let crls = [root.crl(&[]), stranger.crl(&[])];
    let trusted = sign(&unsigned(), &root.signer(), "Seal");
    let both = sign_as(&trusted, &stranger.signer(), "Two", |request| {
        request.appearance = Some(picture());
    });
    let untrusted = (Indeterminate, Answer::Untrusted);
    let unknown = (Indeterminate, Answer::Unknown);
    let found = outcomes(&root, &crls, &both);
    assert_eq!(found, [untrusted, unknown, untrusted, unknown]);
    let anchors = [root.anchor(Role::Signer)];
    let report = judge_with(&anchors, &crls, &both, |verifier| {
        verifier.policy(Policy::Any)
    });
    assert!(has_problem(&report, "OTHERS_NOT_PASSED"), "{report:#?}");
}

#[test]
fn what_is_broken_fails_under_every_policy() {
    let root = Root::new("root");
    let stranger = Root::new("stranger");
    let crls = [root.crl(&[]), stranger.crl(&[])];
    let check = |file: &[u8], answer| {
        for outcome in outcomes(&root, &crls, file) {
            assert_eq!(outcome, (TotalFailed, answer));
        }
    };
    let trusted = sign(&unsigned(), &root.signer(), "Seal");
    let both = sign(&trusted, &stranger.signer(), "Prepared");
    // The message of the stranger alone is damaged.
    let mut broken = both.clone();
    let at = trusted.len() + find(&both[trusted.len()..], b"/Contents<") + 10;
    broken[at..at + 2].copy_from_slice(b"31");
    check(&broken, Answer::Broken);
    // The page is changed after both.
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R\
         /Resources<</Font<</F1 8 0 R>>>>/Annots[6 0 R 7 0 R]>>";
    check(&updated(&both, &[(3, page)]), Answer::Altered);
    // A digest that is wrong in the first signature, which only the stranger made.
    let first = sign(&unsigned(), &stranger.signer(), "Seal");
    let second = sign(&first, &root.signer(), "Prepared");
    let mut broken = second;
    let at = find(&broken, b"Hello");
    broken[at] = b'J';
    check(&broken, Answer::Altered);
}

#[test]
fn a_signature_that_is_not_served_does_not_stand_in_the_way_of_another_suite() {
    let root = Root::new("root");
    let signer = root.signer();
    let crls = [root.crl(&[])];
    let objects = objects_by_hand(&dictionary("GM.sm2seal", ""), "/V 10 0 R");
    let file = by_hand(
        update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, ""),
        &signer,
    );
    let both = sign_as(&file, &signer, "Seal", |_| {});
    let valid = (TotalPassed, Answer::Valid);
    let unknown = (Indeterminate, Answer::Unknown);
    assert_eq!(
        outcomes(&root, &crls, &both),
        [unknown, valid, valid, unknown]
    );
    assert_eq!(
        outcomes(&root, &crls, &file),
        [unknown, unknown, unknown, unknown]
    );
}
