//! What a signature shall restrict from now on.

use yinxin_core::pdf::{DocMdp, FieldLock, LockAction};

/// Reads `1`, `2` or `3`.
#[must_use]
pub fn permission(text: &str) -> Option<DocMdp> {
    match text {
        "1" => Some(DocMdp::NoChanges),
        "2" => Some(DocMdp::FormFilling),
        "3" => Some(DocMdp::Annotations),
        _ => None,
    }
}

/// Reads `all`, `include:A,B` or `exclude:A,B`; A and B are full names of fields.
#[must_use]
pub fn lock(text: &str) -> Option<FieldLock> {
    let (action, names) = match text.split_once(':') {
        None if text == "all" => (LockAction::All, ""),
        Some(("include", names)) => (LockAction::Include, names),
        Some(("exclude", names)) => (LockAction::Exclude, names),
        _ => return None,
    };
    let fields: Vec<String> = match action {
        LockAction::All => Vec::new(),
        _ => names
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect(),
    };
    fields
        .iter()
        .all(|name| !name.is_empty())
        .then_some(FieldLock {
            action,
            fields,
            permission: None,
        })
}

/// Writes a lock as [`lock`] reads it.
#[must_use]
pub fn lock_text(lock: &FieldLock) -> String {
    let names = lock.fields.join(",");
    match lock.action {
        LockAction::All => "all".to_owned(),
        LockAction::Include => format!("include:{names}"),
        LockAction::Exclude => format!("exclude:{names}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_read_as_it_is_written() {
        for text in [
            "all",
            "include:Name",
            "exclude:Name,Sheet.Total",
            "include:盖章",
        ] {
            assert_eq!(lock_text(&lock(text).unwrap()), text);
        }
        for text in ["", "All", "include", "include:", "include:a,,b", "only:a"] {
            assert_eq!(lock(text), None, "{text}");
        }
    }
}
