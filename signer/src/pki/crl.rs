//! Certificate revocation lists (RFC 5280, 5).

use super::Serial;
use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevokedCertParams};
use time::OffsetDateTime;

/// A revoked certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Its serial number.
    pub serial: Serial,
    /// Since when it is revoked; whole seconds are kept.
    pub since: OffsetDateTime,
    /// Why.
    pub reason: RevocationReason,
}

/// reasonCode (RFC 5280, 5.3.1), as far as it is used here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationReason {
    /// No reason is given; the extension is left out, as the standard asks.
    Unspecified,
    /// keyCompromise.
    KeyCompromise,
    /// affiliationChanged.
    AffiliationChanged,
    /// superseded.
    Superseded,
    /// cessationOfOperation.
    CessationOfOperation,
    /// certificateHold: may be taken back.
    CertificateHold,
}

impl RevocationReason {
    fn to_rcgen(self) -> Option<rcgen::RevocationReason> {
        match self {
            Self::Unspecified => None,
            Self::KeyCompromise => Some(rcgen::RevocationReason::KeyCompromise),
            Self::AffiliationChanged => Some(rcgen::RevocationReason::AffiliationChanged),
            Self::Superseded => Some(rcgen::RevocationReason::Superseded),
            Self::CessationOfOperation => Some(rcgen::RevocationReason::CessationOfOperation),
            Self::CertificateHold => Some(rcgen::RevocationReason::CertificateHold),
        }
    }
}

pub(super) fn params(
    number: &Serial,
    this_update: OffsetDateTime,
    next_update: OffsetDateTime,
    revoked: &[Revocation],
) -> CertificateRevocationListParams {
    CertificateRevocationListParams {
        this_update,
        next_update,
        crl_number: number.to_rcgen(),
        issuing_distribution_point: None,
        revoked_certs: revoked
            .iter()
            .map(|entry| RevokedCertParams {
                serial_number: entry.serial.to_rcgen(),
                revocation_time: entry.since,
                reason_code: entry.reason.to_rcgen(),
                invalidity_date: None,
            })
            .collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    }
}
