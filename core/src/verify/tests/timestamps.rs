use super::file::{message, sign, sign_with, unsigned};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, check, judge_with, says};
use super::pki::{AT, Identity, Root, SERIAL};
use crate::cms::{SignOptions, SignedData, add_unsigned_attribute, oids, sign_detached};
use crate::der::{Oid, writer};
use crate::pdf::Purpose;
use crate::suite::{DigestAlgorithm, digest};
use crate::verify::{Answer, Policy, Report, SignatureKind, SubIndication};
use crate::x509::{RevocationPolicy, Role};
use time::OffsetDateTime;
use time::macros::datetime;

const TIME: OffsetDateTime = datetime!(2026-06-14 12:00 UTC);

/// A token over data of a digest.
fn token(tsa: &Identity, imprint: &[u8]) -> Vec<u8> {
    token_at(tsa, imprint, TIME)
}

pub(super) fn token_at(tsa: &Identity, imprint: &[u8], time: OffsetDateTime) -> Vec<u8> {
    let algorithm = DigestAlgorithm::Sha256;
    let info = writer::sequence(&[
        &writer::integer(1),
        &writer::oid(&Oid::new("1.2.3").unwrap()),
        &writer::sequence(&[&algorithm.identifier(), &writer::octet_string(imprint)]),
        &writer::integer(7),
        &writer::generalized_time(time),
    ]);
    let options = SignOptions {
        content_type: oids::TST_INFO,
        encapsulated: Some(&info),
        ..SignOptions::default()
    };
    sign_detached(&digest(algorithm, &info), &tsa.key, &tsa.chain, &options).unwrap()
}

/// A file with a document timestamp.
pub(super) fn stamped(file: &[u8], tsa: &Identity) -> Vec<u8> {
    stamped_at(file, tsa, TIME)
}

pub(super) fn stamped_at(file: &[u8], tsa: &Identity, time: OffsetDateTime) -> Vec<u8> {
    stamped_in("Stamp", file, tsa, time)
}

pub(super) fn stamped_in(
    field: &str,
    file: &[u8],
    tsa: &Identity,
    time: OffsetDateTime,
) -> Vec<u8> {
    let change = |request: &mut crate::pdf::SignatureRequest<'_>| {
        request.purpose = Purpose::DocTimeStamp;
        request.sub_filter = "ETSI.RFC3161";
        request.claimed_time = None;
    };
    sign_with(file, field, change, |digest| token_at(tsa, digest, time))
}

/// Makes tokens from a signature value.
type Tokens<'t> = dyn Fn(&[u8]) -> Vec<Vec<u8>> + 't;

/// A file whose signature has the unsigned attribute that `make` makes from the signature value.
pub(super) fn with_token(signer: &Identity, make: impl Fn(&[u8]) -> Vec<Vec<u8>>) -> Vec<u8> {
    sign_with(
        &unsigned(),
        "Seal",
        |_| {},
        |digest| {
            let mut made = message(signer, digest);
            let value = {
                let data = SignedData::parse(&made).unwrap();
                data.signers()[0].signature().to_vec()
            };
            for token in make(&value) {
                made = add_unsigned_attribute(&made, &oids::SIGNATURE_TIME_STAMP, &token).unwrap();
            }
            made
        },
    )
}

fn judge(root: &Root, authority: &Root, file: &[u8]) -> Report {
    let anchors = [root.anchor(Role::Signer), authority.anchor(Role::Tsa)];
    let crls = [root.crl(&[]), authority.crl(&[])];
    judge_with(&anchors, &crls, file, |verifier| verifier)
}

pub(super) fn sha256(octets: &[u8]) -> Vec<u8> {
    digest(DigestAlgorithm::Sha256, octets)
}

#[test]
fn a_timestamp_proves_the_time_of_a_signature() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let tsa = authority.tsa();
    let file = with_token(&root.signer(), |value| vec![token(&tsa, &sha256(value))]);
    let report = judge(&root, &authority, &file);
    check(
        &report,
        (TotalPassed, Answer::Valid),
        &[(TotalPassed, None)],
    );
    let one = &report.signatures[0];
    assert_eq!(one.best_signature_time, Some(TIME));
    assert_eq!(one.level, Some("B-T"));
    assert_eq!(one.timestamps.len(), 1);
    assert_eq!(one.timestamps[0].kind, "signature-timestamp");
    assert_eq!(one.timestamps[0].verdict, TotalPassed);
}

#[test]
fn a_timestamp_that_is_broken_or_of_something_else_is_never_part_of_a_valid_file() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let (signer, tsa) = (root.signer(), authority.tsa());
    let right = |value: &[u8]| token(&tsa, &sha256(value));
    let broken = |value: &[u8]| {
        let mut token = right(value);
        let last = token.len() - 1;
        token[last] ^= 1;
        token
    };
    let other = |_: &[u8]| token(&tsa, &sha256(b"something else"));
    let none = |_: &[u8]| writer::sequence(&[&writer::integer(1)]);
    let cases: [(&Tokens<'_>, &str); 5] = [
        (&|value| vec![broken(value)], "TIMESTAMP_BROKEN"),
        (&|value| vec![other(value)], "TIMESTAMP_IMPRINT_MISMATCH"),
        (&|value| vec![none(value)], "TIMESTAMP_UNREADABLE"),
        (
            &|value| vec![right(value), other(value)],
            "TIMESTAMP_IMPRINT_MISMATCH",
        ),
        (
            &|value| vec![other(value), right(value)],
            "TIMESTAMP_IMPRINT_MISMATCH",
        ),
    ];
    for (make, code) in cases {
        let file = with_token(&signer, make);
        let report = judge(&root, &authority, &file);
        let expected = [(Indeterminate, Some(SubIndication::SigConstraintsFailure))];
        check(&report, (Indeterminate, Answer::Unknown), &expected);
        assert!(says(&report.signatures[0], code), "{code} {report:#?}");
        // A second signature does not make it better, under any policy.
        let both = sign(&file, &signer, "Prepared");
        for policy in [Policy::All, Policy::Any, Policy::Eu] {
            let anchors = [root.anchor(Role::Signer), authority.anchor(Role::Tsa)];
            let crls = [root.crl(&[]), authority.crl(&[])];
            let report = judge_with(&anchors, &crls, &both, |verifier| verifier.policy(policy));
            assert_ne!(report.indication, TotalPassed, "{policy:?}");
        }
    }
}

#[test]
fn a_timestamp_that_nobody_vouches_for_proves_no_time_and_harms_nobody() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let tsa = authority.tsa();
    let file = with_token(&root.signer(), |value| vec![token(&tsa, &sha256(value))]);
    let mut outcomes = Vec::new();
    let nobody = [root.anchor(Role::Signer)];
    let other_role = [root.anchor(Role::Signer), authority.anchor(Role::Signer)];
    let right = [root.anchor(Role::Signer), authority.anchor(Role::Tsa)];
    let good = [root.crl(&[]), authority.crl(&[])];
    let revoked = [root.crl(&[]), authority.crl(&[SERIAL])];
    for (anchors, crls) in [
        (&nobody[..], &good),
        (&other_role, &good),
        (&right, &revoked),
    ] {
        let report = judge_with(anchors, crls, &file, |verifier| verifier);
        let one = &report.signatures[0];
        assert_eq!(one.best_signature_time, None);
        assert_eq!(one.level, Some("B-B"));
        assert!(says(one, "TIMESTAMP_UNTRUSTED"), "{report:#?}");
        assert_eq!(one.timestamps[0].verdict, Indeterminate);
        outcomes.push(report.answer);
    }
    assert_eq!(outcomes, [Answer::Valid; 3]);
}

#[test]
fn a_document_timestamp_is_judged_beside_a_signature() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let file = stamped(&sign(&unsigned(), &root.signer(), "Seal"), &authority.tsa());
    let report = judge(&root, &authority, &file);
    check(
        &report,
        (TotalPassed, Answer::Valid),
        &[(TotalPassed, None); 2],
    );
    let stamp = report
        .signatures
        .iter()
        .find(|one| one.field == "Stamp")
        .unwrap();
    assert_eq!(stamp.kind, SignatureKind::DocumentTimestamp);
    assert_eq!(stamp.best_signature_time, Some(TIME));
    assert_eq!(stamp.timestamps[0].kind, "document-timestamp");
    // Untrusted: the policy that asks for all does not pass, the one for signers does.
    let anchors = [root.anchor(Role::Signer)];
    for (policy, expected) in [(Policy::All, Indeterminate), (Policy::Any, TotalPassed)] {
        let report = judge_with(&anchors, &[], &file, |verifier| {
            verifier.revocation(RevocationPolicy::Ignore).policy(policy)
        });
        assert_eq!(report.indication, expected, "{report:#?}");
    }
}

#[test]
fn a_document_timestamp_of_something_else_fails_the_file() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let tsa = authority.tsa();
    let signed = sign(&unsigned(), &root.signer(), "Seal");
    let change = |request: &mut crate::pdf::SignatureRequest<'_>| {
        request.purpose = Purpose::DocTimeStamp;
        request.sub_filter = "ETSI.RFC3161";
    };
    let file = sign_with(&signed, "Stamp", change, |_| token(&tsa, &sha256(b"else")));
    for policy in [Policy::All, Policy::Any, Policy::Eu] {
        let anchors = [root.anchor(Role::Signer), authority.anchor(Role::Tsa)];
        let report = judge_with(&anchors, &[root.crl(&[])], &file, |verifier| {
            verifier.policy(policy)
        });
        assert_eq!(
            (report.indication, report.answer),
            (TotalFailed, Answer::Altered)
        );
    }
}

#[test]
fn a_file_with_nothing_but_timestamps_is_signed_by_nobody() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let file = stamped(&unsigned(), &authority.tsa());
    for policy in [Policy::All, Policy::Any, Policy::Eu, Policy::Gm] {
        let anchors = [root.anchor(Role::Signer), authority.anchor(Role::Tsa)];
        let crls = [authority.crl(&[])];
        let report = judge_with(&anchors, &crls, &file, |verifier| verifier.policy(policy));
        check(
            &report,
            (Indeterminate, Answer::Unsigned),
            &[(TotalPassed, None)],
        );
        assert_eq!(report.problems[0].code(), "ONLY_TIMESTAMPS");
    }
}

#[test]
fn only_a_timestamp_authority_makes_timestamps() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let clerk = authority.signer();
    let file = with_token(&root.signer(), |value| vec![token(&clerk, &sha256(value))]);
    let report = judge(&root, &authority, &file);
    let one = &report.signatures[0];
    assert_eq!(one.best_signature_time, None);
    assert_ne!(one.timestamps[0].verdict, TotalPassed);
    assert!(one.claimed_time == Some(AT) && one.level == Some("B-B"));
}

/// Times of a signature of which only the timestamp can say: the signer's certificate ran until the
/// end of March, and was revoked at the beginning of May where it was.
const IN_MARCH: OffsetDateTime = datetime!(2026-03-15 0:00 UTC);
const IN_APRIL: OffsetDateTime = datetime!(2026-04-15 0:00 UTC);
const IN_JUNE: OffsetDateTime = datetime!(2026-06-14 0:00 UTC);
const IN_JULY: OffsetDateTime = datetime!(2026-07-14 0:00 UTC);

#[test]
fn a_certificate_that_was_good_at_the_proved_time_is_good_for_the_signature() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let tsa = authority.tsa();
    let until_march = root.identity(|parameters| {
        parameters.not_after = rcgen::date_time_ymd(2026, 4, 1);
    });
    let anchors = [root.anchor(Role::Signer), authority.anchor(Role::Tsa)];
    let check_one = |signer: &Identity, revoked: &[u64], time, policy, answer| {
        let crls = [root.crl(revoked), authority.crl(&[])];
        let by_signature = with_token(signer, |value| vec![token_at(&tsa, &sha256(value), time)]);
        let by_document = stamped_at(&sign(&unsigned(), signer, "Seal"), &tsa, time);
        for file in [by_signature, by_document] {
            let report = judge_with(&anchors, &crls, &file, |verifier| {
                verifier.revocation(policy)
            });
            assert_eq!(report.answer, answer, "{time} {report:#?}");
            let one = report
                .signatures
                .iter()
                .find(|one| one.field == "Seal")
                .unwrap();
            assert_eq!(says(one, "PROVED_IN_TIME"), answer == Answer::Valid);
            if time <= AT {
                assert_eq!(one.best_signature_time, Some(time));
                assert_eq!(one.level, Some("B-T"));
            }
        }
        let unstamped = sign(&unsigned(), signer, "Seal");
        let report = judge_with(&anchors, &crls, &unstamped, |v| v.revocation(policy));
        assert_ne!(report.answer, Answer::Valid);
    };
    use RevocationPolicy::{Ignore, Require};
    check_one(&until_march, &[], IN_MARCH, Ignore, Answer::Valid);
    check_one(&until_march, &[], IN_APRIL, Ignore, Answer::Expired);
    check_one(&until_march, &[], IN_JULY, Ignore, Answer::Expired);
    // A list of June no longer speaks of what ran out in March.
    check_one(&until_march, &[], IN_MARCH, Require, Answer::Expired);
    let revoked_in_may = root.signer();
    check_one(&revoked_in_may, &[SERIAL], IN_APRIL, Require, Answer::Valid);
    check_one(
        &revoked_in_may,
        &[SERIAL],
        IN_JUNE,
        Require,
        Answer::Revoked,
    );
    check_one(
        &revoked_in_may,
        &[SERIAL],
        IN_JULY,
        Require,
        Answer::Revoked,
    );
}

#[test]
fn a_signature_that_is_older_than_the_certificate_of_its_signer_fails_the_file() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let tsa = authority.tsa();
    for (from, is_early) in [
        (datetime!(2026-06-14 18:00 UTC), true),
        // The clocks of two authorities may differ a little.
        (datetime!(2026-06-14 12:04 UTC), false),
    ] {
        let signer = root.identity(|parameters| parameters.not_before = from);
        let file = with_token(&signer, |value| vec![token(&tsa, &sha256(value))]);
        let report = judge(&root, &authority, &file);
        let said = says(&report.signatures[0], "SIGNED_BEFORE_CERTIFICATE");
        assert_eq!(said, is_early, "{report:#?}");
        let found = (report.indication, report.answer);
        let one = report.signatures[0].sub_indication;
        match is_early {
            true => {
                assert_eq!(found, (TotalFailed, Answer::Expired));
                assert_eq!(one, Some(SubIndication::NotYetValid));
            }
            false => assert_eq!(found, (TotalPassed, Answer::Valid)),
        }
    }
}

#[test]
fn a_document_timestamp_proves_nothing_of_what_was_signed_after_it() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let signer = root.identity(|parameters| {
        parameters.not_after = rcgen::date_time_ymd(2026, 4, 1);
    });
    let stamped = stamped_at(&unsigned(), &authority.tsa(), IN_MARCH);
    let file = sign(&stamped, &signer, "Prepared");
    let anchors = [root.anchor(Role::Signer), authority.anchor(Role::Tsa)];
    let report = judge_with(&anchors, &[], &file, |verifier| {
        verifier.revocation(RevocationPolicy::Ignore)
    });
    assert_eq!(report.answer, Answer::Expired, "{report:#?}");
}

#[test]
fn a_timestamp_of_the_future_proves_nothing() {
    let (root, authority) = (Root::new("root"), Root::new("authority"));
    let tsa = authority.tsa();
    let file = with_token(&root.signer(), |value| {
        vec![token_at(&tsa, &sha256(value), IN_JULY)]
    });
    let report = judge(&root, &authority, &file);
    let one = &report.signatures[0];
    assert_eq!(one.best_signature_time, None);
    assert_eq!(one.level, Some("B-B"));
    assert!(says(one, "TIMESTAMP_IN_THE_FUTURE"), "{report:#?}");
    let file = stamped_at(&sign(&unsigned(), &root.signer(), "Seal"), &tsa, IN_JULY);
    let report = judge(&root, &authority, &file);
    assert_eq!(
        (report.indication, report.answer),
        (Indeterminate, Answer::Unknown)
    );
}
