//! DER reading and writing (ITU-T X.690).
//!
//! [`Reader`] walks borrowed bytes and says at which octet something is wrong; [`writer`] puts
//! elements together. The header is decoded here and not by the `der` crate, which refuses universal
//! types that old names use (UniversalString, TeletexString in constructed form) and counts offsets
//! from the nested value; object identifiers are the `der` crate's.

mod ber;
mod error;
mod reader;
mod time;
pub mod writer;

pub use ::der::asn1::ObjectIdentifier as Oid;
pub use ber::{definite_lengths, first_definite};
pub use error::{DerError, DerErrorKind};
pub use reader::{Element, MAX_DEPTH, Reader};

/// Identifier octets (X.690, 8.1.2) of the types that this crate reads and writes.
pub mod tag {
    /// BOOLEAN.
    pub const BOOLEAN: u8 = 0x01;
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING.
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING.
    pub const OCTET_STRING: u8 = 0x04;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// ENUMERATED.
    pub const ENUMERATED: u8 = 0x0a;
    /// UTF8String.
    pub const UTF8_STRING: u8 = 0x0c;
    /// PrintableString.
    pub const PRINTABLE_STRING: u8 = 0x13;
    /// TeletexString.
    pub const TELETEX_STRING: u8 = 0x14;
    /// IA5String.
    pub const IA5_STRING: u8 = 0x16;
    /// UTCTime.
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// VisibleString.
    pub const VISIBLE_STRING: u8 = 0x1a;
    /// UniversalString.
    pub const UNIVERSAL_STRING: u8 = 0x1c;
    /// BMPString.
    pub const BMP_STRING: u8 = 0x1e;
    /// SEQUENCE, SEQUENCE OF.
    pub const SEQUENCE: u8 = 0x30;
    /// SET, SET OF.
    pub const SET: u8 = 0x31;

    /// Returns the identifier octet of the context tag `[number]` in constructed form; `number` is
    /// below 31.
    #[must_use]
    pub const fn context(number: u8) -> u8 {
        0xa0 | (number & 0x1f)
    }

    /// Returns the identifier octet of the context tag `[number]` in primitive form; `number` is
    /// below 31.
    #[must_use]
    pub const fn context_primitive(number: u8) -> u8 {
        0x80 | (number & 0x1f)
    }
}

/// Returns the length in octets, header included, of the element that `input` begins with, without
/// looking at what follows it: trailing octets are the caller's to judge.
///
/// # Errors
///
/// [`DerError`] where `input` does not begin with a whole element.
pub fn element_length(input: &[u8]) -> Result<usize, DerError> {
    Ok(Reader::new(input).element()?.raw().len())
}

#[cfg(test)]
mod tests;
