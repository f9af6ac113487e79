//! Whether a file is of two formats at once: one is judged, and a reader that goes by the name of the file, or
//! looks for another beginning, shows the other.
//!
//! Readers of PDF look for `%PDF-` behind the beginning of a file and for `startxref` before its end, some for
//! either alone. Readers of packages look for the end of a directory in the last 65 557 octets.

use crate::reason::{Reason, signature as reasons};
use memchr::memmem;

/// What readers of PDF look for.
const MARKS: [&[u8]; 2] = [b"%PDF-", b"startxref"];

/// What all records of a package begin with.
const MARK: &[u8] = b"PK";
/// The record that ends the directory of a package, and its length without a comment (APPNOTE 4.3.16; from
/// memory).
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// Longest comment behind it.
const LONGEST_COMMENT: usize = 65_535;
/// What a file begins with in the directory.
const LISTED: &[u8] = b"PK\x01\x02";
/// What a size or an offset is where it stands in a record of 64 bits instead.
const WIDE: usize = 0xffff_ffff;
/// Octets of directories that are searched in all.
const MOST_SEARCHED: usize = 64 << 20;
/// What every OFD package has.
const ROOT: &[u8] = b"OFD.xml";

/// Tells whether a reader of PDF may take some octets for a document.
pub(super) fn is_pdf_too(octets: &[u8]) -> bool {
    MARKS
        .iter()
        .any(|mark| memmem::find(octets, mark).is_some())
}

/// Tells the same of a message whose content is signed: what lies in the content is.
pub(super) fn is_pdf_beside(octets: &[u8], content: &[u8]) -> bool {
    let count = |octets, mark| memmem::find_iter(octets, mark).count();
    MARKS
        .iter()
        .any(|mark| count(octets, mark) > count(content, mark))
}

/// Tells whether a reader of packages may take octets for one: a directory ends before their end, and either its
/// comment ends with them or it lists what every OFD has. Attached packages do neither, as a rule.
pub(super) fn is_package_too(octets: &[u8]) -> bool {
    let from = octets.len().saturating_sub(END_LENGTH + LONGEST_COMMENT);
    let window = octets.get(from..).unwrap_or_default();
    let mut left = MOST_SEARCHED;
    let mut has_record = None;
    // One search serves for both.
    memmem::find_iter(window, MARK).any(|at| {
        let found = window.get(at..).unwrap_or_default();
        if found.starts_with(WIDE_END) {
            let search = || memmem::find(octets, WIDE_RECORD).is_some();
            return *has_record.get_or_insert_with(search);
        }
        found.starts_with(END) && is_end(octets, from.saturating_add(at), &mut left)
    })
}

/// What leads to the record of 64 bits that ends a directory, and that record: some readers look for no other.
const WIDE_END: &[u8] = b"PK\x06\x07";
const WIDE_RECORD: &[u8] = b"PK\x06\x06";

/// Tells whether a directory of a package ends in octets where none can.
pub(super) fn has_end_of_package(octets: &[u8]) -> bool {
    [END, WIDE_END]
        .iter()
        .any(|end| memmem::find(octets, end).is_some())
}

fn is_end(octets: &[u8], at: usize, left: &mut usize) -> bool {
    let number = |offset: usize, length: usize| {
        let start = at.saturating_add(offset);
        let octets = octets.get(start..start.saturating_add(length))?;
        Some(octets.iter().rev().fold(0_usize, |value, octet| {
            value
                .saturating_mul(256)
                .saturating_add(usize::from(*octet))
        }))
    };
    let fields = (number(12, 4), number(16, 4), number(20, 2));
    let (Some(length), Some(offset), Some(comment)) = fields else {
        return false;
    };
    // What stands for 64 bits elsewhere.
    if [length, offset].contains(&WIDE) {
        return true;
    }
    // Some readers count back from the end, some from the beginning. An empty directory is that of an empty package.
    let directories = [at.checked_sub(length), Some(offset)].map(|start| {
        let found = start.and_then(|start| octets.get(start..at));
        found.filter(|found| found.starts_with(LISTED))
    });
    let end = at.saturating_add(END_LENGTH).saturating_add(comment);
    directories.into_iter().flatten().any(|directory| {
        // Many ends may share one directory; what cannot be looked through is taken for the worst.
        let Some(rest) = left.checked_sub(directory.len()) else {
            return true;
        };
        *left = rest;
        end == octets.len() || memmem::find(directory, ROOT).is_some()
    })
}

/// What is said of it.
pub(super) fn reason() -> Reason {
    let zh = "同一文件还可作为另一种格式打开";
    let en = "the same octets are a file of another format too";
    Reason::new(&reasons::STRUCTURE_AMBIGUOUS).with_words("what", zh.into(), en.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &[u8], comment: &[u8]) -> Vec<u8> {
        let mut listed = LISTED.to_vec();
        listed.resize(46, 0);
        listed.extend_from_slice(name);
        let mut octets = b"before".to_vec();
        let length = u32::try_from(listed.len()).unwrap();
        octets.extend_from_slice(&listed);
        octets.extend_from_slice(END);
        octets.extend_from_slice(&[0; 8]);
        octets.extend_from_slice(&length.to_le_bytes());
        octets.extend_from_slice(&[0; 4]);
        octets.extend_from_slice(&u16::try_from(comment.len()).unwrap().to_le_bytes());
        octets.extend_from_slice(comment);
        octets
    }

    #[test]
    fn a_package_is_found_at_the_end_and_in_a_comment_and_an_attached_one_is_not() {
        assert!(is_package_too(&package(b"a.txt", b"")));
        assert!(is_package_too(b"PK\x06\x06 and PK\x06\x07"));
        assert!(!is_package_too(b"PK\x06\x07 and PK PK"));
        assert!(is_package_too(&package(b"a.txt", b"%%EOF")));
        let attached = [package(b"a.txt", b"").as_slice(), b"endstream"].concat();
        assert!(!is_package_too(&attached));
        let invoice = [package(b"OFD.xml", b"").as_slice(), b"endstream"].concat();
        assert!(is_package_too(&invoice));
        let far = [invoice.as_slice(), &[b' '; 65_600]].concat();
        assert!(!is_package_too(&far));
        // By its offset alone, or by a record of 64 bits.
        let mut other = invoice.clone();
        let end = other.len() - "endstream".len() - 22;
        other[end + 12] = 0;
        assert!(!is_package_too(&other));
        other[end + 16] = 6;
        assert!(is_package_too(&other));
        other[end + 12..][..4].copy_from_slice(&[0xff; 4]);
        assert!(is_package_too(&other));
        assert!(!is_package_too(b"PK\x05\x06"));
        assert!(!is_package_too(&b"PK\x05\x06".repeat(20_000)));
    }

    #[test]
    fn a_document_beside_the_content_is_found_and_one_in_it_is_not() {
        let content = b"%PDF-1.7 startxref";
        let message = [b"0x".as_slice(), content, b"certificates"].concat();
        assert!(!is_pdf_beside(&message, content));
        assert!(is_pdf_beside(
            &[&message, content.as_slice()].concat(),
            content
        ));
        assert!(is_pdf_too(&message));
        assert!(!is_pdf_too(b"certificates"));
    }
}
