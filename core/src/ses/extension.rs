use crate::der::{DerError, Element, Oid, Reader, tag};

/// Most extensions that are read.
const MOST: usize = 64;

/// A field that a maker added (`ExtData`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension<'a> {
    /// Which.
    pub oid: Oid,
    /// Whether the maker calls it critical. FALSE is met written out.
    pub critical: bool,
    /// The octets.
    pub value: &'a [u8],
}

/// Reads `ExtensionDatas` where they stand: bare in every seal that was seen, behind `[0]` in
/// signatures and by some makers.
pub(super) fn optional<'a>(fields: &mut Reader<'a>) -> Result<Vec<Extension<'a>>, DerError> {
    if let Some(tagged) = fields.optional(tag::context(0))? {
        let mut inner = tagged.reader()?;
        // EXPLICIT: one SEQUENCE. IMPLICIT: the fields themselves.
        if let Some(tag::SEQUENCE) = inner.peek() {
            let first = inner.element()?;
            if inner.is_empty() && !is_extension(&first) {
                return all(first.reader()?);
            }
        }
        return all(tagged.reader()?);
    }
    match fields.optional(tag::SEQUENCE)? {
        Some(bare) => all(bare.reader()?),
        None => Ok(Vec::new()),
    }
}

fn is_extension(element: &Element<'_>) -> bool {
    element
        .reader()
        .is_ok_and(|inner| inner.peek() == Some(tag::OID))
}

fn all(mut list: Reader<'_>) -> Result<Vec<Extension<'_>>, DerError> {
    let mut found = Vec::new();
    while !list.is_empty() && found.len() < MOST {
        let mut fields = list.sequence()?;
        let oid = fields.oid()?;
        let critical = match fields.optional(tag::BOOLEAN)? {
            Some(critical) => critical.boolean()?,
            None => false,
        };
        let value = fields.expect(tag::OCTET_STRING)?.value();
        fields.finish()?;
        found.push(Extension {
            oid,
            critical,
            value,
        });
    }
    list.finish()?;
    Ok(found)
}
