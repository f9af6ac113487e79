//! The report of one document: four results per signature, kept apart, and one answer.

use super::changes::ChangeKind;
use super::steps::StepReport;
use crate::pdf::{Document, Encryption, ObjectId, OpenedWith, Operation};
use crate::reason::Reason;
use crate::suite::DigestAlgorithm;
use time::OffsetDateTime;

/// What was found about one document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Format of the document.
    pub format: DocumentFormat,
    /// The worst indication among the signatures that the policy requires, and no pass where the
    /// file as a whole is in doubt: it can be read in two ways, a part of it cannot be read, its
    /// certifications contradict each other, a timestamp in it lies, or an evidence record that was
    /// given with it is of other data or cannot be relied on.
    pub indication: Indication,
    /// The indication in one word for a person at a counter.
    pub answer: Answer,
    /// Findings about the file as a whole; with an answer that is valid, what to know beside it.
    pub problems: Vec<Reason>,
    /// One entry a signature, in the order of the file; never one left out.
    pub signatures: Vec<SignatureReport>,
    /// What was found about the licence that the file carries, if it carries one.
    pub licence: Option<LicenceReport>,
    /// One entry an evidence record that was given with the file, in that order.
    pub evidence: Vec<EvidenceReport>,
    /// How the file is encrypted, if it is.
    pub encryption: Option<EncryptionReport>,
}

/// How a file is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncryptionReport {
    /// How its streams are encrypted, such as `AES-256`; `None` where it was not opened.
    pub method: Option<String>,
    /// With which password it was opened; `None` where none did.
    pub opened_with: Option<OpenedWith>,
    /// What its owner does not permit those who have the user password: for information, never
    /// enforced.
    pub denied: Vec<Operation>,
}

impl EncryptionReport {
    pub(super) fn of(document: &Document<'_>) -> Option<Self> {
        let opened = document.encryption();
        document.is_encrypted().then(|| EncryptionReport {
            method: opened.map(Encryption::method),
            opened_with: opened.map(Encryption::opened_with),
            denied: opened.map_or_else(Vec::new, |opened| opened.permissions().denied()),
        })
    }
}

/// Format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentFormat {
    /// ISO 32000.
    Pdf,
    /// A seal by itself: GM/T 0031, GB/T 38540.
    Seal,
    /// A seal signature by itself: GM/T 0031, GB/T 38540.
    SealSignature,
    /// A signed message by itself: RFC 5652, GM/T 0010.
    Cms,
    /// GB/T 33190.
    Ofd,
}

/// Main indication of EN 319 102-1.
///
/// The order is from best to worst, so that `max` gives the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indication {
    /// TOTAL-PASSED.
    TotalPassed,
    /// INDETERMINATE.
    Indeterminate,
    /// TOTAL-FAILED.
    TotalFailed,
}

/// Sub-indication of EN 319 102-1 (names as in the standard, seen through esig/dss).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubIndication {
    /// FORMAT_FAILURE.
    FormatFailure,
    /// HASH_FAILURE.
    HashFailure,
    /// SIG_CRYPTO_FAILURE.
    SigCryptoFailure,
    /// REVOKED.
    Revoked,
    /// EXPIRED.
    Expired,
    /// NOT_YET_VALID.
    NotYetValid,
    /// SIG_CONSTRAINTS_FAILURE.
    SigConstraintsFailure,
    /// CHAIN_CONSTRAINTS_FAILURE.
    ChainConstraintsFailure,
    /// CERTIFICATE_CHAIN_GENERAL_FAILURE.
    CertificateChainGeneralFailure,
    /// CRYPTO_CONSTRAINTS_FAILURE.
    CryptoConstraintsFailure,
    /// CRYPTO_CONSTRAINTS_FAILURE_NO_POE.
    CryptoConstraintsFailureNoPoe,
    /// NO_SIGNING_CERTIFICATE_FOUND.
    NoSigningCertificateFound,
    /// NO_CERTIFICATE_CHAIN_FOUND.
    NoCertificateChainFound,
    /// REVOKED_NO_POE.
    RevokedNoPoe,
    /// REVOKED_CA_NO_POE.
    RevokedCaNoPoe,
    /// OUT_OF_BOUNDS_NO_POE.
    OutOfBoundsNoPoe,
    /// OUT_OF_BOUNDS_NOT_REVOKED.
    OutOfBoundsNotRevoked,
    /// REVOCATION_OUT_OF_BOUNDS_NO_POE.
    RevocationOutOfBoundsNoPoe,
    /// NO_POE.
    NoPoe,
    /// TIMESTAMP_ORDER_FAILURE.
    TimestampOrderFailure,
    /// TRY_LATER.
    TryLater,
    /// SIGNED_DATA_NOT_FOUND.
    SignedDataNotFound,
}

/// The indication in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// Every required signature passed, and nothing was changed that may not be.
    Valid,
    /// Content was changed after signing.
    Altered,
    /// A signature is damaged or cannot be read.
    Broken,
    /// A signer is not vouched for by any imported anchor.
    Untrusted,
    /// A certificate had run out, or had not begun.
    Expired,
    /// A certificate was revoked.
    Revoked,
    /// Something needed for the judgement is missing.
    Unknown,
    /// There is no signature, or nothing but timestamps.
    Unsigned,
}

/// What was found about one signature: four results that are not merged before the end.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SignatureReport {
    /// Full name of the signature field.
    pub field: String,
    /// What the signature is for.
    pub kind: SignatureKind,
    /// `/SubFilter` as read, without the solidus; empty where it could not be read.
    pub sub_filter: String,
    /// Main indication.
    pub indication: Indication,
    /// Sub-indication; `None` when passed.
    pub sub_indication: Option<SubIndication>,
    /// First result: is the cryptography right over the bytes it names?
    pub integrity: Integrity,
    /// Second result: which bytes are named.
    pub coverage: Coverage,
    /// Third result: what was done to the document afterwards.
    pub modification: Modification,
    /// Whether what was done afterwards is allowed.
    pub modification_allowed: bool,
    /// What was done afterwards, one by one: what is not allowed first, else in the order of the
    /// revisions. Long lists are cut.
    pub changes: Vec<ChangeFound>,
    /// How many changes there are, also where the list was cut.
    pub changes_total: usize,
    /// Fourth result: does an imported anchor vouch for the signer?
    pub trust: Trust,
    /// Highest baseline level that was reached as far as the given anchors tell: `B-B`, `B-T`, `B-LT`
    /// or `B-LTA`; `None` where no level is claimed.
    pub level: Option<&'static str>,
    /// Names in the signing certificate.
    pub signer: Option<SignerName>,
    /// Time that the signer claims; proves nothing.
    pub claimed_time: Option<OffsetDateTime>,
    /// Earliest time at which the signature is proved to exist.
    pub best_signature_time: Option<OffsetDateTime>,
    /// Timestamps that the signature carries or is.
    pub timestamps: Vec<TimestampReport>,
    /// Where it shows, one entry a widget; empty where it is invisible. A signature that shows at
    /// several places is one signature.
    pub places: Vec<SignaturePlace>,
    /// The seal, where there is one, or a picture that looks like one.
    pub seal: Option<SealReport>,
    /// What was judged one by one, in the order of the standard; for seals, seal signatures and messages
    /// by themselves, and else empty.
    pub steps: Vec<StepReport>,
    /// End of the revision that is covered, octets from the start of the file.
    pub covered_until: Option<u64>,
    /// Digest of what is signed, as it was computed to judge the signature; `None` where none was.
    pub signed_digest: Option<SignedDigest>,
    /// Everything that led to the indication, most decisive first.
    pub reasons: Vec<Reason>,
}

/// Digest of the octets that a signature covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedDigest {
    /// The algorithm that the signature uses.
    pub algorithm: DigestAlgorithm,
    /// The digest.
    pub value: Vec<u8>,
}

/// One thing that a later revision did.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeFound {
    /// The revision that did it, counted from 1.
    pub revision: usize,
    /// What was changed.
    pub kind: ChangeKind,
    /// The object, where it is an indirect one.
    pub object: Option<ObjectId>,
    /// The page, counted from 1, where one is concerned and known.
    pub page: Option<usize>,
    /// Place on the page: left, bottom, right, top in points (ISO 32000-2, 8.3.2.3; from memory).
    pub rectangle: Option<[f64; 4]>,
    /// Full name of the form field, if one is concerned.
    pub field: Option<String>,
    /// Whether it is allowed.
    pub allowed: bool,
    /// The rule that allowed it (the level that it counts as) or forbade it (`docmdp`, `field-lock`,
    /// `new-field-after-certification`, `approval`).
    pub rule: &'static str,
}

/// One place where a signature shows.
#[derive(Debug, Clone, PartialEq)]
pub struct SignaturePlace {
    /// Full name of the field.
    pub field: String,
    /// Index of the page that lists the widget, from 0; `None` where none does.
    pub page: Option<usize>,
    /// `/Rect` in default user space: left, bottom, right, top.
    pub rectangle: [f64; 4],
}

/// Coordinates are numbers that a file can write: never NaN.
impl Eq for SignaturePlace {}

/// What a signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureKind {
    /// An approval signature.
    Signature,
    /// A certification signature (DocMDP).
    Certification,
    /// A document timestamp.
    DocumentTimestamp,
    /// No signature of a document: a seal by itself.
    Seal,
    /// A seal signature that is no part of the document.
    SealSignature,
    /// A signed message that is no part of the document.
    Cms,
}

/// First result: the cryptography.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Integrity {
    /// Digest and signature value are right.
    Intact,
    /// Digest or signature value is wrong.
    Broken,
    /// The signature cannot be read.
    Unreadable,
    /// The signature can be read; its algorithm is not served.
    Unsupported,
}

/// Second result: the bytes that are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Coverage {
    /// Every byte of the file but the signature value itself.
    WholeFile,
    /// Every byte of one revision; later revisions follow.
    WholeRevision,
    /// Less than a revision.
    Partial,
    /// Some files of a package: the others may have been there or not, and may have been others.
    SomeFiles,
    /// What is signed is elsewhere, and signed as a whole; nothing for a seal by itself.
    Detached,
}

/// Third result: what later revisions did, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Modification {
    /// Nothing.
    None,
    /// Validation data and document timestamps.
    LtaUpdates,
    /// Filling of form fields and signing.
    FormFilling,
    /// Annotations.
    Annotations,
    /// Anything else.
    Other,
    /// Not understood, so taken for the worst.
    Unanalysable,
}

/// Fourth result: the signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trust {
    /// A path leads to an imported anchor of the right role, and nothing on it is revoked.
    Trusted,
    /// A path was found and must not be relied on.
    Untrusted,
    /// No path, or something needed for the judgement is missing.
    Unknown,
}

/// Names in a certificate, for people; decisions use the certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerName {
    /// Subject as RFC 4514 writes it.
    pub subject: String,
    /// Issuer as RFC 4514 writes it.
    pub issuer: String,
    /// Serial number, upper-case hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate, lower-case hexadecimal: what decisions compare.
    pub certificate_sha256: String,
}

/// One timestamp of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampReport {
    /// `signature-timestamp`, `content-timestamp`, `document-timestamp` or `seal-timestamp`.
    pub kind: &'static str,
    /// SHA-256 of the token as it stands in the file, lower-case hexadecimal; `None` where there is none.
    pub sha256: Option<String>,
    /// Its indication.
    pub verdict: Indication,
    /// Time in the token, if it could be read.
    pub time: Option<OffsetDateTime>,
    /// Codes begin with `TIMESTAMP_`.
    pub reasons: Vec<Reason>,
}

/// One evidence record (RFC 4998) beside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceReport {
    /// SHA-256 of the record, lower-case hexadecimal.
    pub sha256: String,
    /// Its indication.
    pub verdict: Indication,
    /// Time in its timestamp, if that could be read and the record is about the file.
    pub time: Option<OffsetDateTime>,
    /// Codes begin with `EVIDENCE_` or `TIMESTAMP_`.
    pub reasons: Vec<Reason>,
}

/// What stands behind the picture of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealForm {
    /// SES_Signature by a certificate in the seal's list.
    Gbt38540,
    /// A PAdES signature by the unit's own certificate.
    LegalPerson,
    /// A picture, and nothing behind it.
    DisplayedOnly,
}

/// The seal of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealReport {
    /// What stands behind the picture.
    pub form: SealForm,
    /// Seal identifier (esID), if there is one.
    pub id: Option<String>,
    /// Name of the unit.
    pub name: Option<String>,
    /// Indication of the seal itself.
    pub verdict: Indication,
}

/// What was found about the licence in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceReport {
    /// Electronic licence identifier (电子证照标识) as it stands in the signed data.
    pub identifier: String,
    /// The licence data themselves, as signed; `None` where they could not be read.
    pub record: Option<Box<crate::licence::Licence>>,
    /// State at the time of judging, as far as it is known: `valid`, `expired`, `not-yet-valid` or
    /// `unknown`; what issuers say later (suspended, revoked) is for recognition to add.
    pub state: &'static str,
    /// Each check, passed or not, in order.
    pub checks: Vec<LicenceCheck>,
}

/// One check of a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceCheck {
    /// Stable name of the check, such as `check-character`.
    pub name: &'static str,
    /// Outcome.
    pub passed: bool,
    /// Why, where there is something to say.
    pub reason: Option<Reason>,
}

/// Returns the level as reports spell it.
pub(crate) fn modification_name(level: Modification) -> &'static str {
    match level {
        Modification::None => "none",
        Modification::LtaUpdates => "lta-updates",
        Modification::FormFilling => "form-filling",
        Modification::Annotations => "annotations",
        Modification::Other => "other",
        Modification::Unanalysable => "unanalysable",
    }
}
