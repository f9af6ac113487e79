//! Objects in object streams, which say what their stream says.

use super::super::{ChangeKind, ChangeLimits, History};
use super::kinds;
use crate::pdf::Document;
use std::collections::BTreeMap;

/// Where an object is: an offset, or a stream and an index in it.
enum Row {
    At(usize),
    In(u32, u16),
}

/// A file with cross-reference streams.
#[derive(Default)]
struct Streams {
    bytes: Vec<u8>,
    section: usize,
    number: u32,
}

impl Streams {
    fn new() -> Self {
        Self {
            bytes: b"%PDF-1.7\n".to_vec(),
            section: 0,
            number: 100,
        }
    }

    /// Appends a revision with objects, and members of object streams among them.
    fn update(&mut self, objects: &[(u32, &str)], members: &[(u32, u32, u16)]) {
        let mut rows = BTreeMap::new();
        for (number, value) in objects {
            rows.insert(*number, Row::At(self.bytes.len()));
            let object = format!("{number} 0 obj\n{value}\nendobj\n");
            self.bytes.extend_from_slice(object.as_bytes());
        }
        for (number, stream, index) in members {
            rows.insert(*number, Row::In(*stream, *index));
        }
        let start = self.bytes.len();
        rows.insert(self.number, Row::At(start));
        let mut data = Vec::new();
        let mut index = String::new();
        for (number, row) in &rows {
            index.push_str(&format!("{number} 1 "));
            let (kind, field, last) = match row {
                Row::At(offset) => (1, u32::try_from(*offset).unwrap(), 0),
                Row::In(stream, index) => (2, *stream, *index),
            };
            data.push(kind);
            data.extend(field.to_be_bytes());
            data.extend(last.to_be_bytes());
        }
        let prev = match self.section {
            0 => String::new(),
            at => format!("/Prev {at}"),
        };
        let head = format!(
            "{} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{index}]/Size 200/Root 1 0 R/ID[<aa><bb>]\
             /Length {}{prev}>>stream\n",
            self.number,
            data.len()
        );
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend(data);
        let tail = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        self.bytes.extend_from_slice(tail.as_bytes());
        self.section = start;
        self.number += 1;
    }

    fn history(&self, first: usize, remembered: usize) -> (History, usize) {
        let document = Document::open(&self.bytes).unwrap();
        let limits = ChangeLimits {
            remembered,
            ..ChangeLimits::default()
        };
        let history = History::read(&document, first, &limits);
        (history, document.revisions().len())
    }
}

const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const FORM: &str = "<</Fields[10 0 R]/DR<</Font<</Helv 9 0 R>>>>/DA(/Helv 9 Tf)>>";
const CONTENT: &str = "<</Length 9>>stream\nq /Fm Do Q\nendstream";

fn field(value: &str, appearance: u32) -> String {
    format!(
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/F 4/Rect[9 9 99 29]/P 3 0 R/V({value})\
         /AP<</N {appearance} 0 R>>>>"
    )
}

fn appearance(text: &str, length: &str, octets: usize) -> String {
    let content = format!("{:octets$}", format!("BT /Helv 9 Tf ({text}) Tj ET"));
    format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 90 20]/Resources<</Font<</Helv 9 0 R>>>>\
         /Length {length}>>stream\n{content}\nendstream"
    )
}

fn page(form: u32) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</XObject<</Fm {form} 0 R>>>>\
         /Contents 6 0 R/Annots[10 0 R]>>"
    )
}

#[test]
fn what_an_object_stream_needs_to_be_read_may_not_change_with_an_appearance() {
    let mut file = Streams::new();
    let octets = format!("50 0 51 60 {:60}{}", "(x)", "/Form");
    let stream =
        format!("<</Type/ObjStm/N 2/First 11/Length 30 0 R>>stream\n{octets}endstream \nendstream");
    let (short, long) = (octets.len(), octets.len() + 10);
    let first = [
        (1, CATALOG),
        (2, PAGES),
        (3, &*page(77)),
        (4, FORM),
        (6, CONTENT),
        (9, FONT),
        (10, &*field("100", 78)),
        (
            77,
            "<</Type/XObject/Subtype 51 0 R/BBox[0 0 9 9]/Length 0>>stream\n\nendstream",
        ),
        (78, &*appearance("100", "30 0 R", short)),
        (30, &*short.to_string()),
        (20, &*stream),
    ];
    file.update(&first, &[(50, 20, 0), (51, 20, 1)]);
    let update = [
        (10, &*field("200", 78)),
        (78, &*appearance("200", "30 0 R", long)),
        (30, &*long.to_string()),
    ];
    file.update(&update, &[]);
    for remembered in [0, 4_000_000] {
        let (history, _) = file.history(0, remembered);
        let report = history.since(0);
        let found = kinds(&report);
        assert!(found.contains(&ChangeKind::ObjectStream), "{found:?}");
    }
}

#[test]
fn nothing_that_was_found_before_an_object_stream_was_replaced_holds_after_it() {
    let mut file = Streams::new();
    let list = |form: u32| {
        let octets = format!("5 0 {form:4}");
        let reference = format!("<</Fm {form} 0 R>>");
        let octets = format!("{}{reference}", &octets[..4]);
        let length = octets.len();
        format!("<</Type/ObjStm/N 1/First 4/Length {length}>>stream\n{octets}\nendstream")
    };
    let of_page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</XObject 5 0 R>>\
                   /Contents 6 0 R/Annots[10 0 R]>>";
    let form = |text: &str| appearance(text, "40", 40);
    let first = [
        (1, CATALOG),
        (2, PAGES),
        (3, of_page),
        (4, FORM),
        (6, CONTENT),
        (9, FONT),
        (10, &*field("100", 78)),
        (76, &*form("101")),
        (77, &*form("101")),
        (78, &*form("100")),
        (20, &*list(76)),
    ];
    file.update(&first, &[(5, 20, 0)]);
    file.update(&[(10, &*field("200", 79)), (79, &*form("200"))], &[]);
    file.update(&[(20, &*list(77))], &[]);
    file.update(&[(10, &*field("999", 77)), (77, &*form("999"))], &[]);
    for remembered in [0, 4_000_000] {
        let (history, revisions) = file.history(0, remembered);
        let report = history.since(revisions - 2);
        let found = kinds(&report);
        assert!(
            found.contains(&ChangeKind::Content),
            "{remembered} {found:?}"
        );
    }
}
