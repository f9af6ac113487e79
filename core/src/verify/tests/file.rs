//! Small PDF files, signed.

use super::pki::{AT, Identity};
use crate::cms::{SignOptions, Signer, sign_detached};
use crate::pdf::{Appearance, Document, SignatureRequest, SignatureRevision};
use crate::suite::{DigestAlgorithm, Digester, digest};
use std::fmt::Write as _;

/// A page, a form with a text field and an empty signature field, and what else is given.
pub(super) fn objects() -> Vec<(u32, String)> {
    let objects = [
        (1, "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>"),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (
            3,
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R\
             /Resources<</Font<</F1 8 0 R>>>>/Annots[6 0 R 7 0 R]>>",
        ),
        (
            4,
            "<</Length 25>>stream\nBT /F1 9 Tf (Hello) Tj ET\nendstream",
        ),
        (
            5,
            "<</Fields[6 0 R 7 0 R]/DR<</Font<</Helv 8 0 R>>>>/DA(/Helv 0 Tf)>>",
        ),
        (
            6,
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/F 4/Rect[9 9 99 29]/P 3 0 R/V(old)>>",
        ),
        (
            7,
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(Prepared)/F 132/Rect[0 0 0 0]/P 3 0 R>>",
        ),
        (8, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    ];
    let owned = objects.map(|(number, text)| (number, text.to_owned()));
    owned.to_vec()
}

/// A file that nobody signed.
pub(super) fn unsigned() -> Vec<u8> {
    update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects(), "")
}

/// Appends a revision with a table; `trailer` is added to the trailer.
pub(super) fn update(file: &[u8], objects: &[(u32, String)], trailer: &str) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let mut rows = String::from("xref\n0 1\n0000000000 65535 f \n");
    for (number, value) in objects {
        write!(rows, "{number} 1\n{:010} 00000 n \n", bytes.len()).unwrap();
        bytes.extend_from_slice(format!("{number} 0 obj\n{value}\nendobj\n").as_bytes());
    }
    // Signing numbers its objects from here on.
    let size = last_number(file, "/Size ").unwrap_or(90);
    let prev = last_number(file, "startxref\n").map_or(String::new(), |at| format!("/Prev {at}"));
    let start = bytes.len();
    let text = format!(
        "{rows}trailer\n<</Size {size}/Root 1 0 R/ID[<aa><bb>]{prev}{trailer}>>\n\
         startxref\n{start}\n%%EOF\n"
    );
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

/// As [`update`], with text as it stands in the source of a test.
pub(super) fn updated(file: &[u8], objects: &[(u32, &str)]) -> Vec<u8> {
    let objects: Vec<_> = objects
        .iter()
        .map(|(number, text)| (*number, (*text).to_owned()))
        .collect();
    update(file, &objects, "")
}

/// The number after the last of these words.
fn last_number(file: &[u8], words: &str) -> Option<usize> {
    let text = String::from_utf8_lossy(file);
    let (_, after) = text.rsplit_once(words)?;
    let digits = after.split(|next: char| !next.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// Signs as the product does; `change` changes the request.
pub(super) fn sign_as<'r>(
    file: &[u8],
    signer: &Identity,
    field: &'r str,
    change: impl FnOnce(&mut SignatureRequest<'r>),
) -> Vec<u8> {
    let document = Document::open(file).unwrap();
    let mut request = SignatureRequest::new(field);
    request.claimed_time = Some(AT);
    change(&mut request);
    let maker = Signer::new(&signer.chain).unwrap();
    let delta = crate::sign::sign(&document, &maker, &signer.key, request).unwrap();
    [file, &delta].concat()
}

pub(super) fn sign(file: &[u8], signer: &Identity, field: &str) -> Vec<u8> {
    sign_as(file, signer, field, |_| {})
}

/// Signs with a message that `make` makes from the digest.
pub(super) fn sign_with<'r>(
    file: &[u8],
    field: &'r str,
    change: impl FnOnce(&mut SignatureRequest<'r>),
    make: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let document = Document::open(file).unwrap();
    let mut request = SignatureRequest::new(field);
    request.claimed_time = Some(AT);
    change(&mut request);
    let prepared = SignatureRevision::prepare(&document, &request).unwrap();
    let mut digester = Digester::new(DigestAlgorithm::Sha256);
    digester.update(file);
    digester.update(prepared.before_contents());
    digester.update(prepared.after_contents());
    let delta = prepared.embed(&make(&digester.finish())).unwrap();
    [file, &delta].concat()
}

/// The message of a signature of level B-B.
pub(super) fn message(signer: &Identity, digest: &[u8]) -> Vec<u8> {
    sign_detached(digest, &signer.key, &signer.chain, &SignOptions::default()).unwrap()
}

/// What is shown by a visible signature.
pub(super) fn picture() -> Appearance<'static> {
    Appearance {
        page: 0,
        rectangle: [200.0, 200.0, 260.0, 260.0],
        content: b"1 0 0 RG 2 w 1 1 58 58 re S",
        bounding_box: [0.0, 0.0, 60.0, 60.0],
        resources: None,
        points: None,
    }
}

/// Room for `/ByteRange` and `/Contents` in a file that [`by_hand`] signs.
pub(super) fn room() -> String {
    let zeros = "0".repeat(4000);
    format!("/ByteRange[0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC]/Contents<{zeros}>")
}

/// Fills what [`room`] left, in a file that is anything at all.
pub(super) fn by_hand(file: Vec<u8>, signer: &Identity) -> Vec<u8> {
    by_hand_later(file, signer, 0)
}

/// As [`by_hand`], where the room is after `from`.
pub(super) fn by_hand_later(mut file: Vec<u8>, signer: &Identity, from: usize) -> Vec<u8> {
    let at = from + find(&file[from..], b"/Contents<00") + 9;
    let end = at + 4002;
    let numbers = [at, end, file.len() - end];
    for (mark, number) in ["AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC"]
        .iter()
        .zip(numbers)
    {
        let place = find(&file, mark.as_bytes());
        file[place..place + 10].copy_from_slice(format!("{number:<10}").as_bytes());
    }
    let covered = [&file[..at], &file[end..]].concat();
    let made = message(signer, &digest(DigestAlgorithm::Sha256, &covered));
    let mut text = String::new();
    for octet in made {
        write!(text, "{octet:02x}").unwrap();
    }
    file[at + 1..at + 1 + text.len()].copy_from_slice(text.as_bytes());
    file
}

/// Objects with a signature dictionary as number 10, the value of the prepared field.
pub(super) fn objects_by_hand(dictionary: &str, field: &str) -> Vec<(u32, String)> {
    let mut objects = objects();
    for (number, text) in &mut objects {
        if *number == 7 {
            *text = text.replace("/T(Prepared)", &format!("/T(Prepared){field}"));
        }
    }
    objects.push((10, dictionary.to_owned()));
    objects
}

/// A signature dictionary with room.
pub(super) fn dictionary(sub_filter: &str, entries: &str) -> String {
    format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/{sub_filter}{}/M(D:20260615000000Z){entries}>>",
        room()
    )
}

/// Where the octets begin first.
pub(super) fn find(file: &[u8], octets: &[u8]) -> usize {
    file.windows(octets.len())
        .position(|window| window == octets)
        .unwrap()
}

/// The file with the first `from` replaced by `to`, which is as long.
pub(super) fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut file = file.to_vec();
    let at = find(&file, from.as_bytes());
    file[at..at + to.len()].copy_from_slice(to.as_bytes());
    file
}
