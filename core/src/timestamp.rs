//! Timestamp tokens (RFC 3161): what a time-stamping authority signed, and whether it may be
//! believed; asking for one and checking the answer ([`TimestampRequest`], [`token_of_response`]); and
//! making them ([`Authority`]).

mod authority;
mod info;
mod request;
mod response;
mod token;

pub use authority::Authority;
pub use info::TstInfo;
pub use request::{CertificateWish, TimestampRequest};
pub use response::{MAX_RESPONSE, PkiFailure, ResponseError, token_of_response};
pub use token::{
    TimestampError, TimestampFailure, TimestampOutcome, TimestampToken, TimestampTrust,
};

#[cfg(test)]
mod tests;
