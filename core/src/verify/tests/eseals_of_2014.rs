//! Seal signatures of GM/T 0031-2014, and the time that they sign.

use super::eseals::{World, fails_at};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, judge_with, says};
use super::pki::{AT, Root};
use super::timestamps::token_at;
use crate::der::{Oid, tag, writer};
use crate::suite::{DigestAlgorithm, SigningKey, digest};
use crate::verify::{Policy, Report, Step, StepOutcome, SubIndication};
use crate::x509::{RevocationPolicy, Role};
use time::{Duration, OffsetDateTime};

const CONTENT: &[u8] = b"what was sealed";

fn ia5(text: &str) -> Vec<u8> {
    writer::element(tag::IA5_STRING, text.as_bytes())
}

/// A seal of 2014, and a signature with it whose `timeInfo` has these octets.
fn sealed(world: &World, time: &[u8]) -> Vec<u8> {
    let algorithm = writer::oid(&Oid::new_unwrap("1.2.156.10197.1.501"));
    let [maker, signer] =
        [&world.maker, &world.signer].map(|(_, own)| writer::octet_string(own.der()));
    let info = writer::sequence(&[
        &writer::sequence(&[&ia5("ES"), &writer::integer(1), &ia5("yinxin")]),
        &ia5("99010100000001"),
        &writer::sequence(&[
            &writer::integer(1),
            &writer::utf8_string("示例县行政审批局"),
            &writer::sequence(&[&signer]),
            &writer::time(world.created),
            &writer::time(world.created),
            &writer::time(world.valid_until),
        ]),
        &writer::sequence(&[
            &ia5("png"),
            &writer::octet_string(b"picture"),
            &writer::integer(42),
            &writer::integer(42),
        ]),
    ]);
    let value = world
        .maker
        .0
        .sign(&writer::sequence(&[&info, &maker, &algorithm]))
        .unwrap();
    let by = writer::sequence(&[&maker, &algorithm, &writer::bit_string(&value)]);
    let to_sign = writer::sequence(&[
        &writer::integer(1),
        &writer::sequence(&[&info, &by]),
        &writer::bit_string(time),
        &writer::bit_string(&digest(DigestAlgorithm::Sm3, CONTENT)),
        &ia5("/a.xml"),
        &signer,
        &algorithm,
    ]);
    let value = world.signer.0.sign(&to_sign).unwrap();
    writer::sequence(&[&to_sign, &writer::bit_string(&value)])
}

/// A signature of the edition of 2014 with a seal of later.
fn sealed_with(world: &World, seal: &[u8]) -> Vec<u8> {
    let to_sign = writer::sequence(&[
        &writer::integer(1),
        seal,
        &writer::bit_string(&writer::time(AT - Duration::days(1))),
        &writer::bit_string(&digest(DigestAlgorithm::Sm3, CONTENT)),
        &ia5("/a.xml"),
        &writer::octet_string(world.signer.1.der()),
        &writer::oid(&Oid::new_unwrap("1.2.156.10197.1.501")),
    ]);
    let value = world.signer.0.sign(&to_sign).unwrap();
    writer::sequence(&[&to_sign, &writer::bit_string(&value)])
}

#[test]
fn a_signature_of_2014_with_a_seal_of_later_does_not_pass() {
    let (world, clocks) = (World::new(), Root::new("clocks"));
    let report = judge(&world, &clocks, &sealed_with(&world, &world.seal()));
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    fails_at(
        &report,
        Step::Format,
        StepOutcome::Undecided,
        "SEAL_EDITIONS_DIFFER",
    );
}

fn judge(world: &World, clocks: &Root, octets: &[u8]) -> Report {
    let anchors = [world.anchors(), vec![clocks.anchor(Role::Tsa)]].concat();
    judge_with(&anchors, &[], octets, |verifier| {
        verifier
            .revocation(RevocationPolicy::Ignore)
            .policy(Policy::Gm)
            .content(Some(CONTENT))
    })
}

#[test]
fn a_time_that_is_a_timestamp_token_is_told_as_a_claim_and_not_judged() {
    let (world, clocks) = (World::new(), Root::new("clocks"));
    let tsa = clocks.tsa();
    let day = |days: i64| AT - Duration::days(days);
    let report = judge(&world, &clocks, &sealed(&world, &writer::time(day(1))));
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    let stamped = |time: OffsetDateTime| {
        let imprint = digest(DigestAlgorithm::Sha256, CONTENT);
        sealed(&world, &token_at(&tsa, &imprint, time))
    };
    let report = judge(&world, &clocks, &stamped(day(1)));
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    let one = &report.signatures[0];
    assert_eq!(
        (one.claimed_time, one.best_signature_time),
        (Some(day(1)), None)
    );
    let told = &one.timestamps[0];
    assert_eq!(
        (told.kind, told.verdict, told.time),
        ("signing-time", Indeterminate, Some(day(1)))
    );
    let (step, undecided) = (Step::SigningTime, StepOutcome::Undecided);
    fails_at(&report, step, undecided, "TIMESTAMP_SUBJECT_UNKNOWN");
    let codes = one.reasons.iter().map(|reason| reason.code());
    let told = codes.filter(|code| *code == "TIMESTAMP_SUBJECT_UNKNOWN");
    assert_eq!(told.count(), 1);
    // What it claims speaks against it all the same.
    let report = judge(&world, &clocks, &stamped(day(101)));
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    let early = Some(SubIndication::NotYetValid);
    assert_eq!(report.signatures[0].sub_indication, early);
}

#[test]
fn a_time_that_only_looks_like_a_token_or_is_a_text_of_another_form_is_not_known() {
    let (world, clocks) = (World::new(), Root::new("clocks"));
    for (time, code) in [
        (
            &writer::sequence(&[&writer::null()])[..],
            Some("TIMESTAMP_UNREADABLE"),
        ),
        (b"in March", None),
        (b"2026-13-01 08:00:00", None),
        (b"2026-03-01 08:00:00+00", None),
    ] {
        let report = judge(&world, &clocks, &sealed(&world, time));
        assert_eq!(report.indication, Indeterminate, "{report:#?}");
        let (step, undecided) = (Step::SigningTime, StepOutcome::Undecided);
        fails_at(&report, step, undecided, "SEAL_TIME_UNKNOWN");
        let one = &report.signatures[0];
        assert_eq!(one.timestamps.len(), usize::from(code.is_some()));
        assert!(code.is_none_or(|code| says(one, code)), "{report:#?}");
    }
}

#[test]
fn a_time_in_words_is_read_by_the_clock_of_china_or_as_it_says() {
    let (world, clocks) = (World::new(), Root::new("clocks"));
    let claimed = AT - Duration::days(1);
    let here = claimed.to_offset(time::UtcOffset::from_hms(8, 0, 0).unwrap());
    let written = |at: OffsetDateTime, [day, middle, clock, end]: [&str; 4]| {
        let (date, time) = (at.date(), at.time());
        format!(
            "{}{day}{:02}{day}{:02}{middle}{:02}{clock}{:02}{clock}{:02}{end}",
            date.year(),
            u8::from(date.month()),
            date.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    };
    for text in [
        written(here, ["-", " ", ":", ""]),
        written(claimed, ["-", "T", ":", "Z"]),
        written(claimed, ["-", "T", ":", ".123Z"]),
        written(claimed, ["", "", "", "Z"]),
    ] {
        let report = judge(&world, &clocks, &sealed(&world, text.as_bytes()));
        assert_eq!(report.indication, TotalPassed, "{text} {report:#?}");
        assert_eq!(report.signatures[0].claimed_time, Some(claimed), "{text}");
    }
}
