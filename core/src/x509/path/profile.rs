//! What RFC 5280 asks of those who issue, and leaves to those who judge.

use super::{PathFailure, PathFailureKind};
use crate::der::{DerError, DerErrorKind, Oid, Reader, tag};
use crate::x509::{Certificate, Extension, GeneralName, oids};
use std::fmt;

/// How much is asked of the certificates of a path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathProfile {
    /// What RFC 5280 asks of those who judge (section 6). Authorities of many countries issue
    /// certificates that miss a rule for issuing, and those harm nobody.
    #[default]
    Standard,
    /// Also what RFC 5280 asks of those who issue: each [`ProfileRule`].
    Strict,
}

/// A rule of RFC 5280 for those who issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileRule {
    /// A serial number is positive and has at most 20 octets (4.1.2.2).
    SerialNumber,
    /// What an authority issues names its key by keyIdentifier (4.2.1.1).
    AuthorityKeyIdentifier,
    /// An authority has a subject key identifier, by which what it issues names its key (4.2.1.2).
    SubjectKeyIdentifier,
    /// keyCertSign is for authorities (4.2.1.3).
    KeyCertSign,
    /// A policy stands once in a certificate (4.2.1.4).
    RepeatedPolicy,
    /// Alternative names: at least one, host names in the preferred syntax, and critical where the
    /// subject is empty (4.2.1.6).
    SubjectAltName,
    /// The basic constraints of an authority are critical (4.2.1.9).
    BasicConstraints,
    /// Name constraints are critical and stand in authorities (4.2.1.10).
    NameConstraints,
    /// Policy constraints are critical and constrain something (4.2.1.11).
    PolicyConstraints,
    /// The inhibition of anyPolicy is critical (4.2.1.14).
    InhibitAnyPolicy,
    /// Access to information about the authority: at least one place (4.2.2.1).
    AuthorityInfoAccess,
}

impl ProfileRule {
    /// Returns the clause of RFC 5280.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::SerialNumber => "4.1.2.2",
            Self::AuthorityKeyIdentifier => "4.2.1.1",
            Self::SubjectKeyIdentifier => "4.2.1.2",
            Self::KeyCertSign => "4.2.1.3",
            Self::RepeatedPolicy => "4.2.1.4",
            Self::SubjectAltName => "4.2.1.6",
            Self::BasicConstraints => "4.2.1.9",
            Self::NameConstraints => "4.2.1.10",
            Self::PolicyConstraints => "4.2.1.11",
            Self::InhibitAnyPolicy => "4.2.1.14",
            Self::AuthorityInfoAccess => "4.2.2.1",
        }
    }
}

impl fmt::Display for ProfileRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it is not issued as RFC 5280, {} asks", self.clause())
    }
}

/// Checks each certificate of `chain`, the leaf first, by itself and against its issuer.
pub(super) fn check(chain: &[&Certificate], failures: &mut Vec<PathFailure>) {
    for (index, certificate) in chain.iter().enumerate() {
        let mut fail = |rule| {
            let kind = PathFailureKind::Profile(rule);
            failures.push(PathFailure { index, kind });
        };
        let broken = RULES.iter().filter(|(_, is_kept)| !is_kept(certificate));
        broken.for_each(|(rule, _)| fail(*rule));
        let own = certificate.is_self_issued().then_some(certificate);
        let issuer = chain.get(index.saturating_add(1)).or(own);
        if issuer.is_some_and(|issuer| !names_key_of(certificate, issuer)) {
            fail(ProfileRule::SubjectKeyIdentifier);
        }
    }
}

/// Whether a certificate names the key of its issuer as that one does, where both do. An anchor of
/// its own name is taken for its own issuer.
fn names_key_of(certificate: &Certificate, issuer: &Certificate) -> bool {
    certificate
        .authority_key_identifier()
        .zip(issuer.subject_key_identifier())
        .is_none_or(|(named, own)| named == own)
}

type Check = fn(&Certificate) -> bool;

const RULES: [(ProfileRule, Check); 11] = [
    (ProfileRule::SerialNumber, serial_number),
    (
        ProfileRule::AuthorityKeyIdentifier,
        authority_key_identifier,
    ),
    (ProfileRule::SubjectKeyIdentifier, subject_key_identifier),
    (ProfileRule::KeyCertSign, key_cert_sign),
    (ProfileRule::RepeatedPolicy, repeated_policy),
    (ProfileRule::SubjectAltName, subject_alt_name),
    (ProfileRule::BasicConstraints, basic_constraints),
    (ProfileRule::NameConstraints, name_constraints),
    (ProfileRule::PolicyConstraints, policy_constraints),
    (ProfileRule::InhibitAnyPolicy, inhibit_any_policy),
    (ProfileRule::AuthorityInfoAccess, authority_info_access),
];

fn is_ca(certificate: &Certificate) -> bool {
    certificate.basic_constraints().is_some_and(|c| c.ca)
}

/// Whether `extension` is absent or `holds` for it.
fn holds(certificate: &Certificate, oid: Oid, holds: impl Fn(Extension<'_>) -> bool) -> bool {
    certificate.extension(&oid).is_none_or(holds)
}

fn serial_number(certificate: &Certificate) -> bool {
    let serial = certificate.serial();
    let is_positive = serial.first().is_some_and(|first| first & 0x80 == 0)
        && serial.iter().any(|octet| *octet != 0);
    is_positive && serial.len() <= 20
}

/// Self-signed certificates may leave it out.
fn authority_key_identifier(certificate: &Certificate) -> bool {
    let named = certificate.authority_key_identifier();
    if !certificate.is_self_issued() {
        return named.is_some();
    }
    certificate
        .extension(&oids::AUTHORITY_KEY_IDENTIFIER)
        .is_none()
        || named.is_some()
}

fn subject_key_identifier(certificate: &Certificate) -> bool {
    !is_ca(certificate) || certificate.subject_key_identifier().is_some()
}

fn key_cert_sign(certificate: &Certificate) -> bool {
    is_ca(certificate)
        || certificate
            .key_usage()
            .is_none_or(|usage| !usage.key_cert_sign())
}

fn repeated_policy(certificate: &Certificate) -> bool {
    holds(certificate, oids::CERTIFICATE_POLICIES, |extension| {
        let read = || -> Result<bool, DerError> {
            let mut list = Reader::new(extension.value).sequence()?;
            let mut seen = std::collections::BTreeSet::new();
            while !list.is_empty() {
                if !seen.insert(list.sequence()?.oid()?) {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        read().unwrap_or(false)
    })
}

fn subject_alt_name(certificate: &Certificate) -> bool {
    let names = certificate.subject_alt_names();
    let is_needed = certificate.subject().is_empty() && !is_ca(certificate);
    match certificate.extension(&oids::SUBJECT_ALT_NAME) {
        None => !is_needed,
        Some(extension) => {
            (extension.critical || !certificate.subject().is_empty())
                && !names.is_empty()
                && names.iter().all(is_preferred)
        }
    }
}

/// The preferred name syntax of RFC 1034, 3.5 and RFC 1123, 2.1, with a wildcard in front. A last
/// label of digits would be an address.
fn is_preferred(name: &GeneralName) -> bool {
    let GeneralName::Dns(name) = name else {
        return true;
    };
    let name = name.strip_prefix("*.").unwrap_or(name);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|o| o.is_ascii_alphanumeric() || o == b'-')
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    name.len() <= 253
        && name.split('.').all(is_label)
        && !last.bytes().all(|octet| octet.is_ascii_digit())
}

fn basic_constraints(certificate: &Certificate) -> bool {
    !is_ca(certificate) || holds(certificate, oids::BASIC_CONSTRAINTS, |e| e.critical)
}

fn name_constraints(certificate: &Certificate) -> bool {
    holds(certificate, oids::NAME_CONSTRAINTS, |extension| {
        extension.critical && is_ca(certificate)
    })
}

fn policy_constraints(certificate: &Certificate) -> bool {
    holds(certificate, oids::POLICY_CONSTRAINTS, |extension| {
        let fields = Reader::new(extension.value).sequence();
        extension.critical && fields.is_ok_and(|fields| !fields.is_empty())
    })
}

fn inhibit_any_policy(certificate: &Certificate) -> bool {
    holds(certificate, oids::INHIBIT_ANY_POLICY, |e| e.critical)
}

fn authority_info_access(certificate: &Certificate) -> bool {
    holds(certificate, oids::AUTHORITY_INFO_ACCESS, |extension| {
        let read = || -> Result<(), DerError> {
            let mut outer = Reader::new(extension.value);
            let mut places = outer.sequence()?;
            outer.finish()?;
            if places.is_empty() {
                return Err(DerError::new(0, DerErrorKind::Value));
            }
            while !places.is_empty() {
                let mut place = places.sequence()?;
                place.expect(tag::OID)?.oid()?;
                GeneralName::from_element(&place.element()?)?;
                place.finish()?;
            }
            Ok(())
        };
        read().is_ok()
    })
}
