//! Reasons as JSON.

use serde::Serialize;
use yinxin_core::reason::Reason;

/// A reason with its code, both texts and the clause it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonText {
    /// Stable code.
    pub code: &'static str,
    /// Chinese text.
    pub zh: String,
    /// English text.
    pub en: String,
    /// Standard and clause; empty where the rule is this project's own.
    pub clause: &'static str,
}

impl From<&Reason> for ReasonText {
    fn from(reason: &Reason) -> Self {
        Self {
            code: reason.code(),
            zh: reason.zh(),
            en: reason.en(),
            clause: reason.clause(),
        }
    }
}
