use super::checkpoint::{decimal, hash};
use super::merkle::{self, Hash};
use super::{Checkpoint, LogError, SignedNote, VerifierKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// Longest receipt, octets; hashes of the longest proof.
const LONGEST: usize = 1 << 20;
const MOST_HASHES: usize = 64;
/// The first line.
const FORMAT: &str = "c2sp.org/tlog-proof@v1";

/// The proof that an entry is in a log, to be checked without the log (C2SP tlog-proof).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What belongs to the entry and is not authenticated by the receipt.
    pub extra: Option<Vec<u8>>,
    /// Place of the entry in the log.
    pub index: u64,
    /// The inclusion proof.
    pub proof: Vec<Hash>,
    /// The checkpoint that it leads to.
    pub checkpoint: SignedNote,
}

impl Receipt {
    /// Reads a receipt.
    ///
    /// # Errors
    ///
    /// [`LogError::Malformed`] and [`LogError::TooMuch`].
    pub fn parse(octets: &[u8]) -> Result<Self, LogError> {
        let wrong = |line, expected| LogError::Malformed { line, expected };
        if octets.len() > LONGEST {
            return Err(LogError::TooMuch {
                what: "octets of a receipt",
                limit: LONGEST,
            });
        }
        let text = std::str::from_utf8(octets).map_err(|_| wrong(1, "UTF-8"))?;
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(wrong(1, "an empty line before the checkpoint"))?;
        let mut lines = head.split('\n').enumerate().peekable();
        let (_, first) = lines.next().unwrap_or_default();
        if first != FORMAT {
            return Err(wrong(1, FORMAT));
        }
        let extra = lines
            .peek()
            .and_then(|(_, line)| line.strip_prefix("extra "));
        let extra = match extra {
            Some(extra) => {
                let extra = STANDARD.decode(extra).map_err(|_| wrong(2, "base64"))?;
                lines.next();
                Some(extra)
            }
            None => None,
        };
        let index = lines
            .next()
            .and_then(|(_, line)| line.strip_prefix("index "))
            .and_then(decimal);
        let index = index.ok_or(wrong(2, "the place of the entry"))?;
        let mut proof = Vec::new();
        for (line, text) in lines {
            if proof.len() >= MOST_HASHES {
                return Err(LogError::TooMuch {
                    what: "hashes of a proof",
                    limit: MOST_HASHES,
                });
            }
            proof.push(hash(text).ok_or(wrong(line.saturating_add(1), "a hash in base64"))?);
        }
        let checkpoint = SignedNote::parse(checkpoint.as_bytes())?;
        Ok(Self {
            extra,
            index,
            proof,
            checkpoint,
        })
    }

    /// Returns the checkpoint that an entry is proved to be in.
    ///
    /// # Errors
    ///
    /// [`LogError::Unsigned`] where the log did not sign it, [`LogError::ProofWrong`] where the entry is not proved to be
    /// in it, and as [`Checkpoint::open`].
    pub fn verify(
        &self,
        leaf: &Hash,
        origin: &str,
        key: &VerifierKey,
    ) -> Result<Checkpoint, LogError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, origin, key)?;
        merkle::verify_inclusion(
            (self.index, checkpoint.size),
            leaf,
            &self.proof,
            &checkpoint.root,
        )?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FORMAT}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.proof {
            writeln!(f, "{}", STANDARD.encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
