//! Seals inside of the revision that a PAdES signature covers.

use super::eseals::{World, anchor, fails_at, opened};
use super::file::{
    by_hand, dictionary, find, objects_by_hand, picture, sign_as, unsigned, update, updated,
};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, check, judge_with, passes, says};
use super::pki::{AT, Identity, Root, SERIAL};
use crate::cms::Signer;
use crate::pdf::{DocMdp, Purpose, SignatureRequest};
use crate::ses::Edition;
use crate::sign::{Gathering, MaterialError, Offline, SealingError, sign_with_seal};
use crate::verify::{
    Answer, Integrity, Policy, Report, SealForm, SealReport, Step, StepOutcome, SubIndication,
};
use crate::x509::{Certificate, Crl, PathFailureKind, RevocationPolicy, Role, TrustAnchor};
use time::{Duration, OffsetDateTime};

/// A file that `signer` signed, with a seal in what is signed that nobody checked.
fn with_seal(signer: &Identity, seal: &[u8]) -> Vec<u8> {
    sign_as(&unsigned(), signer, "Seal", |request| {
        request.appearance = Some(picture());
        request.seal = Some(seal);
    })
}

fn made(signer: &Identity, seal: &[u8], time: OffsetDateTime) -> Result<Vec<u8>, SealingError> {
    let file = unsigned();
    let (document, own) = (opened(&file), maker_of(signer));
    let request = SignatureRequest::new("Seal");
    let added = sign_with_seal(&document, seal, (&own, &signer.key), request, time, None)?;
    Ok([file, added].concat())
}

fn maker_of(signer: &Identity) -> Signer {
    Signer::new(&signer.chain).unwrap()
}

fn seal_of(world: &World, signer: &Identity) -> Vec<u8> {
    world.seal_for(leaf(signer), |_| None)
}

fn leaf(signer: &Identity) -> &Certificate {
    signer.chain.first().unwrap()
}

fn judged_by(anchors: &[TrustAnchor], file: &[u8], policy: Policy) -> Report {
    judge_with(anchors, &[], file, |verifier| {
        verifier.revocation(RevocationPolicy::Ignore).policy(policy)
    })
}

fn judge(root: &Root, world: &World, file: &[u8]) -> Report {
    let anchors = [
        root.anchor(Role::Signer),
        anchor(&world.maker.1, Role::Maker),
    ];
    judged_by(&anchors, file, Policy::All)
}

fn seal(report: &Report) -> &SealReport {
    report.signatures[0].seal.as_ref().unwrap()
}

#[test]
fn a_pades_signature_with_a_good_seal_is_the_units_own_and_names_the_seal() {
    let root = Root::new("root");
    let signer = root.signer();
    for edition in [Edition::Gbt38540Of2020, Edition::Gmt0031Of2025] {
        for is_listed_by_digest in [false, true] {
            let world = World {
                edition,
                is_listed_by_digest,
                ..World::new()
            };
            let octets = seal_of(&world, &signer);
            // A seal in a file may be padded.
            let padded = [octets.as_slice(), &[0; 9]].concat();
            for file in [
                with_seal(&signer, &octets),
                made(&signer, &padded, AT - Duration::days(1)).unwrap(),
            ] {
                let report = judge(&root, &world, &file);
                passes(&report);
                let one = &report.signatures[0];
                assert_eq!(one.sub_filter, "ETSI.CAdES.detached");
                assert_eq!(one.level, Some("B-B"));
                let expected = SealReport {
                    form: SealForm::LegalPerson,
                    id: Some("99010100000001".to_owned()),
                    name: Some("示例县行政审批局".to_owned()),
                    verdict: TotalPassed,
                };
                assert_eq!(one.seal, Some(expected));
                let steps: Vec<Step> = one.steps.iter().map(|step| step.step).collect();
                let expected = [
                    Step::SealFormat,
                    Step::SignerListed,
                    Step::SealSignature,
                    Step::SealMade,
                    Step::MakerCertificate,
                    Step::SealPeriod,
                ];
                assert_eq!(steps, expected);
                let passed = |one: &crate::verify::StepReport| one.outcome == StepOutcome::Passed;
                assert!(one.steps.iter().all(passed));
            }
        }
    }
}

#[test]
fn a_person_whom_the_seal_lists_signs_and_what_is_shown_is_displayed_only() {
    let (root, world) = (Root::new("root"), World::new());
    let person = root.identity(|_| {});
    let report = judge(
        &root,
        &world,
        &with_seal(&person, &seal_of(&world, &person)),
    );
    passes(&report);
    assert_eq!(seal(&report).form, SealForm::DisplayedOnly);
    assert!(says(&report.signatures[0], "SEAL_DISPLAYED_ONLY"));
}

#[test]
fn a_seal_of_somebody_else_fails_the_signature_and_is_not_made() {
    let (root, world) = (Root::new("root"), World::new());
    let (signer, other) = (root.signer(), root.signer());
    let of_other = seal_of(&world, &other);
    let report = judge(&root, &world, &with_seal(&signer, &of_other));
    check(
        &report,
        (TotalFailed, Answer::Untrusted),
        &[(TotalFailed, Some(SubIndication::SigConstraintsFailure))],
    );
    // The signature itself is what it is.
    assert_eq!(report.signatures[0].integrity, Integrity::Intact);
    assert_eq!(seal(&report).form, SealForm::DisplayedOnly);
    fails_at(
        &report,
        Step::SignerListed,
        StepOutcome::Failed,
        "SEAL_SIGNER_NOT_LISTED",
    );
    let refused = made(&signer, &of_other, AT);
    assert!(matches!(refused, Err(SealingError::NotListed)));
}

#[test]
fn a_seal_that_is_altered_or_none_fails_the_signature_and_is_not_made() {
    let (root, world) = (Root::new("root"), World::new());
    let signer = root.signer();
    let mut altered = seal_of(&world, &signer);
    let at = find(&altered, b"picture");
    altered[at] = b'P';
    let report = judge(&root, &world, &with_seal(&signer, &altered));
    check(
        &report,
        (TotalFailed, Answer::Untrusted),
        &[(TotalFailed, Some(SubIndication::SigConstraintsFailure))],
    );
    assert_eq!(report.signatures[0].integrity, Integrity::Intact);
    assert_eq!(seal(&report).form, SealForm::DisplayedOnly);
    assert_eq!(seal(&report).verdict, TotalFailed);
    fails_at(
        &report,
        Step::SealSignature,
        StepOutcome::Failed,
        "SEAL_SIGNATURE_WRONG",
    );
    let refused = made(&signer, &altered, AT);
    assert!(matches!(refused, Err(SealingError::Broken(_))));
    let cut = &altered[..altered.len() - 1];
    for octets in [cut, b"no seal".as_slice(), b""] {
        let report = judge(&root, &world, &with_seal(&signer, octets));
        assert_eq!(report.indication, TotalFailed, "{report:#?}");
        assert_eq!(report.answer, Answer::Untrusted);
        fails_at(
            &report,
            Step::SealFormat,
            StepOutcome::Failed,
            "SEAL_UNREADABLE",
        );
        assert_eq!(seal(&report).name, None);
        let refused = made(&signer, octets, AT);
        assert!(matches!(refused, Err(SealingError::Seal(_))));
    }
}

#[test]
fn what_is_named_as_a_seal_and_is_no_stream_is_none() {
    let (root, world) = (Root::new("root"), World::new());
    for (entry, object) in [
        ("/YX_Seal 11 0 R", "<</Type/YX_Seal>>"),
        ("/YX_Seal 12 0 R", "<</Length 1>>stream\nx\nendstream"),
        ("/YX_Seal(seal)", "<</Length 1>>stream\nx\nendstream"),
    ] {
        let text = dictionary("ETSI.CAdES.detached", entry);
        let mut objects = objects_by_hand(&text, "/V 10 0 R");
        objects.push((11, object.to_owned()));
        let file = update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, "");
        let report = judge(&root, &world, &by_hand(file, &root.signer()));
        assert_eq!(report.indication, TotalFailed, "{entry} {report:#?}");
        fails_at(
            &report,
            Step::SealFormat,
            StepOutcome::Failed,
            "SEAL_UNREADABLE",
        );
    }
    // Nothing is no seal.
    let text = dictionary("ETSI.CAdES.detached", "/YX_Seal null");
    let objects = objects_by_hand(&text, "/V 10 0 R");
    let file = update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, "");
    passes(&judge(&root, &world, &by_hand(file, &root.signer())));
}

#[test]
fn both_the_signer_and_the_maker_have_to_be_vouched_for_each_in_its_role() {
    let (root, world) = (Root::new("root"), World::new());
    let signer = root.signer();
    let file = with_seal(&signer, &seal_of(&world, &signer));
    let own = root.anchor(Role::Signer);
    for (anchors, outcome, code) in [
        (
            vec![own.clone()],
            StepOutcome::Undecided,
            "CERT_CHAIN_NOT_FOUND",
        ),
        (
            vec![own.clone(), anchor(&world.maker.1, Role::Signer)],
            StepOutcome::Failed,
            "CERT_ANCHOR_ROLE",
        ),
    ] {
        let report = judged_by(&anchors, &file, Policy::All);
        let sub = Some(SubIndication::NoCertificateChainFound);
        check(
            &report,
            (Indeterminate, Answer::Untrusted),
            &[(Indeterminate, sub)],
        );
        fails_at(&report, Step::MakerCertificate, outcome, code);
        assert_eq!(seal(&report).verdict, Indeterminate);
    }
    let report = judged_by(&[anchor(&world.maker.1, Role::Maker)], &file, Policy::All);
    assert_eq!(report.answer, Answer::Untrusted);
    assert_eq!(seal(&report).verdict, TotalPassed);
}

#[test]
fn a_seal_that_ran_out_since_is_told_from_one_that_was_used_too_late() {
    let root = Root::new("root");
    let signer = root.signer();
    let world = World {
        valid_until: AT - Duration::days(1),
        ..World::new()
    };
    let octets = seal_of(&world, &signer);
    for (days, indication, sub, code) in [
        (
            -2,
            Indeterminate,
            SubIndication::OutOfBoundsNoPoe,
            "SEAL_USE_UNPROVED",
        ),
        (0, TotalFailed, SubIndication::Expired, "SEAL_EXPIRED"),
        (
            -60,
            TotalFailed,
            SubIndication::NotYetValid,
            "SEAL_NOT_YET_VALID",
        ),
    ] {
        let file = sign_as(&unsigned(), &signer, "Seal", |request| {
            request.claimed_time = Some(AT + Duration::days(days));
            request.seal = Some(&octets);
        });
        let report = judge(&root, &world, &file);
        check(
            &report,
            (indication, Answer::Expired),
            &[(indication, Some(sub))],
        );
        assert!(says(&report.signatures[0], code), "{report:#?}");
        assert_ne!(seal(&report).verdict, TotalPassed);
        assert_ne!(seal(&report).form, SealForm::Gbt38540);
    }
    let refused = made(&signer, &octets, AT);
    assert!(matches!(refused, Err(SealingError::SealPeriod { .. })));
}

#[test]
fn the_seal_is_the_one_that_was_signed_whatever_comes_later() {
    let (root, world) = (Root::new("root"), World::new());
    let signer = root.signer();
    let file = with_seal(&signer, &seal_of(&world, &signer));
    let number = String::from_utf8_lossy(&file)
        .rsplit_once("/YX_Seal ")
        .and_then(|(_, after)| after.split(' ').next()?.parse::<u32>().ok())
        .unwrap();
    for other in [
        "<</Length 1>>stream\nx\nendstream",
        "null",
        "<</Type/Annot>>",
    ] {
        let report = judge(&root, &world, &updated(&file, &[(number, other)]));
        check(
            &report,
            (TotalFailed, Answer::Altered),
            &[(Indeterminate, Some(SubIndication::SigConstraintsFailure))],
        );
        assert!(!report.signatures[0].modification_allowed);
        assert_eq!(seal(&report).id.as_deref(), Some("99010100000001"));
        assert_eq!(seal(&report).verdict, TotalPassed);
        assert_eq!(seal(&report).form, SealForm::DisplayedOnly);
    }
}

#[test]
fn a_seal_comes_with_a_later_signature_after_a_certification_that_allows_signing() {
    let (root, world) = (Root::new("root"), World::new());
    let signer = root.signer();
    let file = sign_as(&unsigned(), &root.signer(), "First", |request| {
        request.purpose = Purpose::Certification(DocMdp::FormFilling);
    });
    let octets = seal_of(&world, &signer);
    let file = sign_as(&file, &signer, "Prepared", |request| {
        request.seal = Some(&octets);
    });
    let report = judge(&root, &world, &file);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    let of_second = report.signatures[1].seal.as_ref().unwrap();
    assert_eq!(of_second.form, SealForm::LegalPerson);
}

#[test]
fn the_store_of_a_document_gets_what_the_maker_of_its_seal_is_judged_with() {
    let (root, makers) = (Root::new("root"), Root::new("makers"));
    let (signer, maker) = (root.signer(), makers.identity(|_| {}));
    let world = World {
        maker: (maker.key, maker.chain[0].clone()),
        ..World::new()
    };
    let file = with_seal(&signer, &seal_of(&world, &signer));
    let anchors = [root.anchor(Role::Signer), makers.anchor(Role::Maker)];
    let gather = |crls: &[Crl]| {
        let gathering = Gathering {
            anchors: &anchors,
            certificates: &[],
            crls,
            ocsp_responses: &[],
            nonce: &[7; 32],
            at: AT,
            fetcher: &Offline,
        };
        gathering.run(&opened(&file), None)
    };
    let missing = gather(&[root.crl(&[])]);
    assert!(
        matches!(
            &missing,
            Err(MaterialError::Certificate {
                kind: PathFailureKind::CrlMissing,
                ..
            })
        ),
        "{missing:?}"
    );
    let store = gather(&[root.crl(&[]), makers.crl(&[])]).unwrap();
    assert_eq!(store.revocation_lists.len(), 2);
    let long = [file.clone(), store.append_to(&opened(&file)).unwrap()].concat();
    // The verifier brings anchors only, and asks for revocation data of everybody.
    let report = judge_with(&anchors, &[], &long, |verifier| verifier);
    passes(&report);
    assert_eq!(seal(&report).verdict, TotalPassed);
    let report = judge_with(&anchors, &[root.crl(&[])], &file, |verifier| verifier);
    check(
        &report,
        (Indeterminate, Answer::Unknown),
        &[(Indeterminate, Some(SubIndication::TryLater))],
    );
    let revoked = [makers.crl(&[SERIAL])];
    let report = judge_with(&anchors, &revoked, &long, |verifier| verifier);
    assert_eq!(report.answer, Answer::Revoked, "{report:#?}");
    assert_ne!(seal(&report).verdict, TotalPassed);
}

#[test]
fn nothing_stands_behind_the_seal_of_a_file_that_was_altered() {
    let (root, world) = (Root::new("root"), World::new());
    let signer = root.signer();
    let mut file = with_seal(&signer, &seal_of(&world, &signer));
    let at = find(&file, b"Hello");
    file[at] ^= 1;
    let report = judge(&root, &world, &file);
    assert_eq!(report.answer, Answer::Altered, "{report:#?}");
    assert_eq!(seal(&report).form, SealForm::DisplayedOnly);
}
