//! Signature verification against Project Wycheproof, which lies outside the repository: every vector
//! of every file for signatures has to come out as its authors say, or stand in
//! `wycheproof_exceptions.tsv`; a file that nobody runs fails.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]
#![cfg(feature = "legacy-algorithms")]

#[path = "corpus/folder.rs"]
mod corpus;

use serde_json::Value;
use std::collections::BTreeMap;
use yinxin_core::suite::{
    AlgorithmError, DigestAlgorithm, PssParameters, PublicKey, SignatureAlgorithm, VerifyFailure,
    verify,
};

/// Files about other things than signatures, or about algorithms of another room.
const OTHER_FILES: &[&str] = &[
    "hmac_sm3_test.json",
    "sm4_ccm_test.json",
    "sm4_gcm_test.json",
];

fn octets(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn digest(name: &Value) -> DigestAlgorithm {
    let name = name.as_str().unwrap();
    let mut all = DigestAlgorithm::ALL.iter().copied();
    all.find(|digest| digest.name() == name)
        .unwrap_or_else(|| panic!("digest {name} is not served"))
}

/// The algorithm that a group is about; keys that name parameters are believed in them, as from a file.
fn algorithm(group: &Value, key: &[u8]) -> Result<SignatureAlgorithm, AlgorithmError> {
    let public = PublicKey::parse(key)?;
    let pss = || PssParameters {
        digest: digest(&group["sha"]),
        mask_digest: digest(&group["mgfSha"]),
        salt_len: group["sLen"].as_u64().unwrap().try_into().unwrap(),
    };
    let made = match group["type"].as_str().unwrap() {
        "EcdsaVerify" => {
            let digest = digest(&group["sha"]);
            match public {
                PublicKey::P256(_) => SignatureAlgorithm::EcdsaP256(digest),
                PublicKey::P384(_) => SignatureAlgorithm::EcdsaP384(digest),
                PublicKey::P521(_) => SignatureAlgorithm::EcdsaP521(digest),
                other => panic!("{other:?}"),
            }
        }
        "EddsaVerify" => SignatureAlgorithm::Ed25519,
        "RsassaPkcs1Verify" => SignatureAlgorithm::RsaPkcs1(digest(&group["sha"])),
        "RsassaPssVerify" => pss().algorithm(),
        "RsassaPssWithParametersVerify" => {
            let PublicKey::Rsa { pss_parameters, .. } = public else {
                panic!("{public:?}");
            };
            assert_eq!(pss_parameters, Some(pss()));
            pss().algorithm()
        }
        other => panic!("groups of type {other} are not known"),
    };
    // What stands in a message is read as what was meant.
    let read = SignatureAlgorithm::from_identifier(&made.identifier(), &public, None)?;
    assert_eq!(read, made);
    Ok(made)
}

/// SHA-1, or another digest inside MGF1; no key of the suite is short.
fn is_weak(group: &Value) -> bool {
    group["sha"] == "SHA-1" || (group["mgfSha"].is_string() && group["mgfSha"] != group["sha"])
}

/// `valid`, `invalid` or `not served`.
fn outcome(group: &Value, test: &Value) -> &'static str {
    let key = octets(&group["publicKeyDer"]);
    let judged = algorithm(group, &key)
        .map_err(VerifyFailure::from)
        .and_then(|algorithm| {
            verify(
                &key,
                algorithm,
                &octets(&test["msg"]),
                &octets(&test["sig"]),
            )
        });
    match judged {
        // A weak algorithm is another matter than a wrong value, and never lost on the way.
        Ok(()) => {
            assert!(!is_weak(group), "{group:?}");
            "valid"
        }
        Err(VerifyFailure::Weak(_)) => {
            assert!(is_weak(group), "{group:?}");
            "valid"
        }
        Err(VerifyFailure::SignatureWrong) => "invalid",
        Err(VerifyFailure::Unsupported(_)) => "not served",
        Err(other) => panic!("{other:?}"),
    }
}

/// Exceptions: file and identifier, expected and actual. Identifiers may be given as `1-9`.
fn exceptions() -> BTreeMap<(String, u64), (String, String)> {
    let mut rows = BTreeMap::new();
    for line in include_str!("wycheproof_exceptions.tsv").lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, ids, expected, actual, reason] = cells[..] else {
            panic!("an exception has five cells: {line}");
        };
        assert!(!reason.trim().is_empty(), "an exception says why: {line}");
        for ids in ids.split(',') {
            let (from, to) = ids.split_once('-').unwrap_or((ids, ids));
            for id in from.parse::<u64>().unwrap()..=to.parse().unwrap() {
                let row = (expected.to_owned(), actual.to_owned());
                let earlier = rows.insert((file.to_owned(), id), row);
                assert!(earlier.is_none(), "an exception stands once: {file} {id}");
            }
        }
    }
    rows
}

#[test]
fn every_vector_of_every_file_comes_out_as_its_authors_say() {
    let Some(folder) = corpus::folder("x509/wycheproof") else {
        return;
    };
    let mut exceptions = exceptions();
    let mut wrong = Vec::new();
    let (mut files, mut vectors, mut excepted) = (0, 0, 0);
    let mut names: Vec<String> = std::fs::read_dir(folder.clone())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json") && !OTHER_FILES.contains(&name.as_str()))
        .collect();
    names.sort();
    for name in names {
        let data: Value =
            serde_json::from_slice(&std::fs::read(folder.join(&name)).unwrap()).unwrap();
        let mut counts = BTreeMap::<(&str, &str), usize>::new();
        for group in data["testGroups"].as_array().unwrap() {
            for test in group["tests"].as_array().unwrap() {
                let expected = test["result"].as_str().unwrap();
                let id = test["tcId"].as_u64().unwrap();
                let actual = outcome(group, test);
                *counts.entry((expected, actual)).or_default() += 1;
                vectors += 1;
                // What is only acceptable may come out either way.
                if expected == actual || (expected == "acceptable" && actual != "not served") {
                    continue;
                }
                let row = (expected.to_owned(), actual.to_owned());
                if exceptions.get(&(name.clone(), id)) == Some(&row) {
                    exceptions.remove(&(name.clone(), id));
                    excepted += 1;
                } else {
                    wrong.push(format!("{name} {id}: {actual} instead of {expected}"));
                }
            }
        }
        files += 1;
        println!("{name}: {counts:?}");
    }
    println!("{files} files, {vectors} vectors, {excepted} exceptions");
    assert_eq!(files, 24, "files for signatures");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        exceptions.is_empty(),
        "exceptions that no longer apply: {exceptions:?}"
    );
}
