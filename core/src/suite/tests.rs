use super::*;
use DigestAlgorithm::{Sha256, Sha384};

#[test]
fn a_digest_in_pieces_is_the_digest_of_the_whole() {
    let mut digester = Digester::new(Sha256);
    digester.update(b"ab");
    digester.update(b"c");
    assert_eq!(digester.finish(), digest(Sha256, b"abc"));
}

#[test]
fn a_signature_fits_its_key_and_message_alone() {
    for (key, algorithm) in [
        (p256(), SignatureAlgorithm::EcdsaP256(Sha256)),
        (
            ec(&rcgen::PKCS_ECDSA_P384_SHA384),
            SignatureAlgorithm::EcdsaP384(Sha384),
        ),
        (ec(&rcgen::PKCS_ED25519), SignatureAlgorithm::Ed25519),
    ] {
        assert_eq!(key.algorithm(), algorithm);
        let signature = key.sign(b"message").unwrap();
        let spki = key.subject_public_key_info();
        assert_eq!(verify(spki, algorithm, b"message", &signature), Ok(()));
        assert_eq!(
            verify(spki, algorithm, b"massage", &signature),
            Err(VerifyFailure::SignatureWrong)
        );
        let other = ec(&rcgen::PKCS_ED25519);
        assert!(
            verify(
                other.subject_public_key_info(),
                algorithm,
                b"message",
                &signature
            )
            .is_err()
        );
    }
}

pub(crate) fn p256() -> MemoryKey {
    ec(&rcgen::PKCS_ECDSA_P256_SHA256)
}

fn ec(kind: &'static rcgen::SignatureAlgorithm) -> MemoryKey {
    let pair = rcgen::KeyPair::generate_for(kind).unwrap();
    MemoryKey::from_der(&pair.serialize_der(), None).unwrap()
}

#[test]
fn identifiers_are_read_back() {
    let key = p256();
    let public = PublicKey::parse(key.subject_public_key_info()).unwrap();
    let algorithm = SignatureAlgorithm::EcdsaP256(Sha256);
    let identifier = algorithm.identifier();
    assert_eq!(
        SignatureAlgorithm::from_identifier(&identifier, &public, None),
        Ok(algorithm)
    );
    assert_eq!(
        SignatureAlgorithm::from_identifier(&identifier, &public, Some(Sha384)),
        Err(AlgorithmError::DigestMismatch {
            signature: Sha256,
            message: Sha384
        })
    );
    let pss = SignatureAlgorithm::RsaPss(Sha256).identifier();
    assert_eq!(
        SignatureAlgorithm::from_identifier(&pss, &public, None),
        Err(AlgorithmError::KeyMismatch)
    );
    let rsa = PublicKey::Rsa {
        key: &[],
        bits: 2048,
        pss_only: false,
        pss_parameters: None,
    };
    assert_eq!(
        SignatureAlgorithm::from_identifier(&pss, &rsa, Some(Sha256)),
        Ok(SignatureAlgorithm::RsaPss(Sha256))
    );
}
