//! Keys as OpenSSL writes them, and what is refused.

use super::*;
use std::path::Path;
use std::process::Command;
use yinxin_core::suite::MemoryKey;
use yinxin_core::suite::SigningKey;

fn password(text: &str) -> Password {
    Password::new(Zeroizing::new(text.as_bytes().to_vec()))
}

/// Runs `openssl` in `folder`; `None` where it is not installed.
fn openssl(folder: &Path, line: &str) -> Option<()> {
    let ran = Command::new("openssl")
        .args(line.split_whitespace())
        .current_dir(folder)
        .output();
    let Ok(output) = ran else {
        println!("skipped: openssl is not installed");
        return None;
    };
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(())
}

fn openssl_keys() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    openssl(at, "ecparam -genkey -name prime256v1 -out ec.sec1.pem")?;
    openssl(at, "ec -in ec.sec1.pem -outform DER -out ec.sec1.der")?;
    openssl(at, "pkcs8 -topk8 -nocrypt -in ec.sec1.pem -out ec.p8.pem")?;
    openssl(
        at,
        "pkcs8 -topk8 -nocrypt -in ec.sec1.pem -outform DER -out ec.p8.der",
    )?;
    openssl(
        at,
        "pkcs8 -topk8 -v2 aes-256-cbc -passout pass:pw -in ec.sec1.pem -out ec.enc.pem",
    )?;
    openssl(
        at,
        "pkcs8 -topk8 -scrypt -passout pass:pw -in ec.sec1.pem -outform DER -out ec.enc.der",
    )?;
    openssl(at, "genrsa -traditional -out rsa.pkcs1.pem 2048")?;
    openssl(
        at,
        "rsa -traditional -in rsa.pkcs1.pem -outform DER -out rsa.pkcs1.der",
    )?;
    openssl(at, "genpkey -algorithm ed25519 -out ed.p8.pem")?;
    openssl(at, "ecparam -genkey -name secp384r1 -out ec384.sec1.pem")?;
    Some(folder)
}

#[test]
fn every_form_that_openssl_writes_gives_the_same_key() {
    let Some(folder) = openssl_keys() else { return };
    let spki = |name: &str| {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let material =
            read(&bytes, Some(&password("pw"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        MemoryKey::from_pkcs8(&material.pkcs8, None)
            .unwrap()
            .subject_public_key_info()
            .to_vec()
    };
    let ec = spki("ec.sec1.pem");
    for name in [
        "ec.sec1.der",
        "ec.p8.pem",
        "ec.p8.der",
        "ec.enc.pem",
        "ec.enc.der",
    ] {
        assert_eq!(spki(name), ec, "{name}");
    }
    assert_eq!(spki("rsa.pkcs1.pem"), spki("rsa.pkcs1.der"));
    spki("ed.p8.pem");
    spki("ec384.sec1.pem");
}

#[test]
fn an_encrypted_key_needs_its_password() {
    let Some(folder) = openssl_keys() else { return };
    for name in ["ec.enc.pem", "ec.enc.der"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        assert_eq!(read(&bytes, None).unwrap_err(), ReadError::PasswordNeeded);
        let wrong = read(&bytes, Some(&password("no"))).unwrap_err();
        assert_eq!(wrong, ReadError::WrongPassword);
    }
}

#[test]
fn old_pem_encryption_is_refused_with_the_way_out() {
    let Some(folder) = openssl_keys() else { return };
    let at = folder.path();
    openssl(
        at,
        "rsa -traditional -aes128 -passout pass:pw -in rsa.pkcs1.pem -out old.pem",
    );
    let bytes = std::fs::read(at.join("old.pem")).unwrap();
    let error = read(&bytes, Some(&password("pw"))).unwrap_err();
    assert_eq!(error, ReadError::LegacyPemEncryption { line: 1 });
    assert!(error.to_string().contains("openssl pkcs8 -topk8"));
}

#[test]
fn a_derivation_that_asks_for_too_much_is_refused_before_it_starts() {
    let Some(folder) = openssl_keys() else { return };
    let at = folder.path();
    openssl(
        at,
        "pkcs8 -topk8 -v2 aes-256-cbc -iter 20000000 -passout pass:pw -in ec.sec1.pem -out slow.pem",
    );
    let started = std::time::Instant::now();
    let bytes = std::fs::read(at.join("slow.pem")).unwrap();
    assert_eq!(
        read(&bytes, Some(&password("pw"))).unwrap_err(),
        ReadError::ExcessiveWork
    );
    assert!(started.elapsed() < std::time::Duration::from_millis(500));
}

#[cfg(feature = "pkcs12")]
#[test]
fn pkcs12_gives_the_key_and_its_own_certificate_first() {
    let Some(folder) = openssl_keys() else { return };
    let at = folder.path();
    let run = |line: &str| openssl(at, line).unwrap();
    run("req -x509 -new -key ec.sec1.pem -subj /CN=a -days 9 -out a.pem");
    run("req -x509 -new -key rsa.pkcs1.pem -subj /CN=b -days 9 -out b.pem");
    let p12 = "pkcs12 -export -inkey ec.sec1.pem -in a.pem -certfile b.pem -passout pass:pw";
    run(&format!("{p12} -out new.p12"));
    run(&format!("{p12} -legacy -out old.p12"));
    let own = read_certificates(&std::fs::read(at.join("a.pem")).unwrap()).unwrap();
    let other = read_certificates(&std::fs::read(at.join("b.pem")).unwrap()).unwrap();
    for name in ["new.p12", "old.p12"] {
        let bytes = std::fs::read(at.join(name)).unwrap();
        let material =
            read(&bytes, Some(&password("pw"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        MemoryKey::from_pkcs8(&material.pkcs8, None).unwrap();
        assert_eq!(
            material.chain,
            [own.as_slice(), other.as_slice()].concat(),
            "{name}"
        );
        assert_eq!(
            read(&bytes, Some(&password("no"))).unwrap_err(),
            ReadError::WrongPassword
        );
        assert_eq!(read(&bytes, None).unwrap_err(), ReadError::PasswordNeeded);
    }
}

#[test]
fn text_that_is_no_key_is_named() {
    fn check(input: &[u8], expected: ReadError) {
        assert_eq!(read(input, None).unwrap_err(), expected, "{input:?}");
    }
    check(b"", ReadError::Unrecognised);
    check(b"hello", ReadError::Unrecognised);
    check(b"\x30\x03\x02\x01\x00", ReadError::Unrecognised);
    check(
        b"-----BEGIN PRIVATE KEY-----\nAAAA",
        ReadError::Pem { line: 1 },
    );
    check(
        b"x\n-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
        ReadError::Pem { line: 2 },
    );
    check(&vec![b' '; LIMIT + 1], ReadError::TooLarge);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = read(&bytes, None);
        let _ = read_certificates(&bytes);
    }

    #[test]
    fn a_damaged_key_never_panics(at in 0_usize..138, bit in 0_u8..8) {
        let mut der = crate::keys::generate::generate(crate::keys::KeyKind::EcdsaP256).unwrap();
        if let Some(byte) = der.get_mut(at) { *byte ^= 1 << bit; }
        if let Ok(material) = read(&der, None) { let _ = MemoryKey::from_pkcs8(&material.pkcs8, None); }
    }
}

#[test]
fn the_known_answers_of_the_standards_hold_for_what_keys_are_encrypted_with() {
    use cbc::cipher::block_padding::NoPadding;
    use cbc::cipher::{Block, BlockCipherEncrypt as _, BlockModeEncrypt as _};
    use cbc::cipher::{KeyInit as _, KeyIvInit as _};
    let key = hex("0123456789abcdeffedcba9876543210");
    let mut block = Block::<::sm4::Sm4>::try_from(key.as_slice()).unwrap();
    // GM/T 0002-2012, A.1.
    let cipher = ::sm4::Sm4::new_from_slice(&key).unwrap();
    cipher.encrypt_block(&mut block);
    assert_eq!(block.as_slice(), hex("681edf34d206965e86b3e94f536e4246"));
    // draft-ribose-cfrg-sm4: two equal blocks.
    let mut chained = [key.as_slice(), &key].concat();
    let encryptor = cbc::Encryptor::<::sm4::Sm4>::new_from_slices(&key, &key).unwrap();
    let length = chained.len();
    encryptor
        .encrypt_padded::<NoPadding>(&mut chained, length)
        .unwrap();
    let expected = "2677f46b09c122cc975533105bd4a22af6125f7275ce552c3a2bbcf533de8a3b";
    assert_eq!(chained, hex(expected));
    // As hashlib of Python gives it.
    let mut derived = [0; 32];
    pbkdf2::pbkdf2_hmac::<sm3::Sm3>(b"password", b"saltsaltsaltsalt", 1000, &mut derived);
    let expected = "46e6ed70c267ca135d1560f8ded5465aa370f041539a744f75dba9c0e91ae4af";
    assert_eq!(derived.as_slice(), hex(expected));
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}
