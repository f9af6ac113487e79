//! The registers of seals that were taken from other authorities, one a domain.

use super::super::bureau::Bureau;
use super::super::verify::anchors_of;
use super::super::{ServiceError, seal_register, trust};
use crate::home::Folder;
use crate::wire::exchange::SealRegisterTaken;
use std::collections::BTreeMap;
use std::path::Path;
use time::{Duration, OffsetDateTime};
use yinxin_core::reason::{Reason, register as reasons};
use yinxin_core::recognition::Domain;
use yinxin_core::seal::register::{MOST_OCTETS, SealRegister};
use yinxin_core::verify::Verifier;
use yinxin_core::x509::{Crl, RevocationPolicy, TrustAnchor};

/// By how much the clock of whoever closed a register may be ahead.
const AHEAD: Duration = Duration::hours(1);
/// Most octets of a register.
const MOST: u64 = MOST_OCTETS as u64;
/// How the names of the files in `recognition/` begin and end; the domain stands between.
const NAME: (&str, &str) = ("seals-", ".txt");

/// Registers that may be taken, by domain: the octets as they came.
#[derive(Debug, Default)]
pub(super) struct Taken<'r> {
    newest: BTreeMap<String, (SealRegister, &'r [u8])>,
    told: Vec<SealRegisterTaken>,
}

/// What registers are judged with before any of them is taken.
struct Judge<'b> {
    own: Option<SealRegister>,
    home: &'b Path,
    anchors: Vec<TrustAnchor>,
    crls: Vec<Crl>,
    at: OffsetDateTime,
}

/// Judges registers, each by the one that is kept or that came before it. Nothing is written.
///
/// # Errors
///
/// [`ServiceError::SealRegisterNotTaken`]; errors of reading the home.
pub(super) fn check<'r>(
    bureau: &Bureau,
    received: &[(&'r Path, &'r [u8])],
    crls: Vec<Crl>,
    at: OffsetDateTime,
) -> Result<Taken<'r>, ServiceError> {
    let mut taken = Taken::default();
    if received.is_empty() {
        return Ok(taken);
    }
    let home = bureau.home().path();
    let anchors = trust::load_files(home)?.into_iter();
    let judge = Judge {
        own: seal_register::read(bureau)?,
        home,
        anchors: anchors_of(anchors.map(|anchor| (anchor, home.into())).collect())?,
        crls,
        at,
    };
    for (name, octets) in received {
        let refused = |reason: Reason| ServiceError::SealRegisterNotTaken {
            path: (*name).into(),
            why: Box::new((&reason).into()),
        };
        let wrong = |why: &dyn std::fmt::Display| {
            refused(Reason::new(&reasons::SEAL_REGISTER_WRONG).with("why", why))
        };
        let register = SealRegister::parse(octets).map_err(|error| wrong(&error))?;
        // The domain names the file.
        Domain::parse(register.domain()).map_err(|error| wrong(&error))?;
        judge.check(&register, &taken).map_err(|why| match why {
            Refusal::Reason(reason) => refused(reason),
            Refusal::Error(error) => error,
        })?;
        taken.told.push(SealRegisterTaken {
            file: name.display().to_string(),
            domain: register.domain().to_owned(),
            seals: u64::try_from(register.seals().count()).unwrap_or(u64::MAX),
            as_of: register.head().map(|(as_of, _)| as_of),
            fresh_until: register.head().map(|(_, until)| until),
        });
        let domain = register.domain().to_owned();
        taken.newest.insert(domain, (register, octets));
    }
    Ok(taken)
}

enum Refusal {
    Reason(Reason),
    Error(ServiceError),
}

impl Judge<'_> {
    /// That no list of the keeper's issuer is at hand does not stand in the way: it is asked for where the
    /// register is used.
    fn check(&self, register: &SealRegister, before: &Taken<'_>) -> Result<(), Refusal> {
        let of = |entry| Reason::new(entry).with("domain", register.domain());
        let keeper = register.keeper().der();
        if (self.own.as_ref()).is_some_and(|own| own.keeper().der() == keeper) {
            return Err(Refusal::Reason(of(&reasons::SEAL_REGISTER_OWN)));
        }
        let verifier = Verifier::new(&self.anchors, self.at)
            .revocation_lists(&self.crls)
            .revocation(RevocationPolicy::Prefer);
        if let Some(reason) = verifier.objection_to_seal_register(register) {
            return Err(Refusal::Reason(reason));
        }
        if let Some((as_of, _)) = register.head()
            && as_of > self.at + AHEAD
        {
            let reason = of(&reasons::SEAL_REGISTER_OF_FUTURE).at("time", as_of);
            return Err(Refusal::Reason(reason));
        }
        let kept = match before.newest.get(register.domain()) {
            Some((kept, _)) => Some(kept.clone()),
            None => of_domain(self.home, register.domain()).map_err(Refusal::Error)?,
        };
        let objection = kept.and_then(|kept| register.objection_to_following(&kept));
        objection.map_or(Ok(()), |reason| Err(Refusal::Reason(reason)))
    }
}

impl Taken<'_> {
    /// Keeps what was judged; says what was taken.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Write`].
    pub(super) fn keep(self, bureau: &Bureau) -> Result<Vec<SealRegisterTaken>, ServiceError> {
        for (domain, (_, octets)) in &self.newest {
            bureau
                .home()
                .recognition()
                .replace(&file_of(domain), octets)
                .map_err(|source| bureau.write_failed("recognition", source))?;
        }
        Ok(self.told)
    }
}

fn file_of(domain: &str) -> String {
    let (begin, end) = NAME;
    format!("{begin}{domain}{end}")
}

fn of_domain(home: &Path, domain: &str) -> Result<Option<SealRegister>, ServiceError> {
    let folder = folder(home);
    let octets = folder.get(&file_of(domain), MOST);
    let octets = octets.map_err(|source| unread(&folder, source))?;
    octets.as_deref().map(parsed).transpose()
}

/// Returns the registers that a home took in, as they are kept, by domain; without its lock, since they are
/// whole files that are replaced at once.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::Damaged`].
pub(crate) fn texts_of(home: &Path) -> Result<Vec<Vec<u8>>, ServiceError> {
    let folder = folder(home);
    let names = match folder.names() {
        Ok(names) => names,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unread(&folder, error)),
    };
    let (begin, end) = NAME;
    let names = names
        .iter()
        .filter(|name| name.starts_with(begin) && name.ends_with(end));
    let texts = names.map(|name| match folder.get(name, MOST) {
        Ok(octets) => octets.ok_or_else(damaged),
        Err(error) => Err(unread(&folder, error)),
    });
    texts.collect()
}

/// Returns the registers that a home took in, each read and every line of it verified.
///
/// # Errors
///
/// [`ServiceError::Read`]; [`ServiceError::Damaged`].
pub fn seal_registers_of(home: &Path) -> Result<Vec<SealRegister>, ServiceError> {
    texts_of(home)?
        .iter()
        .map(|octets| parsed(octets))
        .collect()
}

fn folder(home: &Path) -> Folder {
    Folder::new(home.join("recognition"))
}

fn parsed(octets: &[u8]) -> Result<SealRegister, ServiceError> {
    SealRegister::parse(octets).map_err(|_| damaged())
}

fn damaged() -> ServiceError {
    ServiceError::Damaged {
        what: "registers of seals",
    }
}

fn unread(folder: &Folder, source: std::io::Error) -> ServiceError {
    ServiceError::Read {
        path: folder.path().into(),
        source,
    }
}
