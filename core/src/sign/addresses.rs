//! Addresses that a certificate names (RFC 5280, 4.2.1.13 and 4.2.2.1).

use crate::der::{DerError, Oid, Reader};
use crate::status::ID_AD_OCSP;
use crate::x509::{Certificate, DistributionPoint, GeneralName};

const AUTHORITY_INFORMATION_ACCESS: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.1.1");
const CA_ISSUERS: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.48.2");
/// Most addresses of one kind that are taken from one certificate.
const MOST: usize = 4;

/// Returns where the certificate of the issuer can be had.
pub(super) fn of_issuer(certificate: &Certificate) -> Vec<String> {
    accessed(certificate, &CA_ISSUERS)
}

/// Returns where the status of the certificate can be asked.
pub(super) fn of_responders(certificate: &Certificate) -> Vec<String> {
    accessed(certificate, &ID_AD_OCSP)
}

fn accessed(certificate: &Certificate, method: &Oid) -> Vec<String> {
    let Some(extension) = certificate.extension(&AUTHORITY_INFORMATION_ACCESS) else {
        return Vec::new();
    };
    // What cannot be read leads nowhere.
    described(extension.value, method).unwrap_or_default()
}

/// Returns where revocation lists about the certificate can be had.
pub(super) fn of_revocation_lists(certificate: &Certificate) -> Vec<String> {
    let points = certificate.distribution_points().unwrap_or_default();
    let addresses = points.iter().flat_map(DistributionPoint::addresses);
    addresses.take(MOST).map(str::to_owned).collect()
}

fn described(value: &[u8], method: &Oid) -> Result<Vec<String>, DerError> {
    let mut outer = Reader::new(value);
    let mut descriptions = outer.sequence()?;
    outer.finish()?;
    let mut found = Vec::new();
    while !descriptions.is_empty() && found.len() < MOST {
        let mut fields = descriptions.sequence()?;
        let is_asked = fields.oid()? == *method;
        let location = GeneralName::from_element(&fields.element()?)?;
        fields.finish()?;
        match location {
            GeneralName::Uri(uri)
                if is_asked && (uri.starts_with("http://") || uri.starts_with("https://")) =>
            {
                found.push(uri);
            }
            _ => {}
        }
    }
    Ok(found)
}
