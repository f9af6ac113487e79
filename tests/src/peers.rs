//! Other people's tools: the judges of what `yinxin` makes, and makers of what it judges.
//!
//! Each knows less than its "valid" suggests; [`blind_spots`] is the list, and the tests print it.

pub mod openssl;
pub mod pdfsig;
pub mod pictures;
pub mod pyhanko;
pub mod qpdf;

use crate::pki::Algorithm;
use std::path::PathBuf;

/// Tells whether every tool is there; where one is not, the running test is reported as skipped.
///
/// `pyhanko` stands for the Python environment that `tests/run` makes, `gmssl` for GmSSL in it.
///
/// # Panics
///
/// With `CI=true`, where every peer has to be there.
pub fn present(tools: &[&str]) -> bool {
    let missing = tools.iter().find(|tool| match **tool {
        "pyhanko" => !pyhanko::python().is_file(),
        "gmssl" => !pyhanko::has("gmssl_pyx"),
        tool => find(tool).is_none(),
    });
    if let Some(tool) = missing {
        crate::skip::for_want_of_peer(tool);
    }
    missing.is_none()
}

/// Returns the path of a tool on the search path.
pub fn find(tool: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(tool))
        .find(|path| path.is_file())
}

/// A tool that judges signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// pyHanko: cryptography, coverage, change analysis, path.
    PyHanko,
    /// poppler's pdfsig: cryptography, and whether the last signature covers the file.
    Pdfsig,
    /// `openssl cms -verify -cades` on what `ByteRange` names: cryptography, attributes, path.
    OpenSsl,
}

impl Judge {
    /// Every judge of signatures.
    pub const ALL: [Self; 3] = [Self::PyHanko, Self::Pdfsig, Self::OpenSsl];

    /// Returns why this judge cannot judge that algorithm; `None` where it can.
    pub fn cannot(self, algorithm: Algorithm) -> Option<&'static str> {
        match (self, algorithm) {
            (Self::OpenSsl, Algorithm::Ed25519) => Some("openssl cms (3.0) cannot verify Ed25519"),
            (Self::Pdfsig, Algorithm::Ed25519) => Some("NSS (3.87) knows no Ed25519 in CMS"),
            _ => None,
        }
    }
}

/// Prints what the judges cannot see, for the reader of the test's output.
pub fn print_blind_spots() {
    println!("judge    | cannot");
    for (judge, cannot) in blind_spots() {
        println!("{judge:<8} | {cannot}");
    }
    for judge in Judge::ALL {
        for algorithm in Algorithm::ALL {
            if let Some(why) = judge.cannot(algorithm) {
                println!("{judge:?} does not judge {}: {why}", algorithm.name());
            }
        }
    }
}

/// What each judge does not see although it says "valid".
pub fn blind_spots() -> [(&'static str, &'static str); 4] {
    [
        (
            "pyHanko",
            "files with hybrid cross references; octets that no revision registers",
        ),
        (
            "pdfsig",
            "any change after signing, timestamps, the certificate's path (not asked here)",
        ),
        (
            "openssl",
            "PDF itself: it sees the octets that ByteRange names, whatever they are",
        ),
        (
            "qpdf",
            "signatures: it judges syntax, and repairs while reading",
        ),
    ]
}
