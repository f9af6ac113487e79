//! Why a service could not do what was asked.

mod chinese;
mod expected;
mod file_text;
mod from;
mod hint;
mod kind;
mod requested;
mod text;

#[cfg(feature = "http")]
pub(crate) use file_text::{
    json, locked, material, no_timestamp, not_imported, not_judged, not_signed,
};

use super::sign::PlacementError;
use crate::audit::AuditError;
use crate::home::HomeError;
use crate::keys::KeyError;
use crate::keys::enveloped::EnvelopeError;
use crate::mapped::CopyError;
use crate::output::OutputError;
use crate::pki::PkiError;
use crate::policy::User;
use crate::store::StoreError;
use crate::wire::ReasonText;
pub use expected::{Expected, Sought};
pub use kind::ErrorKind;
use std::path::{Path, PathBuf};
pub use text::Bilingual;
use yinxin_core::evidence::EvidenceError;
use yinxin_core::font::FontError;
use yinxin_core::issue::IssueError;
use yinxin_core::licence::JsonError;
use yinxin_core::pdf::Locked;
use yinxin_core::recognition::ImportRefused;
use yinxin_core::seal::{SealDesignError, SealMakingError, SealPictureError};
use yinxin_core::sign::{MaterialError, SealingError, SignError, StampError};

/// What is wrong with files for which evidence records are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceFiles {
    /// There are none.
    None,
    /// There are more than 2^24.
    TooMany,
    /// The records of two would stand at the same place.
    SamePlace {
        /// The place.
        record: PathBuf,
    },
}

/// Why a service could not do what was asked. A bad document is not an error: it is a report.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServiceError {
    /// The option is part of the interface and not served by this release.
    NotServed {
        /// The option as it is written, such as `--tsa`.
        option: &'static str,
    },
    /// A timestamp or validation data were asked for at level B-B, which has none.
    LevelWithoutSources,
    /// RSASSA-PSS was asked of a key that is no RSA key.
    PssNeedsRsa,
    /// A key in a file is not of the suite that was asked for.
    KeyOfOtherSuite {
        /// The key's file.
        key: PathBuf,
        /// Name of the suite that was asked for.
        wanted: &'static str,
    },
    /// The seal signs in the international suite only.
    SealOfOneSuite {
        /// Its identifier.
        seal: String,
    },
    /// There is no certificate: the file of the key holds none, and none was named.
    ChainMissing {
        /// The key's file.
        path: PathBuf,
    },
    /// A file of rows is not understood.
    Rows {
        /// The file.
        path: PathBuf,
        /// Where.
        at: super::issue::RowPlace,
        /// What is wrong.
        why: super::issue::RowsProblem,
    },
    /// An encrypted document that could not be opened.
    DocumentLocked {
        /// The document.
        path: PathBuf,
        /// Why.
        why: Locked,
    },
    /// A validation policy is not understood.
    PolicyNotUnderstood {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: super::validation_policy::PolicyError,
    },
    /// A file or folder could not be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file or folder could not be written.
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is larger than what is read of its kind.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Most octets.
        most: u64,
    },
    /// A file does not hold what was expected.
    NotUnderstood {
        /// The file.
        path: PathBuf,
        /// What was expected.
        expected: Expected,
    },
    /// A file holds no JSON of the shape that was expected.
    Json {
        /// The file.
        path: PathBuf,
        /// What was expected.
        expected: Expected,
        /// Where and why.
        source: JsonError,
    },
    /// A document has no revision of that number.
    NoSuchRevision {
        /// The document.
        path: PathBuf,
        /// What was asked for, from 1.
        number: usize,
        /// How many there are.
        count: usize,
    },
    /// The document could not be judged or changed.
    Document {
        /// The document.
        path: PathBuf,
        /// What the core said, with the octet position where there is one.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An output is there already; nothing is overwritten.
    AlreadyThere {
        /// The file or folder.
        path: PathBuf,
    },
    /// There is no home here.
    HomeMissing {
        /// The folder.
        path: PathBuf,
    },
    /// The home has no such thing.
    NotFound {
        /// What was looked for.
        what: Sought,
        /// The identifier that was given.
        id: String,
    },
    /// A fingerprint is not 64 hexadecimal digits.
    FingerprintMalformed,
    /// A certificate has another fingerprint than the one given.
    FingerprintMismatch {
        /// The certificate's file.
        path: PathBuf,
    },
    /// No key came out of an envelope.
    EnvelopeNotOpened {
        /// The envelope's file.
        path: PathBuf,
        /// Why.
        why: EnvelopeError,
    },
    /// A password does not open the key, or is missing.
    PasswordWrong {
        /// The key's file.
        path: PathBuf,
    },
    /// A certificate for recognition: domains are pinned by the key of their root instead.
    RecognitionByPin,
    /// A licence that no issuer certified: a seal on it would look like the issuer's.
    LicenceUncertified {
        /// The document.
        path: PathBuf,
    },
    /// Another process holds the home.
    HomeHeld {
        /// The folder.
        path: PathBuf,
        /// The process, where it is known.
        process: Option<u32>,
        /// The socket of a daemon, where it is one.
        socket: Option<PathBuf>,
    },
    /// The home cannot be used as it lies there.
    HomeUnusable {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: HomeError,
    },
    /// No password was given for a key.
    PasswordMissing,
    /// An identifier is taken.
    Taken {
        /// What it is of.
        what: Sought,
        /// The identifier.
        id: String,
    },
    /// A code breaks the rules of its kind.
    CodeMalformed {
        /// The code.
        code: String,
        /// Where and why.
        source: yinxin_core::licence::CodeError,
    },
    /// A text is not an address that a licence's QR code may lead to.
    AddressMalformed {
        /// The text.
        address: String,
    },
    /// A text is not the name of a domain.
    DomainMalformed {
        /// The text.
        domain: String,
    },
    /// A state may not be changed into another.
    StateFinal {
        /// The present state.
        from: yinxin_core::licence::State,
        /// The state that was asked for.
        to: yinxin_core::licence::State,
    },
    /// A seal may not change so.
    SealState {
        /// The seal.
        seal: String,
        /// Its present state.
        from: yinxin_core::seal::SealState,
        /// The state that was asked for.
        to: yinxin_core::seal::SealState,
    },
    /// A seal is not in use.
    SealOutOfUse {
        /// The seal.
        seal: String,
        /// Its state.
        state: yinxin_core::seal::SealState,
    },
    /// The key of a seal is not in this home.
    SealElsewhere {
        /// The seal.
        seal: String,
    },
    /// A seal that was made elsewhere was not taken in.
    SealNotTakenIn {
        /// Its file.
        path: PathBuf,
        /// Why.
        why: Box<ReasonText>,
    },
    /// A seal that was made elsewhere is not the one that was applied for.
    SealNotAsAppliedFor {
        /// Its file.
        path: PathBuf,
        /// Its name.
        found: String,
        /// The name that was applied for.
        wanted: String,
    },
    /// What was told makes no request for a seal.
    SealRequestNotMade(yinxin_core::seal::request::SealRequestError),
    /// A seal that was made elsewhere is not what was asked for.
    SealNotAsRequested {
        /// Its file.
        path: PathBuf,
        /// In what.
        differs: yinxin_core::seal::request::Differs,
    },
    /// A register of seals was not taken.
    SealRegisterNotTaken {
        /// Its file.
        path: PathBuf,
        /// Why.
        why: Box<ReasonText>,
    },
    /// A word is not the name of a state.
    StateUnknown {
        /// The word.
        name: String,
    },
    /// A revocation list is older than the one that is kept.
    RevocationListOlder {
        /// Its file.
        path: PathBuf,
    },
    /// The issuer that a revocation list names did not sign it.
    RevocationListNotSigned {
        /// Its file.
        path: PathBuf,
    },
    /// A revocation list says that it was made in the future.
    RevocationListOfFuture {
        /// Its file.
        path: PathBuf,
    },
    /// Something in the home is not as this program left it.
    Damaged {
        /// What.
        what: &'static str,
    },
    /// All places of the status list are taken.
    StatusListFull,
    /// The ending of a picture's name stands for no format that is written.
    PictureFormat {
        /// The file.
        path: PathBuf,
    },
    /// A document could not be signed.
    NotSigned {
        /// The document.
        path: PathBuf,
        /// Why.
        source: Box<SignError>,
    },
    /// A level above B-B was asked for and no timestamp authority is known.
    NoTsa,
    /// No evidence records can be made of the files that were given.
    EvidenceFiles {
        /// What is wrong with them.
        why: EvidenceFiles,
    },
    /// An evidence record cannot be renewed.
    Evidence {
        /// The record.
        path: PathBuf,
        /// Why.
        source: EvidenceError,
    },
    /// There is no timestamp.
    NoTimestamp {
        /// The document.
        path: PathBuf,
        /// Why.
        source: Box<StampError>,
    },
    /// Validation data of a document are missing or wrong.
    Material {
        /// The document.
        path: PathBuf,
        /// What is missing or wrong.
        source: Box<MaterialError>,
    },
    /// A document that is to be extended has no signature.
    Unsigned {
        /// The document.
        path: PathBuf,
    },
    /// A document that is to be extended has a signature that is not intact.
    NotIntact {
        /// The document.
        path: PathBuf,
        /// Full name of the field.
        field: String,
    },
    /// A signature cannot show where it was asked for.
    NotPlaced {
        /// The document.
        path: PathBuf,
        /// Why.
        why: PlacementError,
    },
    /// A signature could not be made.
    Signature(Box<dyn std::error::Error + Send + Sync>),
    /// A face could not be drawn.
    Face(IssueError),
    /// A picture of points was asked for as paths.
    PictureOfPoints {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// A picture would have more points than are drawn.
    Resolution,
    /// A seal could not be drawn.
    SealPicture(SealDesignError),
    /// A seal in a file could not be used.
    SealNotUsable {
        /// The seal's file.
        path: PathBuf,
        /// Why.
        source: Box<SealingError>,
    },
    /// What a seal in a file shows cannot be put on a page.
    SealNotShown {
        /// The seal's file.
        path: PathBuf,
        /// Why.
        source: SealPictureError,
    },
    /// A seal could not be made of what was given.
    SealNotMade(SealMakingError),
    /// The built-in fonts cannot be used.
    Font(FontError),
    /// Records.
    Store(StoreError),
    /// Keys.
    Key(KeyError),
    /// Certificates.
    Pki(PkiError),
    /// The audit log.
    Audit(AuditError),
    /// A recognition object could not be made.
    Recognition(Box<dyn std::error::Error + Send + Sync>),
    /// A recognition object was not taken; nothing was imported.
    NotImported {
        /// Its file.
        path: PathBuf,
        /// Why.
        source: Box<ImportRefused>,
    },
    /// The user is not among those who may use the seal.
    SealNotAllowed {
        /// Identifier of the seal.
        seal: String,
        /// Who asked.
        user: User,
    },
    /// A server was named that does not sign: signing is asked over a Unix socket only.
    ServerNotSocket {
        /// What was named.
        url: String,
    },
    /// The daemon cannot be reached or broke off.
    DaemonUnreachable {
        /// Its socket.
        socket: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The daemon's answer does not have the form: it is of another version, or no daemon.
    DaemonNotUnderstood {
        /// Its socket.
        socket: PathBuf,
    },
    /// The daemon did not do what was asked and said why.
    DaemonRefused {
        /// Its stable code.
        code: String,
        /// Its texts.
        text: Bilingual,
        /// What to do next, where it says so.
        hint: Option<Bilingual>,
    },
    /// Something that cannot happen happened.
    Internal(&'static str),
}

impl ServiceError {
    /// Returns code and texts as an entry of `problems`. The texts name files of this machine: the
    /// command line may print them, the daemon must not.
    #[must_use]
    pub fn problem(&self) -> ReasonText {
        let Bilingual { zh, en } = self.text();
        ReasonText {
            code: self.code().into(),
            zh,
            en,
            clause: "".into(),
        }
    }
}

impl ServiceError {
    pub(crate) fn home(path: &Path, error: HomeError) -> Self {
        let path = path.to_path_buf();
        match error {
            HomeError::NotAHome => Self::HomeMissing { path },
            HomeError::Exists => Self::AlreadyThere { path },
            HomeError::Held { process, socket } => Self::HomeHeld {
                path,
                process,
                socket,
            },
            source => Self::HomeUnusable { path, source },
        }
    }

    pub(super) fn copy(path: &Path, error: CopyError) -> Self {
        let path = path.to_path_buf();
        match error {
            CopyError::TooLarge { limit } => Self::TooLarge { path, most: limit },
            CopyError::Input(source) => Self::Read { path, source },
            other => Self::Write {
                path,
                source: std::io::Error::other(other),
            },
        }
    }

    pub(super) fn output(path: &Path, error: OutputError) -> Self {
        match error {
            OutputError::Copy(error) => Self::copy(path, error),
            other => Self::Write {
                path: path.into(),
                source: std::io::Error::other(other),
            },
        }
    }
}

impl std::fmt::Display for ServiceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for ServiceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. }
            | Self::Write { source, .. }
            | Self::DaemonUnreachable { source, .. } => Some(source),
            Self::Document { source, .. } | Self::Signature(source) | Self::Recognition(source) => {
                Some(source.as_ref())
            }
            Self::PolicyNotUnderstood { why, .. } => Some(why),
            Self::EnvelopeNotOpened { why, .. } => Some(why),
            Self::Json { source, .. } => Some(source),
            Self::NotImported { source, .. } => Some(source.as_ref()),
            Self::HomeUnusable { source, .. } => Some(source),
            Self::CodeMalformed { source, .. } => Some(source),
            Self::SealNotUsable { source, .. } => Some(source.as_ref()),
            Self::SealNotShown { source, .. } => Some(source),
            Self::SealNotMade(source) => Some(source),
            Self::NotSigned { source, .. } => Some(source.as_ref()),
            Self::NotPlaced { why, .. } => Some(why),
            Self::Evidence { source, .. } => Some(source),
            Self::NoTimestamp { source, .. } => Some(source.as_ref()),
            Self::Material { source, .. } => Some(source.as_ref()),
            Self::Face(source) => Some(source),
            Self::SealPicture(source) => Some(source),
            Self::Font(source) => Some(source),
            Self::Store(source) => Some(source),
            Self::Key(source) => Some(source),
            Self::Pki(source) => Some(source),
            Self::Audit(source) => Some(source),
            _ => None,
        }
    }
}
