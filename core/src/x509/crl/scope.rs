use super::super::extension::distribution_point_name;
use super::super::{GeneralName, Name, Reasons};
use crate::der::{DerError, Reader, tag};

/// What a CRL covers (RFC 5280, 5.2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuingDistributionPoint {
    /// Names of the distribution point; a relative one is completed with the name of the issuer.
    pub names: Option<Vec<GeneralName>>,
    /// End-entity certificates only.
    pub only_user: bool,
    /// Certificates of authorities only.
    pub only_ca: bool,
    /// Attribute certificates only.
    pub only_attribute: bool,
    /// The reasons that are covered.
    pub reasons: Reasons,
    /// Certificates of other issuers too.
    pub indirect: bool,
}

impl IssuingDistributionPoint {
    pub(super) fn parse(value: &[u8], issuer: &Name) -> Result<Self, DerError> {
        let mut outer = Reader::new(value);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let names = fields
            .optional(tag::context(0))?
            .map(|name| distribution_point_name(&name, issuer))
            .transpose()?;
        let flag = |fields: &mut Reader<'_>, number| {
            fields
                .optional(tag::context_primitive(number))?
                .map_or(Ok(false), |element| element.boolean())
        };
        let only_user = flag(&mut fields, 1)?;
        let only_ca = flag(&mut fields, 2)?;
        let reasons = fields
            .optional(tag::context_primitive(3))?
            .map_or(Ok(Reasons::ALL), |element| Reasons::from_element(&element))?;
        let indirect = flag(&mut fields, 4)?;
        let only_attribute = flag(&mut fields, 5)?;
        fields.finish()?;
        Ok(Self {
            names,
            only_user,
            only_ca,
            only_attribute,
            reasons,
            indirect,
        })
    }
}
