//! Names of fields.

use yinxin_core::pdf::Signatures;

/// Returns the first of `Signature1`, `Signature2`, … (with another `stem`, as that says) that no
/// field has.
pub(in super::super) fn free_field(signatures: &Signatures<'_>, stem: &str) -> String {
    let places = signatures.found.iter().flat_map(|found| &found.places);
    let empty = signatures.empty.iter().map(|empty| &empty.place);
    let names = places
        .chain(empty)
        .map(|place| place.name.as_str())
        .chain(signatures.other_fields.iter().map(String::as_str));
    // The nodes above a field have names too; a new field stands at the top.
    let taken: std::collections::HashSet<&str> = names
        .map(|name| name.split_once('.').map_or(name, |(top, _)| top))
        .collect();
    let mut number = 1_u32;
    loop {
        let name = format!("{stem}{number}");
        if !taken.contains(name.as_str()) {
            return name;
        }
        number = number.saturating_add(1);
    }
}
