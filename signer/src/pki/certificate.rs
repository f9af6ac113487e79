//! What goes into a certificate (RFC 5280, 4).

use super::PkiError;
use super::signer::Signer;
use rcgen::{
    BasicConstraints, CertificateParams, CrlDistributionPoint, CustomExtension, DistinguishedName,
    DnType, DnValue, IsCa, KeyUsagePurpose, SerialNumber, string::PrintableString,
};
use time::OffsetDateTime;
use yinxin_core::der::{Oid, tag, writer};
use yinxin_core::suite::SigningKey;

/// organizationIdentifier (X.520, 6.4; from memory), for the unified social credit code.
const ORGANIZATION_IDENTIFIER: &[u64] = &[2, 5, 4, 97];
/// extKeyUsage holding id-kp-timeStamping alone, critical as RFC 3161, 2.3 asks.
const EXT_KEY_USAGE: &[u64] = &[2, 5, 29, 37];
const TIME_STAMPING: [u8; 12] = [
    0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08,
];

/// A subject's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// countryName: two letters of ISO 3166-1, for example `CN`.
    pub country: String,
    /// organizationName.
    pub organisation: String,
    /// organizationIdentifier: the unified social credit code, where the subject has one.
    pub organisation_identifier: Option<String>,
    /// commonName.
    pub common_name: String,
}

impl Name {
    /// Checks that a certificate can carry it.
    pub(super) fn check(&self) -> Result<(), PkiError> {
        // countryName is a PrintableString of two letters (RFC 5280, A.1).
        if self.country.len() != 2 || !self.country.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(PkiError::Text);
        }
        // ub-organization-name and ub-common-name are 64 characters (RFC 5280, A.1).
        for text in [&self.organisation, &self.common_name] {
            if !(1..=64).contains(&text.chars().count()) || text.chars().any(char::is_control) {
                return Err(PkiError::Text);
            }
        }
        Ok(())
    }

    /// Returns the DER of the Name (RFC 5280, 4.1.2.4).
    ///
    /// # Errors
    ///
    /// [`PkiError::Text`] where a certificate cannot carry it.
    pub fn to_der(&self) -> Result<Vec<u8>, PkiError> {
        self.check()?;
        let attribute = |kind: &str, value: &[u8]| {
            let kind = writer::oid(&Oid::new_unwrap(kind));
            writer::set_of(&[&writer::sequence(&[&kind, value])])
        };
        let text = |kind: &str, value: &str| attribute(kind, &writer::utf8_string(value));
        let country = writer::element(tag::PRINTABLE_STRING, self.country.as_bytes());
        let mut parts = vec![
            attribute("2.5.4.6", &country),
            text("2.5.4.10", &self.organisation),
        ];
        if let Some(identifier) = &self.organisation_identifier {
            parts.push(text("2.5.4.97", identifier));
        }
        parts.push(text("2.5.4.3", &self.common_name));
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        Ok(writer::sequence(&parts))
    }

    fn to_distinguished(&self) -> Result<DistinguishedName, PkiError> {
        self.check()?;
        let mut name = DistinguishedName::new();
        let country = PrintableString::try_from(self.country.as_str());
        let country = DnValue::PrintableString(country.map_err(|_| PkiError::Text)?);
        name.push(DnType::CountryName, country);
        name.push(DnType::OrganizationName, self.organisation.as_str());
        if let Some(identifier) = &self.organisation_identifier {
            let custom = DnType::CustomDnType(ORGANIZATION_IDENTIFIER.to_vec());
            name.push(custom, identifier.as_str());
        }
        name.push(DnType::CommonName, self.common_name.as_str());
        Ok(name)
    }
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Signing and sealing by a unit: digitalSignature and nonRepudiation.
    Unit,
    /// Time-stamping (RFC 3161, 2.3): digitalSignature, and only id-kp-timeStamping.
    TimeStamping,
    /// An authority below this one that issues end-entity certificates only.
    Authority,
}

/// A serial number: 1 to 20 octets, positive (RFC 5280, 4.1.2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serial(Vec<u8>);

impl Serial {
    /// Takes the octets of a positive number, most significant first.
    ///
    /// # Errors
    ///
    /// [`PkiError::Serial`] for zero and for what needs more than 20 octets in DER.
    pub fn new(octets: &[u8]) -> Result<Self, PkiError> {
        let significant: Vec<u8> = octets.iter().copied().skip_while(|b| *b == 0).collect();
        // A leading bit takes one more octet in DER.
        let extra = usize::from(significant.first().is_some_and(|b| *b >= 0x80));
        if significant.is_empty() || significant.len() + extra > 20 {
            return Err(PkiError::Serial);
        }
        Ok(Self(significant))
    }

    /// Reads a number as people write it: hexadecimal digits of either case, colons between them or none.
    ///
    /// # Errors
    ///
    /// [`PkiError::Serial`] for everything else, and as [`Serial::new`].
    pub fn from_hex(text: &str) -> Result<Self, PkiError> {
        let digits: Vec<u8> = text
            .bytes()
            .filter(|digit| *digit != b':')
            .map(|digit| {
                char::from(digit)
                    .to_digit(16)
                    .and_then(|v| u8::try_from(v).ok())
            })
            .collect::<Option<_>>()
            .ok_or(PkiError::Serial)?;
        let octets: Vec<u8> = digits
            .rchunks(2)
            .rev()
            .map(|pair| pair.iter().fold(0, |sum, digit| (sum << 4) | digit))
            .collect();
        Self::new(&octets)
    }

    /// Returns the octets, most significant first, without leading zeros.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn to_rcgen(&self) -> SerialNumber {
        SerialNumber::from_slice(&self.0)
    }
}

/// What is asked of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The subject.
    pub subject: Name,
    /// DER of the subject's SubjectPublicKeyInfo. That the subject holds the private key is for the
    /// caller to check.
    pub subject_public_key_info: Vec<u8>,
    /// What the certificate is for.
    pub purpose: Purpose,
    /// Serial number, unique for the authority.
    pub serial: Serial,
    /// First instant of validity; whole seconds are kept.
    pub not_before: OffsetDateTime,
    /// Last instant of validity; whole seconds are kept.
    pub not_after: OffsetDateTime,
    /// Where the authority's CRL is published; empty for none.
    pub crl_uris: Vec<String>,
}

impl Request {
    pub(super) fn to_params(&self) -> Result<CertificateParams, PkiError> {
        let mut params = base(&self.subject, &self.serial, self.not_before, self.not_after)?;
        params.use_authority_key_identifier_extension = true;
        if !self.crl_uris.is_empty() {
            let ia5 = |uri: &String| uri.bytes().all(|b| b.is_ascii_graphic());
            if !self.crl_uris.iter().all(ia5) {
                return Err(PkiError::Text);
            }
            params.crl_distribution_points = vec![CrlDistributionPoint {
                uris: self.crl_uris.clone(),
            }];
        }
        match self.purpose {
            Purpose::Unit => {
                params.is_ca = IsCa::ExplicitNoCa;
                params.key_usages = vec![
                    KeyUsagePurpose::DigitalSignature,
                    KeyUsagePurpose::ContentCommitment,
                ];
            }
            Purpose::TimeStamping => {
                params.is_ca = IsCa::ExplicitNoCa;
                params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
                let mut usage =
                    CustomExtension::from_oid_content(EXT_KEY_USAGE, TIME_STAMPING.to_vec());
                usage.set_criticality(true);
                params.custom_extensions = vec![usage];
            }
            Purpose::Authority => {
                params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
                params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
            }
        }
        Ok(params)
    }
}

/// Issues the self-signed certificate of a root and returns its DER.
///
/// # Errors
///
/// [`PkiError`].
pub fn root(
    name: &Name,
    key: &dyn SigningKey,
    serial: &Serial,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
) -> Result<Vec<u8>, PkiError> {
    let signer = Signer::new(key)?;
    let mut params = base(name, serial, not_before, not_after)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let certificate = params.self_signed(&signer).map_err(|_| signer.explain())?;
    Ok(certificate.der().to_vec())
}

fn base(
    name: &Name,
    serial: &Serial,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
) -> Result<CertificateParams, PkiError> {
    if not_after <= not_before {
        return Err(PkiError::EmptyPeriod);
    }
    let mut params = CertificateParams::default();
    params.distinguished_name = name.to_distinguished()?;
    params.serial_number = Some(serial.to_rcgen());
    params.not_before = not_before;
    params.not_after = not_after;
    Ok(params)
}
