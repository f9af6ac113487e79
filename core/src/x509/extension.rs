use super::{GeneralName, Name};
use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag};

/// One extension of a certificate or CRL, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension<'a> {
    /// What it is.
    pub oid: Oid,
    /// Whether it may be ignored (`false`) by those who do not know it.
    pub critical: bool,
    /// The DER inside the extnValue OCTET STRING.
    pub value: &'a [u8],
}

impl<'a> Extension<'a> {
    /// Reads an Extension (RFC 5280, 4.1) from `fields`.
    pub(crate) fn read(extensions: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = extensions.sequence()?;
        let oid = fields.oid()?;
        let critical = fields.boolean_or_false()?;
        let value = fields.expect(tag::OCTET_STRING)?.value();
        fields.finish()?;
        Ok(Self {
            oid,
            critical,
            value,
        })
    }
}

/// Basic constraints (RFC 5280, 4.2.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject is a certification authority.
    pub ca: bool,
    /// How many intermediate certificates may follow, self-issued ones not counted.
    pub path_length: Option<u32>,
}

impl BasicConstraints {
    pub(super) fn parse(value: &[u8]) -> Result<Self, DerError> {
        let mut outer = Reader::new(value);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let ca = fields.boolean_or_false()?;
        let length = fields.optional(tag::INTEGER)?;
        let path_length = length.map(|length| length.unsigned()).transpose()?;
        fields.finish()?;
        Ok(Self { ca, path_length })
    }
}

/// Key usage (RFC 5280, 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(u32);

impl KeyUsage {
    pub(super) fn parse(value: &[u8]) -> Result<Self, DerError> {
        let mut outer = Reader::new(value);
        let bits = outer.expect(tag::BIT_STRING)?.named_bits()?;
        outer.finish()?;
        Ok(Self(bits))
    }

    /// Tells whether bit digitalSignature is set.
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.0 & 1 != 0
    }

    /// Tells whether bit nonRepudiation (contentCommitment) is set.
    #[must_use]
    pub const fn non_repudiation(self) -> bool {
        self.0 & (1 << 1) != 0
    }

    /// Tells whether bit keyCertSign is set.
    #[must_use]
    pub const fn key_cert_sign(self) -> bool {
        self.0 & (1 << 5) != 0
    }

    /// Tells whether bit cRLSign is set.
    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.0 & (1 << 6) != 0
    }
}

/// Extended key usage (RFC 5280, 4.2.1.12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedKeyUsage {
    /// Whether the extension is critical.
    pub critical: bool,
    /// The purposes, in the order of the certificate.
    pub purposes: Vec<Oid>,
}

impl ExtendedKeyUsage {
    pub(super) fn parse(critical: bool, value: &[u8]) -> Result<Self, DerError> {
        let mut outer = Reader::new(value);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let mut purposes = vec![fields.oid()?];
        while !fields.is_empty() {
            purposes.push(fields.oid()?);
        }
        Ok(Self { critical, purposes })
    }
}

/// A set of revocation reasons (RFC 5280, 4.2.1.13, ReasonFlags).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reasons(u32);

impl Reasons {
    /// Bits 1 (keyCompromise) to 8 (aACompromise).
    pub const ALL: Self = Self(0x1fe);
    /// No reason.
    pub const NONE: Self = Self(0);

    pub(crate) fn from_element(element: &Element<'_>) -> Result<Self, DerError> {
        element.named_bits().map(|bits| Self(bits & Self::ALL.0))
    }

    /// Returns the reasons in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns the reasons in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A distribution point of a certificate (RFC 5280, 4.2.1.13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistributionPoint {
    /// Its names; a relative one is completed with the name of the issuer. `None` where it has none.
    pub names: Option<Vec<GeneralName>>,
    /// The reasons that its CRLs cover.
    pub reasons: Reasons,
    /// Who issues its CRLs, where it is not the issuer of the certificate.
    pub crl_issuer: Option<Vec<GeneralName>>,
}

impl DistributionPoint {
    pub(super) fn parse_all(value: &[u8], issuer: &Name) -> Result<Vec<Self>, DerError> {
        let mut outer = Reader::new(value);
        let mut points = outer.sequence()?;
        outer.finish()?;
        let mut all = Vec::new();
        while !points.is_empty() {
            let mut fields = points.sequence()?;
            let name = fields.optional(tag::context(0))?;
            let reasons = fields
                .optional(tag::context_primitive(1))?
                .map_or(Ok(Reasons::ALL), |element| Reasons::from_element(&element))?;
            let crl_issuer = fields
                .optional(tag::context(2))?
                .map(|names| GeneralName::read_each(names.reader()?))
                .transpose()?;
            fields.finish()?;
            let relative_to = relative_to(crl_issuer.as_deref(), issuer);
            let names = name
                .map(|name| distribution_point_name(&name, relative_to))
                .transpose()?;
            all.push(Self {
                names,
                reasons,
                crl_issuer,
            });
        }
        Ok(all)
    }

    /// Returns the `http` and `https` addresses of the point.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().filter_map(|name| match name {
            GeneralName::Uri(uri) if uri.starts_with("http://") || uri.starts_with("https://") => {
                Some(uri.as_str())
            }
            _ => None,
        })
    }
}

/// The name that a relative one is below: that of who issues the lists (RFC 5280, 4.2.1.13).
fn relative_to<'a>(crl_issuer: Option<&'a [GeneralName]>, issuer: &'a Name) -> &'a Name {
    let directory = |name: &'a GeneralName| match name {
        GeneralName::Directory(name) => Some(name),
        _ => None,
    };
    crl_issuer
        .and_then(|names| names.iter().find_map(directory))
        .unwrap_or(issuer)
}

/// Reads the DistributionPointName inside `outer`.
pub(super) fn distribution_point_name(
    outer: &Element<'_>,
    issuer: &Name,
) -> Result<Vec<GeneralName>, DerError> {
    let mut choice = outer.reader()?;
    let element = choice.element()?;
    choice.finish()?;
    match element.tag() {
        0xa0 => GeneralName::read_each(element.reader()?),
        0xa1 => Ok(vec![GeneralName::Directory(issuer.child(element.value())?)]),
        _ => Err(element.error(DerErrorKind::Value)),
    }
}

/// Reads the keyIdentifier of an AuthorityKeyIdentifier (RFC 5280, 4.2.1.1).
pub(super) fn authority_key_identifier(value: &[u8]) -> Result<Option<Vec<u8>>, DerError> {
    let mut outer = Reader::new(value);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    Ok(fields
        .optional(tag::context_primitive(0))?
        .map(|key| key.value().to_vec()))
}
