//! `openssl cms`, on what an independent script cuts out of the file.

use crate::process::{PATIENCE, run};
use crate::workspace;
use std::path::Path;
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
