//! Why the value of an option is not taken.

use std::fmt;
use yinxin_signer::service::allowed::Allowed;

/// Why, in both languages; clap shows the English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Chinese.
    pub(crate) zh: String,
    /// English.
    pub(crate) en: String,
}

impl Refused {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

impl From<Allowed> for Refused {
    fn from(allowed: Allowed) -> Self {
        Self::new(
            format!("应为：{}", allowed.zh),
            format!("must be {}", allowed.en),
        )
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Refused {}

/// Says in Chinese why a value is not taken: our own reasons, and those of clap about numbers. Others
/// stay as they are.
pub(super) fn chinese(source: &(dyn std::error::Error + 'static)) -> String {
    if let Some(refused) = source.downcast_ref::<Refused>() {
        return refused.zh.clone();
    }
    if source.is::<std::num::ParseIntError>() {
        return "不是整数，或超出范围".to_owned();
    }
    let english = source.to_string();
    match english.split_once(" is not in ") {
        Some((_, range)) => format!("应在 {range} 之内"),
        None => english,
    }
}
