//! Taking in a seal of GB/T 38540 that was made elsewhere, such as by a provincial platform.

use super::bureau::Bureau;
use super::exchange;
use super::seal::{self, Face, SEALS, SealFile, SealRecord, find, new_record, shown};
use super::seal_register::{self, Decision};
use super::verify::anchors_of;
use super::{Expected, ServiceError, input, seal_request, seal_state, trust};
use crate::client::Daemon;
use crate::store::Batch;
use crate::wire::ReasonText;
use crate::wire::seal::SealShown;
use std::path::{Path, PathBuf};
use yinxin_core::licence::AuthorityName;
use yinxin_core::reason::{Reason, register as reasons};
use yinxin_core::recognition::Sha256;
use yinxin_core::seal::register::{SealChange, SealMarks};
use yinxin_core::seal::{SealFace, SealPicture, SealState};
use yinxin_core::ses::{CertList, SesSeal};
use yinxin_core::verify::{
    DocumentFormat, Indication, Integrity, Report, StepOutcome, Trust, Verifier,
};
use yinxin_core::x509::RevocationPolicy;

/// Most octets of a seal.
pub const MOST: u64 = 8 << 20;

/// Asks for a finished seal to be taken into a home's register.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The home.
    pub home: PathBuf,
    /// Identifier of the approved application, or of the new entry; `None` for the next free one.
    pub id: Option<String>,
    /// Credit code of the unit, where nobody applied for it here.
    pub unit: Option<String>,
    /// The seal.
    pub file: PathBuf,
    /// The request that it was made for, which it has to fit.
    pub asked: Option<PathBuf>,
    /// Who decided, when and why.
    pub decision: Decision,
    /// File with the password of the home's keys; one line.
    pub key_password_file: Option<PathBuf>,
}

/// Takes a seal in. It is made then, and to be handed out.
///
/// # Errors
///
/// [`ServiceError::SealNotTakenIn`] where the seal does not pass with the anchors of the home;
/// [`ServiceError::SealNotAsAppliedFor`], [`ServiceError::SealNotAsRequested`], [`ServiceError::SealState`]; errors of reading and of the store.
pub fn import(request: &ImportRequest) -> Result<SealShown, ServiceError> {
    let octets = input::read(&request.file, MOST)?;
    if let Some(asked) = &request.asked {
        let id = request.id.as_deref();
        seal_request::compare(asked, id, &request.file, &octets)?;
    }
    match Daemon::holding(&request.home)? {
        Some(daemon) => daemon.import_seal(request, &octets),
        None => {
            let password = request.key_password_file.as_deref();
            import_in(&Bureau::open(&request.home, password)?, request, &octets)
        }
    }
}

/// As [`import`], in a home that is open; the file is for errors only.
///
/// # Errors
///
/// As [`import`].
pub fn import_in(
    bureau: &Bureau,
    request: &ImportRequest,
    octets: &[u8],
) -> Result<SealShown, ServiceError> {
    let path = request.file.as_path();
    let not_understood = || ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::SealFile,
    };
    let found = SesSeal::parse(octets).map_err(|_| not_understood())?;
    // Padding behind the seal is not the seal.
    let octets = found.raw();
    judge(bureau, octets, request)?;
    let picture = SealPicture::of_seal(octets).map_err(|_| not_understood())?;
    let fonts = yinxin_core::font::FontChain::built_in()?;
    SealFace::read(&picture, &fonts).map_err(|source| ServiceError::SealNotShown {
        path: path.into(),
        source,
    })?;
    let name = found.info.name;
    let (before, mut record) = match &request.unit {
        Some(code) => (None, entered(bureau, request, code, name)?),
        None => {
            let record = find(bureau, request.id.as_deref().unwrap_or_default())?;
            seal_state::check(&record, SealState::Made)?;
            (Some(record.clone()), record)
        }
    };
    unknown_so_far(bureau, &record.id, &found, path)?;
    if record.unit_name != name {
        return Err(ServiceError::SealNotAsAppliedFor {
            path: path.into(),
            found: name.to_owned(),
            wanted: record.unit_name,
        });
    }
    let sha256 = Sha256::of(octets);
    record.file = Some(SealFile {
        es_id: found.info.id.to_owned(),
        sha256: sha256.to_string(),
    });
    record.state = SealState::Made;
    let made = SealChange::Made(SealMarks {
        certificates: match &found.info.certificates {
            CertList::Certificates(all) => all.iter().map(|der| Sha256::of(der)).collect(),
            _ => Vec::new(),
        },
        file: Some(sha256),
        es_id: Some(found.info.id.to_owned()),
    });
    let changes = match &before {
        Some(_) => vec![made],
        None => vec![record.applied(), SealChange::Approved, made],
    };
    let id = record.id.clone();
    let batch = match &before {
        Some(before) => SEALS.expect_same(Batch::new(), id.as_bytes(), before)?,
        None => SEALS.expect_new(Batch::new(), id.as_bytes()),
    };
    let batch = SEALS.put(batch, id.as_bytes(), &record)?;
    let changes: Vec<_> = changes
        .into_iter()
        .map(|change| (id.as_str(), change))
        .collect();
    seal_register::enter(bureau, batch, &changes, &request.decision)?;
    shown(bureau, &record)
}

/// Refuses a seal that another application has: under a new one, what was revoked would be in use again.
fn unknown_so_far(
    bureau: &Bureau,
    id: &str,
    seal: &SesSeal<'_>,
    path: &Path,
) -> Result<(), ServiceError> {
    let sha256 = Sha256::of(seal.raw()).to_string();
    let is_same = |file: &SealFile| file.sha256 == sha256 || file.es_id == seal.info.id;
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = SEALS.scan(bureau.store(), b"", after.as_deref(), 1000)?;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after = Some(last.clone());
        let other = page
            .iter()
            .find(|(_, record)| record.id != id && record.file.as_ref().is_some_and(is_same));
        if let Some((_, other)) = other {
            let reason = Reason::new(&reasons::SEAL_ALREADY_REGISTERED)
                .with("id", seal.info.id)
                .with("registered", &other.id)
                .with_words(
                    "state",
                    other.state.chinese().into(),
                    other.state.name().into(),
                );
            return Err(ServiceError::SealNotTakenIn {
                path: path.into(),
                why: Box::new(ReasonText::from(&reason)),
            });
        }
    }
}

fn entered(
    bureau: &Bureau,
    request: &ImportRequest,
    code: &str,
    name: &str,
) -> Result<SealRecord, ServiceError> {
    let unit = AuthorityName {
        code: code.to_owned(),
        name: name.to_owned(),
    };
    // Its face is in the file; that of the record is not shown.
    let face = Face {
        centre: seal::Centre::Empty,
        line: None,
        number: None,
        diameter: 420,
    };
    new_record(bureau, request.id.as_deref(), &unit, &face)
}

/// Refuses a seal that does not pass with the anchors of the home. That no list of its maker is at hand
/// does not stand in the way.
fn judge(bureau: &Bureau, octets: &[u8], request: &ImportRequest) -> Result<(), ServiceError> {
    let home = bureau.home().path();
    let anchors = trust::load_files(home)?;
    let anchors = anchors.into_iter().map(|anchor| (anchor, home.into()));
    let anchors = anchors_of(anchors.collect())?;
    let crls = exchange::crls(bureau)?;
    let report = Verifier::new(&anchors, request.decision.at)
        .revocation_lists(&crls)
        .revocation(RevocationPolicy::Prefer)
        .run(octets)
        .map_err(|error| ServiceError::Document {
            path: request.file.clone(),
            source: Box::new(error),
        })?;
    let is_good = report.indication == Indication::TotalPassed || is_ahead(&report);
    if report.format == DocumentFormat::Seal && is_good {
        return Ok(());
    }
    Err(ServiceError::SealNotTakenIn {
        path: request.file.clone(),
        why: why(&report)
            .map(Box::new)
            .ok_or(ServiceError::Internal("a seal refused without a reason"))?,
    })
}

/// Whether nothing speaks against a seal but that its period has not begun: makers work ahead.
fn is_ahead(report: &Report) -> bool {
    let [seal] = report.signatures.as_slice() else {
        return false;
    };
    let mut steps = seal.steps.iter();
    report.problems.is_empty()
        && seal.trust == Trust::Trusted
        && seal.integrity == Integrity::Intact
        && steps.all(|one| match &one.reason {
            _ if one.outcome == StepOutcome::Passed => true,
            Some(reason) => reason.code() == "SEAL_NOT_YET_VALID",
            None => false,
        })
}

fn why(report: &Report) -> Option<ReasonText> {
    let of_signatures = report.signatures.iter().flat_map(|one| &one.reasons);
    let first = of_signatures.chain(&report.problems).next();
    first.map(ReasonText::from)
}

/// Reads the name of a path that nobody sees.
#[cfg(feature = "http")]
pub(crate) fn unnamed() -> &'static Path {
    Path::new("seal.esl")
}
