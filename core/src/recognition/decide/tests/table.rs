//! One change to a case that is accepted, and what then comes out.

mod document;
mod issuer;
mod rule;
mod state;

use super::*;
use std::sync::LazyLock;

/// Name of the change, the change, and the verdict with its first reason.
pub(super) type Row = (&'static str, Change, Recognition, &'static str);

/// Every row changes one thing about a case that is accepted.
pub(super) static TABLE: LazyLock<Vec<Row>> =
    LazyLock::new(|| [document::DOCUMENT, issuer::ISSUER, rule::RULE, state::STATE].concat());
