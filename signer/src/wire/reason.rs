//! Reasons as JSON.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use yinxin_core::reason::Reason;

/// A reason with its code, both texts and the clause it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonText {
    /// Stable code.
    pub code: Cow<'static, str>,
    /// Chinese text.
    pub zh: String,
    /// English text.
    pub en: String,
    /// Standard and clause; empty where the rule is this project's own.
    pub clause: Cow<'static, str>,
}

impl From<&Reason> for ReasonText {
    fn from(reason: &Reason) -> Self {
        Self {
            code: reason.code().into(),
            zh: reason.zh(),
            en: reason.en(),
            clause: reason.clause().into(),
        }
    }
}
