//! What may stand in a place that words of the caller are read from; said alike by command line and
//! daemon.

/// What is allowed, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// Chinese, to follow `应为：`.
    pub zh: &'static str,
    /// English, to follow `must be`.
    pub en: &'static str,
}

/// An instant.
pub const INSTANT: Allowed = Allowed {
    zh: "形如 2026-03-01T08:00:00+08:00 的时间（RFC 3339）",
    en: "a time as in 2026-03-01T08:00:00+08:00 (RFC 3339)",
};

/// A baseline level ([`Level::named`](super::sign::Level::named)).
pub const LEVEL: Allowed = Allowed {
    zh: "b-b、b-t、b-lt、b-lta 之一",
    en: "one of b-b, b-t, b-lt and b-lta",
};

/// A length ([`tenths`](super::sign::tenths)).
pub const LENGTH: Allowed = Allowed {
    zh: "毫米数，最多一位小数，如 120 或 215.5",
    en: "millimetres to a tenth, as in 120 or 215.5",
};

/// Which fields are locked ([`lock`](super::sign::lock)).
pub const LOCK: Allowed = Allowed {
    zh: "all、include:A,B 或 exclude:A,B",
    en: "all, include:A,B or exclude:A,B",
};

/// Where a word is sealed ([`Occurrence::named`](super::sign::Occurrence::named)).
pub const OCCURRENCE: Allowed = Allowed {
    zh: "从 1 起的序号、last 或 all",
    en: "a number from 1, last or all",
};

/// What may follow a signature ([`permission`](super::sign::permission)).
pub const PERMISSION: Allowed = Allowed {
    zh: "1、2 或 3",
    en: "1, 2 or 3",
};

/// A resolution ([`resolution`]).
pub const RESOLUTION: Allowed = Allowed {
    zh: "50 至 2400 的整数（每英寸像素数）",
    en: "a whole number from 50 to 2400, points an inch",
};

/// Reads a resolution, points an inch.
#[must_use]
pub fn resolution(text: &str) -> Option<u16> {
    let resolution = text.parse().ok();
    resolution.filter(|resolution| yinxin_core::seal::RESOLUTIONS.contains(resolution))
}
