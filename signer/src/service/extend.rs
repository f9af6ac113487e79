//! Bringing a signed document to a higher level, and renewing one that is there (ETSI EN 319 142-1).

mod reached;

use super::ServiceError;
use super::augment::{Augmenter, Growing, Sources};
use super::sign::{Level, Output, document_password, open, put_octets};
use crate::wire::Extended;
use reached::{Reached, reached};
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_core::cms::SignedData;
use yinxin_core::pdf::{Password, SignatureType};
use yinxin_core::verify::{Integrity, Verifier};

/// Asks for a document to be extended.
#[derive(Debug, Clone)]
pub struct ExtendRequest {
    /// The document, by whomever it was signed.
    pub input: PathBuf,
    /// Where the extended document goes.
    pub output: Output,
    /// Level to reach, above B-B.
    pub level: Level,
    /// Where timestamps and validation data come from.
    pub sources: Sources,
    /// A home whose anchors and revocation lists are at hand.
    pub home: Option<PathBuf>,
    /// File with the document's password; one line.
    pub password_file: Option<PathBuf>,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Extends one document: to B-T with a document timestamp, to B-LT with validation data for every
/// signature and timestamp, to B-LTA with a document timestamp over those. A document that is B-LTA
/// is renewed by reaching B-LTA again. Where a signature has no timestamp yet, a document timestamp
/// comes first, so that validation data are fetched after it.
///
/// The document is only ever appended to; the output appears whole or not at all. The level that is
/// told is the one that `verify` finds in it.
///
/// # Errors
///
/// [`ServiceError::NoTsa`] where a timestamp has to be made; [`ServiceError::NotIntact`] where a signature is broken or what came
/// after it is not allowed; [`ServiceError::NoTimestamp`], [`ServiceError::Material`], and the
/// errors of [`super::sign::sign`].
pub fn extend(request: &ExtendRequest) -> Result<Extended, ServiceError> {
    let has_tsa = request.sources.tsa.is_some();
    if request.level != Level::BLt && !has_tsa {
        return Err(ServiceError::NoTsa);
    }
    let mut material = request.sources.read()?;
    if let Some(home) = &request.home {
        material = material.with_home(home)?;
    }
    let password = document_password(request.password_file.as_deref())?;
    let network = request.sources.network()?;
    let augmenter = Augmenter {
        path: &request.input,
        password: password.as_ref(),
        material: &material,
        fetcher: &network,
        at: request.at,
    };
    let mut timestamps = Vec::new();
    let mut found = None;
    let (file, bytes_added) = put_octets(&request.input, &request.output, |octets| {
        let is_timed = check(octets, request, password.as_ref())?;
        if !is_timed && !has_tsa {
            return Err(ServiceError::NoTsa);
        }
        let mut growing = Growing::new(octets, &[]);
        if request.level == Level::BT || !is_timed {
            timestamps.push(augmenter.timestamp(&mut growing)?);
        }
        if matches!(request.level, Level::BLt | Level::BLta) {
            augmenter.store(&mut growing, None)?;
        }
        if request.level == Level::BLta {
            timestamps.push(augmenter.timestamp(&mut growing)?);
        }
        found = Some(reached(
            growing.octets(),
            &request.input,
            password.as_ref(),
            &material.anchors,
            request.at,
        )?);
        Ok(growing.appended())
    })?;
    let Reached { level, problems } = found.ok_or(ServiceError::Internal("nothing was made"))?;
    let level = match (level, request.level) {
        // The authority's root need not be in the file: who trusts it finds the timestamp that was made.
        (Some("B-B"), Level::BT) => Some(Level::BT.title()),
        (level, _) => level,
    };
    Ok(Extended {
        file,
        timestamps,
        bytes_added,
        level: level.map(Into::into),
        problems,
    })
}

/// Refuses a document whose signatures are broken, since nothing makes them better; tells whether a
/// timestamp shows of each signature when it was there.
fn check(
    octets: &[u8],
    request: &ExtendRequest,
    password: Option<&Password>,
) -> Result<bool, ServiceError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| ServiceError::Document {
        path: request.input.clone(),
        source,
    };
    let document = open(octets, &request.input, password)?;
    let report = Verifier::new(&[], request.at)
        .password(password)
        .run(octets)
        .map_err(|error| failed(Box::new(error)))?;
    let broken = report.signatures.iter().find(|signature| {
        signature.integrity != Integrity::Intact || !signature.modification_allowed
    });
    if let Some(broken) = broken {
        return Err(ServiceError::NotIntact {
            path: request.input.clone(),
            field: broken.field.clone(),
        });
    }
    let signatures = document.latest().signatures();
    let signatures = signatures.map_err(|error| failed(Box::new(error)))?;
    if signatures.found.is_empty() {
        return Err(ServiceError::Unsigned {
            path: request.input.clone(),
        });
    }
    let read = || {
        let found = signatures.found.iter();
        found.filter_map(|found| found.signature.as_ref().ok())
    };
    let stamped = read()
        .filter(|signature| signature.kind == SignatureType::DocTimeStamp)
        .map(|signature| signature.byte_range.end())
        .max()
        .unwrap_or(0);
    Ok(read().all(|signature| {
        let own = || {
            let message = signature
                .value()
                .and_then(|value| SignedData::parse(value).ok());
            message.is_some_and(|message| {
                let mut signers = message.signers().iter();
                signers.any(|signer| signer.signature_timestamps().next().is_some())
            })
        };
        signature.byte_range.end() <= stamped || own()
    }))
}
