//! What recognition decided, as JSON.

use super::ReasonText;
use super::instant;
use super::licence::Authority;
use super::name::Named as _;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use time::OffsetDateTime;
use yinxin_core::recognition as core;

/// The decision for one file, one domain and one service item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The file, as the caller named it.
    pub file: String,
    /// What verification said.
    pub validation: Validation,
    /// The decision.
    pub recognition: Recognition,
    /// `must`, `may` or `must-not`, where a clause matched; `must` only where every input is fresh.
    pub obligation: Option<Cow<'static, str>>,
    /// The issuer as its domain's list names it, never as the licence does.
    pub issuer: Option<Authority>,
    /// Identifier of the agreement that was used.
    pub agreement: Option<String>,
    /// Identifier of its clause.
    pub clause: Option<String>,
    /// What has to be done for the acceptance to stand.
    pub conditions: Vec<ReasonText>,
    /// Everything that led to the decision, most decisive first.
    pub reasons: Vec<ReasonText>,
    /// The objects that the decision rests on.
    pub evidence: Vec<Evidence>,
    /// Until when the decision may be relied on.
    #[serde(with = "instant::or_null")]
    pub valid_until: Option<OffsetDateTime>,
    /// SHA-256 of the recognition store, lower-case hexadecimal.
    pub store_digest: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub input_digest: String,
    /// Version of the deciding program.
    pub engine: Cow<'static, str>,
}

impl Verdict {
    /// Makes the object from a decision; digests are lower-case hexadecimal SHA-256.
    #[must_use]
    pub fn of(
        verdict: &core::Verdict,
        file: String,
        store_digest: String,
        input_digest: String,
    ) -> Self {
        Self {
            file,
            validation: Validation {
                indication: verdict.validation.name().into(),
                sub_indication: verdict.sub_indication.map(|sub| sub.name().into()),
            },
            recognition: match verdict.recognition {
                core::Recognition::Accepted => Recognition::Accepted,
                core::Recognition::AcceptedWithConditions => Recognition::AcceptedWithConditions,
                core::Recognition::CannotDecide => Recognition::CannotDecide,
                core::Recognition::Refused => Recognition::Refused,
            },
            obligation: verdict
                .obligation
                .map(|obligation| obligation.name().into()),
            issuer: verdict.issuer.as_ref().map(|issuer| Authority {
                code: issuer.id.to_string(),
                name: issuer.name_zh.clone(),
            }),
            agreement: verdict.agreement.clone(),
            clause: verdict.clause.clone(),
            conditions: verdict
                .conditions
                .iter()
                .map(|c| (&c.reason).into())
                .collect(),
            reasons: verdict.reasons.iter().map(ReasonText::from).collect(),
            evidence: verdict
                .evidence
                .iter()
                .map(|evidence| Evidence {
                    kind: evidence.key.object_type().name().into(),
                    domain: evidence.key.domain().to_string(),
                    seq: evidence.seq,
                    digest: evidence.digest.to_string(),
                })
                .collect(),
            valid_until: verdict.valid_until,
            store_digest,
            input_digest,
            engine: env!("CARGO_PKG_VERSION").into(),
        }
    }
}

/// What verification said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validation {
    /// Main indication, as EN 319 102-1 spells it.
    pub indication: Cow<'static, str>,
    /// Sub-indication, as EN 319 102-1 spells it.
    pub sub_indication: Option<Cow<'static, str>>,
}

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Recognition {
    /// Accepted.
    Accepted,
    /// Accepted, if the conditions are met.
    AcceptedWithConditions,
    /// Something needed for the decision is missing.
    CannotDecide,
    /// Refused.
    Refused,
}

/// One object of the store that the decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// `root`, `list`, `agreement`, `status` or `log`.
    pub kind: Cow<'static, str>,
    /// Domain that published it.
    pub domain: String,
    /// Its sequence number.
    pub seq: u64,
    /// SHA-256 of its payload, lower-case hexadecimal.
    pub digest: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_one_object_with_every_field() {
        let verdict = Verdict {
            file: "a.pdf".into(),
            validation: Validation {
                indication: "TOTAL-PASSED".into(),
                sub_indication: None,
            },
            recognition: Recognition::AcceptedWithConditions,
            obligation: Some("may".into()),
            issuer: None,
            agreement: Some("g".into()),
            clause: Some("1".into()),
            conditions: Vec::new(),
            reasons: Vec::new(),
            evidence: vec![Evidence {
                kind: "list".into(),
                domain: "990101".into(),
                seq: 3,
                digest: "00".into(),
            }],
            valid_until: None,
            store_digest: "11".into(),
            input_digest: "22".into(),
            engine: "0.1.0".into(),
        };
        assert_eq!(
            crate::wire::line(&verdict).unwrap(),
            r#"{"file":"a.pdf","validation":{"indication":"TOTAL-PASSED","sub_indication":null},"recognition":"ACCEPTED_WITH_CONDITIONS","obligation":"may","issuer":null,"agreement":"g","clause":"1","conditions":[],"reasons":[],"evidence":[{"kind":"list","domain":"990101","seq":3,"digest":"00"}],"valid_until":null,"store_digest":"11","input_digest":"22","engine":"0.1.0"}"#
        );
    }
}
