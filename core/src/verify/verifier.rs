//! Asking for a report.

use super::changes::{ChangeLimits, History};
use super::conclude::Doubts;
use super::detached::{self, Detached};
use super::digests::Digests;
use super::existence::Existence;
use super::policy::Suite;
use super::registered::{self, Registers};
use super::signature::Judged;
use super::trust::{self, Context};
use super::{
    Answer, DocumentFormat, EncryptionReport, EvidenceReport, Indication, Policy, Report,
    ValidationPolicy, among, conclude, evidence, licence_file, ofd, removed, signature, structure,
    timestamps, two_formats,
};
use crate::ofd::{OfdError, Package, PackageLimits};
use crate::pdf::{Document, FoundSignature, Limits, ParseError, Password, Remembered};
use crate::reason::{Reason, signature as reasons};
use crate::seal::register::SealRegister;
use crate::status::OcspResponse;
use crate::x509::{Certificate, Crl, RevocationPolicy, TrustAnchor};
use std::fmt;
use std::rc::Rc;
use time::OffsetDateTime;

/// Judges documents: anchors, time, revocation data and policy are its arguments, and the same
/// arguments give the same report.
///
/// ```
/// use yinxin_core::verify::{Indication, Verifier};
/// # fn judge(file: &[u8], anchors: &[yinxin_core::x509::TrustAnchor], crls: &[yinxin_core::x509::Crl], now: time::OffsetDateTime) -> Result<(), Box<dyn std::error::Error>> {
/// let report = Verifier::new(anchors, now).revocation_lists(crls).run(file)?;
/// if report.indication == Indication::TotalPassed {
///     println!("passed");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Verifier<'a> {
    anchors: &'a [TrustAnchor],
    at: OffsetDateTime,
    crls: &'a [Crl],
    ocsp_responses: &'a [OcspResponse],
    certificates: &'a [Certificate],
    evidence: &'a [Vec<u8>],
    revocation: RevocationPolicy,
    policy: ValidationPolicy,
    limits: Limits,
    password: Option<&'a Password>,
    content: Option<&'a [u8]>,
    registers: Registers<'a>,
}

impl<'a> Verifier<'a> {
    /// Returns a verifier that trusts `anchors` and judges as of `at`. Revocation data are
    /// required unless [`Verifier::revocation`] says otherwise.
    #[must_use]
    pub fn new(anchors: &'a [TrustAnchor], at: OffsetDateTime) -> Self {
        Self {
            anchors,
            at,
            crls: &[],
            ocsp_responses: &[],
            certificates: &[],
            evidence: &[],
            revocation: RevocationPolicy::Require,
            policy: Policy::All.into(),
            limits: Limits::default(),
            password: None,
            content: None,
            registers: Registers::default(),
        }
    }

    /// Gives CRLs that may be used beside those in the document.
    #[must_use]
    pub fn revocation_lists(mut self, crls: &'a [Crl]) -> Self {
        self.crls = crls;
        self
    }

    /// Gives OCSP responses that may be used beside those in the document.
    #[must_use]
    pub fn ocsp_responses(mut self, responses: &'a [OcspResponse]) -> Self {
        self.ocsp_responses = responses;
        self
    }

    /// Gives certificates for building paths beside those in the document; none is trusted.
    #[must_use]
    pub fn certificates(mut self, certificates: &'a [Certificate]) -> Self {
        self.certificates = certificates;
        self
    }

    /// Gives evidence records (RFC 4998) of the file, DER: each proves when the whole file existed. One
    /// that is of other data, or cannot be relied on, keeps the file from passing.
    #[must_use]
    pub fn evidence(mut self, records: &'a [Vec<u8>]) -> Self {
        self.evidence = records;
        self
    }

    /// Says what missing revocation data mean.
    #[must_use]
    pub fn revocation(mut self, revocation: RevocationPolicy) -> Self {
        self.revocation = revocation;
        self
    }

    /// Says which signatures the answer rests on, or all that is accepted.
    #[must_use]
    pub fn policy(mut self, policy: impl Into<ValidationPolicy>) -> Self {
        self.policy = policy.into();
        self
    }

    /// Sets what reading the document may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Gives the password of encrypted documents. The empty one is tried first.
    #[must_use]
    pub fn password(mut self, password: Option<&'a Password>) -> Self {
        self.password = password;
        self
    }

    /// Gives what was sealed or signed by a seal signature or a message that stands by itself.
    #[must_use]
    pub fn content(mut self, content: Option<&'a [u8]>) -> Self {
        self.content = content;
        self
    }

    /// Gives registers of seals. Each counts where an anchor of the role `status` vouches for its keeper,
    /// and then says whether a seal was in use when it was used. With any, a seal that none of them has
    /// keeps the signature from passing.
    #[must_use]
    pub fn seal_registers(mut self, registers: &'a [SealRegister]) -> Self {
        self.registers.others = registers;
        self
    }

    /// Gives registers of seals of others that were taken in before: each counts where an anchor of the role
    /// `status` vouches for its keeper, and says nothing of seals that it does not have.
    #[must_use]
    pub fn imported_seal_registers(mut self, registers: &'a [SealRegister]) -> Self {
        self.registers.imported = registers;
        self
    }

    /// Returns why nothing could be taken from a register of somebody else at the time of judging; `None`
    /// where an anchor of the role `status` vouches for its keeper, and it was closed and may still be asked.
    #[must_use]
    pub fn objection_to_seal_register(&self, register: &SealRegister) -> Option<Reason> {
        self.with_context(|context| registered::objection_to(register, context))
    }

    /// Gives the register of seals that whoever judges keeps: it tells everything up to now, and says
    /// nothing of seals that it does not have.
    #[must_use]
    pub fn own_seal_register(mut self, register: Option<&'a SealRegister>) -> Self {
        self.registers.own = register;
        self
    }

    /// Judges `file`: a PDF, an OFD package (GB/T 33190), or by itself a seal (GM/T 0031, GB/T 38540), a seal signature or a signed
    /// message (RFC 5652, GM/T 0010), in DER. A bad signature is in the report, not an error.
    ///
    /// # Errors
    ///
    /// [`VerifyError`] where no judgement is possible.
    pub fn run(&self, file: &[u8]) -> Result<Report, VerifyError> {
        match Detached::of(file) {
            Some(kind) => {
                let content = self.content;
                Ok(self.with_context(|context| detached::judge(kind, file, content, context)))
            }
            None if file.starts_with(PACKAGE) => {
                let package = Package::open(file, PackageLimits::default());
                let package = package.map_err(VerifyError::Package)?;
                self.with_context(|context| ofd::judge(&package, context))
                    .map_err(VerifyError::Package)
            }
            None => match self.run_document(file) {
                Err(VerifyError::NotRead(ParseError::NoHeader))
                    if two_formats::is_package_too(file) =>
                {
                    Err(VerifyError::Package(OfdError::NotFirst))
                }
                judged => judged,
            },
        }
    }

    /// Judges what is no PDF.
    fn with_context<T>(&self, judge: impl FnOnce(&Context<'_>) -> T) -> T {
        let anchors = self.policy.counting(self.anchors);
        let known = trust::Known::of(None, self.crls);
        let context = Context {
            digests: &Digests::of(&[]),
            anchors: &anchors,
            at: self.at,
            crls: self.crls,
            ocsp_responses: self.ocsp_responses,
            certificates: self.certificates,
            known: &known,
            revocation: self.revocation_policy(),
            policy: &self.policy,
            existence: &Existence::default(),
            registers: self.registers,
        };
        judge(&context)
    }

    fn revocation_policy(&self) -> RevocationPolicy {
        match self.policy.revocation_age {
            Some(_) => RevocationPolicy::Require,
            None => self.policy.revocation.unwrap_or(self.revocation),
        }
    }

    fn run_document(&self, file: &[u8]) -> Result<Report, VerifyError> {
        let document = Document::open_protected(file, &self.limits, self.password)
            .map_err(VerifyError::NotRead)?;
        let newest = Rc::new(Remembered::of(document.latest()));
        let found = newest.signatures().map_err(VerifyError::NotRead)?;
        let structure = structure::judge(&newest);
        // Parsed pages are of no use any more.
        drop(newest);
        let removed = removed::find(&document, &found).map_err(VerifyError::NotRead)?;
        let mut all = found.found;
        let present = all.len();
        all.extend(removed);
        let (mut judged, evidence) = self.judge(&document, &all);
        for one in judged.iter_mut().skip(present) {
            removed::refuse(one);
        }
        judged.sort_by_key(|one| one.report.covered_until.unwrap_or(u64::MAX));
        let certifications = among::certifications(&mut judged);
        let mut report = Report {
            format: DocumentFormat::Pdf,
            indication: Indication::Indeterminate,
            answer: Answer::Unknown,
            problems: structure.problems,
            signatures: Vec::new(),
            licence: None,
            evidence,
            encryption: EncryptionReport::of(&document),
        };
        let doubts = Doubts {
            ambiguous: structure.is_ambiguous,
            unread: !found.unreadable.is_empty(),
            certifications: !certifications.is_empty(),
            locked: document.locked().is_some(),
            closed: structure::is_closed(&document),
            pictures: judged.iter().any(|one| among::misleads(one, &judged)),
            evidence: (report.evidence.iter()).any(|one| one.verdict != Indication::TotalPassed),
        };
        report.problems.extend(certifications);
        if let Some(why) = found.unreadable.first() {
            let reason = Reason::new(&reasons::FIELDS_UNREADABLE).with("why", why);
            report.problems.push(reason);
        }
        let protecting = judged.iter().filter(|one| one.protects);
        let protected = protecting.filter_map(|one| one.revision).max();
        let first = judged.iter().find(|one| one.protects);
        let body = first.map(|one| one.body.clone());
        let suites: Vec<Suite> = judged.iter().map(|one| one.suite).collect();
        report.signatures = judged.into_iter().map(|one| one.report).collect();
        conclude::file(&mut report, self.policy.signatures, &suites, doubts);
        // The licence is read from what a signature protects; without one, from the file as it lies
        // there, and said to be unprotected.
        let view = match protected {
            Some(revision) => document.view(revision).map_err(VerifyError::NotRead)?,
            None => document.latest(),
        };
        report.licence = licence_file::report(&view, body.as_deref(), self.at);
        if let Some(licence) = &mut report.licence
            && (report.indication == Indication::TotalFailed || protected.is_none())
        {
            // Nobody knows the state of what a failed file says, or one that nobody signed.
            licence.state = "unknown";
        }
        Ok(report)
    }

    /// Judges each signature for itself; the order of the answer is that of `found`.
    fn judge(
        &self,
        document: &Document<'_>,
        found: &[FoundSignature<'_>],
    ) -> (Vec<Judged>, Vec<EvidenceReport>) {
        let anchors = self.policy.counting(self.anchors);
        let known = trust::Known::of(Some(document), self.crls);
        let digests = Digests::of(document.bytes());
        let mut existence = Existence::default();
        let base = Context {
            digests: &digests,
            anchors: &anchors,
            at: self.at,
            crls: self.crls,
            ocsp_responses: self.ocsp_responses,
            certificates: self.certificates,
            known: &known,
            revocation: self.revocation_policy(),
            policy: &self.policy,
            existence: &Existence::default(),
            registers: self.registers,
        };
        let readable = found.iter().filter_map(|one| one.signature.as_ref().ok());
        let first = readable
            .filter_map(|signature| signature.coverage.revision(document))
            .min();
        let history = History::read(
            document,
            first.unwrap_or(usize::MAX),
            &ChangeLimits::default(),
        );
        // Shorter ranges first: their digests are continued by the longer ones.
        let mut order: Vec<(usize, &FoundSignature<'_>)> = found.iter().enumerate().collect();
        order.sort_by_key(|(_, one)| {
            let signature = one.signature.as_ref().ok();
            signature.map(|signature| signature.byte_range.first_length)
        });
        let (stamps, others): (Vec<_>, Vec<_>) = order
            .into_iter()
            .partition(|(_, one)| signature::is_timestamp(one));
        let mut left = MOST_SIGNATURES;
        let mut judge = |(place, one): (usize, &FoundSignature<'_>), context: &Context<'_>| {
            let is_judged = one.signature.is_err() || left > 0;
            left = left.saturating_sub(usize::from(one.signature.is_ok()));
            let judged = if is_judged {
                signature::judge(document, found, one, &history, context)
            } else {
                signature::too_many(one)
            };
            (place, judged)
        };
        for (_, stamp) in &stamps {
            prepare(stamp, &digests);
        }
        let (evidence, proofs) = evidence::judge(document.bytes(), self.evidence, &base);
        for proof in proofs {
            existence.add(proof);
        }
        let mut judged: Vec<(usize, Judged)> = Vec::with_capacity(found.len());
        // The newest first: what it covers existed at its time, older timestamps included.
        for stamp in stamps.into_iter().rev() {
            let context = Context {
                existence: &existence,
                registers: self.registers,
                ..base
            };
            let (place, one) = judge(stamp, &context);
            if let Some(proof) = one.proof() {
                existence.add(proof);
            }
            judged.push((place, one));
        }
        let context = Context {
            existence: &existence,
            registers: self.registers,
            ..base
        };
        judged.extend(others.into_iter().map(|one| judge(one, &context)));
        judged.sort_by_key(|(place, _)| *place);
        (judged.into_iter().map(|(_, one)| one).collect(), evidence)
    }
}

/// Makes the digest that a document timestamp needs while it can be continued for a longer one.
fn prepare(found: &FoundSignature<'_>, digests: &Digests<'_>) {
    if let Ok(signature) = &found.signature
        && let Some(algorithm) = timestamps::algorithm(signature)
        && digests.afford(signature.covered())
    {
        digests.digest(algorithm, signature.covered());
    }
}

/// How a ZIP file with anything in it begins.
const PACKAGE: &[u8] = b"PK\x03\x04";

/// Most signatures of one file that are judged; a file with more does not pass.
const MOST_SIGNATURES: usize = 512;

/// Why no judgement was possible.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The document could not be read.
    NotRead(ParseError),
    /// The OFD package could not be read.
    Package(OfdError),
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRead(error) => write!(f, "the document could not be read: {error}"),
            Self::Package(error) => write!(f, "the OFD package could not be read: {error}"),
        }
    }
}

impl std::error::Error for VerifyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotRead(error) => Some(error),
            Self::Package(error) => Some(error),
        }
    }
}
