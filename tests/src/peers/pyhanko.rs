//! pyHanko, through two committed scripts.

use crate::pki::{Algorithm, Pki};
use crate::process::{PATIENCE, Ran, run};
use crate::workspace;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Verdict on one file.
#[derive(Debug, Clone, Deserialize)]
pub struct Judged {
    /// Path as it was given.
    pub file: String,
    /// What pyHanko raised on the file as a whole.
    pub error: Option<String>,
    /// One entry a signature.
    pub signatures: Vec<Signature>,
}

/// Verdict on one signature; everything is absent where pyHanko raised.
#[derive(Debug, Clone, Deserialize)]
pub struct Signature {
    /// Full name of the field.
    pub field: String,
    /// What pyHanko raised on this signature.
    pub error: Option<String>,
    /// Digests are right.
    pub intact: Option<bool>,
    /// The signature value is right.
    pub valid: Option<bool>,
    /// A path leads to a given root.
    pub trusted: Option<bool>,
    /// `ENTIRE_FILE`, `ENTIRE_REVISION` and so on.
    pub coverage: Option<String>,
    /// `NONE`, `LTA_UPDATES`, `FORM_FILLING`, `ANNOTATIONS`, `OTHER`.
    pub modification: Option<String>,
    /// Nothing forbidden was changed afterwards.
    pub docmdp_ok: Option<bool>,
    /// All of it together.
    pub bottom_line: Option<bool>,
}

/// How pyHanko is to sign; the default makes an invisible PAdES signature in the field `Sig1`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Name of the field, if not `Sig1`.
    pub field: Option<&'a str>,
    /// Salt of RSASSA-PSS in octets, or `max`.
    pub salt: Option<&'a str>,
    /// SubFilter `adbe.pkcs7.detached`.
    pub adbe: bool,
    /// Certify: `none`, `fill` or `annotate` is what may still be changed.
    pub certify: Option<&'a str>,
    /// Show the signature on the first page.
    pub visible: bool,
}

/// Reads a report of ETSI TS 119 102-2 with the classes of the published schema; what is printed of it
/// stands in the script.
#[track_caller]
pub fn etsi_report(report: &Path) -> serde_json::Value {
    let mut command = Command::new(python());
    command.arg(workspace::script("etsi_report.py")).arg(report);
    let read = run(&mut command, PATIENCE).expect_success("reading the report");
    serde_json::from_str(&read.text()).expect("one JSON object")
}

/// Returns the Python program of the environment that `tests/run` makes.
pub fn python() -> PathBuf {
    workspace::root().join(".venv/bin/python")
}

/// Tells whether that environment is there and has a module.
pub fn has(module: &str) -> bool {
    let mut command = Command::new(python());
    command.args(["-c", &format!("import {module}")]);
    python().is_file() && run(&mut command, PATIENCE).succeeded()
}

/// Judges files, in one process.
///
/// # Panics
///
/// If the script fails; what pyHanko raises on a file is part of the verdict.
#[track_caller]
pub fn judge(files: &[PathBuf], trust: &[PathBuf], crls: &[PathBuf]) -> Vec<Judged> {
    let mut command = Command::new(python());
    command.arg(workspace::script("pyhanko_judge.py"));
    for root in trust {
        command.arg("--trust").arg(root);
    }
    for crl in crls {
        command.arg("--crl").arg(crl);
    }
    let ran = run(command.args(files), PATIENCE * 3).expect_success("pyhanko_judge.py");
    ran.text()
        .lines()
        .map(|line| serde_json::from_str(line).expect("the script prints JSON"))
        .collect()
}

/// Judges one file of that PKI, whose CRL is required.
///
/// # Panics
///
/// As [`judge`].
#[track_caller]
pub fn judge_one(file: &Path, pki: &Pki) -> Judged {
    judge(&[file.to_owned()], &[pki.root()], &[pki.crl()]).remove(0)
}

/// Signs `input` with a signer of that PKI.
///
/// # Panics
///
/// If pyHanko fails.
#[track_caller]
pub fn sign(pki: &Pki, algorithm: Algorithm, options: Options<'_>, input: &Path, output: &Path) {
    let salt = options
        .salt
        .or((algorithm == Algorithm::RsaPss).then_some("32"));
    let options = Options { salt, ..options };
    sign_with(
        &pki.private_key(algorithm),
        &pki.certificate(algorithm),
        pki,
        options,
        input,
        output,
    )
    .expect_success("pyhanko_sign.py");
}

/// Signs `input` with any key; the caller looks at how it went.
#[track_caller]
pub fn sign_with(
    key: &Path,
    certificate: &Path,
    pki: &Pki,
    options: Options<'_>,
    input: &Path,
    output: &Path,
) -> Ran {
    let mut command = Command::new(python());
    command.arg(workspace::script("pyhanko_sign.py"));
    command
        .arg("--key")
        .arg(key)
        .arg("--cert")
        .arg(certificate)
        .arg("--chain")
        .arg(pki.root());
    for (flag, value) in [
        ("--field", options.field),
        ("--pss", options.salt),
        ("--certify", options.certify),
    ] {
        if let Some(value) = value {
            command.args([flag, value]);
        }
    }
    for (flag, wanted) in [("--adbe", options.adbe), ("--visible", options.visible)] {
        if wanted {
            command.arg(flag);
        }
    }
    run(command.arg(input).arg(output), PATIENCE)
}

impl Judged {
    /// Returns why this is not a file with `count` good signatures of which the last covers the
    /// whole file; `None` where it is.
    pub fn objection(&self, count: usize) -> Option<String> {
        if let Some(error) = &self.error {
            return Some(format!("pyHanko raised {error}"));
        }
        if self.signatures.len() != count {
            return Some(format!(
                "{} signatures instead of {count}",
                self.signatures.len()
            ));
        }
        let last = self.signatures.last()?;
        if last.coverage.as_deref() != Some("ENTIRE_FILE") {
            return Some(format!("the last signature covers {:?}", last.coverage));
        }
        self.signatures.iter().find_map(Signature::objection)
    }
}

impl Signature {
    /// Returns why this is not a good signature; `None` where it is.
    pub fn objection(&self) -> Option<String> {
        if self.error.is_some() {
            return self.error.clone();
        }
        let checks = [
            ("intact", self.intact),
            ("valid", self.valid),
            ("trusted", self.trusted),
            ("docmdp_ok", self.docmdp_ok),
            ("bottom_line", self.bottom_line),
        ];
        checks
            .into_iter()
            .find(|(_, found)| *found != Some(true))
            .map(|(name, found)| format!("{}: {name} is {found:?}", self.field))
    }
}
