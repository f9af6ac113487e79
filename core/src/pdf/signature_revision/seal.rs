//! A seal that travels in the revision of a signature.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::super::append::{AppendError, Appender};
use super::super::object::ObjectId;
use super::super::signature::{EMBEDDED_SEAL, LONGEST_SEAL};

/// Level of compression.
const LEVEL: u8 = 6;

/// Adds the octets of a seal as a stream. It is compressed so that nothing in its picture can be taken
/// for a word of PDF.
pub(super) fn add(appender: &mut Appender<'_>, seal: &[u8]) -> Result<ObjectId, AppendError> {
    if seal.len() > LONGEST_SEAL {
        return Err(AppendError::TooLarge {
            what: "octets of the seal",
        });
    }
    let entries = format!("/Type/{EMBEDDED_SEAL}/Filter/FlateDecode");
    appender.add_stream(entries.as_bytes(), &compress_to_vec_zlib(seal, LEVEL))
}
