//! Known answers of SM3 and SM2 from outside the repository (GM/T 0004, GM/T 0003.5 among them). What is not
//! served here is listed with its reason, and must be all that is left.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]
#![cfg(feature = "gm")]

#[path = "corpus/folder.rs"]
mod corpus;

use serde_json::Value;
use yinxin_core::der::{Oid, writer};
use yinxin_core::suite::{DigestAlgorithm, VerifyFailure, digest, sm};

/// Kinds that are answered elsewhere or not at all, and why.
const ELSEWHERE: [(&str, &str); 12] = [
    ("sm4_ecb", "the tests of encrypted keys"),
    ("sm4_cbc_nopad", "the tests of encrypted keys"),
    ("sm4_cbc_pkcs7", "the tests of encrypted keys"),
    ("pbkdf2_hmac_sm3", "the tests of encrypted keys"),
    ("hmac_sm3", "the tests of encrypted keys, inside PBKDF2"),
    ("sm4_ecb_iterated", "nothing here enciphers block by block"),
    ("sm4_gcm", "nothing here uses it"),
    ("sm2_sign_other_curve", "no other curve is served"),
    (
        "sm2_prehash_verify",
        "nobody may give the digest of a message",
    ),
    ("sm2_decrypt_asn1", "nothing here is decrypted with SM2"),
    ("sm2_enveloped_key", "keys in envelopes are not read"),
    (
        "sm2_enveloped_key_negative",
        "keys in envelopes are not read",
    ),
];
/// What describes the others.
const ABOUT: [&str; 4] = [
    "_about",
    "curve",
    "sm2_za_default_uid_prefix",
    "cfca_sm2_key_file",
];

fn hex(value: &Value) -> Vec<u8> {
    octets(value.as_str().unwrap())
}

fn octets(text: &str) -> Vec<u8> {
    let octet = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(octet).collect()
}

fn spki(point: &[u8]) -> Vec<u8> {
    let kind = Oid::new_unwrap("1.2.840.10045.2.1");
    let curve = Oid::new_unwrap("1.2.156.10197.1.301");
    let algorithm = writer::sequence(&[&writer::oid(&kind), &writer::oid(&curve)]);
    writer::sequence(&[&algorithm, &writer::bit_string(point)])
}

#[test]
fn sm3_and_sm2_give_the_answers_of_their_standards() {
    let Some(folder) = corpus::folder("gm/kat") else {
        return;
    };
    let all = std::fs::read(folder.join("gm-kat.json")).unwrap();
    let all: Value = serde_json::from_slice(&all).unwrap();
    let entries = |kind: &str| all[kind].as_array().unwrap().clone();
    let digests = entries("sm3");
    for one in &digests {
        let found = digest(DigestAlgorithm::Sm3, &hex(&one["msg_hex"]));
        assert_eq!(found, hex(&one["digest"]), "{one}");
    }
    let signatures = entries("sm2_sign");
    for one in &signatures {
        let (key, message) = (spki(&hex(&one["pub"])), hex(&one["msg_hex"]));
        let identifier = one["uid"].as_str().unwrap();
        let value = hex(&one["sig_der"]);
        let raw = [hex(&one["r"]), hex(&one["s"])].concat();
        for value in [&value, &raw] {
            let verify = |identifier: &str, message: &[u8]| {
                sm::verify_with_id(&key, identifier, message, value).map(|_| ())
            };
            let wrong = Err(VerifyFailure::SignatureWrong);
            assert_eq!(verify(identifier, &message), Ok(()), "{one}");
            assert_eq!(verify("another", &message), wrong);
            assert_eq!(verify(identifier, b"another"), wrong);
        }
    }
    println!("{} digests, {} signatures", digests.len(), signatures.len());
    assert!(digests.len() >= 3 && !signatures.is_empty());
    let known = ELSEWHERE.iter().map(|(kind, _)| *kind);
    let mut known: Vec<&str> = known.chain(ABOUT).chain(["sm3", "sm2_sign"]).collect();
    known.sort_unstable();
    let mut found: Vec<&str> = all
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    found.sort_unstable();
    assert_eq!(found, known);
}

#[test]
fn sm3_gives_the_digests_of_another_projects_vectors() {
    let Some(folder) = corpus::folder("gm/kat") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("tongsuo-evpmd_sm3.txt")).unwrap();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let (mut count, mut is_sm3) = (0, false);
    while let Some(line) = lines.next() {
        // The file has digests of others beside.
        if let Some(name) = line.strip_prefix("Digest = ") {
            is_sm3 = name.trim() == "SM3";
        }
        let Some(input) = line.strip_prefix("Input = ").filter(|_| is_sm3) else {
            continue;
        };
        let output = lines.next().unwrap().strip_prefix("Output = ").unwrap();
        let input = input.trim().trim_matches('"');
        assert_eq!(
            digest(DigestAlgorithm::Sm3, &octets(input)),
            octets(output.trim()),
            "{input}"
        );
        count += 1;
    }
    println!("{count} digests");
    assert!(count >= 5);
}
