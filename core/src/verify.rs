//! Document to [`Report`]: what was found, with nothing repaired.

mod report;

pub use report::{
    Answer, Coverage, DocumentFormat, Indication, Integrity, LicenceCheck, LicenceReport,
    Modification, Report, SealForm, SealReport, SignatureKind, SignatureReport, SignerName,
    SubIndication, TimestampReport, Trust,
};
