use super::merkle::Hash;
use super::{LogError, SignedNote, VerifierKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Most octets of origin and extensions that are kept.
const LONGEST: usize = 16 << 10;

/// What a log says of itself at one time (C2SP tlog-checkpoint).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log says so.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// Lines that mean nothing to others.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// Reads the text of a note.
    ///
    /// # Errors
    ///
    /// [`LogError::Malformed`] and [`LogError::TooMuch`].
    pub fn parse(text: &str) -> Result<Self, LogError> {
        let wrong = |line, expected| LogError::Malformed { line, expected };
        if text.len() > LONGEST {
            return Err(LogError::TooMuch {
                what: "octets of a checkpoint",
                limit: LONGEST,
            });
        }
        let body = text
            .strip_suffix('\n')
            .ok_or(wrong(1, "a line feed at the end"))?;
        let mut lines = body.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty());
        let origin = origin.ok_or(wrong(1, "the name of the log"))?;
        let size = lines
            .next()
            .and_then(decimal)
            .ok_or(wrong(2, "the number of entries"))?;
        let root = lines
            .next()
            .and_then(hash)
            .ok_or(wrong(3, "the root in base64"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(wrong(4, "lines that are not empty"));
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        })
    }

    /// Returns what a note says that its log signed.
    ///
    /// # Errors
    ///
    /// [`LogError::Unsigned`] where it did not; [`LogError::Malformed`] also where it is of another log than `origin`.
    pub fn open(note: &SignedNote, origin: &str, key: &VerifierKey) -> Result<Self, LogError> {
        let checkpoint = Self::parse(note.verified(key)?)?;
        match checkpoint.origin == origin {
            true => Ok(checkpoint),
            false => Err(LogError::Malformed {
                line: 1,
                expected: "the name of this log",
            }),
        }
    }

    /// Returns the text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let root = STANDARD.encode(self.root);
        let mut text = format!("{}\n{}\n{root}\n", self.origin, self.size);
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}

/// Reads a number without zeros before it.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let is_plain =
        text.bytes().all(|octet| octet.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| is_plain)
}

/// Reads a hash in base64.
pub(super) fn hash(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}
