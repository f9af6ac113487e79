//! The objects of [`super`] from and to files.

use super::super::bureau::Bureau;
use super::super::error::Expected;
use super::super::{ServiceError, input, output};
use super::{MOST, agreement, countersign, domain, import_pinned, keep_crl, list, root, status};
use crate::home::Fingerprint;
use crate::wire::exchange::{ObjectImported, ObjectWritten, ObjectsImported};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::licence::read_json;
use yinxin_core::recognition::{Domain, Envelope, ObjectType, Sha256};
use yinxin_core::x509::{Crl, read_all_crls};

/// Most octets of the body of a list or an agreement.
const BODY: u64 = 16 << 20;

/// Asks for an object to be signed. The home must be free: a daemon does not serve this.
#[derive(Debug, Clone)]
pub struct PublishRequest {
    /// The home.
    pub home: PathBuf,
    /// What to sign.
    pub what: Publish,
    /// The file to make.
    pub output: PathBuf,
    /// File with the password of the home's keys; one line.
    pub key_password_file: Option<PathBuf>,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publish {
    /// The root: who the domain is and which keys sign for it. Makes the keys where there are none.
    Root {
        /// English name of the domain.
        name_en: String,
    },
    /// The list of the domain's authorities, from the JSON of
    /// [`yinxin_core::recognition::List`].
    List(PathBuf),
    /// An agreement, from the JSON of [`yinxin_core::recognition::Agreement`].
    Agreement(PathBuf),
    /// This domain's signature on an agreement that another domain signed.
    Countersign(PathBuf),
    /// The states of all licences of the home.
    Status,
}

/// Signs an object and writes it.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`]; [`ServiceError::NotUnderstood`] where a file does not hold what
/// is to be signed; [`ServiceError::HomeHeld`]; errors of keys and store.
pub fn publish(request: &PublishRequest) -> Result<ObjectWritten, ServiceError> {
    let path = &request.output;
    // Looked at first: a sequence number is used up by signing.
    if path.exists() {
        return Err(ServiceError::AlreadyThere { path: path.clone() });
    }
    let bureau = Bureau::open(&request.home, request.key_password_file.as_deref())?;
    let at = request.at;
    let (envelope, object) = match &request.what {
        Publish::Root { name_en } => (root(&bureau, name_en, at)?, ObjectType::Root),
        Publish::List(data) => {
            let body = body(data, Expected::AuthorityList)?;
            (list(&bureau, &body, at)?, ObjectType::List)
        }
        Publish::Agreement(data) => {
            let body = body(data, Expected::Agreement)?;
            (agreement(&bureau, &body, at)?, ObjectType::Agreement)
        }
        Publish::Countersign(file) => {
            let mut envelope = envelope(file, &input::read(file, MOST)?)?;
            if kind(&envelope) != Some(ObjectType::Agreement) {
                return Err(ServiceError::NotUnderstood {
                    path: file.clone(),
                    expected: Expected::SignedAgreement,
                });
            }
            countersign(&bureau, &mut envelope)?;
            (envelope, ObjectType::Agreement)
        }
        Publish::Status => (status(&bureau, at)?, ObjectType::Status),
    };
    output::write_new(path, &envelope.to_bytes())?;
    let fingerprint = match object {
        ObjectType::Root => Some(super::root_fingerprint(&bureau)?.to_string()),
        _ => None,
    };
    Ok(ObjectWritten {
        file: path.display().to_string(),
        object: name(object),
        domain: domain(&bureau)?.as_str().to_owned(),
        fingerprint,
    })
}

/// Asks for objects of other domains to be taken. The home must be free.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The home.
    pub home: PathBuf,
    /// A domain to pin, with the fingerprint of its root key, from elsewhere than the file.
    pub pin: Option<(String, Fingerprint)>,
    /// Signed objects, and CRLs in PEM or DER; told apart by what they hold.
    pub files: Vec<PathBuf>,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Verifies objects and takes them into use, all or none; CRLs are kept for judging.
///
/// Roots are taken before lists, lists before agreements, and status lists last, in whichever order
/// the files are named.
///
/// # Errors
///
/// [`ServiceError::Recognition`] with why one was refused; [`ServiceError::NotUnderstood`];
/// [`ServiceError::DomainMalformed`]; [`ServiceError::HomeHeld`].
pub fn import(request: &ImportRequest) -> Result<ObjectsImported, ServiceError> {
    let pin = match &request.pin {
        None => None,
        Some((text, fingerprint)) => {
            let domain = Domain::parse(text).map_err(|_| ServiceError::DomainMalformed {
                domain: text.clone(),
            })?;
            Some((domain, Sha256(*fingerprint.as_bytes())))
        }
    };
    let (mut objects, mut crls) = (Vec::new(), Vec::new());
    for path in &request.files {
        let octets = input::read(path, MOST)?;
        if octets.trim_ascii_start().first() == Some(&b'{') {
            let envelope = envelope(path, &octets)?;
            let kind = kind(&envelope).ok_or_else(|| not_an_object(path))?;
            objects.push((kind, path, envelope));
        } else {
            crls.extend(revocation_lists(path, &octets)?);
        }
    }
    objects.sort_by_key(|(kind, ..)| *kind);
    let bureau = Bureau::open(&request.home, None)?;
    let pinned = pin.as_ref().map(|(domain, _)| domain.as_str().to_owned());
    let envelopes: Vec<_> = objects
        .iter()
        .map(|(_, _, envelope)| envelope.clone())
        .collect();
    import_pinned(&bureau, pin, &envelopes, request.at)?;
    for crl in &crls {
        keep_crl(&bureau, crl)?;
    }
    Ok(ObjectsImported {
        pinned,
        objects: objects
            .into_iter()
            .map(|(kind, path, _)| ObjectImported {
                file: path.display().to_string(),
                object: name(kind),
            })
            .collect(),
        revocation_lists: u64::try_from(crls.len()).unwrap_or(u64::MAX),
    })
}

fn body<T: serde::de::DeserializeOwned>(
    path: &Path,
    expected: Expected,
) -> Result<T, ServiceError> {
    let octets = input::read(path, BODY)?;
    read_json(&octets, octets.len()).map_err(|_| ServiceError::NotUnderstood {
        path: path.into(),
        expected,
    })
}

fn envelope(path: &Path, octets: &[u8]) -> Result<Envelope, ServiceError> {
    Envelope::parse(octets).map_err(|_| not_an_object(path))
}

fn not_an_object(path: &Path) -> ServiceError {
    ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::RecognitionObject,
    }
}

fn kind(envelope: &Envelope) -> Option<ObjectType> {
    ObjectType::from_payload_type(envelope.payload_type())
}

fn name(kind: ObjectType) -> &'static str {
    match kind {
        ObjectType::Root => "root",
        ObjectType::List => "list",
        ObjectType::Agreement => "agreement",
        ObjectType::Status => "status",
        _ => "object",
    }
}

fn revocation_lists(path: &Path, octets: &[u8]) -> Result<Vec<Crl>, ServiceError> {
    let not_understood = || ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::RevocationList,
    };
    let found: Vec<Crl> = read_all_crls(octets)
        .map_err(|_| not_understood())?
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|_| not_understood())?;
    if found.is_empty() {
        return Err(not_understood());
    }
    Ok(found)
}
