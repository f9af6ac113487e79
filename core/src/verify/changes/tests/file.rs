//! A small PDF file that is updated as told.

use super::super::{ChangeLimits, ChangeReport, analyse};
use crate::pdf::Document;

/// Objects of the first revision, which a signature covers.
const OBJECTS: [(u32, &str); 19] = [
    (
        1,
        "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Outlines 16 0 R>>",
    ),
    (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
    (
        3,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R\
         /Resources<</Font<</F1 9 0 R>>/XObject<</Old 18 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R 11 0 R]>>",
    ),
    (4, "<</Length 9>>stream\n(Hello)Tj\nendstream"),
    (
        5,
        "<</Fields[6 0 R 7 0 R 8 0 R 15 0 R]/SigFlags 3/DR<</Font<</Helv 9 0 R>>>>>>",
    ),
    (
        6,
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signed)/Rect[0 0 0 0]/P 3 0 R/V 10 0 R>>",
    ),
    (
        7,
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Empty)/Rect[9 9 99 99]/P 3 0 R>>",
    ),
    (
        8,
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Rect[9 9 99 99]/P 3 0 R/V(old)/AP<</N 12 0 R>>>>",
    ),
    (9, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    (
        10,
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents<00>/ByteRange[0 1 2 3]>>",
    ),
    (
        11,
        "<</Type/Annot/Subtype/Square/Rect[50 50 60 60]/Contents(a note)/P 3 0 R>>",
    ),
    (
        12,
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 9 0 R>>>>/Length 7>>stream\n(old)Tj\nendstream",
    ),
    (13, "<</Title(Licence)/ModDate(D:20260101)/Producer(one)>>"),
    (
        14,
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 8>>stream\n(trap) Tj\nendstream",
    ),
    (15, "<</T(Group)/Kids[17 0 R]>>"),
    (16, "<</Type/Outlines/First 19 0 R/Last 19 0 R/Count 1>>"),
    (17, "<</FT/Tx/T(Part)/Parent 15 0 R/V(x)>>"),
    (
        18,
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 7>>stream\n(pic)Tj\nendstream",
    ),
    (19, "<</Title(one)/Parent 16 0 R/Dest[3 0 R/Fit]>>"),
];

/// A file that grows by updates.
pub(super) struct File {
    pub(super) bytes: Vec<u8>,
    section: usize,
    pub(super) trailer: String,
    size: u32,
}

impl File {
    /// Returns the file as signed.
    pub(super) fn signed() -> Self {
        Self::signed_after("")
    }

    /// Returns the file as signed, with these octets before the objects.
    pub(super) fn signed_after(octets: &str) -> Self {
        let trailer = "/Root 1 0 R/Info 13 0 R/ID[<aa><bb>]".to_owned();
        let bytes = format!("%PDF-1.7\n{octets}").into_bytes();
        let mut file = File {
            bytes,
            section: 0,
            trailer,
            size: 0,
        };
        file.update(&OBJECTS);
        file
    }

    /// Appends an update with a cross-reference table.
    pub(super) fn update(&mut self, objects: &[(u32, &str)]) {
        let rows: Vec<(u32, String)> = objects
            .iter()
            .map(|(number, value)| (*number, self.object(*number, value)))
            .collect();
        self.table(&rows, "");
    }

    /// Appends an object; returns its row for [`File::table`].
    pub(super) fn object(&mut self, number: u32, value: &str) -> String {
        let row = format!("{:010} 00000 n \n", self.bytes.len());
        self.bytes
            .extend_from_slice(format!("{number} 0 obj\n{value}\nendobj\n").as_bytes());
        row
    }

    /// Appends a cross-reference table with the rows, and the end of the update.
    pub(super) fn table(&mut self, rows: &[(u32, String)], extra: &str) {
        let start = self.bytes.len();
        let mut text = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, row) in rows {
            text.push_str(&format!("{number} 1\n{row}"));
            self.size = self.size.max(number + 1);
        }
        let prev = if self.section > 0 {
            format!("/Prev {}", self.section)
        } else {
            String::new()
        };
        text.push_str(&format!(
            "trailer\n<</Size {}{}{prev}{extra}>>\n",
            self.size, self.trailer
        ));
        text.push_str(&format!("startxref\n{start}\n%%EOF\n"));
        self.bytes.extend_from_slice(text.as_bytes());
        self.section = start;
    }

    /// Returns what was done since the first revision.
    pub(super) fn report(&self) -> ChangeReport {
        self.report_since(0)
    }

    /// Returns what was done since that revision.
    pub(super) fn report_since(&self, revision: usize) -> ChangeReport {
        let document = Document::open(&self.bytes).unwrap();
        analyse(&document, revision, &ChangeLimits::default())
    }
}

/// Returns what one update with these objects does to the signed file.
pub(super) fn after(objects: &[(u32, &str)]) -> ChangeReport {
    let mut file = File::signed();
    file.update(objects);
    file.report()
}
