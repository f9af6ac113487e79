use super::{CertificateWish, PkiFailure, TimestampRequest};
use crate::cms::{BuildError, SignOptions, Signer, oids};
use crate::der::{Oid, tag, writer};
use crate::suite::{DigestAlgorithm, SigningKey, digest};
use time::{Duration, OffsetDateTime};

/// Makes timestamps: octets in, octets out. The clock and the serial numbers are the caller's.
///
/// ```
/// use yinxin_core::{cms::Signer, der::Oid, suite::SigningKey, timestamp::Authority};
/// # fn answer(chain: &[yinxin_core::x509::Certificate], key: &dyn SigningKey, request: &[u8], now: time::OffsetDateTime, serial: u64) -> Result<Vec<u8>, yinxin_core::cms::BuildError> {
/// let signer = Signer::new(chain)?;
/// let authority = Authority::new(&signer, key, Oid::new_unwrap("1.3.6.1.4.1.58123.1"));
/// let response = authority.answer(request, now, &serial.to_be_bytes());
/// # Ok(response)
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Authority<'a> {
    signer: &'a Signer,
    key: &'a dyn SigningKey,
    policy: Oid,
    accuracy: Duration,
}

impl std::fmt::Debug for Authority<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl<'a> Authority<'a> {
    /// Returns an authority that signs under `policy` and is right to the second.
    ///
    /// The certificate of `signer` has the one critical purpose timeStamping (RFC 3161, 2.3), or
    /// nobody believes what is made.
    #[must_use]
    pub fn new(signer: &'a Signer, key: &'a dyn SigningKey, policy: Oid) -> Self {
        Self {
            signer,
            key,
            policy,
            accuracy: Duration::seconds(1),
        }
    }

    /// Says how far the clock may be off, in whole seconds.
    #[must_use]
    pub fn accuracy(mut self, accuracy: Duration) -> Self {
        self.accuracy = accuracy;
        self
    }

    /// Answers the DER of a TimeStampReq with that of a TimeStampResp (RFC 3161, 2.4.2): with a
    /// token, or with the reason why there is none.
    ///
    /// `serial` is a number without sign, high octet first, that was never used before.
    #[must_use]
    pub fn answer(&self, request: &[u8], at: OffsetDateTime, serial: &[u8]) -> Vec<u8> {
        let Ok(request) = TimestampRequest::parse(request) else {
            return refusal(PkiFailure::DataFormat);
        };
        if let Some(failure) = self.objection(&request) {
            return refusal(failure);
        }
        match self.token(&request, at, serial) {
            Ok(token) => {
                let granted = writer::sequence(&[&writer::integer(0)]);
                writer::sequence(&[&granted, &token])
            }
            Err(_) => refusal(PkiFailure::System),
        }
    }

    fn objection(&self, request: &TimestampRequest) -> Option<PkiFailure> {
        match request.digest {
            Err(_) => return Some(PkiFailure::Algorithm),
            Ok(algorithm) if algorithm.weak() => return Some(PkiFailure::Algorithm),
            Ok(algorithm) if algorithm.output_len() != request.imprint.len() => {
                return Some(PkiFailure::DataFormat);
            }
            Ok(_) => {}
        }
        if request.policy.is_some_and(|policy| policy != self.policy) {
            return Some(PkiFailure::Policy);
        }
        request.has_extensions.then_some(PkiFailure::Extension)
    }

    /// Makes the DER of a token for a request that is known to be in order.
    ///
    /// # Errors
    ///
    /// [`BuildError`], also where the digest algorithm of the request is not served.
    pub fn token(
        &self,
        request: &TimestampRequest,
        at: OffsetDateTime,
        serial: &[u8],
    ) -> Result<Vec<u8>, BuildError> {
        let imprinted = request.digest.clone().map_err(BuildError::Algorithm)?;
        let info = self.info(request, imprinted, at, serial);
        let options = SignOptions {
            content_type: oids::TST_INFO,
            encapsulated: Some(&info),
            ..SignOptions::default()
        };
        let digest = digest(self.key.algorithm().digest(), &info);
        match request.certificate {
            CertificateWish::Wanted => self.signer.sign(&digest, self.key, &options),
            CertificateWish::Unwanted => {
                let signer = self.signer.clone().without_certificates();
                signer.sign(&digest, self.key, &options)
            }
        }
    }

    /// The TSTInfo (RFC 3161, 2.4.2).
    fn info(
        &self,
        request: &TimestampRequest,
        imprinted: DigestAlgorithm,
        at: OffsetDateTime,
        serial: &[u8],
    ) -> Vec<u8> {
        let imprint = writer::sequence(&[
            &imprinted.identifier(),
            &writer::octet_string(&request.imprint),
        ]);
        let seconds = u64::try_from(self.accuracy.whole_seconds()).unwrap_or(0);
        let nonce = request.nonce.as_deref();
        let nonce = nonce.map(|nonce| writer::element(tag::INTEGER, nonce));
        writer::sequence(&[
            &writer::integer(1),
            &writer::oid(&self.policy),
            &imprint,
            &writer::unsigned(serial),
            &writer::generalized_time(at),
            &writer::sequence(&[&writer::integer(seconds)]),
            &nonce.unwrap_or_default(),
        ])
    }
}

/// A response without a token: status rejection.
fn refusal(failure: PkiFailure) -> Vec<u8> {
    let (octets, bit) = (failure.bit() / 8, failure.bit() % 8);
    // A BIT STRING of named bits ends with the last one that is set (X.690, 11.2.2).
    let mut bits = vec![7 - bit];
    bits.extend(std::iter::repeat_n(0, usize::from(octets)));
    bits.push(0x80 >> bit);
    let information = writer::sequence(&[
        &writer::integer(2),
        &writer::element(tag::BIT_STRING, &bits),
    ]);
    writer::sequence(&[&information])
}
