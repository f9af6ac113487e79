//! Names of fields.

use super::super::ServiceError;
use std::path::Path;
use yinxin_core::pdf::Document;

/// Returns the first of `Signature1`, `Signature2`, … that no field has.
pub(super) fn free_field(document: &Document<'_>, path: &Path) -> Result<String, ServiceError> {
    let signatures = document
        .latest()
        .signatures()
        .map_err(|error| ServiceError::Document {
            path: path.into(),
            source: Box::new(error),
        })?;
    let places = signatures.found.iter().flat_map(|found| &found.places);
    let empty = signatures.empty.iter().map(|empty| &empty.place);
    let mut taken: std::collections::HashSet<String> = places
        .chain(empty)
        .map(|place| place.name.clone())
        .collect();
    taken.extend(signatures.other_fields);
    // The nodes above a field have names too.
    let above: Vec<String> = taken
        .iter()
        .flat_map(|name| {
            name.match_indices('.')
                .map(|(at, _)| name.split_at(at).0.to_owned())
        })
        .collect();
    taken.extend(above);
    let mut number = 1_u32;
    loop {
        let name = format!("Signature{number}");
        if !taken.contains(&name) {
            return Ok(name);
        }
        number = number.saturating_add(1);
    }
}
