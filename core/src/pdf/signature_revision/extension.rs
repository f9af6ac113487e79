//! Developer extensions in the catalog (ISO 32000-2, 7.12; from memory).

use super::super::append::{AppendError, Appender, reference};
use super::super::indirect::IndirectObject;
use super::super::object::{Dictionary, Object};
use super::super::view::View;
use super::{dictionary, name};

/// A developer extension, such as prefix `ISO_`, base version `2.0`, level 32002.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeveloperExtension<'r> {
    /// Registered prefix of the developer.
    pub prefix: &'r str,
    /// Version of PDF that is extended.
    pub base_version: &'r str,
    /// Level of the extension.
    pub level: u32,
}

const WHAT: &str = "/Extensions of the catalog";

impl DeveloperExtension<'_> {
    fn source(&self) -> Vec<u8> {
        let version = name(self.base_version);
        let level = format!("/ExtensionLevel {}>>", self.level);
        [
            b"<</Type/DeveloperExtensions/BaseVersion",
            version.as_slice(),
            level.as_bytes(),
        ]
        .concat()
    }

    fn is<'d>(&self, view: &View<'d>, member: &Object<'d>) -> Result<bool, AppendError> {
        let Object::Dictionary(member) = view.resolve(member)? else {
            return Ok(false);
        };
        let level = member.get("ExtensionLevel").and_then(Object::as_integer);
        Ok(member.is_name("BaseVersion", self.base_version) && level == Some(self.level.into()))
    }
}

/// Names extensions in the catalog, beside those that are there.
pub(super) fn declare<'d>(
    appender: &mut Appender<'d>,
    root: &IndirectObject<'d>,
    catalog: &Dictionary<'d>,
    extensions: &[DeveloperExtension<'_>],
) -> Result<(), AppendError> {
    let view = appender.view();
    let value = catalog.get("Extensions");
    let referred = match value {
        Some(Object::Reference(id)) => view.follow(*id)?,
        _ => None,
    };
    let (holder, there) = match (&referred, value) {
        (Some(found), _) => (found, Some(dictionary(&found.value, WHAT)?)),
        (None, Some(Object::Dictionary(direct))) => (root, Some(direct)),
        (None, None | Some(Object::Null | Object::Reference(_))) => (root, None),
        (None, Some(_)) => return Err(AppendError::Unsupported { what: WHAT }),
    };
    let mut prefixes: Vec<&str> = extensions
        .iter()
        .map(|extension| extension.prefix)
        .collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    let mut new = Vec::new();
    for prefix in prefixes {
        let of_prefix = extensions
            .iter()
            .filter(|extension| extension.prefix == prefix);
        match there.map(|there| (there, there.get(prefix))) {
            None => {
                new.extend(name(prefix));
                new.extend(alone(of_prefix.map(DeveloperExtension::source).collect()));
            }
            Some((there, None | Some(Object::Null))) => {
                let value = alone(of_prefix.map(DeveloperExtension::source).collect());
                appender.set(holder, there, prefix, &value)?;
            }
            Some((there, Some(value))) => {
                for extension in of_prefix {
                    add(appender, holder, there, (prefix, value), extension)?;
                }
            }
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    appender.set(
        root,
        catalog,
        "Extensions",
        &[b"<<", new.as_slice(), b">>"].concat(),
    )
}

/// Names an extension in the catalog, unless one of its prefix is there: what a later revision may
/// do to the extensions of a signed document is little.
pub(in crate::pdf) fn declare_new<'d>(
    appender: &mut Appender<'d>,
    root: &IndirectObject<'d>,
    catalog: &Dictionary<'d>,
    extension: &DeveloperExtension<'_>,
) -> Result<(), AppendError> {
    let there = appender.view().value(catalog, "Extensions")?;
    let there = there.as_dictionary();
    if there.is_some_and(|there| there.get(extension.prefix).is_some()) {
        return Ok(());
    }
    declare(appender, root, catalog, &[*extension])
}

/// Adds one extension to the entry of its prefix, unless it is there.
fn add<'d>(
    appender: &mut Appender<'d>,
    holder: &IndirectObject<'d>,
    there: &Dictionary<'d>,
    (prefix, value): (&str, &Object<'d>),
    extension: &DeveloperExtension<'_>,
) -> Result<(), AppendError> {
    let view = appender.view();
    match view.resolve(value)? {
        Object::Array(members) => {
            for member in members.values() {
                if extension.is(&view, member)? {
                    return Ok(());
                }
            }
            appender.push_to_key(holder, there, prefix, &extension.source(), WHAT)
        }
        one @ Object::Dictionary(_) => {
            if extension.is(&view, &one)? {
                return Ok(());
            }
            let there_already = match value {
                Object::Reference(id) => reference(*id),
                _ => there
                    .entry(prefix)
                    .map(|entry| entry.span.of(holder.source.bytes()).to_vec())
                    .unwrap_or_default(),
            };
            let source = extension.source();
            let both = [
                b"[",
                there_already.as_slice(),
                b" ",
                source.as_slice(),
                b"]",
            ]
            .concat();
            appender.set(holder, there, prefix, &both)
        }
        _ => Err(AppendError::Unsupported { what: WHAT }),
    }
}

/// Returns the value of an entry that is not there yet: one dictionary, or an array of more.
fn alone(sources: Vec<Vec<u8>>) -> Vec<u8> {
    match sources.as_slice() {
        [one] => one.clone(),
        more => [b"[", more.concat().as_slice(), b"]"].concat(),
    }
}
