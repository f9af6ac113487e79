//! Opening an encrypted document: one key for all of its revisions, or none.

use super::super::document::Document;
use super::super::object::{Object, ObjectId};
use super::super::view::View;
use super::super::xref::Entry;
use super::{Encryption, Locked, Parameters, Password, Protection};

/// What a revision says about its encryption, as it is written.
#[derive(Debug, PartialEq, Eq)]
enum Stated<'d> {
    Nothing,
    Direct(&'d [u8]),
    Indirect(ObjectId, Option<Entry>),
    Other,
}

/// Opens a document whose objects are not decrypted yet.
pub(crate) fn unlock(document: &Document<'_>, password: Option<&Password>) -> Protection {
    if !document.is_encrypted() {
        return Protection::None;
    }
    match open(document, password) {
        Ok(encryption) => Protection::Open(Box::new(encryption)),
        Err(locked) => Protection::Locked(locked),
    }
}

fn open(document: &Document<'_>, password: Option<&Password>) -> Result<Encryption, Locked> {
    let mut known: Option<(Stated<'_>, Vec<u8>, Option<Parameters>)> = None;
    for revision in 0..document.revisions().len() {
        let changed = Locked::Changed { revision };
        let view = document.view(revision).map_err(|_| changed.clone())?;
        let (stated, id) = (stated(&view), first_identifier(&view));
        if let Some((before, known_id, _)) = &known
            && *before == stated
            && *known_id == id
        {
            continue;
        }
        let parameters = match stated {
            Stated::Nothing => None,
            // The first revision says why it cannot be read; a later one that differs is told as that.
            _ => match parameters(&view, id.clone()) {
                Ok(parameters) => Some(parameters),
                Err(_) if known.is_some() => return Err(changed),
                Err(error) => return Err(error),
            },
        };
        if let Some((before, _, known)) = &known
            && (*known != parameters || is_redefined(before, &stated))
        {
            return Err(changed);
        }
        known = Some((stated, id, parameters));
    }
    let Some((stated, _, Some(parameters))) = known else {
        return Err(Locked::Malformed { what: "Encrypt" });
    };
    let (key, opened_with) = key(&parameters, password)?;
    Ok(Encryption {
        key,
        opened_with,
        parameters,
        dictionary: match stated {
            Stated::Indirect(id, _) => Some(id),
            _ => None,
        },
    })
}

#[cfg(feature = "encrypted")]
use super::standard::key;

#[cfg(not(feature = "encrypted"))]
fn key(
    _: &Parameters,
    _: Option<&Password>,
) -> Result<(zeroize::Zeroizing<Vec<u8>>, super::OpenedWith), Locked> {
    Err(Locked::NotBuilt)
}

fn stated<'d>(view: &View<'d>) -> Stated<'d> {
    let Some(entry) = view.trailer().and_then(|trailer| trailer.entry("Encrypt")) else {
        return Stated::Nothing;
    };
    match &entry.value {
        Object::Null => Stated::Nothing,
        Object::Reference(id) => Stated::Indirect(*id, view.entry(id.number)),
        Object::Dictionary(_) => Stated::Direct(entry.span.of(view.document().bytes())),
        _ => Stated::Other,
    }
}

/// Returns whether a revision wrote the same object anew, or another one, or went from one form to the
/// other: equal or not, nobody who signs does that.
fn is_redefined(before: &Stated<'_>, now: &Stated<'_>) -> bool {
    match (before, now) {
        (Stated::Direct(_), Stated::Direct(_)) => false,
        (Stated::Indirect(..), Stated::Indirect(..)) => before != now,
        _ => true,
    }
}

fn parameters(view: &View<'_>, id: Vec<u8>) -> Result<Parameters, Locked> {
    let broken = Locked::Malformed { what: "Encrypt" };
    let trailer = view.trailer().ok_or(broken.clone())?;
    match view.value(trailer, "Encrypt") {
        Ok(Object::Dictionary(dictionary)) => Parameters::read(view, &dictionary, id),
        _ => Err(broken),
    }
}

/// Returns the first half of `/ID`; empty where there is none.
fn first_identifier(view: &View<'_>) -> Vec<u8> {
    let identifier = || {
        let Ok(Object::Array(halves)) = view.value(view.trailer()?, "ID") else {
            return None;
        };
        let first = view.resolve(&halves.items.first()?.value).ok()?;
        first.as_string().map(|token| token.decode())
    };
    identifier().unwrap_or_default()
}
