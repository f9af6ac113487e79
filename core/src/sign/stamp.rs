//! Timestamps of a signature and of a document.

use super::{Fetcher, SignError, StampError};
use crate::pdf::{Document, Purpose, SignatureRequest, SignatureRevision};
use crate::suite::{DigestAlgorithm, Digester, digest};
use crate::timestamp::{TimestampRequest, token_of_response};

/// Room for a token that nobody has seen yet, octets: at least this is reserved.
pub(super) const ROOM: usize = 32 << 10;

/// How one timestamp is asked for.
#[derive(Clone, Copy)]
pub struct Stamp<'a> {
    /// The way to the authority.
    pub fetcher: &'a dyn Fetcher,
    /// The digest of the imprint.
    pub digest: DigestAlgorithm,
    /// A random number, used once: the core has no randomness of its own.
    pub nonce: &'a [u8],
}

impl std::fmt::Debug for Stamp<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stamp")
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

impl Stamp<'_> {
    /// Asks for a token about data that have the digest `imprint`, by [`Stamp::digest`], checks the
    /// answer, and returns the DER of the token.
    ///
    /// # Errors
    ///
    /// [`StampError`].
    pub fn obtain(&self, imprint: Vec<u8>) -> Result<Vec<u8>, StampError> {
        let request = TimestampRequest::new(self.digest, imprint, self.nonce);
        let asked = request.to_der().map_err(StampError::Algorithm)?;
        let response = self.fetcher.timestamp(&asked).map_err(StampError::Fetch)?;
        let token = token_of_response(&response, &request).map_err(StampError::Response)?;
        Ok(token.to_vec())
    }

    /// Asks for a token about a signature value (RFC 3161, appendix A).
    pub(super) fn of_signature(&self, value: &[u8]) -> Result<Vec<u8>, StampError> {
        self.obtain(digest(self.digest, value))
    }
}

/// Puts a document timestamp (ISO 32000-2, 12.8.5; from memory) over everything that `document`
/// holds, into a new field, and returns the octets to be written after its last one.
///
/// # Errors
///
/// [`SignError`].
pub fn document_timestamp(
    document: &Document<'_>,
    field: &str,
    stamp: &Stamp<'_>,
) -> Result<Vec<u8>, SignError> {
    let mut request = SignatureRequest::new(field);
    request.purpose = Purpose::DocTimeStamp;
    request.sub_filter = "ETSI.RFC3161";
    request.reserve = ROOM;
    let prepared = SignatureRevision::prepare(document, &request).map_err(SignError::Append)?;
    let mut digester = Digester::new(stamp.digest);
    digester.update(document.bytes());
    digester.update(prepared.before_contents());
    digester.update(prepared.after_contents());
    let token = stamp.obtain(digester.finish()).map_err(SignError::Stamp)?;
    prepared.embed(&token).map_err(SignError::Append)
}
