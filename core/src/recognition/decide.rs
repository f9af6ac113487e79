//! The decision: every rule is evaluated, the worst finding decides.

mod document;
mod findings;
mod issuer;
mod known_state;
mod period;
mod rule;
mod state;

pub use known_state::add_known_state;

use super::{Evidence, IssuingDomain, Object, RelyingDomain, Store, Verdict};
use crate::licence::{Licence, Status};
use crate::reason::{Reason, recognition as reasons};
use crate::verify::Report;
use findings::Findings;
use std::collections::BTreeSet;
use time::{Duration, OffsetDateTime};

/// What a decision is made from. Nothing else goes in: no clock, no network.
#[derive(Debug, Clone, Copy)]
pub struct DecisionInput<'a> {
    /// What verification found in the document.
    pub report: &'a Report,
    /// The objects that were imported.
    pub store: &'a Store,
    /// The domain in which the licence is shown.
    pub relying: &'a RelyingDomain,
    /// Code of the service item it is shown for.
    pub item: &'a str,
    /// The time of the decision.
    pub now: OffsetDateTime,
    /// What the relying domain asks for beyond the agreement.
    pub policy: DecisionPolicy,
    /// The state of the licence in the relying body's own records, where it issued the licence itself:
    /// newer than any list. It can only make a decision stricter.
    pub own_record: Option<Status>,
}

/// What a relying domain asks for beyond the agreement. It can only make a decision stricter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DecisionPolicy {
    /// Age that status data may have, where the clause allows more.
    pub most_status_age: Option<Duration>,
}

/// Decides whether a licence may be accepted.
///
/// Total: every input has a verdict. Nothing missing is taken for right: without a rule, a list or
/// a state the answer is CANNOT_DECIDE. A document that was altered, is broken or has no signature
/// is REFUSED whatever else is unknown; one that wants a password to be opened is CANNOT_DECIDE and told
/// so, whatever can be seen of it without.
#[must_use]
pub fn decide(input: &DecisionInput<'_>) -> Verdict {
    let mut case = Case::new(input);
    let mut findings = Findings::default();
    case.clock(&mut findings);
    let licence = case.licence();
    let issuer = licence.and_then(|licence| issuer::find(&mut case, licence, &mut findings));
    let chosen = match (licence, issuer.as_ref()) {
        (Some(licence), Some(issuer)) => rule::choose(&mut case, licence, issuer, &mut findings),
        _ => None,
    };
    let clause = chosen.as_ref().map(|chosen| chosen.clause);
    if let Some(licence) = licence {
        period::check(&mut case, licence, &mut findings);
        if let Some(issuer) = &issuer {
            state::check(&mut case, licence, issuer, clause, &mut findings);
        }
    }
    let mut all = Findings::default();
    document::check(&case, clause, issuer.as_ref(), &mut all);
    all.append(findings);
    all.into_verdict(case, issuer, chosen)
}

/// A decision in the making.
struct Case<'a> {
    input: &'a DecisionInput<'a>,
    evidence: BTreeSet<Evidence>,
    /// Whether every object used so far is fresh.
    fresh: bool,
    /// Earliest time at which something used so far runs out.
    until: Option<OffsetDateTime>,
}

impl<'a> Case<'a> {
    fn new(input: &'a DecisionInput<'a>) -> Self {
        Self {
            input,
            evidence: BTreeSet::new(),
            fresh: true,
            until: None,
        }
    }

    fn licence(&self) -> Option<&'a Licence> {
        self.input.report.licence.as_ref()?.record.as_deref()
    }

    /// A clock behind what was imported is wrong, and everything about time with it.
    fn clock(&self, findings: &mut Findings) {
        let floor = self.input.store.time_floor();
        if let Some(floor) = floor.filter(|floor| self.input.now < *floor) {
            findings.cause(Reason::new(&reasons::CLOCK_BEHIND).at("time", floor));
        }
    }

    /// Notes that the decision rests on `object`, and what its age means for it.
    fn rest_on<T: super::Body>(&mut self, object: &Object<T>, findings: &mut Findings) {
        let key = object.body.key(&object.header);
        let (seq, digest) = (object.header.seq, object.digest);
        if !self.evidence.insert(Evidence {
            key: key.clone(),
            seq,
            digest,
        }) {
            return;
        }
        let now = self.input.now;
        if !object.is_valid(now) {
            self.fresh = false;
            let reason = Reason::new(&reasons::OBJECT_EXPIRED)
                .with("object", &key)
                .at("time", object.header.valid_until);
            findings.undecided(reason);
        } else if !object.is_fresh(now) {
            self.fresh = false;
            self.runs_out(object.header.valid_until);
            let reason = Reason::new(&reasons::OBJECT_STALE)
                .with("object", &key)
                .at("time", object.header.fresh_until);
            findings.condition(super::ConditionKind::Recheck, reason);
        } else {
            self.runs_out(object.header.fresh_until);
        }
    }

    fn runs_out(&mut self, at: OffsetDateTime) {
        self.until = Some(self.until.map_or(at, |until| until.min(at)));
    }

    /// Looks up the root of a domain; without it nothing of the domain counts.
    fn root(&mut self, domain: &super::Domain, findings: &mut Findings) {
        match self.input.store.root(domain) {
            Some(root) => self.rest_on(root, findings),
            None => {
                self.fresh = false;
                findings.undecided(Reason::new(&reasons::ROOT_MISSING).with("domain", domain));
            }
        }
    }
}

/// The issuer of a licence, found by certificate in a list.
struct FoundIssuer<'a> {
    domain: IssuingDomain,
    list: &'a Object<super::List>,
    authority: &'a super::Authority,
    /// The signature entries whose certificate is this authority's.
    signatures: Vec<&'a crate::verify::SignatureReport>,
}

/// The clause that counts.
struct Chosen<'a> {
    agreement: &'a super::Agreement,
    clause: &'a super::Clause,
}

#[cfg(test)]
mod tests;
