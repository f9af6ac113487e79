use super::{TimestampError, TimestampFailure, TimestampRequest, TimestampToken, TimestampTrust};
use crate::der::{DerError, DerErrorKind, Oid, Reader, tag};
use crate::x509::{Certificate, RevocationPolicy, oids};
use std::fmt;

/// Greatest response that is read, octets.
pub const MAX_RESPONSE: usize = 1 << 20;
/// Characters of an authority's own words that are kept.
const MAX_TEXT: usize = 200;

/// Why an authority did not make a token (RFC 3161, 2.4.2, PKIFailureInfo).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PkiFailure {
    /// badAlg (0): the digest algorithm is not served.
    Algorithm,
    /// badRequest (2).
    Request,
    /// badDataFormat (5).
    DataFormat,
    /// timeNotAvailable (14).
    TimeNotAvailable,
    /// unacceptedPolicy (15).
    Policy,
    /// unacceptedExtension (16).
    Extension,
    /// addInfoNotAvailable (17).
    AdditionalInformation,
    /// systemFailure (25).
    System,
}

impl PkiFailure {
    const ALL: [Self; 8] = [
        Self::Algorithm,
        Self::Request,
        Self::DataFormat,
        Self::TimeNotAvailable,
        Self::Policy,
        Self::Extension,
        Self::AdditionalInformation,
        Self::System,
    ];

    /// Returns the number of the bit.
    #[must_use]
    pub const fn bit(self) -> u8 {
        match self {
            Self::Algorithm => 0,
            Self::Request => 2,
            Self::DataFormat => 5,
            Self::TimeNotAvailable => 14,
            Self::Policy => 15,
            Self::Extension => 16,
            Self::AdditionalInformation => 17,
            Self::System => 25,
        }
    }

    /// Returns the name in the standard.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Algorithm => "badAlg",
            Self::Request => "badRequest",
            Self::DataFormat => "badDataFormat",
            Self::TimeNotAvailable => "timeNotAvailable",
            Self::Policy => "unacceptedPolicy",
            Self::Extension => "unacceptedExtension",
            Self::AdditionalInformation => "addInfoNotAvailable",
            Self::System => "systemFailure",
        }
    }
}

/// Why a response gives no token that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseError {
    /// It is longer than 1 MiB.
    TooLong,
    /// It is no DER of a TimeStampResp.
    Malformed(DerError),
    /// The authority made no token.
    Refused {
        /// PKIStatus.
        status: u32,
        /// What it gives as the cause, where it does.
        failure: Option<PkiFailure>,
        /// Its own words, without control characters and not more than 200 characters.
        text: String,
    },
    /// It says that a token was made, and there is none.
    TokenAbsent,
    /// The token cannot be read.
    Token(TimestampError),
    /// The token is not about what was asked, or does not hold together.
    Wrong(TimestampFailure),
    /// The token does not repeat the nonce of the request.
    Nonce,
    /// The token was made under another policy than the one asked for.
    Policy(Oid),
    /// The certificate of the authority is not for making timestamps alone (RFC 3161, 2.3).
    Purpose,
    /// The time is outside the validity of the authority's certificate.
    OutsideValidity,
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("the timestamp response is longer than 1 MiB"),
            Self::Malformed(error) => write!(f, "the timestamp response cannot be read: {error}"),
            Self::Refused {
                status,
                failure,
                text,
            } => {
                write!(f, "the timestamp authority refused, status {status}")?;
                if let Some(failure) = failure {
                    write!(f, ", {}", failure.name())?;
                }
                if !text.is_empty() {
                    write!(f, ": {text}")?;
                }
                Ok(())
            }
            Self::TokenAbsent => f.write_str("the timestamp response holds no token"),
            Self::Token(error) => error.fmt(f),
            Self::Wrong(failure) => failure.fmt(f),
            Self::Nonce => f.write_str("the timestamp does not repeat the nonce of the request"),
            Self::Policy(oid) => write!(f, "the timestamp was made under another policy, {oid}"),
            Self::Purpose => {
                f.write_str("the certificate of the timestamp authority is not for timestamps")
            }
            Self::OutsideValidity => f.write_str(
                "the time of the timestamp is outside the validity of the authority's certificate",
            ),
        }
    }
}

impl std::error::Error for ResponseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Malformed(error) => Some(error),
            Self::Token(error) => Some(error),
            _ => None,
        }
    }
}

impl From<DerError> for ResponseError {
    fn from(error: DerError) -> Self {
        Self::Malformed(error)
    }
}

/// Reads a TimeStampResp and returns the DER of its token, once everything about it was found right
/// that can be known without trusting anybody: imprint, nonce, policy, signature value, signing
/// certificate and its purpose. Whether the authority may be believed is a verifier's to say.
///
/// ```text
/// TimeStampResp ::= SEQUENCE {
///   status          PKIStatusInfo,
///   timeStampToken  TimeStampToken OPTIONAL }
/// PKIStatusInfo ::= SEQUENCE {
///   status        INTEGER,
///   statusString  SEQUENCE OF UTF8String OPTIONAL,
///   failInfo      BIT STRING OPTIONAL }
/// ```
///
/// # Errors
///
/// [`ResponseError`].
pub fn token_of_response<'r>(
    response: &'r [u8],
    request: &TimestampRequest,
) -> Result<&'r [u8], ResponseError> {
    if response.len() > MAX_RESPONSE {
        return Err(ResponseError::TooLong);
    }
    let mut outer = Reader::new(response);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    let mut information = fields.sequence()?;
    let status = information.expect(tag::INTEGER)?.unsigned()?;
    let texts = information.optional(tag::SEQUENCE)?;
    let failure = information.optional(tag::BIT_STRING)?;
    information.finish()?;
    let token = fields.optional(tag::SEQUENCE)?;
    fields.finish()?;
    // granted, and granted with modifications, of which there can be none that matter here.
    if status > 1 {
        let bits = failure.map_or(Ok(0), |bits| bits.named_bits())?;
        let mut all = PkiFailure::ALL.into_iter();
        return Err(ResponseError::Refused {
            status,
            failure: all.find(|failure| bits & (1 << failure.bit()) != 0),
            text: texts
                .map(|texts| words(texts.reader()?))
                .transpose()?
                .unwrap_or_default(),
        });
    }
    let token = token.ok_or(ResponseError::TokenAbsent)?.raw();
    check(token, request)?;
    Ok(token)
}

/// The authority's own words, made fit to be shown.
fn words(mut texts: Reader<'_>) -> Result<String, DerError> {
    let mut all = String::new();
    while !texts.is_empty() {
        let text = texts.expect(tag::UTF8_STRING)?;
        let text =
            std::str::from_utf8(text.value()).map_err(|_| text.error(DerErrorKind::Value))?;
        if !all.is_empty() {
            all.push_str("; ");
        }
        all.extend(text.chars().filter(|c| !c.is_control()));
    }
    Ok(all.chars().take(MAX_TEXT).collect())
}

fn check(token: &[u8], request: &TimestampRequest) -> Result<(), ResponseError> {
    let token = TimestampToken::parse(token).map_err(ResponseError::Token)?;
    let info = token.info();
    if info.digest != request.digest {
        return Err(ResponseError::Wrong(TimestampFailure::ImprintMismatch));
    }
    if info.nonce != request.nonce.as_deref() {
        return Err(ResponseError::Nonce);
    }
    if request.policy.is_some_and(|policy| policy != info.policy) {
        return Err(ResponseError::Policy(info.policy));
    }
    let trust = TimestampTrust {
        anchors: &[],
        certificates: &[],
        crls: &[],
        statuses: None,
        revocation: RevocationPolicy::Ignore,
        at: info.time,
        judged_at: info.time,
    };
    // Only what the token itself says is asked here; nobody is trusted, and no path is looked at.
    let outcome = token.verify(|_| request.imprint.clone(), &trust);
    if let Some(failure) = outcome.failures.into_iter().next() {
        return Err(ResponseError::Wrong(failure));
    }
    let authority = outcome.authority.as_ref();
    if !authority.is_some_and(is_for_timestamps) {
        return Err(ResponseError::Purpose);
    }
    let is_valid = authority.is_some_and(|authority| {
        authority.not_before() <= info.time && info.time <= authority.not_after()
    });
    if is_valid {
        Ok(())
    } else {
        Err(ResponseError::OutsideValidity)
    }
}

/// RFC 3161, 2.3: the one purpose, and critical.
fn is_for_timestamps(certificate: &Certificate) -> bool {
    certificate
        .extended_key_usage()
        .is_some_and(|usage| usage.critical && usage.purposes == [oids::TIME_STAMPING])
}
