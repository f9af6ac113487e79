//! The document security store, `/DSS` (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4.2; from memory):
//! what a signature is judged with when its makers are gone.

use super::append::{AppendError, Appender, reference};
use super::document::Document;
use super::object::{Array, Object, ObjectId};
use super::parse_error::ParseError;
use super::signature_revision::{DeveloperExtension, declare_extension};
use super::view::View;
use std::collections::HashSet;

/// ETSI's extension of PDF 1.7 for PAdES, as pyHanko declares it.
const ESIC: DeveloperExtension<'static> = DeveloperExtension {
    prefix: "ESIC",
    base_version: "1.7",
    level: 1,
};

/// Most streams of one list that are read.
const MOST: usize = 1024;
/// Most octets of one list that are read.
const MOST_OCTETS: usize = 64 << 20;
/// Data below this length, octets, are not deflated.
const SHORT: usize = 1 << 10;

/// What a document security store holds, or is to hold; DER, trusted in nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SecurityStore {
    /// Certificates.
    pub certificates: Vec<Vec<u8>>,
    /// Certificate revocation lists.
    pub revocation_lists: Vec<Vec<u8>>,
    /// OCSP responses.
    pub ocsp_responses: Vec<Vec<u8>>,
}

impl SecurityStore {
    /// Reads the store of a revision; an empty one where there is none. A stream that cannot be
    /// decoded is passed over, since it proves nothing to anybody.
    ///
    /// # Errors
    ///
    /// [`ParseError`] where the store itself cannot be read, or holds more than is read of it.
    pub fn read(view: &View<'_>) -> Result<Self, ParseError> {
        Ok(Self {
            certificates: all(view, "Certs")?,
            revocation_lists: all(view, "CRLs")?,
            ocsp_responses: all(view, "OCSPs")?,
        })
    }

    /// Returns what a list of the store of a revision refers to, in its order: `Certs`, `CRLs` or
    /// `OCSPs`. Nothing where there is no such list.
    pub(crate) fn listed(view: &View<'_>, list: &str) -> Result<Vec<ObjectId>, ParseError> {
        let catalog = view.catalog()?;
        let Some(catalog) = catalog.dictionary() else {
            return Ok(Vec::new());
        };
        let store = view.value(catalog, "DSS")?;
        let Some(store) = store.as_dictionary() else {
            return Ok(Vec::new());
        };
        let list = view.value(store, list)?;
        let items = list.as_array().into_iter().flat_map(Array::values);
        Ok(items.filter_map(Object::as_reference).collect())
    }

    /// Tells whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
            && self.revocation_lists.is_empty()
            && self.ocsp_responses.is_empty()
    }

    /// Returns what of this is not in `there`, each once.
    #[must_use]
    pub fn beyond(&self, there: &Self) -> Self {
        let missing = |wanted: &[Vec<u8>], there: &[Vec<u8>]| {
            let mut seen: HashSet<&[u8]> = there.iter().map(Vec::as_slice).collect();
            let fresh = wanted.iter().filter(|one| seen.insert(one.as_slice()));
            fresh.cloned().collect()
        };
        Self {
            certificates: missing(&self.certificates, &there.certificates),
            revocation_lists: missing(&self.revocation_lists, &there.revocation_lists),
            ocsp_responses: missing(&self.ocsp_responses, &there.ocsp_responses),
        }
    }

    /// Returns the octets of a revision that adds all of this to the store of `document`, and
    /// declares ETSI's extension where the document is older than PDF 2.0. Nothing that is there is
    /// written anew; `/VRI` is not made, which EN 319 142-1 advises against.
    ///
    /// # Errors
    ///
    /// [`AppendError`].
    pub fn append_to(&self, document: &Document<'_>) -> Result<Vec<u8>, AppendError> {
        let mut appender = Appender::new(document)?;
        let lists = [
            ("Certs", &self.certificates),
            ("CRLs", &self.revocation_lists),
            ("OCSPs", &self.ocsp_responses),
        ];
        let mut added = Vec::new();
        for (key, all) in lists.into_iter().filter(|(_, all)| !all.is_empty()) {
            let mut references = Vec::new();
            for der in all {
                references.push(add(&mut appender, der)?);
            }
            added.push((key, references.concat()));
        }
        let view = appender.view();
        let root = view.catalog()?;
        let catalog = root.dictionary().ok_or(WRONG)?;
        let there = match catalog.get("DSS") {
            Some(Object::Reference(id)) => view.follow(*id)?,
            _ => None,
        };
        match (&there, catalog.get("DSS")) {
            (Some(store), _) => {
                let dictionary = store.dictionary().ok_or(WRONG)?;
                for (key, references) in &added {
                    appender.push_to_key(store, dictionary, key, references, WHAT)?;
                }
            }
            (None, Some(Object::Dictionary(store))) => {
                for (key, references) in &added {
                    appender.push_to_key(&root, store, key, references, WHAT)?;
                }
            }
            (None, None | Some(Object::Null | Object::Reference(_))) => {
                let mut body = b"<</Type/DSS".to_vec();
                for (key, references) in &added {
                    body.extend_from_slice(format!("/{key}[").as_bytes());
                    body.extend_from_slice(references.trim_ascii());
                    body.push(b']');
                }
                body.extend_from_slice(b">>");
                let store = appender.add(body)?;
                appender.set(&root, catalog, "DSS", &reference(store))?;
            }
            (None, Some(_)) => return Err(WRONG),
        }
        if document.header_version().is_none_or(|(major, _)| major < 2) {
            declare_extension(&mut appender, &root, catalog, &ESIC)?;
        }
        Ok(appender.finish()?.bytes)
    }
}

const WHAT: &str = "/DSS of the catalog";
const WRONG: AppendError = AppendError::Unsupported { what: WHAT };

/// Adds one stream and returns its reference with a space before it.
fn add(appender: &mut Appender<'_>, der: &[u8]) -> Result<Vec<u8>, AppendError> {
    let deflated = (der.len() >= SHORT)
        .then(|| miniz_oxide::deflate::compress_to_vec_zlib(der, 6))
        .filter(|deflated| deflated.len() < der.len());
    let id = match deflated {
        Some(deflated) => appender.add_stream(b"/Filter/FlateDecode", &deflated)?,
        None => appender.add_stream(b"", der)?,
    };
    Ok([b" ".as_slice(), &reference(id)].concat())
}

fn all(view: &View<'_>, list: &str) -> Result<Vec<Vec<u8>>, ParseError> {
    let listed = SecurityStore::listed(view, list)?;
    if listed.len() > MOST {
        return Err(ParseError::TooMuch {
            what: "streams of the document security store",
            limit: MOST,
        });
    }
    let mut room = MOST_OCTETS;
    let mut all = Vec::new();
    for id in listed {
        if let Some(octets) = stream(view, id, room)? {
            room = room.saturating_sub(octets.len());
            all.push(octets);
        }
    }
    Ok(all)
}

fn stream(view: &View<'_>, id: ObjectId, room: usize) -> Result<Option<Vec<u8>>, ParseError> {
    let Some(stream) = view.follow(id)?.filter(|found| found.stream.is_some()) else {
        return Ok(None);
    };
    match view.decode_within(&stream, room) {
        Ok(octets) => Ok(Some(octets.into_owned())),
        Err(error @ ParseError::TooMuch { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}
