//! The objects of [`super`] from and to files.

use super::super::bureau::Bureau;
use super::super::error::Expected;
use super::super::{ServiceError, input, output};
use super::revocation_lists::{check_newest, keep_crl, why_without_issuer};
use super::unsigned::{Requested, Unsigned, sign_in};
use super::{MOST, crls, import_pinned, seal_registers};
use crate::client::Daemon;
use crate::home::Fingerprint;
use crate::wire::exchange::{ObjectImported, ObjectWritten, ObjectsImported, RevocationListKept};
use serde_json::json;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::recognition::{Domain, Envelope, ObjectType, Sha256};
use yinxin_core::seal::register::SealRegister;
use yinxin_core::x509::{Crl, read_all_crls};

/// Most octets of the body of a list or an agreement.
const BODY: u64 = 16 << 20;

/// Asks for an object to be signed.
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

impl Publish {
    fn read(&self) -> Result<Unsigned, ServiceError> {
        let of_file = |what, path: &PathBuf, most| {
            Ok(Unsigned {
                what,
                octets: input::read(path, most)?,
                name: path.clone(),
            })
        };
        match self {
            Self::Root { name_en } => Ok(Unsigned {
                what: Requested::Root,
                octets: json!({ "name_en": name_en }).to_string().into_bytes(),
                name: "root".into(),
            }),
            Self::List(path) => of_file(Requested::List, path, BODY),
            Self::Agreement(path) => of_file(Requested::Agreement, path, BODY),
            Self::Countersign(path) => of_file(Requested::Countersign, path, BODY),
            Self::Status => Ok(Unsigned {
                what: Requested::Status,
                octets: Vec::new(),
                name: "status".into(),
            }),
        }
    }
}

/// Signs an object and writes it.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`]; [`ServiceError::NotUnderstood`] where a file does not hold what
/// is to be signed; errors of keys and store.
pub fn publish(request: &PublishRequest) -> Result<ObjectWritten, ServiceError> {
    let path = &request.output;
    // Looked at first: a sequence number is used up by signing.
    if path.exists() {
        return Err(ServiceError::AlreadyThere { path: path.clone() });
    }
    let unsigned = request.what.read()?;
    let signed = match Daemon::holding(&request.home)? {
        Some(daemon) => daemon.sign_object(&unsigned)?,
        None => {
            let password = request.key_password_file.as_deref();
            sign_in(
                &Bureau::open(&request.home, password)?,
                &unsigned,
                request.at,
            )?
        }
    };
    output::write_new(path, &signed.octets)?;
    Ok(ObjectWritten {
        file: path.display().to_string(),
        object: signed.object,
        domain: signed.domain,
        fingerprint: signed.fingerprint,
    })
}

/// Asks for objects of other domains to be taken.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The home.
    pub home: PathBuf,
    /// A domain to pin, with the fingerprint of its root key, from elsewhere than the file.
    pub pin: Option<Pinned>,
    /// Signed objects, registers of seals, and CRLs in PEM or DER; told apart by what they hold.
    pub files: Vec<PathBuf>,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// A domain that is pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// Name of the domain.
    pub domain: String,
    /// SHA-256 of the key that signs its root.
    pub fingerprint: Fingerprint,
}

/// A file that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its name; for answers and errors only.
    pub name: PathBuf,
    /// What it holds.
    pub octets: Vec<u8>,
}

/// Verifies objects and takes them into use, all or none; CRLs and registers of seals are kept for judging.
///
/// Roots are taken before lists, lists before agreements, and status lists last, in whichever order
/// the files are named.
///
/// # Errors
///
/// [`ServiceError::NotImported`] with why one was refused; [`ServiceError::NotUnderstood`];
/// [`ServiceError::RevocationListOlder`], [`ServiceError::RevocationListOfFuture`];
/// [`ServiceError::SealRegisterNotTaken`]; [`ServiceError::DomainMalformed`].
pub fn import(request: &ImportRequest) -> Result<ObjectsImported, ServiceError> {
    let mut received = Vec::with_capacity(request.files.len());
    for path in &request.files {
        received.push(Received {
            name: path.clone(),
            octets: input::read(path, MOST)?,
        });
    }
    let pin = request.pin.as_ref();
    match Daemon::holding(&request.home)? {
        Some(daemon) => {
            // Here it is still known which file does not hold what it should.
            Sorted::of(&received)?;
            daemon.import_objects(pin, &received)
        }
        None => import_in(
            &Bureau::open(&request.home, None)?,
            pin,
            &received,
            request.at,
        ),
    }
}

/// As [`import`], into a home that is open.
///
/// # Errors
///
/// As [`import`].
pub fn import_in(
    bureau: &Bureau,
    pin: Option<&Pinned>,
    received: &[Received],
    at: OffsetDateTime,
) -> Result<ObjectsImported, ServiceError> {
    let pin = match pin {
        None => None,
        Some(Pinned {
            domain: text,
            fingerprint,
        }) => {
            let domain = Domain::parse(text).map_err(|_| ServiceError::DomainMalformed {
                domain: text.clone(),
            })?;
            Some((domain, Sha256(*fingerprint.as_bytes())))
        }
    };
    let sorted = Sorted::of(received)?;
    for (name, crl) in &sorted.crls {
        check_newest(bureau, crl, name, at)?;
    }
    let mut known = crls(bureau)?;
    known.extend(sorted.crls.iter().map(|(_, crl)| crl.clone()));
    let registers = seal_registers::check(bureau, &sorted.registers, known, at)?;
    let pinned = pin.as_ref().map(|(domain, _)| domain.as_str().to_owned());
    let envelopes = sorted.objects.iter().map(|(_, path, one)| (*path, one));
    import_pinned(bureau, pin, envelopes, at)?;
    let told = sorted.objects.iter().map(|(kind, path, _)| ObjectImported {
        file: path.display().to_string(),
        object: name(*kind).into(),
    });
    let told = told.collect();
    let mut kept = Vec::with_capacity(sorted.crls.len());
    for (name, crl) in &sorted.crls {
        keep_crl(bureau, crl, name, at)?;
        kept.push(RevocationListKept {
            file: name.display().to_string(),
            issuer: crl.issuer().to_string(),
            reason: why_without_issuer(bureau, crl)?.as_ref().map(Into::into),
        });
    }
    Ok(ObjectsImported {
        pinned,
        objects: told,
        revocation_lists: u64::try_from(sorted.crls.len()).unwrap_or(u64::MAX),
        revocation_lists_kept: kept,
        seal_registers: registers.keep(bureau)?,
    })
}

/// What files hold, objects in the order in which they are taken.
struct Sorted<'r> {
    objects: Vec<(ObjectType, &'r Path, Envelope)>,
    crls: Vec<(&'r Path, Crl)>,
    registers: Vec<(&'r Path, &'r [u8])>,
}

impl<'r> Sorted<'r> {
    fn of(received: &'r [Received]) -> Result<Self, ServiceError> {
        let (mut objects, mut crls, mut registers) = (Vec::new(), Vec::new(), Vec::new());
        for Received { name, octets } in received {
            if SealRegister::is_begun(octets) {
                registers.push((name.as_path(), octets.as_slice()));
            } else if octets.trim_ascii_start().first() == Some(&b'{') {
                let envelope = envelope(name, octets)?;
                let kind = kind(&envelope).ok_or_else(|| not_an_object(name))?;
                objects.push((kind, name.as_path(), envelope));
            } else {
                let found = revocation_lists(name, octets)?;
                crls.extend(found.into_iter().map(|crl| (name.as_path(), crl)));
            }
        }
        objects.sort_by_key(|(kind, ..)| *kind);
        Ok(Self {
            objects,
            crls,
            registers,
        })
    }
}

pub(super) fn envelope(path: &Path, octets: &[u8]) -> Result<Envelope, ServiceError> {
    Envelope::parse(octets).map_err(|_| not_an_object(path))
}

fn not_an_object(path: &Path) -> ServiceError {
    ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::RecognitionObject,
    }
}

pub(super) fn kind(envelope: &Envelope) -> Option<ObjectType> {
    ObjectType::from_payload_type(envelope.payload_type())
}

pub(super) fn name(kind: ObjectType) -> &'static str {
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
