//! What is signed and passed shows the same text in other people's readers.
//!
//! A page with one text, and another hidden in an attachment for readers that scan the file; then one
//! octet after the other of what readers find their way by is changed, left out or put in. Whatever this
//! crate would still sign is read by poppler, MuPDF and, rewritten by qpdf, by poppler again. Their
//! blind spot: they have much of their way of repairing in common.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use yinxin_core::pdf::{Appender, Document};

const SHOWN: &str = "one hundred";
const HIDDEN: &str = "nine thousand";

fn contents(text: &str) -> String {
    let text = format!("BT /F 24 Tf 20 100 Td ({text}) Tj ET");
    format!("<</Length {}>>\nstream\n{text}\nendstream", text.len())
}

fn object(number: u32, value: &str) -> String {
    format!("{number} 0 obj\n{value}\nendobj\n")
}

/// Octets of a document that only a scan finds: other contents of the page, or a tree of its own.
fn attachments() -> [String; 2] {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R\
                /Resources<</Font<</F 5 0 R>>>>>>";
    let other = contents(HIDDEN);
    let tree = [
        object(11, "<</Type/Catalog/Pages 12 0 R>>"),
        object(12, "<</Type/Pages/Kids[13 0 R]/Count 1>>"),
        object(
            13,
            &page
                .replace("2 0 R/M", "12 0 R/M")
                .replace("4 0 R", "14 0 R"),
        ),
        object(14, &other),
        "trailer\n<</Root 11 0 R/Size 15>>\n".to_owned(),
    ];
    [object(4, &other), tree.concat()]
}

/// A file, and the parts of it that are changed.
struct Base {
    bytes: Vec<u8>,
    /// Where octets may come and go, since no offset counts them.
    table: usize,
    /// Where the objects begin.
    heads: Vec<usize>,
}

fn base(attached: &str, trailer: &str) -> Base {
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let attachment = format!(
        "<</Length {}>>\nstream\n{attached}\nendstream",
        attached.len()
    );
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        contents(SHOWN),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        attachment,
    ];
    let mut heads = Vec::new();
    for (number, value) in (1..).zip(&objects) {
        heads.push(bytes.len());
        bytes.extend(object(number, value).into_bytes());
    }
    let table = bytes.len();
    let rows: String = heads
        .iter()
        .map(|at| format!("{at:010} 00000 n \n"))
        .collect();
    let tail = format!(
        "xref\n0 7\n0000000000 65535 f \n{rows}{trailer}<</Size 7/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    );
    bytes.extend(tail.into_bytes());
    Base {
        bytes,
        table,
        heads,
    }
}

/// Every file that differs from the base in one place, with a word about it.
fn changed(base: &Base) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let end = base.bytes.len();
    let mut replaced: Vec<usize> = (0..9).chain(base.table..end).collect();
    for (index, head) in base.heads.iter().enumerate() {
        // The head with the octets around it.
        let next = base.heads.get(index + 1).copied().unwrap_or(base.table);
        replaced.extend(head.saturating_sub(8)..next.min(head + 10));
    }
    replaced.sort_unstable();
    replaced.dedup();
    for at in replaced {
        for octet in [0, b' ', b'%', b'9', b'x'] {
            if base.bytes[at] != octet {
                let mut bytes = base.bytes.clone();
                bytes[at] = octet;
                files.push((format!("octet {at} is {octet}"), bytes));
            }
        }
    }
    for at in base.table..end {
        let mut bytes = base.bytes.clone();
        bytes.remove(at);
        files.push((format!("octet {at} is left out"), bytes));
        for text in [" ", "\0", "%\n", "0 0\n"] {
            let mut bytes = base.bytes.clone();
            bytes.splice(at..at, text.bytes());
            files.push((format!("{text:?} before octet {at}"), bytes));
        }
    }
    files
}

/// Tells whether this crate would sign the file.
fn is_signed(bytes: &[u8]) -> bool {
    Document::open(bytes).is_ok_and(|document| {
        let pages = document.latest().pages();
        let is_readable = pages.take(2).all(|page| page.is_ok());
        is_readable && Appender::new(&document).is_ok()
    })
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text that each reader shows.
fn texts(file: &Path, folder: &Path) -> BTreeMap<&'static str, String> {
    let again = folder.join("again.pdf");
    let poppler = |file: &Path| output(Command::new("pdftotext").arg(file).arg("-"));
    let mut mupdf = Command::new("mutool");
    mupdf.args(["draw", "-q", "-F", "txt", "-o", "-"]).arg(file);
    let mut qpdf = Command::new("qpdf");
    qpdf.args(["--warning-exit-0", "--object-streams=disable"]);
    let rewritten = qpdf.arg(file).arg(&again).output().unwrap();
    let mut texts = BTreeMap::from([("poppler", poppler(file)), ("MuPDF", output(&mut mupdf))]);
    // What qpdf refuses it shows nobody.
    if rewritten.status.success() {
        texts.insert("qpdf", poppler(&again));
    }
    texts
}

#[test]
fn what_is_signed_shows_one_text_in_every_reader() {
    for tool in ["pdftotext", "mutool", "qpdf"] {
        if Command::new(tool).arg("--version").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "{tool} is missing");
            println!("skipped: {tool} is missing");
            return;
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.pdf");
    let mut wrong = Vec::new();
    let (mut signed, mut refused, mut repaired) = (0, 0, 0);
    // As most write it, and with the dictionary on the same line, as qpdf does.
    let trailers = ["trailer\n", "trailer "];
    let attached = attachments();
    let bases = (trailers.iter())
        .flat_map(|trailer| attached.iter().map(|attached| base(attached, trailer)));
    for base in bases {
        assert!(is_signed(&base.bytes), "the base is a sound file");
        for (what, bytes) in changed(&base) {
            if !is_signed(&bytes) {
                refused += 1;
                continue;
            }
            signed += 1;
            std::fs::write(&path, &bytes).unwrap();
            let texts = texts(&path, folder.path());
            repaired += usize::from(texts.values().any(|text| text != SHOWN));
            let hidden = texts.values().any(|text| text.contains(HIDDEN));
            let alike = texts
                .values()
                .all(|text| Some(text) == texts.values().next());
            if hidden || !alike {
                wrong.push(format!("{what}: {texts:?}"));
            }
        }
    }
    println!("{signed} signed, {refused} refused; {repaired} with another text");
    assert!(signed > 100 && refused > 1000, "{signed} {refused}");
    assert!(
        wrong.is_empty(),
        "{} of {signed}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
