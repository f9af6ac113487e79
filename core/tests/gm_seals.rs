//! Seals and seal signatures that others made, outside the repository: read, and the two signature
//! values judged by themselves. The expectations are those of the corpus's own index.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]
#![cfg(feature = "gm")]

#[path = "corpus/folder.rs"]
mod corpus;

use yinxin_core::ses::{Edition, SesSeal, SesSignature, SignedTime};
use yinxin_core::suite::{DigestAlgorithm, VerifyFailure, digest, sm};
use yinxin_core::x509::Certificate;

fn fits(certificate: &[u8], message: &[u8], value: &[u8]) -> Result<(), VerifyFailure> {
    let certificate = Certificate::parse(certificate).unwrap();
    let info = certificate.subject_public_key_info();
    sm::verify_with_id(info, sm::DEFAULT_ID, message, value).map(|_| ())
}

const RIGHT: Result<(), VerifyFailure> = Ok(());
const WRONG: Result<(), VerifyFailure> = Err(VerifyFailure::SignatureWrong);

#[test]
fn the_makers_signature_of_every_seal_comes_out_as_the_index_says() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    use Edition::{Gbt38540Of2020 as V4, Gmt0031Of2014 as V1, Gmt0031Of2025 as V5};
    let cases = [
        ("ofdrw/gm-UserV1.esl", V1, RIGHT),
        ("ofdrw/gm-UserV4.esl", V4, RIGHT),
        ("ofdrw/gm-UserV5.esl", V5, RIGHT),
        ("ofdrw/gm-UserV5_ts.esl", V5, RIGHT),
        ("ofdrw/sign-SESealData.DER", V4, WRONG),
        ("derived/UserV4-header-version5.esl", V5, WRONG),
        ("derived/UserV4-name-changed.esl", V4, WRONG),
        ("derived/UserV4-picture-flipped.esl", V4, WRONG),
        ("derived/UserV4-sig-flipped.esl", V4, WRONG),
        ("derived/UserV4-trailing-bytes.esl", V4, RIGHT),
        ("derived/UserV4-validEnd-extended.esl", V4, WRONG),
        ("derived/x-dms360-v1-Sign_0.esl", V1, RIGHT),
        ("derived/x-gomain-taxtest-Sign_0.esl", V4, RIGHT),
        ("derived/x-kinggrid-gomain-taxtest-Sign_0.esl", V4, RIGHT),
        ("derived/x-ofdrw-ride-Sign_0.esl", V4, RIGHT),
    ];
    for (name, edition, expected) in &cases {
        let octets = std::fs::read(folder.join(name)).unwrap();
        let seal = SesSeal::parse(&octets).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(seal.edition, *edition, "{name}");
        let judged = fits(seal.maker, &seal.signed(), seal.signature);
        assert_eq!(judged, *expected, "{name}");
    }
    let cut = std::fs::read(folder.join("derived/UserV4-truncated.esl")).unwrap();
    assert!(SesSeal::parse(&cut).is_err());
    println!("seals: {}", cases.len() + 1);
}

#[test]
fn the_signers_signature_of_every_sealing_comes_out_as_the_index_says() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    let cases = [
        ("ofdrw/gm-SignedValueV4.dat", RIGHT, None),
        ("ofdrw/gm-SignedValueV5.dat", RIGHT, None),
        ("derived/SignedValueV4-datahash-flipped.dat", WRONG, None),
        ("derived/SignedValueV4-time-2024.dat", WRONG, None),
        ("derived/x-dms360-v1-Sign_0.SignedValue.dat", WRONG, None),
        (
            "derived/x-gomain-taxtest-Sign_0.SignedValue.dat",
            RIGHT,
            Some(true),
        ),
        (
            "derived/x-kinggrid-gomain-taxtest-Sign_0.SignedValue.dat",
            RIGHT,
            Some(true),
        ),
        (
            "derived/x-ofdrw-ride-Sign_0.SignedValue.dat",
            RIGHT,
            Some(true),
        ),
    ];
    for (name, expected, has_original) in &cases {
        let octets = std::fs::read(folder.join(name)).unwrap();
        let signature =
            SesSignature::parse(&octets).unwrap_or_else(|error| panic!("{name}: {error}"));
        let judged = fits(
            signature.signer,
            signature.to_sign.raw(),
            signature.signature,
        );
        assert_eq!(judged, *expected, "{name}");
        let seal = &signature.to_sign.seal;
        assert_eq!(
            fits(seal.maker, &seal.signed(), seal.signature),
            RIGHT,
            "{name}: the seal"
        );
        if *has_original == Some(true) {
            let original = name.replace(".SignedValue.dat", ".Signature.xml");
            let original = std::fs::read(folder.join(original)).unwrap();
            let found = digest(DigestAlgorithm::Sm3, &original);
            assert_eq!(signature.to_sign.data_hash, found, "{name}");
        }
    }
    println!("seal signatures: {}", cases.len());
}

#[test]
fn times_of_2014_are_read_where_they_are_words() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    let octets = std::fs::read(folder.join("derived/x-dms360-v1-Sign_0.SignedValue.dat")).unwrap();
    let signature = SesSignature::parse(&octets).unwrap();
    // 2020-01-25T07:31:56.377Z
    let read = SignedTime::Instant(time::macros::datetime!(2020-01-25 7:31:56 UTC));
    assert_eq!(signature.to_sign.time, read);
}
