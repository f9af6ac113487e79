//! Revisions that a stranger appends to a signed file, well formed where a plain mutation would not be.
//!
//! As octets: the place of the file among the seeds, then objects with a zero between them, each a
//! number and its source.

use super::base;
use super::files::{File, files};

/// Most objects of a revision.
const MOST: usize = 16;
/// Object numbers lie below: the `/Size` of the revision.
const NUMBERS: u32 = 99;

/// Returns the file with the revision that the octets describe; `None` where they describe none.
#[must_use]
pub fn updated(octets: &[u8]) -> Option<Vec<u8>> {
    let (place, objects) = octets.split_first()?;
    let file = files().get(usize::from(*place))?;
    let objects = objects.split(|octet| *octet == 0).take(MOST);
    let mut objects: Vec<(u32, &[u8])> = objects.filter_map(object).collect();
    objects.sort_by_key(|(number, _)| *number);
    objects.dedup_by_key(|(number, _)| *number);
    Some(base::updated(&file.octets, &objects))
}

fn object(octets: &[u8]) -> Option<(u32, &[u8])> {
    let digits = octets.iter().take_while(|octet| octet.is_ascii_digit());
    let (digits, source) = octets.split_at_checked(digits.count())?;
    let number: u32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (1..NUMBERS).contains(&number).then_some((number, source))
}

/// Returns the seeds: to each file, a filled field, and each object of its own once more, alone.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (place, file) in (0..).zip(files()) {
        let filled = format!("{}{}", base::FIELD, base::field("new"));
        seeds.push([&[place], filled.as_bytes()].concat());
        seeds.extend(
            objects(file)
                .iter()
                .map(|one| [&[place], one.as_slice()].concat()),
        );
    }
    seeds
}

/// Returns the newest source of each object that lies in the file by itself, after its number.
fn objects(file: &File) -> Vec<Vec<u8>> {
    let octets = &file.octets;
    let place = |key: &[u8]| octets.windows(key.len()).rposition(|word| word == key);
    let sources = (1..NUMBERS).filter_map(|number| {
        let source = octets.get(place(format!("\n{number} 0 obj\n").as_bytes())?..)?;
        let source = source.splitn(3, |octet| *octet == b'\n').last()?;
        let end = source.windows(6).position(|word| word == b"endobj")?;
        let source = source.get(..end)?;
        // A zero would end the object.
        (!source.contains(&0)).then(|| [number.to_string().as_bytes(), source].concat())
    });
    sources.collect()
}
