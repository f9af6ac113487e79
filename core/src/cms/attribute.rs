use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag};

/// An attribute of a signer (RFC 5652, 5.3), borrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// What it is.
    pub oid: Oid,
    /// Its values, in the order of the encoding.
    pub values: Vec<Element<'a>>,
}

/// Most attributes of one set, and most values of one attribute.
const MOST: usize = 256;

impl<'a> Attribute<'a> {
    /// Reads the attributes that `attributes` holds.
    pub(super) fn read_all(mut attributes: Reader<'a>) -> Result<Vec<Self>, DerError> {
        let mut all = Vec::new();
        while !attributes.is_empty() {
            if all.len() >= MOST {
                return Err(attributes.element()?.error(DerErrorKind::TooMany));
            }
            let mut fields = attributes.sequence()?;
            let oid = fields.oid()?;
            let mut set = fields.expect(tag::SET)?.reader()?;
            fields.finish()?;
            let mut values = Vec::new();
            while !set.is_empty() {
                if values.len() >= MOST {
                    return Err(set.element()?.error(DerErrorKind::TooMany));
                }
                values.push(set.element()?);
            }
            all.push(Self { oid, values });
        }
        Ok(all)
    }
}
