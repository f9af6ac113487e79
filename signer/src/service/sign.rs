//! Signing a document.

use super::ServiceError;
use crate::wire::Signed;
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_core::licence::PointMm;

/// Asks for one signature on one document.
#[derive(Debug, Clone)]
pub struct SignRequest {
    /// The document.
    pub input: PathBuf,
    /// Where the signed document goes.
    pub output: Output,
    /// Where the key is.
    pub key: KeySource,
    /// File with the key's password; one line.
    pub key_password_file: Option<PathBuf>,
    /// File with the document's password; one line.
    pub password_file: Option<PathBuf>,
    /// Baseline level to reach.
    pub level: Level,
    /// Address of a timestamp authority.
    pub tsa: Option<String>,
    /// Field to fill, or to create under that name; `None` for a new name.
    pub field: Option<String>,
    /// Where the signature shows.
    pub placement: Placement,
    /// How an RSA key signs; other keys do not mind.
    pub rsa: RsaScheme,
    /// The caller's clock: the claimed signing time.
    pub at: OffsetDateTime,
}

/// Where the signed document goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// To a new file: a copy of the document and the signature behind it.
    CopyTo(PathBuf),
    /// Behind the document itself.
    InPlace,
}

/// Where a signing key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// In files: PEM or DER keys, PKCS#12.
    Files {
        /// The private key.
        key: PathBuf,
        /// Its certificate and those above it.
        chain: PathBuf,
    },
    /// A seal of a home.
    Home {
        /// The home.
        home: PathBuf,
        /// Identifier of the seal.
        seal: String,
    },
    /// A seal that a daemon holds.
    Server {
        /// `unix:PATH` or `http(s)://…`.
        url: String,
        /// Identifier of the seal.
        seal: String,
    },
}

/// Baseline level of a PAdES signature (ETSI EN 319 142-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// B-B: signed.
    BB,
    /// B-T: with a timestamp.
    BT,
    /// B-LT: with validation data.
    BLt,
    /// B-LTA: with a document timestamp over them.
    BLta,
}

/// Where a signature shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// Nowhere, or where an empty field already is.
    Unstated,
    /// At a place of a page.
    Page {
        /// Page, the first being 1.
        page: u32,
        /// Top left corner of the picture.
        at: PointMm,
    },
    /// Over the text found.
    Keyword(String),
    /// Across the edges of all pages (骑缝章).
    Straddle,
}

/// How an RSA key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaScheme {
    /// RSASSA-PKCS1-v1_5.
    Pkcs1,
    /// RSASSA-PSS.
    Pss,
}

impl SignRequest {
    /// Refuses what this release does not serve, so that no option is ever ignored.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotServed`] with the option's name.
    pub fn check_served(&self) -> Result<(), ServiceError> {
        let refused = [
            (self.level == Level::BT, "--level b-t"),
            (self.level == Level::BLt, "--level b-lt"),
            (self.level == Level::BLta, "--level b-lta"),
            (self.tsa.is_some(), "--tsa"),
            (self.password_file.is_some(), "--password-file"),
            (matches!(self.placement, Placement::Keyword(_)), "--keyword"),
            (self.placement == Placement::Straddle, "--straddle"),
            (matches!(self.key, KeySource::Server { .. }), "--server"),
        ];
        match refused.into_iter().find(|(asked, _)| *asked) {
            Some((_, option)) => Err(ServiceError::NotServed { option }),
            None => Ok(()),
        }
    }
}

/// Signs one document.
///
/// The document is only ever appended to; the output appears whole or not at all.
///
/// # Errors
///
/// [`ServiceError::NotServed`] for what this release lacks; [`ServiceError::EncryptedNotServed`]
/// for an encrypted document; [`ServiceError::PasswordWrong`], [`ServiceError::Document`] and the
/// errors of reading and writing otherwise.
pub fn sign(request: &SignRequest) -> Result<Signed, ServiceError> {
    request.check_served()?;
    Err(ServiceError::Unavailable { what: "sign" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> SignRequest {
        SignRequest {
            input: "a.pdf".into(),
            output: Output::CopyTo("b.pdf".into()),
            key: KeySource::Files {
                key: "k.pem".into(),
                chain: "c.pem".into(),
            },
            key_password_file: None,
            password_file: None,
            level: Level::BB,
            tsa: None,
            field: None,
            placement: Placement::Unstated,
            rsa: RsaScheme::Pkcs1,
            at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn an_option_that_is_not_served_is_refused_and_named() {
        let tsa = Some("http://tsa.invalid".to_owned());
        let password_file = Some("p".into());
        let server = KeySource::Server {
            url: "unix:/s".into(),
            seal: "s".into(),
        };
        for (asked, name) in [
            (
                SignRequest {
                    level: Level::BT,
                    ..request()
                },
                "--level b-t",
            ),
            (
                SignRequest {
                    level: Level::BLt,
                    ..request()
                },
                "--level b-lt",
            ),
            (
                SignRequest {
                    level: Level::BLta,
                    ..request()
                },
                "--level b-lta",
            ),
            (SignRequest { tsa, ..request() }, "--tsa"),
            (
                SignRequest {
                    placement: Placement::Keyword("盖章".into()),
                    ..request()
                },
                "--keyword",
            ),
            (
                SignRequest {
                    password_file,
                    ..request()
                },
                "--password-file",
            ),
            (
                SignRequest {
                    placement: Placement::Straddle,
                    ..request()
                },
                "--straddle",
            ),
            (
                SignRequest {
                    key: server,
                    ..request()
                },
                "--server",
            ),
        ] {
            let refused = asked.check_served();
            assert!(
                matches!(refused, Err(ServiceError::NotServed { option }) if option == name),
                "{name}: {refused:?}"
            );
        }
        assert!(request().check_served().is_ok());
    }
}
