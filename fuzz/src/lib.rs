//! Fuzzing of everything in `yinxin-core` that reads octets of strangers.
//!
//! [`entry`] holds one function a format, [`oracle`] what has to be true of its answers, [`seeds`] what
//! the fuzzer begins with, [`mutation`] a deterministic mutator. Two ways to run them:
//!
//! - `fuzz/run SECONDS`: libFuzzer with coverage, each target for so long (also `cargo fuzz run`).
//! - `cargo test --manifest-path fuzz/Cargo.toml`: the same functions over the same seeds, some
//!   thousand mutations each, the same ones every time; part of `tests/run`.
#![forbid(unsafe_code)]

mod checksums;
pub mod entry;
pub mod mutation;
pub mod oracle;
pub mod seeds;
