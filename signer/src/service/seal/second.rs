//! The second half of a seal: a key of SM2, and a seal of GB/T 38540 that the home's own maker signs, so that a
//! document can be sealed in both suites, one signature each.

use super::making::subject;
use super::{SealFile, SealRecord};
use crate::keys::{KeyError, KeyId, KeyKind};
use crate::pki::Name;
use crate::pki::issue::{IssueRequest, Usage, issue};
use crate::service::bureau::Bureau;
use crate::service::roots::HomeRoot;
use crate::service::seal_file::{self, Pictured, VENDOR};
use crate::service::{ServiceError, pem, random, revocation};
use crate::wire::seal::SecondShown;
use std::path::PathBuf;
use time::{Duration, OffsetDateTime};
use yinxin_core::issue::SECOND_FIELD_NAME;
use yinxin_core::pdf::{Document, SignatureRequest};
use yinxin_core::seal::{SealCertificates, SealInfo, SealToMake, SealVersion};
use yinxin_core::sign::seal;
use yinxin_core::suite::SigningKey;
use yinxin_core::x509::Certificate;

/// Key of the home's maker of seals (制章人), and the name of its certificate.
pub(in crate::service) const MAKER: &str = "sm2-maker";
/// How long the root and the maker are good.
const ROOT_DAYS: i64 = 3650;
/// Number of the kind that the seals are of: legal persons.
const KIND: i64 = 1;
/// Most octets of a seal, and of a list.
const MOST: u64 = 8 << 20;

/// A seal of GB/T 38540 with the key that may use it.
pub(in crate::service) struct Second {
    /// The certificate of the key, which stands in the seal.
    pub(in crate::service) certificate: Certificate,
    /// The key.
    pub(in crate::service) key: Box<dyn SigningKey>,
    /// The seal, DER.
    pub(in crate::service) seal: Vec<u8>,
    /// Where it lies.
    pub(in crate::service) file: PathBuf,
}

/// What was made.
pub(super) struct Made {
    /// The unit's certificate, DER.
    pub(super) certificate: Vec<u8>,
    /// The seal.
    pub(super) file: SealFile,
}

/// Name of the key of SM2 and of its certificate chain.
pub(in crate::service) fn key_name(id: &str) -> String {
    format!("sm2-seal-{id}")
}

/// Checks that an identifier leaves room for the name of the key.
pub(super) fn check(id: &str) -> Result<(), ServiceError> {
    KeyId::new(&key_name(id))?;
    Ok(())
}

fn file_name(id: &str) -> String {
    format!("{id}.esl")
}

impl Second {
    /// Makes key, certificate and seal; root and maker where the home has none yet.
    pub(super) fn make(
        bureau: &Bureau,
        record: &SealRecord,
        valid_days: u16,
        at: OffsetDateTime,
    ) -> Result<Made, ServiceError> {
        let (root, root_key) = root(bureau, at)?;
        let (maker, maker_key) = maker(bureau, &root, root_key.as_ref(), at)?;
        let name = key_name(&record.id);
        let key = bureau.keys()?.create(&KeyId::new(&name)?, KeyKind::Sm2)?;
        let until = at + Duration::days(i64::from(valid_days));
        let until = until.min(root.not_after()).min(maker.not_after());
        let request = IssueRequest {
            subject: subject(record).to_der()?,
            subject_public_key_info: key.subject_public_key_info,
            purpose: Usage::Signing,
            serial: random::serial()?,
            not_before: (at - Duration::hours(1)).max(root.not_before()),
            not_after: until,
        };
        let certificate = issue(&request, Some(&root), root_key.as_ref())?;
        let from = at.truncate_to_second();
        let info = SealInfo {
            version: SealVersion::Gbt38540Of2020,
            vendor: VENDOR.to_owned(),
            id: format!("{}-{}", record.unit_code, record.id),
            kind: KIND,
            name: record.unit_name.clone(),
            certificates: SealCertificates::Certificates(vec![certificate.clone()]),
            created: from,
            valid_from: from,
            valid_until: until.truncate_to_second(),
            picture: Pictured::Design(Box::new(record.design())).read()?,
            extensions: Vec::new(),
        };
        let to_make = SealToMake::new(&info, maker.der()).map_err(ServiceError::SealNotMade)?;
        let (_, seal) = seal_file::signed(&to_make, maker_key.as_ref())?;
        let seals = bureau.home().seals();
        seals
            .put_new(&file_name(&record.id), &seal)
            .map_err(|source| bureau.write_failed("seals", source))?;
        keep(bureau, &name, &[&certificate, root.der()])?;
        Ok(Made {
            certificate,
            file: SealFile {
                es_id: info.id,
                sha256: crate::audit::hex_sha256(&seal),
            },
        })
    }

    /// Opens the key of a seal and reads the file; `None` where it seals in one suite only.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Damaged`] where the file is not the one of the record; errors of the key.
    pub(in crate::service) fn open(
        bureau: &Bureau,
        record: &SealRecord,
    ) -> Result<Option<Self>, ServiceError> {
        let Some(file) = &record.second else {
            return Ok(None);
        };
        let name = key_name(&record.id);
        let (seals, own) = (bureau.home().seals(), file_name(&record.id));
        let seal = seals.get(&own, MOST);
        let seal = seal.map_err(|source| bureau.read_failed("seals", source))?;
        let seal = seal.filter(|seal| crate::audit::hex_sha256(seal) == file.sha256);
        let certificate = bureau.chain(&name)?.into_iter().next();
        Ok(Some(Self {
            certificate: certificate.ok_or(ServiceError::Damaged {
                what: "certificates",
            })?,
            key: bureau.key(&name)?,
            seal: seal.ok_or(ServiceError::Damaged { what: "seals" })?,
            file: seals.path().join(own),
        }))
    }

    /// Makes the second signature of a licence file, in the empty field that it has for it.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Signature`].
    pub(in crate::service) fn seal(
        &self,
        file: &[u8],
        at: OffsetDateTime,
    ) -> Result<Vec<u8>, ServiceError> {
        let document = Document::open(file)
            .map_err(|_| ServiceError::Internal("the sealed file cannot be read back"))?;
        let who = (&self.certificate, self.key.as_ref());
        let request = SignatureRequest::new(SECOND_FIELD_NAME);
        seal(&document, &self.seal, who, request, at, None)
            .map_err(|error| ServiceError::Signature(Box::new(error)))
    }
}

/// Tells what a seal signs with in the Chinese suite.
pub(super) fn shown(
    bureau: &Bureau,
    record: &SealRecord,
) -> Result<Option<SecondShown>, ServiceError> {
    if record.second.is_none() {
        return Ok(None);
    }
    let of = |id: &str| -> Result<String, ServiceError> {
        let chain = bureau.chain(id)?;
        let first = chain.first().ok_or(ServiceError::Damaged {
            what: "certificates",
        })?;
        Ok(first.fingerprint_hex())
    };
    Ok(Some(SecondShown {
        certificate_sha256: of(&key_name(&record.id))?,
        root_sha256: of(HomeRoot::Chinese.id())?,
        maker_sha256: of(MAKER)?,
    }))
}

type Opened = (Certificate, Box<dyn SigningKey>);

fn root(bureau: &Bureau, at: OffsetDateTime) -> Result<Opened, ServiceError> {
    let id = HomeRoot::Chinese.id();
    if !HomeRoot::Chinese.is_there(bureau)? {
        let key = own_key(bureau, id)?;
        let request = request(bureau, "SM2 根证书", key.as_ref(), Usage::Authority, at)?;
        let certificate = issue(&request, None, key.as_ref())?;
        keep(bureau, id, &[&certificate])?;
    }
    // Its list comes after it: a crash may have come between.
    let list = bureau.home().certificates().get(&format!("{id}.crl"), MOST);
    if list
        .map_err(|source| bureau.read_failed("certificates", source))?
        .is_none()
    {
        revocation::publish(bureau, HomeRoot::Chinese, at)?;
    }
    HomeRoot::Chinese.open(bureau)
}

fn maker(
    bureau: &Bureau,
    root: &Certificate,
    root_key: &dyn SigningKey,
    at: OffsetDateTime,
) -> Result<Opened, ServiceError> {
    let file = format!("{MAKER}.pem");
    let kept = bureau.home().certificates().get(&file, 1 << 20);
    let kept = kept.map_err(|source| bureau.read_failed("certificates", source))?;
    let key = own_key(bureau, MAKER)?;
    if kept.is_none() {
        let mut request = request(bureau, "制章人", key.as_ref(), Usage::Signing, at)?;
        request.not_before = request.not_before.max(root.not_before());
        request.not_after = request.not_after.min(root.not_after());
        let certificate = issue(&request, Some(root), root_key)?;
        // Alone, so that it can be imported as an anchor.
        keep(bureau, MAKER, &[&certificate])?;
    }
    let certificate = bureau.chain(MAKER)?.into_iter().next();
    let certificate = certificate.ok_or(ServiceError::Damaged {
        what: "certificates",
    })?;
    Ok((certificate, key))
}

/// Opens a key that belongs to the home and not to one seal; makes it where an earlier attempt did not.
fn own_key(bureau: &Bureau, id: &str) -> Result<Box<dyn SigningKey>, ServiceError> {
    match bureau.keys()?.create(&KeyId::new(id)?, KeyKind::Sm2) {
        Ok(_) | Err(KeyError::Exists) => bureau.key(id),
        Err(error) => Err(error.into()),
    }
}

fn request(
    bureau: &Bureau,
    what: &str,
    key: &dyn SigningKey,
    purpose: Usage,
    at: OffsetDateTime,
) -> Result<IssueRequest, ServiceError> {
    let profile = bureau.profile();
    let subject = Name {
        country: "CN".to_owned(),
        organisation: profile.name.clone(),
        organisation_identifier: Some(profile.code.clone()),
        common_name: format!("{} {what}", profile.name),
    };
    Ok(IssueRequest {
        subject: subject.to_der()?,
        subject_public_key_info: key.subject_public_key_info().to_vec(),
        purpose,
        serial: random::serial()?,
        not_before: at - Duration::hours(1),
        not_after: at + Duration::days(ROOT_DAYS),
    })
}

/// Keeps a chain beside the others of the home.
fn keep(bureau: &Bureau, id: &str, chain: &[&[u8]]) -> Result<(), ServiceError> {
    let text: String = chain.iter().map(|der| pem::certificate(der)).collect();
    bureau
        .home()
        .certificates()
        .put_new(&format!("{id}.pem"), text.as_bytes())
        .map_err(|source| bureau.write_failed("certificates", source))
}
