//! The register of a home's seals: the lines of [`yinxin_core::seal::register`], kept in the store.

use super::bureau::Bureau;
use super::roots::HomeRoot;
use super::{ServiceError, input, pem, random};
use crate::installation::Installation;
use crate::keys::{KeyError, KeyId, KeyKind};
use crate::pki::{Authority, Name, Purpose, Request};
use crate::store::{Batch, Collection, Records, Store};
use serde::{Deserialize, Serialize};
use std::path::Path;
use time::{Duration, OffsetDateTime};
use yinxin_core::recognition::Sha256;
use yinxin_core::seal::register::{Entry, MOST_OCTETS, SealChange, SealRegister, Tail};
use yinxin_core::suite::SigningKey;

/// The key that signs every line, and the name of its certificate.
const KEEPER: &str = "register-of-seals";
/// The lines, by number.
const LINES: Collection = Collection::new("seal-register");
/// The last line.
const LAST: Records<Last> = Records::new("seal-register-tail");
const LAST_KEY: &[u8] = b"tail";
/// A copy of the register beside the certificates, to be read without the home's lock.
const FILE: &str = "register-of-seals.txt";
/// How long a register that is handed out may be asked.
const FRESH: Duration = Duration::days(7);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    seq: u64,
    sha256: String,
}

/// Who changes a seal, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Why, in words.
    pub why: String,
    /// Who decided, in words, where that is not who asks.
    pub by: Option<String>,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Adds lines for changes, together with the changes of `batch`: both or neither. The intent is recorded
/// before the key of the register is used.
///
/// # Errors
///
/// [`ServiceError`] of keys and store; a conflict where somebody else wrote at the same time.
pub(super) fn enter(
    bureau: &Bureau,
    mut batch: Batch,
    changes: &[(&str, SealChange)],
    decision: &Decision,
) -> Result<(), ServiceError> {
    let at = decision.at.truncate_to_second();
    let store = bureau.store();
    let last = LAST.get(store, LAST_KEY)?;
    let tail = last.as_ref().map(tail_of).transpose()?;
    let key = keeper(bureau, tail.is_none(), at)?;
    batch = match &last {
        Some(last) => LAST.expect_same(batch, LAST_KEY, last)?,
        None => LAST.expect_new(batch, LAST_KEY),
    };
    let digest = crate::audit::hex_sha256(decision.why.as_bytes());
    let names: Vec<&str> = changes.iter().map(|(seal, _)| *seal).collect();
    let pending = bureau.intend("seal-register", &names.join(","), &digest, decision.at)?;
    let written = lines(bureau, tail, changes, decision, at, key.as_ref());
    let (lines, tail) = match written {
        Ok(written) => written,
        Err(error) => {
            bureau.failed(pending, decision.at)?;
            return Err(error);
        }
    };
    for (seq, line) in lines {
        batch = batch
            .expect(LINES, &seq.to_be_bytes(), None)
            .put(LINES, &seq.to_be_bytes(), line);
    }
    let now = Last {
        seq: tail.seq,
        sha256: tail.sha256.to_string(),
    };
    bureau.done(LAST.put(batch, LAST_KEY, &now)?, pending, decision.at)?;
    publish(bureau)
}

/// The new lines with their numbers, and the last of them.
type Written = (Vec<(u64, Vec<u8>)>, Tail);

fn lines(
    bureau: &Bureau,
    tail: Option<Tail>,
    changes: &[(&str, SealChange)],
    decision: &Decision,
    at: OffsetDateTime,
    key: &dyn SigningKey,
) -> Result<Written, ServiceError> {
    let failed = |error| ServiceError::Signature(Box::new(error));
    let mut lines = Vec::new();
    let mut tail = match tail {
        Some(tail) => tail,
        None => {
            let chain = bureau.chain(KEEPER)?;
            let own = chain.first().ok_or(ServiceError::Damaged {
                what: "certificates",
            })?;
            let domain = &bureau.profile().area_code;
            let (line, tail) = Tail::begin(domain, own.der(), key).map_err(failed)?;
            lines.push((tail.seq, line));
            tail
        }
    };
    for (seal, change) in changes {
        let entry = Entry {
            seal: (*seal).to_owned(),
            change: change.clone(),
            at,
            who: bureau.user().as_str().to_owned(),
            by: decision.by.clone(),
            why: decision.why.clone(),
        };
        let (line, next) = tail.enter(entry, key).map_err(failed)?;
        lines.push((next.seq, line));
        tail = next;
    }
    Ok((lines, tail))
}

fn tail_of(last: &Last) -> Result<Tail, ServiceError> {
    let sha256 = Sha256::parse(&last.sha256).ok_or(ServiceError::Damaged {
        what: "register of seals",
    })?;
    Ok(Tail {
        seq: last.seq,
        sha256,
    })
}

/// Opens the key of the register; makes it with its certificate where the register is to begin.
fn keeper(
    bureau: &Bureau,
    is_beginning: bool,
    at: OffsetDateTime,
) -> Result<Box<dyn SigningKey>, ServiceError> {
    let certificates = bureau.home().certificates();
    let file = format!("{KEEPER}.pem");
    if is_beginning {
        let (root, root_key) = HomeRoot::International.open(bureau)?;
        let id = KeyId::new(KEEPER)?;
        // What an earlier attempt left is not used: its certificate may be missing.
        let key = match bureau.keys()?.create(&id, KeyKind::EcdsaP256) {
            Ok(made) => made.subject_public_key_info,
            Err(KeyError::Exists) => {
                let key = bureau.key(KEEPER)?;
                key.subject_public_key_info().to_vec()
            }
            Err(error) => return Err(error.into()),
        };
        let profile = bureau.profile();
        let der = Authority::new(root.der(), root_key.as_ref())?.issue(&Request {
            subject: Name {
                country: "CN".to_owned(),
                organisation: profile.name.clone(),
                organisation_identifier: Some(profile.code.clone()),
                common_name: format!("{} 印章登记簿", profile.name),
            },
            subject_public_key_info: key,
            purpose: Purpose::Unit,
            serial: random::serial()?,
            not_before: at - Duration::hours(1),
            not_after: root.not_after(),
            crl_uris: Vec::new(),
        })?;
        // Others trust this one and no other: its authority issues those of units, too.
        let text = pem::certificate(&der);
        certificates
            .replace(&file, text.as_bytes())
            .map_err(|source| bureau.write_failed("certificates", source))?;
    }
    bureau.key(KEEPER)
}

/// Returns the register as it is kept: not closed, since it goes on. Empty where no seal was ever entered.
///
/// # Errors
///
/// Errors of the store.
pub fn text(store: &dyn Store) -> Result<Vec<u8>, ServiceError> {
    let mut text = Vec::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = store.scan(LINES, b"", after.as_deref(), 1000)?;
        let Some(last) = page.last() else {
            return Ok(text);
        };
        after = Some(last.key.clone());
        for record in page {
            text.extend_from_slice(&record.value);
            text.push(b'\n');
        }
    }
}

/// Reads the register of an open home, every line verified; `None` where no seal was ever entered.
///
/// # Errors
///
/// [`ServiceError::Damaged`]; errors of the store.
pub fn read(bureau: &Bureau) -> Result<Option<SealRegister>, ServiceError> {
    parsed(&text(bureau.store())?)
}

/// Reads the octets of a home's own register.
///
/// # Errors
///
/// [`ServiceError::Damaged`].
pub(super) fn parsed(octets: &[u8]) -> Result<Option<SealRegister>, ServiceError> {
    if octets.is_empty() {
        return Ok(None);
    }
    let read = SealRegister::parse(octets);
    read.map(Some).map_err(|_| ServiceError::Damaged {
        what: "register of seals",
    })
}

/// Returns the register to be handed to others: closed, with up to when it tells everything.
///
/// # Errors
///
/// [`ServiceError`] of keys and store.
pub fn closed(bureau: &Bureau, at: OffsetDateTime) -> Result<Vec<u8>, ServiceError> {
    let at = at.truncate_to_second();
    let mut octets = text(bureau.store())?;
    let register = match parsed(&octets)? {
        Some(register) => register,
        None => {
            let nothing = Decision {
                why: String::new(),
                by: None,
                at,
            };
            enter(bureau, Batch::new(), &[], &nothing)?;
            return closed(bureau, at);
        }
    };
    let key = bureau.key(KEEPER)?;
    let line = register.tail().close(at, at + FRESH, key.as_ref());
    octets.extend(line.map_err(|error| ServiceError::Signature(Box::new(error)))?);
    octets.push(b'\n');
    Ok(octets)
}

/// Writes the copy that is read without the lock.
fn publish(bureau: &Bureau) -> Result<(), ServiceError> {
    bureau
        .home()
        .certificates()
        .replace(FILE, &text(bureau.store())?)
        .map_err(|source| bureau.write_failed("certificates", source))
}

/// Writes the copy again where a crash came between the store and it.
///
/// # Errors
///
/// Errors of the store and of writing.
pub(super) fn settle(installation: &Installation) -> Result<(), ServiceError> {
    let store = installation.store().as_ref();
    let Some(last) = LAST.get(store, LAST_KEY)? else {
        return Ok(());
    };
    let folder = installation.home().certificates();
    let failed = |source| ServiceError::Write {
        path: folder.path().join(FILE),
        source,
    };
    let kept = folder.get(FILE, MOST).map_err(failed)?.unwrap_or_default();
    let kept = kept.strip_suffix(b"\n").unwrap_or(&kept);
    let line = kept.rsplit(|octet| *octet == b'\n').next().unwrap_or(kept);
    if crate::audit::hex_sha256(line) == last.sha256 {
        return Ok(());
    }
    folder.replace(FILE, &text(store)?).map_err(failed)
}

const MOST: u64 = MOST_OCTETS as u64;

/// Reads the copy of a home's register without its lock; `None` where there is none.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::Damaged`].
pub fn of_home(home: &Path) -> Result<Option<SealRegister>, ServiceError> {
    let path = home.join("certificates").join(FILE);
    match input::read(&path, MOST) {
        Ok(octets) => parsed(&octets),
        Err(ServiceError::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
