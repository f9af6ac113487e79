//! The catalogue of a home: one JSON file a licence type, named by its code.

use super::bureau::Bureau;
use super::error::{Expected, Sought};
use super::{ServiceError, input};
use std::path::PathBuf;
use yinxin_core::licence::{CatalogueEntry, TypeCode};

/// Most octets of a catalogue entry.
const MOST: u64 = 1 << 20;

/// Returns the licence type of a code.
///
/// # Errors
///
/// [`ServiceError::NotFound`]; [`ServiceError::Damaged`] where the file cannot be understood.
pub fn find(bureau: &Bureau, type_code: &str) -> Result<CatalogueEntry, ServiceError> {
    let missing = || ServiceError::NotFound {
        what: Sought::LicenceType,
        id: type_code.to_owned(),
    };
    // Only a well-formed code becomes part of a path.
    TypeCode::parse(type_code).map_err(|_| missing())?;
    let octets = bureau
        .home()
        .catalogue()
        .get(&format!("{type_code}.json"), MOST)
        .map_err(|source| bureau.read_failed("catalogue", source))?
        .ok_or_else(missing)?;
    let entry = CatalogueEntry::from_json(&octets)
        .map_err(|_| ServiceError::Damaged { what: "catalogue" })?;
    if entry.type_code == type_code {
        Ok(entry)
    } else {
        Err(ServiceError::Damaged { what: "catalogue" })
    }
}

/// Reads catalogue entries from JSON files, and from folders every `.json` file by name.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::NotUnderstood`].
pub fn read_all(paths: &[PathBuf]) -> Result<Vec<CatalogueEntry>, ServiceError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed = |source| ServiceError::Read {
            path: path.clone(),
            source,
        };
        let mut below = Vec::new();
        for entry in std::fs::read_dir(path).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            if file.extension().is_some_and(|ending| ending == "json") {
                below.push(file);
            }
        }
        below.sort();
        files.extend(below);
    }
    files
        .into_iter()
        .map(|path| {
            let octets = input::read(&path, MOST)?;
            CatalogueEntry::from_json(&octets).map_err(|_| ServiceError::NotUnderstood {
                path,
                expected: Expected::CatalogueEntry,
            })
        })
        .collect()
}

/// Adds a licence type.
///
/// # Errors
///
/// [`ServiceError::Write`], also where the type is there already.
pub fn add(bureau: &Bureau, entry: &CatalogueEntry) -> Result<(), ServiceError> {
    TypeCode::parse(&entry.type_code).map_err(|source| ServiceError::CodeMalformed {
        code: entry.type_code.clone(),
        source,
    })?;
    bureau
        .home()
        .catalogue()
        .put_new(
            &format!("{}.json", entry.type_code),
            entry.to_json().as_bytes(),
        )
        .map_err(|source| bureau.write_failed("catalogue", source))
}
