//! What the register of seals says of the seal that was used.

use super::carried::Carried;
use super::conclude::Failure;
use super::eseal::Use;
use super::steps::StepOutcome::Passed;
use super::steps::{Step, StepReport};
use super::trust::{self, Context, Maker};
use super::{SignatureKind, SignatureReport, SubIndication, Trust};
use crate::json::Sha256;
use crate::reason::{Reason, register as reasons, signature as general};
use crate::seal::SealState;
use crate::seal::register::{RegisteredSeal, SealMark, SealRegister, Standing};
use crate::ses::SesSeal;
use crate::x509::{Certificate, Role};
use time::OffsetDateTime;

/// The registers that may be asked.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Registers<'a> {
    /// That of whoever judges: nobody else has to vouch for it, and it tells everything.
    pub(super) own: Option<&'a SealRegister>,
    /// Those of others that were taken in before; they say nothing of seals that they do not have.
    pub(super) imported: &'a [SealRegister],
    /// Those of others that are given for this judgement.
    pub(super) others: &'a [SealRegister],
}

impl<'a> Registers<'a> {
    fn all(self) -> impl Iterator<Item = &'a SealRegister> {
        let own = self.own.into_iter();
        own.chain(self.imported).chain(self.others)
    }

    fn is_own(self, register: &SealRegister) -> bool {
        self.own.is_some_and(|own| std::ptr::eq(own, register))
    }
}

/// The seal that was used, as far as the signature tells.
pub(super) struct Sought<'s> {
    pub(super) mark: SealMark<'s>,
    pub(super) name: &'s str,
    pub(super) id: &'s str,
    /// Whether it is known to be a seal; else it may be anybody's signature.
    pub(super) is_seal: bool,
}

impl<'s> Sought<'s> {
    pub(super) fn of_seal(seal: &SesSeal<'s>) -> Self {
        let id = seal.info.id;
        let sha256 = Sha256::of(seal.raw());
        Self {
            mark: SealMark::File { sha256, es_id: id },
            name: seal.info.name,
            id,
            is_seal: true,
        }
    }
}

/// As [`judge`], of a signature whose certificate may be that of a registered seal.
pub(super) fn of_signer(
    signer: &Certificate,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) {
    let is_asked = report.steps.iter().any(|one| one.step == Step::SealState);
    if is_asked || report.kind == SignatureKind::DocumentTimestamp {
        return;
    }
    let sought = Sought {
        mark: SealMark::Certificate(Sha256::of(signer.der())),
        name: "",
        id: "",
        is_seal: false,
    };
    let used = Use {
        claimed: report.claimed_time,
        proved: report.best_signature_time,
    };
    judge(&sought, used, report, failure, context);
}

/// Judges the state of a seal at its use, where registers were given.
pub(super) fn judge(
    sought: &Sought<'_>,
    used: Use,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) {
    match objection(sought, used, context) {
        Some((reason, why)) => {
            report.steps.push(match why {
                Failure::None => StepReport::new(Step::SealState, Passed, Some(&reason)),
                Failure::Refused(_) => StepReport::failed(Step::SealState, &reason),
                _ => StepReport::undecided(Step::SealState, &reason),
            });
            report.reasons.push(reason);
            failure.add(why);
        }
        None if !found(sought, context).is_empty() => {
            report.steps.push(StepReport::passed(Step::SealState));
        }
        None => {}
    }
}

/// Every entry of a register that is the seal.
fn found<'a>(
    sought: &Sought<'_>,
    context: &Context<'a>,
) -> Vec<(&'a SealRegister, &'a RegisteredSeal)> {
    let all = context.registers.all();
    let entries = all.flat_map(|register| register.seals().map(move |seal| (register, seal)));
    entries.filter(|(_, seal)| seal.is(sought.mark)).collect()
}

/// Returns the most decisive objection: that one entry has the seal in use says nothing against another.
fn objection(sought: &Sought<'_>, used: Use, context: &Context<'_>) -> Option<(Reason, Failure)> {
    let entries = found(sought, context);
    if entries.is_empty() {
        return missing(sought, context);
    }
    let objections = entries.into_iter();
    let objections = objections.filter_map(|entry| of_entry(entry, used, context));
    objections.min_by_key(|(_, why)| match why {
        Failure::Constraint(_) => 1,
        Failure::None => 2,
        _ => 0,
    })
}

fn of_entry(
    (register, seal): (&SealRegister, &RegisteredSeal),
    used: Use,
    context: &Context<'_>,
) -> Option<(Reason, Failure)> {
    let known = used.proved.unwrap_or(context.at);
    let then = used.claimed.unwrap_or(known).min(known);
    let standing = seal.standing(used.claimed, known);
    let told = of_standing(seal, standing, then);
    if context.registers.is_own(register) {
        return told;
    }
    let unknown = Failure::Constraint(SubIndication::TryLater);
    let as_of = match vouched(register, context) {
        Ok(as_of) => as_of,
        Err(reason) => return Some((reason, unknown)),
    };
    let Some(stale) = stale(register, known) else {
        return told;
    };
    // What is old may still speak against a use, and for none.
    match standing {
        Standing::InUse => Some((stale, unknown)),
        Standing::Before { from: None } if as_of < then => Some((stale, unknown)),
        Standing::OutOfUse { state, .. } if as_of < then && !state.is_final() => {
            let undecided = Failure::Constraint(SubIndication::SigConstraintsFailure);
            told.map(|(reason, _)| (reason, undecided))
        }
        _ => told,
    }
}

/// What there is to say of a seal that stands so to its use `then`.
fn of_standing(
    seal: &RegisteredSeal,
    standing: Standing,
    then: OffsetDateTime,
) -> Option<(Reason, Failure)> {
    let refused = Failure::Refused(SubIndication::SigConstraintsFailure);
    let reason = |entry| Reason::new(entry).with("seal", seal.name());
    match standing {
        Standing::InUse => None,
        Standing::ClosedSince { since } => {
            let reason = reason(&reasons::SEAL_CLOSED_SINCE).at("since", since);
            Some((reason, Failure::None))
        }
        Standing::OutOfUse { state, since } => {
            let reason = worded(reason(&reasons::SEAL_OUT_OF_USE), state);
            let reason = reason.at("since", since).at("time", then);
            Some((reason, Failure::Refused(SubIndication::Revoked)))
        }
        Standing::Before { from } => {
            let reason = reason(&reasons::SEAL_USED_BEFORE_ISSUE).at("time", then);
            let reason = match from {
                Some(from) => reason.at("from", from),
                None => reason.with_words("from", "未发放".into(), "never".into()),
            };
            Some((reason, refused))
        }
        Standing::StoppedSince { state, since } => {
            let reason = worded(reason(&reasons::SEAL_STOPPED_SINCE), state);
            let sub = match state {
                SealState::Revoked => SubIndication::RevokedNoPoe,
                _ => SubIndication::SigConstraintsFailure,
            };
            Some((reason.at("since", since), Failure::Constraint(sub)))
        }
    }
}

/// What there is to say of a seal that no register has.
fn missing(sought: &Sought<'_>, context: &Context<'_>) -> Option<(Reason, Failure)> {
    let unknown = Failure::Constraint(SubIndication::TryLater);
    let registers = context.registers;
    let of_another = registers.all().find_map(|register| {
        let mut seals = register.seals();
        let other = seals.find(|seal| seal.is_other_of_same_number(sought.mark));
        other.map(|other| (register, other))
    });
    if let Some((register, other)) = of_another {
        if !registers.is_own(register)
            && let Err(reason) = vouched(register, context)
        {
            return Some((reason, unknown));
        }
        let reason = Reason::new(&reasons::SEAL_NUMBER_OF_ANOTHER)
            .with("id", sought.id)
            .with("registered", other.name());
        let refused = Failure::Refused(SubIndication::SigConstraintsFailure);
        return Some((reason, refused));
    }
    // A home's own register says nothing of the seals of others, nor do those that it took in.
    if !sought.is_seal || registers.others.is_empty() {
        return None;
    }
    let reason = Reason::new(&reasons::SEAL_NOT_REGISTERED)
        .with("seal", sought.name)
        .with("id", sought.id);
    Some((reason, unknown))
}

/// Why the register of somebody else cannot be asked at the time of judging.
pub(super) fn objection_to(register: &SealRegister, context: &Context<'_>) -> Option<Reason> {
    match vouched(register, context) {
        Ok(_) => stale(register, context.at),
        Err(reason) => Some(reason),
    }
}

/// Returns up to when the register of somebody else tells everything, or why nothing is taken from it.
fn vouched(register: &SealRegister, context: &Context<'_>) -> Result<OffsetDateTime, Reason> {
    let of = |entry| Reason::new(entry).with("domain", register.domain());
    let keeper = Maker {
        certificate: register.keeper(),
        carried: &Carried::default(),
        role: Role::Status,
        is_named: true,
        contained_at: None,
        proved: None,
        made_after: None,
    };
    // The authority that issued it issues the certificates of those whose seals it keeps, too.
    let is_pinned = context.anchors.iter().any(|anchor| {
        anchor.role == Role::Status && anchor.certificate.der() == register.keeper().der()
    });
    if !is_pinned {
        return Err(of(&reasons::SEAL_REGISTER_UNTRUSTED));
    }
    let finding = trust::judge(&keeper, context, &general::PROVED_IN_TIME, &mut Vec::new());
    if finding.trust != Trust::Trusted {
        return Err(of(&reasons::SEAL_REGISTER_UNTRUSTED));
    }
    let as_of = register.head().map(|(as_of, _)| as_of);
    as_of.ok_or_else(|| of(&reasons::SEAL_REGISTER_NOT_CLOSED))
}

/// Says that a register may not be asked any more about what is known by then.
fn stale(register: &SealRegister, known: OffsetDateTime) -> Option<Reason> {
    let (_, until) = register.head().filter(|(_, until)| known > *until)?;
    let reason = Reason::new(&reasons::SEAL_REGISTER_STALE).with("domain", register.domain());
    Some(reason.at("until", until))
}

fn worded(reason: Reason, state: SealState) -> Reason {
    reason.with_words("state", state.chinese().into(), state.name().into())
}
