//! Envelopes that are made here with the library's other half, and what is refused.

use super::*;
use crate::keys::KeyKind;
use crate::keys::generate::generate;
use ::sm2::elliptic_curve::sec1::ToSec1Point as _;
use ::sm2::pke::EncryptingKey;
use ::sm4::cipher::BlockCipherEncrypt as _;
use yinxin_core::der::writer;

const KEY: [u8; 16] = *b"a key for a key.";
const SCALAR: [u8; 32] = [0x11; 32];

/// What an envelope is made of; each test alters one thing.
struct Parts {
    algorithm: Vec<u8>,
    cipher: [Vec<u8>; 4],
    public: Vec<u8>,
    encrypted: Vec<u8>,
}

impl Parts {
    fn whole(&self) -> Vec<u8> {
        let cipher: Vec<&[u8]> = self.cipher.iter().map(Vec::as_slice).collect();
        writer::sequence(&[
            &self.algorithm,
            &writer::sequence(&cipher),
            &writer::bit_string(&self.public),
            &writer::bit_string(&self.encrypted),
        ])
    }
}

fn identifier(oid: &str) -> Vec<u8> {
    writer::sequence(&[&writer::oid(&Oid::new(oid).unwrap()), &writer::null()])
}

fn ecb(octets: &[u8]) -> Vec<u8> {
    let sm4 = Sm4::new_from_slice(&KEY).unwrap();
    let mut octets = octets.to_vec();
    for block in octets.chunks_exact_mut(BLOCK) {
        let block: &mut Block<Sm4> = block.try_into().unwrap();
        sm4.encrypt_block(block);
    }
    octets
}

/// Makes an envelope of [`SCALAR`] for a key.
fn made_for(pkcs8: &[u8]) -> Parts {
    let key = Decryption::of(pkcs8).unwrap();
    let flat = key.0.encrypting_key();
    let flat = flat.encrypt(&mut getrandom::SysRng, &KEY).unwrap();
    let inner = DecryptingKey::from_slice(&SCALAR).unwrap();
    let inner: &EncryptingKey = inner.encrypting_key();
    let public = inner.as_affine().to_sec1_point(false).as_bytes().to_vec();
    Parts {
        algorithm: identifier("1.2.156.10197.1.104.1"),
        cipher: [
            writer::unsigned(&flat[1..33]),
            writer::unsigned(&flat[33..65]),
            writer::octet_string(&flat[65..97]),
            writer::octet_string(&flat[97..]),
        ],
        public,
        encrypted: ecb(&SCALAR),
    }
}

#[test]
fn the_key_comes_out_for_whom_it_was_made_alone() {
    let holder = generate(KeyKind::Sm2).unwrap();
    let mut parts = made_for(&holder);
    for oid in ["1.2.156.10197.1.104.1", "1.2.156.10197.1.104"] {
        parts.algorithm = identifier(oid);
        let opened = open(&parts.whole(), &holder).unwrap();
        assert_eq!(opened, sm2_document(&SCALAR).unwrap());
    }
    let without = writer::oid(&Oid::new("1.2.156.10197.1.104").unwrap());
    parts.algorithm = writer::sequence(&[&without]);
    assert!(open(&parts.whole(), &holder).is_ok());
    let another = generate(KeyKind::Sm2).unwrap();
    let refused = open(&parts.whole(), &another).unwrap_err();
    assert_eq!(refused, EnvelopeError::ForAnother);
    let other_curve = generate(KeyKind::EcdsaP256).unwrap();
    let refused = open(&parts.whole(), &other_curve).unwrap_err();
    assert_eq!(refused, EnvelopeError::NotSm2);
}

#[test]
fn what_is_altered_is_refused_with_the_reason() {
    let holder = generate(KeyKind::Sm2).unwrap();
    let check = |alter: fn(&mut Parts), expected| {
        let mut parts = made_for(&holder);
        alter(&mut parts);
        assert_eq!(open(&parts.whole(), &holder).unwrap_err(), expected);
    };
    check(
        |parts| parts.algorithm = identifier("1.2.156.10197.1.104.2"),
        EnvelopeError::Algorithm,
    );
    check(
        |parts| parts.cipher[2] = writer::octet_string(&[7; 32]),
        EnvelopeError::ForAnother,
    );
    check(
        |parts| parts.cipher[0] = writer::unsigned(&[1; 32]),
        EnvelopeError::ForAnother,
    );
    check(
        |parts| parts.cipher[0] = writer::unsigned(&[1; 33]),
        EnvelopeError::Malformed,
    );
    check(
        |parts| parts.cipher[3] = writer::octet_string(&[1; 32]),
        EnvelopeError::Malformed,
    );
    check(
        |parts| parts.public[64] ^= 1,
        EnvelopeError::PublicHalfDiffers,
    );
    check(
        |parts| parts.encrypted[31] ^= 1,
        EnvelopeError::PublicHalfDiffers,
    );
    check(
        |parts| parts.encrypted = ecb(&[0xff; 32]),
        EnvelopeError::PublicHalfDiffers,
    );
    check(
        |parts| parts.encrypted.truncate(16),
        EnvelopeError::Malformed,
    );
}

proptest::proptest! {
    #[test]
    fn a_damaged_envelope_never_panics(at in 0_usize..240, octet in proptest::num::u8::ANY) {
        let holder = sm2_document(&[0x22; 32]).unwrap();
        let mut whole = made_for(&holder).whole();
        if let Some(place) = whole.get_mut(at) { *place = octet; }
        let _ = open(&whole, &holder);
        let _ = open(whole.get(..at).unwrap_or_default(), &holder);
    }
}
