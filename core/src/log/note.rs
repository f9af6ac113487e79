use super::LogError;
use crate::suite::{DigestAlgorithm, SignatureAlgorithm, SigningKey, digest, verify};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::str::FromStr;

/// Longest note, octets, and most signatures of one.
const LONGEST: usize = 1 << 20;
const MOST_SIGNATURES: usize = 64;
/// What a signature line begins with: an em dash.
const DASH: &str = "\u{2014} ";
/// Kinds of keys: of notes, and of those who cosign checkpoints.
const ED25519: u8 = 1;
const COSIGNER: u8 = 4;
/// The DER of a SubjectPublicKeyInfo before an Ed25519 key (RFC 8410).
const PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

/// A text with signatures (C2SP signed-note). Nothing of the text is to be believed before a signature fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key.
    pub name: String,
    /// Short identifier of the key.
    pub key_id: [u8; 4],
    /// The value.
    pub value: Vec<u8>,
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octets = [self.key_id.as_slice(), &self.value].concat();
        writeln!(f, "{DASH}{} {}", self.name, STANDARD.encode(octets))
    }
}

impl SignedNote {
    /// Puts a note together.
    ///
    /// # Errors
    ///
    /// [`LogError::Malformed`] where the text does not end with a line feed or has other control characters.
    pub fn new(text: String, signatures: Vec<NoteSignature>) -> Result<Self, LogError> {
        let is_text = text.ends_with('\n') && !text.contains(is_control);
        match is_text {
            true => Ok(Self { text, signatures }),
            false => Err(malformed(1, "text that ends with a line feed")),
        }
    }

    /// Reads a note.
    ///
    /// # Errors
    ///
    /// [`LogError::Malformed`] and [`LogError::TooMuch`].
    pub fn parse(octets: &[u8]) -> Result<Self, LogError> {
        if octets.len() > LONGEST {
            return Err(LogError::TooMuch {
                what: "octets of a note",
                limit: LONGEST,
            });
        }
        let note = std::str::from_utf8(octets).map_err(|_| malformed(1, "UTF-8"))?;
        if note.contains(is_control) {
            return Err(malformed(1, "text without control characters"));
        }
        let at = note
            .rfind("\n\n")
            .ok_or(malformed(1, "an empty line before the signatures"))?;
        let (text, rest) = note
            .split_at_checked(at.saturating_add(1))
            .unwrap_or_default();
        let before = text.lines().count().saturating_add(2);
        let lines = rest.strip_prefix('\n').unwrap_or(rest);
        let lines = lines
            .strip_suffix('\n')
            .ok_or(malformed(before, "a line feed at the end"))?;
        let mut signatures = Vec::new();
        for (index, line) in lines.split('\n').enumerate() {
            if index >= MOST_SIGNATURES {
                return Err(LogError::TooMuch {
                    what: "signatures of a note",
                    limit: MOST_SIGNATURES,
                });
            }
            let signature = signature(line);
            signatures
                .push(signature.ok_or(malformed(before.saturating_add(index), "a signature"))?);
        }
        Ok(Self {
            text: text.to_owned(),
            signatures,
        })
    }

    /// Returns the text, with its last line feed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the signatures.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds a signature.
    pub fn add(&mut self, signature: NoteSignature) {
        self.signatures.push(signature);
    }

    /// Returns the text if a key signed it.
    ///
    /// # Errors
    ///
    /// [`LogError::Unsigned`] where it did not, or any signature that says to be by it does not fit.
    pub fn verified(&self, key: &VerifierKey) -> Result<&str, LogError> {
        let unsigned = || LogError::Unsigned {
            name: key.name.clone(),
        };
        if key.kind != ED25519 {
            return Err(LogError::Key("it is not for notes"));
        }
        let mut own = self.of(key).peekable();
        own.peek().ok_or_else(unsigned)?;
        match own.all(|signature| key.fits(self.text.as_bytes(), &signature.value)) {
            true => Ok(&self.text),
            false => Err(unsigned()),
        }
    }

    /// Returns the signatures that say to be by a key.
    pub(super) fn of<'n>(&'n self, key: &VerifierKey) -> impl Iterator<Item = &'n NoteSignature> {
        let id = (key.name.clone(), key.key_id());
        let is_by =
            move |signature: &&NoteSignature| signature.name == id.0 && signature.key_id == id.1;
        self.signatures.iter().filter(is_by)
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|signature| write!(f, "{signature}"))
    }
}

fn is_control(letter: char) -> bool {
    letter < ' ' && letter != '\n'
}

fn malformed(line: usize, expected: &'static str) -> LogError {
    LogError::Malformed { line, expected }
}

fn signature(line: &str) -> Option<NoteSignature> {
    let (name, value) = line.strip_prefix(DASH)?.split_once(' ')?;
    let octets = STANDARD.decode(value).ok()?;
    let (key_id, value) = octets.split_first_chunk::<4>()?;
    (is_name(name) && !value.is_empty()).then(|| NoteSignature {
        name: name.to_owned(),
        key_id: *key_id,
        value: value.to_vec(),
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|letter: char| letter.is_whitespace() || letter == '+')
}

/// The public key of somebody who signs notes, or of a witness: Ed25519.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: u8,
    key: [u8; 32],
}

impl VerifierKey {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the short identifier: of name, kind and key.
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        let octets = [self.name.as_bytes(), b"\n", &[self.kind], &self.key].concat();
        let hash = digest(DigestAlgorithm::Sha256, &octets);
        hash.first_chunk().copied().unwrap_or_default()
    }

    pub(super) fn is_cosigner(&self) -> bool {
        self.kind == COSIGNER
    }

    pub(super) fn fits(&self, message: &[u8], value: &[u8]) -> bool {
        let spki = [PREFIX.as_slice(), &self.key].concat();
        verify(&spki, SignatureAlgorithm::Ed25519, message, value).is_ok()
    }
}

/// `name+identifier+key`, as keys are handed out.
impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[self.kind], self.key.as_slice()].concat());
        write!(
            f,
            "{}+{:08x}+{key}",
            self.name,
            u32::from_be_bytes(self.key_id())
        )
    }
}

impl FromStr for VerifierKey {
    type Err = LogError;

    fn from_str(text: &str) -> Result<Self, LogError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(LogError::Key("it is not written as name+identifier+key"));
        };
        let octets = STANDARD.decode(key).unwrap_or_default();
        let (kind, key) = match octets.split_first() {
            Some((kind @ (&ED25519 | &COSIGNER), key)) => (*kind, key.try_into().ok()),
            _ => (0, None),
        };
        let key = key.ok_or(LogError::Key("it is no Ed25519 key of a log or a witness"))?;
        let found = Self {
            name: name.to_owned(),
            kind,
            key,
        };
        let is_right = is_name(name) && id == format!("{:08x}", u32::from_be_bytes(found.key_id()));
        is_right
            .then_some(found)
            .ok_or(LogError::Key("its identifier is that of another key"))
    }
}

/// Somebody who signs notes, or cosigns checkpoints.
#[derive(Clone, Copy)]
pub struct NoteSigner<'k> {
    name: &'k str,
    key: &'k dyn SigningKey,
    public: [u8; 32],
}

impl fmt::Debug for NoteSigner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoteSigner")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl<'k> NoteSigner<'k> {
    /// Takes a key under a name without spaces and plus signs, such as `log.example.cn/990101`.
    ///
    /// # Errors
    ///
    /// [`LogError::Key`] where the name is none or the key is not Ed25519.
    pub fn new(name: &'k str, key: &'k dyn SigningKey) -> Result<Self, LogError> {
        if !is_name(name) {
            return Err(LogError::Key(
                "its name is empty, or has a space or a plus sign",
            ));
        }
        let public = key
            .subject_public_key_info()
            .strip_prefix(PREFIX.as_slice());
        let public = public.and_then(|key| key.try_into().ok());
        let public = public.ok_or(LogError::Key("it is no Ed25519 key"))?;
        Ok(Self { name, key, public })
    }

    /// Returns what others verify its notes with.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        self.of_kind(ED25519)
    }

    /// Returns what others verify its cosignatures with. One key is to be used for one of both.
    #[must_use]
    pub fn cosigner(&self) -> VerifierKey {
        self.of_kind(COSIGNER)
    }

    fn of_kind(&self, kind: u8) -> VerifierKey {
        VerifierKey {
            name: self.name.to_owned(),
            kind,
            key: self.public,
        }
    }

    /// Signs a text.
    ///
    /// # Errors
    ///
    /// [`LogError::Key`] where the key does not sign.
    pub fn sign(&self, text: &str) -> Result<NoteSignature, LogError> {
        self.line(&self.verifier(), text.as_bytes(), &[])
    }

    /// Signs a message; the value stands behind `before`.
    pub(super) fn line(
        &self,
        key: &VerifierKey,
        message: &[u8],
        before: &[u8],
    ) -> Result<NoteSignature, LogError> {
        let value = self
            .key
            .sign(message)
            .map_err(|_| LogError::Key("it did not sign"))?;
        Ok(NoteSignature {
            name: self.name.to_owned(),
            key_id: key.key_id(),
            value: [before, &value].concat(),
        })
    }
}
