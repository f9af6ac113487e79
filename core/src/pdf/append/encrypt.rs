//! Encrypting what a revision adds to an encrypted file, with the key of the file.

use super::super::document::Document;
use super::super::encryption::{Cipher, Encryption, Salt, each_string};
use super::super::limits::{Budget, Limits};
use super::super::object::{ObjectId, Span};
use super::super::parser::parse_at;
use super::AppendError;

/// Encrypts the strings and streams of one revision.
#[derive(Debug)]
pub(super) struct Encryptor<'d> {
    encryption: &'d Encryption,
    base: usize,
    count: u64,
}

const SHAPE: AppendError = AppendError::Unsupported {
    what: "an object to be encrypted",
};

impl<'d> Encryptor<'d> {
    /// Returns what encrypts; `None` where the file is not encrypted.
    pub(super) fn of(document: &'d Document<'d>) -> Option<Self> {
        document.encryption().map(|encryption| Encryptor {
            encryption,
            base: document.bytes().len(),
            count: 0,
        })
    }

    fn salt(&mut self) -> Salt {
        self.count += 1;
        Salt {
            base: self.base,
            ordinal: self.count,
        }
    }

    fn cipher(&self, id: ObjectId) -> Result<Cipher<'d>, AppendError> {
        Cipher::of(self.encryption, id).ok_or(SHAPE)
    }

    /// Returns the source of one value with its strings encrypted; everything else is kept.
    pub(super) fn value(&mut self, id: ObjectId, source: &[u8]) -> Result<Vec<u8>, AppendError> {
        let cipher = self.cipher(id)?;
        let budget = Budget::new(&Limits::default());
        let (mut value, span) = parse_at(source, 0, &budget)?;
        let rest = source.get(span.end..).unwrap_or_default();
        if !rest.trim_ascii().is_empty() {
            return Err(SHAPE);
        }
        let mut out = Vec::with_capacity(source.len().saturating_mul(2));
        let mut from = 0;
        let mut refused = false;
        each_string(&mut value, &mut |token, at| {
            let end = at + token.raw.len();
            match cipher.encrypt_string(&token.decode(), self.salt()) {
                Some(encrypted) => {
                    let before = Span {
                        start: from,
                        end: at,
                    };
                    out.extend_from_slice(before.of(source));
                    hexadecimal(&mut out, &encrypted);
                }
                None => refused = true,
            }
            from = end;
            Ok(())
        })?;
        if refused {
            return Err(SHAPE);
        }
        out.extend_from_slice(source.get(from..).unwrap_or_default());
        Ok(out)
    }

    /// Returns the source of the entries of a stream's dictionary, and its data, both encrypted.
    pub(super) fn stream(
        &mut self,
        id: ObjectId,
        entries: &[u8],
        data: &[u8],
    ) -> Result<(Vec<u8>, Vec<u8>), AppendError> {
        let source = [b"<<", entries, b">>"].concat();
        let budget = Budget::new(&Limits::default());
        let (value, _) = parse_at(&source, 0, &budget)?;
        let dictionary = value.as_dictionary().ok_or(SHAPE)?;
        let salt = self.salt();
        let data = self.cipher(id)?.encrypt_stream(dictionary, data, salt);
        let entries = self.value(id, &source)?;
        let inner = entries.get(2..entries.len().saturating_sub(2));
        Ok((inner.unwrap_or_default().to_vec(), data.ok_or(SHAPE)?))
    }
}

fn hexadecimal(out: &mut Vec<u8>, octets: &[u8]) {
    out.push(b'<');
    for octet in octets {
        out.extend_from_slice(format!("{octet:02x}").as_bytes());
    }
    out.push(b'>');
}
