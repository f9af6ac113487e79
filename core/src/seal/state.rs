//! States of a seal (印章状态).

use serde::{Deserialize, Serialize};

/// The state of a seal: applied, approved, made, issued, and from then on in use until it is suspended,
/// cancelled or revoked.
///
/// That a seal ran out is reckoned from its period and never decided by anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SealState {
    /// 已申请.
    Applied,
    /// 已批准.
    Approved,
    /// 已制作: nobody uses it yet.
    Made,
    /// 已发放: in use.
    Issued,
    /// 已停用: for a time.
    Suspended,
    /// 已注销: closed, as when the unit ends or the seal is made again.
    Cancelled,
    /// 已撤销: not to be relied on.
    Revoked,
}

impl SealState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Applied,
        Self::Approved,
        Self::Made,
        Self::Issued,
        Self::Suspended,
        Self::Cancelled,
        Self::Revoked,
    ];

    /// Returns the stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Approved => "approved",
            Self::Made => "made",
            Self::Issued => "issued",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
            Self::Revoked => "revoked",
        }
    }

    /// Returns the state of a stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Returns its words in Chinese.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Applied => "已申请",
            Self::Approved => "已批准",
            Self::Made => "已制作、未发放",
            Self::Issued => "在用",
            Self::Suspended => "已停用",
            Self::Cancelled => "已注销",
            Self::Revoked => "已撤销",
        }
    }

    /// Tells whether a seal in this state may be used.
    #[must_use]
    pub fn may_be_used(self) -> bool {
        self == Self::Issued
    }

    /// Tells whether it is the last: nothing leads out of it.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Cancelled | Self::Revoked)
    }

    /// Tells whether this state may change into `next`.
    ///
    /// What was never handed out is cancelled and not revoked.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Applied, Self::Approved)
                | (Self::Approved, Self::Made)
                | (Self::Made | Self::Suspended, Self::Issued)
                | (Self::Issued, Self::Suspended)
                | (Self::Issued | Self::Suspended, Self::Revoked)
                | (
                    Self::Applied | Self::Approved | Self::Made | Self::Issued | Self::Suspended,
                    Self::Cancelled
                )
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_used_only_once_it_was_approved_made_and_issued_and_never_again_when_it_is_over() {
        let mut state = SealState::Applied;
        for next in [SealState::Approved, SealState::Made, SealState::Issued] {
            assert!(!state.may_be_used());
            assert!(state.may_become(next));
            state = next;
        }
        assert!(state.may_be_used());
        for over in [SealState::Cancelled, SealState::Revoked] {
            assert!(state.may_become(over));
            assert!(SealState::ALL.iter().all(|next| !over.may_become(*next)));
        }
        for early in [SealState::Applied, SealState::Approved] {
            assert!(!early.may_become(SealState::Issued), "{early:?}");
            assert!(!early.may_become(SealState::Revoked), "{early:?}");
        }
        for state in SealState::ALL {
            assert_eq!(SealState::from_name(state.name()), Some(state));
            assert!(!state.may_become(state));
            assert_eq!(
                state.is_final(),
                SealState::ALL.iter().all(|next| !state.may_become(*next))
            );
        }
    }
}
