//! Which signatures the answer about a file rests on.

use super::SignatureReport;
use crate::suite::SignatureAlgorithm;

/// Which signatures must pass for the file to pass.
///
/// Under every policy a signature that is broken, or a change that is not allowed, fails the file,
/// and a file with nothing but document timestamps is unsigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Policy {
    /// All of them, document timestamps included.
    #[default]
    All,
    /// At least one signature or certification.
    Any,
    /// Those of the international suite (RSA, ECDSA, EdDSA); there must be one.
    Eu,
    /// Those of the Chinese suite (SM2); there must be one.
    Gm,
}

/// The suite of a signature, and of the seal in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suite {
    International,
    Chinese,
    /// Both, or nobody knows.
    Unclear,
}

impl Suite {
    /// That of an algorithm; of one that is not known, nobody knows.
    pub(super) fn of(algorithm: Option<SignatureAlgorithm>) -> Self {
        algorithm.map_or(Self::Unclear, |algorithm| {
            Self::chinese(algorithm.is_chinese())
        })
    }

    /// Of two that are known apart.
    pub(super) const fn chinese(is_chinese: bool) -> Self {
        match is_chinese {
            true => Self::Chinese,
            false => Self::International,
        }
    }
}

impl Policy {
    /// Tells whether the policy looks at the trust in `signature`: what is of no clear suite has to pass under each.
    pub(super) fn requires(self, signature: &SignatureReport, suite: Suite) -> bool {
        let is_timestamp = signature.kind == super::SignatureKind::DocumentTimestamp;
        match self {
            Self::All => true,
            Self::Any => !is_timestamp,
            Self::Eu => suite != Suite::Chinese && !is_timestamp,
            Self::Gm => suite != Suite::International,
        }
    }

    /// Tells whether a signature that the policy requires is one that it asks for.
    pub(super) fn is_met_by(self, suite: Suite) -> bool {
        match self {
            Self::All | Self::Any => true,
            Self::Eu => suite == Suite::International,
            Self::Gm => suite == Suite::Chinese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_no_clear_suite_is_required_by_both_and_meets_neither() {
        let report = super::super::conclude::unread(String::new());
        let unclear = Suite::of(None);
        for policy in [Policy::Eu, Policy::Gm] {
            assert!(policy.requires(&report, unclear), "{policy:?}");
            assert!(!policy.is_met_by(unclear), "{policy:?}");
        }
        assert!(!Policy::Eu.requires(&report, Suite::Chinese));
        assert!(!Policy::Gm.requires(&report, Suite::International));
    }
}
