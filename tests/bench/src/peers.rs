//! Other people's programs on the same work, in turns with ours.

use crate::Failed;
use crate::document::length;
use crate::material::{Pki, pem};
use crate::slices::{Slices, median};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Turns that each side gets.
const TURNS: u32 = 3;

/// What pyHanko did, a figure a turn.
#[derive(Debug, Default)]
pub(crate) struct PyHanko {
    sign: Vec<f64>,
    verify: Vec<f64>,
}

/// Runs `ours` and the script `bench_pyhanko.py` of `folder` in turns.
///
/// Nothing is known of pyHanko where it is not installed; then only `ours` runs.
pub(crate) fn in_turns(
    folder: &Path,
    document: &[u8],
    pki: &Pki,
    total: Duration,
    mut ours: impl FnMut(Duration) -> Result<(), Failed>,
) -> Result<PyHanko, Failed> {
    let script = std::path::absolute(folder.join("bench_pyhanko.py"))?;
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let installed = Command::new(&python)
        .args(["-c", "import pyhanko"])
        .output()
        .is_ok_and(|done| done.status.success());
    let place = tempfile::tempdir()?;
    let mut peer = PyHanko::default();
    write_material(place.path(), document, pki)?;
    for _ in 0..TURNS {
        ours(total / TURNS)?;
        if installed {
            let done = Command::new(&python)
                .arg(&script)
                .args(["in.pdf", "ec"])
                .arg(format!("{:.2}", (total / TURNS / 2).as_secs_f64()))
                .current_dir(place.path())
                .output()?;
            if !done.status.success() {
                return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
            }
            peer.read(&String::from_utf8_lossy(&done.stdout))?;
        }
    }
    Ok(peer)
}

/// The files that the script reads in its folder.
fn write_material(place: &Path, document: &[u8], pki: &Pki) -> Result<(), Failed> {
    let [unit, root] = &pki.signatory.chain[..] else {
        return Err("two certificates were made".into());
    };
    std::fs::write(place.join("in.pdf"), document)?;
    std::fs::write(place.join("ec.key"), &pki.key_pem)?;
    std::fs::write(place.join("ec.pem"), pem("CERTIFICATE", unit.der())?)?;
    std::fs::write(place.join("ca.pem"), pem("CERTIFICATE", root.der())?)?;
    Ok(())
}

impl PyHanko {
    /// Reads `pyhanko ec sign/s 39.0 verify/s 132.1`.
    fn read(&mut self, line: &str) -> Result<(), Failed> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |name: &str| {
            let place = words.iter().position(|word| *word == name)?;
            words.get(place + 1)?.parse().ok()
        };
        let (Some(sign), Some(verify)) = (after("sign/s"), after("verify/s")) else {
            return Err(format!("pyHanko said {line:?}").into());
        };
        self.sign.push(sign);
        self.verify.push(verify);
        Ok(())
    }

    /// Prints how signing compares; nothing where pyHanko is not installed.
    pub(crate) fn sign_line(
        &self,
        output: &mut dyn Write,
        ours: &Slices,
        suite: &str,
        octets: usize,
    ) -> Result<(), Failed> {
        line(output, "sign", &self.sign, ours, suite, octets)
    }

    /// Prints how verifying compares; pyHanko is not asked for revocation, we are.
    pub(crate) fn verify_line(
        &self,
        output: &mut dyn Write,
        ours: &Slices,
        suite: &str,
        octets: usize,
    ) -> Result<(), Failed> {
        line(output, "verify", &self.verify, ours, suite, octets)
    }
}

fn line(
    output: &mut dyn Write,
    case: &str,
    theirs: &[f64],
    ours: &Slices,
    suite: &str,
    octets: usize,
) -> Result<(), Failed> {
    if let (Some(theirs), Some(ours)) = (median(theirs), ours.per_second()) {
        writeln!(
            output,
            "pyhanko {case} {theirs:.1}/s {suite} {} yinxin-times {:.1}",
            length(octets),
            ours / theirs
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_script_is_read_and_anything_else_refused() {
        let mut peer = PyHanko::default();
        peer.read("pyhanko ec sign/s 39.5 verify/s 132.0\n")
            .unwrap();
        assert_eq!((peer.sign, peer.verify), (vec![39.5], vec![132.0]));
        for wrong in ["", "pyhanko ec sign/s", "pyhanko ec sign/s x verify/s 1"] {
            assert!(PyHanko::default().read(wrong).is_err(), "{wrong}");
        }
    }
}
