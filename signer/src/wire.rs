//! Results as JSON: the only place where the field names of results stand.
//!
//! The command line prints these objects one a line; the daemon answers with the same objects.
//! Every field is present in every object, `null` where unknown. Instants are RFC 3339 in UTC;
//! dates on licences are civil dates at UTC+8, written `YYYY-MM-DD`.

mod basis;
pub mod demo;
mod etsi_report;
pub mod exchange;
pub mod home;
mod inspection;
mod instant;
pub mod licence;
pub mod name;
pub mod pki;
mod reason;
pub mod recognition;
pub mod seal;
mod signed;
pub mod trust;
mod verification;

pub use basis::{AnchorUsed, Basis, RevocationUsed};
pub use inspection::{ChangeShown, CoverageShown, Inspection, RevisionShown, RevisionWritten};
pub use instant::rfc3339;
pub use reason::ReasonText;
pub use signed::{EvidenceMade, Extended, Signed};
pub use verification::{
    ChangeFound, EncryptionFound, EvidenceFound, LicenceCheck, LicenceFound, PlaceFound, SealFound,
    SignatureFound, SignerFound, TimestampFound, Verification,
};

use serde::Serialize;

/// Returns `value` as one line of JSON, without the line feed.
///
/// Control characters, U+2028 and U+2029 cannot stand in the line unescaped.
///
/// # Errors
///
/// [`serde_json::Error`] where a value cannot be written as JSON; no type of this module does that.
pub fn line<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(value)?;
    // RFC 8259 lets these three stand in a string; readers that split on Unicode lines do not.
    Ok(json
        .replace('\u{85}', "\\u0085")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_line_separator_in_a_name_does_not_end_the_line() {
        let json = super::line(&"a\u{2028}b\nc\u{85}").unwrap();
        assert_eq!(json, "\"a\\u2028b\\nc\\u0085\"");
        assert_eq!(
            serde_json::from_str::<String>(&json).unwrap(),
            "a\u{2028}b\nc\u{85}"
        );
    }
}
