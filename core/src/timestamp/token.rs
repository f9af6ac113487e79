use super::TstInfo;
use crate::cms::{CmsError, CmsFact, CmsFailure, SignedData, oids};
use crate::der::{DerError, Oid};
use crate::suite::{AlgorithmError, DigestAlgorithm, SignatureAlgorithm, Weakness};
use crate::x509::{
    Certificate, Crl, KeyPurpose, PathOutcome, PathRequest, RevocationPolicy, Role, StatusSource,
    TrustAnchor, validate,
};
use std::fmt;
use time::OffsetDateTime;

/// A timestamp token (RFC 3161, 2.4.2), borrowed; nothing in it has been verified.
#[derive(Debug, Clone)]
pub struct TimestampToken<'a> {
    signed_data: SignedData<'a>,
    info: TstInfo<'a>,
}

/// Why octets could not be read as a timestamp token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampError {
    /// They are no CMS message.
    Cms(CmsError),
    /// The content is of another type than TSTInfo.
    NotTstInfo(Oid),
    /// There is no content.
    Empty,
    /// The content cannot be read.
    Info(DerError),
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cms(error) => write!(f, "the timestamp cannot be read: {error}"),
            Self::NotTstInfo(oid) => write!(f, "the timestamp holds content of type {oid}"),
            Self::Empty => f.write_str("the timestamp holds no content"),
            Self::Info(error) => write!(f, "the content of the timestamp cannot be read: {error}"),
        }
    }
}

impl std::error::Error for TimestampError {}

/// What the judgement of a token's authority rests on; only anchors of [`Role::Tsa`] count.
#[derive(Debug, Clone, Copy)]
pub struct TimestampTrust<'a> {
    /// Anchors.
    pub anchors: &'a [TrustAnchor],
    /// Certificates found elsewhere; those in the token are used too.
    pub certificates: &'a [Certificate],
    /// Revocation lists found elsewhere; those in the token are used too.
    pub crls: &'a [Crl],
    /// What else speaks of single certificates: OCSP responses.
    pub statuses: Option<&'a dyn StatusSource>,
    /// What is asked of revocation data.
    pub revocation: RevocationPolicy,
    /// The instant for which the authority is judged: that of the judgement, or a later proof that
    /// the token existed, or the token's own time where the policy trusts it for that.
    pub at: OffsetDateTime,
    /// The instant at which the judgement is made.
    pub judged_at: OffsetDateTime,
}

/// What was found about a token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimestampOutcome {
    /// Everything that is wrong with the token itself; empty where it holds together.
    pub failures: Vec<TimestampFailure>,
    /// The path of the authority's certificate; `None` where the certificate was not found.
    pub path: Option<PathOutcome>,
    /// The certificate of the authority.
    pub authority: Option<Certificate>,
    /// The time, whether it may be believed or not.
    pub time: OffsetDateTime,
}

impl TimestampOutcome {
    /// Tells whether the time may be believed: the token holds together and an anchor vouches.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.failures.is_empty() && self.path.as_ref().is_some_and(PathOutcome::is_valid)
    }
}

/// What is wrong with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampFailure {
    /// Its CMS message is wrong.
    Cms(CmsFailure),
    /// It is about other data.
    ImprintMismatch,
    /// The digest algorithm of the imprint is not served.
    ImprintAlgorithm(AlgorithmError),
    /// The imprint or the signature rests on something from which nothing can be concluded today.
    Weak(Weakness),
    /// It does not name its certificate in a signing-certificate attribute (RFC 3161, 2.4.2).
    SigningCertificateAbsent,
    /// A critical extension that is not processed.
    CriticalExtension(Oid),
}

impl fmt::Display for TimestampFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cms(failure) => failure.fmt(f),
            Self::ImprintMismatch => f.write_str("the timestamp is about other data"),
            Self::ImprintAlgorithm(error) => write!(f, "the timestamp cannot be judged: {error}"),
            Self::Weak(weakness) => write!(f, "the timestamp uses {weakness}"),
            Self::SigningCertificateAbsent => {
                f.write_str("the timestamp does not name its certificate")
            }
            Self::CriticalExtension(oid) => write!(f, "critical extension {oid} is not processed"),
        }
    }
}

impl<'a> TimestampToken<'a> {
    /// Reads the DER of a token. Octets after it are not looked at: see
    /// [`SignedData::der_length`].
    ///
    /// # Errors
    ///
    /// [`TimestampError`].
    pub fn parse(input: &'a [u8]) -> Result<Self, TimestampError> {
        let signed_data = SignedData::parse(input).map_err(TimestampError::Cms)?;
        if *signed_data.content_type() != oids::TST_INFO {
            return Err(TimestampError::NotTstInfo(*signed_data.content_type()));
        }
        let content = signed_data.encapsulated().ok_or(TimestampError::Empty)?;
        let info = TstInfo::parse(content).map_err(TimestampError::Info)?;
        Ok(Self { signed_data, info })
    }

    /// Returns what the authority says.
    #[must_use]
    pub fn info(&self) -> &TstInfo<'a> {
        &self.info
    }

    /// Returns the message around it.
    #[must_use]
    pub fn signed_data(&self) -> &SignedData<'a> {
        &self.signed_data
    }

    /// Judges the token for data that have the digest that `digest_of_data` returns, and its
    /// authority.
    #[must_use]
    pub fn verify(
        &self,
        digest_of_data: impl Fn(DigestAlgorithm) -> Vec<u8>,
        trust: &TimestampTrust<'_>,
    ) -> TimestampOutcome {
        let (failures, authority, _) = self.judge_message(digest_of_data, trust.certificates);
        TimestampOutcome {
            failures,
            path: authority.as_ref().map(|leaf| self.path(leaf, trust)),
            authority,
            time: self.info.time,
        }
    }

    /// Returns what is wrong with the token itself, the certificate of its authority, of which nothing
    /// has been judged, and the algorithm of its signature.
    pub(crate) fn judge_message(
        &self,
        digest_of_data: impl Fn(DigestAlgorithm) -> Vec<u8>,
        certificates: &[Certificate],
    ) -> (
        Vec<TimestampFailure>,
        Option<Certificate>,
        Option<SignatureAlgorithm>,
    ) {
        let mut failures = Vec::new();
        match &self.info.digest {
            Ok(digest) => {
                if digest_of_data(*digest) != self.info.imprint {
                    failures.push(TimestampFailure::ImprintMismatch);
                }
                if digest.weak() {
                    failures.push(TimestampFailure::Weak(Weakness::Digest(*digest)));
                }
            }
            Err(error) => failures.push(TimestampFailure::ImprintAlgorithm(error.clone())),
        }
        if let Some(oid) = self.info.critical_extension {
            failures.push(TimestampFailure::CriticalExtension(oid));
        }
        let outcome = self.signed_data.verify_encapsulated(certificates);
        if outcome.facts.contains(&CmsFact::SigningCertificateAbsent) {
            failures.push(TimestampFailure::SigningCertificateAbsent);
        }
        for fact in &outcome.facts {
            if let CmsFact::Weak(weakness) = *fact
                && !failures.contains(&TimestampFailure::Weak(weakness))
            {
                failures.push(TimestampFailure::Weak(weakness));
            }
        }
        failures.extend(outcome.failures.into_iter().map(TimestampFailure::Cms));
        (failures, outcome.signer, outcome.algorithm)
    }

    fn path(&self, leaf: &Certificate, trust: &TimestampTrust<'_>) -> PathOutcome {
        let carried = self.signed_data.certificates().iter();
        let intermediates: Vec<Certificate> = carried.chain(trust.certificates).cloned().collect();
        // A list in the token that cannot be read is a list that is missing.
        let carried = Crl::carried(self.signed_data.crls().iter().copied());
        let crls: Vec<Crl> = trust.crls.iter().cloned().chain(carried).collect();
        let request = PathRequest {
            intermediates: &intermediates,
            judged_at: trust.judged_at,
            crls: &crls,
            statuses: trust.statuses,
            revocation: trust.revocation,
            purpose: KeyPurpose::TimeStamping,
            ..PathRequest::new(leaf, trust.anchors, Role::Tsa, trust.at)
        };
        validate(&request)
    }
}
