//! Checksums of packages, made anew so that a mutation of a file is not found out by its checksum alone.

/// Returns a package in which the checksum of each stored file fits, as far as its directory can be followed.
pub(crate) fn fitting(octets: &[u8]) -> Vec<u8> {
    let mut made = octets.to_vec();
    let end = octets.windows(4).rposition(|four| four == b"PK\x05\x06");
    let start = end.and_then(|end| number(octets, end + 16, 4));
    let mut at = start.unwrap_or(octets.len());
    while octets
        .get(at..)
        .is_some_and(|rest| rest.starts_with(b"PK\x01\x02"))
    {
        let of = |offset, length| number(octets, at + offset, length);
        let (Some(packed), Some(name), Some(extra), Some(comment), Some(local)) =
            (of(20, 4), of(28, 2), of(30, 2), of(32, 2), of(42, 4))
        else {
            break;
        };
        if let Some(data) = data(octets, local, packed) {
            let checksum = rawzip::crc32(data).to_le_bytes();
            for place in [at + 16, local + 14] {
                if let Some(field) = made.get_mut(place..place + 4) {
                    field.copy_from_slice(&checksum);
                }
            }
        }
        at += 46 + name + extra + comment;
    }
    made
}

fn number(octets: &[u8], at: usize, length: usize) -> Option<usize> {
    let field = octets.get(at..at.checked_add(length)?)?;
    Some(
        field
            .iter()
            .rev()
            .fold(0, |value, octet| value << 8 | usize::from(*octet)),
    )
}

fn data(octets: &[u8], local: usize, packed: usize) -> Option<&[u8]> {
    let is_stored = number(octets, local + 8, 2)? == 0;
    let from = local + 30 + number(octets, local + 26, 2)? + number(octets, local + 28, 2)?;
    octets
        .get(from..from.checked_add(packed)?)
        .filter(|_| is_stored)
}
