//! What registers of seals say of seals that were used.

use super::chinese::certificate;
use super::eseals::{World, anchor, fails_at};
use super::file::{sign, unsigned};
use super::judging::{Indeterminate, TotalFailed, TotalPassed, judge_with, says};
use super::pki::{AT, Root};
use crate::json::Sha256;
use crate::seal::register::{Entry, Owner, SealChange, SealMarks, SealRegister, Tail};
use crate::suite::MemoryKey;
use crate::verify::{Policy, Report, Step, StepOutcome};
use crate::x509::{Certificate, RevocationPolicy, Role};
use time::{Duration, OffsetDateTime};

fn days_ago(days: i64) -> OffsetDateTime {
    AT - Duration::days(days)
}

/// A register of one seal, handed out 40 days ago, with what happened since.
fn register(
    (key, keeper): &(MemoryKey, Certificate),
    marks: SealMarks,
    since: &[(SealChange, i64)],
    head: Option<i64>,
) -> SealRegister {
    let (line, mut tail) = Tail::begin("990101", keeper.der(), key).unwrap();
    let mut lines = vec![line];
    let owner = Owner {
        code: "11990101TE5T00016T".into(),
        name: "示例县行政审批局".into(),
    };
    let applied = SealChange::Applied {
        owner,
        name: "示例县行政审批局".into(),
        remakes: None,
    };
    let changes = [
        (applied, 45),
        (SealChange::Approved, 44),
        (SealChange::Made(marks), 43),
        (SealChange::Issued, 40),
    ];
    for (change, ago) in changes.into_iter().chain(since.iter().cloned()) {
        let entry = Entry {
            seal: "approval".into(),
            change,
            at: days_ago(ago),
            who: "uid:1000".into(),
            by: None,
            why: "测试".into(),
        };
        let (line, next) = tail.enter(entry, key).unwrap();
        lines.push(line);
        tail = next;
    }
    if let Some(ago) = head {
        lines.push(tail.close(days_ago(ago), days_ago(ago - 7), key).unwrap());
    }
    SealRegister::parse(&lines.join(&b'\n')).unwrap()
}

fn keeper() -> (MemoryKey, Certificate) {
    let key = super::chinese::key(11);
    let own = certificate("示例登记机关", &key, "示例登记机关", &key);
    (key, own)
}

fn marks_of(seal: &[u8]) -> SealMarks {
    SealMarks {
        certificates: Vec::new(),
        file: Some(Sha256::of(seal)),
        es_id: Some("99010100000001".into()),
    }
}

/// Judges a document that was sealed a day ago, as its user says.
fn judge(world: &World, registers: &[SealRegister], trusts_keeper: bool) -> Report {
    let mut anchors = world.anchors();
    if trusts_keeper {
        anchors.extend(
            registers
                .first()
                .map(|one| anchor(one.keeper(), Role::Status)),
        );
    }
    judge_with(&anchors, &[], &world.sealed(), |verifier| {
        verifier
            .revocation(RevocationPolicy::Ignore)
            .policy(Policy::Gm)
            .seal_registers(registers)
    })
}

#[test]
fn a_seal_that_its_register_has_in_use_passes_with_that_step() {
    let world = World::new();
    let found = register(&keeper(), marks_of(&world.seal()), &[], Some(0));
    let report = judge(&world, &[found], true);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    let steps = &report.signatures[0].steps;
    let state = steps.iter().find(|one| one.step == Step::SealState);
    assert_eq!(state.unwrap().outcome, StepOutcome::Passed);
}

#[test]
fn a_seal_that_was_out_of_use_when_it_was_used_is_refused_and_one_that_stopped_since_undecided() {
    let world = World::new();
    let cancelled = SealChange::Cancelled { successor: None };
    for (since, indication, outcome, code) in [
        (
            vec![(SealChange::Suspended, 10)],
            TotalFailed,
            StepOutcome::Failed,
            "SEAL_OUT_OF_USE",
        ),
        (
            vec![(cancelled.clone(), 10)],
            TotalFailed,
            StepOutcome::Failed,
            "SEAL_OUT_OF_USE",
        ),
        (
            vec![(SealChange::Revoked, 0)],
            Indeterminate,
            StepOutcome::Undecided,
            "SEAL_STOPPED_SINCE",
        ),
        (
            vec![(SealChange::Suspended, 0)],
            Indeterminate,
            StepOutcome::Undecided,
            "SEAL_STOPPED_SINCE",
        ),
    ] {
        let found = register(&keeper(), marks_of(&world.seal()), &since, Some(0));
        let report = judge(&world, &[found], true);
        assert_eq!(report.indication, indication, "{since:?} {report:#?}");
        fails_at(&report, Step::SealState, outcome, code);
        let seal = report.signatures[0].seal.as_ref().unwrap();
        assert_eq!(seal.verdict, indication);
    }
    let closed = [(cancelled, 0)];
    let found = register(&keeper(), marks_of(&world.seal()), &closed, Some(0));
    let report = judge(&world, &[found], true);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    assert!(says(&report.signatures[0], "SEAL_CLOSED_SINCE"));
    let resumed = [(SealChange::Suspended, 10), (SealChange::Resumed, 5)];
    let found = register(&keeper(), marks_of(&world.seal()), &resumed, Some(0));
    assert_eq!(judge(&world, &[found], true).indication, TotalPassed);
}

#[test]
fn one_entry_that_has_the_seal_in_use_does_not_outweigh_another_that_has_not() {
    let world = World::new();
    let suspended = [(SealChange::Suspended, 10)];
    for since in [&[&[][..], &suspended[..]], &[&suspended[..], &[][..]]] {
        let of = |since: &[_]| register(&keeper(), marks_of(&world.seal()), since, Some(0));
        let registers: Vec<_> = since.iter().map(|since| of(since)).collect();
        let report = judge(&world, &registers, true);
        assert_eq!(report.indication, TotalFailed, "{report:#?}");
        fails_at(
            &report,
            Step::SealState,
            StepOutcome::Failed,
            "SEAL_OUT_OF_USE",
        );
    }
}

#[test]
fn a_register_that_nobody_vouches_for_that_was_cut_off_or_is_old_leaves_it_undecided() {
    let world = World::new();
    for (head, trusts_keeper, code) in [
        (Some(0), false, "SEAL_REGISTER_UNTRUSTED"),
        (None, true, "SEAL_REGISTER_NOT_CLOSED"),
        (Some(8), true, "SEAL_REGISTER_STALE"),
    ] {
        let found = register(&keeper(), marks_of(&world.seal()), &[], head);
        let report = judge(&world, &[found], trusts_keeper);
        assert_eq!(report.indication, Indeterminate, "{code} {report:#?}");
        fails_at(&report, Step::SealState, StepOutcome::Undecided, code);
    }
    // Whoever keeps a register need not be told by somebody else.
    let own = register(&keeper(), marks_of(&world.seal()), &[], None);
    let report = judge_with(&world.anchors(), &[], &world.sealed(), |verifier| {
        verifier
            .revocation(RevocationPolicy::Ignore)
            .policy(Policy::Gm)
            .own_seal_register(Some(&own))
    });
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
}

#[test]
fn a_seal_that_no_register_has_is_undecided_and_one_with_the_number_of_another_refused() {
    let world = World::new();
    let other = SealMarks {
        es_id: Some("99010100000002".into()),
        ..marks_of(b"another seal")
    };
    let found = register(&keeper(), other, &[], Some(0));
    let report = judge(&world, &[found], true);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    fails_at(
        &report,
        Step::SealState,
        StepOutcome::Undecided,
        "SEAL_NOT_REGISTERED",
    );
    let found = register(&keeper(), marks_of(b"another seal"), &[], Some(0));
    let report = judge(&world, &[found], true);
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    fails_at(
        &report,
        Step::SealState,
        StepOutcome::Failed,
        "SEAL_NUMBER_OF_ANOTHER",
    );
}

#[test]
fn a_seal_of_a_legal_person_is_found_by_its_certificate() {
    let root = Root::new("示例根");
    let unit = root.signer();
    let file = unsigned();
    let signed = sign(&file, &unit, "Signature1");
    let marks = SealMarks {
        certificates: vec![Sha256::of(unit.chain[0].der())],
        file: None,
        es_id: None,
    };
    let revoked = [(SealChange::Revoked, 10)];
    for (since, code) in [(&[][..], None), (&revoked[..], Some("SEAL_OUT_OF_USE"))] {
        let registers = [register(&keeper(), marks.clone(), since, Some(0))];
        let mut anchors = vec![root.anchor(Role::Signer)];
        anchors.push(anchor(registers[0].keeper(), Role::Status));
        let report = judge_with(&anchors, &[], &signed, |verifier| {
            verifier
                .revocation(RevocationPolicy::Ignore)
                .seal_registers(&registers)
        });
        match code {
            None => assert_eq!(report.indication, TotalPassed, "{report:#?}"),
            Some(code) => assert!(says(&report.signatures[0], code), "{report:#?}"),
        }
    }
}

/// As [`judge`], with registers that were taken in before, of which the keeper is trusted.
fn judge_imported(world: &World, registers: &[SealRegister]) -> Report {
    let mut anchors = world.anchors();
    let keepers = registers.iter().map(SealRegister::keeper);
    anchors.extend(keepers.map(|keeper| anchor(keeper, Role::Status)));
    judge_with(&anchors, &[], &world.sealed(), |verifier| {
        verifier
            .revocation(RevocationPolicy::Ignore)
            .policy(Policy::Gm)
            .imported_seal_registers(registers)
    })
}

#[test]
fn a_register_that_was_taken_in_says_nothing_of_seals_that_it_does_not_have() {
    let world = World::new();
    let other = SealMarks {
        es_id: Some("99010100000002".into()),
        ..marks_of(b"another seal")
    };
    let report = judge_imported(&world, &[register(&keeper(), other, &[], Some(0))]);
    assert_eq!(report.indication, TotalPassed, "{report:#?}");
    let steps = &report.signatures[0].steps;
    assert!(steps.iter().all(|one| one.step != Step::SealState));
    let suspended = [(SealChange::Suspended, 10)];
    let found = register(&keeper(), marks_of(&world.seal()), &suspended, Some(0));
    let report = judge_imported(&world, &[found]);
    assert_eq!(report.indication, TotalFailed, "{report:#?}");
    let (step, failed) = (Step::SealState, StepOutcome::Failed);
    fails_at(&report, step, failed, "SEAL_OUT_OF_USE");
}

#[test]
fn a_register_that_is_old_still_speaks_against_a_seal_and_no_longer_for_it() {
    let world = World::new();
    let cancelled = SealChange::Cancelled { successor: None };
    for (since, indication, code) in [
        (vec![], Indeterminate, "SEAL_REGISTER_STALE"),
        (
            vec![(SealChange::Revoked, 10)],
            TotalFailed,
            "SEAL_OUT_OF_USE",
        ),
        (vec![(cancelled, 10)], TotalFailed, "SEAL_OUT_OF_USE"),
        // It may have been resumed since.
        (
            vec![(SealChange::Suspended, 10)],
            Indeterminate,
            "SEAL_OUT_OF_USE",
        ),
    ] {
        let found = register(&keeper(), marks_of(&world.seal()), &since, Some(8));
        let report = judge_imported(&world, &[found]);
        assert_eq!(report.indication, indication, "{since:?} {report:#?}");
        assert!(says(&report.signatures[0], code), "{since:?} {report:#?}");
    }
}

#[test]
fn a_register_that_nobody_vouches_for_refuses_no_seal_by_its_number() {
    let world = World::new();
    let found = register(&keeper(), marks_of(b"another seal"), &[], Some(0));
    let report = judge(&world, &[found], false);
    assert_eq!(report.indication, Indeterminate, "{report:#?}");
    assert!(says(&report.signatures[0], "SEAL_REGISTER_UNTRUSTED"));
}
