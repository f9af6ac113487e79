//! Document to [`Report`]: what was found, with nothing repaired.
//!
//! [`Verifier`] asks four questions of each signature and keeps the answers apart: is the
//! cryptography right ([`Integrity`]), which bytes does it cover ([`Coverage`]), what was done to
//! the document afterwards ([`Modification`], see [`changes`]), does an imported anchor vouch for
//! the signer ([`Trust`]). Only at the end are they merged into the indications of EN 319 102-1.

mod acceptance;
mod among;
mod carried;
mod change_list;
pub mod changes;
mod cms_findings;
mod conclude;
mod content_timestamps;
mod cryptography;
mod detached;
mod digests;
mod eseal;
mod evidence;
mod existence;
mod freshness;
mod levels;
mod licence_file;
mod notices;
mod ofd;
mod past;
mod permissions;
mod policy;
mod registered;
mod removed;
mod report;
mod seal;
mod signature;
mod steps;
mod structure;
mod timestamps;
mod too_late;
mod trust;
mod two_formats;
mod validation_policy;
mod verifier;

#[cfg(test)]
mod tests;

pub use policy::Policy;
pub use report::{
    Answer, ChangeFound, Coverage, DocumentFormat, EncryptionReport, EvidenceReport, Indication,
    Integrity, LicenceCheck, LicenceReport, Modification, Report, SealForm, SealReport,
    SignatureKind, SignaturePlace, SignatureReport, SignedDigest, SignerName, SubIndication,
    TimestampReport, Trust,
};
pub use steps::{Step, StepOutcome, StepReport};
pub use structure::problems;
pub use validation_policy::{Acceptance, AlgorithmRule, AnchorRule, ValidationPolicy};
pub use verifier::{Verifier, VerifyError};
