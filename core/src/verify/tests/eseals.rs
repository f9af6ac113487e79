//! Seals, seal signatures and messages of GM/T 0010, in PDF and by themselves.

use super::chinese::{certificate, key};
use super::file::{unsigned, updated};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, judge_with, says};
use super::pki::{AT, Root};
use super::timestamps::token_at;
use crate::cms::Signer;
use crate::der::Oid;
use crate::pdf::{Document, SignatureRequest};
use crate::ses::build::{self, InfoToMake};
use crate::ses::{CertList, DigestEntry, Edition, SesSeal};
use crate::sign::{SealingError, seal, sign_gm};
use crate::suite::{DigestAlgorithm, MemoryKey, SigningKey, digest};
use crate::verify::{
    Answer, Coverage, DocumentFormat, Integrity, Policy, Report, SealForm, SignatureKind, Step,
    StepOutcome, SubIndication,
};
use crate::x509::{Certificate, RevocationPolicy, Role, TrustAnchor};
use time::{Duration, OffsetDateTime};

const SM2_WITH_SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.501");

/// Who makes seals, who uses them, and for how long they are good.
pub(super) struct World {
    pub(super) maker: (MemoryKey, Certificate),
    pub(super) signer: (MemoryKey, Certificate),
    pub(super) edition: Edition,
    pub(super) created: OffsetDateTime,
    pub(super) valid_until: OffsetDateTime,
    pub(super) is_listed_by_digest: bool,
}

impl World {
    pub(super) fn new() -> Self {
        let (maker, signer) = (key(7), key(9));
        let of_maker = certificate("示例制章人", &maker, "示例制章人", &maker);
        let of_signer = certificate("示例签章人", &signer, "示例签章人", &signer);
        World {
            maker: (maker, of_maker),
            signer: (signer, of_signer),
            edition: Edition::Gbt38540Of2020,
            created: AT - Duration::days(50),
            valid_until: AT + Duration::days(50),
            is_listed_by_digest: false,
        }
    }

    pub(super) fn seal_for(
        &self,
        listed: &Certificate,
        stamp: impl Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Vec<u8> {
        self.seal_from(self.created, listed, stamp)
    }

    /// The same with a period that begins at another time than that of making.
    fn seal_from(
        &self,
        valid_from: OffsetDateTime,
        listed: &Certificate,
        stamp: impl Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Vec<u8> {
        let sm3 = digest(DigestAlgorithm::Sm3, listed.der());
        let certificates = match self.is_listed_by_digest {
            false => CertList::Certificates(vec![listed.der()]),
            true => CertList::Digests(vec![DigestEntry {
                kind: "SM3",
                value: &sm3,
            }]),
        };
        let info = InfoToMake {
            edition: self.edition,
            vendor: "yinxin",
            id: "99010100000001",
            kind: 1,
            name: "示例县行政审批局",
            certificates,
            created: self.created,
            valid_from,
            valid_until: self.valid_until,
            picture_kind: "png",
            picture: b"picture",
            width: 42,
            height: 42,
            extensions: &[],
        }
        .to_der();
        let value = self.maker.0.sign(&info).unwrap();
        let token = stamp(&value);
        let maker = self.maker.1.der();
        let algorithm = match self.maker.0.algorithm().is_chinese() {
            true => SM2_WITH_SM3,
            false => Oid::new_unwrap("1.2.840.10045.4.3.2"),
        };
        build::seal(&info, maker, &algorithm, &value, token.as_deref())
    }

    pub(super) fn seal(&self) -> Vec<u8> {
        self.seal_for(&self.signer.1, |_| None)
    }

    fn sealed_at(&self, time: OffsetDateTime) -> Result<Vec<u8>, SealingError> {
        let file = unsigned();
        let added = seal_with(self, &opened(&file), &self.seal(), time)?;
        Ok([file, added].concat())
    }

    pub(super) fn sealed(&self) -> Vec<u8> {
        self.sealed_at(AT - Duration::days(1)).unwrap()
    }

    /// A seal signature over `content` by itself.
    fn seal_signature(
        &self,
        seal: &[u8],
        content: &[u8],
        time: OffsetDateTime,
        stamp: impl Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Vec<u8> {
        let hash = digest(DigestAlgorithm::Sm3, content);
        let to_sign = build::to_sign(self.edition, seal, time, &hash, "/a.xml");
        self.signed(&to_sign, stamp)
    }

    /// A seal signature over `content` that says what it is about.
    pub(super) fn seal_signature_of(&self, seal: &[u8], content: &[u8], property: &str) -> Vec<u8> {
        let hash = digest(DigestAlgorithm::Sm3, content);
        let time = AT - Duration::days(1);
        let to_sign = build::to_sign(self.edition, seal, time, &hash, property);
        self.signed(&to_sign, |_| None)
    }

    fn signed(&self, to_sign: &[u8], stamp: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
        let value = self.signer.0.sign(to_sign).unwrap();
        let token = stamp(&value);
        let signer = self.signer.1.der();
        build::signature(to_sign, signer, &SM2_WITH_SM3, &value, token.as_deref())
    }

    pub(super) fn anchors(&self) -> Vec<TrustAnchor> {
        vec![
            anchor(&self.maker.1, Role::Maker),
            anchor(&self.signer.1, Role::Signer),
        ]
    }

    fn judge(&self, file: &[u8]) -> Report {
        judge(&self.anchors(), file, None)
    }
}

pub(super) fn opened(file: &[u8]) -> Document<'_> {
    Document::open(file).unwrap()
}

pub(super) fn anchor(certificate: &Certificate, role: Role) -> TrustAnchor {
    TrustAnchor {
        certificate: certificate.clone(),
        role,
    }
}

fn judge(anchors: &[TrustAnchor], file: &[u8], content: Option<&[u8]>) -> Report {
    judge_with(anchors, &[], file, |verifier| {
        verifier
            .revocation(RevocationPolicy::Ignore)
            .policy(Policy::Gm)
            .content(content)
    })
}

#[track_caller]
pub(super) fn fails_at(report: &Report, step: Step, outcome: StepOutcome, code: &str) {
    let steps = &report.signatures[0].steps;
    let found = steps.iter().find(|one| one.step == step).unwrap();
    assert_eq!(found.outcome, outcome, "{steps:#?}");
    assert_eq!(found.reason.as_ref().unwrap().code(), code, "{steps:#?}");
}

#[test]
fn a_sealed_document_passes_with_every_step_and_the_form_of_a_seal() {
    for edition in [Edition::Gbt38540Of2020, Edition::Gmt0031Of2025] {
        for is_listed_by_digest in [false, true] {
            let world = World {
                edition,
                is_listed_by_digest,
                ..World::new()
            };
            let report = world.judge(&world.sealed());
            assert_eq!(report.indication, TotalPassed, "{report:#?}");
            let found = &report.signatures[0];
            assert_eq!(found.sub_filter, "GM.sm2seal");
            assert_eq!(found.coverage, Coverage::WholeFile);
            assert_eq!(found.level, None);
            let seal = found.seal.as_ref().unwrap();
            assert_eq!(seal.form, SealForm::Gbt38540);
            assert_eq!(seal.id.as_deref(), Some("99010100000001"));
            assert_eq!(seal.name.as_deref(), Some("示例县行政审批局"));
            assert_eq!(seal.verdict, TotalPassed);
            assert_eq!(found.steps.len(), 10, "{:#?}", found.steps);
            assert!(
                found
                    .steps
                    .iter()
                    .all(|step| step.outcome == StepOutcome::Passed)
            );
        }
    }
}

#[test]
fn a_sealed_document_that_was_altered_is_no_seals() {
    let world = World::new();
    let mut file = world.sealed();
    let at = super::file::find(&file, b"(Hello)");
    file[at + 1] = b'J';
    let report = world.judge(&file);
    assert_eq!(report.answer, Answer::Altered, "{report:#?}");
    fails_at(&report, Step::Content, StepOutcome::Failed, "HASH_MISMATCH");
    let seal = report.signatures[0].seal.as_ref().unwrap();
    assert_eq!(seal.form, SealForm::DisplayedOnly);
    let later = updated(
        &world.sealed(),
        &[(
            4,
            "<</Length 25>>stream\nBT /F1 9 Tf (Jello) Tj ET\nendstream",
        )],
    );
    let report = world.judge(&later);
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    let seal = report.signatures[0].seal.as_ref().unwrap();
    assert_eq!(seal.form, SealForm::DisplayedOnly);
}

#[test]
fn a_signer_that_the_seal_does_not_list_may_not_use_it() {
    let world = World::new();
    let of_others = world.seal_for(&world.maker.1, |_| None);
    let octets = world.seal_signature(&of_others, b"x", AT - Duration::days(1), |_| None);
    let report = judge(&world.anchors(), &octets, Some(b"x"));
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    assert_eq!(report.answer, Answer::Untrusted);
    fails_at(
        &report,
        Step::SignerListed,
        StepOutcome::Failed,
        "SEAL_SIGNER_NOT_LISTED",
    );
    let seal = report.signatures[0].seal.as_ref().unwrap();
    assert_eq!(seal.form, SealForm::DisplayedOnly);
    // And nothing is made with it here.
    let refused = seal_with(&world, &opened(&unsigned()), &of_others, AT);
    assert!(matches!(refused, Err(SealingError::NotListed)));
}

fn seal_with(
    world: &World,
    document: &Document<'_>,
    with: &[u8],
    time: OffsetDateTime,
) -> Result<Vec<u8>, SealingError> {
    let request = SignatureRequest::new("Prepared");
    let who = (&world.signer.1, &world.signer.0 as &dyn SigningKey);
    seal(document, with, who, request, time, None)
}

#[test]
fn a_seal_that_could_not_be_used_is_not_used() {
    let world = World::new();
    assert!(matches!(
        world.sealed_at(AT + Duration::days(60)),
        Err(SealingError::SealPeriod { .. })
    ));
    let long = World {
        valid_until: AT + Duration::days(500),
        ..World::new()
    };
    assert!(matches!(
        long.sealed_at(AT + Duration::days(200)),
        Err(SealingError::CertificatePeriod { .. })
    ));
    let mut broken = world.seal();
    let at = super::file::find(&broken, b"picture");
    broken[at] = b'P';
    let refused = seal_with(&world, &opened(&unsigned()), &broken, AT);
    assert!(matches!(refused, Err(SealingError::Broken(_))));
}

#[test]
fn an_authority_for_signers_does_not_vouch_for_a_maker_and_a_stranger_neither() {
    let world = World::new();
    let octets = world.seal();
    let other_role = judge(&[anchor(&world.maker.1, Role::Signer)], &octets, None);
    assert_eq!(other_role.answer, Answer::Untrusted, "{other_role:#?}");
    assert_eq!(other_role.indication, Indeterminate);
    fails_at(
        &other_role,
        Step::MakerCertificate,
        StepOutcome::Failed,
        "CERT_ANCHOR_ROLE",
    );
    let nobody = judge(&[], &octets, None);
    assert_eq!(nobody.answer, Answer::Untrusted, "{nobody:#?}");
    fails_at(
        &nobody,
        Step::MakerCertificate,
        StepOutcome::Undecided,
        "CERT_CHAIN_NOT_FOUND",
    );
    // Of a sealed document both have to be vouched for.
    for role in [Role::Maker, Role::Signer] {
        let one = match role {
            Role::Maker => &world.maker.1,
            _ => &world.signer.1,
        };
        let report = judge(&[anchor(one, role)], &world.sealed(), None);
        assert_eq!(report.answer, Answer::Untrusted, "{report:#?}");
    }
}

#[test]
fn a_seal_by_itself_is_judged_by_its_own_period() {
    let world = World::new();
    let report = world.judge(&world.seal());
    assert_eq!(report.format, DocumentFormat::Seal);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    let found = &report.signatures[0];
    assert_eq!(
        (found.kind, found.coverage),
        (SignatureKind::Seal, Coverage::Detached)
    );
    for (days, until, sub, code) in [
        (-50, -1, SubIndication::Expired, "SEAL_EXPIRED"),
        (1, 50, SubIndication::NotYetValid, "SEAL_NOT_YET_VALID"),
    ] {
        let other = World {
            created: AT + Duration::days(days),
            valid_until: AT + Duration::days(until),
            ..World::new()
        };
        let report = other.judge(&other.seal());
        assert_eq!(report.indication, TotalFailed, "{report:#?}");
        assert_eq!(report.answer, Answer::Expired);
        assert_eq!(report.signatures[0].sub_indication, Some(sub));
        fails_at(&report, Step::SealPeriod, StepOutcome::Failed, code);
    }
}

#[test]
fn a_seal_that_is_dated_before_its_makers_certificate_is_told_and_passes() {
    let world = World {
        created: AT - Duration::days(101),
        valid_until: AT + Duration::days(200),
        ..World::new()
    };
    let report = world.judge(&world.seal());
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert!(says(&report.signatures[0], "SEAL_DATED_BEFORE_CERTIFICATE"));
}

#[test]
fn a_seal_of_after_its_makers_certificate_is_no_seal_of_this_maker_and_since_2025_of_before_neither()
 {
    use Edition::{Gbt38540Of2020, Gmt0031Of2025};
    for (days, edition, code) in [
        (-101, Gmt0031Of2025, "SEAL_MADE_BEFORE_CERTIFICATE"),
        (101, Gmt0031Of2025, "SEAL_MADE_AFTER_CERTIFICATE"),
        (101, Gbt38540Of2020, "SEAL_MADE_AFTER_CERTIFICATE"),
    ] {
        let world = World {
            edition,
            created: AT + Duration::days(days),
            valid_until: AT + Duration::days(200),
            ..World::new()
        };
        let report = world.judge(&world.seal());
        assert_eq!(report.indication, TotalFailed, "{report:#?}");
        fails_at(&report, Step::SealMade, StepOutcome::Failed, code);
    }
}

#[test]
fn a_seal_that_ran_out_since_takes_a_timestamp_to_show_that_it_was_used_in_time() {
    let world = World {
        valid_until: AT - Duration::days(1),
        ..World::new()
    };
    let root = Root::new("tsa root");
    let tsa = root.tsa();
    let used = AT - Duration::days(3);
    let seal = world.seal();
    let bare = world.seal_signature(&seal, b"x", used, |_| None);
    let report = judge(&world.anchors(), &bare, Some(b"x"));
    assert_eq!(report.answer, Answer::Expired, "{report:#?}");
    assert_eq!(report.indication, Indeterminate);
    fails_at(
        &report,
        Step::SealPeriod,
        StepOutcome::Undecided,
        "SEAL_USE_UNPROVED",
    );
    let stamp = |value: &[u8]| {
        let imprint = digest(DigestAlgorithm::Sha256, value);
        Some(token_at(&tsa, &imprint, used + Duration::minutes(1)))
    };
    let stamped = world.seal_signature(&seal, b"x", used, stamp);
    let anchors = [world.anchors(), vec![root.anchor(Role::Tsa)]].concat();
    let report = judge(&anchors, &stamped, Some(b"x"));
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert_eq!(report.signatures[0].timestamps.len(), 1);
    // Nobody vouches for the authority: the time proves nothing.
    let report = judge(&world.anchors(), &stamped, Some(b"x"));
    assert_eq!(report.answer, Answer::Expired, "{report:#?}");
    // A token of something else never lets it pass.
    let other = |_: &[u8]| Some(token_at(&tsa, &[0; 32], used));
    let report = judge(
        &anchors,
        &world.seal_signature(&seal, b"x", used, other),
        Some(b"x"),
    );
    assert_ne!(report.indication, TotalPassed, "{report:#?}");
    assert!(says(&report.signatures[0], "TIMESTAMP_IMPRINT_MISMATCH"));
}

#[test]
fn a_time_that_the_signer_claims_can_only_speak_against_it() {
    let world = World {
        created: AT - Duration::days(90),
        valid_until: AT + Duration::days(900),
        ..World::new()
    };
    let seal = world.seal();
    for (days, sub, code) in [
        (-99, SubIndication::NotYetValid, "SEAL_NOT_YET_VALID"),
        (
            -101,
            SubIndication::NotYetValid,
            "SEAL_USED_BEFORE_CERTIFICATE",
        ),
        (101, SubIndication::Expired, "SEAL_USED_AFTER_CERTIFICATE"),
        (
            9,
            SubIndication::SigConstraintsFailure,
            "SEAL_TIME_IN_THE_FUTURE",
        ),
    ] {
        let time = AT + Duration::days(days);
        let octets = world.seal_signature(&seal, b"x", time, |_| None);
        let report = judge(&world.anchors(), &octets, Some(b"x"));
        assert_ne!(report.indication, TotalPassed, "{report:#?}");
        assert_eq!(
            report.signatures[0].sub_indication,
            Some(sub),
            "{code} {report:#?}"
        );
        assert!(says(&report.signatures[0], code), "{report:#?}");
    }
}

#[test]
fn the_timestamp_of_a_seal_proves_that_its_maker_was_good_and_may_not_be_older_than_it() {
    let root = Root::new("tsa root");
    let tsa = root.tsa();
    let world = World {
        edition: Edition::Gmt0031Of2025,
        ..World::new()
    };
    let anchors = [world.anchors(), vec![root.anchor(Role::Tsa)]].concat();
    let stamped = |time: OffsetDateTime| {
        world.seal_for(&world.signer.1, |value| {
            let imprint = digest(DigestAlgorithm::Sha256, value);
            Some(token_at(&tsa, &imprint, time))
        })
    };
    let report = judge(&anchors, &stamped(world.created + Duration::hours(1)), None);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert_eq!(report.signatures[0].timestamps[0].kind, "seal-timestamp");
    let old = judge(&anchors, &stamped(world.created - Duration::days(1)), None);
    assert_eq!(old.indication, Indeterminate, "{old:#?}");
    assert!(says(&old.signatures[0], "SEAL_TIMESTAMP_TOO_OLD"));
}

#[test]
fn the_number_of_another_edition_is_told() {
    let world = World::new();
    let hash = digest(DigestAlgorithm::Sm3, b"x");
    let (seal, used) = (world.seal(), AT - Duration::days(1));
    let to_sign = build::to_sign(Edition::Gmt0031Of2025, &seal, used, &hash, "");
    let octets = world.signed(&to_sign, |_| None);
    let report = judge(&world.anchors(), &octets, Some(b"x"));
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert!(says(&report.signatures[0], "SEAL_EDITIONS_DIFFER"));
    let mut octets = world.seal();
    let header = super::file::find(&octets, b"ES\x02\x01\x04");
    octets[header + 4] = 7;
    let report = judge(&world.anchors(), &octets, None);
    assert!(says(&report.signatures[0], "SEAL_EDITION_UNKNOWN"));
    // Nobody signed the timestamp of a seal, so whoever adds one does not make it a seal of 2025.
    let stamped = world.seal_for(&world.signer.1, |_| Some(b"a token".to_vec()));
    assert_eq!(
        SesSeal::parse(&stamped).unwrap().edition,
        Edition::Gbt38540Of2020
    );
}

#[test]
fn a_seal_is_not_used_before_it_was_made() {
    let world = World {
        created: AT - Duration::days(10),
        ..World::new()
    };
    let seal = world.seal_from(AT - Duration::days(40), &world.signer.1, |_| None);
    for (days, passes) in [(9, true), (20, false)] {
        let used = AT - Duration::days(days);
        let octets = world.seal_signature(&seal, b"x", used, |_| None);
        let report = judge(&world.anchors(), &octets, Some(b"x"));
        assert_eq!(report.indication == TotalPassed, passes, "{report:#?}");
        assert_eq!(
            says(&report.signatures[0], "SEAL_USED_BEFORE_MADE"),
            !passes
        );
    }
}

#[test]
fn a_package_in_what_nobody_signed_of_a_seal_makes_it_a_file_of_two_formats() {
    let world = World::new();
    let package = crate::ofd::tests::zip(&[("OFD.xml", b"<OFD/>")]);
    let seal = world.seal_for(&world.signer.1, |_| Some(package.clone()));
    let report = judge(&world.anchors(), &seal, None);
    assert_ne!(report.indication, TotalPassed, "{report:#?}");
    let seal = world.seal();
    let used = AT - Duration::days(1);
    let octets = world.seal_signature(&seal, b"x", used, |_| Some(package.clone()));
    let report = judge(&world.anchors(), &octets, Some(b"x"));
    assert_ne!(report.indication, TotalPassed, "{report:#?}");
    let mut codes = report.problems.iter().map(|problem| problem.code());
    assert!(codes.any(|code| code == "STRUCTURE_AMBIGUOUS"));
}

#[test]
fn a_forged_seal_breaks_the_signature_that_uses_it() {
    let world = World::new();
    let mut forged = world.seal();
    let at = super::file::find(&forged, b"99010100000001");
    forged[at + 13] = b'2';
    let octets = world.seal_signature(&forged, b"x", AT - Duration::days(1), |_| None);
    let report = judge(&world.anchors(), &octets, Some(b"x"));
    assert_eq!(report.answer, Answer::Broken, "{report:#?}");
    assert_eq!(report.signatures[0].integrity, Integrity::Broken);
    fails_at(
        &report,
        Step::SealSignature,
        StepOutcome::Failed,
        "SEAL_SIGNATURE_WRONG",
    );
    let passed = |step| {
        let steps = &report.signatures[0].steps;
        steps.iter().find(|one| one.step == step).unwrap().outcome == StepOutcome::Passed
    };
    assert!(passed(Step::SignatureValue) && passed(Step::Content));
}

#[test]
fn without_the_original_nothing_is_said_of_it() {
    let world = World::new();
    let octets = world.seal_signature(&world.seal(), b"x", AT - Duration::days(1), |_| None);
    let report = judge(&world.anchors(), &octets, None);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    let found = &report.signatures[0];
    assert_eq!(
        found.sub_indication,
        Some(SubIndication::SignedDataNotFound)
    );
    assert_eq!(found.kind, SignatureKind::SealSignature);
    fails_at(
        &report,
        Step::Content,
        StepOutcome::Undecided,
        "CONTENT_NOT_GIVEN",
    );
}

#[test]
fn a_message_over_a_digest_is_judged_against_the_ranges() {
    let world = World::new();
    let file = unsigned();
    let document = opened(&file);
    let signer = Signer::new(std::slice::from_ref(&world.signer.1)).unwrap();
    let request = SignatureRequest::new("Prepared");
    let added = sign_gm(&document, &signer, &world.signer.0, request).unwrap();
    let file = [file, added].concat();
    let report = world.judge(&file);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert_eq!(report.signatures[0].sub_filter, "GM.sm2cms.detached");
    assert_eq!(report.signatures[0].level, None);
    let mut altered = file;
    let at = super::file::find(&altered, b"(Hello)");
    altered[at + 1] = b'J';
    let report = world.judge(&altered);
    assert_eq!(report.answer, Answer::Altered, "{report:#?}");
}

#[test]
fn a_format_of_another_maker_is_known_by_what_stands_there() {
    let world = World::new();
    let file = world.sealed();
    let other = super::file::replaced(&file, "/GM.sm2seal", "/XX.sm2seal");
    let report = world.judge(&other);
    // The name is among what is signed, so only the kind can be told.
    assert!(says(&report.signatures[0], "HASH_MISMATCH"), "{report:#?}");
    assert_eq!(report.signatures[0].steps.len(), 10);
}

#[test]
fn what_is_no_seal_is_told_as_one_that_cannot_be_read() {
    let world = World::new();
    let seal = world.seal();
    for (octets, format) in [
        (&seal[..seal.len() - 9], DocumentFormat::Seal),
        (&[&seal[..], &[1]].concat(), DocumentFormat::Seal),
        (&b"\x30\x03\x06\x01\x2a"[..], DocumentFormat::Cms),
    ] {
        let report = world.judge(octets);
        assert_eq!(report.format, format);
        assert_eq!(report.answer, Answer::Broken, "{report:#?}");
        let found = &report.signatures[0];
        assert_eq!(found.integrity, Integrity::Unreadable);
        assert_eq!(found.indication, TotalFailed);
    }
}

#[test]
fn a_file_that_only_begins_like_der_is_no_seal() {
    let world = World::new();
    for octets in [
        &b"0000000000000\n1 0 obj"[..],
        b"00\x02\x02\x01\x00",
        b"0",
        b"",
    ] {
        let judged = crate::verify::Verifier::new(&world.anchors(), AT).run(octets);
        assert!(judged.is_err(), "{octets:?}");
    }
}

#[test]
fn that_a_list_of_files_was_sealed_and_not_the_files_is_told() {
    let world = World::new();
    let list = "<Signature><SignedInfo><References CheckMethod='SM3'/></SignedInfo></Signature>";
    for (content, is_list) in [(list, true), ("<Other/>", false)] {
        let sealed = world.seal_signature_of(&world.seal(), content.as_bytes(), "/a.xml");
        let report = judge(&world.anchors(), &sealed, Some(content.as_bytes()));
        assert_eq!(report.indication, TotalPassed, "{report:#?}");
        assert_eq!(says(&report.signatures[0], "CONTENT_IS_A_LIST"), is_list);
    }
}
