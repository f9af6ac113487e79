//! What a domain publishes for others, and what it takes from them: signed objects, root
//! certificates, CRLs and registers of seals.

pub mod files;
mod revocation_lists;
mod seal_registers;
pub mod unsigned;

pub use revocation_lists::{crls, crls_of, keep_crl};
pub use seal_registers::seal_registers_of;
#[cfg(feature = "http")]
pub(crate) use seal_registers::texts_of as seal_register_texts_of;

use super::ServiceError;
use super::bureau::Bureau;
use super::issue::{LICENCES, STATUS_PLACES, Stage};
use super::revocation;
use super::roots::HomeRoot;
use crate::home::Folder;
use crate::keys::{KeyError, KeyId, KeyKind};
use crate::store::{Batch, Records};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use time::{Duration, OffsetDateTime};
use yinxin_core::licence::{AreaCode, State, Status};
use yinxin_core::recognition::{
    Agreement, Body, Domain, Envelope, Header, Imported, List, ObjectType, Pin, RoleKeys, Roles,
    Root, RootKey, Scope, Sha256, StatusList, Store as RecognitionStore, sign_object,
};
use yinxin_core::suite::SigningKey;

/// Key that signs a domain's root.
const ROOT_KEY: &str = "recognition-root";
/// Key that signs lists, agreements and status lists.
const DAILY_KEY: &str = "recognition";
/// File of imported objects in the home's `recognition/`.
const STORE_FILE: &str = "store.json";
/// Most octets of it.
pub(crate) const MOST: u64 = 256 << 20;

/// What was published last, by object: no sequence number is used twice.
const PUBLISHED: Records<Published> = Records::new("published");

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Published {
    seq: u64,
    /// SHA-256 of the payload, lower-case hexadecimal.
    digest: String,
}

/// How long objects are fresh and valid, days.
const FRESH: i64 = 7;
const VALID: i64 = 365;

/// Makes the recognition keys of a home where it has none yet, and signs its root.
///
/// # Errors
///
/// [`ServiceError`] of keys; [`ServiceError::CodeMalformed`].
pub fn root(bureau: &Bureau, name_en: &str, at: OffsetDateTime) -> Result<Envelope, ServiceError> {
    let keys = bureau.keys()?;
    for id in [ROOT_KEY, DAILY_KEY] {
        match keys.create(&KeyId::new(id)?, KeyKind::EcdsaP256) {
            Ok(_) | Err(KeyError::Exists) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let root_key = bureau.key(ROOT_KEY)?;
    let daily = role(bureau.key(DAILY_KEY)?.as_ref())?;
    let area = &bureau.profile().area_code;
    let root = Root {
        name_zh: bureau.profile().name.clone(),
        name_en: name_en.to_owned(),
        jurisdiction: vec![area_code(area)?],
        roles: Roles {
            root: role(root_key.as_ref())?,
            list: daily.clone(),
            agreement: daily.clone(),
            status: daily,
        },
    };
    sign(bureau, &root, ObjectType::Root, root_key.as_ref(), at)
}

fn role(key: &dyn SigningKey) -> Result<RoleKeys, ServiceError> {
    let key =
        RootKey::of(key).ok_or(ServiceError::Internal("a recognition key of another kind"))?;
    Ok(RoleKeys {
        threshold: 1,
        keys: vec![key],
    })
}

pub(super) fn area_code(text: &str) -> Result<AreaCode, ServiceError> {
    AreaCode::parse(text).map_err(|source| ServiceError::CodeMalformed {
        code: text.to_owned(),
        source,
    })
}

/// Returns the home's domain.
///
/// # Errors
///
/// [`ServiceError::Internal`] where the area code cannot be one.
pub fn domain(bureau: &Bureau) -> Result<Domain, ServiceError> {
    Domain::parse(&bureau.profile().area_code).map_err(|_| ServiceError::Internal("domain"))
}

/// Returns the fingerprint of the key that signed a home's root: what others pin, from elsewhere
/// than the file.
///
/// # Errors
///
/// [`ServiceError::Key`].
pub fn root_fingerprint(bureau: &Bureau) -> Result<Sha256, ServiceError> {
    let key = bureau.key(ROOT_KEY)?;
    Ok(Sha256::of(key.subject_public_key_info()))
}

/// Signs the list of the domain's authorities.
///
/// # Errors
///
/// [`ServiceError`] of keys.
pub fn list(bureau: &Bureau, list: &List, at: OffsetDateTime) -> Result<Envelope, ServiceError> {
    sign(
        bureau,
        list,
        ObjectType::List,
        bureau.key(DAILY_KEY)?.as_ref(),
        at,
    )
}

/// Signs an agreement as the issuing domain; the relying domain adds its own by [`countersign`].
///
/// # Errors
///
/// [`ServiceError`] of keys.
pub fn agreement(
    bureau: &Bureau,
    agreement: &Agreement,
    at: OffsetDateTime,
) -> Result<Envelope, ServiceError> {
    sign(
        bureau,
        agreement,
        ObjectType::Agreement,
        bureau.key(DAILY_KEY)?.as_ref(),
        at,
    )
}

/// Adds this domain's signature to an agreement.
///
/// # Errors
///
/// [`ServiceError`] of keys.
pub fn countersign(bureau: &Bureau, envelope: &mut Envelope) -> Result<(), ServiceError> {
    let key = bureau.key(DAILY_KEY)?;
    envelope
        .sign(key.as_ref())
        .map_err(|error| ServiceError::Signature(Box::new(error)))
}

/// Signs the status list of all licences of the home, and renews the lists of revoked certificates, which
/// others take with it. A place that no licence has, or one that is not finished, reads as revoked: an
/// unassigned place vouches for nothing.
///
/// # Errors
///
/// [`ServiceError`] of store and keys.
pub fn status(bureau: &Bureau, at: OffsetDateTime) -> Result<Envelope, ServiceError> {
    for root in HomeRoot::ALL {
        if root.is_there(bureau)? {
            revocation::publish(bureau, root, at)?;
        }
    }
    let mut told: BTreeMap<u64, Status> = BTreeMap::new();
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = LICENCES.scan(bureau.store(), b"", after.as_deref(), 1000)?;
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        for (_, record) in page
            .into_iter()
            .filter(|(_, record)| record.stage == Stage::Issued)
        {
            let state = State::from_name(&record.state).unwrap_or(State::Revoked);
            if let Some(place) = record.licence()?.status_index {
                told.insert(place, state.status());
            }
        }
    }
    let states =
        (0..STATUS_PLACES).map(|place| told.get(&place).copied().unwrap_or(Status::Revoked));
    let list = StatusList::new(Scope::All, 0, states, at)
        .map_err(|error| ServiceError::Recognition(Box::new(error)))?;
    sign(
        bureau,
        &list,
        ObjectType::Status,
        bureau.key(DAILY_KEY)?.as_ref(),
        at,
    )
}

fn sign<T: Body>(
    bureau: &Bureau,
    body: &T,
    typ: ObjectType,
    key: &dyn SigningKey,
    at: OffsetDateTime,
) -> Result<Envelope, ServiceError> {
    let mut header = Header {
        typ,
        domain: domain(bureau)?,
        seq: 1,
        prev: None,
        issued_at: at,
        fresh_until: at + Duration::days(FRESH),
        valid_until: at + Duration::days(VALID),
    };
    let object = body.key(&header).to_string();
    let before = PUBLISHED.get(bureau.store(), object.as_bytes())?;
    if let Some(before) = &before {
        header.seq = before.seq + 1;
        header.prev = Sha256::parse(&before.digest);
    }
    let envelope = sign_object(&header, body, &[key])
        .map_err(|error| ServiceError::Signature(Box::new(error)))?;
    let after = Published {
        seq: header.seq,
        digest: Sha256::of(envelope.payload()).to_string(),
    };
    let batch = match &before {
        Some(before) => PUBLISHED.expect_same(Batch::new(), object.as_bytes(), before)?,
        None => PUBLISHED.expect_new(Batch::new(), object.as_bytes()),
    };
    bureau
        .store()
        .apply(PUBLISHED.put(batch, object.as_bytes(), &after)?)?;
    Ok(envelope)
}

/// Reads the objects that were imported into a home.
///
/// # Errors
///
/// [`ServiceError::Damaged`] where they do not verify any more.
pub fn store(bureau: &Bureau) -> Result<RecognitionStore, ServiceError> {
    store_of(bureau.home().path())
}

/// As [`store`], without the home's lock: the file is replaced as a whole.
///
/// # Errors
///
/// As [`store`].
pub(super) fn store_of(home: &Path) -> Result<RecognitionStore, ServiceError> {
    match octets_of(home)? {
        None => Ok(RecognitionStore::new()),
        Some(octets) => RecognitionStore::from_bytes(&octets).map_err(|_| ServiceError::Damaged {
            what: "recognition objects",
        }),
    }
}

/// Returns the objects that were imported into a home as they are kept; `None` where there are none.
///
/// # Errors
///
/// [`ServiceError::Read`].
pub(crate) fn octets_of(home: &Path) -> Result<Option<Vec<u8>>, ServiceError> {
    let folder = Folder::new(home.join("recognition"));
    folder
        .get(STORE_FILE, MOST)
        .map_err(|source| ServiceError::Read {
            path: folder.path().into(),
            source,
        })
}

/// Pins the root of a domain by the fingerprint of its key.
///
/// # Errors
///
/// [`ServiceError::Write`].
pub fn pin(bureau: &Bureau, domain: Domain, fingerprint: Sha256) -> Result<(), ServiceError> {
    let mut objects = store(bureau)?;
    objects.pin(domain, pin_of(fingerprint));
    write(bureau, &objects)
}

fn pin_of(fingerprint: Sha256) -> Pin {
    Pin {
        threshold: 1,
        fingerprints: BTreeSet::from([fingerprint]),
    }
}

/// Verifies objects and takes them into use, all or none.
///
/// # Errors
///
/// [`ServiceError::NotImported`] with why one was refused; [`ServiceError::Write`].
pub fn import(
    bureau: &Bureau,
    envelopes: &[Envelope],
    at: OffsetDateTime,
) -> Result<Vec<Imported>, ServiceError> {
    let named = envelopes.iter().map(|one| (Path::new("the object"), one));
    import_pinned(bureau, None, named, at)
}

/// As [`import`], of objects with their files; pins a domain by the fingerprint of its root key in the
/// same step.
fn import_pinned<'e>(
    bureau: &Bureau,
    pin: Option<(Domain, Sha256)>,
    envelopes: impl IntoIterator<Item = (&'e Path, &'e Envelope)>,
    at: OffsetDateTime,
) -> Result<Vec<Imported>, ServiceError> {
    let mut objects = store(bureau)?;
    if let Some((domain, fingerprint)) = pin {
        objects.pin(domain, pin_of(fingerprint));
    }
    let mut imported = Vec::new();
    for (path, envelope) in envelopes {
        let taken = objects.import(&envelope.to_bytes(), at);
        imported.push(taken.map_err(|source| ServiceError::NotImported {
            path: path.into(),
            source: Box::new(source),
        })?);
    }
    write(bureau, &objects)?;
    Ok(imported)
}

fn write(bureau: &Bureau, objects: &RecognitionStore) -> Result<(), ServiceError> {
    bureau
        .home()
        .recognition()
        .replace(STORE_FILE, &objects.to_bytes())
        .map_err(|source| bureau.write_failed("recognition", source))
}
