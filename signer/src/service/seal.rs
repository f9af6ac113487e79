//! Making seals and looking at them.

use super::bureau::{Bureau, ROOT_KEY};
use super::error::Sought;
use super::{ServiceError, pem, random};
use crate::client::Daemon;
use crate::keys::{KeyId, KeyKind};
use crate::pki::{Authority, Name, Purpose, Request};
use crate::policy::{self, SealPolicy, User};
use crate::store::{Batch, Records};
use crate::wire::licence::Authority as Unit;
use crate::wire::seal::{SealShown, SealUsers};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use time::{Duration, OffsetDateTime};
use yinxin_core::font::FontChain;
use yinxin_core::licence::{AuthorityName, CreditCode};
use yinxin_core::seal::{Centre as DrawnCentre, SealDesign, SealDrawing};
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
}

impl SealRecord {
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
    /// The unit that owns the seal.
    pub unit: AuthorityName,
    /// What the seal looks like.
    pub face: Face,
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

/// Makes a seal.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`]; [`ServiceError::AlreadyThere`] where the identifier is taken;
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
    CreditCode::parse(&request.unit.code).map_err(|source| ServiceError::CodeMalformed {
        code: request.unit.code.clone(),
        source,
    })?;
    let root_key = bureau.key(ROOT_KEY)?;
    let id = match &request.id {
        Some(id) => id.clone(),
        None => next_id(bureau)?,
    };
    if SEALS.get(bureau.store(), id.as_bytes())?.is_some() {
        return Err(ServiceError::Taken {
            what: Sought::Seal,
            id,
        });
    }
    let record = SealRecord {
        id: id.clone(),
        unit_code: request.unit.code.clone(),
        unit_name: request.unit.name.clone(),
        star: request.face.centre == Centre::Star,
        line: request.face.line.clone(),
        number: request.face.number.clone(),
        diameter: request.face.diameter,
    };
    // What cannot be drawn is refused before a key is made.
    record.draw(&FontChain::built_in()?)?;
    let key = bureau
        .keys()?
        .create(&KeyId::new(&key_name(&id))?, KeyKind::EcdsaP256)?;
    let chain = bureau.chain(ROOT_KEY)?;
    let root = chain.first().ok_or(ServiceError::Damaged {
        what: "certificates",
    })?;
    let until = request.at + Duration::days(i64::from(request.valid_days));
    let der = Authority::new(root.der(), root_key.as_ref())?.issue(&Request {
        subject: Name {
            country: "CN".to_owned(),
            organisation: request.unit.name.clone(),
            organisation_identifier: Some(request.unit.code.clone()),
            common_name: request.unit.name.clone(),
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
        .put_new(&format!("{}.pem", key_name(&id)), text.as_bytes())
        .map_err(|source| bureau.write_failed("certificates", source))?;
    let batch = SEALS.expect_new(Batch::new(), id.as_bytes());
    // Whoever makes a seal may use it; others are allowed by name.
    let own = SealPolicy {
        users: [bureau.user().clone()].into(),
    };
    let batch = policy::set(batch, &id, None, &own)?;
    bureau
        .store()
        .apply(SEALS.put(batch, id.as_bytes(), &record)?)?;
    shown(bureau, &record)
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
        return Ok(vec![shown(bureau, &find(bureau, id)?)?]);
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

fn shown(bureau: &Bureau, record: &SealRecord) -> Result<SealShown, ServiceError> {
    let chain = bureau.chain(&key_name(&record.id))?;
    let certificate: &Certificate = chain.first().ok_or(ServiceError::Damaged {
        what: "certificates",
    })?;
    Ok(SealShown {
        id: record.id.clone(),
        name: record.unit_name.clone(),
        unit: Unit {
            code: record.unit_code.clone(),
            name: record.unit_name.clone(),
        },
        form: "legal-person".into(),
        state: "in-use".into(),
        certificate_sha256: certificate.fingerprint_hex(),
        not_before: Some(certificate.not_before()),
        not_after: Some(certificate.not_after()),
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
