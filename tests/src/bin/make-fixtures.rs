//! Writes the PDF fixtures of the tests into a folder: `make-fixtures DIR [--large OCTETS]`.

use std::path::PathBuf;
use std::process::ExitCode;
use yinxin_tests::fixture;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprint_usage();
        return ExitCode::from(2);
    };
    let large = match (arguments.next(), arguments.next()) {
        (None, None) => None,
        (Some(flag), Some(octets)) if flag == "--large" => {
            let Some(octets) = octets.to_str().and_then(|text| text.parse().ok()) else {
                eprint_usage();
                return ExitCode::from(2);
            };
            Some(octets)
        }
        _ => {
            eprint_usage();
            return ExitCode::from(2);
        }
    };
    let mut files: Vec<(String, Vec<u8>)> = fixture::Kind::ALL
        .into_iter()
        .map(|kind| (kind.name().to_owned(), fixture::base(kind)))
        .collect();
    files.push((
        "empty-signature-field".to_owned(),
        fixture::with_empty_signature_field(),
    ));
    files.push((
        "unreadable-signature".to_owned(),
        fixture::with_unreadable_signature(),
    ));
    for (name, bytes) in files {
        if write(&folder.join(format!("{name}.pdf")), &bytes).is_err() {
            return ExitCode::from(4);
        }
    }
    if let Some(octets) = large {
        fixture::write_large(&folder.join("large.pdf"), octets);
    }
    ExitCode::SUCCESS
}

#[allow(clippy::print_stderr, reason = "a program for developers")]
fn write(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::write(path, bytes)
        .inspect_err(|error| eprintln!("{} cannot be written: {error}", path.display()))
}

#[allow(clippy::print_stderr, reason = "a program for developers")]
fn eprint_usage() {
    eprintln!("usage: make-fixtures DIR [--large OCTETS]");
}
