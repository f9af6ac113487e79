//! PEM blocks (RFC 7468) among other text.

use super::ReadError;
use pkcs8::der::pem;
use zeroize::Zeroizing;

/// Most blocks that are read from one file.
const MOST_BLOCKS: usize = 1000;

/// One PEM block.
pub struct Block {
    /// Label between `-----BEGIN` and `-----`.
    pub label: String,
    /// Decoded content.
    pub der: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Block")
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

/// Tells whether the bytes hold a PEM block.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    // DER begins with a SEQUENCE tag, '0' in ASCII; text may too, so the length octet decides.
    let der = matches!(bytes, [0x30, length, ..] if *length >= 0x80 || !length.is_ascii_graphic());
    !der && bytes.windows(BEGIN.len()).any(|window| window == BEGIN)
}

const BEGIN: &[u8] = b"-----BEGIN ";

/// Returns the blocks in the order of the file. Text outside blocks is passed over, as OpenSSL does.
///
/// # Errors
///
/// [`ReadError::Pem`] where a block does not end or is not strict RFC 7468;
/// [`ReadError::LegacyPemEncryption`]; [`ReadError::TooLarge`] beyond 1000 blocks.
pub fn blocks(bytes: &[u8]) -> Result<Vec<Block>, ReadError> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    for (index, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        let trimmed = line.trim_ascii();
        if let Some(block) = open.as_mut() {
            block.headers |= trimmed.starts_with(b"Proc-Type:");
            block.text.extend_from_slice(trimmed);
            block.text.push(b'\n');
            if trimmed.starts_with(b"-----END ") {
                found.push(block.decode()?);
                open = None;
            }
        } else if trimmed.starts_with(BEGIN) {
            if found.len() >= MOST_BLOCKS {
                return Err(ReadError::TooLarge);
            }
            let mut text = Zeroizing::new(Vec::with_capacity(bytes.len().min(super::LIMIT)));
            text.extend_from_slice(trimmed);
            text.push(b'\n');
            open = Some(Open {
                line: index + 1,
                headers: false,
                text,
            });
        }
    }
    match open {
        Some(block) => Err(ReadError::Pem { line: block.line }),
        None => Ok(found),
    }
}

struct Open {
    line: usize,
    headers: bool,
    text: Zeroizing<Vec<u8>>,
}

impl Open {
    fn decode(&self) -> Result<Block, ReadError> {
        if self.headers {
            return Err(ReadError::LegacyPemEncryption { line: self.line });
        }
        let (label, der) =
            pem::decode_vec(&self.text).map_err(|_| ReadError::Pem { line: self.line })?;
        Ok(Block {
            label: label.to_owned(),
            der: Zeroizing::new(der),
        })
    }
}
