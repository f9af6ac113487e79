//! Certificate revocation lists (RFC 5280, 5), by the types of `x509-cert`; its builder names in
//! authorityKeyIdentifier the key above the issuer's where there is one.

use super::{PkiError, Serial};
use time::OffsetDateTime;
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::der::asn1::{BitString, OctetString, Uint};
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlNumber, CrlReason, SubjectKeyIdentifier};
use x509_cert::ext::{Extension, ToExtension as _};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoRef};
use x509_cert::{Version, der};
use yinxin_core::suite::SigningKey;
use yinxin_core::x509::{Certificate, Crl};

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
    fn code(self) -> Option<CrlReason> {
        match self {
            Self::Unspecified => None,
            Self::KeyCompromise => Some(CrlReason::KeyCompromise),
            Self::AffiliationChanged => Some(CrlReason::AffiliationChanged),
            Self::Superseded => Some(CrlReason::Superseded),
            Self::CessationOfOperation => Some(CrlReason::CessationOfOperation),
            Self::CertificateHold => Some(CrlReason::CertificateHold),
        }
    }
}

/// What a list says.
#[derive(Debug, Clone)]
pub struct ListRequest<'a> {
    /// Its number, greater than that of any list before (RFC 5280, 5.2.3).
    pub number: Serial,
    /// When it is made; whole seconds are kept.
    pub this_update: OffsetDateTime,
    /// When the next one comes at the latest.
    pub next_update: OffsetDateTime,
    /// What is revoked, beside what the list before says.
    pub revoked: &'a [Revocation],
    /// The list before, whose entries stay.
    pub previous: Option<&'a Crl>,
    /// Serial numbers whose hold is taken back.
    pub released: &'a [Serial],
}

/// Issues a list, DER.
///
/// # Errors
///
/// [`PkiError`]; [`PkiError::PreviousList`] where the list before is not the authority's,
/// [`PkiError::NotOnHold`] where something else than a hold is taken back.
pub fn issue(
    list: &ListRequest<'_>,
    authority: &Certificate,
    key: &dyn SigningKey,
) -> Result<Vec<u8>, PkiError> {
    let may_issue = authority.basic_constraints().is_some_and(|found| found.ca)
        && authority.key_usage().is_none_or(|usage| usage.crl_sign());
    if !may_issue {
        return Err(PkiError::AuthorityCertificate);
    }
    if authority.subject_public_key_info() != key.subject_public_key_info() {
        return Err(PkiError::KeyDiffers);
    }
    if list.next_update <= list.this_update {
        return Err(PkiError::EmptyPeriod);
    }
    let issuer = Name::from_der(authority.subject().raw()).map_err(|_| PkiError::NameDiffers)?;
    let entries = entries(list, authority, &issuer)?;
    let signature = AlgorithmIdentifierOwned::from_der(&key.algorithm().identifier())
        .map_err(|_| PkiError::UnsupportedAlgorithm)?;
    let tbs: TbsCertList = TbsCertList {
        version: Version::V2,
        signature: signature.clone(),
        this_update: super::issue::instant(list.this_update)?,
        next_update: Some(super::issue::instant(list.next_update)?),
        revoked_certificates: (!entries.is_empty()).then_some(entries),
        crl_extensions: Some(
            extensions(&list.number, authority, &issuer).map_err(|_| PkiError::Text)?,
        ),
        issuer,
    };
    let octets = tbs.to_der().map_err(|_| PkiError::Text)?;
    let value = key.sign(&octets).map_err(PkiError::Key)?;
    let whole = CertificateList {
        tbs_cert_list: tbs,
        signature_algorithm: signature,
        signature: BitString::from_bytes(&value).map_err(|_| PkiError::Text)?,
    };
    whole.to_der().map_err(|_| PkiError::Text)
}

fn extensions(
    number: &Serial,
    authority: &Certificate,
    issuer: &Name,
) -> der::Result<Vec<Extension>> {
    let own = match authority.subject_key_identifier() {
        Some(own) => OctetString::new(own)?,
        None => {
            let info = SubjectPublicKeyInfoRef::from_der(authority.subject_public_key_info())?;
            SubjectKeyIdentifier::try_from(info)?.0
        }
    };
    let key = AuthorityKeyIdentifier {
        key_identifier: Some(own),
        ..Default::default()
    };
    let number = CrlNumber(Uint::new(number.as_bytes())?);
    Ok(vec![
        key.to_extension(issuer, &[])?,
        number.to_extension(issuer, &[])?,
    ])
}

/// The entries of the list before, without what was released, and the new ones. Who is revoked already stays
/// so since that day; a hold becomes what is said now.
fn entries(
    list: &ListRequest<'_>,
    authority: &Certificate,
    issuer: &Name,
) -> Result<Vec<RevokedCert>, PkiError> {
    let mut entries = match list.previous {
        None => Vec::new(),
        Some(previous) => {
            let is_own = previous.issuer().raw() == authority.subject().raw()
                && previous.is_signed_by(authority)
                && !previous.is_delta();
            if !is_own {
                return Err(PkiError::PreviousList);
            }
            let read: CertificateList =
                CertificateList::from_der(previous.der()).map_err(|_| PkiError::PreviousList)?;
            read.tbs_cert_list.revoked_certificates.unwrap_or_default()
        }
    };
    let number = |serial: &Serial| -> Result<SerialNumber, PkiError> {
        SerialNumber::new(serial.as_bytes()).map_err(|_| PkiError::Serial)
    };
    for serial in list.released {
        let serial = number(serial)?;
        let at = entries
            .iter()
            .position(|entry| entry.serial_number == serial && is_held(entry));
        entries.remove(at.ok_or(PkiError::NotOnHold)?);
    }
    for revocation in list.revoked {
        let serial = number(&revocation.serial)?;
        let known = entries
            .iter()
            .position(|entry| entry.serial_number == serial);
        match known {
            Some(at) if entries.get(at).is_some_and(is_held) => {
                entries.remove(at);
            }
            Some(_) => continue,
            None => {}
        }
        let reason = revocation.reason.code();
        let reason = reason.map(|reason| reason.to_extension(issuer, &[]));
        let reason = reason.transpose().map_err(|_| PkiError::Text)?;
        entries.push(RevokedCert {
            serial_number: serial,
            revocation_date: super::issue::instant(revocation.since)?,
            crl_entry_extensions: reason.map(|reason| vec![reason]),
        });
    }
    Ok(entries)
}

fn is_held(entry: &RevokedCert) -> bool {
    let hold = CrlReason::CertificateHold.to_der();
    let extensions = entry.crl_entry_extensions.iter().flatten();
    hold.is_ok_and(|hold| {
        { extensions }.any(|found| {
            found.extn_id == <CrlReason as der::oid::AssociatedOid>::OID
                && found.extn_value.as_bytes() == hold
        })
    })
}

#[cfg(test)]
mod tests;
