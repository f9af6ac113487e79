use super::{DigestAlgorithm, Weakness};
use time::OffsetDateTime;
use time::macros::datetime;

/// Bits of an RSA modulus below which it never counts, whatever the date.
const NEVER_RSA: usize = 1024;

/// Until when that which proves nothing today proved something.
///
/// A signature that is proved to have existed then was not made by those who can make one today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sunsets {
    /// The last instant of SHA-1; `None` where it never counts.
    pub sha1: Option<OffsetDateTime>,
    /// The last instant of RSA moduli of 1024 to 2047 bits; `None` where they never count.
    pub short_rsa: Option<OffsetDateTime>,
}

impl Sunsets {
    /// Nothing that is weak today ever counted.
    pub const NEVER: Self = Self {
        sha1: None,
        short_rsa: None,
    };
    /// Both until the end of 2010 (NIST SP 800-131A, 2011: acceptable through 2010, and deprecated after
    /// that; from memory).
    pub const USUAL: Self = Self {
        sha1: Some(datetime!(2010-12-31 23:59:59 UTC)),
        short_rsa: Some(datetime!(2010-12-31 23:59:59 UTC)),
    };
    /// What can be answered for at most: SHA-1 until the day before its first collision was published
    /// (SHAttered, 2017-02-23), short RSA until NIST SP 800-131A forbade it at the end of 2013 (both from memory).
    pub const LATEST: Self = Self {
        sha1: Some(datetime!(2017-02-22 23:59:59 UTC)),
        short_rsa: Some(datetime!(2013-12-31 23:59:59 UTC)),
    };

    /// Both without end: for what can only take trust away.
    pub(crate) const ALWAYS: Self = Self {
        sha1: Some(datetime!(9999-12-31 23:59:59 UTC)),
        short_rsa: Some(datetime!(9999-12-31 23:59:59 UTC)),
    };

    /// Returns whether a signature with that weakness, proved to have existed at `time`, counts.
    #[must_use]
    pub fn allow(&self, weakness: Weakness, time: OffsetDateTime) -> bool {
        self.until(weakness).is_some_and(|until| time <= until)
    }

    /// Returns the last instant at which a signature with that weakness counts.
    #[must_use]
    pub fn until(&self, weakness: Weakness) -> Option<OffsetDateTime> {
        match weakness {
            Weakness::Digest(DigestAlgorithm::Sha1) => self.sha1,
            Weakness::ShortKey { bits } if bits >= NEVER_RSA => self.short_rsa,
            Weakness::Digest(_) | Weakness::ShortKey { .. } | Weakness::OtherMask { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Duration;

    const SHA1: Weakness = Weakness::Digest(DigestAlgorithm::Sha1);

    #[test]
    fn what_is_weak_counts_until_its_day_and_no_longer() {
        let last = datetime!(2010-12-31 23:59:59 UTC);
        for weakness in [
            SHA1,
            Weakness::ShortKey { bits: 1024 },
            Weakness::ShortKey { bits: 2047 },
        ] {
            assert!(Sunsets::USUAL.allow(weakness, last));
            assert!(!Sunsets::USUAL.allow(weakness, last + Duration::SECOND));
            assert!(!Sunsets::NEVER.allow(weakness, OffsetDateTime::UNIX_EPOCH));
        }
    }

    #[test]
    fn keys_that_fell_long_ago_and_odd_parameters_never_count() {
        for weakness in [
            Weakness::ShortKey { bits: 1023 },
            Weakness::ShortKey { bits: 512 },
            Weakness::OtherMask {
                digest: DigestAlgorithm::Sha256,
                mask_digest: DigestAlgorithm::Sha1,
            },
        ] {
            assert!(!Sunsets::LATEST.allow(weakness, OffsetDateTime::UNIX_EPOCH));
        }
    }
}
