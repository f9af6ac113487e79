use super::tree::parent;
use crate::der::{DerError, DerErrorKind, Element, Reader, tag, writer};
use crate::suite::{AlgorithmError, DigestAlgorithm, digest};
use std::fmt;

/// Longest record that is read, octets.
pub const MAX_RECORD: usize = 16 << 20;
/// Most digests of one record.
const MOST_DIGESTS: usize = 1 << 18;

/// Most timestamps of one record: it is renewed once in several years.
const MOST_STAMPS: usize = 32;

/// An evidence record (RFC 4998, 3.1), borrowed; nothing in it has been verified.
///
/// It has one archive timestamp, and one more for each renewal: in the same chain, about the timestamp
/// before (5.2, timestamp renewal), or in a new chain with another digest algorithm, about the file and
/// all chains before (hash-tree renewal).
#[derive(Debug, Clone)]
pub struct EvidenceRecord<'a> {
    /// Version, algorithms and whatever else stands before the chains.
    head: &'a [u8],
    chains: Vec<Chain<'a>>,
}

/// An archive timestamp chain (RFC 4998, 5.1).
#[derive(Debug, Clone)]
struct Chain<'a> {
    raw: &'a [u8],
    stamps: Vec<Stamp<'a>>,
}

/// An archive timestamp (RFC 4998, 4.1).
#[derive(Debug, Clone)]
struct Stamp<'a> {
    algorithm: DigestAlgorithm,
    lists: Vec<Vec<&'a [u8]>>,
    token: &'a [u8],
}

/// What a timestamp of a record has to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped<'a> {
    /// The DER of the timestamp token.
    pub token: &'a [u8],
    /// The digest algorithm of its tree, which is that of its imprint.
    pub algorithm: DigestAlgorithm,
    /// The root of the tree, which is its imprint.
    pub root: Vec<u8>,
}

/// Why octets could not be read as an evidence record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceError {
    /// They are no DER of a record.
    Der(DerError),
    /// They are longer than 16 MiB, or hold more than 2^18 digests or 32 timestamps.
    TooLong,
    /// The digest algorithm is not served.
    Algorithm(AlgorithmError),
    /// The record is about encrypted data, or has a timestamp that is not served.
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
    /// A renewal is not about what it should renew.
    NotRenewed,
}

impl fmt::Display for EvidenceFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInTree => f.write_str("the evidence record is about other data"),
            Self::NotRenewed => f.write_str("a renewal in the evidence record is about other data"),
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
        let all = fields.expect(tag::SEQUENCE)?;
        fields.finish()?;
        let body = outer_body(der)?;
        let head = body.get(..body.len().saturating_sub(all.raw().len()));
        let mut limits = Limits {
            digests: MOST_DIGESTS,
            stamps: MOST_STAMPS,
        };
        let mut chains = Vec::new();
        let mut rest = all.reader()?;
        while !rest.is_empty() {
            chains.push(Chain::read(&rest.expect(tag::SEQUENCE)?, &mut limits)?);
        }
        if chains.is_empty() {
            return Err(all.error(DerErrorKind::Value).into());
        }
        Ok(Self {
            head: head.unwrap_or_default(),
            chains,
        })
    }

    /// Returns what each timestamp has to be about if the record is about the file whose digests
    /// `digest` gives, the oldest first (RFC 4998, 4.3 and 5.3). Nothing is said about the timestamps:
    /// each has to be good at the time of the next one, and the last one now.
    ///
    /// # Errors
    ///
    /// [`EvidenceFailure`].
    pub fn stamped(
        &self,
        mut digest_of_file: impl FnMut(DigestAlgorithm) -> Vec<u8>,
    ) -> Result<Vec<Stamped<'a>>, EvidenceFailure> {
        let mut stamped = Vec::new();
        for (index, chain) in self.chains.iter().enumerate() {
            let mut before: Option<&[u8]> = None;
            for stamp in &chain.stamps {
                let leaf = match before {
                    Some(token) => digest(stamp.algorithm, token),
                    None => {
                        let file = digest_of_file(stamp.algorithm);
                        self.renewed(stamp.algorithm, index, file)
                    }
                };
                let root = stamp.root(&leaf).ok_or(match stamped.is_empty() {
                    true => EvidenceFailure::NotInTree,
                    false => EvidenceFailure::NotRenewed,
                })?;
                stamped.push(Stamped {
                    token: stamp.token,
                    algorithm: stamp.algorithm,
                    root,
                });
                before = Some(stamp.token);
            }
        }
        Ok(stamped)
    }

    /// Returns what the first timestamp of a chain is about: the file alone, or the file and all chains
    /// before (RFC 4998, 5.2).
    fn renewed(&self, algorithm: DigestAlgorithm, chain: usize, file: Vec<u8>) -> Vec<u8> {
        let before = self.chains.get(..chain).unwrap_or_default();
        if before.is_empty() {
            return file;
        }
        let before: Vec<&[u8]> = before.iter().map(|chain| chain.raw).collect();
        let chains = digest(algorithm, &writer::sequence(&before));
        digest(algorithm, &[file, chains].concat())
    }

    /// Returns what a timestamp renewal has to be about: the digest of the newest timestamp, by the
    /// algorithm of its chain.
    #[must_use]
    pub fn newest(&self) -> Option<(DigestAlgorithm, Vec<u8>)> {
        let stamp = self.chains.last()?.stamps.last()?;
        Some((stamp.algorithm, digest(stamp.algorithm, stamp.token)))
    }

    /// Returns the DER of the record with one more archive timestamp, DER, in its newest chain.
    pub(super) fn with(&self, stamp: &[u8]) -> Option<Vec<u8>> {
        let (newest, older) = self.chains.split_last()?;
        let mut inner = Reader::new(newest.raw);
        let stamps = inner.expect(tag::SEQUENCE).ok()?;
        let newest = writer::sequence(&[stamps.value(), stamp]);
        let mut chains: Vec<&[u8]> = older.iter().map(|chain| chain.raw).collect();
        chains.push(&newest);
        Some(writer::sequence(&[self.head, &writer::sequence(&chains)]))
    }
}

fn outer_body(der: &[u8]) -> Result<&[u8], EvidenceError> {
    let mut outer = Reader::new(der);
    Ok(outer.expect(tag::SEQUENCE)?.value())
}

/// What is left of the limits.
struct Limits {
    digests: usize,
    stamps: usize,
}

impl<'a> Chain<'a> {
    fn read(chain: &Element<'a>, limits: &mut Limits) -> Result<Self, EvidenceError> {
        let mut stamps: Vec<Stamp<'a>> = Vec::new();
        let mut rest = chain.reader()?;
        while !rest.is_empty() {
            limits.stamps = limits.stamps.checked_sub(1).ok_or(EvidenceError::TooLong)?;
            let element = rest.expect(tag::SEQUENCE)?;
            let stamp = Stamp::read(&element, limits)?;
            // One chain, one algorithm (RFC 4998, 5.1).
            if stamps
                .first()
                .is_some_and(|first| first.algorithm != stamp.algorithm)
            {
                return Err(element.error(DerErrorKind::Value).into());
            }
            stamps.push(stamp);
        }
        if stamps.is_empty() {
            return Err(chain.error(DerErrorKind::Value).into());
        }
        Ok(Self {
            raw: chain.raw(),
            stamps,
        })
    }
}

impl<'a> Stamp<'a> {
    fn read(stamp: &Element<'a>, limits: &mut Limits) -> Result<Self, EvidenceError> {
        let mut fields = stamp.reader()?;
        let named = fields.optional(tag::context(0))?;
        // Attributes (RFC 4998, 4.1) are not signed and say nothing.
        fields.optional(tag::context(1))?;
        let mut lists = Vec::new();
        if let Some(reduced) = fields.optional(tag::context(2))? {
            let mut reduced = reduced.reader()?;
            while !reduced.is_empty() {
                let mut partial = reduced.sequence()?;
                let mut list = Vec::new();
                while !partial.is_empty() {
                    limits.digests = limits
                        .digests
                        .checked_sub(1)
                        .ok_or(EvidenceError::TooLong)?;
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

    /// Returns the root of the tree with the leaf; `None` where the leaf is not in it.
    fn root(&self, leaf: &[u8]) -> Option<Vec<u8>> {
        let mut root = leaf.to_vec();
        for (level, list) in self.lists.iter().enumerate() {
            let mut children = list.clone();
            if level == 0 {
                list.contains(&leaf).then_some(())?;
            } else {
                children.push(&root);
            }
            root = parent(self.algorithm, children);
        }
        Some(root)
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
