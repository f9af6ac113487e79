//! What the examples begin with: a document, and a unit with a key and certificates.
//!
//! A program of your own has these already. [`Unit::make`] stands for files that a licensed
//! authority issued; `yinxin_signer::keys::read` reads them.

use std::error::Error;
use time::{Duration, OffsetDateTime};
use yinxin_core::suite::{MemoryKey, SigningKey as _};
use yinxin_core::x509::{Certificate, Crl, Role, TrustAnchor};
use yinxin_signer::keys::generate::{KeyKind, generate};
use yinxin_signer::pki::crl::{self, ListRequest};
use yinxin_signer::pki::{Authority, Name, Purpose, Request, Serial, root};

/// A unit that signs, and what others need to trust it.
#[derive(Debug)]
pub struct Unit {
    /// Its private key.
    pub key: MemoryKey,
    /// Its certificate, then those above it.
    pub chain: Vec<Certificate>,
    /// What a verifier trusts.
    pub anchors: Vec<TrustAnchor>,
    /// What is revoked: nothing yet.
    pub crls: Vec<Crl>,
}

impl Unit {
    /// Makes a root, a certificate below it for a unit that does not exist, and a revocation list.
    ///
    /// # Errors
    ///
    /// Where the operating system gives no randomness.
    pub fn make(now: OffsetDateTime) -> Result<Self, Box<dyn Error>> {
        // Certificates hold whole seconds.
        let from = now.truncate_to_second() - Duration::hours(1);
        let until = from + Duration::days(365);
        let root_key = MemoryKey::from_pkcs8(&generate(KeyKind::EcdsaP256)?, None)?;
        let root = root(&name("示例根"), &root_key, &Serial::new(&[1])?, from, until)?;
        let authority = Authority::new(&root, &root_key)?;
        let key = MemoryKey::from_pkcs8(&generate(KeyKind::EcdsaP256)?, None)?;
        let certificate = authority.issue(&Request {
            subject: name("云泽县行政审批局"),
            subject_public_key_info: key.subject_public_key_info().to_vec(),
            purpose: Purpose::Unit,
            serial: Serial::new(&[2])?,
            not_before: from,
            not_after: until,
            crl_uris: Vec::new(),
        })?;
        let root = Certificate::parse(&root)?;
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
            key,
            chain: vec![Certificate::parse(&certificate)?, root.clone()],
            anchors: vec![TrustAnchor {
                certificate: root,
                role: Role::Signer,
            }],
            crls: vec![Crl::parse(&crl)?],
        })
    }
}

fn name(common_name: &str) -> Name {
    Name {
        country: "CN".to_owned(),
        organisation: "云泽县（虚构）".to_owned(),
        organisation_identifier: None,
        common_name: common_name.to_owned(),
    }
}

/// Returns a PDF of one page with one line of text.
#[must_use]
pub fn one_page() -> Vec<u8> {
    let line = "BT /F 24 Tf 72 720 Td (Nobody signed this yet.) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{line}\nendstream", line.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 6\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(&objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!("{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}
