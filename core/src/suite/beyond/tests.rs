use super::*;
use crate::suite::{DigestAlgorithm, Digester, PssParameters};
use ::rsa::{BoxedUint, PublicKey as RsaKey};
use proptest::prelude::*;

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn digests_of_abc_are_those_of_the_standards() {
    // FIPS 180-4 and FIPS 202, examples with values.
    for (algorithm, expected) in [
        (
            DigestAlgorithm::Sha224,
            "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
        ),
        (
            DigestAlgorithm::Sha3_224,
            "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
        ),
        (
            DigestAlgorithm::Sha3_256,
            "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
        ),
    ] {
        assert_eq!(
            hex(&digest(algorithm, b"abc")),
            expected,
            "{}",
            algorithm.name()
        );
        let mut digester = Digester::new(algorithm);
        digester.update(b"a");
        let mut copy = digester.clone();
        digester.update(b"x");
        copy.update(b"bc");
        assert_eq!(hex(&copy.finish()), expected);
        assert_ne!(hex(&digester.finish()), expected);
    }
    for algorithm in DigestAlgorithm::ALL {
        assert_eq!(digest(*algorithm, b"").len(), algorithm.output_len());
    }
}

#[test]
fn a_key_that_no_arithmetic_can_use_fits_nothing() {
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        let key = crate::der::writer::sequence(&[
            &crate::der::writer::unsigned(modulus),
            &crate::der::writer::unsigned(exponent),
        ]);
        rsa::verify(
            &key,
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
            &[0; 32],
            &[0; 128],
        )
    };
    for modulus in [&[0xfe_u8; 128][..], &[], &[0], &[1], &[0xff; 4096]] {
        for exponent in [&[][..], &[0], &[1], &[2], &[3], &[0xff; 64]] {
            assert_eq!(
                rsa(modulus, exponent),
                Ok(false),
                "{} {exponent:?}",
                modulus.len()
            );
        }
    }
}

/// A key of 1024 bits whose factors nobody keeps; the encoded messages are made up, not signed.
fn modulus() -> RsaKey {
    let mut octets = [0xc5_u8; 128];
    octets[127] = 0x01;
    RsaKey::new(
        BoxedUint::from_be_slice_vartime(&octets),
        BoxedUint::from_be_slice_vartime(&[3]),
    )
    .unwrap()
}

proptest! {
    /// With the same digest in MGF1 both ways of judging have to agree on anything.
    #[test]
    fn both_ways_to_judge_pss_agree(signature in proptest::collection::vec(any::<u8>(), 120..130), salt_len in 0_u32..200) {
        let key = modulus();
        let usual = PssParameters::usual(DigestAlgorithm::Sha256);
        let parameters = PssParameters { salt_len, ..usual };
        let own = rsa::other_mask(&key, parameters, &[7; 32], &signature);
        prop_assert!(!own);
        prop_assert_eq!(own, rsa::pss(&key, parameters, &[7; 32], &signature));
    }

    #[test]
    fn arbitrary_points_and_values_never_panic(point in proptest::collection::vec(any::<u8>(), 0..140), value in proptest::collection::vec(any::<u8>(), 0..150), digest in proptest::collection::vec(any::<u8>(), 0..65)) {
        prop_assert!(!ecdsa::verify::<p521::NistP521>(&point, &digest, &value));
        prop_assert!(!ecdsa::verify::<bp256::BrainpoolP256r1>(&point, &digest, &value));
        prop_assert!(!ecdsa::verify::<bp384::BrainpoolP384r1>(&point, &digest, &value));
    }

    #[test]
    fn arbitrary_encoded_messages_are_no_encoding(encoded in proptest::collection::vec(any::<u8>(), 0..140), bits in 0_usize..1100, salt_len in any::<u32>()) {
        let parameters = PssParameters {
            digest: DigestAlgorithm::Sha256,
            mask_digest: DigestAlgorithm::Sha1,
            salt_len,
        };
        prop_assert!(!emsa_pss::verify(parameters, &[7; 32], &encoded, bits));
    }
}
