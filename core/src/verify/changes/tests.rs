//! What later revisions may do, one named test for each row.

mod choosing;
mod containers;
mod corpus;
mod file;
mod filling;
mod forbidden;
mod new_fields;
mod permitted;
mod placed;
mod plainly;
mod rewritten;
mod shown;
mod shown_alike;
mod structure;
mod survey;

use super::{ChangeKind, ChangeReport};
use crate::verify::Modification;
use file::after;

const SIGNATURE: &str = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Contents<00>/ByteRange[0 1 2 3]>>";
const TIMESTAMP: &str = "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/Contents<00>/ByteRange[0 1 2 3]>>";
const STREAM: &str = "<</Length 1>>stream\nx\nendstream";
/// What has the parts of a certificate.
const CERTIFICATE: &str = "<</Length 9>>stream\n0\x070\x000\x00\x03\x01\x00\nendstream";
const DIGEST: &str = "0123456789ABCDEF0123456789abcdef01234567";
const PICTURE: &str = "<</Type/XObject/Subtype/Form/BBox[0 0 90 90]/Resources<</Font<</F 9 0 R>>>>/Length 30>>stream\nBT /F 9 Tf 5 20 Td (new) Tj ET\nendstream";

/// Returns the catalog with more entries.
fn catalog(more: &str) -> String {
    format!("<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Outlines 16 0 R{more}>>")
}

/// Returns the form with more fields and entries.
fn form(fields: &str, more: &str) -> String {
    format!(
        "<</Fields[6 0 R 7 0 R 8 0 R 15 0 R{fields}]/SigFlags 3/DR<</Font<</Helv 9 0 R>>>>{more}>>"
    )
}

/// Returns the page with these annotations and more entries.
fn page(annotations: &str, more: &str) -> String {
    format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R\
         /Resources<</Font<</F1 9 0 R>>/XObject<</Old 18 0 R>>>>/Annots[{annotations}]{more}>>"
    )
}

const ANNOTATIONS: &str = "6 0 R 7 0 R 8 0 R 11 0 R";

fn kinds(report: &ChangeReport) -> Vec<ChangeKind> {
    report.changes.iter().map(|change| change.kind).collect()
}

/// Checks the level that an update counts as, and that it has a change of a kind.
#[track_caller]
fn check(objects: &[(u32, &str)], level: Modification, kind: ChangeKind) {
    let report = after(objects);
    assert_eq!(report.unanalysable, None);
    assert_eq!(report.level, level, "{:?}", report.changes);
    assert!(kinds(&report).contains(&kind), "{:?}", report.changes);
}
