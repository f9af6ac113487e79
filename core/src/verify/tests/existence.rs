//! What proofs of existence carry, and what they do not.
//!
//! A signature of March below an authority that ran out in May is judged in June: the signer's
//! certificate and the authority's are history, and so are their lists.

use super::judging::{TotalPassed, judge_with, says};
use super::pki::{AT, AUTHORITY, Identity, Root, SERIAL};
use super::timestamps::{sha256, stamped_at, stamped_in, token_at, with_token};
use crate::evidence::HashTree;
use crate::pdf::{Document, SecurityStore};
use crate::suite::DigestAlgorithm;
use crate::verify::{Answer, Indication, Report, SignatureReport, Verifier};
use crate::x509::{Crl, Role};
use time::OffsetDateTime;
use time::macros::datetime;

const SIGNED: OffsetDateTime = datetime!(2026-03-10 0:00 UTC);
const STAMPED: OffsetDateTime = datetime!(2026-03-11 0:00 UTC);
const MARCH: OffsetDateTime = datetime!(2026-03-01 0:00 UTC);
const APRIL: OffsetDateTime = datetime!(2026-04-01 0:00 UTC);
const MAY: OffsetDateTime = datetime!(2026-05-01 0:00 UTC);

struct World {
    root: Root,
    /// The authority of the signer.
    bureau: Root,
    signer: Identity,
    /// The root of those who make timestamps.
    clocks: Root,
    tsa: Identity,
}

fn world() -> World {
    let root = Root::new("root");
    let bureau = root.below("bureau", MAY);
    let signer = bureau.identity(|parameters| parameters.not_after = APRIL);
    let clocks = Root::new("clocks");
    let tsa = clocks.tsa();
    World {
        root,
        bureau,
        signer,
        clocks,
        tsa,
    }
}

impl World {
    /// A signature with a timestamp of its own.
    fn signed(&self) -> Vec<u8> {
        self.signed_at(SIGNED)
    }

    fn signed_at(&self, time: OffsetDateTime) -> Vec<u8> {
        with_token(&self.signer, |value| {
            vec![token_at(&self.tsa, &sha256(value), time)]
        })
    }

    /// What there is to know of signer, authority and clock in March.
    fn known_in_march(&self) -> SecurityStore {
        let authorities = [&self.root, &self.bureau, &self.clocks];
        let lists = authorities.map(|authority| authority.list(MARCH, APRIL, &[]));
        SecurityStore {
            certificates: vec![self.bureau.certificate.der().to_vec()],
            revocation_lists: lists.iter().map(|list| list.der().to_vec()).collect(),
            ocsp_responses: Vec::new(),
        }
    }

    /// Judges in June, with a list of June of those who make timestamps and with what is given.
    fn judge(&self, file: &[u8], more: &[Crl]) -> Report {
        let anchors = [
            self.root.anchor(Role::Signer),
            self.clocks.anchor(Role::Tsa),
        ];
        let mut crls = vec![self.clocks.crl(&[])];
        crls.extend_from_slice(more);
        judge_with(&anchors, &crls, file, |verifier| verifier)
    }
}

fn stored(file: &[u8], store: &SecurityStore) -> Vec<u8> {
    let delta = store.append_to(&Document::open(file).unwrap()).unwrap();
    [file, &delta].concat()
}

fn seal(report: &Report) -> &SignatureReport {
    let mut all = report.signatures.iter();
    all.find(|one| one.field == "Seal").unwrap()
}

fn passes(report: &Report) {
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert!(says(seal(report), "PROVED_IN_TIME"), "{report:#?}");
}

fn does_not_pass(report: &Report, answer: Answer) {
    assert_eq!(
        seal(report).indication,
        Indication::Indeterminate,
        "{report:#?}"
    );
    assert_eq!(report.answer, answer, "{report:#?}");
    assert!(!says(seal(report), "PROVED_IN_TIME"), "{report:#?}");
}

#[test]
fn data_that_a_document_timestamp_covers_are_good_for_ever() {
    let world = world();
    let file = stored(&world.signed(), &world.known_in_march());
    let file = stamped_at(&file, &world.tsa, STAMPED);
    let report = world.judge(&file, &[]);
    passes(&report);
    assert_eq!(seal(&report).level, Some("B-LTA"));
    assert_eq!(seal(&report).best_signature_time, Some(SIGNED));
}

#[test]
fn data_that_nothing_covers_are_not_relied_on_once_their_authority_ran_out() {
    let world = world();
    let file = stored(&world.signed(), &world.known_in_march());
    let report = world.judge(&file, &[]);
    does_not_pass(&report, Answer::Expired);
    assert!(
        says(seal(&report), "CERT_EVIDENCE_NOT_PROVED"),
        "{report:#?}"
    );
    assert_eq!(seal(&report).level, Some("B-LT"));
    // Nor are those that were covered when it was too late.
    let late = datetime!(2026-05-15 0:00 UTC);
    let report = world.judge(&stamped_at(&file, &world.tsa, late), &[]);
    does_not_pass(&report, Answer::Expired);
    // In time for the authority, too late for its lists.
    let late = datetime!(2026-04-15 0:00 UTC);
    let report = world.judge(&stamped_at(&file, &world.tsa, late), &[]);
    does_not_pass(&report, Answer::Expired);
}

#[test]
fn whoever_gets_an_old_authoritys_key_cannot_add_a_list_of_long_ago() {
    let world = world();
    // The signer was revoked before it signed, and everybody could know it.
    let revoked = (SERIAL, datetime!(2026-03-05 0:00 UTC));
    let file = stamped_at(&world.signed(), &world.tsa, STAMPED);
    // The list that the key of the authority makes today says otherwise.
    let forged = stored(&file, &world.known_in_march());
    let report = world.judge(&forged, &[]);
    does_not_pass(&report, Answer::Expired);
    assert_eq!(seal(&report).level, Some("B-LT"));
    let later = stamped_in("Later", &forged, &world.tsa, datetime!(2026-06-01 0:00 UTC));
    does_not_pass(&world.judge(&later, &[]), Answer::Expired);
    // Where the true list is at hand it counts in any case.
    let truth = world.bureau.list(MARCH, APRIL, &[revoked]);
    assert_ne!(world.judge(&later, &[truth]).indication, TotalPassed);
}

#[test]
fn a_revocation_that_becomes_known_later_counts_as_far_as_it_reaches_back() {
    let world = world();
    let file = stored(&world.signed(), &world.known_in_march());
    let file = stamped_at(&file, &world.tsa, STAMPED);
    let list = |since| world.bureau.list(STAMPED, APRIL, &[(SERIAL, since)]);
    let before = list(datetime!(2026-03-05 0:00 UTC));
    assert_ne!(world.judge(&file, &[before]).indication, TotalPassed);
    let after = list(datetime!(2026-03-20 0:00 UTC));
    passes(&world.judge(&file, &[after]));
    // The authority itself: what it signed before it was revoked and is proved to be older stands.
    let list = |since| world.root.list(STAMPED, MAY, &[(AUTHORITY, since)]);
    let before = list(datetime!(2026-03-05 0:00 UTC));
    assert_ne!(world.judge(&file, &[before]).indication, TotalPassed);
    let after = list(datetime!(2026-03-20 0:00 UTC));
    passes(&world.judge(&file, &[after]));
}

#[test]
fn a_timestamp_whose_authority_ran_out_is_carried_by_a_later_one() {
    let mut world = world();
    let tsa = world.clocks.tsa_until(APRIL);
    let second = std::mem::replace(&mut world.tsa, tsa);
    let file = stored(&world.signed(), &world.known_in_march());
    let file = stamped_at(&file, &world.tsa, STAMPED);
    does_not_pass(&world.judge(&file, &[]), Answer::Expired);
    let renewed = |time| stamped_in("Later", &file, &second, time);
    let report = world.judge(&renewed(datetime!(2026-03-25 0:00 UTC)), &[]);
    passes(&report);
    assert_eq!(seal(&report).level, Some("B-LTA"));
    let stamp = report.signatures.iter().find(|one| one.field == "Stamp");
    assert!(
        says(stamp.unwrap(), "TIMESTAMP_PROVED_IN_TIME"),
        "{report:#?}"
    );
    // Renewed too late, it proves nothing.
    let late = world.judge(&renewed(datetime!(2026-04-25 0:00 UTC)), &[]);
    does_not_pass(&late, Answer::Expired);
}

#[test]
fn lists_that_are_due_for_renewal_suffice_where_they_are_proved() {
    let mut world = world();
    world.bureau = world.root.below("bureau", datetime!(2027-01-01 0:00 UTC));
    world.signer = world.bureau.signer();
    let file = stored(&world.signed(), &world.known_in_march());
    let report = world.judge(&file, &[]);
    does_not_pass(&report, Answer::Unknown);
    assert_eq!(seal(&report).level, Some("B-LT"));
    passes(&world.judge(&stamped_at(&file, &world.tsa, STAMPED), &[]));
}

#[test]
fn the_level_is_what_the_file_carries() {
    let world = world();
    let signed = world.signed();
    assert_eq!(seal(&world.judge(&signed, &[])).level, Some("B-T"));
    // Lists that the caller has are not in the file.
    let lists = [&world.root, &world.bureau].map(|authority| authority.list(MARCH, APRIL, &[]));
    assert_eq!(seal(&world.judge(&signed, &lists)).level, Some("B-T"));
    // Nor is what the clock's authority has to say missing from a file of level B-LT.
    let mut store = world.known_in_march();
    store.revocation_lists.pop();
    assert_eq!(
        seal(&world.judge(&stored(&signed, &store), &[])).level,
        Some("B-T")
    );
}

#[test]
fn a_timestamp_that_is_later_than_the_proof_of_its_existence_is_not_believed() {
    let world = world();
    let file = stored(
        &world.signed_at(datetime!(2026-03-20 0:00 UTC)),
        &world.known_in_march(),
    );
    let report = world.judge(&stamped_at(&file, &world.tsa, STAMPED), &[]);
    assert_ne!(report.indication, TotalPassed);
    let timestamp = &seal(&report).timestamps[0];
    assert!(
        timestamp
            .reasons
            .iter()
            .any(|one| one.code() == "TIMESTAMP_ORDER")
    );
}

#[test]
fn an_evidence_record_proves_all_that_is_in_the_file() {
    let world = world();
    let file = stored(&world.signed(), &world.known_in_march());
    let other = world.signed();
    let records = |time| -> Vec<Vec<u8>> {
        let digests = [b"some file".as_slice(), &file, &other].map(sha256);
        let tree = HashTree::new(DigestAlgorithm::Sha256, digests.to_vec()).unwrap();
        let token = token_at(&world.tsa, tree.root(), time);
        vec![tree.record(1, &token).unwrap()]
    };
    let anchors = [
        world.root.anchor(Role::Signer),
        world.clocks.anchor(Role::Tsa),
    ];
    let crls = [world.clocks.crl(&[])];
    let judge = |file: &[u8], records: &[Vec<u8>]| {
        let verifier = Verifier::new(&anchors, AT).revocation_lists(&crls);
        verifier.evidence(records).run(file).unwrap()
    };
    let report = judge(&file, &records(STAMPED));
    passes(&report);
    assert_eq!(report.evidence[0].verdict, TotalPassed, "{report:#?}");
    assert_eq!(report.evidence[0].time, Some(STAMPED));
    // The level is that of the file, and the record lies beside it.
    assert_eq!(seal(&report).level, Some("B-LT"));
    // A record that was made too late proves nothing of March.
    let late = judge(&file, &records(datetime!(2026-05-15 0:00 UTC)));
    does_not_pass(&late, Answer::Expired);
    // A file of which the record is not, and a record that is none.
    for (file, records, code) in [
        (&other, records(STAMPED), "EVIDENCE_OF_OTHER_DATA"),
        (&file, vec![b"0\x031".to_vec()], "EVIDENCE_UNREADABLE"),
    ] {
        let report = judge(file, &records);
        assert_ne!(report.indication, TotalPassed);
        let reasons = &report.evidence[0].reasons;
        assert!(reasons.iter().any(|one| one.code() == code), "{report:#?}");
    }
    // Nor does what would pass without it pass with one of other data.
    let stamped = stamped_at(&file, &world.tsa, STAMPED);
    assert_eq!(judge(&stamped, &[]).indication, TotalPassed);
    let report = judge(&stamped, &records(STAMPED));
    assert_eq!(report.indication, Indication::Indeterminate);
}
