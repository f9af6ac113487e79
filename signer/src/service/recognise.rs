//! Deciding whether a licence may be accepted here, for this item, now.

use super::bureau::Bureau;
use super::error::Expected;
use super::sign::document_password;
use super::verify::anchors_of;
use super::{ServiceError, exchange, input, seal_register, state, trust};
use crate::client::Daemon;
use crate::mapped::PrivateCopy;
use crate::wire::recognition::Verdict;
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_core::licence::Status;
use yinxin_core::recognition::{
    DecisionInput, DecisionPolicy, Domain, ObjectType, RelyingDomain, Store, decide,
};
use yinxin_core::seal::register::SealRegister;
use yinxin_core::verify::Verifier;
use yinxin_core::x509::{Crl, TrustAnchor};

/// Asks for a decision.
#[derive(Debug, Clone)]
pub struct RecogniseRequest {
    /// The home with trust anchors, lists and agreements.
    pub home: PathBuf,
    /// The licence file.
    pub file: PathBuf,
    /// Domain that relies on the licence, as a rule an area code.
    pub relying_domain: String,
    /// Service item that the licence is shown for.
    pub item: String,
    /// Time of the decision: the caller's clock, or the past.
    pub at: OffsetDateTime,
    /// A status object to use beside those of the home.
    pub status: Option<PathBuf>,
    /// File with the document's password; one line.
    pub password_file: Option<PathBuf>,
}

/// What a decision is about, as octets.
#[derive(Debug, Clone, Copy)]
pub struct Submitted<'s> {
    /// The licence file.
    pub document: &'s [u8],
    /// A status object to use beside those of the home.
    pub status: Option<&'s [u8]>,
}

/// Most octets of a status object.
pub(crate) const STATUS: u64 = 64 << 20;

/// Most octets of a licence file.
const FILE: u64 = 1 << 30;

/// Decides. A refusal is a verdict, not an error.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`] and the errors of reading.
pub fn recognise(request: &RecogniseRequest) -> Result<Verdict, ServiceError> {
    let octets = PrivateCopy::read(&request.file, None, FILE)
        .map_err(|error| ServiceError::copy(&request.file, error))?;
    let status = match &request.status {
        Some(path) => Some(input::read(path, STATUS)?),
        None => None,
    };
    let submitted = Submitted {
        document: &octets,
        status: status.as_deref(),
    };
    match Daemon::holding(&request.home)? {
        // A password never goes over: the daemon tells what it knows, and the decision is made here.
        Some(daemon) if request.password_file.is_some() => {
            let anchors = daemon.anchors()?.into_iter();
            let anchors = anchors.map(|anchor| (anchor, request.home.clone()));
            let known = Known {
                store: daemon.recognition_objects()?,
                anchors: anchors_of(anchors.collect())?,
                crls: daemon.revocation_lists()?,
                own_register: seal_register::parsed(&daemon.seal_register()?)?,
                imported_registers: daemon.imported_seal_registers()?,
            };
            let own_record = |identifier: &str| daemon.own_record(identifier, request.at);
            decided(request, &submitted, known, own_record)
        }
        Some(daemon) => daemon.recognise(request, &submitted),
        None => recognise_in(&Bureau::open(&request.home, None)?, request, &submitted),
    }
}

/// As [`recognise`], in a home that is open, for what is in memory; the paths of `request` are for
/// errors and the answer only.
///
/// # Errors
///
/// As [`recognise`].
pub fn recognise_in(
    bureau: &Bureau,
    request: &RecogniseRequest,
    submitted: &Submitted<'_>,
) -> Result<Verdict, ServiceError> {
    let known = Known {
        store: exchange::store(bureau)?,
        anchors: trust::anchors(bureau.home().path())?,
        crls: exchange::crls(bureau)?,
        own_register: seal_register::read(bureau)?,
        imported_registers: exchange::seal_registers_of(bureau.home().path())?,
    };
    let own_record = |identifier: &str| state::known(bureau, identifier, request.at);
    decided(request, submitted, known, own_record)
}

/// What a home knows and a decision rests on, beside the records of its own licences.
struct Known {
    store: Store,
    anchors: Vec<TrustAnchor>,
    crls: Vec<Crl>,
    own_register: Option<SealRegister>,
    imported_registers: Vec<SealRegister>,
}

fn decided(
    request: &RecogniseRequest,
    submitted: &Submitted<'_>,
    known: Known,
    own_record: impl FnOnce(&str) -> Result<Option<Status>, ServiceError>,
) -> Result<Verdict, ServiceError> {
    let password = document_password(request.password_file.as_deref())?;
    let relying = Domain::parse(&request.relying_domain)
        .map(RelyingDomain)
        .map_err(|_| ServiceError::DomainMalformed {
            domain: request.relying_domain.clone(),
        })?;
    let mut store = known.store;
    if let Some(status) = submitted.status {
        let imported =
            store
                .import(status, request.at)
                .map_err(|source| ServiceError::NotImported {
                    path: request.status.clone().unwrap_or_else(|| "status".into()),
                    source: Box::new(source),
                })?;
        if imported.key.object_type() != ObjectType::Status {
            return Err(ServiceError::NotUnderstood {
                path: request.status.clone().unwrap_or_else(|| "status".into()),
                expected: Expected::StatusList,
            });
        }
    }
    let judged = Verifier::new(&known.anchors, request.at)
        .revocation_lists(&known.crls)
        .own_seal_register(known.own_register.as_ref())
        .imported_seal_registers(&known.imported_registers)
        .password(password.as_ref())
        .run(submitted.document);
    let report = judged.map_err(|error| ServiceError::Document {
        path: request.file.clone(),
        source: Box::new(error),
    })?;
    let licence = report.licence.as_ref();
    let own_record = match licence.and_then(|licence| licence.record.as_ref()) {
        Some(licence) => own_record(&licence.identifier)?,
        None => None,
    };
    let verdict = decide(&DecisionInput {
        report: &report,
        store: &store,
        relying: &relying,
        item: &request.item,
        now: request.at,
        policy: DecisionPolicy::default(),
        own_record,
    });
    Ok(Verdict::of(
        &verdict,
        request.file.display().to_string(),
        store.digest().to_string(),
        crate::audit::hex_sha256(submitted.document),
    ))
}
