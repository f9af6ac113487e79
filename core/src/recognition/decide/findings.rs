//! What was found, by weight.

use super::{Case, Chosen, FoundIssuer};
use crate::reason::{Reason, recognition as reasons};
use crate::recognition::{Condition, ConditionKind, Issuer, Obligation, Recognition, Verdict};
use crate::verify::{Indication, Report, SubIndication};

/// Findings in the order in which they were made, by weight.
#[derive(Default)]
pub(super) struct Findings {
    refusals: Vec<Reason>,
    causes: Vec<Reason>,
    undecided: Vec<Reason>,
    conditions: Vec<Condition>,
    notes: Vec<Reason>,
}

impl Findings {
    /// This alone refuses the licence.
    pub(super) fn refusal(&mut self, reason: Reason) {
        self.refusals.push(reason);
    }

    /// For this alone there is no decision.
    pub(super) fn undecided(&mut self, reason: Reason) {
        self.undecided.push(reason);
    }

    /// For this alone there is no decision, and what else is undecided may follow from it.
    pub(super) fn cause(&mut self, reason: Reason) {
        self.causes.push(reason);
    }

    /// A refusal where the data it rests on is fresh; otherwise there is no decision.
    pub(super) fn absence(&mut self, fresh: bool, reason: Reason) {
        if fresh {
            self.refusal(reason)
        } else {
            self.undecided(reason)
        }
    }

    /// With this, the licence can be accepted.
    pub(super) fn condition(&mut self, kind: ConditionKind, reason: Reason) {
        self.conditions.push(Condition { kind, reason });
    }

    /// This changes nothing and should be known.
    pub(super) fn note(&mut self, reason: Reason) {
        self.notes.push(reason);
    }

    /// How much speaks against the licence: refusals before the undecided before conditions.
    pub(super) fn weight(&self) -> (usize, usize, usize) {
        (
            self.refusals.len(),
            self.causes.len() + self.undecided.len(),
            self.conditions.len(),
        )
    }

    pub(super) fn append(&mut self, mut later: Self) {
        self.refusals.append(&mut later.refusals);
        self.causes.append(&mut later.causes);
        self.undecided.append(&mut later.undecided);
        self.conditions.append(&mut later.conditions);
        self.notes.append(&mut later.notes);
    }

    /// Deny overrides: refused, then undecided (causes first), then conditions.
    pub(super) fn into_verdict(
        self,
        case: Case<'_>,
        issuer: Option<FoundIssuer<'_>>,
        chosen: Option<Chosen<'_>>,
    ) -> Verdict {
        let Self {
            refusals,
            mut causes,
            mut undecided,
            conditions,
            notes,
        } = self;
        causes.append(&mut undecided);
        let undecided = causes;
        // Acceptance is what is left when a clause was chosen and nothing speaks against it.
        let recognition = if !refusals.is_empty() {
            Recognition::Refused
        } else if !undecided.is_empty() || chosen.is_none() || issuer.is_none() {
            Recognition::CannotDecide
        } else if !conditions.is_empty() {
            Recognition::AcceptedWithConditions
        } else {
            Recognition::Accepted
        };
        let accepted = recognition <= Recognition::AcceptedWithConditions;
        // Nobody is obliged to accept what could not be verified in full.
        let doubtful = conditions.iter().any(|condition| {
            matches!(
                condition.kind,
                ConditionKind::Tolerated | ConditionKind::AskIssuer
            )
        });
        let obligation = chosen
            .as_ref()
            .map(|chosen| match chosen.clause.obligation {
                Obligation::Must if !case.fresh || doubtful => Obligation::May,
                obligation => obligation,
            });
        let mut found: Vec<Reason> = refusals.into_iter().chain(undecided).collect();
        found.extend(conditions.iter().map(|condition| condition.reason.clone()));
        if let (true, Some(chosen)) = (accepted, &chosen) {
            let entry = match obligation {
                Some(Obligation::Must) => &reasons::MUST_ACCEPT,
                _ => &reasons::MAY_ACCEPT,
            };
            let reason = Reason::new(entry)
                .with("agreement", &chosen.agreement.id)
                .with("clause", &chosen.clause.id)
                .with("basis", &chosen.clause.legal_basis.number);
            found.push(reason);
        }
        found.extend(notes);
        if found.is_empty() {
            let from = issuer.as_ref().map(|issuer| issuer.domain.0.to_string());
            let reason = Reason::new(&reasons::NO_RULE_KNOWN)
                .with("from", from.unwrap_or_else(|| "?".to_owned()))
                .with("to", &case.input.relying.0)
                .with("item", case.input.item);
            found.push(reason);
        }
        Verdict {
            validation: case.input.report.indication,
            sub_indication: sub_indication(case.input.report),
            recognition,
            obligation,
            reasons: found,
            conditions: if accepted { conditions } else { Vec::new() },
            issuer: issuer.map(|issuer| Issuer {
                domain: issuer.domain.0,
                id: issuer.authority.id.clone(),
                name_zh: issuer.authority.name_zh.clone(),
            }),
            agreement: chosen.as_ref().map(|chosen| chosen.agreement.id.clone()),
            clause: chosen.as_ref().map(|chosen| chosen.clause.id.clone()),
            evidence: case.evidence.into_iter().collect(),
            valid_until: if accepted { case.until } else { None },
        }
    }
}

fn sub_indication(report: &Report) -> Option<SubIndication> {
    if report.indication == Indication::TotalPassed {
        return None;
    }
    report
        .signatures
        .iter()
        .filter(|signature| signature.indication != Indication::TotalPassed)
        .max_by_key(|signature| signature.indication)
        .and_then(|signature| signature.sub_indication)
}
