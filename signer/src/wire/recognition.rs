//! What recognition decided, as JSON.

use super::ReasonText;
use super::instant;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use time::OffsetDateTime;

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
            r#"{"file":"a.pdf","validation":{"indication":"TOTAL-PASSED","sub_indication":null},"recognition":"ACCEPTED_WITH_CONDITIONS","obligation":"may","conditions":[],"reasons":[],"evidence":[{"kind":"list","domain":"990101","seq":3,"digest":"00"}],"valid_until":null,"store_digest":"11","input_digest":"22","engine":"0.1.0"}"#
        );
    }
}
