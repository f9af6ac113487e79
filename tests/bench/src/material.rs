//! Keys, certificates and revocation lists: read, or made.

use crate::Failed;
use crate::arguments::Suite;
use pkcs8::der::pem::LineEnding;
use std::path::Path;
use time::{Duration, OffsetDateTime};
use yinxin_core::suite::{
    DigestAlgorithm, MemoryKey, PublicKey, SignatureAlgorithm, SigningKey as _,
};
use yinxin_core::x509::{Certificate, Crl, Role, TrustAnchor};
use yinxin_signer::keys::generate::{KeyKind, generate};
use yinxin_signer::keys::read::{read, read_certificates};
use yinxin_signer::pki::crl::{self, ListRequest};
use yinxin_signer::pki::issue::{self, IssueRequest, Usage};
use yinxin_signer::pki::{Authority, Name, Purpose, Request, Serial, root};

/// A key with its certificates, its own first.
pub(crate) struct Signatory {
    pub(crate) key: MemoryKey,
    pub(crate) chain: Vec<Certificate>,
}

/// A signatory with the authority that vouches for it.
pub(crate) struct Pki {
    pub(crate) signatory: Signatory,
    pub(crate) anchors: Vec<TrustAnchor>,
    pub(crate) crls: Vec<Crl>,
    /// The signatory's key, PKCS#8 PEM, for other programs.
    pub(crate) key_pem: String,
}

impl Signatory {
    /// Reads a key, PEM or DER, and its certificates.
    pub(crate) fn read(key: &Path, chain: &Path, suite: Option<Suite>) -> Result<Self, Failed> {
        let preferred = suite.map(algorithm);
        let key = MemoryKey::from_pkcs8(&read(&std::fs::read(key)?, None)?.pkcs8, preferred)?;
        let chain = certificates(chain)?;
        Ok(Self { key, chain })
    }

    /// Returns the name of its algorithm, such as `p256` or `rsa2048`.
    pub(crate) fn suite(&self) -> String {
        suite_name(self.key.algorithm(), self.key.subject_public_key_info())
    }
}

impl Pki {
    /// Makes a root, a unit's certificate below it and an empty revocation list.
    pub(crate) fn make(suite: Suite) -> Result<Self, Failed> {
        if suite == Suite::Gm {
            return Self::of_sm2();
        }
        let kind = match suite {
            Suite::P256 => KeyKind::EcdsaP256,
            Suite::P384 => KeyKind::EcdsaP384,
            Suite::Ed25519 => KeyKind::Ed25519,
            Suite::Rsa | Suite::RsaPss | Suite::Gm => {
                return Err("RSA keys are not made here; give --key and --cert".into());
            }
        };
        // Certificates hold whole seconds.
        let now = OffsetDateTime::now_utc().truncate_to_second();
        let (from, until) = (now - Duration::days(1), now + Duration::days(365));
        let name = |common_name: &str| Name {
            country: "CN".to_owned(),
            organisation: "Bench".to_owned(),
            organisation_identifier: None,
            common_name: common_name.to_owned(),
        };
        let root_key = MemoryKey::from_pkcs8(&generate(KeyKind::EcdsaP256)?, None)?;
        let root_der = root(
            &name("Bench Root"),
            &root_key,
            &Serial::new(&[1])?,
            from,
            until,
        )?;
        let authority = Authority::new(&root_der, &root_key)?;
        let pkcs8 = generate(kind)?;
        let key = MemoryKey::from_pkcs8(&pkcs8, None)?;
        let unit = authority.issue(&Request {
            subject: name("Bench Unit"),
            subject_public_key_info: key.subject_public_key_info().to_vec(),
            purpose: Purpose::Unit,
            serial: Serial::new(&[2])?,
            not_before: from,
            not_after: until,
            crl_uris: Vec::new(),
        })?;
        let root = Certificate::parse(&root_der)?;
        let list = ListRequest {
            number: Serial::new(&[1])?,
            this_update: from,
            next_update: until,
            revoked: &[],
            previous: None,
            released: &[],
        };
        let crl = crl::issue(&list, &root, &root_key)?;
        Ok(Self {
            signatory: Signatory {
                key,
                chain: vec![Certificate::parse(&unit)?, root.clone()],
            },
            anchors: vec![anchor(root)],
            crls: vec![Crl::parse(&crl)?],
            key_pem: pem("PRIVATE KEY", &pkcs8)?,
        })
    }
}

impl Pki {
    /// Makes a root and a unit's certificate below it, of SM2. There is no revocation list.
    fn of_sm2() -> Result<Self, Failed> {
        let now = OffsetDateTime::now_utc().truncate_to_second();
        let request = |name: &str, key: &MemoryKey, purpose, serial: u8| -> Result<_, Failed> {
            Ok(IssueRequest {
                subject: Name {
                    country: "CN".to_owned(),
                    organisation: "Bench".to_owned(),
                    organisation_identifier: None,
                    common_name: name.to_owned(),
                }
                .to_der()?,
                subject_public_key_info: key.subject_public_key_info().to_vec(),
                purpose,
                serial: Serial::new(&[serial])?,
                not_before: now - Duration::days(1),
                not_after: now + Duration::days(365),
            })
        };
        let root_key = MemoryKey::from_pkcs8(&generate(KeyKind::Sm2)?, None)?;
        let root = request("Bench Root", &root_key, Usage::Authority, 1)?;
        let root = Certificate::parse(&issue::issue(&root, None, &root_key)?)?;
        let pkcs8 = generate(KeyKind::Sm2)?;
        let key = MemoryKey::from_pkcs8(&pkcs8, None)?;
        let unit = request("Bench Unit", &key, Usage::Signing, 2)?;
        let unit = Certificate::parse(&issue::issue(&unit, Some(&root), &root_key)?)?;
        Ok(Self {
            signatory: Signatory {
                key,
                chain: vec![unit, root.clone()],
            },
            anchors: vec![anchor(root)],
            crls: Vec::new(),
            key_pem: pem("PRIVATE KEY", &pkcs8)?,
        })
    }
}

/// Writes DER as PEM (RFC 7468).
pub(crate) fn pem(label: &str, der: &[u8]) -> Result<String, Failed> {
    pkcs8::der::pem::encode_string(label, LineEnding::LF, der)
        .map_err(|error| format!("{error}").into())
}

/// Reads certificates, PEM or DER.
pub(crate) fn certificates(path: &Path) -> Result<Vec<Certificate>, Failed> {
    let ders = read_certificates(&std::fs::read(path)?)?;
    Ok(ders
        .iter()
        .map(|der| Certificate::parse(der))
        .collect::<Result<_, _>>()?)
}

/// Returns a certificate as an anchor for signers.
pub(crate) fn anchor(certificate: Certificate) -> TrustAnchor {
    TrustAnchor {
        certificate,
        role: Role::Signer,
    }
}

fn algorithm(suite: Suite) -> SignatureAlgorithm {
    match suite {
        Suite::P256 => SignatureAlgorithm::EcdsaP256(DigestAlgorithm::Sha256),
        Suite::P384 => SignatureAlgorithm::EcdsaP384(DigestAlgorithm::Sha384),
        Suite::Ed25519 => SignatureAlgorithm::Ed25519,
        Suite::Rsa => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
        Suite::RsaPss => SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256),
        Suite::Gm => SignatureAlgorithm::Sm2,
    }
}

/// Returns the name of an algorithm with that key, such as `p256` or `rsa2048`.
pub(crate) fn suite_name(algorithm: SignatureAlgorithm, spki: &[u8]) -> String {
    let bits = PublicKey::parse(spki).map_or(0, |key| key.maximum_signature_len() * 8);
    match algorithm {
        SignatureAlgorithm::EcdsaP256(_) => "p256".to_owned(),
        SignatureAlgorithm::EcdsaP384(_) => "p384".to_owned(),
        SignatureAlgorithm::Ed25519 => "ed25519".to_owned(),
        SignatureAlgorithm::Sm2 => "sm2".to_owned(),
        SignatureAlgorithm::RsaPkcs1(_) => format!("rsa{bits}"),
        SignatureAlgorithm::RsaPss(_) => format!("rsa{bits}-pss"),
        _ => "unknown".to_owned(),
    }
}
