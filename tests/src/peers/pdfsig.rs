//! pdfsig of poppler, on NSS.

use crate::pki::{Algorithm, PASSWORD, Pki};
use crate::process::{PATIENCE, run};
use std::path::Path;
use std::process::Command;

/// Verdict on one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// What it says, such as `Signature is Valid.`
    pub said: String,
    /// The signature covers the file to its end.
    pub total: bool,
}

impl Signature {
    /// Tells whether the cryptography is right to pdfsig. It does not look at later changes.
    pub fn valid(&self) -> bool {
        self.said == "Signature is Valid."
    }
}

/// Judges the signatures of a file, without looking at certificates; empty fields are left out.
#[track_caller]
pub fn judge(file: &Path) -> Vec<Signature> {
    let ran = run(Command::new("pdfsig").arg("-nocert").arg(file), PATIENCE);
    let said = ran.text();
    said.split("Signature #")
        .skip(1)
        .filter(|part| !part.contains("The signature form field is not signed"))
        .map(|part| Signature {
            said: part
                .lines()
                .find_map(|line| line.trim().strip_prefix("- Signature Validation: "))
                .unwrap_or("nothing")
                .to_owned(),
            total: part
                .lines()
                .any(|line| line.trim() == "- Total document signed"),
        })
        .collect()
}

/// Signs `input` as `adbe.pkcs7.detached` in the new field `Sig1`; where `fill` names an empty
/// field, fills that, as `ETSI.CAdES.detached`. RSA only.
///
/// # Panics
///
/// If NSS or pdfsig fails.
#[track_caller]
pub fn sign(pki: &Pki, fill: Option<&str>, input: &Path, output: &Path) {
    let store = tempfile::tempdir().expect("a folder can be made");
    let store_password = store.path().join("password");
    std::fs::write(&store_password, PASSWORD).expect("the folder can be written");
    let database = format!("sql:{}", store.path().display());
    let tool = |name: &str, arguments: &[&str]| {
        run(
            Command::new(name)
                .args(["-d", &database])
                .args(arguments)
                .current_dir(store.path()),
            PATIENCE,
        )
        .expect_success(name);
    };
    let root = pki.root();
    let pkcs12 = pki.pkcs12(Algorithm::Rsa);
    tool("certutil", &["-N", "-f", "password"]);
    tool(
        "certutil",
        &[
            "-A",
            "-f",
            "password",
            "-n",
            "root",
            "-t",
            "CT,C,C",
            "-i",
            &root.to_string_lossy(),
        ],
    );
    tool(
        "pk12util",
        &[
            "-i",
            &pkcs12.to_string_lossy(),
            "-k",
            "password",
            "-w",
            "password",
        ],
    );
    let mut command = Command::new("pdfsig");
    command
        .arg("-nssdir")
        .arg(&database)
        .args(["-nss-pwd", PASSWORD]);
    match fill {
        None => command.args(["-add-signature", "-new-signature-field-name", "Sig1"]),
        Some(field) => command.args(["-etsi", "-sign", field]),
    };
    command.args(["-nick", "rsa"]);
    run(command.arg(input).arg(output), PATIENCE).expect_success("pdfsig");
}
