//! Other people's PDF files: read, compared with an independent reader, and appended to.
// A test that cannot go on fails.
#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "corpus/folder.rs"]
mod corpus;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use yinxin_core::pdf::{
    Appearance, Coverage, DeveloperExtension, Document, SignatureRequest, SignatureRevision,
};

/// Reading a file takes less than this, also without optimisation.
const PATIENCE: Duration = Duration::from_secs(5);

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_file_opens_or_is_refused_in_time() {
    let Some(corpus) = corpus::folder("pdf") else {
        return;
    };
    for folder in ["inputs", "signed", "attacks"] {
        let (mut opened, mut recovered, mut refused, mut errors) = (0, 0, 0, 0);
        for path in files(&corpus.join(folder)) {
            let bytes = std::fs::read(&path).unwrap();
            let start = Instant::now();
            match Document::open(&bytes) {
                Err(error) => {
                    refused += 1;
                    println!("refused {}: {error}", path.display());
                }
                Ok(document) => {
                    opened += 1;
                    if document.recovered() {
                        recovered += 1;
                        println!("recovered {}", path.display());
                    }
                    for finding in document.findings() {
                        println!("finding {}: {finding:?}", path.display());
                    }
                    for page in document.latest().pages() {
                        if let Err(error) = page {
                            errors += 1;
                            println!("page {}: {error}", path.display());
                        }
                    }
                    for section in document.sections() {
                        for (number, _) in section.entries() {
                            if let Err(error) = document.latest().get_number(number) {
                                errors += 1;
                                println!("object {number} {}: {error}", path.display());
                            }
                        }
                    }
                }
            }
            let spent = start.elapsed();
            assert!(spent < PATIENCE, "{} took {spent:?}", path.display());
        }
        println!(
            "TOTAL {folder}: {opened} opened ({recovered} rebuilt), {refused} refused, {errors} errors"
        );
        assert!(opened > refused * 5);
    }
}

#[test]
fn page_counts_of_each_revision_agree_with_lopdf_on_the_prefix() {
    let Some(corpus) = corpus::folder("pdf") else {
        return;
    };
    let (mut revisions, mut equal) = (0, 0);
    for folder in ["inputs", "signed"] {
        for path in files(&corpus.join(folder)) {
            let bytes = std::fs::read(&path).unwrap();
            if bytes.len() > 2_000_000 {
                continue;
            }
            let Ok(document) = Document::open(&bytes) else {
                continue;
            };
            if document.recovered() || document.is_encrypted() {
                continue;
            }
            for (index, revision) in document.revisions().iter().enumerate() {
                let Ok(other) = lopdf::Document::load_mem(&bytes[..revision.end]) else {
                    println!("lopdf refuses {} revision {index}", path.display());
                    continue;
                };
                let view = document.view(index).unwrap();
                let ours = view.pages().filter(Result::is_ok).count();
                let theirs = other.get_pages().len();
                revisions += 1;
                if ours == theirs {
                    equal += 1;
                } else {
                    println!(
                        "{} revision {index}: {ours} pages, lopdf {theirs}",
                        path.display()
                    );
                }
            }
        }
    }
    println!("TOTAL {equal} of {revisions} revisions agree");
    assert!(revisions == 0 || equal * 100 >= revisions * 98);
}

#[test]
fn signatures_of_the_corpus_are_listed() {
    let Some(corpus) = corpus::folder("pdf") else {
        return;
    };
    for folder in ["inputs", "signed", "attacks"] {
        let (mut readable, mut unreadable, mut empty) = (0, 0, 0);
        for path in files(&corpus.join(folder)) {
            let bytes = std::fs::read(&path).unwrap();
            let Ok(document) = Document::open(&bytes) else {
                continue;
            };
            let start = Instant::now();
            let Ok(signatures) = document.latest().signatures() else {
                continue;
            };
            assert!(start.elapsed() < PATIENCE, "{}", path.display());
            empty += signatures.empty.len();
            let name = path.file_name().unwrap().to_string_lossy();
            for found in &signatures.found {
                let places: Vec<_> = found.places.iter().map(|place| &place.name).collect();
                match &found.signature {
                    Ok(signature) => {
                        readable += 1;
                        println!(
                            "SIG {folder}/{name} {places:?} {:?} {:?} consistent={} {:?} irregular={} {:?} {:?} {:?}",
                            signature.coverage,
                            signature.sub_filter,
                            signature.consistent,
                            signature.padding,
                            signature.contents_irregular,
                            signature.doc_mdp,
                            signature.claimed_time,
                            found.perms,
                        );
                    }
                    Err(error) => {
                        unreadable += 1;
                        println!("SIGERR {folder}/{name} {places:?} {error} {error:?}");
                    }
                }
            }
        }
        println!("TOTAL {folder}: {readable} readable, {unreadable} unreadable, {empty} empty");
    }
}

fn appearance() -> Appearance<'static> {
    Appearance {
        page: 0,
        rectangle: [20.0, 20.0, 120.0, 60.0],
        content: b"1 0 0 RG 2 w 1 1 98 38 re S",
        bounding_box: [0.0, 0.0, 100.0, 40.0],
        resources: None,
        points: None,
    }
}

/// Appends two signatures with a value that is no real one and reads the result back.
fn append_twice(path: &Path, bytes: &[u8], out: Option<&Path>) -> Result<(), String> {
    let mut file = bytes.to_vec();
    for (index, field) in ["Yinxin1", "Yinxin2"].into_iter().enumerate() {
        let document = Document::open(&file).map_err(|error| format!("open: {error}"))?;
        let pages = document.latest().pages().filter(Result::is_ok).count();
        let revisions = document.revisions().len();
        let mut request = SignatureRequest::new(field);
        request.reserve = 64;
        request.reason = Some("核准 (approved)");
        request.claimed_time = Some(time::macros::datetime!(2026-11-22 18:30 +8));
        request.extensions = vec![DeveloperExtension {
            prefix: "ISO_",
            base_version: "2.0",
            level: 32002,
        }];
        request.appearance = (index == 0).then(appearance);
        let prepared = SignatureRevision::prepare(&document, &request)
            .map_err(|error| format!("prepare {index}: {error}"))?;
        let range = prepared.byte_range();
        let delta = prepared.embed(&[0x30, 0x03, 0x02, 0x01, 0x07]).unwrap();
        file.extend_from_slice(&delta);
        assert_eq!(range.end(), file.len());

        let document = Document::open(&file).map_err(|error| format!("reopen: {error}"))?;
        assert!(!document.recovered(), "{}", path.display());
        assert_eq!(
            document.revisions().len(),
            revisions + 1,
            "{}",
            path.display()
        );
        assert_eq!(
            document.latest().pages().filter(Result::is_ok).count(),
            pages
        );
        let signatures = document.latest().signatures().unwrap();
        let found = signatures
            .found
            .iter()
            .find(|found| found.places.iter().any(|place| place.name == field))
            .unwrap_or_else(|| panic!("{}: {field} not found", path.display()));
        let signature = found.signature.as_ref().unwrap();
        assert_eq!(
            signature.coverage,
            Coverage::WholeFile,
            "{}",
            path.display()
        );
        assert!(signature.consistent);
        assert_eq!(
            signature.value(),
            Some([0x30, 0x03, 0x02, 0x01, 0x07].as_slice())
        );
        assert_eq!(signature.reason.as_deref(), Some("核准 (approved)"));
        if file.len() < 2_000_000 {
            let other =
                lopdf::Document::load_mem(&file).map_err(|error| format!("lopdf: {error}"))?;
            let theirs = other.get_pages().len();
            if theirs != pages {
                return Err(format!("{pages} pages, lopdf {theirs}"));
            }
        }
    }
    assert!(file.starts_with(bytes));
    if let Some(out) = out {
        std::fs::write(out.join(path.file_name().unwrap()), &file).unwrap();
    }
    Ok(())
}

#[test]
fn files_that_others_can_sign_are_signed_twice_and_read_back() {
    let Some(corpus) = corpus::folder("pdf") else {
        return;
    };
    let out = std::env::var_os("YINXIN_OUT").map(PathBuf::from);
    let index = std::fs::read_to_string(corpus.join("inputs/index.tsv")).unwrap();
    let (mut signed, mut all) = (0, 0);
    for line in index
        .lines()
        .skip(1)
        .filter(|line| line.contains("\tsign-ok"))
    {
        let name = line.split('\t').next().unwrap();
        if line.contains("encrypt") || line.contains("qpdf-warnings") {
            continue;
        }
        let path = corpus.join("inputs").join(name);
        let bytes = std::fs::read(&path).unwrap();
        if Document::open(&bytes).is_ok_and(|document| document.is_encrypted()) {
            continue;
        }
        all += 1;
        match append_twice(&path, &bytes, out.as_deref()) {
            Ok(()) => signed += 1,
            Err(error) => println!("NOT {name}: {error}"),
        }
    }
    println!("TOTAL {signed} of {all} files signed twice");
    assert!(signed * 100 >= all * 95);
}
