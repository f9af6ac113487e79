//! Making seals: keys, certificates of the unit, and the entry in the register.

use super::second::{self, Second};
use super::{Face, SEALS, SealRecord, find, key_name, shown};
use crate::client::Daemon;
use crate::keys::{KeyId, KeyKind};
use crate::pki::{Authority, Name, Purpose, Request};
use crate::policy::{self, SealPolicy};
use crate::service::bureau::Bureau;
use crate::service::error::Sought;
use crate::service::roots::HomeRoot;
use crate::service::seal_register::{self, Decision};
use crate::service::{ServiceError, pem, random, seal_state};
use crate::store::Batch;
use crate::wire::seal::SealShown;
use std::path::PathBuf;
use time::{Duration, OffsetDateTime};
use yinxin_core::font::FontChain;
use yinxin_core::licence::{AuthorityName, CreditCode};
use yinxin_core::recognition::Sha256;
use yinxin_core::seal::SealState;
use yinxin_core::seal::register::{SealChange, SealMarks};

/// Asks for a seal: a key, a certificate of the unit and a picture.
#[derive(Debug, Clone)]
pub struct MakeRequest {
    /// The home.
    pub home: PathBuf,
    /// Identifier of the seal in the home; `None` for the next free one.
    pub id: Option<String>,
    /// The unit that owns the seal, and what the seal looks like; `None` where that was applied for
    /// and approved.
    pub wanted: Option<(AuthorityName, Face)>,
    /// File with the password of the home's keys; one line.
    pub key_password_file: Option<PathBuf>,
    /// How long the unit's certificates are good, in days.
    pub valid_days: u16,
    /// In which suites it can seal.
    pub suites: Suites,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// In which suites a seal of a home can seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Suites {
    /// ECDSA alone.
    #[default]
    International,
    /// ECDSA, and SM2 as a seal of GB/T 38540 that the home's own maker signs.
    Both,
}

/// Makes a seal: one that was approved, or at once one that nobody applied for, which is then in use.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`]; [`ServiceError::Taken`] where the identifier is taken;
/// [`ServiceError::SealState`] where the seal was not approved;
/// [`ServiceError::PasswordWrong`] and errors of the store.
pub fn make(request: &MakeRequest) -> Result<SealShown, ServiceError> {
    match Daemon::holding(&request.home)? {
        Some(daemon) => daemon.make_seal(request),
        None => {
            let password = request.key_password_file.as_deref();
            make_in(&Bureau::open(&request.home, password)?, request)
        }
    }
}

/// As [`make`], in a home that is open.
///
/// # Errors
///
/// As [`make`].
pub fn make_in(bureau: &Bureau, request: &MakeRequest) -> Result<SealShown, ServiceError> {
    let (before, mut record) = match &request.wanted {
        Some((unit, face)) => (None, new_record(bureau, request.id.as_deref(), unit, face)?),
        None => {
            let id = request.id.as_deref().unwrap_or_default();
            let record = find(bureau, id)?;
            seal_state::check(&record, SealState::Made)?;
            (Some(record.clone()), record)
        }
    };
    if request.suites == Suites::Both {
        second::check(&record.id)?;
    }
    let certificate = certified(bureau, &record, request)?;
    let mut marks = SealMarks {
        certificates: vec![Sha256::of(&certificate)],
        file: None,
        es_id: None,
    };
    if request.suites == Suites::Both {
        let made = Second::make(bureau, &record, request.valid_days, request.at)?;
        marks.certificates.push(Sha256::of(&made.certificate));
        marks.file = Sha256::parse(&made.file.sha256);
        marks.es_id = Some(made.file.es_id.clone());
        record.second = Some(made.file);
    }
    let id = record.id.clone();
    let made = SealChange::Made(marks);
    let changes = match &before {
        Some(_) => vec![made],
        // Whoever needs nobody's leave says so by one command.
        None => vec![
            record.applied(),
            SealChange::Approved,
            made,
            SealChange::Issued,
        ],
    };
    record.state = changes.last().map_or(record.state, SealChange::state);
    let batch = match &before {
        Some(before) => SEALS.expect_same(Batch::new(), id.as_bytes(), before)?,
        None => SEALS.expect_new(Batch::new(), id.as_bytes()),
    };
    // Whoever makes a seal may use it; others are allowed by name.
    let own = SealPolicy {
        users: [bureau.user().clone()].into(),
    };
    let batch = policy::set(batch, &id, None, &own)?;
    let batch = SEALS.put(batch, id.as_bytes(), &record)?;
    let changes: Vec<_> = changes
        .into_iter()
        .map(|change| (id.as_str(), change))
        .collect();
    seal_register::enter(bureau, batch, &changes, &request.decision())?;
    shown(bureau, &record)
}

impl MakeRequest {
    fn decision(&self) -> Decision {
        let why = match self.wanted {
            Some(_) => "未经申请直接制作 (made without an application)",
            None => "按批准制作 (made as approved)",
        };
        Decision {
            why: why.to_owned(),
            by: None,
            at: self.at,
        }
    }
}

/// Begins the record of a seal; what cannot be drawn, and what there is already, is refused.
pub(in crate::service) fn new_record(
    bureau: &Bureau,
    id: Option<&str>,
    unit: &AuthorityName,
    face: &Face,
) -> Result<SealRecord, ServiceError> {
    CreditCode::parse(&unit.code).map_err(|source| ServiceError::CodeMalformed {
        code: unit.code.clone(),
        source,
    })?;
    let id = match id {
        Some(id) => id.to_owned(),
        None => next_id(bureau)?,
    };
    // The identifier becomes part of the names of files.
    KeyId::new(&key_name(&id))?;
    if SEALS.get(bureau.store(), id.as_bytes())?.is_some() {
        return Err(ServiceError::Taken {
            what: Sought::Seal,
            id,
        });
    }
    let record = SealRecord::new(id, unit, face);
    record.draw(&FontChain::built_in()?)?;
    Ok(record)
}

/// Makes the seal's key and the unit's certificate, and returns that.
fn certified(
    bureau: &Bureau,
    record: &SealRecord,
    request: &MakeRequest,
) -> Result<Vec<u8>, ServiceError> {
    let (root, root_key) = HomeRoot::International.open(bureau)?;
    let name = key_name(&record.id);
    let key = bureau
        .keys()?
        .create(&KeyId::new(&name)?, KeyKind::EcdsaP256)?;
    let until = request.at + Duration::days(i64::from(request.valid_days));
    let der = Authority::new(root.der(), root_key.as_ref())?.issue(&Request {
        subject: subject(record),
        subject_public_key_info: key.subject_public_key_info,
        purpose: Purpose::Unit,
        serial: random::serial()?,
        not_before: request.at - Duration::hours(1),
        not_after: until.min(root.not_after()),
        crl_uris: Vec::new(),
    })?;
    let text = format!("{}{}", pem::certificate(&der), pem::certificate(root.der()));
    bureau
        .home()
        .certificates()
        .put_new(&format!("{name}.pem"), text.as_bytes())
        .map_err(|source| bureau.write_failed("certificates", source))?;
    Ok(der)
}

/// The unit as the subject of its certificates.
pub(super) fn subject(record: &SealRecord) -> Name {
    Name {
        country: "CN".to_owned(),
        organisation: record.unit_name.clone(),
        organisation_identifier: Some(record.unit_code.clone()),
        common_name: record.unit_name.clone(),
    }
}

/// Returns the first number that is free as an identifier.
fn next_id(bureau: &Bureau) -> Result<String, ServiceError> {
    let mut number = 1_u32;
    while SEALS
        .get(bureau.store(), number.to_string().as_bytes())?
        .is_some()
    {
        number = number.saturating_add(1);
    }
    Ok(number.to_string())
}
