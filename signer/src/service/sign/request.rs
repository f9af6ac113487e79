//! What is asked of signing.

use super::super::ServiceError;
use super::super::augment::Sources;
use super::Placement;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::pdf::{DocMdp, FieldLock};

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
    /// Where timestamps and validation data come from.
    pub sources: Sources,
    /// Field to fill, or to create under that name; `None` for a new name.
    pub field: Option<String>,
    /// Where the signature shows.
    pub placement: Placement,
    /// Makes it a certification, which must be the first signature, and says what may change after.
    pub certify: Option<DocMdp>,
    /// Locks fields from now on, and with its permission the document.
    pub lock: Option<FieldLock>,
    /// How the signature stands in the document.
    pub form: SignatureForm,
    /// Suite of the signature: which of a seal's keys signs, or what the key in a file has to be; `None`
    /// for the international one of a seal, and for whatever key there is.
    pub suite: Option<Suite>,
    /// How an RSA key signs; any other key is refused where this says PSS.
    pub rsa: RsaScheme,
    /// The caller's clock: the claimed signing time.
    pub at: OffsetDateTime,
}

/// Suites of algorithms, as the policies of verification name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    /// RSA, ECDSA, EdDSA.
    Eu,
    /// SM2 with SM3; of a seal of a home, a seal signature of GB/T 38540.
    Gm,
}

impl Suite {
    /// Reads `eu` or `gm`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "eu" => Some(Self::Eu),
            "gm" => Some(Self::Gm),
            _ => None,
        }
    }

    /// Returns the name as [`Suite::named`] reads it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eu => "eu",
            Self::Gm => "gm",
        }
    }
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
        /// Its certificate and those above it; `None` where the file of the key holds them.
        chain: Option<PathBuf>,
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

/// How a signature stands in a document (`/SubFilter`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SignatureForm {
    /// `ETSI.CAdES.detached`: PAdES.
    #[default]
    Cades,
    /// `adbe.pkcs7.detached`: a message as of PDF 1.7; no PAdES level.
    Pkcs7,
    /// `GM.sm2cms.detached`: a message of GM/T 0010 over the digest; SM2 only.
    GmMessage,
    /// As [`SignatureForm::Cades`], and the seal of GB/T 38540 in that file travels inside of what is
    /// signed.
    CadesWithSeal(PathBuf),
    /// `GM.sm2seal`: a seal signature of GB/T 38540 with the seal in that file; SM2 only.
    Seal(PathBuf),
}

impl SignatureForm {
    /// Tells whether it is PAdES.
    #[must_use]
    pub const fn is_pades(&self) -> bool {
        matches!(self, Self::Cades | Self::CadesWithSeal(_))
    }

    /// Returns the file of the seal that is used.
    #[must_use]
    pub fn seal_file(&self) -> Option<&Path> {
        match self {
            Self::CadesWithSeal(file) | Self::Seal(file) => Some(file),
            Self::Cades | Self::Pkcs7 | Self::GmMessage => None,
        }
    }
}

/// How an RSA key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaScheme {
    /// RSASSA-PKCS1-v1_5.
    Pkcs1,
    /// RSASSA-PSS.
    Pss,
}

impl Level {
    /// Reads `b-b`, `b-t`, `b-lt` or `b-lta`, in capitals too, as the standard writes them.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "b-b" => Some(Self::BB),
            "b-t" => Some(Self::BT),
            "b-lt" => Some(Self::BLt),
            "b-lta" => Some(Self::BLta),
            _ => None,
        }
    }

    /// Returns the name as [`Level::named`] reads it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BB => "b-b",
            Self::BT => "b-t",
            Self::BLt => "b-lt",
            Self::BLta => "b-lta",
        }
    }

    /// Returns the name that the standard uses.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::BB => "B-B",
            Self::BT => "B-T",
            Self::BLt => "B-LT",
            Self::BLta => "B-LTA",
        }
    }
}

impl SignRequest {
    /// Refuses what this release does not serve, so that no option is ever ignored.
    ///
    /// # Errors
    ///
    /// [`ServiceError::LevelWithoutSources`]; [`ServiceError::NotServed`] with the option's name;
    /// [`ServiceError::PssNeedsRsa`];
    /// [`ServiceError::NoTsa`].
    pub fn check_served(&self) -> Result<(), ServiceError> {
        if self.level == Level::BB && !self.sources.is_empty() {
            return Err(ServiceError::LevelWithoutSources);
        }
        let is_of_home = self.seals_with_home();
        let is_gm =
            is_of_home || matches!(self.form, SignatureForm::GmMessage | SignatureForm::Seal(_));
        let most = match self.form {
            _ if is_of_home => Level::BT,
            SignatureForm::GmMessage => Level::BB,
            SignatureForm::Seal(_) | SignatureForm::Pkcs7 => Level::BT,
            SignatureForm::Cades | SignatureForm::CadesWithSeal(_) => Level::BLta,
        };
        let refused = [
            (
                self.level.name() > most.name() && (is_of_home || !self.form.is_pades()),
                "a level that this form of signature does not have",
            ),
            (
                (self.form == SignatureForm::GmMessage || self.form.seal_file().is_some())
                    && !matches!(self.key, KeySource::Files { .. }),
                "--seal-file or --form gm-cms with --home or --server",
            ),
            (
                self.form == SignatureForm::Pkcs7 && !matches!(self.key, KeySource::Files { .. }),
                "--form pkcs7 with --home or --server",
            ),
            (
                is_gm && self.certify.is_some(),
                "--certify with a form of the Chinese suite",
            ),
            (
                matches!(self.key, KeySource::Server { .. }) && !self.sources.is_empty(),
                "--tsa, --trust, --crl, --ocsp, --allow-host or --tls-ca with --server",
            ),
            (
                matches!(self.key, KeySource::Server { .. }) && self.password_file.is_some(),
                "--password-file with --server",
            ),
            (
                matches!(self.key, KeySource::Server { .. }) && self.key_password_file.is_some(),
                "--key-password-file with --server",
            ),
        ];
        if let Some((_, option)) = refused.into_iter().find(|(asked, _)| *asked) {
            return Err(ServiceError::NotServed { option });
        }
        // The keys of seals are for elliptic curves. A daemon has an authority of its own.
        match self.key {
            KeySource::Home { .. } | KeySource::Server { .. } if self.rsa == RsaScheme::Pss => {
                Err(ServiceError::PssNeedsRsa)
            }
            KeySource::Files { .. } => self.check_tsa(),
            _ => Ok(()),
        }
    }

    /// Tells whether the seal of GB/T 38540 of a home is used.
    #[must_use]
    pub fn seals_with_home(&self) -> bool {
        self.suite == Some(Suite::Gm) && !matches!(self.key, KeySource::Files { .. })
    }

    /// Refuses a level for which no timestamp authority is known.
    pub(super) fn check_tsa(&self) -> Result<(), ServiceError> {
        if self.level != Level::BB && self.sources.tsa.is_none() {
            return Err(ServiceError::NoTsa);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
