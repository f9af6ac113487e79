//! Whether a register may take the place of the one that is kept of the same domain.

use super::SealRegister;
use crate::reason::{Reason, register as reasons};

impl SealRegister {
    /// Returns why this register may not take the place of `kept`; `None` where it goes on behind the same
    /// lines and tells everything up to as late a time, or is the same.
    ///
    /// Each line names the one before, so that registers with the same line at the same place agree in
    /// everything above it. The line that closes a register is no part of what goes on.
    #[must_use]
    pub fn objection_to_following(&self, kept: &Self) -> Option<Reason> {
        let of = |entry| Some(Reason::new(entry).with("domain", self.domain()));
        if self.lines.starts_with(&kept.lines) {
            let as_of = |register: &Self| register.head().map(|(as_of, _)| as_of);
            match as_of(self) < as_of(kept) {
                true => of(&reasons::SEAL_REGISTER_OLDER),
                false => None,
            }
        } else if kept.lines.starts_with(&self.lines) {
            of(&reasons::SEAL_REGISTER_OLDER)
        } else {
            of(&reasons::SEAL_REGISTER_FORKED)
        }
    }
}
