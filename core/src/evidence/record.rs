use super::tree::parent;
use crate::der::{DerError, DerErrorKind, Element, Reader, tag};
use crate::suite::{AlgorithmError, DigestAlgorithm};
use std::fmt;

/// Longest record that is read, octets.
pub const MAX_RECORD: usize = 16 << 20;
/// Most digests of one record.
const MOST_DIGESTS: usize = 1 << 18;

/// An evidence record (RFC 4998, 3.1) with one timestamp, borrowed; nothing in it has been verified.
#[derive(Debug, Clone)]
pub struct EvidenceRecord<'a> {
    algorithm: DigestAlgorithm,
    lists: Vec<Vec<&'a [u8]>>,
    token: &'a [u8],
}

/// Why octets could not be read as an evidence record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceError {
    /// They are no DER of a record.
    Der(DerError),
    /// They are longer than 16 MiB, or hold more than 2^18 digests.
    TooLong,
    /// The digest algorithm is not served.
    Algorithm(AlgorithmError),
    /// The record has been renewed, or is about encrypted data: not served.
    NotServed(&'static str),
}

impl From<DerError> for EvidenceError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl fmt::Display for EvidenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Der(error) => write!(f, "the evidence record cannot be read: {error}"),
            Self::TooLong => f.write_str("the evidence record is too long"),
            Self::Algorithm(error) => write!(f, "the evidence record cannot be judged: {error}"),
            Self::NotServed(what) => write!(f, "evidence records with {what} are not served"),
        }
    }
}

impl std::error::Error for EvidenceError {}

/// What is wrong with a record of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceFailure {
    /// The digest of the file is not in it: it is about another file, or the file was altered.
    NotInTree,
}

impl fmt::Display for EvidenceFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInTree => f.write_str("the evidence record is about other data"),
        }
    }
}

impl<'a> EvidenceRecord<'a> {
    /// Reads the DER of a record.
    ///
    /// # Errors
    ///
    /// [`EvidenceError`].
    pub fn parse(der: &'a [u8]) -> Result<Self, EvidenceError> {
        if der.len() > MAX_RECORD {
            return Err(EvidenceError::TooLong);
        }
        let mut outer = Reader::new(der);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let version = fields.expect(tag::INTEGER)?;
        if version.value() != [1] {
            return Err(version.error(DerErrorKind::Value).into());
        }
        // Only a list of those that stand further below.
        fields.expect(tag::SEQUENCE)?;
        if fields.optional(tag::context(1))?.is_some() {
            return Err(EvidenceError::NotServed("encrypted data"));
        }
        // Data that help to judge algorithms (RFC 4998, 3.1) are trusted in nothing.
        fields.optional(tag::context(0))?;
        if fields.peek() == Some(tag::context(1)) {
            return Err(EvidenceError::NotServed("encrypted data"));
        }
        let mut chains = fields.sequence()?;
        fields.finish()?;
        let mut chain = chains.sequence()?;
        let stamp = chain.expect(tag::SEQUENCE)?;
        if !chains.is_empty() || !chain.is_empty() {
            return Err(EvidenceError::NotServed("renewals"));
        }
        Self::stamp(&stamp)
    }

    fn stamp(stamp: &Element<'a>) -> Result<Self, EvidenceError> {
        let mut fields = stamp.reader()?;
        let named = fields.optional(tag::context(0))?;
        // Attributes (RFC 4998, 4.1) are not signed and say nothing.
        fields.optional(tag::context(1))?;
        let mut lists = Vec::new();
        let mut left = MOST_DIGESTS;
        if let Some(reduced) = fields.optional(tag::context(2))? {
            let mut reduced = reduced.reader()?;
            while !reduced.is_empty() {
                let mut partial = reduced.sequence()?;
                let mut list = Vec::new();
                while !partial.is_empty() {
                    left = left.checked_sub(1).ok_or(EvidenceError::TooLong)?;
                    list.push(partial.expect(tag::OCTET_STRING)?.value());
                }
                if list.is_empty() {
                    return Err(stamp.error(DerErrorKind::Value).into());
                }
                lists.push(list);
            }
        }
        let token = fields.expect(tag::SEQUENCE)?.raw();
        fields.finish()?;
        let algorithm = match named {
            Some(named) => algorithm(&named)?,
            // Else it is that of the timestamp (RFC 4998, 4.1).
            None => crate::timestamp::TimestampToken::parse(token)
                .map_err(|_| EvidenceError::NotServed("a timestamp that cannot be read"))?
                .info()
                .digest
                .clone()
                .map_err(EvidenceError::Algorithm)?,
        };
        Ok(Self {
            algorithm,
            lists,
            token,
        })
    }

    /// Returns the digest algorithm of the tree.
    #[must_use]
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Returns the DER of the timestamp token.
    #[must_use]
    pub const fn token(&self) -> &'a [u8] {
        self.token
    }

    /// Returns what has to be stamped if the file that has `digest` is one of those that the record
    /// is about (RFC 4998, 4.3). Nothing is said about the timestamp.
    ///
    /// # Errors
    ///
    /// [`EvidenceFailure`].
    pub fn root(&self, digest: &[u8]) -> Result<Vec<u8>, EvidenceFailure> {
        let mut root = digest.to_vec();
        for (level, list) in self.lists.iter().enumerate() {
            let mut children = list.clone();
            if level == 0 {
                if !list.contains(&digest) {
                    return Err(EvidenceFailure::NotInTree);
                }
            } else {
                children.push(&root);
            }
            root = parent(self.algorithm, children);
        }
        Ok(root)
    }
}

/// Reads an AlgorithmIdentifier with an implicit tag.
fn algorithm(element: &Element<'_>) -> Result<DigestAlgorithm, EvidenceError> {
    let mut fields = element.reader()?;
    let oid = fields.oid()?;
    fields.optional(tag::NULL)?;
    fields.finish()?;
    let unknown = AlgorithmError::Unknown(oid);
    DigestAlgorithm::from_oid(&oid).ok_or(EvidenceError::Algorithm(unknown))
}
