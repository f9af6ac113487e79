use super::{DigestAlgorithm, PublicKey, SignatureAlgorithm};
use std::fmt;

/// Bits of an RSA modulus below which it proves nothing today (NIST SP 800-131A; ETSI TS 119 312; both
/// from memory).
const SHORTEST_RSA: usize = 2048;

/// Why nothing is concluded today from a signature that fits its key and message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weakness {
    /// Collisions of the digest can be made.
    Digest(DigestAlgorithm),
    /// An RSA modulus below 2048 bits.
    ShortKey {
        /// Bits of the modulus.
        bits: usize,
    },
    /// RSASSA-PSS with another digest inside MGF1 than for the message. No forgery is known; the
    /// standards want the same (RFC 4055, 3.1; RFC 4056, 2.2), some readers refuse it, and so nothing is
    /// concluded from it.
    OtherMask {
        /// Digest of the message.
        digest: DigestAlgorithm,
        /// Digest inside MGF1.
        mask_digest: DigestAlgorithm,
    },
}

impl Weakness {
    /// Returns all that is weak about `algorithm` with `key`.
    #[must_use]
    pub fn of(key: &PublicKey<'_>, algorithm: SignatureAlgorithm) -> Vec<Self> {
        let digest = algorithm.weak().then(|| Self::Digest(algorithm.digest()));
        let mask = match algorithm {
            SignatureAlgorithm::RsaPssWith(parameters)
                if parameters.digest != parameters.mask_digest =>
            {
                Some(Self::OtherMask {
                    digest: parameters.digest,
                    mask_digest: parameters.mask_digest,
                })
            }
            _ => None,
        };
        digest
            .into_iter()
            .chain(key.weakness())
            .chain(mask)
            .collect()
    }
}

impl Weakness {
    /// Returns several in one line.
    pub(crate) fn listed(weaknesses: &[Self]) -> String {
        let each: Vec<String> = weaknesses.iter().map(Self::to_string).collect();
        each.join(" and ")
    }
}

impl PublicKey<'_> {
    /// Returns why signatures by this key prove nothing today, whatever the digest.
    #[must_use]
    pub fn weakness(&self) -> Option<Weakness> {
        match *self {
            Self::Rsa { bits, .. } if bits < SHORTEST_RSA => Some(Weakness::ShortKey { bits }),
            _ => None,
        }
    }
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest(digest) => f.write_str(digest.name()),
            Self::ShortKey { bits } => write!(f, "RSA of {bits} bits"),
            Self::OtherMask {
                digest,
                mask_digest,
            } => write!(
                f,
                "RSASSA-PSS with {} and MGF1 with {}",
                digest.name(),
                mask_digest.name()
            ),
        }
    }
}
