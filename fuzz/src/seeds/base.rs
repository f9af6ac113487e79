//! Files before they are signed: one page with a form field, with each sort of cross references
//! (ISO 32000-2, 7.5.4 and 7.5.8; from memory).

use std::collections::BTreeMap;

/// What the cross references of a file look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A table.
    Table,
    /// A stream.
    Stream,
    /// A stream, and all that may lies in an object stream.
    Packed,
    /// A table and beside it a stream for the one object that lies in an object stream.
    Hybrid,
}

/// Number of the page.
pub(crate) const PAGE: u32 = 3;
/// Number of the text field.
pub(crate) const FIELD: u32 = 5;
/// The page.
pub(crate) const PAGE_SOURCE: &str =
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Annots[5 0 R]>>";
const TEXT: &[u8] = b"BT 10 10 Td (Hello) Tj ET";
const OBJECT_STREAM: u32 = 6;
const CROSS_REFERENCES: u32 = 7;

/// Where an object lies: at an octet of the file, or in the object stream under an index.
enum Place {
    At(usize),
    Packed(u8),
}

/// Returns the source of the text field with a value.
pub(crate) fn field(value: &str) -> String {
    format!("<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/F 4/P 3 0 R/Rect[9 9 99 29]/V({value})>>")
}

/// Number of the appearance of a filled field.
pub(crate) const SHOWN: u32 = 98;
/// Number of the font of that appearance.
pub(crate) const FONT: u32 = 97;
/// The font.
pub(crate) const FONT_SOURCE: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// Returns the sources of the text field with a value and of the appearance that shows it.
pub(crate) fn filled(value: &str) -> (String, String) {
    let shown = format!("/V({value})/AP<</N {SHOWN} 0 R>>>>");
    let field = field(value).replace(&format!("/V({value})>>"), &shown);
    let text = format!("/Tx BMC q BT /Helv 9 Tf 2 6 Td ({value}) Tj ET Q EMC");
    let length = text.len();
    let appearance = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 90 20]/Resources<</Font<</Helv {FONT} 0 R>>>>/Length {length}>>stream\n{text}\nendstream"
    );
    (field, appearance)
}

/// Returns the file; `trailer` holds further entries of its trailer, and `text` is the page's text as
/// it is kept.
pub(crate) fn file(sort: Sort, trailer: &str, text: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let text = text(TEXT);
    let objects = [
        (
            1,
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>".to_owned(),
        ),
        (2, "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned()),
        (PAGE, PAGE_SOURCE.to_owned()),
        (FIELD, field("")),
    ];
    let mut file = b"%PDF-1.7\n%\xe5\x8d\xb0\xe7\xab\xa0\n".to_vec();
    let mut places = BTreeMap::new();
    places.insert(4, Place::At(file.len()));
    stream(&mut file, 4, "", &text);
    let (mut index, mut bodies) = (String::new(), String::new());
    for (number, source) in objects {
        let packed = u8::try_from(index.split_whitespace().count() / 2).unwrap();
        match sort {
            Sort::Packed => {}
            Sort::Hybrid if number == FIELD => {}
            _ => {
                places.insert(number, Place::At(file.len()));
                file.extend(format!("{number} 0 obj\n{source}\nendobj\n").bytes());
                continue;
            }
        }
        index += &format!("{number} {} ", bodies.len());
        bodies += &format!("{source}\n");
        places.insert(number, Place::Packed(packed));
    }
    if !bodies.is_empty() {
        places.insert(OBJECT_STREAM, Place::At(file.len()));
        let count = index.split_whitespace().count() / 2;
        let entries = format!("/Type/ObjStm/N {count}/First {}", index.len());
        let data = index + &bodies;
        stream(&mut file, OBJECT_STREAM, &entries, data.as_bytes());
    }
    let trailer = format!("/Size 8/Root 1 0 R/ID[<aa><bb>]{trailer}");
    let mut start = file.len();
    match sort {
        Sort::Table => table(&mut file, &places, &trailer),
        Sort::Stream | Sort::Packed => cross_references(&mut file, places, &trailer),
        Sort::Hybrid => {
            let plain = places.extract_if(.., |_, place| matches!(place, Place::At(_)));
            let plain = plain.collect();
            cross_references(&mut file, places, &trailer);
            let beside = start;
            start = file.len();
            table(&mut file, &plain, &format!("{trailer}/XRefStm {beside}"));
        }
    }
    file.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    file
}

/// Appends a revision with a table that holds these objects.
pub(crate) fn updated(file: &[u8], objects: &[(u32, &[u8])]) -> Vec<u8> {
    let text = String::from_utf8_lossy(file);
    let previous = text.rsplit("startxref").next().unwrap_or_default();
    let previous = previous.split_whitespace().next().unwrap_or_default();
    let mut grown = file.to_vec();
    let mut table = "xref\n".to_owned();
    for (number, source) in objects {
        table += &format!("{number} 1\n{:010} 00000 n \n", grown.len());
        grown.extend(format!("{number} 0 obj\n").bytes());
        grown.extend_from_slice(source);
        grown.extend_from_slice(b"\nendobj\n");
    }
    let start = grown.len();
    grown.extend(
        format!(
            "{table}trailer\n<</Size 99/Root 1 0 R/ID[<aa><bb>]/Prev {previous}>>\n\
             startxref\n{start}\n%%EOF\n"
        )
        .bytes(),
    );
    grown
}

fn stream(file: &mut Vec<u8>, number: u32, entries: &str, data: &[u8]) {
    let length = data.len();
    file.extend(format!("{number} 0 obj\n<<{entries}/Length {length}>>\nstream\n").bytes());
    file.extend_from_slice(data);
    file.extend_from_slice(b"\nendstream\nendobj\n");
}

fn table(file: &mut Vec<u8>, places: &BTreeMap<u32, Place>, trailer: &str) {
    file.extend_from_slice(b"xref\n0 8\n0000000000 65535 f \n");
    for number in 1..8 {
        let row = match places.get(&number) {
            Some(Place::At(at)) => format!("{at:010} 00000 n \n"),
            _ => "0000000000 00000 f \n".to_owned(),
        };
        file.extend(row.bytes());
    }
    file.extend(format!("trailer\n<<{trailer}>>\n").bytes());
}

fn cross_references(file: &mut Vec<u8>, mut places: BTreeMap<u32, Place>, trailer: &str) {
    places.insert(CROSS_REFERENCES, Place::At(file.len()));
    let (mut index, mut rows) = (String::new(), Vec::new());
    for (number, place) in &places {
        index += &format!("{number} 1 ");
        let (kind, second, third) = match place {
            Place::At(at) => (1, u32::try_from(*at).unwrap(), 0),
            Place::Packed(place) => (2, OBJECT_STREAM, *place),
        };
        rows.push(kind);
        rows.extend(second.to_be_bytes());
        rows.push(third);
    }
    let entries = format!("/Type/XRef/W[1 4 1]/Index[{index}]{trailer}");
    stream(file, CROSS_REFERENCES, &entries, &rows);
}
