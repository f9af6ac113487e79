//! `yinxin sign` on files made by others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::corpus::{self, Part};
use yinxin_tests::peers::{self, pdfsig, pyhanko, qpdf};
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::skip;
use yinxin_tests::verdict::verify;

/// Share of the files that qpdf opens without a password and without rebuilding anything.
const SIGNED_AT_LEAST: f64 = 0.98;

#[test]
fn what_qpdf_opens_is_signed_or_refused_with_a_reason() {
    let Some(rows) = corpus::rows(&[Part::Inputs]) else {
        skip::for_want_of_corpus();
        return;
    };
    if !peers::present(&["qpdf", "openssl", "pdfsig", "pyhanko"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let (key, chain) = (pki.private_key(Algorithm::P256), pki.chain(Algorithm::P256));
    let mut signed: Vec<(String, PathBuf)> = Vec::new();
    let mut refused = BTreeMap::<String, String>::new();
    let mut wrong = Vec::new();
    // Files that are refused although qpdf opens them, each with the reason.
    let known = listed(include_str!("corpus/unsigned.tsv"));
    // Files that are signed and never pass, each with the reason.
    let mut doubtful = listed(include_str!("corpus/unpassed.tsv"));
    for row in &rows {
        let before = qpdf::check(&row.path);
        if !before.opens_as_it_is() {
            continue;
        }
        let output = folder.path().join(&row.name);
        let ran = run_yinxin([
            "sign".as_ref(),
            "--level".as_ref(),
            "b-b".as_ref(),
            "--key".as_ref(),
            key.as_os_str(),
            "--cert".as_ref(),
            chain.as_os_str(),
            row.path.as_os_str(),
            "-o".as_ref(),
            output.as_os_str(),
        ]);
        match ran.code {
            Some(0) => {}
            Some(1 | 3 | 4) if !ran.stderr.trim().is_empty() => {
                let why = ran
                    .stderr
                    .trim()
                    .replace(&row.path.display().to_string(), "FILE");
                refused.insert(row.name.clone(), why);
                assert!(
                    !output.exists(),
                    "{}: refused, and yet there is a file",
                    row.name
                );
                continue;
            }
            code => {
                wrong.push(format!("{}: exit {code:?}: {}", row.name, ran.stderr));
                continue;
            }
        }
        let bytes = std::fs::read(&output).unwrap();
        if !bytes.starts_with(&std::fs::read(&row.path).unwrap()) {
            wrong.push(format!("{}: octets of the input were changed", row.name));
        }
        let after = qpdf::check(&output);
        if after.code > before.code || after.complaints.len() > before.complaints.len() {
            wrong.push(format!("{}: qpdf: {:?}", row.name, after.complaints));
        }
        let arguments = [
            "--trust".into(),
            pki.root().into_os_string(),
            "--crl".into(),
            pki.crl().into(),
        ];
        let (code, verdict) = verify(arguments, &output);
        let ours = verdict.signatures.last();
        let expected = if doubtful.remove(&row.name) { 3 } else { 0 };
        if code != expected || ours.is_none_or(|entry| entry.coverage != "whole-file") {
            wrong.push(format!("{}: we ourselves say {verdict:?}", row.name));
        }
        signed.push((row.name.clone(), output));
    }
    let total = signed.len() + refused.len();
    println!(
        "{} of {total} files that qpdf opens were signed",
        signed.len()
    );
    for (name, why) in &refused {
        println!("refused {name}: {why}");
        if !known.contains(name) {
            wrong.push(format!("{name} is refused and no listed exception: {why}"));
        }
    }
    for name in doubtful {
        wrong.push(format!("{name} is listed as doubtful and was not signed"));
    }
    for name in known.iter().filter(|name| !refused.contains_key(*name)) {
        wrong.push(format!("{name} is listed as refused and is not any more"));
    }
    let files: Vec<PathBuf> = signed.iter().map(|(_, path)| path.clone()).collect();
    let judged = pyhanko::judge(&files, &[pki.root()], &[pki.crl()]);
    for ((name, path), verdict) in signed.iter().zip(&judged) {
        // What pyHanko cannot open at all is judged by pdfsig.
        if verdict.signatures.is_empty()
            && let Some(error) = &verdict.error
        {
            println!("pyHanko does not open {name}: {error}");
            if !pdfsig::judge(path).last().is_some_and(|seen| seen.valid()) {
                wrong.push(format!("{name}: pdfsig does not find the signature valid"));
            }
            continue;
        }
        let hybrid = verdict.signatures.iter().any(|signature| {
            signature
                .error
                .as_ref()
                .is_some_and(|error| error.contains("hybrid-reference"))
        });
        if hybrid {
            println!("pyHanko does not judge {name}: hybrid cross references");
        } else if let Some(why) = verdict.objection(verdict.signatures.len().max(1)) {
            wrong.push(format!("{name}: pyHanko: {why}"));
        }
    }
    println!("pyHanko judged {} of them", judged.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    #[allow(clippy::cast_precision_loss, reason = "a few hundred files")]
    let share = signed.len() as f64 / total as f64;
    assert!(
        share >= SIGNED_AT_LEAST,
        "only {share:.2} of the files were signed"
    );
}

fn listed(table: &str) -> BTreeSet<String> {
    let rows = table.lines().skip(1);
    rows.filter_map(|row| row.split('\t').next().map(str::to_owned))
        .collect()
}
