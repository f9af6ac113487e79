//! Harness of the end-to-end and interoperability tests.
//!
//! The tests see the programs `yinxin` and `yinxin-signer` from outside only: arguments, files,
//! standard output and exit codes, as users and other programs do. Verdicts on what `yinxin` makes
//! come from other people's tools (`peers`), and other people's files are put before `yinxin`.
//!
//! | module | what it holds |
//! |---|---|
//! | [`workspace`] | where the repository and the outside corpora are |
//! | [`authority`] | a timestamp authority, a responder and lists on loopback, by OpenSSL |
//! | [`binaries`] | the programs under test |
//! | [`process`], [`memory`] | running a program with a limit of time, and measuring it |
//! | [`served`] | the daemon on a demonstration's home |
//! | [`skip`] | what happens where a peer or a corpus is absent |
//! | [`fixture`] | small PDF files made from code, and what is done to them |
//! | [`pki`] | keys, certificates and a CRL made by OpenSSL |
//! | [`verdict`] | the JSON of `yinxin verify`, checked against its contract |
//! | [`peers`] | pyHanko, pdfsig, qpdf, OpenSSL, zbarimg, pdftoppm |
//! | [`corpus`] | files made by others, with what is known of them |
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::must_use_candidate,
    reason = "a step of the harness that fails is a test that fails"
)]

pub mod authority;
pub mod binaries;
pub mod corpus;
pub mod fixture;
pub mod memory;
mod openssl_ca;
pub mod peers;
pub mod pki;
pub mod process;
pub mod served;
pub mod skip;
pub mod verdict;
pub mod workspace;
