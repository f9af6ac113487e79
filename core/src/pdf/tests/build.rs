//! Small PDF files: tables, streams, hybrids, updates.

use std::fmt::Write;

/// A file in the making.
#[derive(Clone)]
pub(super) struct Build {
    pub(super) bytes: Vec<u8>,
    rows: Vec<(u32, String)>,
    offsets: Vec<(u32, usize)>,
    pub(super) last: usize,
}

impl Build {
    pub(super) fn new() -> Self {
        let bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        Build {
            bytes,
            rows: Vec::new(),
            offsets: Vec::new(),
            last: 0,
        }
    }

    /// A file of one page with a table.
    pub(super) fn one_page() -> Self {
        Build::new()
            .object(1, CATALOG)
            .object(2, PAGES)
            .object(3, PAGE)
            .table("/Root 1 0 R/Size 4")
    }

    pub(super) fn object(mut self, number: u32, body: &str) -> Self {
        self.offsets.push((number, self.bytes.len()));
        self.rows
            .push((number, format!("{:010} 00000 n \n", self.bytes.len())));
        self.bytes
            .extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
        self
    }

    /// An object of a generation, for a table.
    pub(super) fn generation(mut self, number: u32, generation: u16, body: &str) -> Self {
        let at = self.bytes.len();
        self.rows
            .push((number, format!("{at:010} {generation:05} n \n")));
        self.raw(&format!("{number} {generation} obj\n{body}\nendobj\n"))
    }

    /// Octets that nothing lists.
    pub(super) fn raw(mut self, octets: &str) -> Self {
        self.bytes.extend_from_slice(octets.as_bytes());
        self
    }

    /// An entry without an object, as a row of a table.
    pub(super) fn row(mut self, number: u32, row: &str) -> Self {
        self.rows.push((number, format!("{row} \n")));
        self
    }

    pub(super) fn stream(self, number: u32, entries: &str, data: &str) -> Self {
        let body = format!(
            "<<{entries}/Length {}>>\nstream\n{data}\nendstream",
            data.len()
        );
        self.object(number, &body)
    }

    pub(super) fn table(mut self, trailer: &str) -> Self {
        self.last = self.bytes.len();
        let mut text = "xref\n0 1\n0000000000 65535 f \n".to_owned();
        for (number, row) in std::mem::take(&mut self.rows) {
            write!(text, "{number} 1\n{row}").unwrap();
        }
        self.offsets.clear();
        let start = self.last;
        write!(text, "trailer\n<<{trailer}>>\nstartxref\n{start}\n%%EOF\n").unwrap();
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    /// A cross-reference stream without filter; `members` are numbers with stream and index.
    pub(super) fn xref_stream(
        mut self,
        number: u32,
        trailer: &str,
        members: &[(u32, u32, u32)],
    ) -> Self {
        self.last = self.bytes.len();
        let (index, data) = self.records(members);
        let start = self.last;
        let head = format!(
            "{number} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{index}]/Length {}{trailer}>>\nstream\n",
            data.len()
        );
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(&data);
        let tail = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        self.bytes.extend_from_slice(tail.as_bytes());
        self
    }

    /// A cross-reference stream that no startxref leads to.
    pub(super) fn hidden_xref_stream(mut self, number: u32, members: &[(u32, u32, u32)]) -> Self {
        self.last = self.bytes.len();
        self.rows.clear();
        self.offsets.clear();
        let (index, data) = self.records(members);
        let head = format!(
            "{number} 0 obj\n<</Type/XRef/Size 9/W[1 4 2]/Index[{index}]/Length {}>>\nstream\n",
            data.len()
        );
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(&data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        self
    }

    fn records(&mut self, members: &[(u32, u32, u32)]) -> (String, Vec<u8>) {
        let (mut index, mut data) = (String::new(), Vec::new());
        for (number, offset) in std::mem::take(&mut self.offsets) {
            write!(index, "{number} 1 ").unwrap();
            data.push(1);
            data.extend_from_slice(&u32::try_from(offset).unwrap().to_be_bytes());
            data.extend_from_slice(&[0, 0]);
        }
        for (number, stream, place) in members {
            write!(index, "{number} 1 ").unwrap();
            data.push(2);
            data.extend_from_slice(&stream.to_be_bytes());
            data.extend_from_slice(&u16::try_from(*place).unwrap().to_be_bytes());
        }
        self.rows.clear();
        (index, data)
    }

    /// An object stream of the members.
    pub(super) fn object_stream(self, number: u32, members: &[(u32, &str)]) -> Self {
        let (mut head, mut body) = (String::new(), String::new());
        for (member, value) in members {
            write!(head, "{member} {} ", body.len()).unwrap();
            write!(body, "{value} ").unwrap();
        }
        let entries = format!("/Type/ObjStm/N {}/First {}", members.len(), head.len());
        self.stream(number, &entries, &format!("{head}{body}"))
    }
}

pub(super) const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
pub(super) const PAGES: &str =
    "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 300]/Rotate 90>>";
pub(super) const PAGE: &str = "<</Type/Page/Parent 2 0 R>>";
