//! What an object is to the document, as seen from the one that refers to it.

use super::ChangeKind;

/// Where in the document a strict walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Something that is painted. Every difference counts.
    Rendering,
    /// Something else. Pages, annotations, fields and the catalog are judged where they are at home,
    /// not where something refers to them.
    Reference,
    /// Something that tells readers what to show or to do, other than the form: pages are judged where
    /// they are at home, and a field or an annotation that stands in for it must not change at all.
    Structure,
}

impl Role {
    pub(super) fn kind(self) -> ChangeKind {
        match self {
            Role::Rendering => ChangeKind::Content,
            Role::Reference | Role::Structure => ChangeKind::Object,
        }
    }
}
