//! Spellings of results, as the standards and the published interface write them.
//!
//! An outcome that a later core adds and this table does not know yet is spelled as the worst of
//! its kind: never as a better one.

use serde::Serializer;
use yinxin_core::verify::{
    Answer, Coverage, DocumentFormat, Indication, Integrity, Modification, SealForm, SignatureKind,
    Step, StepOutcome, SubIndication, Trust,
};

/// A result with one spelling.
pub trait Named {
    /// Returns the spelling.
    fn name(&self) -> &'static str;
}

/// Writes the spelling.
pub(super) fn one<T: Named, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.name())
}

/// Writes the spelling, or `null`.
pub(super) fn or_null<T: Named, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.serialize_some(value.name()),
        None => serializer.serialize_none(),
    }
}

impl Named for DocumentFormat {
    fn name(&self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Seal => "seal",
            Self::SealSignature => "seal-signature",
            Self::Cms => "cms",
            Self::Ofd => "ofd",
            _ => "other",
        }
    }
}

impl Named for Indication {
    fn name(&self) -> &'static str {
        match self {
            Self::TotalPassed => "TOTAL-PASSED",
            Self::Indeterminate => "INDETERMINATE",
            Self::TotalFailed => "TOTAL-FAILED",
        }
    }
}

impl Named for SubIndication {
    fn name(&self) -> &'static str {
        match self {
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::HashFailure => "HASH_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::Revoked => "REVOKED",
            Self::Expired => "EXPIRED",
            Self::NotYetValid => "NOT_YET_VALID",
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            Self::CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
            Self::CryptoConstraintsFailureNoPoe => "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::RevokedCaNoPoe => "REVOKED_CA_NO_POE",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::NoPoe => "NO_POE",
            Self::TimestampOrderFailure => "TIMESTAMP_ORDER_FAILURE",
            Self::OutOfBoundsNotRevoked => "OUT_OF_BOUNDS_NOT_REVOKED",
            Self::RevocationOutOfBoundsNoPoe => "REVOCATION_OUT_OF_BOUNDS_NO_POE",
            Self::TryLater => "TRY_LATER",
            Self::SignedDataNotFound => "SIGNED_DATA_NOT_FOUND",
            _ => "GENERIC",
        }
    }
}

impl Named for Answer {
    fn name(&self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Altered => "altered",
            Self::Broken => "broken",
            Self::Untrusted => "untrusted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Unsigned => "unsigned",
            _ => "unknown",
        }
    }
}

impl Named for SignatureKind {
    fn name(&self) -> &'static str {
        match self {
            Self::Certification => "certification",
            Self::DocumentTimestamp => "document-timestamp",
            Self::Seal => "seal",
            Self::SealSignature => "seal-signature",
            Self::Cms => "cms",
            _ => "signature",
        }
    }
}

impl Named for Integrity {
    fn name(&self) -> &'static str {
        match self {
            Self::Intact => "intact",
            Self::Broken => "broken",
            Self::Unsupported => "unsupported",
            _ => "unreadable",
        }
    }
}

impl Named for Coverage {
    fn name(&self) -> &'static str {
        match self {
            Self::WholeFile => "whole-file",
            Self::WholeRevision => "whole-revision",
            Self::Detached => "detached",
            _ => "partial",
        }
    }
}

impl Named for Modification {
    fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::LtaUpdates => "lta-updates",
            Self::FormFilling => "form-filling",
            Self::Annotations => "annotations",
            Self::Other => "other",
            _ => "unanalysable",
        }
    }
}

impl Named for Trust {
    fn name(&self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::Untrusted => "untrusted",
            _ => "unknown",
        }
    }
}

impl Named for Step {
    fn name(&self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::SignatureValue => "signature-value",
            Self::SignerListed => "signer-listed",
            Self::SealSignature => "seal-signature",
            Self::SealFormat => "seal-format",
            Self::SealMade => "seal-made",
            Self::MakerCertificate => "maker-certificate",
            Self::SealPeriod => "seal-period",
            Self::SealState => "seal-state",
            Self::ContentTimestamp => "content-timestamp",
            Self::SealTimestamp => "seal-timestamp",
            Self::SigningTime => "signing-time",
            Self::SignerCertificate => "signer-certificate",
            Self::Content => "content",
            Self::Timestamp => "timestamp",
            Self::Files => "files",
            _ => "other",
        }
    }
}

impl Named for StepOutcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Undecided => "undecided",
            _ => "failed",
        }
    }
}

impl Named for SealForm {
    fn name(&self) -> &'static str {
        match self {
            Self::Gbt38540 => "gbt38540",
            Self::LegalPerson => "legal-person",
            _ => "displayed-only",
        }
    }
}
