//! The catalogue of a home: one JSON file a licence type, named by its code.

use super::ServiceError;
use super::bureau::Bureau;
use super::error::Sought;
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
