//! The encryption dictionary (ISO 32000-2, tables 20, 21 and 25; from memory).

use super::super::object::{Dictionary, Object};
use super::super::parse_error::ParseError;
use super::super::view::View;
use super::{Locked, Permissions};

/// How strings or streams are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Not at all.
    Identity,
    /// RC4 with a key for each object.
    Rc4,
    /// AES-128 in CBC mode with a key for each object.
    AesV2,
    /// AES-256 in CBC mode with the key of the file.
    AesV3,
}

/// What the encryption dictionary and `/ID` say. Equal parameters give the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameters {
    /// The first half of `/ID`.
    pub(super) id: Vec<u8>,
    /// `/R`, from 2 to 6.
    pub(super) revision: i64,
    /// Lengths that the key may have, in octets.
    pub(super) key_lengths: Vec<usize>,
    pub(super) owner: Vec<u8>,
    pub(super) user: Vec<u8>,
    pub(super) owner_key: Vec<u8>,
    pub(super) user_key: Vec<u8>,
    pub(super) sealed_permissions: Vec<u8>,
    pub(super) permissions: u32,
    pub(super) encrypt_metadata: bool,
    /// Crypt filters by name.
    filters: Vec<(Vec<u8>, Method)>,
    pub(super) streams: Method,
    pub(super) strings: Method,
    pub(super) embedded: Method,
}

/// Most crypt filters that a dictionary may name.
const MOST_FILTERS: usize = 64;

impl Parameters {
    /// Reads the encryption dictionary. Its values may be references.
    pub(super) fn read<'d>(
        view: &View<'d>,
        dictionary: &Dictionary<'d>,
        id: Vec<u8>,
    ) -> Result<Self, Locked> {
        let value = |key: &'static str| {
            view.value(dictionary, key)
                .map_err(|_| Locked::Malformed { what: key })
        };
        let handler = value("Filter")?.as_name();
        if !handler.is_some_and(|name| name.is("Standard")) {
            let name = handler.map(|name| name.decoded()).unwrap_or_default();
            let name = name.get(..64).unwrap_or(&name);
            return Err(Locked::Handler {
                name: String::from_utf8_lossy(name).into_owned(),
            });
        }
        let integer = |key, default: i64| match value(key)? {
            Object::Null => Ok(default),
            other => other.as_integer().ok_or(Locked::Malformed { what: key }),
        };
        let octets = |key, least: usize| {
            let found = value(key)?.as_string().map(|token| token.decode());
            let found = found.filter(|octets| octets.len() >= least && octets.len() <= 256);
            found.ok_or(Locked::Malformed { what: key })
        };
        let version = integer("V", 0)?;
        let revision = integer("R", 0)?;
        let permitted = match (version, revision) {
            (1, 2..=3) | (2, 2..=3) | (4, 4) | (5, 5..=6) => true,
            // Some writers say 3 where nothing else is of revision 4.
            (4, 3) => true,
            _ => false,
        };
        if !permitted {
            return Err(Locked::Algorithm { what: "V and R" });
        }
        let modern = version == 5;
        let most = if modern { 48 } else { 32 };
        let cut = |mut octets: Vec<u8>| {
            octets.truncate(most);
            octets
        };
        let permissions = integer("P", 0)?;
        // Some writers give the 32 bits without their sign.
        let permissions = u32::try_from(permissions & 0xffff_ffff).unwrap_or_default();
        let mut parameters = Parameters {
            id,
            revision,
            key_lengths: Vec::new(),
            owner: cut(octets("O", most)?),
            user: cut(octets("U", most)?),
            owner_key: Vec::new(),
            user_key: Vec::new(),
            sealed_permissions: Vec::new(),
            permissions,
            encrypt_metadata: value("EncryptMetadata")?.as_boolean().unwrap_or(true),
            filters: Vec::new(),
            streams: Method::Rc4,
            strings: Method::Rc4,
            embedded: Method::Rc4,
        };
        if modern {
            parameters.owner_key = octets("OE", 32)?;
            parameters.user_key = octets("UE", 32)?;
            parameters.sealed_permissions = octets("Perms", 16)?;
        }
        let length = integer("Length", 40)?;
        let length = usize::try_from(length).unwrap_or(0);
        parameters.key_lengths = match version {
            1 => vec![5],
            5 => vec![32],
            // In bits, or in octets as some writers have it; the password shows which is right.
            _ => {
                let mut lengths: Vec<usize> = [length / 8, length, 16, 5]
                    .into_iter()
                    .filter(|length| (5..=16).contains(length))
                    .collect();
                let mut seen = Vec::new();
                lengths.retain(|length| {
                    let new = !seen.contains(length);
                    seen.push(*length);
                    new
                });
                lengths
            }
        };
        if version >= 4 {
            parameters.crypt_filters(view, dictionary)?;
        }
        Ok(parameters)
    }

    fn crypt_filters<'d>(
        &mut self,
        view: &View<'d>,
        dictionary: &Dictionary<'d>,
    ) -> Result<(), Locked> {
        let broken = |_: ParseError| Locked::Malformed { what: "CF" };
        if let Object::Dictionary(filters) = view.value(dictionary, "CF").map_err(broken)? {
            if filters.entries.len() > MOST_FILTERS {
                return Err(Locked::Malformed { what: "CF" });
            }
            for entry in filters.entries.iter() {
                let Object::Dictionary(filter) = view.resolve(&entry.value).map_err(broken)? else {
                    return Err(Locked::Malformed { what: "CF" });
                };
                let method = view.value(&filter, "CFM").map_err(broken)?;
                let method = match method.as_name().map(|name| name.decoded()).as_deref() {
                    None | Some(b"None") => Method::Identity,
                    Some(b"V2") => Method::Rc4,
                    Some(b"AESV2") => Method::AesV2,
                    Some(b"AESV3") => Method::AesV3,
                    Some(_) => return Err(Locked::Algorithm { what: "CFM" }),
                };
                // The key of revision 5 and 6 has 32 octets, that of revision 4 has 16 at most.
                let modern = self.revision >= 5;
                if method != Method::Identity && modern != (method == Method::AesV3) {
                    return Err(Locked::Algorithm { what: "CFM" });
                }
                self.filters
                    .push((entry.key.decoded().into_owned(), method));
            }
        }
        let named = |key: &'static str, default: Method| match view
            .value(dictionary, key)
            .map_err(|_| Locked::Malformed { what: key })?
        {
            Object::Null => Ok(default),
            Object::Name(name) => self
                .filter(&name.decoded())
                .ok_or(Locked::Malformed { what: key }),
            _ => Err(Locked::Malformed { what: key }),
        };
        let streams = named("StmF", Method::Identity)?;
        let strings = named("StrF", Method::Identity)?;
        let embedded = named("EFF", streams)?;
        (self.streams, self.strings, self.embedded) = (streams, strings, embedded);
        Ok(())
    }

    /// Returns the method of a crypt filter; the last one where a name is there twice.
    fn filter(&self, name: &[u8]) -> Option<Method> {
        if name == b"Identity" {
            return Some(Method::Identity);
        }
        let found = self.filters.iter().rev().find(|(known, _)| known == name);
        found.map(|&(_, method)| method)
    }

    /// Returns how the stream with that dictionary is encrypted; `None` where its own crypt filter is
    /// not known.
    pub(super) fn method_of(&self, dictionary: &Dictionary<'_>) -> Option<Method> {
        if dictionary.is_name("Type", "XRef") {
            return Some(Method::Identity);
        }
        if let Some(own) = own_filter(dictionary) {
            // Crypt filters begin with version 4; before, the name means nothing.
            return self.filter(&own?);
        }
        if dictionary.is_name("Type", "Metadata") && !self.encrypt_metadata {
            return Some(Method::Identity);
        }
        if dictionary.is_name("Type", "EmbeddedFile") {
            return Some(self.embedded);
        }
        Some(self.streams)
    }

    pub(super) fn permissions(&self) -> Permissions {
        Permissions {
            bits: self.permissions,
            revision: self.revision,
        }
    }
}

/// Returns the name of a stream's own crypt filter, if it has one as its first filter; the inner
/// `None` where it cannot be told.
fn own_filter(dictionary: &Dictionary<'_>) -> Option<Option<Vec<u8>>> {
    let (filter, parameters) = (dictionary.get("Filter"), dictionary.get("DecodeParms"));
    fn first<'o, 'd>(value: Option<&'o Object<'d>>) -> Option<&'o Object<'d>> {
        match value {
            Some(Object::Array(array)) => array.items.first().map(|item| &item.value),
            other => other,
        }
    }
    let is_crypt = first(filter).is_some_and(|f| f.as_name().is_some_and(|n| n.is("Crypt")));
    if !is_crypt {
        return None;
    }
    Some(match first(parameters) {
        None | Some(Object::Null) => Some(b"Identity".to_vec()),
        Some(Object::Dictionary(parameters)) => match parameters.get("Name") {
            None | Some(Object::Null) => Some(b"Identity".to_vec()),
            Some(Object::Name(name)) => Some(name.decoded().into_owned()),
            Some(_) => None,
        },
        Some(_) => None,
    })
}
