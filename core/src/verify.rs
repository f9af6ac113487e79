//! Document to [`Report`]: what was found, with nothing repaired.

pub mod changes;
mod report;

pub use report::{
    Answer, Coverage, DocumentFormat, Indication, Integrity, LicenceCheck, LicenceReport,
    Modification, Report, SealForm, SealReport, SignatureKind, SignatureReport, SignerName,
    SubIndication, TimestampReport, Trust,
};
