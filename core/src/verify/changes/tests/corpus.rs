//! Signed files and published attacks that lie outside the repository.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::super::{ChangeLimits, ChangeReport, History, Permissions, allowed};
use crate::pdf::{DocMdp, Document, FieldLock, LockAction, Object, View};
use crate::verify::Modification;

/// A signature as far as this test needs it.
struct Signature {
    field: String,
    sub_filter: String,
    end: usize,
    docmdp: Option<DocMdp>,
    locks: Vec<FieldLock>,
}

fn shared() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    std::env::var_os("YINXIN_SHARED").map_or(root, PathBuf::from)
}

fn signatures(view: View<'_>) -> Vec<Signature> {
    let mut found = Vec::new();
    let Ok(catalog) = view.catalog() else {
        return found;
    };
    let Ok(Object::Dictionary(form)) = view.value(catalog.dictionary().unwrap(), "AcroForm") else {
        return found;
    };
    let mut stack = vec![(
        view.value(&form, "Fields").unwrap_or(Object::Null),
        String::new(),
    )];
    let mut visits = 0;
    while let Some((list, above)) = stack.pop() {
        let Object::Array(list) = list else { continue };
        for item in list.values() {
            visits += 1;
            let Ok(Object::Dictionary(field)) = view.resolve(item) else {
                continue;
            };
            let own = field
                .get("T")
                .and_then(Object::as_string)
                .map(|t| t.to_text());
            let name = format!("{above}{}", own.unwrap_or_default());
            if visits < 10_000 {
                stack.push((
                    view.value(&field, "Kids").unwrap_or(Object::Null),
                    format!("{name}."),
                ));
            }
            let Ok(Object::Dictionary(value)) = view.value(&field, "V") else {
                continue;
            };
            let Some(range) = value.get("ByteRange").and_then(Object::as_array) else {
                continue;
            };
            let range: Vec<i64> = range.values().filter_map(Object::as_integer).collect();
            let [_, _, start, length] = range[..] else {
                continue;
            };
            let docmdp = docmdp(view, &value);
            let sub_filter = value.get("SubFilter").and_then(Object::as_name);
            let sub_filter = sub_filter.map(|n| String::from_utf8_lossy(n.raw).into_owned());
            let end = usize::try_from(start.saturating_add(length)).unwrap_or(0);
            let lock = view.value(&field, "Lock").unwrap_or(Object::Null);
            let mut locks = field_mdp(view, &value);
            locks.extend(lock.as_dictionary().and_then(|lock| field_lock(view, lock)));
            let sub_filter = sub_filter.unwrap_or_default();
            found.push(Signature {
                field: name,
                sub_filter,
                end,
                docmdp,
                locks,
            });
        }
    }
    found.sort_by_key(|signature| signature.end);
    found
}

fn docmdp(view: View<'_>, signature: &crate::pdf::Dictionary<'_>) -> Option<DocMdp> {
    let Ok(Object::Array(references)) = view.value(signature, "Reference") else {
        return None;
    };
    references.values().find_map(|reference| {
        let Ok(Object::Dictionary(reference)) = view.resolve(reference) else {
            return None;
        };
        if !reference.is_name("TransformMethod", "DocMDP") {
            return None;
        }
        let Ok(Object::Dictionary(parameters)) = view.value(&reference, "TransformParams") else {
            return Some(DocMdp::FormFilling);
        };
        let p = parameters
            .get("P")
            .and_then(Object::as_integer)
            .unwrap_or(2);
        Some(DocMdp::from_p(p))
    })
}

fn field_mdp(view: View<'_>, signature: &crate::pdf::Dictionary<'_>) -> Vec<FieldLock> {
    let Ok(Object::Array(references)) = view.value(signature, "Reference") else {
        return Vec::new();
    };
    let locks = references.values().filter_map(|reference| {
        let Ok(Object::Dictionary(reference)) = view.resolve(reference) else {
            return None;
        };
        let Ok(Object::Dictionary(parameters)) = view.value(&reference, "TransformParams") else {
            return None;
        };
        reference
            .is_name("TransformMethod", "FieldMDP")
            .then(|| field_lock(view, &parameters))?
    });
    locks.collect()
}

fn field_lock(view: View<'_>, lock: &crate::pdf::Dictionary<'_>) -> Option<FieldLock> {
    let names = match view.value(lock, "Fields") {
        Ok(Object::Array(names)) => names
            .values()
            .filter_map(|n| n.as_string().map(|n| n.to_text()))
            .collect(),
        _ => Vec::new(),
    };
    let action = lock.get("Action").and_then(Object::as_name)?;
    let action = match action.decoded().as_ref() {
        b"Include" => LockAction::Include,
        b"Exclude" => LockAction::Exclude,
        _ => LockAction::All,
    };
    Some(FieldLock {
        action,
        fields: names,
        permission: None,
    })
}

fn covered(document: &Document<'_>, end: usize) -> Option<usize> {
    let blank = |octets: &[u8]| {
        octets
            .iter()
            .all(|octet| matches!(octet, b'\r' | b'\n' | b' '))
    };
    document.revisions().iter().position(|revision| {
        let (low, high) = (end.min(revision.end), end.max(revision.end));
        high - low < 4 && document.bytes().get(low..high).is_some_and(blank)
    })
}

fn judge(bytes: &[u8], out: &mut String) -> Vec<(bool, Modification)> {
    let document = match Document::open(bytes) {
        Ok(document) => document,
        Err(error) => {
            let _ = write!(out, " cannot open: {error}");
            return Vec::new();
        }
    };
    let mut results = Vec::new();
    let found = signatures(document.latest());
    let mut rules = Permissions::default();
    let history = History::read(&document, 0, &ChangeLimits::default());
    for signature in &found {
        if let Some(p) = signature.docmdp {
            rules.certified = true;
            rules.docmdp = Some(rules.docmdp.map_or(p, |before| before.min(p)));
        }
        rules.locked.extend(signature.locks.iter().cloned());
        let Some(revision) = covered(&document, signature.end) else {
            let _ = write!(
                out,
                "\n    {} [{}] covers no revision: ends {} revisions {:?} {:?}",
                signature.field,
                signature.sub_filter,
                signature.end,
                document
                    .revisions()
                    .iter()
                    .map(|r| r.end)
                    .collect::<Vec<_>>(),
                document.findings()
            );
            continue;
        };
        let report: ChangeReport = history.since(revision);
        let violations = allowed(&report, &rules);
        results.push((violations.is_empty(), report.level));
        let mut kinds: Vec<String> = report
            .changes
            .iter()
            .filter(|c| c.kind.level() >= report.level)
            .map(|c| {
                format!(
                    "{:?}@{}:{}",
                    c.kind,
                    c.revision,
                    c.object.map_or(0, |o| o.number)
                )
            })
            .collect();
        kinds.sort();
        kinds.truncate(8);
        let why = report
            .unanalysable
            .map(|why| why.to_string())
            .unwrap_or_default();
        let _ = write!(
            out,
            "\n    {} [{}] docmdp={:?} {:?} allowed={} {}{why}",
            signature.field,
            signature.sub_filter,
            rules.docmdp,
            report.level,
            violations.is_empty(),
            kinds.join(" ")
        );
    }
    results
}

/// Files of label `reject` whose later revisions are fine: what is wrong is in a signature itself
/// (its cryptography, its ByteRange or its timestamp), which others judge.
const SIGNATURE_ITSELF: [&str; 16] = [
    "dss__pades-two-sig-copied-tst.pdf",
    "dss__pades-unsupported-signature-algorithm.pdf",
    "dss__pdf-byterange-overlap.pdf",
    "gen-bitflip-body.pdf",
    "gen-byterange-start1.pdf",
    "gen-contents-empty.pdf",
    "itext-java__bad-digest-ed448.pdf",
    "itext-java__docWithBrokenTimestamp.pdf",
    "itext-java__mgfDiscrepancy.pdf",
    "itext-java__modifiedDocTimestampDate.pdf",
    "itext-java__signedMacProtectedInvalidDoc.pdf",
    "pyhanko__pdf-sig-with-econtent.pdf",
    "pyhankogen__ETSI.RFC3161.pdf",
    "pyhankogen__abcde.pdf",
    "pyhankogen__test_cades_signer_attrs_multivalued-True.pdf",
    "pyhankogen__test_standalone_document_timestamp-e0e267.pdf",
];

#[test]
fn published_attacks_are_not_called_unmodified() {
    let mut wrong = Vec::new();
    for_each(|label, file, bytes| {
        let mut out = String::new();
        let results = judge(bytes, &mut out);
        let allowed = !results.is_empty() && results.iter().all(|(allowed, _)| *allowed);
        if label == "reject" && allowed && !SIGNATURE_ITSELF.contains(&file) {
            wrong.push(format!("{file}{out}"));
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is not allowed, of the first signature to which it happens: kinds of the worst level.
fn not_allowed(out: &str) -> Option<String> {
    let (_, found) = out
        .lines()
        .find_map(|line| line.split_once("allowed=false "))?;
    let kinds: std::collections::BTreeSet<&str> = found
        .split_whitespace()
        .filter_map(|word| word.split_once('@'))
        .map(|(kind, _)| kind)
        .filter(|kind| !kind.is_empty() && kind.chars().all(char::is_alphanumeric))
        .collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    Some(match kinds.is_empty() {
        true => "unanalysable".to_owned(),
        false => kinds.join(" "),
    })
}

#[test]
fn every_alarm_over_an_undamaged_file_is_listed_with_its_reason() {
    let listed: std::collections::BTreeMap<&str, Vec<&str>> = include_str!("false_alarms.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns.len() == 4 && !columns[3].is_empty(), "{line}");
            (columns[0], columns)
        })
        .collect();
    let mut wrong = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let (mut all, mut passed) = (0, 0);
    for_each(|label, file, bytes| {
        let mut out = String::new();
        let results = judge(bytes, &mut out);
        println!("{label} {file}{out}");
        if label == "reject" || results.is_empty() {
            return;
        }
        let found = not_allowed(&out);
        if label == "intact" {
            all += 1;
            passed += usize::from(found.is_none());
        }
        let expected = listed.get(file).map(|columns| columns[2].to_owned());
        seen.insert(file.to_owned());
        if found != expected {
            wrong.push(format!("{file}: listed {expected:?}, found {found:?}"));
        }
    });
    if all == 0 {
        return;
    }
    println!("{passed} of {all} intact files have nothing but allowed changes");
    let absent = listed.keys().filter(|file| !seen.contains(**file));
    wrong.extend(absent.map(|file| format!("{file}: listed without a file")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn for_each(mut judge: impl FnMut(&str, &str, &[u8])) {
    for folder in ["signed", "attacks"] {
        let folder = shared().join("corpus/pdf").join(folder);
        let Ok(index) = std::fs::read_to_string(folder.join("index.tsv")) else {
            println!("skipped: {} is absent", folder.display());
            continue;
        };
        for line in index.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let (Some(file), Some(label)) = (columns.first(), columns.get(5)) else {
                continue;
            };
            let Ok(bytes) = std::fs::read(folder.join(file)) else {
                continue;
            };
            judge(label, file, &bytes);
        }
    }
}
