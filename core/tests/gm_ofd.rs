//! OFD packages that others made, outside the repository: one entry a signature, judged as the corpus's own
//! index says.

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
use yinxin_core::ofd::{Package, PackageLimits, entries, signatures};
use yinxin_core::ses::SesSignature;
use yinxin_core::verify::{
    Answer, Coverage, DocumentFormat, Indication, Report, SealForm, SignatureReport, Step,
    StepOutcome, Verifier,
};
use yinxin_core::x509::{Certificate, RevocationPolicy, Role, TrustAnchor};

/// The certificates in the package itself: an importer who trusts them, so that all else decides.
fn anchors(octets: &[u8]) -> Vec<TrustAnchor> {
    let package = Package::open(octets, PackageLimits::default()).unwrap();
    let listed = signatures(&package).unwrap().into_iter().flatten();
    let mut values: Vec<String> = listed.map(|one| one.value).collect();
    values.extend(entries(&package).unwrap().map(|(_, value)| value));
    let mut found = Vec::new();
    let mut add = |der: &[u8], role| {
        let certificate = Certificate::parse(der).unwrap();
        found.push(TrustAnchor { certificate, role });
    };
    for value in values {
        let octets = package.file(&value).unwrap();
        if let Ok(signature) = SesSignature::parse(&octets) {
            add(signature.signer, Role::Signer);
            add(signature.to_sign.seal.maker, Role::Maker);
        } else if let Ok(data) = SignedData::parse(&octets) {
            for certificate in data.certificates() {
                add(certificate.der(), Role::Signer);
            }
        }
    }
    found
}

fn judge(octets: &[u8], at: OffsetDateTime) -> Report {
    Verifier::new(&anchors(octets), at)
        .revocation(RevocationPolicy::Ignore)
        .run(octets)
        .unwrap()
}

fn failed(found: &SignatureReport) -> Vec<Step> {
    let failed = found
        .steps
        .iter()
        .filter(|one| one.outcome == StepOutcome::Failed);
    failed.map(|one| one.step).collect()
}

#[test]
fn every_package_is_judged_as_the_index_says() {
    let Some(folder) = corpus::folder("gm/ofdrw") else {
        return;
    };
    let in_term = datetime!(2021-06-01 0:00 UTC);
    let today = datetime!(2026-11-01 0:00 UTC);
    use Answer::{Altered, Expired, Unknown, Untrusted, Valid};
    use Step::{
        Content, Files, MakerCertificate, SealPeriod, SignatureValue, SignerListed, SigningTime,
    };
    // File, when, answer of the file, and of each signature the steps that fail.
    type Case = (
        &'static str,
        OffsetDateTime,
        Answer,
        &'static [&'static [Step]],
    );
    let cases: &[Case] = &[
        ("V4RideRight.ofd", in_term, Valid, &[&[]]),
        ("V4RideRight.ofd", today, Expired, &[&[]]),
        ("allprotected.ofd", in_term, Valid, &[&[]]),
        ("v4signed.ofd", in_term, Valid, &[&[]]),
        // Its root file, with the amounts for programs, is not signed.
        ("999.ofd", in_term, Unknown, &[&[]]),
        (
            "SESV4SignDoc.ofd",
            today,
            Expired,
            &[&[SealPeriod, SigningTime]],
        ),
        // The first signed the list of signatures, which the second changed.
        ("h.ofd", in_term, Altered, &[&[Files], &[]]),
        (
            "n.ofd",
            in_term,
            Altered,
            &[&[
                SignatureValue,
                SignerListed,
                MakerCertificate,
                Content,
                Files,
            ]],
        ),
        // No certificate: whose value it is is said nowhere.
        ("DigitalSign.ofd", in_term, Untrusted, &[&[]]),
        // Names of files are signed, and not their contents.
        (
            "hello-integrity.ofd",
            datetime!(2022-06-01 0:00 UTC),
            Unknown,
            &[&[]],
        ),
    ];
    for (name, at, answer, steps) in cases {
        let octets = std::fs::read(folder.join(name)).unwrap();
        let report = judge(&octets, *at);
        assert_eq!(report.format, DocumentFormat::Ofd);
        assert_eq!(report.answer, *answer, "{name} {report:#?}");
        let problems = report.problems.iter().map(|problem| problem.code());
        assert!(
            !problems.into_iter().any(|code| code == "OFD_AMBIGUOUS"),
            "{name}"
        );
        let passed = report.indication == Indication::TotalPassed;
        assert_eq!(passed, *answer == Valid, "{name} {report:#?}");
        let found: Vec<_> = report.signatures.iter().map(failed).collect();
        assert_eq!(&found, steps, "{name}");
        if passed {
            let seal = report.signatures[0].seal.as_ref().unwrap();
            assert_eq!(seal.form, SealForm::Gbt38540);
            assert_eq!(report.signatures[0].coverage, Coverage::WholeFile);
        }
    }
    println!("packages: {}", cases.len());
}

fn files(octets: &[u8]) -> Vec<(String, Option<Vec<u8>>)> {
    let package = Package::open(octets, PackageLimits::default()).unwrap();
    let names = package.names().map(str::to_owned);
    let files = names.map(|name| {
        let octets = package.file(&name).ok();
        (name, octets)
    });
    files.collect()
}

#[test]
fn a_file_that_is_changed_in_a_package_fails_its_signature() {
    let Some(folder) = corpus::folder("gm/ofdrw") else {
        return;
    };
    let octets = std::fs::read(folder.join("v4signed.ofd")).unwrap();
    let at = datetime!(2021-06-01 0:00 UTC);
    assert_eq!(judge(&octets, at).answer, Answer::Valid);
    let mut told = 0;
    for at_octet in (200..octets.len()).step_by(997) {
        let mut changed = octets.clone();
        changed[at_octet] ^= 1;
        let judged = Verifier::new(&anchors(&octets), at)
            .revocation(RevocationPolicy::Ignore)
            .run(&changed);
        let passed = judged.is_ok_and(|report| report.indication == Indication::TotalPassed);
        if passed {
            // What was changed says nothing of any file.
            assert_eq!(files(&changed), files(&octets), "octet {at_octet}");
        }
        told += usize::from(!passed);
    }
    assert!(told >= 10, "{told}");
}
