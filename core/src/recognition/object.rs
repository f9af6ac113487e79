//! What every signed object has: a kind, a header, a body.

use super::{Domain, Envelope, IssuingDomain, RelyingDomain, Scope, Sha256};
use crate::json::instant;
use crate::suite::{SigningError, SigningKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use time::OffsetDateTime;

/// The kinds of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ObjectType {
    /// Keys and thresholds of a domain.
    Root,
    /// 签发机构名录: authorities of a domain.
    List,
    /// What one domain recognises of another.
    Agreement,
    /// States of the licences of a domain.
    Status,
}

impl ObjectType {
    /// Returns the DSSE payload type.
    #[must_use]
    pub fn payload_type(self) -> &'static str {
        match self {
            Self::Root => "application/vnd.yinxin.root.v1+json",
            Self::List => "application/vnd.yinxin.list.v1+json",
            Self::Agreement => "application/vnd.yinxin.agreement.v1+json",
            Self::Status => "application/vnd.yinxin.status.v1+json",
        }
    }

    /// Returns the stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::List => "list",
            Self::Agreement => "agreement",
            Self::Status => "status",
        }
    }

    /// Returns the kind that a DSSE payload type names.
    #[must_use]
    pub fn from_payload_type(text: &str) -> Option<Self> {
        [Self::Root, Self::List, Self::Agreement, Self::Status]
            .into_iter()
            .find(|kind| kind.payload_type() == text)
    }
}

/// The header of every object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Kind, the same that the payload type names.
    pub typ: ObjectType,
    /// The domain that publishes; for an agreement the issuing domain.
    pub domain: Domain,
    /// Counts up by one from 1.
    pub seq: u64,
    /// SHA-256 of the payload of the object before; `None` for the first.
    pub prev: Option<Sha256>,
    /// When it was made.
    #[serde(with = "instant")]
    pub issued_at: OffsetDateTime,
    /// Until when it is fresh; later it is used with a condition.
    #[serde(with = "instant")]
    pub fresh_until: OffsetDateTime,
    /// Until when it may be used at all.
    #[serde(with = "instant")]
    pub valid_until: OffsetDateTime,
}

/// What tells one object from another; each has a sequence of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ObjectKey {
    /// The root of a domain.
    Root(Domain),
    /// The list of a domain.
    List(Domain),
    /// The agreement by which `to` recognises licences of `from`.
    Agreement {
        /// Where licences are issued.
        from: IssuingDomain,
        /// Where they are shown.
        to: RelyingDomain,
    },
    /// A status list of a domain.
    Status {
        /// The issuing domain.
        domain: Domain,
        /// Which types it covers.
        scope: Scope,
    },
}

impl ObjectKey {
    /// Returns the kind.
    #[must_use]
    pub fn object_type(&self) -> ObjectType {
        match self {
            Self::Root(_) => ObjectType::Root,
            Self::List(_) => ObjectType::List,
            Self::Agreement { .. } => ObjectType::Agreement,
            Self::Status { .. } => ObjectType::Status,
        }
    }

    /// Returns the domain that publishes it; for an agreement the issuing domain.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        match self {
            Self::Root(domain) | Self::List(domain) | Self::Status { domain, .. } => domain,
            Self::Agreement { from, .. } => &from.0,
        }
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(domain) => write!(f, "root {domain}"),
            Self::List(domain) => write!(f, "list {domain}"),
            Self::Agreement { from, to } => write!(f, "agreement {} to {}", from.0, to.0),
            Self::Status { domain, scope } => write!(f, "status {domain} {scope}"),
        }
    }
}

/// A body that contradicts itself or its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// A list that must name something is empty.
    Empty,
    /// Something stands twice that may stand once.
    Doubled,
    /// More entries than are allowed.
    TooMany,
    /// A threshold of 0, or of more keys than there are.
    Threshold,
    /// Times or dates out of order.
    TimeOrder,
    /// The header's domain or kind is not the body's.
    HeaderDiffers,
    /// The number of octets of status does not fit the coverage.
    Coverage,
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a list that must name something is empty",
            Self::Doubled => "an entry stands twice",
            Self::TooMany => "more entries than are allowed",
            Self::Threshold => "a threshold is 0 or larger than the number of keys",
            Self::TimeOrder => "times or dates are out of order",
            Self::HeaderDiffers => "the header names another domain or kind than the body",
            Self::Coverage => "the status bits do not fit the range that is covered",
        })
    }
}

impl std::error::Error for BodyError {}

/// The body of an object.
pub trait Body: Serialize + DeserializeOwned {
    /// Kind of the object.
    const TYPE: ObjectType;

    /// Returns what tells this object from others.
    fn key(&self, header: &Header) -> ObjectKey;

    /// Checks what JSON alone does not.
    ///
    /// # Errors
    ///
    /// [`BodyError`] where the body contradicts itself or its header.
    fn check(&self, header: &Header) -> Result<(), BodyError>;
}

/// Header and body together: the octets that are signed are this as JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound = "")]
pub(crate) struct Payload<T: Body> {
    pub(crate) header: Header,
    pub(crate) body: T,
}

impl<T: Body> Payload<T> {
    pub(crate) fn check(&self) -> Result<(), BodyError> {
        let Header {
            typ,
            seq,
            issued_at,
            fresh_until,
            valid_until,
            ..
        } = &self.header;
        if *typ != T::TYPE {
            return Err(BodyError::HeaderDiffers);
        }
        if *seq == 0 || !(issued_at <= fresh_until && fresh_until <= valid_until) {
            return Err(BodyError::TimeOrder);
        }
        self.body.check(&self.header)
    }
}

/// Writes an object and signs it with each of `keys`.
///
/// Others add their signatures with [`Envelope::sign`]; an agreement needs both domains.
///
/// # Errors
///
/// [`SigningError`] where a key does not sign.
pub fn sign_object<T: Body>(
    header: &Header,
    body: &T,
    keys: &[&dyn SigningKey],
) -> Result<Envelope, SigningError> {
    #[derive(Serialize)]
    struct Written<'a, T> {
        header: &'a Header,
        body: &'a T,
    }
    // The instants of a header that cannot be written leave an empty payload, which nobody takes.
    let payload = serde_json::to_vec(&Written { header, body }).unwrap_or_default();
    let mut envelope = Envelope::new(T::TYPE.payload_type(), payload);
    for key in keys {
        envelope.sign(*key)?;
    }
    Ok(envelope)
}
