//! Seals of a home, and who may use them.

mod making;
mod second;

pub(super) use making::new_record;
pub use making::{MakeRequest, Suites, make, make_in};
pub(super) use second::{MAKER, Second};

use super::ServiceError;
use super::bureau::Bureau;
use super::error::Sought;
use super::roots::HomeRoot;
use super::seal_register;
use crate::client::Daemon;
use crate::policy::{self, User};
use crate::store::{Batch, Records};
use crate::wire::licence::Authority as Unit;
use crate::wire::seal::{FaceShown, SealChanged, SealShown, SealUsers};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use yinxin_core::font::FontChain;
use yinxin_core::licence::AuthorityName;
use yinxin_core::seal::register::{Owner, SealChange};
use yinxin_core::seal::{SealDesign, SealDrawing, SealState};
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
    pub file: Option<SealFile>,
    /// The seal of GB/T 38540 with which it seals in the Chinese suite too.
    pub second: Option<SealFile>,
}

/// A seal of GB/T 38540.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealFile {
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
            second: None,
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
        self.face().design(&self.unit_name)
    }

    fn face(&self) -> FaceShown {
        FaceShown {
            centre: if self.star { "star" } else { "empty" }.into(),
            line: self.line.clone(),
            number: self.number.clone(),
            diameter: self.diameter,
        }
    }
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

/// Name of a seal's key and certificate chain.
pub(super) fn key_name(id: &str) -> String {
    format!("seal-{id}")
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

/// The certificate chains of a seal whose keys are here, each with the authority that issued it.
pub(super) fn certificates(record: &SealRecord) -> Vec<(HomeRoot, String)> {
    let first = (HomeRoot::International, key_name(&record.id));
    let second = (HomeRoot::Chinese, second::key_name(&record.id));
    let is_dual = record.second.is_some();
    [Some(first), is_dual.then_some(second)]
        .into_iter()
        .flatten()
        .collect()
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
    let file = record.file.as_ref().or(record.second.as_ref());
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
        es_id: file.map(|file| file.es_id.clone()),
        second: second::shown(bureau, record)?,
        face: record.file.is_none().then(|| record.face()),
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
