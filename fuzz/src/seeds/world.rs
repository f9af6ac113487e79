//! Whose keys the seeds are signed with: one root, a signer, a time-stamping authority, and signers of
//! other algorithms.

use super::keys;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DnType,
    IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, SerialNumber, date_time_ymd,
};
use std::sync::OnceLock;
use time::OffsetDateTime;
use time::macros::datetime;
use yinxin_core::cms::{SignOptions, Signer, sign_detached};
use yinxin_core::der::{Oid, writer};
use yinxin_core::sign::{FetchError, Fetcher, Offline};
use yinxin_core::status::{CertificateId, CertificateStatus, ResponseBuilder};
use yinxin_core::suite::{DigestAlgorithm, MemoryKey, SignatureAlgorithm, SigningKey as _, digest};
use yinxin_core::timestamp::{Authority, TimestampRequest, token_of_response};
use yinxin_core::x509::{Certificate, Role, TrustAnchor};

/// The instant of every signature and of every judgement.
pub const AT: OffsetDateTime = datetime!(2026-06-15 08:00 UTC);
/// What is signed and stamped where it is no file.
pub const CONTENT: &[u8] = b"content";

/// PKCS#8 of an Ed25519 key (RFC 8410, 7) up to its 32 octets.
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
];

/// Certificates, keys and the revocation list of the seeds.
pub(crate) struct World {
    pub(crate) root: Certificate,
    root_key: MemoryKey,
    pub(crate) signer: Certificate,
    pub(crate) signer_key: MemoryKey,
    pub(crate) tsa: Certificate,
    tsa_key: MemoryKey,
    pub(crate) crl: Vec<u8>,
    pub(crate) others: Vec<Other>,
}

/// A signer with a key of another kind.
pub(crate) struct Other {
    pub(crate) name: &'static str,
    pub(crate) certificate: Certificate,
    pub(crate) key: MemoryKey,
}

impl Other {
    /// A message of the signer over [`CONTENT`].
    pub(crate) fn message(&self) -> Vec<u8> {
        let digest = digest(self.key.algorithm().digest(), CONTENT);
        let chain = std::slice::from_ref(&self.certificate);
        sign_detached(&digest, &self.key, chain, &SignOptions::default()).unwrap()
    }
}

/// Names, serial numbers, keys and algorithms of the other signers.
fn others() -> [(&'static str, u64, &'static str, SignatureAlgorithm); 4] {
    use DigestAlgorithm::{Sha256, Sha384};
    use SignatureAlgorithm::{EcdsaP256, EcdsaP384, RsaPkcs1, RsaPss};
    [
        ("RSA", 4, keys::RSA, RsaPkcs1(Sha256)),
        ("RSA-PSS", 5, keys::RSA, RsaPss(Sha256)),
        ("P-256", 6, keys::P256, EcdsaP256(Sha256)),
        ("P-384", 7, keys::P384, EcdsaP384(Sha384)),
    ]
}

/// Returns the one world.
pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::make)
}

/// Returns the anchors of the world.
#[must_use]
pub fn anchors() -> &'static [TrustAnchor] {
    static ANCHORS: OnceLock<[TrustAnchor; 2]> = OnceLock::new();
    ANCHORS.get_or_init(|| {
        [Role::Signer, Role::Tsa].map(|role| TrustAnchor {
            certificate: world().root.clone(),
            role,
        })
    })
}

/// Returns the request for a timestamp on [`CONTENT`].
pub(crate) fn asked() -> TimestampRequest {
    let imprint = digest(DigestAlgorithm::Sha256, CONTENT);
    TimestampRequest::new(DigestAlgorithm::Sha256, imprint, &[1; 8])
}

pub(super) fn pair(seed: u8) -> (KeyPair, MemoryKey) {
    let der = [PKCS8.as_slice(), &[seed; 32]].concat();
    (
        KeyPair::try_from(der.as_slice()).unwrap(),
        MemoryKey::from_pkcs8(&der, None).unwrap(),
    )
}

fn parameters(name: &str, serial: u64) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.not_before = date_time_ymd(2026, 1, 1);
    parameters.not_after = date_time_ymd(2027, 1, 1);
    parameters.serial_number = Some(SerialNumber::from(serial));
    parameters
}

impl World {
    fn make() -> Self {
        let mut root = parameters("root", 1);
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let (root_pair, root_key) = pair(1);
        let made = root.self_signed(&root_pair).unwrap();
        let issuer = Issuer::new(root, root_pair);
        let leaf = |name, serial| {
            let mut leaf = parameters(name, serial);
            leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
            leaf
        };
        let mut stamping = parameters("tsa", 3);
        stamping.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let purpose = writer::oid(&Oid::new_unwrap("1.3.6.1.5.5.7.3.8"));
        let mut usage =
            CustomExtension::from_oid_content(&[2, 5, 29, 37], writer::sequence(&[&purpose]));
        usage.set_criticality(true);
        stamping.custom_extensions.push(usage);
        let below = |parameters: CertificateParams, seed| {
            let (pair, key) = pair(seed);
            let certificate = parameters.signed_by(&pair, &issuer).unwrap();
            (Certificate::parse(certificate.der()).unwrap(), key)
        };
        let (signer, signer_key) = below(leaf("signer", 2), 2);
        let (tsa, tsa_key) = below(stamping, 3);
        let others = others().map(|(name, serial, pem, algorithm)| {
            let pair = KeyPair::from_pem(pem).unwrap();
            let certificate = leaf(name, serial).signed_by(&pair, &issuer).unwrap();
            Other {
                name,
                certificate: Certificate::parse(certificate.der()).unwrap(),
                key: MemoryKey::from_pkcs8(&pair.serialize_der(), Some(algorithm)).unwrap(),
            }
        });
        let crl = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 6, 14),
            next_update: date_time_ymd(2026, 7, 14),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: Vec::new(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Self {
            root: Certificate::parse(made.der()).unwrap(),
            root_key,
            signer,
            signer_key,
            tsa,
            tsa_key,
            crl: crl.signed_by(&issuer).unwrap().der().to_vec(),
            others: others.into(),
        }
    }

    /// A message of the signer over [`CONTENT`].
    pub(crate) fn message(&self) -> Vec<u8> {
        let digest = digest(DigestAlgorithm::Sha512, CONTENT);
        let chain = [self.signer.clone(), self.root.clone()];
        sign_detached(&digest, &self.signer_key, &chain, &SignOptions::default()).unwrap()
    }

    /// The root's answer about a certificate: good, or revoked a day before [`AT`].
    pub(crate) fn ocsp(&self, certificate: &Certificate, is_revoked: bool) -> Vec<u8> {
        let id = CertificateId::new(certificate, &self.root, DigestAlgorithm::Sha1).unwrap();
        let day = time::Duration::days(1);
        let status = match is_revoked {
            false => CertificateStatus::Good,
            true => CertificateStatus::Revoked {
                since: AT - day,
                reason: Some(1),
            },
        };
        ResponseBuilder::new(&self.root, AT)
            .say(&id, status, AT, Some(AT + day))
            .sign(&self.root_key, std::slice::from_ref(&self.root))
            .unwrap()
    }

    /// The authority's answer to [`asked`].
    pub(crate) fn response(&self) -> Vec<u8> {
        self.answer(&asked().to_der().unwrap())
    }

    /// A timestamp on [`CONTENT`].
    pub(crate) fn token(&self) -> Vec<u8> {
        token_of_response(&self.response(), &asked())
            .unwrap()
            .to_vec()
    }

    /// A timestamp on what has this digest.
    pub(crate) fn token_of(&self, imprint: Vec<u8>) -> Vec<u8> {
        let request = TimestampRequest::new(DigestAlgorithm::Sha256, imprint, &[1; 8]);
        let response = self.answer(&request.to_der().unwrap());
        token_of_response(&response, &request).unwrap().to_vec()
    }

    fn answer(&self, request: &[u8]) -> Vec<u8> {
        let signer = Signer::new(std::slice::from_ref(&self.tsa)).unwrap();
        let policy = Oid::new_unwrap("1.2.3.4");
        Authority::new(&signer, &self.tsa_key, policy).answer(request, AT, &[1])
    }
}

impl Fetcher for World {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        Ok(self.answer(request))
    }

    fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        Offline.fetch(address)
    }

    fn ocsp(&self, address: &str, request: &[u8]) -> Result<Vec<u8>, FetchError> {
        Offline.ocsp(address, request)
    }
}
