//! Signatures that are proved to have been made too late, and certificates that are on hold.

use super::file::{message, sign, sign_with, unsigned};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, judge_with, says};
use super::pki::{Identity, Root, SERIAL};
use super::timestamps::{sha256, stamped_at, token_at, with_token};
use crate::cms::{SignOptions, SignedData, add_unsigned_attribute, oids, sign_detached};
use crate::der::writer;
use crate::verify::{
    AlgorithmRule, Answer, Policy, Report, SignatureReport, SubIndication, ValidationPolicy,
};
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
        self.with_stamps(signer, &[time], imprint, None)
    }

    /// A signature with content timestamps, and a timestamp of its own.
    fn with_stamps(
        &self,
        signer: &Identity,
        times: &[OffsetDateTime],
        imprint: Option<&[u8]>,
        own: Option<OffsetDateTime>,
    ) -> Vec<u8> {
        let make = |digest: &[u8]| {
            let token =
                |time: &OffsetDateTime| token_at(&self.tsa, imprint.unwrap_or(digest), *time);
            let tokens: Vec<Vec<u8>> = times.iter().map(token).collect();
            let tokens: Vec<&[u8]> = tokens.iter().map(Vec::as_slice).collect();
            let values = writer::set_of(&tokens);
            let attribute = writer::sequence(&[&writer::oid(&oids::CONTENT_TIME_STAMP), &values]);
            let options = SignOptions {
                signed_attributes: &[attribute],
                ..SignOptions::default()
            };
            let made = sign_detached(digest, &signer.key, &signer.chain, &options).unwrap();
            let Some(own) = own else { return made };
            let value = SignedData::parse(&made).unwrap().signers()[0]
                .signature()
                .to_vec();
            let token = token_at(&self.tsa, &sha256(&value), own);
            add_unsigned_attribute(&made, &oids::SIGNATURE_TIME_STAMP, &token).unwrap()
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
fn a_signature_that_is_older_than_a_timestamp_that_it_covers_does_not_pass() {
    let world = World::new();
    let signer = world.root.signer();
    let judge = |file: &[u8]| world.judge(file, None, RevocationPolicy::Require);
    let contradicted = |file: &[u8]| {
        let report = judge(file);
        let order = Some(SubIndication::TimestampOrderFailure);
        check(&report, Answer::Unknown, order, "TIMESTAMP_CONTRADICTED");
        assert_eq!(seal(&report).best_signature_time, None);
        assert_eq!(seal(&report).level, Some("B-B"));
    };
    contradicted(&world.with_stamps(&signer, &[MAY], None, Some(MARCH)));
    let in_order = judge(&world.with_stamps(&signer, &[MARCH], None, Some(MAY)));
    assert_eq!(in_order.indication, TotalPassed, "{in_order:#?}");
    assert_eq!(seal(&in_order).best_signature_time, Some(MAY));
    // The clocks of two authorities may differ a little.
    let soon = MAY + time::Duration::minutes(4);
    let close = judge(&world.with_stamps(&signer, &[soon], None, Some(MAY)));
    assert_eq!(close.indication, TotalPassed, "{close:#?}");
}

#[test]
fn content_timestamps_beyond_those_that_are_judged_keep_a_file_from_passing() {
    let world = World::new();
    let signer = world.root.signer();
    for (count, passes) in [(8, true), (9, false)] {
        let times: Vec<_> = (0..count)
            .map(|day| MARCH + time::Duration::days(day))
            .collect();
        let file = world.with_stamps(&signer, &times, None, None);
        let report = world.judge(&file, None, RevocationPolicy::Require);
        assert_eq!(report.indication == TotalPassed, passes, "{report:#?}");
        assert_eq!(says(seal(&report), "TIMESTAMP_NOT_JUDGED"), !passes);
    }
}

#[test]
fn a_timestamp_with_an_algorithm_that_the_policy_refuses_proves_no_age() {
    let world = World::new();
    let signer = world
        .root
        .identity(|parameters| parameters.not_after = APRIL);
    let file = with_token(&signer, |value| {
        vec![token_at(&world.tsa, &sha256(value), MARCH)]
    });
    let judge = |until: Option<OffsetDateTime>| {
        let anchors = [
            world.root.anchor(Role::Signer),
            world.clocks.anchor(Role::Tsa),
        ];
        let mut policy = ValidationPolicy::new("test", Policy::All);
        policy.algorithms.push(AlgorithmRule {
            name: "ECDSA P-256".to_owned(),
            until,
        });
        judge_with(&anchors, &[], &file, |verifier| {
            verifier
                .revocation(RevocationPolicy::Ignore)
                .policy(policy.clone())
        })
    };
    // Accepted today: the time stands, and the signature is older than the end of its certificate.
    assert_eq!(
        judge(Some(datetime!(2026-12-31 0:00 UTC))).indication,
        TotalPassed
    );
    // Given up in April: the signature of March would count, if anything that counts proved it.
    let report = judge(Some(APRIL));
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert_eq!(seal(&report).best_signature_time, None);
    assert!(says(seal(&report), "TIMESTAMP_NOT_JUDGED"), "{report:#?}");
}

#[test]
fn a_revocation_for_good_counts_before_a_hold_that_is_older() {
    let world = World::new();
    let signer = world.root.signer();
    let file = sign(&unsigned(), &signer, "Seal");
    let list = |reason, since| {
        let until = datetime!(2026-07-01 0:00 UTC);
        world
            .root
            .list_with(JUNE, until, &[(SERIAL, since, reason)])
    };
    let hold = list(RevocationReason::CertificateHold, MARCH);
    let lost = list(RevocationReason::KeyCompromise, MAY);
    for crls in [[hold.clone(), lost.clone()], [lost, hold]] {
        let anchors = [world.root.anchor(Role::Signer)];
        let report = judge_with(&anchors, &crls, &file, |verifier| verifier);
        check(
            &report,
            Answer::Revoked,
            Some(SubIndication::RevokedNoPoe),
            "CERT_REVOKED",
        );
    }
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
