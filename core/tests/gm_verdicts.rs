//! Seals, seal signatures and messages that others made, outside the repository: the whole verdict of
//! each, step by step. The expectations are those of the corpus's own index.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]
#![cfg(feature = "gm")]

#[path = "corpus/folder.rs"]
mod corpus;

use time::OffsetDateTime;
use time::macros::datetime;
use yinxin_core::cms::SignedData;
use yinxin_core::ses::{SesSeal, SesSignature};
use yinxin_core::verify::{
    Answer, Indication, Integrity, Report, SignatureReport, Step, StepOutcome, SubIndication,
    Verifier,
};
use yinxin_core::x509::{Certificate, RevocationPolicy, Role, TrustAnchor};

fn anchor(der: &[u8], role: Role) -> TrustAnchor {
    TrustAnchor {
        certificate: Certificate::parse(der).unwrap(),
        role,
    }
}

/// The certificates in the file itself: an importer who trusts them, so that all else decides.
fn anchors(octets: &[u8]) -> Vec<TrustAnchor> {
    if let Ok(signature) = SesSignature::parse(octets) {
        let maker = anchor(signature.to_sign.seal.maker, Role::Maker);
        return vec![anchor(signature.signer, Role::Signer), maker];
    }
    if let Ok(seal) = SesSeal::parse(octets) {
        return vec![anchor(seal.maker, Role::Maker)];
    }
    let data = SignedData::parse(octets);
    let certificates = data.map(|data| data.certificates().to_vec());
    let signer = |certificate| TrustAnchor {
        certificate,
        role: Role::Signer,
    };
    certificates
        .unwrap_or_default()
        .into_iter()
        .map(signer)
        .collect()
}

fn judge(octets: &[u8], content: Option<&[u8]>, at: OffsetDateTime) -> Report {
    let anchors = anchors(octets);
    Verifier::new(&anchors, at)
        .revocation(RevocationPolicy::Ignore)
        .content(content)
        .run(octets)
        .unwrap()
}

fn steps(found: &SignatureReport, outcome: StepOutcome) -> Vec<Step> {
    let ended = found.steps.iter().filter(|one| one.outcome == outcome);
    ended.map(|one| one.step).collect()
}

const IN_TERM: OffsetDateTime = datetime!(2021-06-01 0:00 UTC);
const TODAY: OffsetDateTime = datetime!(2026-11-01 0:00 UTC);

#[test]
fn every_seal_is_judged_step_by_step_as_the_index_says() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    use Step::{Format, SealMade, SealPeriod, SealSignature, SealTimestamp};
    let tax = datetime!(2021-06-01 0:00 UTC);
    // File, when, answer, the steps that fail.
    let cases: &[(&str, OffsetDateTime, Answer, &[Step])] = &[
        ("ofdrw/gm-UserV1.esl", IN_TERM, Answer::Valid, &[]),
        ("ofdrw/gm-UserV4.esl", IN_TERM, Answer::Valid, &[]),
        ("ofdrw/gm-UserV4.esl", TODAY, Answer::Expired, &[SealPeriod]),
        ("ofdrw/gm-UserV5.esl", TODAY, Answer::Expired, &[SealMade]),
        (
            "ofdrw/gm-UserV5_ts.esl",
            TODAY,
            Answer::Expired,
            &[SealMade, SealTimestamp],
        ),
        (
            "ofdrw/sign-SESealData.DER",
            TODAY,
            Answer::Broken,
            &[SealSignature, SealMade, SealPeriod],
        ),
        (
            "derived/UserV4-header-version5.esl",
            IN_TERM,
            Answer::Broken,
            &[SealSignature],
        ),
        (
            "derived/UserV4-name-changed.esl",
            IN_TERM,
            Answer::Broken,
            &[SealSignature],
        ),
        (
            "derived/UserV4-picture-flipped.esl",
            IN_TERM,
            Answer::Broken,
            &[SealSignature],
        ),
        (
            "derived/UserV4-sig-flipped.esl",
            IN_TERM,
            Answer::Broken,
            &[SealSignature],
        ),
        (
            "derived/UserV4-trailing-bytes.esl",
            IN_TERM,
            Answer::Valid,
            &[],
        ),
        (
            "derived/UserV4-truncated.esl",
            IN_TERM,
            Answer::Broken,
            &[Format],
        ),
        (
            "derived/UserV4-validEnd-extended.esl",
            IN_TERM,
            Answer::Broken,
            &[SealSignature],
        ),
        (
            "derived/x-ofdrw-ride-Sign_0.esl",
            IN_TERM,
            Answer::Valid,
            &[],
        ),
        // Its maker's certificate is for no path: an alternative name that is empty.
        (
            "derived/x-dms360-v1-Sign_0.esl",
            tax,
            Answer::Untrusted,
            &[Step::MakerCertificate],
        ),
        (
            "derived/x-gomain-taxtest-Sign_0.esl",
            tax,
            Answer::Valid,
            &[],
        ),
        (
            "derived/x-kinggrid-gomain-taxtest-Sign_0.esl",
            tax,
            Answer::Valid,
            &[],
        ),
    ];
    for (name, at, answer, failed) in cases {
        let octets = std::fs::read(folder.join(name)).unwrap();
        let report = judge(&octets, None, *at);
        let found = &report.signatures[0];
        let told = format!("{name}: {:?}", found.steps);
        assert_eq!(&steps(found, StepOutcome::Failed), failed, "{told}");
        assert_eq!(report.answer, *answer, "{told}");
        let passed = report.indication == Indication::TotalPassed;
        assert_eq!(passed, *answer == Answer::Valid, "{told}");
        assert_eq!(
            found.reasons.is_empty(),
            passed && found.seal.is_some(),
            "{told} {:?}",
            found.reasons
        );
    }
    println!("seals: {}", cases.len());
}

#[test]
fn every_seal_signature_is_judged_step_by_step_as_the_index_says() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    use Step::{Content, SealMade, SignatureValue, SigningTime};
    let tax = datetime!(2021-06-01 0:00 UTC);
    let v4 = "ofdrw/gm-SignedValueV4.dat";
    let ride = "derived/x-ofdrw-ride-Sign_0.SignedValue.dat";
    let ride_of = "derived/x-ofdrw-ride-Sign_0.Signature.xml";
    // File, original, when, answer, the steps that fail.
    type Case = (
        &'static str,
        Option<&'static str>,
        OffsetDateTime,
        Answer,
        &'static [Step],
    );
    let cases: &[Case] = &[
        (v4, None, IN_TERM, Answer::Unknown, &[]),
        (
            v4,
            Some("ofdrw/gm-Signature.xml"),
            IN_TERM,
            Answer::Altered,
            &[Content],
        ),
        (
            "ofdrw/gm-SignedValueV5.dat",
            None,
            TODAY,
            Answer::Expired,
            &[SealMade, SigningTime],
        ),
        (
            "derived/SignedValueV4-datahash-flipped.dat",
            None,
            IN_TERM,
            Answer::Broken,
            &[SignatureValue],
        ),
        (
            "derived/SignedValueV4-time-2024.dat",
            None,
            IN_TERM,
            Answer::Broken,
            &[SignatureValue],
        ),
        (
            "derived/x-gomain-taxtest-Sign_0.SignedValue.dat",
            Some("derived/x-gomain-taxtest-Sign_0.Signature.xml"),
            tax,
            Answer::Valid,
            &[],
        ),
        (
            "derived/x-kinggrid-gomain-taxtest-Sign_0.SignedValue.dat",
            Some("derived/x-kinggrid-gomain-taxtest-Sign_0.Signature.xml"),
            tax,
            Answer::Valid,
            &[],
        ),
        (ride, Some(ride_of), IN_TERM, Answer::Valid, &[]),
        (ride, Some(ride_of), TODAY, Answer::Expired, &[]),
        (ride, Some(v4), IN_TERM, Answer::Altered, &[Content]),
    ];
    for (name, original, at, answer, failed) in cases {
        let octets = std::fs::read(folder.join(name)).unwrap();
        let original = original.map(|original| std::fs::read(folder.join(original)).unwrap());
        let report = judge(&octets, original.as_deref(), *at);
        let found = &report.signatures[0];
        let told = format!("{name} {at}: {:?} {:?}", found.steps, found.reasons);
        assert_eq!(&steps(found, StepOutcome::Failed), failed, "{told}");
        assert_eq!(report.answer, *answer, "{told}");
        let passed = report.indication == Indication::TotalPassed;
        assert_eq!(passed, *answer == Answer::Valid, "{told}");
    }
    // The signer's certificate is one letter long in the list of this maker's seals.
    let dms = std::fs::read(folder.join("derived/x-dms360-v1-Sign_0.SignedValue.dat")).unwrap();
    let original = std::fs::read(folder.join("derived/x-dms360-v1-Sign_0.Signature.xml")).unwrap();
    let report = judge(&dms, Some(&original), tax);
    let failed = steps(&report.signatures[0], StepOutcome::Failed);
    let expected = [
        SignatureValue,
        Step::SignerListed,
        Step::MakerCertificate,
        Content,
    ];
    assert_eq!(failed, expected);
    println!("seal signatures: {}", cases.len() + 1);
}

#[test]
fn a_signature_whose_certificates_ran_out_since_is_told_from_one_that_was_made_too_late() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    let octets = std::fs::read(folder.join("derived/x-ofdrw-ride-Sign_0.SignedValue.dat")).unwrap();
    let original = std::fs::read(folder.join("derived/x-ofdrw-ride-Sign_0.Signature.xml")).unwrap();
    let since = judge(&octets, Some(&original), TODAY);
    let found = &since.signatures[0];
    assert_eq!(found.indication, Indication::Indeterminate);
    assert_eq!(found.sub_indication, Some(SubIndication::OutOfBoundsNoPoe));
    assert_eq!(found.integrity, Integrity::Intact);
    let codes: Vec<_> = found.reasons.iter().map(|reason| reason.code()).collect();
    assert!(codes.contains(&"SEAL_USE_UNPROVED"), "{codes:?}");
    let late = std::fs::read(folder.join("ofdrw/gm-SignedValueV5.dat")).unwrap();
    let late = judge(&late, None, TODAY);
    assert_eq!(late.signatures[0].indication, Indication::TotalFailed);
    assert_eq!(
        late.signatures[0].sub_indication,
        Some(SubIndication::Expired)
    );
}

#[test]
fn messages_of_gm_t_0010_are_judged_with_content_inside_and_outside() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    let at = datetime!(2025-01-01 0:00 UTC);
    let attached = std::fs::read(folder.join("cms/gmsm-cfca-sadkSignedData.der")).unwrap();
    let detached = std::fs::read(folder.join("cms/gmsm-cfca-sadkSignedDataDetach.der")).unwrap();
    let content = b"Hello Secret World!".as_slice();
    for (octets, content, integrity) in [
        (&attached, None, Integrity::Intact),
        (&attached, Some(content), Integrity::Intact),
        (&attached, Some(b"other".as_slice()), Integrity::Broken),
        (&detached, Some(content), Integrity::Intact),
        (&detached, Some(b"other".as_slice()), Integrity::Broken),
        (&detached, None, Integrity::Unsupported),
    ] {
        let report = judge(octets, content, at);
        let found = &report.signatures[0];
        assert_eq!(found.integrity, integrity, "{:?}", found.reasons);
        let passed = found.indication == Indication::TotalPassed;
        assert_eq!(
            passed,
            integrity == Integrity::Intact,
            "{:?}",
            found.reasons
        );
    }
}
