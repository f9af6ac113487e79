//! Timestamp tokens (RFC 3161): what a time-stamping authority signed, and whether it may be
//! believed.

mod info;
mod token;

pub use info::TstInfo;
pub use token::{
    TimestampError, TimestampFailure, TimestampOutcome, TimestampToken, TimestampTrust,
};

#[cfg(test)]
mod tests;
