//! Signature verification against Project Wycheproof, which lies outside the repository: every
//! vector of what is served has to come out as its authors say.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use yinxin_core::suite::{DigestAlgorithm, SignatureAlgorithm, VerifyFailure, verify};

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("YINXIN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("corpus/x509/wycheproof");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: no corpus/x509/wycheproof in {}", shared.display());
        None
    }
}

fn octets(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

#[derive(Debug, Default, PartialEq)]
struct Counts {
    agree: usize,
    wrongly_accepted: usize,
    wrongly_refused: usize,
    unsupported: usize,
}

fn run(file: &str, algorithm: impl Fn(&Value) -> Option<SignatureAlgorithm>) -> Option<Counts> {
    let data = std::fs::read(corpus()?.join(file)).unwrap();
    let data: Value = serde_json::from_slice(&data).unwrap();
    let mut counts = Counts::default();
    for group in data["testGroups"].as_array().unwrap() {
        let key = octets(&group["publicKeyDer"]);
        for test in group["tests"].as_array().unwrap() {
            let Some(algorithm) = algorithm(group) else {
                counts.unsupported += 1;
                continue;
            };
            let outcome = verify(
                &key,
                algorithm,
                &octets(&test["msg"]),
                &octets(&test["sig"]),
            );
            match (outcome, test["result"].as_str().unwrap()) {
                (Err(VerifyFailure::Unsupported(_)), _) => counts.unsupported += 1,
                (Ok(()), "invalid") => counts.wrongly_accepted += 1,
                (Err(_), "valid") => counts.wrongly_refused += 1,
                _ => counts.agree += 1,
            }
        }
    }
    println!("{file}: {counts:?}");
    Some(counts)
}

/// Every vector agrees, none is passed over.
#[track_caller]
fn check(file: &str, algorithm: SignatureAlgorithm, vectors: usize) {
    if let Some(counts) = run(file, |_| Some(algorithm)) {
        assert_eq!(
            counts,
            Counts {
                agree: vectors,
                ..Counts::default()
            },
            "{file}"
        );
    }
}

use DigestAlgorithm::{Sha256, Sha384, Sha512};
use SignatureAlgorithm::{EcdsaP256, EcdsaP384, Ed25519, RsaPkcs1, RsaPss};

#[test]
fn elliptic_curve_vectors_agree() {
    check("ecdsa_secp256r1_sha256_test.json", EcdsaP256(Sha256), 484);
    check("ecdsa_secp384r1_sha384_test.json", EcdsaP384(Sha384), 504);
    check("ed25519_test.json", Ed25519, 151);
}

#[test]
fn rsa_pkcs1_vectors_agree() {
    for size in [2048, 3072, 4096] {
        for (digest, name) in [(Sha256, 256), (Sha384, 384), (Sha512, 512)] {
            let file = format!("rsa_signature_{size}_sha{name}_test.json");
            if let Some(counts) = run(&file, |_| Some(RsaPkcs1(digest))) {
                assert_eq!(
                    (counts.wrongly_accepted, counts.wrongly_refused),
                    (0, 0),
                    "{file}"
                );
                assert_eq!(counts.unsupported, 0, "{file}");
            }
        }
    }
}

fn pss(group: &Value) -> Option<SignatureAlgorithm> {
    let digest = match group["sha"].as_str()? {
        "SHA-256" => Sha256,
        "SHA-384" => Sha384,
        "SHA-512" => Sha512,
        _ => return None,
    };
    let salt = group["sLen"]
        .as_u64()
        .or_else(|| group["sLen"].as_str()?.parse().ok())?;
    let same = group["mgfSha"] == group["sha"];
    (same && usize::try_from(salt) == Ok(digest.output_len())).then_some(RsaPss(digest))
}

#[test]
fn rsa_pss_vectors_agree_where_the_parameters_are_served() {
    for (file, unsupported) in [
        ("rsa_pss_2048_sha256_mgf1_32_test.json", false),
        ("rsa_pss_2048_sha256_mgf1_32_params_test.json", false),
        ("rsa_pss_3072_sha256_mgf1_32_test.json", false),
        ("rsa_pss_3072_sha256_mgf1_32_params_test.json", false),
        ("rsa_pss_4096_sha512_mgf1_64_test.json", false),
        ("rsa_pss_4096_sha512_mgf1_64_params_test.json", false),
        ("rsa_pss_4096_sha512_mgf1_32_test.json", true),
        ("rsa_pss_misc_test.json", true),
        ("rsa_pss_misc_params_test.json", true),
    ] {
        if let Some(counts) = run(file, pss) {
            assert_eq!(
                (counts.wrongly_accepted, counts.wrongly_refused),
                (0, 0),
                "{file}"
            );
            assert_eq!(counts.unsupported > 0, unsupported, "{file}");
        }
    }
}
