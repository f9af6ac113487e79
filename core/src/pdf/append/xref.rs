//! Writing the cross-reference section and trailer of a revision.

use super::super::document::Document;
use super::super::object::ObjectId;
use super::AppendError;

/// Number, offset in the file, and generation of each object, by number.
type Rows = Vec<(u32, usize, u16)>;

/// Writes the section: a stream under the number `stream`, else a table.
pub(super) fn write(
    document: &Document<'_>,
    bytes: &mut Vec<u8>,
    mut rows: Rows,
    stream: Option<ObjectId>,
    size: u32,
) -> Result<(), AppendError> {
    // Counted as the base counts.
    let origin = document.origin.unwrap_or_default();
    let at = (document.bytes().len() + bytes.len()).saturating_sub(origin);
    // Ten digits in a table, five octets in a stream.
    let most: u64 = if stream.is_some() {
        (1 << 40) - 1
    } else {
        9_999_999_999
    };
    if u64::try_from(at).map_or(true, |at| at > most) {
        return Err(AppendError::TooLarge {
            what: "octets of the file",
        });
    }
    let trailer = trailer(document, origin, size)?;
    match stream {
        None => table(bytes, &rows, &trailer),
        Some(id) => {
            rows.push((id.number, at, 0));
            self::stream(bytes, &rows, &trailer, id);
        }
    }
    bytes.extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
    Ok(())
}

/// Returns what the trailer holds, copied from the newest trailer that has it; nothing else is
/// copied, so no stale `/XRefStm`.
fn trailer(document: &Document<'_>, origin: usize, size: u32) -> Result<Vec<u8>, AppendError> {
    let sections = document.sections();
    let prev = sections.last().ok_or(AppendError::Recovered)?.span.start;
    let prev = prev.saturating_sub(origin);
    let mut out = format!("/Size {size}/Prev {prev}").into_bytes();
    for key in ["Root", "Info", "ID", "Encrypt"] {
        let found = sections
            .iter()
            .rev()
            .find_map(|section| section.trailer.entry(key));
        if let Some(entry) = found {
            out.extend_from_slice(format!("/{key} ").as_bytes());
            out.extend_from_slice(entry.span.of(document.bytes()));
        }
    }
    Ok(out)
}

/// Groups rows with consecutive numbers.
fn subsections(rows: &Rows) -> impl Iterator<Item = &[(u32, usize, u16)]> {
    rows.chunk_by(|a, b| a.0.checked_add(1) == Some(b.0))
}

fn table(bytes: &mut Vec<u8>, rows: &Rows, trailer: &[u8]) {
    bytes.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for part in subsections(rows) {
        let Some((first, ..)) = part.first() else {
            continue;
        };
        bytes.extend_from_slice(format!("{first} {}\n", part.len()).as_bytes());
        for (_, offset, generation) in part {
            bytes.extend_from_slice(format!("{offset:010} {generation:05} n \n").as_bytes());
        }
    }
    bytes.extend_from_slice(b"trailer\n<<");
    bytes.extend_from_slice(trailer);
    bytes.extend_from_slice(b">>\n");
}

fn stream(bytes: &mut Vec<u8>, rows: &Rows, trailer: &[u8], id: ObjectId) {
    let mut index = String::new();
    let mut data = Vec::with_capacity(rows.len() * 8);
    for part in subsections(rows) {
        let Some((first, ..)) = part.first() else {
            continue;
        };
        index.push_str(&format!(" {first} {}", part.len()));
        for (_, offset, generation) in part {
            data.push(1);
            // The low five octets: `write` has checked that there are no others.
            let offset = u64::try_from(*offset).unwrap_or(u64::MAX).to_be_bytes();
            data.extend_from_slice(offset.get(3..).unwrap_or_default());
            data.extend_from_slice(&generation.to_be_bytes());
        }
    }
    let head = format!(
        "{} 0 obj\n<</Type/XRef/W[1 5 2]/Index[{}]/Length {}",
        id.number,
        index.trim_start(),
        data.len()
    );
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend_from_slice(trailer);
    bytes.extend_from_slice(b">>\nstream\n");
    bytes.extend_from_slice(&data);
    bytes.extend_from_slice(b"\nendstream\nendobj\n");
}
