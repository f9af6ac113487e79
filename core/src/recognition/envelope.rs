//! DSSE envelopes (secure-systems-lab/dsse, protocol 1.0, from memory): signatures over octets.

use super::{RootKey, Sha256};
use crate::json::Octets;
use crate::licence::{JsonError, read_json};
use crate::suite::{self, SigningError, SigningKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Octets that an envelope may have.
pub(crate) const MOST: usize = 16 * 1024 * 1024;

/// Signatures that an envelope may have.
const MOST_SIGNATURES: usize = 16;

/// A payload with its type and signatures.
///
/// What is signed is the pre-authentication encoding of type and payload, octet for octet as they
/// were received: the payload is never written anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    payload: Octets,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<EnvelopeSignature>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvelopeSignature {
    /// A hint that nobody vouches for; not used in any decision.
    #[serde(default)]
    keyid: String,
    sig: Octets,
}

/// Why octets are not an envelope.
#[derive(Debug)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// Not JSON of that shape.
    Json(JsonError),
    /// More than 16 signatures.
    TooManySignatures,
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "not a dsse envelope: {error}"),
            Self::TooManySignatures => {
                write!(
                    f,
                    "more than {MOST_SIGNATURES} signatures in a dsse envelope"
                )
            }
        }
    }
}

impl std::error::Error for EnvelopeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::TooManySignatures => None,
        }
    }
}

impl Envelope {
    /// Makes an envelope without signatures.
    #[must_use]
    pub fn new(payload_type: &str, payload: Vec<u8>) -> Self {
        Self {
            payload: Octets(payload),
            payload_type: payload_type.to_owned(),
            signatures: Vec::new(),
        }
    }

    /// Reads an envelope of at most 16 MiB.
    ///
    /// # Errors
    ///
    /// [`EnvelopeError`] where the octets are no envelope.
    pub fn parse(octets: &[u8]) -> Result<Self, EnvelopeError> {
        let envelope: Self = read_json(octets, MOST).map_err(EnvelopeError::Json)?;
        if envelope.signatures.len() > MOST_SIGNATURES {
            return Err(EnvelopeError::TooManySignatures);
        }
        Ok(envelope)
    }

    /// Returns the envelope as JSON; the same envelope gives the same octets.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Text and lists only: nothing that JSON could not hold.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Returns the payload, octet for octet.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload.0
    }

    /// Returns the payload's type.
    #[must_use]
    pub fn payload_type(&self) -> &str {
        &self.payload_type
    }

    /// Adds the signature of `key`.
    ///
    /// # Errors
    ///
    /// [`SigningError`] where the key does not sign.
    pub fn sign(&mut self, key: &dyn SigningKey) -> Result<(), SigningError> {
        let sig = Octets(key.sign(&self.to_be_signed())?);
        let keyid = Sha256::of(key.subject_public_key_info()).to_string();
        self.signatures.push(EnvelopeSignature { keyid, sig });
        Ok(())
    }

    /// Returns the SubjectPublicKeyInfo of those of `keys` that signed, each once.
    ///
    /// A signature that is wrong or of a key not asked for is passed over: it takes nothing away
    /// from the others.
    #[must_use]
    pub fn signers<'k>(&self, keys: &'k [RootKey]) -> BTreeSet<&'k [u8]> {
        let message = self.to_be_signed();
        keys.iter()
            .filter(|key| {
                self.signatures.iter().any(|signature| {
                    suite::verify(
                        &key.spki.0,
                        key.algorithm.suite(),
                        &message,
                        &signature.sig.0,
                    )
                    .is_ok()
                })
            })
            .map(|key| key.spki.0.as_slice())
            .collect()
    }

    /// The pre-authentication encoding (PAE).
    fn to_be_signed(&self) -> Vec<u8> {
        let kind = &self.payload_type;
        let payload = &self.payload.0;
        let mut message = format!("DSSEv1 {} {} {} ", kind.len(), kind, payload.len()).into_bytes();
        message.extend_from_slice(payload);
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognition::testing::key;

    #[test]
    fn the_encoding_is_that_of_the_published_example() {
        let envelope = Envelope::new("http://example.com/HelloWorld", b"hello world".to_vec());
        assert_eq!(
            envelope.to_be_signed(),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }

    #[test]
    fn only_distinct_right_signatures_count() {
        let (a, b, c) = (key(1), key(2), key(3));
        let keys = [&a, &b, &a].map(|key| RootKey::of(key).unwrap());
        let mut envelope = Envelope::new("t", b"x".to_vec());
        for key in [&a, &a, &c] {
            envelope.sign(key).unwrap();
        }
        assert_eq!(envelope.signers(&keys).len(), 1, "one key counts once");
        envelope.signatures[0].sig.0[3] ^= 1;
        assert_eq!(
            envelope.signers(&keys).len(),
            1,
            "a wrong signature takes nothing away"
        );
        let other = Envelope {
            payload_type: "u".to_owned(),
            ..envelope.clone()
        };
        assert!(other.signers(&keys).is_empty(), "the type is signed");
        let read = Envelope::parse(&envelope.to_bytes()).unwrap();
        assert_eq!(read, envelope);
    }

    #[test]
    fn strange_envelopes_are_refused() {
        for text in [
            r#"{"payload":"eA==","payloadType":"t"}"#,
            r#"{"payload":"eA==","payload":"eQ==","payloadType":"t","signatures":[]}"#,
            r#"{"payload":"eA","payloadType":"t","signatures":[]}"#,
            r#"{"payload":"e A==","payloadType":"t","signatures":[]}"#,
            r#"{"payload":"eA==","payloadType":"t","signatures":[],"x":1}"#,
        ] {
            assert!(Envelope::parse(text.as_bytes()).is_err(), "{text}");
        }
        let many = vec![r#"{"sig":""}"#; 17].join(",");
        let text = format!(r#"{{"payload":"eA==","payloadType":"t","signatures":[{many}]}}"#);
        assert!(matches!(
            Envelope::parse(text.as_bytes()),
            Err(EnvelopeError::TooManySignatures)
        ));
    }
}
