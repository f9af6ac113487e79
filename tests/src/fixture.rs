//! Small PDF files made from code, and what is done to them.
//!
//! Everything is fixed (no clock, no randomness), so two runs give the same bytes. Object numbers
//! are the same in every kind: 1 catalog, 2 page tree, 3 and 6 pages, 4 and 7 their contents,
//! 5 font, 8 document information.

mod damage;
pub mod hostile;
mod writer;

pub use damage::{alter_signed_text, append_page_change, blank_last_signature};
use std::io::Write;
use std::path::Path;
use writer::{Object, cross_reference_stream, cross_reference_table, table_update};

/// Text of the first page; [`alter_signed_text`] changes one letter of it.
const FIRST_PAGE: &str = "Fixture page one";

/// Kind of a base file: what its cross references look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One revision with a classic cross-reference table.
    ClassicTable,
    /// One revision with a cross-reference stream; no object is compressed.
    XrefStream,
    /// One revision with a cross-reference stream; objects lie in an object stream.
    ObjectStream,
    /// Three revisions, each with a classic table.
    MultiRevision,
}

impl Kind {
    /// Every kind that is made from code; linearized files are made of the first by qpdf.
    pub const ALL: [Self; 4] = [
        Self::ClassicTable,
        Self::XrefStream,
        Self::ObjectStream,
        Self::MultiRevision,
    ];

    /// Returns the name of the kind, as the file is named.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClassicTable => "classic-table",
            Self::XrefStream => "xref-stream",
            Self::ObjectStream => "object-stream",
            Self::MultiRevision => "multi-revision",
        }
    }
}

/// Returns the base file of that kind: two pages of text, no signature, no form.
pub fn base(kind: Kind) -> Vec<u8> {
    let objects = base_objects("<< /Type /Catalog /Pages 2 0 R >>");
    match kind {
        Kind::ClassicTable => cross_reference_table(&objects),
        Kind::XrefStream => cross_reference_stream(&objects, false),
        Kind::ObjectStream => cross_reference_stream(&objects, true),
        Kind::MultiRevision => {
            let first = cross_reference_table(&objects);
            let second = table_update(first, &[text_object(7, "Fixture page two, corrected")]);
            table_update(
                second,
                &[text_object(7, "Fixture page two, corrected twice")],
            )
        }
    }
}

/// Returns a file with a form: the text field `Remark` and the empty signature field `Seal`.
pub fn with_empty_signature_field() -> Vec<u8> {
    let mut objects =
        base_objects("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [9 0 R 10 0 R] >> >>");
    objects[2] = page(3, 4, "/Annots [9 0 R 10 0 R] ");
    objects.push(Object::value(
        9,
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /P 3 0 R /F 132 \
         /Rect [350 100 470 220] >>",
    ));
    objects.push(Object::value(
        10,
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Remark) /P 3 0 R /F 4 \
         /DA (/F1 12 Tf) /Rect [72 600 300 620] >>",
    ));
    cross_reference_table(&objects)
}

/// Returns a file whose only signature cannot be read: its `/Contents` holds no CMS object.
pub fn with_unreadable_signature() -> Vec<u8> {
    with_signature_contents(&[0; 4])
}

/// Returns a file with one signature that holds `contents`; its byte range covers next to nothing.
pub fn with_signature_contents(contents: &[u8]) -> Vec<u8> {
    let mut objects = base_objects(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [9 0 R] /SigFlags 3 >> >>",
    );
    objects[2] = page(3, 4, "/Annots [9 0 R] ");
    objects.push(Object::value(
        9,
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig1) /V 10 0 R /P 3 0 R /F 132 \
         /Rect [0 0 0 0] >>",
    ));
    let digits: String = contents
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    objects.push(Object::value(
        10,
        &format!(
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
             /ByteRange [0 10 20 10] /Contents <{digits}> >>"
        ),
    ));
    cross_reference_table(&objects)
}

/// Writes a file that holds one stream of `octets` zeros; on most file systems it takes no room.
///
/// # Panics
///
/// If the file cannot be written.
pub fn write_large(path: &Path, octets: u64) {
    let before = cross_reference_table(&base_objects(
        "<< /Type /Catalog /Pages 2 0 R /PieceInfo << /Ballast << /Private 9 0 R >> >> >>",
    ));
    // The update that holds the large stream is written around a hole.
    let head = format!("9 0 obj\n<< /Length {octets} >>\nstream\n");
    let tail = "\nendstream\nendobj\n";
    let place = before.len() as u64;
    let end = place + head.len() as u64 + octets + tail.len() as u64;
    let trailer = format!(
        "xref\n9 1\n{place:010} 00000 n \ntrailer\n<< /Size 10 /Root 1 0 R /Info 8 0 R \
         /Prev {} /ID {} >>\nstartxref\n{end}\n%%EOF\n",
        writer::last_start(&before),
        writer::IDENTIFIER,
    );
    let mut file = std::fs::File::create(path).expect("the large file can be made");
    file.write_all(&before)
        .expect("the large file can be written");
    file.write_all(head.as_bytes())
        .expect("the large file can be written");
    file.set_len(place + head.len() as u64 + octets)
        .expect("the large file can grow");
    std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).expect("the end can be reached");
    file.write_all(tail.as_bytes())
        .expect("the large file can be written");
    file.write_all(trailer.as_bytes())
        .expect("the large file can be written");
}

fn base_objects(catalog: &str) -> Vec<Object> {
    vec![
        Object::value(1, catalog),
        Object::value(2, "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>"),
        page(3, 4, ""),
        text_object(4, FIRST_PAGE),
        Object::value(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        page(6, 7, ""),
        text_object(7, "Fixture page two"),
        Object::value(8, "<< /Title (Fixture) /Producer (yinxin-tests) >>"),
    ]
}

fn page(number: u32, contents: u32, more: &str) -> Object {
    Object::value(
        number,
        &format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {more}/Contents {contents} 0 R \
             /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
    )
}

fn text_object(number: u32, text: &str) -> Object {
    Object::stream(
        number,
        "",
        format!("BT /F1 24 Tf 72 720 Td ({text}) Tj ET").as_bytes(),
    )
}
