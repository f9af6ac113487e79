use super::PathFailureKind;
use crate::der::{DerError, DerErrorKind, Oid, Reader, tag};
use crate::x509::{Certificate, Extension, oids};

/// Greatest number of policies, and of mappings, of one certificate.
const MAX_POLICIES: usize = 1024;

/// What the policy extensions of one certificate say (RFC 5280, 4.2.1.4, .5, .11 and .14).
#[derive(Default)]
pub(super) struct Policies {
    /// `None` where the extension is absent.
    pub(super) policies: Option<Vec<Oid>>,
    pub(super) mappings: Vec<(Oid, Oid)>,
    pub(super) require_explicit: Option<u32>,
    pub(super) inhibit_mapping: Option<u32>,
    pub(super) inhibit_any: Option<u32>,
}

impl Policies {
    pub(super) fn read(certificate: &Certificate) -> Result<Self, PathFailureKind> {
        let mut found = Self::default();
        let mut read = |oid, into: fn(&mut Self, Extension<'_>) -> Result<(), DerError>| {
            let Some(extension) = certificate.extension(&oid) else {
                return Ok(());
            };
            into(&mut found, extension).map_err(|_| PathFailureKind::MalformedExtension(oid))
        };
        read(oids::CERTIFICATE_POLICIES, Self::read_policies)?;
        read(oids::POLICY_MAPPINGS, Self::read_mappings)?;
        read(oids::POLICY_CONSTRAINTS, Self::read_constraints)?;
        read(oids::INHIBIT_ANY_POLICY, Self::read_inhibit_any)?;
        Ok(found)
    }

    fn read_policies(&mut self, extension: Extension<'_>) -> Result<(), DerError> {
        let mut policies = Vec::new();
        each(extension.value, |mut information| {
            policies.push(information.oid()?);
            if let Some(list) = information.optional(tag::SEQUENCE)?
                && extension.critical
            {
                // Who judges a critical extension has to understand its qualifiers (4.2.1.4).
                let mut qualifiers = list.reader()?;
                while !qualifiers.is_empty() {
                    let mut qualifier = qualifiers.sequence()?;
                    if !oids::POLICY_QUALIFIERS.contains(&qualifier.oid()?) {
                        return Err(list.error(DerErrorKind::Value));
                    }
                }
            }
            information.finish()
        })?;
        self.policies = Some(policies);
        Ok(())
    }

    fn read_mappings(&mut self, extension: Extension<'_>) -> Result<(), DerError> {
        each(extension.value, |mut pair| {
            self.mappings.push((pair.oid()?, pair.oid()?));
            pair.finish()
        })
    }

    fn read_constraints(&mut self, extension: Extension<'_>) -> Result<(), DerError> {
        let mut outer = Reader::new(extension.value);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let mut skip = |number| {
            let found = fields.optional(tag::context_primitive(number))?;
            found.map(|skip| skip.unsigned()).transpose()
        };
        self.require_explicit = skip(0)?;
        self.inhibit_mapping = skip(1)?;
        fields.finish()
    }

    fn read_inhibit_any(&mut self, extension: Extension<'_>) -> Result<(), DerError> {
        let mut outer = Reader::new(extension.value);
        self.inhibit_any = Some(outer.expect(tag::INTEGER)?.unsigned()?);
        outer.finish()
    }
}

/// Reads each SEQUENCE of the SEQUENCE in `value`, of which there has to be one.
fn each<'a>(
    value: &'a [u8],
    mut read: impl FnMut(Reader<'a>) -> Result<(), DerError>,
) -> Result<(), DerError> {
    let mut outer = Reader::new(value);
    let mut list = outer.sequence()?;
    outer.finish()?;
    let mut count = 0;
    while count == 0 || !list.is_empty() {
        read(list.sequence()?)?;
        count += 1;
        if count > MAX_POLICIES {
            return Err(DerError::new(list.offset(), DerErrorKind::Value));
        }
    }
    Ok(())
}
