//! What the eye and the scanner get: pdftoppm, zbarimg, pdftotext, pdfdetach.

use crate::process::{PATIENCE, run};
use std::path::Path;
use std::process::Command;

/// Draws the first page at 200 dots an inch and returns the text of each code on it.
///
/// # Panics
///
/// If the page cannot be drawn.
#[track_caller]
pub fn codes_on_first_page(file: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut draw = Command::new("pdftoppm");
    draw.args(["-png", "-r", "200", "-f", "1", "-l", "1", "-singlefile"]);
    draw.arg(file).arg(folder.path().join("page"));
    run(&mut draw, PATIENCE).expect_success("pdftoppm");
    let mut scan = Command::new("zbarimg");
    scan.args(["--quiet", "--raw"])
        .arg(folder.path().join("page.png"));
    run(&mut scan, PATIENCE)
        .text()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Returns the text of a file, as pdftotext finds it.
///
/// # Panics
///
/// If pdftotext fails.
#[track_caller]
pub fn text(file: &Path) -> String {
    run(Command::new("pdftotext").arg(file).arg("-"), PATIENCE)
        .expect_success("pdftotext")
        .text()
}

/// Returns the attachment of that name; `None` where there is none.
///
/// # Panics
///
/// If pdfdetach fails.
#[track_caller]
pub fn attachment(file: &Path, name: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut command = Command::new("pdfdetach");
    command
        .arg("-saveall")
        .arg("-o")
        .arg(folder.path())
        .arg(file);
    run(&mut command, PATIENCE).expect_success("pdfdetach");
    std::fs::read(folder.path().join(name)).ok()
}
