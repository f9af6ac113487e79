//! Signatures that are proved to have been made too late, and certificates that are on hold.

use super::file::{message, sign, sign_with, unsigned};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, judge_with, says};
use super::pki::{Identity, Root, SERIAL};
use super::timestamps::{sha256, stamped_at, token_at, with_token};
use crate::cms::{SignOptions, oids, sign_detached};
use crate::der::writer;
use crate::verify::{Answer, Report, SignatureReport, SubIndication};
use crate::x509::{RevocationPolicy, Role};
use rcgen::RevocationReason;
use time::OffsetDateTime;
use time::macros::datetime;

const MARCH: OffsetDateTime = datetime!(2026-03-15 0:00 UTC);
const APRIL: OffsetDateTime = datetime!(2026-04-01 0:00 UTC);
const MAY: OffsetDateTime = datetime!(2026-05-15 0:00 UTC);
const JUNE: OffsetDateTime = datetime!(2026-06-01 0:00 UTC);

struct World {
    root: Root,
    clocks: Root,
    tsa: Identity,
}

impl World {
    fn new() -> Self {
        let clocks = Root::new("clocks");
        let tsa = clocks.tsa();
        let root = Root::new("root");
        Self { root, clocks, tsa }
    }

    /// Judges in June; the signer is on the list for `revoked`.
    fn judge(
        &self,
        file: &[u8],
        revoked: Option<RevocationReason>,
        policy: RevocationPolicy,
    ) -> Report {
        let anchors = [
            self.root.anchor(Role::Signer),
            self.clocks.anchor(Role::Tsa),
        ];
        let since = datetime!(2026-05-01 0:00 UTC);
        let entries: Vec<_> = revoked
            .map(|reason| (SERIAL, since, reason))
            .into_iter()
            .collect();
        let until = datetime!(2026-07-01 0:00 UTC);
        let crls = [
            self.root.list_with(JUNE, until, &entries),
            self.clocks.crl(&[]),
        ];
        judge_with(&anchors, &crls, file, |verifier| {
            verifier.revocation(policy)
        })
    }

    /// A signature with a content timestamp of `time` over `imprint`, or over what it covers.
    fn with_content_stamp(
        &self,
        signer: &Identity,
        time: OffsetDateTime,
        imprint: Option<&[u8]>,
    ) -> Vec<u8> {
        let make = |digest: &[u8]| {
            let token = token_at(&self.tsa, imprint.unwrap_or(digest), time);
            let values = writer::set_of(&[&token]);
            let attribute = writer::sequence(&[&writer::oid(&oids::CONTENT_TIME_STAMP), &values]);
            let options = SignOptions {
                signed_attributes: &[attribute],
                ..SignOptions::default()
            };
            sign_detached(digest, &signer.key, &signer.chain, &options).unwrap()
        };
        sign_with(&unsigned(), "Seal", |_| {}, make)
    }
}

fn seal(report: &Report) -> &SignatureReport {
    let mut all = report.signatures.iter();
    all.find(|one| one.kind != crate::verify::SignatureKind::DocumentTimestamp)
        .unwrap()
}

/// Judges the signer's own signature by what it came to.
fn check(report: &Report, answer: Answer, sub: Option<SubIndication>, code: &str) {
    assert_eq!(report.answer, answer, "{report:#?}");
    assert_eq!(seal(report).sub_indication, sub, "{report:#?}");
    assert!(says(seal(report), code), "{code} {report:#?}");
    let failed = matches!(sub, Some(SubIndication::Expired | SubIndication::Revoked));
    assert_eq!(report.indication == TotalFailed, failed, "{report:#?}");
}

#[test]
fn a_signature_over_a_timestamp_that_is_younger_than_its_certificate_fails() {
    let world = World::new();
    let signer = world
        .root
        .identity(|parameters| parameters.not_after = APRIL);
    let judge = |file: &[u8]| world.judge(file, None, RevocationPolicy::Ignore);
    let (expired, bounds) = (SubIndication::Expired, SubIndication::OutOfBoundsNoPoe);
    for (time, sub, code) in [
        (MAY, expired, "SIGNED_AFTER_EXPIRY"),
        (MARCH, bounds, "CERT_EXPIRED"),
    ] {
        let by_content = world.with_content_stamp(&signer, time, None);
        check(&judge(&by_content), Answer::Expired, Some(sub), code);
        let stamped = stamped_at(&unsigned(), &world.tsa, time);
        let by_document = sign(&stamped, &signer, "Prepared");
        check(&judge(&by_document), Answer::Expired, Some(sub), code);
    }
    // A timestamp after the signature says nothing of the kind.
    let later = stamped_at(&sign(&unsigned(), &signer, "Seal"), &world.tsa, MAY);
    check(
        &judge(&later),
        Answer::Expired,
        Some(bounds),
        "CERT_EXPIRED",
    );
}

#[test]
fn a_signature_over_a_timestamp_that_is_younger_than_the_revocation_fails() {
    let world = World::new();
    let signer = world.root.signer();
    let compromised = Some(RevocationReason::KeyCompromise);
    let judge = |file: &[u8]| world.judge(file, compromised, RevocationPolicy::Require);
    let (revoked, no_poe) = (SubIndication::Revoked, SubIndication::RevokedNoPoe);
    for (time, sub, code) in [
        (MAY, revoked, "SIGNED_AFTER_REVOCATION"),
        (MARCH, no_poe, "CERT_REVOKED"),
    ] {
        let file = world.with_content_stamp(&signer, time, None);
        check(&judge(&file), Answer::Revoked, Some(sub), code);
    }
}

#[test]
fn a_content_timestamp_stands_in_the_report_and_proves_no_age() {
    let world = World::new();
    let file = world.with_content_stamp(&world.root.signer(), MARCH, None);
    let report = world.judge(&file, None, RevocationPolicy::Require);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    let one = seal(&report);
    assert_eq!(one.timestamps[0].kind, "content-timestamp");
    assert_eq!(one.timestamps[0].time, Some(MARCH));
    assert_eq!(one.best_signature_time, None);
    assert_eq!(one.level, Some("B-B"));
    // Of something else: nobody but the signer can have put it there, and the file does not pass.
    let file = world.with_content_stamp(&world.root.signer(), MARCH, Some(&sha256(b"else")));
    let report = world.judge(&file, None, RevocationPolicy::Require);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert!(says(seal(&report), "TIMESTAMP_IMPRINT_MISMATCH"));
}

#[test]
fn a_certificate_that_is_on_hold_may_be_good_again() {
    let world = World::new();
    let signer = world.root.signer();
    let hold = Some(RevocationReason::CertificateHold);
    let judge = |file: &[u8]| world.judge(file, hold, RevocationPolicy::Require);
    let report = judge(&sign(&unsigned(), &signer, "Seal"));
    let later = Some(SubIndication::TryLater);
    check(&report, Answer::Revoked, later, "CERT_SUSPENDED");
    assert_eq!(report.indication, Indeterminate);
    // Signed while it was on hold: that alone is not for ever.
    let file = world.with_content_stamp(&signer, MAY, None);
    check(&judge(&file), Answer::Revoked, later, "CERT_SUSPENDED");
    // Before it was, it was good.
    let file = with_token(&signer, |value| {
        vec![token_at(&world.tsa, &sha256(value), MARCH)]
    });
    assert_eq!(judge(&file).indication, TotalPassed);
}

#[test]
fn what_ran_out_and_is_known_not_to_be_revoked_is_told_apart() {
    let world = World::new();
    let until = datetime!(2026-06-10 0:00 UTC);
    let signer = world
        .root
        .identity(|parameters| parameters.not_after = until);
    let file = sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |digest| message(&signer, digest),
    );
    let report = world.judge(&file, None, RevocationPolicy::Require);
    let sub = Some(SubIndication::OutOfBoundsNotRevoked);
    check(&report, Answer::Expired, sub, "CERT_EXPIRED");
    // A list made after that need not name it.
    let signer = world.root.identity(|parameters| parameters.not_after = MAY);
    let file = sign(&unsigned(), &signer, "Seal");
    let report = world.judge(&file, None, RevocationPolicy::Require);
    let sub = Some(SubIndication::OutOfBoundsNoPoe);
    check(&report, Answer::Expired, sub, "CERT_EXPIRED");
}
