use super::file::{
    by_hand, dictionary, find, objects_by_hand, picture, sign, sign_as, unsigned, update, updated,
};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, has_problem, judge_with, says};
use super::pki::{Identity, Root, SERIAL};
use crate::status::CertificateStatus;
use crate::verify::{
    Acceptance, AlgorithmRule, AnchorRule, Answer, Indication, Policy, Report, SubIndication,
    ValidationPolicy,
};
use crate::x509::{RevocationPolicy, Role};

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
fn a_picture_that_did_not_pass_misleads_whatever_name_its_signer_gives_itself() {
    let (root, stranger) = (Root::new("root"), Root::new("stranger"));
    let crls = [root.crl(&[]), stranger.crl(&[])];
    let seen = |signer: &Identity| {
        sign_as(&unsigned(), signer, "Seal", |request| {
            request.appearance = Some(picture());
        })
    };
    let (untrusted, unknown) = (Answer::Untrusted, Answer::Unknown);
    let answers = |file: &[u8]| -> Vec<_> {
        let found = outcomes(&root, &crls, file).into_iter();
        found.map(|(_, answer)| answer).collect()
    };
    let same = seen(&stranger.signer());
    let covered = sign(&same, &root.signer(), "Two");
    let found = answers(&covered);
    assert_eq!(found, [untrusted, unknown, untrusted, unknown]);
    let other = seen(&stranger.identity(|_| {}));
    let covered = sign(&other, &root.signer(), "Two");
    assert_eq!(answers(&covered), [untrusted, unknown, untrusted, unknown]);
    // Nor does a signature vouch for what it does not cover: the first one is the trusted one.
    let trusted = sign(&unsigned(), &root.signer(), "Seal");
    let later = sign_as(&trusted, &stranger.signer(), "Two", |request| {
        request.appearance = Some(picture());
    });
    assert_eq!(answers(&later), [untrusted, unknown, untrusted, unknown]);
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

/// Judges a file that passes by itself under a policy that was changed.
fn under(change: impl FnOnce(&mut ValidationPolicy, &Root)) -> Report {
    let root = Root::new("root");
    let (anchors, crls) = ([root.anchor(Role::Signer)], [root.crl(&[])]);
    let file = sign_as(&unsigned(), &root.signer(), "Prepared", |_| {});
    let file = sign_as(&file, &root.signer(), "Second", |request| {
        request.appearance = Some(picture());
    });
    let mut policy = ValidationPolicy::from(Policy::All);
    change(&mut policy, &root);
    judge_with(&anchors, &crls, &file, |verifier| verifier.policy(policy))
}

#[test]
fn a_policy_that_changes_nothing_lets_pass_what_passes() {
    assert_eq!(under(|_, _| {}).indication, TotalPassed);
    let report = under(|policy, root| {
        policy.shortest_rsa_key = Some(4096);
        policy.revocation_age = Some(time::Duration::days(30));
        let fingerprint = root.certificate.fingerprint_hex();
        policy.anchors = Some(vec![AnchorRule {
            role: Role::Signer,
            certificate_sha256: fingerprint,
        }]);
        policy.algorithms = vec![AlgorithmRule {
            name: "SHA-256".into(),
            until: Some(time::macros::datetime!(2030-01-01 0:00 UTC)),
        }];
    });
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
}

#[test]
fn a_revocation_counts_however_old_it_is_under_a_policy_of_fresh_data() {
    let root = Root::new("root");
    let signer = root.signer();
    let file = sign(&unsigned(), &signer, "Seal");
    let good = [root.answer(&signer.chain[0], CertificateStatus::Good)];
    let anchors = [root.anchor(Role::Signer)];
    let mut policy = ValidationPolicy::new("fresh", Policy::All);
    policy.revocation_age = Some(time::Duration::days(3));
    // The list of a fortnight ago is too old to say that somebody is good.
    for (revoked, answer) in [(vec![], Answer::Valid), (vec![SERIAL], Answer::Revoked)] {
        let crls = [root.crl(&revoked)];
        let report = judge_with(&anchors, &crls, &file, |verifier| {
            verifier.policy(policy.clone()).ocsp_responses(&good)
        });
        assert_eq!(report.answer, answer, "{report:#?}");
    }
}

#[test]
fn each_restriction_of_a_policy_takes_the_pass_away() {
    let first_says = |report: Report, code: &str| {
        assert_eq!(report.indication, Indeterminate, "{report:#?}");
        let mut all = report.signatures.iter();
        assert!(all.any(|one| says(one, code)), "{report:#?}");
    };
    first_says(
        under(|policy, _| policy.visible_fields = Acceptance::Refuse),
        "VISIBLE_FIELDS_NOT_ACCEPTED",
    );
    for (name, until) in [
        ("SHA-256", None),
        ("ECDSA P-256", None),
        (
            "ECDSA P-256 with SHA-256",
            Some(time::macros::datetime!(2026-01-01 0:00 UTC)),
        ),
    ] {
        let rule = AlgorithmRule {
            name: name.into(),
            until,
        };
        first_says(
            under(|policy, _| policy.algorithms = vec![rule]),
            "ALGORITHM_NOT_ACCEPTED",
        );
    }
    // No anchor counts, or not in that role.
    for role in [None, Some(Role::Tsa)] {
        let report = under(|policy, root| {
            let rule = |role| AnchorRule {
                role,
                certificate_sha256: root.certificate.fingerprint_hex(),
            };
            policy.anchors = Some(role.map(rule).into_iter().collect());
        });
        let found = (report.indication, report.answer);
        assert_eq!(found, (Indeterminate, Answer::Untrusted));
    }
    // The list of June is too old, and nothing may be said without one.
    let report = under(|policy, _| {
        policy.revocation_age = Some(time::Duration::days(1));
        policy.revocation = Some(RevocationPolicy::Ignore);
    });
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
}

#[test]
fn data_that_are_too_old_are_told_apart_from_data_that_are_missing() {
    let root = Root::new("root");
    let file = sign(&unsigned(), &root.signer(), "Seal");
    let anchors = [root.anchor(Role::Signer)];
    let list = [root.crl(&[])];
    // The list of a fortnight ago, and none.
    for (crls, hours, code) in [
        (list.as_slice(), 24, "REVOCATION_TOO_OLD"),
        (&[], 24, "CRL_MISSING"),
    ] {
        let mut policy = ValidationPolicy::new("fresh", Policy::All);
        policy.revocation_age = Some(time::Duration::hours(hours));
        let report = judge_with(&anchors, crls, &file, |verifier| verifier.policy(policy));
        let signature = &report.signatures[0];
        assert!(says(signature, code), "{report:#?}");
        assert_eq!(signature.sub_indication, Some(SubIndication::TryLater));
        let all = signature.reasons.iter();
        let no_data = ["REVOCATION_TOO_OLD", "CRL_MISSING"];
        let told: Vec<String> = all
            .filter(|reason| no_data.contains(&reason.code()))
            .map(|reason| reason.en())
            .collect();
        assert_eq!(told.len(), 1, "{told:?}");
        if code == "REVOCATION_TOO_OLD" {
            assert!(
                told[0].contains("up to 24 hours (max-age-hours)"),
                "{told:?}"
            );
            assert!(told[0].contains("hours old"), "{told:?}");
        }
    }
}
