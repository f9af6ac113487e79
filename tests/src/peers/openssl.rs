//! `openssl cms`, `openssl ts` and `openssl ocsp`, on what independent scripts cut out of the file.

use crate::process::{PATIENCE, run};
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One signature, cut out of a file by `ByteRange` alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Octets of the CMS object.
    pub cms_octets: u64,
    /// Octets that the signature covers.
    pub covered: u64,
    /// Octets of the file that follow the covered ones.
    pub after: u64,
    /// What OpenSSL objects to; `None` where the signature is good.
    pub objection: Option<String>,
}

/// Cuts out every signature of `file` and has each verified as CAdES, with its path to `root`.
///
/// # Panics
///
/// If nothing can be cut out: no hexadecimal string where `ByteRange` leaves its gap.
#[track_caller]
pub fn judge(file: &Path, root: &Path) -> Vec<Cut> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let ran = run(
        Command::new("python3")
            .arg(workspace::script("cut_signature.py"))
            .arg(file)
            .arg(folder.path()),
        PATIENCE,
    )
    .expect_success("cut_signature.py");
    ran.text()
        .lines()
        .map(|line| {
            let cell = |index: usize| line.split('\t').nth(index).expect("four cells");
            let number = |index: usize| cell(index).parse().expect("a number");
            Cut {
                cms_octets: number(1),
                covered: number(2),
                after: number(3),
                objection: verify(folder.path(), cell(0), root),
            }
        })
        .collect()
}

fn verify(folder: &Path, name: &str, root: &Path) -> Option<String> {
    let mut command = Command::new("openssl");
    command.current_dir(folder);
    command.args([
        "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any",
    ]);
    command.args([
        "-in",
        &format!("{name}.der"),
        "-content",
        &format!("{name}.content"),
    ]);
    command.arg("-CAfile").arg(root).args(["-out", "/dev/null"]);
    let ran = run(&mut command, PATIENCE);
    (!ran.succeeded()).then_some(ran.stderr)
}

/// Has `openssl ts` verify every document timestamp of `file` over what its `ByteRange` names, and
/// the signature timestamp of every other signature, where there is one, over the signature's value. Returns how many of
/// both were verified, and what OpenSSL objects to.
///
/// # Panics
///
/// If nothing can be cut out.
#[track_caller]
pub fn judge_timestamps(file: &Path, root: &Path) -> (usize, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let folder = folder.path();
    let mut cut = Command::new("python3");
    cut.arg(workspace::script("cut_signature.py"));
    let ran = run(cut.arg(file).arg(folder), PATIENCE).expect_success("cut_signature.py");
    let mut objections = Vec::new();
    let mut verified = 0;
    for number in 1..=ran.text().lines().count() {
        let (mut token, mut data) = (format!("{number}.der"), format!("{number}.content"));
        let octets = std::fs::read(folder.join(&token)).expect("it was cut out");
        // id-ct-TSTInfo, 1.2.840.113549.1.9.16.1.4, as the content that the message encapsulates.
        let info = b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04";
        let is_token = octets
            .get(..64)
            .is_some_and(|head| head.windows(info.len()).any(|part| part == info));
        if !is_token {
            let message = token;
            (token, data) = (format!("{number}.token"), format!("{number}.value"));
            let mut cut = Command::new(super::pyhanko::python());
            cut.current_dir(folder)
                .arg(workspace::script("cut_timestamp.py"));
            run(cut.args([&message, &token, &data]), PATIENCE).expect_success("cut_timestamp.py");
            if !folder.join(&token).exists() {
                continue;
            }
        }
        let mut command = Command::new("openssl");
        command.current_dir(folder);
        command.args(["ts", "-verify", "-token_in", "-in", &token, "-data", &data]);
        let ran = run(command.arg("-CAfile").arg(root), PATIENCE);
        if ran.succeeded() {
            verified += 1;
        } else {
            objections.push(format!("{number}: {}", ran.stderr));
        }
    }
    (verified, objections)
}

/// A response of a document security store, as `openssl ocsp` reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The certificate, as its file was given.
    pub certificate: PathBuf,
    /// `good`, `revoked` or `unknown`.
    pub status: String,
    /// Whether its signature and the path of its responder are good, and it is fresh.
    pub is_verified: bool,
    /// Everything that OpenSSL said.
    pub said: String,
}

/// Has `openssl ocsp` verify every OCSP response in the document security store of `file` towards
/// `root`, each for that of the `certificates`, issued by `issuer`, whose serial number it names.
///
/// # Panics
///
/// If a response is for none of them.
#[track_caller]
pub fn judge_statuses(
    file: &Path,
    certificates: &[PathBuf],
    issuer: &Path,
    root: &Path,
) -> Vec<Status> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let serial = |certificate: &PathBuf| {
        let mut command = Command::new("openssl");
        command.args(["x509", "-noout", "-serial", "-in"]);
        let ran = run(command.arg(certificate), PATIENCE).expect_success("openssl x509");
        ran.text().trim().trim_start_matches("serial=").to_owned()
    };
    let serials: Vec<String> = certificates.iter().map(serial).collect();
    let mut cut = Command::new(super::pyhanko::python());
    cut.arg(workspace::script("cut_ocsp.py")).arg(file);
    let cut = run(cut.arg(folder.path()), PATIENCE).expect_success("cut_ocsp.py");
    let judge = |line: &str| {
        let (response, serial) = line.split_once('\t').expect("two cells");
        let place = serials.iter().position(|one| one == serial);
        let certificate = &certificates[place.expect("a certificate of that serial number")];
        judge_status(&folder.path().join(response), certificate, issuer, root)
    };
    cut.text().lines().map(judge).collect()
}

/// Has `openssl ocsp` verify one response.
///
/// # Panics
///
/// If OpenSSL cannot be run.
#[track_caller]
pub fn judge_status(response: &Path, certificate: &Path, issuer: &Path, root: &Path) -> Status {
    let mut command = Command::new("openssl");
    command.args(["ocsp", "-no_nonce", "-respin"]).arg(response);
    command.arg("-issuer").arg(issuer);
    command.arg("-cert").arg(certificate);
    let ran = run(command.arg("-CAfile").arg(root), PATIENCE);
    let said = format!("{}{}", ran.text(), ran.stderr);
    let name = format!("{}: ", certificate.display());
    let status = said.lines().find_map(|line| line.strip_prefix(&name));
    let is_verified = ran.succeeded()
        && said.lines().any(|line| line == "Response verify OK")
        && !said.contains("WARNING");
    Status {
        certificate: certificate.to_owned(),
        status: status.unwrap_or_default().to_owned(),
        is_verified,
        said,
    }
}
