//! What the command line and the daemon make of an error: a kind and a stable code.

use super::ServiceError;
use yinxin_core::pdf::Locked;
use yinxin_core::sign::{Flaw, MaterialError};

/// Kind of an error; the command line makes an exit code of it, the daemon a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request cannot be served as it stands.
    Usage,
    /// Refused: what was shown is not what was claimed.
    Refused,
    /// A file or a folder is in the way.
    InputOutput,
    /// The program is at fault.
    Internal,
}

impl ServiceError {
    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotServed { .. }
            | Self::LevelWithoutSources
            | Self::AddressMalformed { .. }
            | Self::NoTsa
            | Self::PssNeedsRsa
            | Self::KeyOfOtherSuite { .. }
            | Self::ChainMissing { .. }
            | Self::PolicyNotUnderstood { .. }
            | Self::FingerprintMalformed
            | Self::RecognitionByPin
            | Self::PasswordMissing
            | Self::PictureFormat { .. }
            | Self::PictureOfPoints { .. }
            | Self::Resolution
            | Self::ServerNotSocket { .. }
            | Self::DomainMalformed { .. }
            | Self::StateUnknown { .. }
            | Self::CodeMalformed { .. } => ErrorKind::Usage,
            Self::FingerprintMismatch { .. }
            | Self::RevocationListOlder { .. }
            | Self::RevocationListNotSigned { .. }
            | Self::RevocationListOfFuture { .. }
            | Self::SealRegisterNotTaken { .. }
            | Self::SealNotAllowed { .. }
            | Self::SealOutOfUse { .. }
            | Self::NotIntact { .. }
            | Self::LicenceUncertified { .. } => ErrorKind::Refused,
            Self::Material { source, .. } if is_wrong(source) => ErrorKind::Refused,
            // As here for the same code, so that a command ends alike with and without a daemon.
            Self::DaemonRefused { code, .. } => match code.as_str() {
                "NOT_SERVED"
                | "LEVEL_WITHOUT_SOURCES"
                | "TSA_MISSING"
                | "PSS_NEEDS_RSA"
                | "PASSWORD_MISSING"
                | "CODE_MALFORMED"
                | "DOMAIN_MALFORMED"
                | "FINGERPRINT_MALFORMED"
                | "RECOGNITION_BY_PIN"
                | "STATE_UNKNOWN" => ErrorKind::Usage,
                "SEAL_NOT_ALLOWED"
                | "SEAL_OUT_OF_USE"
                | "USER_NOT_ALLOWED"
                | "OWNER_ONLY"
                | "LICENCE_UNCERTIFIED"
                | "FINGERPRINT_DIFFERS"
                | "VALIDATION_DATA_WRONG"
                | "REVOCATION_LIST_OLDER"
                | "REVOCATION_LIST_NOT_SIGNED"
                | "REVOCATION_LIST_OF_FUTURE"
                | "SEAL_REGISTER_NOT_TAKEN" => ErrorKind::Refused,
                "INTERNAL" => ErrorKind::Internal,
                _ => ErrorKind::InputOutput,
            },
            Self::DocumentLocked { .. }
            | Self::Rows { .. }
            | Self::Read { .. }
            | Self::Write { .. }
            | Self::TooLarge { .. }
            | Self::NotUnderstood { .. }
            | Self::Json { .. }
            | Self::NoSuchRevision { .. }
            | Self::Document { .. }
            | Self::AlreadyThere { .. }
            | Self::HomeMissing { .. }
            | Self::NotFound { .. }
            | Self::HomeHeld { .. }
            | Self::HomeUnusable { .. }
            | Self::Taken { .. }
            | Self::Damaged { .. }
            | Self::StatusListFull
            | Self::StateFinal { .. }
            | Self::SealState { .. }
            | Self::SealElsewhere { .. }
            | Self::SealOfOneSuite { .. }
            | Self::SealNotTakenIn { .. }
            | Self::SealNotAsAppliedFor { .. }
            | Self::SealRequestNotMade(_)
            | Self::SealNotAsRequested { .. }
            | Self::NotSigned { .. }
            | Self::EvidenceFiles { .. }
            | Self::Evidence { .. }
            | Self::NoTimestamp { .. }
            | Self::Material { .. }
            | Self::Unsigned { .. }
            | Self::NotPlaced { .. }
            | Self::Signature(_)
            | Self::Face(_)
            | Self::SealPicture(_)
            | Self::SealNotUsable { .. }
            | Self::SealNotShown { .. }
            | Self::SealNotMade(_)
            | Self::Store(_)
            | Self::Key(_)
            | Self::Pki(_)
            | Self::Audit(_)
            | Self::EnvelopeNotOpened { .. }
            | Self::Recognition(_)
            | Self::NotImported { .. }
            | Self::DaemonUnreachable { .. }
            | Self::DaemonNotUnderstood { .. }
            | Self::PasswordWrong { .. } => ErrorKind::InputOutput,
            Self::Font(_) | Self::Internal(_) => ErrorKind::Internal,
        }
    }

    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::HomeHeld { .. } => "HOME_HELD",
            Self::RecognitionByPin => "RECOGNITION_BY_PIN",
            Self::LicenceUncertified { .. } => "LICENCE_UNCERTIFIED",
            Self::HomeUnusable { .. } => "HOME_UNUSABLE",
            Self::PasswordMissing => "PASSWORD_MISSING",
            Self::Taken { .. } => "TAKEN",
            Self::CodeMalformed { .. } => "CODE_MALFORMED",
            Self::Damaged { .. } => "DAMAGED",
            Self::AddressMalformed { .. } => "ADDRESS_MALFORMED",
            Self::DomainMalformed { .. } => "DOMAIN_MALFORMED",
            Self::StateFinal { .. } => "STATE_FINAL",
            Self::SealState { .. } => "SEAL_STATE",
            Self::SealOutOfUse { .. } => "SEAL_OUT_OF_USE",
            Self::SealElsewhere { .. } => "SEAL_ELSEWHERE",
            Self::SealNotTakenIn { .. } => "SEAL_NOT_TAKEN_IN",
            Self::SealNotAsAppliedFor { .. } => "SEAL_NOT_AS_APPLIED_FOR",
            Self::SealRequestNotMade(_) => "SEAL_REQUEST_NOT_MADE",
            Self::SealNotAsRequested { .. } => "SEAL_NOT_AS_REQUESTED",
            Self::StateUnknown { .. } => "STATE_UNKNOWN",
            Self::RevocationListOlder { .. } => "REVOCATION_LIST_OLDER",
            Self::RevocationListNotSigned { .. } => "REVOCATION_LIST_NOT_SIGNED",
            Self::RevocationListOfFuture { .. } => "REVOCATION_LIST_OF_FUTURE",
            Self::SealRegisterNotTaken { .. } => "SEAL_REGISTER_NOT_TAKEN",
            Self::StatusListFull => "STATUS_LIST_FULL",
            Self::PictureFormat { .. } => "PICTURE_FORMAT",
            Self::PictureOfPoints { .. } => "PICTURE_OF_POINTS",
            Self::Resolution => "RESOLUTION",
            Self::NotSigned { .. } => "NOT_SIGNED",
            Self::NotPlaced { .. } => "NOT_PLACED",
            Self::NoTsa => "TSA_MISSING",
            Self::EvidenceFiles { .. } => "EVIDENCE_FILES",
            Self::Evidence { .. } => "EVIDENCE_NOT_RENEWED",
            Self::NoTimestamp { .. } => "TIMESTAMP_NOT_OBTAINED",
            Self::Material { source, .. } if is_wrong(source) => "VALIDATION_DATA_WRONG",
            Self::Material { .. } => "VALIDATION_DATA_MISSING",
            Self::Unsigned { .. } => "UNSIGNED",
            Self::NotIntact { .. } => "SIGNATURE_NOT_INTACT",
            Self::Signature(_) => "SIGNATURE_FAILED",
            Self::Face(_) => "FACE_NOT_DRAWN",
            Self::SealPicture(_) => "SEAL_NOT_DRAWN",
            Self::SealNotUsable { .. } => "SEAL_NOT_USABLE",
            Self::SealNotShown { .. } => "SEAL_NOT_SHOWN",
            Self::SealNotMade(_) => "SEAL_NOT_MADE",
            Self::Font(_) => "FONT_UNUSABLE",
            Self::Store(_) => "STORE_FAILED",
            Self::Key(_) => "KEY_FAILED",
            Self::Pki(_) => "CERTIFICATE_NOT_ISSUED",
            Self::Audit(_) => "AUDIT_FAILED",
            Self::EnvelopeNotOpened { .. } => "ENVELOPE_NOT_OPENED",
            Self::Recognition(_) => "RECOGNITION_OBJECT_NOT_MADE",
            Self::NotImported { .. } => "RECOGNITION_OBJECT_REFUSED",
            Self::NotServed { .. } => "NOT_SERVED",
            Self::LevelWithoutSources => "LEVEL_WITHOUT_SOURCES",
            Self::PssNeedsRsa => "PSS_NEEDS_RSA",
            Self::KeyOfOtherSuite { .. } => "KEY_OF_OTHER_SUITE",
            Self::SealOfOneSuite { .. } => "SEAL_OF_ONE_SUITE",
            Self::ChainMissing { .. } => "CERTIFICATE_MISSING",
            Self::Rows { .. } => "ROWS_NOT_UNDERSTOOD",
            Self::PolicyNotUnderstood { .. } => "POLICY_NOT_UNDERSTOOD",
            Self::DocumentLocked { why, .. } => match why {
                Locked::PasswordNeeded => "DOCUMENT_PASSWORD_NEEDED",
                Locked::PasswordWrong => "DOCUMENT_PASSWORD_WRONG",
                Locked::Changed { .. } => "ENCRYPTION_CHANGED",
                _ => "ENCRYPTION_UNSUPPORTED",
            },
            Self::Read { .. } => "READ_FAILED",
            Self::Write { .. } => "WRITE_FAILED",
            Self::TooLarge { .. } => "TOO_LARGE",
            Self::NotUnderstood { .. } | Self::Json { .. } => "NOT_UNDERSTOOD",
            Self::NoSuchRevision { .. } => "NO_SUCH_REVISION",
            Self::Document { .. } => "DOCUMENT_NOT_JUDGED",
            Self::AlreadyThere { .. } => "ALREADY_THERE",
            Self::HomeMissing { .. } => "HOME_MISSING",
            Self::NotFound { .. } => "NOT_FOUND",
            Self::FingerprintMalformed => "FINGERPRINT_MALFORMED",
            Self::FingerprintMismatch { .. } => "FINGERPRINT_MISMATCH",
            Self::PasswordWrong { .. } => "PASSWORD_WRONG",
            Self::SealNotAllowed { .. } => "SEAL_NOT_ALLOWED",
            Self::ServerNotSocket { .. } => "SERVER_NOT_SOCKET",
            Self::DaemonUnreachable { .. } => "DAEMON_UNREACHABLE",
            Self::DaemonNotUnderstood { .. } => "DAEMON_NOT_UNDERSTOOD",
            Self::DaemonRefused { .. } => "DAEMON_REFUSED",
            Self::Internal(_) => "INTERNAL",
        }
    }
}

/// Tells what is wrong from what is missing.
fn is_wrong(error: &MaterialError) -> bool {
    matches!(
        error,
        MaterialError::Certificate {
            flaw: Flaw::Wrong,
            ..
        }
    )
}
