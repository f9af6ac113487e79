//! Timestamps of messages that stand by themselves.

use super::judging::{Indeterminate, TotalFailed, TotalPassed, judge_with, says};
use super::pki::{AT, Identity, Root};
use super::timestamps::{sha256, token_at};
use crate::cms::{SignOptions, SignedData, add_unsigned_attribute, oids, sign_detached};
use crate::der::writer;
use crate::verify::{Report, Step, StepOutcome, SubIndication};
use crate::x509::{RevocationPolicy, Role};
use time::{Duration, OffsetDateTime};

const CONTENT: &[u8] = b"what was signed";

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

    /// A message over `signed`, inside or not, with a content timestamp over `imprint` and perhaps one on its
    /// value.
    fn message(
        &self,
        signer: &Identity,
        (signed, is_inside): (&[u8], bool),
        (imprint, days): (&[u8], i64),
        own: Option<i64>,
    ) -> Vec<u8> {
        let token = token_at(&self.tsa, &sha256(imprint), days_ago(days));
        let values = writer::set_of(&[&token]);
        let attribute = writer::sequence(&[&writer::oid(&oids::CONTENT_TIME_STAMP), &values]);
        let options = SignOptions {
            signed_attributes: &[attribute],
            encapsulated: is_inside.then_some(signed),
            ..SignOptions::default()
        };
        let made = sign_detached(&sha256(signed), &signer.key, &signer.chain, &options).unwrap();
        let Some(own) = own else { return made };
        let data = SignedData::parse(&made).unwrap();
        let value = sha256(data.signers()[0].signature());
        let token = token_at(&self.tsa, &value, days_ago(own));
        add_unsigned_attribute(&made, &oids::SIGNATURE_TIME_STAMP, &token).unwrap()
    }

    fn judge(&self, message: &[u8], content: Option<&[u8]>) -> Report {
        let anchors = [
            self.root.anchor(Role::Signer),
            self.clocks.anchor(Role::Tsa),
        ];
        judge_with(&anchors, &[], message, |verifier| {
            verifier
                .revocation(RevocationPolicy::Ignore)
                .content(content)
        })
    }
}

fn days_ago(days: i64) -> OffsetDateTime {
    AT - Duration::days(days)
}

/// Returns how the step of the content timestamp ended, and why.
fn step(report: &Report) -> (StepOutcome, Option<&'static str>) {
    let mut steps = report.signatures[0].steps.iter();
    let found = steps.find(|one| one.step == Step::ContentTimestamp);
    let found = found.unwrap();
    (
        found.outcome,
        found.reason.as_ref().map(|reason| reason.code()),
    )
}

#[test]
fn a_content_timestamp_is_a_step_over_the_content_inside_beside_or_known_by_its_digest() {
    let world = World::new();
    let signer = world.root.signer();
    let passed = (StepOutcome::Passed, None);
    for (is_inside, content, indication) in [
        (true, None, TotalPassed),
        (true, Some(CONTENT), TotalPassed),
        (false, Some(CONTENT), TotalPassed),
        (false, None, Indeterminate),
    ] {
        let message = world.message(&signer, (CONTENT, is_inside), (CONTENT, 10), None);
        let report = world.judge(&message, content);
        assert_eq!(report.indication, indication, "{report:#?}");
        assert_eq!(step(&report), passed, "{report:#?}");
        let one = &report.signatures[0];
        assert_eq!(one.timestamps[0].kind, "content-timestamp");
        assert_eq!(one.timestamps[0].time, Some(days_ago(10)));
        assert_eq!(one.best_signature_time, None, "it proves no age");
        let message = world.message(&signer, (CONTENT, is_inside), (b"else", 10), None);
        let report = world.judge(&message, content);
        assert_ne!(report.indication, TotalPassed, "{report:#?}");
        let failed = (StepOutcome::Failed, Some("TIMESTAMP_IMPRINT_MISMATCH"));
        assert_eq!(step(&report), failed);
    }
}

#[test]
fn a_message_that_signs_a_timestamp_younger_than_the_end_of_its_certificate_fails() {
    let world = World::new();
    let ended = |parameters: &mut rcgen::CertificateParams| parameters.not_after = days_ago(20);
    let signer = world.root.identity(ended);
    for (days, sub) in [
        (10, SubIndication::Expired),
        (30, SubIndication::OutOfBoundsNoPoe),
    ] {
        let message = world.message(&signer, (CONTENT, true), (CONTENT, days), None);
        let report = world.judge(&message, None);
        assert_eq!(
            report.signatures[0].sub_indication,
            Some(sub),
            "{report:#?}"
        );
        assert_eq!(
            report.indication == TotalFailed,
            sub == SubIndication::Expired
        );
    }
}

#[test]
fn a_message_that_is_older_than_a_timestamp_that_it_signs_does_not_pass() {
    let world = World::new();
    let signer = world.root.signer();
    for (own, code) in [(5, None), (15, Some("TIMESTAMP_CONTRADICTED"))] {
        let message = world.message(&signer, (CONTENT, true), (CONTENT, 10), Some(own));
        let report = world.judge(&message, None);
        let one = &report.signatures[0];
        match code {
            None => {
                assert_eq!(report.indication, TotalPassed, "{report:#?}");
                assert_eq!(one.best_signature_time, Some(days_ago(own)));
            }
            Some(code) => {
                let order = Some(SubIndication::TimestampOrderFailure);
                assert_eq!(one.sub_indication, order, "{report:#?}");
                assert!(says(one, code));
                assert_eq!(one.best_signature_time, None);
            }
        }
    }
}

#[test]
fn a_content_timestamp_of_a_message_over_a_digest_is_told_and_not_judged() {
    let world = World::new();
    let signer = world.root.signer();
    let inside = sha256(CONTENT);
    for imprint in [CONTENT, &inside] {
        for content in [None, Some(CONTENT)] {
            let message = world.message(&signer, (&inside, true), (imprint, 10), None);
            let report = world.judge(&message, content);
            assert_eq!(report.indication, Indeterminate, "{report:#?}");
            let undecided = (StepOutcome::Undecided, Some("TIMESTAMP_SUBJECT_UNKNOWN"));
            assert_eq!(step(&report), undecided);
            assert_eq!(report.signatures[0].timestamps.len(), 1);
        }
    }
}
