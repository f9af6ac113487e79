//! Signing a document.

mod field;
mod noticed;
mod own_key;
mod placement;
mod request;
mod restriction;

pub use placement::{Occurrence, Placement, PlacementError, tenths};
pub use request::{KeySource, Level, Output, RsaScheme, SignRequest, SignatureForm, Suite};
pub use restriction::{lock, lock_text, permission};

pub(super) use field::free_field;

use super::ServiceError;
use super::augment::Material;
use super::bureau::Bureau;
use super::error::Expected;
use crate::client::Daemon;
use crate::mapped::CopyError;
use crate::output::{InPlace, OutputCopy, OutputError};
use crate::wire::{ReasonText, Signed};
use own_key::OwnKey;
use std::path::Path;
use yinxin_core::pdf::{Document, Limits, Password};
use yinxin_core::verify::{Integrity, SignatureKind, Verifier};

/// Most octets of a document.
const MOST: u64 = 1 << 40;

/// Signs one document.
///
/// The document is only ever appended to; the output appears whole or not at all.
///
/// # Errors
///
/// [`ServiceError::NotServed`] for what this release lacks; [`ServiceError::DocumentLocked`] for an
/// encrypted document that cannot be opened; [`ServiceError::PasswordWrong`], [`ServiceError::Document`] and the
/// errors of reading and writing otherwise.
pub fn sign(request: &SignRequest) -> Result<Signed, ServiceError> {
    request.check_served()?;
    match &request.key {
        KeySource::Files { key, chain } => {
            let own = OwnKey::read(key, chain.as_deref(), request)?;
            let material = request.sources.read()?;
            put(request, |octets| own.make(octets, request, &material))
        }
        KeySource::Home { home, seal } => match Daemon::holding(home)? {
            Some(daemon) => put(request, |octets| daemon.append(seal, octets, request)),
            None => {
                let bureau = Bureau::open(home, request.key_password_file.as_deref())?;
                sign_in(&bureau, seal, request)
            }
        },
        KeySource::Server { url, seal } => {
            let daemon = Daemon::at(url)?;
            put(request, |octets| daemon.append(seal, octets, request))
        }
    }
}

/// What signing adds to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Full name of the field that was filled.
    pub field: String,
    /// What stands behind the document's own octets.
    pub octets: Vec<u8>,
    /// Baseline level reached; `None` where the signature claims none.
    pub level: Option<&'static str>,
    /// What to know of it.
    pub problems: Vec<ReasonText>,
}

/// Signs with a seal of a home that is open. The intent is recorded before the key is used.
///
/// # Errors
///
/// As [`sign`].
pub fn sign_in(bureau: &Bureau, seal: &str, request: &SignRequest) -> Result<Signed, ServiceError> {
    put(request, |octets| append_in(bureau, seal, octets, request))
}

/// Makes what a seal of an open home adds to a document; writes no file. Of `request`, input,
/// output and key are not looked at. The intent is recorded before the key is used, and that it is
/// done before the octets are handed out.
///
/// # Errors
///
/// As [`sign`]; [`ServiceError::SealNotAllowed`] where the user may not use the seal;
/// [`ServiceError::LicenceUncertified`] where the document carries a licence that nobody certified.
pub fn append_in(
    bureau: &Bureau,
    seal: &str,
    octets: &[u8],
    request: &SignRequest,
) -> Result<Appended, ServiceError> {
    request.check_served()?;
    request.check_tsa()?;
    let own = OwnKey::of_seal(bureau, seal, request.suite)?;
    bureau.may_use(seal)?;
    certified_or_no_licence(octets, request)?;
    let material = match request.level {
        Level::BB => Material::default(),
        _ => request
            .sources
            .read()?
            .with_held_home(bureau.home().path())?,
    };
    let digest = crate::audit::hex_sha256(octets);
    let pending = bureau.intend("sign", seal, &digest, request.at)?;
    match own.make(octets, request, &material) {
        Ok(made) => {
            bureau.done(crate::store::Batch::new(), pending, request.at)?;
            Ok(made)
        }
        Err(error) => {
            bureau.failed(pending, request.at)?;
            Err(error)
        }
    }
}

/// Refuses a document that carries the data of a licence which no intact certification covers: a
/// stamp on it must not become an issuer's signature. Whose certification it is, who judges the
/// document sees.
fn certified_or_no_licence(octets: &[u8], request: &SignRequest) -> Result<(), ServiceError> {
    let path = || request.input.clone();
    let password = document_password(request.password_file.as_deref())?;
    drop(open(octets, &request.input, password.as_ref())?);
    let report = Verifier::new(&[], request.at)
        .password(password.as_ref())
        .run(octets)
        .map_err(|error| ServiceError::Document {
            path: path(),
            source: Box::new(error),
        })?;
    let certified = report.signatures.iter().any(|signature| {
        signature.kind == SignatureKind::Certification && signature.integrity == Integrity::Intact
    });
    if report.licence.is_some() && !certified {
        return Err(ServiceError::LicenceUncertified { path: path() });
    }
    Ok(())
}

/// Reads the file with a document's password.
///
/// # Errors
///
/// [`ServiceError::Read`] where the file cannot be read; [`ServiceError::NotUnderstood`] where it is
/// empty or not UTF-8.
pub fn document_password(file: Option<&Path>) -> Result<Option<Password>, ServiceError> {
    let Some(file) = file else { return Ok(None) };
    let octets = super::bureau::read_password(file)?;
    let text = std::str::from_utf8(octets.as_bytes()).map_err(|_| ServiceError::NotUnderstood {
        path: file.into(),
        expected: Expected::Password,
    })?;
    Ok(Some(Password::new(zeroize::Zeroizing::new(text.into()))))
}

/// Opens a document for signing.
pub(super) fn open<'a>(
    octets: &'a [u8],
    path: &Path,
    password: Option<&Password>,
) -> Result<Document<'a>, ServiceError> {
    let document =
        Document::open_protected(octets, &Limits::default(), password).map_err(|error| {
            ServiceError::Document {
                path: path.into(),
                source: Box::new(error),
            }
        })?;
    match document.locked() {
        Some(why) => Err(ServiceError::DocumentLocked {
            path: path.into(),
            why: why.clone(),
        }),
        None => Ok(document),
    }
}

fn put(
    request: &SignRequest,
    make: impl FnOnce(&[u8]) -> Result<Appended, ServiceError>,
) -> Result<Signed, ServiceError> {
    let mut told = None;
    let (file, bytes_added) = put_octets(&request.input, &request.output, |octets| {
        let made = make(octets)?;
        let mut all = made.problems;
        all.extend(problems(octets, request)?);
        told = Some((made.field, made.level, all));
        Ok(made.octets)
    })?;
    let (field, level, problems) = told.ok_or(ServiceError::Internal("nothing was made"))?;
    Ok(Signed {
        file,
        bytes_added,
        field,
        level: level.map(Into::into),
        problems,
    })
}

/// Returns what whoever verifies the document will be told of its structure, which no signature mends.
fn problems(octets: &[u8], request: &SignRequest) -> Result<Vec<ReasonText>, ServiceError> {
    let password = document_password(request.password_file.as_deref())?;
    let document = open(octets, &request.input, password.as_ref())?;
    let problems = yinxin_core::verify::problems(&document);
    Ok(problems.iter().map(ReasonText::from).collect())
}

/// Writes what `make` adds, behind a copy of the document or behind the document itself; returns the
/// file's name and the number of octets.
pub(super) fn put_octets(
    input: &Path,
    output: &Output,
    make: impl FnOnce(&[u8]) -> Result<Vec<u8>, ServiceError>,
) -> Result<(String, u64), ServiceError> {
    let (path, made) = match output {
        Output::CopyTo(path) => {
            if path.exists() {
                return Err(ServiceError::AlreadyThere { path: path.clone() });
            }
            let copy = OutputCopy::begin(input, path, MOST).map_err(|error| match error {
                OutputError::Copy(error @ (CopyError::Input(_) | CopyError::TooLarge { .. })) => {
                    ServiceError::copy(input, error)
                }
                other => ServiceError::output(path, other),
            })?;
            let made = make(copy.bytes())?;
            copy.finish(&made)
                .map_err(|error| ServiceError::output(path, error))?;
            (path.as_path(), made)
        }
        Output::InPlace => {
            let append =
                InPlace::begin(input, MOST).map_err(|error| ServiceError::output(input, error))?;
            let made = make(append.bytes())?;
            append
                .finish(&made)
                .map_err(|error| ServiceError::output(input, error))?;
            (input, made)
        }
    };
    let added = u64::try_from(made.len()).unwrap_or(u64::MAX);
    Ok((path.display().to_string(), added))
}
