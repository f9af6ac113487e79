//! Signing what was given as octets: from a file, or from the body of a request.

use super::super::ServiceError;
use super::super::bureau::Bureau;
use super::super::error::Expected;
use super::{agreement, countersign, domain, list, root, root_fingerprint, status};
use crate::service::exchange::files::{envelope, kind, name};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_core::licence::read_json;
use yinxin_core::recognition::{Envelope, ObjectType};

/// What is asked to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requested {
    /// The root, from `{"name_en": …}`. Makes the keys where there are none.
    Root,
    /// The list of the domain's authorities, from the JSON of [`yinxin_core::recognition::List`].
    List,
    /// An agreement, from the JSON of [`yinxin_core::recognition::Agreement`].
    Agreement,
    /// This domain's signature on an agreement that another domain signed, from that.
    Countersign,
    /// The states of all licences of the home, from nothing.
    Status,
}

impl Requested {
    const ALL: [Self; 5] = [
        Self::Root,
        Self::List,
        Self::Agreement,
        Self::Countersign,
        Self::Status,
    ];

    /// Returns its name in addresses and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::List => "list",
            Self::Agreement => "agreement",
            Self::Countersign => "countersign",
            Self::Status => "status",
        }
    }

    /// Returns what has that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name() == name)
    }
}

/// What is to be signed, as octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsigned {
    /// What it is.
    pub what: Requested,
    /// What it is made from.
    pub octets: Vec<u8>,
    /// Where that came from; for errors only.
    pub name: PathBuf,
}

/// What was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedObject {
    /// The object.
    pub octets: Vec<u8>,
    /// `root`, `list`, `agreement` or `status`.
    pub object: Cow<'static, str>,
    /// The domain that signed.
    pub domain: String,
    /// Of a root, SHA-256 of the key that signed it, lower-case hexadecimal.
    pub fingerprint: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RootData {
    name_en: String,
}

/// Signs with the keys of a home that is open.
///
/// # Errors
///
/// [`ServiceError::NotUnderstood`] where the octets do not hold what is to be signed; errors of keys
/// and store.
pub fn sign_in(
    bureau: &Bureau,
    unsigned: &Unsigned,
    at: OffsetDateTime,
) -> Result<SignedObject, ServiceError> {
    let (signed, object) = match unsigned.what {
        Requested::Root => {
            let data: RootData = unsigned.read(Expected::RootData)?;
            (root(bureau, &data.name_en, at)?, ObjectType::Root)
        }
        Requested::List => {
            let body = unsigned.read(Expected::AuthorityList)?;
            (list(bureau, &body, at)?, ObjectType::List)
        }
        Requested::Agreement => {
            let body = unsigned.read(Expected::Agreement)?;
            (agreement(bureau, &body, at)?, ObjectType::Agreement)
        }
        Requested::Countersign => (unsigned.countersigned(bureau)?, ObjectType::Agreement),
        Requested::Status => (status(bureau, at)?, ObjectType::Status),
    };
    let fingerprint = match object {
        ObjectType::Root => Some(root_fingerprint(bureau)?.to_string()),
        _ => None,
    };
    Ok(SignedObject {
        octets: signed.to_bytes(),
        object: name(object).into(),
        domain: domain(bureau)?.as_str().to_owned(),
        fingerprint,
    })
}

impl Unsigned {
    fn read<T: DeserializeOwned>(&self, expected: Expected) -> Result<T, ServiceError> {
        read_json(&self.octets, self.octets.len()).map_err(|source| ServiceError::Json {
            path: self.name.clone(),
            expected,
            source,
        })
    }

    fn countersigned(&self, bureau: &Bureau) -> Result<Envelope, ServiceError> {
        let mut envelope = envelope(&self.name, &self.octets)?;
        if kind(&envelope) != Some(ObjectType::Agreement) {
            return Err(self.not(Expected::SignedAgreement));
        }
        countersign(bureau, &mut envelope)?;
        Ok(envelope)
    }

    fn not(&self, expected: Expected) -> ServiceError {
        ServiceError::NotUnderstood {
            path: self.name.clone(),
            expected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use yinxin_core::recognition::{Agreement, List};

    /// docs/exchange.md is not part of the package.
    #[test]
    fn the_examples_of_the_document_are_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/exchange.md");
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("skipped: no docs/exchange.md");
            return;
        };
        let mut blocks = text
            .split("```json\n")
            .skip(1)
            .map(|part| part.split("```").next().unwrap().to_owned())
            .map(|octets| Unsigned {
                what: Requested::List,
                octets: octets.into_bytes(),
                name: "docs/exchange.md".into(),
            });
        let mut next = || blocks.next().unwrap();
        let list: List = next().read(Expected::AuthorityList).unwrap();
        assert_eq!(list.authorities.len(), 1);
        let agreement: Agreement = next().read(Expected::Agreement).unwrap();
        assert_eq!(agreement.clauses.len(), 1);
        let root: RootData = next().read(Expected::RootData).unwrap();
        assert_eq!(root.name_en, "Yunze");
    }

    #[test]
    fn what_is_wrong_with_json_is_told_with_line_and_column() {
        let unsigned = Unsigned {
            what: Requested::Root,
            octets: b"{\n \"name\": \"x\" }".to_vec(),
            name: "root.json".into(),
        };
        let error = unsigned.read::<RootData>(Expected::RootData).unwrap_err();
        let text = error.text();
        assert!(text.en.contains("line 2, column"), "{}", text.en);
        assert!(text.en.contains("unknown field `name`"), "{}", text.en);
        assert!(text.zh.contains("第 2 行第"), "{}", text.zh);
        assert!(error.hint().unwrap().en.contains("docs/exchange.md"));
        assert_eq!(error.code(), "NOT_UNDERSTOOD");
    }
}
