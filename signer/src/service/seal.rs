//! Making seals and looking at them.

use super::bureau::{Bureau, ROOT_KEY};
use super::error::Sought;
use super::seal_register::{self, Decision};
use super::{ServiceError, pem, random, seal_state};
use crate::client::Daemon;
use crate::keys::{KeyId, KeyKind};
use crate::pki::{Authority, Name, Purpose, Request};
use crate::policy::{self, SealPolicy, User};
use crate::store::{Batch, Records};
use crate::wire::licence::Authority as Unit;
use crate::wire::seal::{SealChanged, SealShown, SealUsers};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use time::{Duration, OffsetDateTime};
use yinxin_core::font::FontChain;
use yinxin_core::licence::{AuthorityName, CreditCode};
use yinxin_core::recognition::Sha256;
use yinxin_core::seal::register::{Owner, SealChange, SealMarks};
use yinxin_core::seal::{Centre as DrawnCentre, SealDesign, SealDrawing, SealState};
use yinxin_core::x509::Certificate;

/// Seals by identifier.
pub(super) const SEALS: Records<SealRecord> = Records::new("seals");

/// A seal as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealRecord {
    /// Identifier; also that of its key and its certificate chain.
    pub id: String,
    /// Credit code of the unit.
    pub unit_code: String,
    /// Name of the unit: the words on the ring.
    pub unit_name: String,
    /// Whether a star stands in the centre.
    pub star: bool,
    /// Straight line below the centre.
    pub line: Option<String>,
    /// Number at the lower edge.
    pub number: Option<String>,
    /// Diameter in tenths of a millimetre.
    pub diameter: u16,
    /// State, as the register has it.
    pub state: SealState,
    /// Identifier of the seal in whose place it comes.
    pub remakes: Option<String>,
    /// The seal of GB/T 38540 that it is, where it was made elsewhere.
    pub file: Option<TakenIn>,
}

/// A seal of GB/T 38540 that was made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenIn {
    /// Identifier in the seal (`esID`).
    pub es_id: String,
    /// SHA-256 of its octets, lower-case hexadecimal.
    pub sha256: String,
}

impl SealRecord {
    /// Takes what was applied for.
    pub(super) fn new(id: String, unit: &AuthorityName, face: &Face) -> Self {
        Self {
            id,
            unit_code: unit.code.clone(),
            unit_name: unit.name.clone(),
            star: face.centre == Centre::Star,
            line: face.line.clone(),
            number: face.number.clone(),
            diameter: face.diameter,
            state: SealState::Applied,
            remakes: None,
            file: None,
        }
    }

    /// Returns the change that begins it in the register.
    pub(super) fn applied(&self) -> SealChange {
        SealChange::Applied {
            owner: Owner {
                code: self.unit_code.clone(),
                name: self.unit_name.clone(),
            },
            name: self.unit_name.clone(),
            remakes: self.remakes.clone(),
        }
    }

    /// Returns the unit.
    #[must_use]
    pub fn unit(&self) -> AuthorityName {
        AuthorityName {
            code: self.unit_code.clone(),
            name: self.unit_name.clone(),
        }
    }

    /// Draws the seal.
    ///
    /// # Errors
    ///
    /// [`ServiceError::SealPicture`].
    pub fn draw(&self, fonts: &FontChain) -> Result<SealDrawing, ServiceError> {
        Ok(self.design().draw(fonts)?)
    }

    /// Returns the design of its picture.
    #[must_use]
    pub fn design(&self) -> SealDesign {
        let mut design = SealDesign::round(&self.unit_name, f64::from(self.diameter) / 10.0, 1.2)
            .with_centre(if self.star {
                DrawnCentre::Star
            } else {
                DrawnCentre::Empty
            });
        if let Some(line) = &self.line {
            design = design.with_line(line);
        }
        if let Some(number) = &self.number {
            design = design.with_number(number);
        }
        design
    }
}

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
    /// How long the unit's certificate is good, in days.
    pub valid_days: u16,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// What a round seal looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// What stands in the centre.
    pub centre: Centre,
    /// Straight line below the centre, such as 行政审批专用章.
    pub line: Option<String>,
    /// Number at the lower edge, 13 or 14 digits.
    pub number: Option<String>,
    /// Diameter in tenths of a millimetre.
    pub diameter: u16,
}

/// What stands in the centre of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// A five-point star.
    Star,
    /// Nothing.
    Empty,
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
    let certificate = certified(bureau, &record, request)?;
    let id = record.id.clone();
    let made = SealChange::Made(SealMarks {
        certificates: vec![Sha256::of(&certificate)],
        file: None,
        es_id: None,
    });
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
pub(super) fn new_record(
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
    let root_key = bureau.key(ROOT_KEY)?;
    let name = key_name(&record.id);
    let key = bureau
        .keys()?
        .create(&KeyId::new(&name)?, KeyKind::EcdsaP256)?;
    let chain = bureau.chain(ROOT_KEY)?;
    let root = chain.first().ok_or(ServiceError::Damaged {
        what: "certificates",
    })?;
    let until = request.at + Duration::days(i64::from(request.valid_days));
    let der = Authority::new(root.der(), root_key.as_ref())?.issue(&Request {
        subject: Name {
            country: "CN".to_owned(),
            organisation: record.unit_name.clone(),
            organisation_identifier: Some(record.unit_code.clone()),
            common_name: record.unit_name.clone(),
        },
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

/// Name of a seal's key and certificate chain.
pub(super) fn key_name(id: &str) -> String {
    format!("seal-{id}")
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

/// Returns the seal of an identifier.
///
/// # Errors
///
/// [`ServiceError::NotFound`] and errors of the store.
pub fn find(bureau: &Bureau, id: &str) -> Result<SealRecord, ServiceError> {
    SEALS
        .get(bureau.store(), id.as_bytes())?
        .ok_or_else(|| ServiceError::NotFound {
            what: Sought::Seal,
            id: id.to_owned(),
        })
}

/// Returns the seal of an identifier, to be used with its key here.
///
/// # Errors
///
/// As [`find`]; [`ServiceError::SealOutOfUse`]; [`ServiceError::SealElsewhere`] for a seal that was taken in.
pub(super) fn to_use(bureau: &Bureau, id: &str) -> Result<SealRecord, ServiceError> {
    let record = find(bureau, id)?;
    if !record.state.may_be_used() {
        return Err(ServiceError::SealOutOfUse {
            seal: record.id,
            state: record.state,
        });
    }
    match record.file {
        Some(_) => Err(ServiceError::SealElsewhere { seal: record.id }),
        None => Ok(record),
    }
}

/// Shows one seal of a home, or all of them by identifier.
///
/// # Errors
///
/// [`ServiceError::NotFound`] where the home has no such seal; [`ServiceError::HomeMissing`] and
/// errors of the store.
pub fn show(home: &Path, id: Option<&str>) -> Result<Vec<SealShown>, ServiceError> {
    match Daemon::holding(home)? {
        Some(daemon) => daemon.seals(id),
        None => show_in(&Bureau::open(home, None)?, id),
    }
}

/// As [`show`], in a home that is open.
///
/// # Errors
///
/// As [`show`].
pub fn show_in(bureau: &Bureau, id: Option<&str>) -> Result<Vec<SealShown>, ServiceError> {
    if let Some(id) = id {
        let mut one = shown(bureau, &find(bureau, id)?)?;
        if let Some(register) = seal_register::read(bureau)? {
            one.history = register
                .get(id)
                .map(SealChanged::all_of)
                .unwrap_or_default();
        }
        return Ok(vec![one]);
    }
    let mut all = Vec::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = SEALS.scan(bureau.store(), b"", after.as_deref(), 1000)?;
        let Some((last, _)) = page.last() else {
            return Ok(all);
        };
        after = Some(last.clone());
        for (_, record) in &page {
            all.push(shown(bureau, record)?);
        }
    }
}

/// Asks for seals of a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRequest {
    /// The home.
    pub home: PathBuf,
    /// Only in this state.
    pub state: Option<SealState>,
    /// Only of the unit with this credit code.
    pub unit: Option<String>,
    /// Only behind this identifier.
    pub after: Option<String>,
    /// Most entries.
    pub limit: u32,
}

/// Returns seals by identifier, filtered; an empty page is the end.
///
/// # Errors
///
/// As [`show`].
pub fn list(request: &ListRequest) -> Result<Vec<SealShown>, ServiceError> {
    let all = show(&request.home, None)?.into_iter();
    let asked = all.filter(|seal| {
        request.after.as_ref().is_none_or(|after| seal.id > *after)
            && request
                .unit
                .as_ref()
                .is_none_or(|unit| seal.unit.code == *unit)
            && request.state.is_none_or(|state| seal.state == state.name())
    });
    Ok(asked
        .take(usize::try_from(request.limit).unwrap_or(usize::MAX))
        .collect())
}

pub(super) fn shown(bureau: &Bureau, record: &SealRecord) -> Result<SealShown, ServiceError> {
    let chain = match (&record.file, record.state) {
        (Some(_), _) | (None, SealState::Applied | SealState::Approved) => Vec::new(),
        // One that was cancelled before it was made has none.
        (None, SealState::Cancelled) => bureau.chain(&key_name(&record.id)).unwrap_or_default(),
        (None, _) => bureau.chain(&key_name(&record.id))?,
    };
    let certificate: Option<&Certificate> = chain.first();
    Ok(SealShown {
        id: record.id.clone(),
        name: record.unit_name.clone(),
        unit: Unit {
            code: record.unit_code.clone(),
            name: record.unit_name.clone(),
        },
        form: match record.file {
            Some(_) => "gbt38540".into(),
            None => "legal-person".into(),
        },
        state: record.state.name().into(),
        certificate_sha256: certificate.map(Certificate::fingerprint_hex),
        not_before: certificate.map(Certificate::not_before),
        not_after: certificate.map(Certificate::not_after),
        es_id: record.file.as_ref().map(|file| file.es_id.clone()),
        remakes: record.remakes.clone(),
        history: Vec::new(),
    })
}

/// Whether a user may use a seal from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// The user may.
    Allowed,
    /// The user may not.
    Withdrawn,
}

/// Lets a user of this machine use a seal, or no longer. Returns who may now.
///
/// # Errors
///
/// [`ServiceError::NotFound`]; [`ServiceError::HomeMissing`], [`ServiceError::HomeHeld`] and errors
/// of the store.
pub fn permit(
    home: &Path,
    id: &str,
    user: u32,
    permission: Permission,
) -> Result<SealUsers, ServiceError> {
    match Daemon::holding(home)? {
        Some(daemon) => daemon.permit(id, user, permission),
        None => permit_in(&Bureau::open(home, None)?, id, user, permission),
    }
}

/// As [`permit`], in a home that is open.
///
/// # Errors
///
/// As [`permit`].
pub fn permit_in(
    bureau: &Bureau,
    id: &str,
    user: u32,
    permission: Permission,
) -> Result<SealUsers, ServiceError> {
    find(bureau, id)?;
    let old = policy::of_seal(bureau.store(), id)?;
    let mut new = old.clone().unwrap_or_default();
    let user = User::local(user);
    match permission {
        Permission::Allowed => new.users.insert(user),
        Permission::Withdrawn => new.users.remove(&user),
    };
    bureau
        .store()
        .apply(policy::set(Batch::new(), id, old.as_ref(), &new)?)?;
    Ok(SealUsers {
        id: id.to_owned(),
        users: new
            .users
            .iter()
            .map(|user| user.as_str().to_owned())
            .collect(),
    })
}
