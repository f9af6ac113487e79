//! States of a licence (证照状态) and what caused them, kept apart.

/// The state of a licence. Words as in MOHURD's exchange code list of 2023 and the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// 有效.
    Valid,
    /// 暂扣: suspended for a time, as a penalty.
    Suspended,
    /// 撤销: the decision was wrong or was obtained by deceit.
    Revoked,
    /// 吊销: withdrawn as a penalty.
    Withdrawn,
    /// 注销: formally closed.
    Cancelled,
    /// 失效: run out; reckoned from the date, never decided by anybody.
    Expired,
    /// 办理转出: on its way to another jurisdiction.
    MovedOut,
    /// Replaced by a licence of the next version or another identifier (变更, 延续).
    Replaced,
}

/// Why a licence came into its state.
///
/// 注销 may follow 吊销 or 撤销: the state is then cancelled and the cause says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Cause {
    /// 新发: issued.
    Issued,
    /// 转入: moved in from another jurisdiction.
    MovedIn,
    /// 延续: renewed.
    Renewed,
    /// 变更: data changed.
    Changed,
    /// 暂扣: suspended.
    Suspension,
    /// 暂扣发还: given back after a suspension.
    Returned,
    /// 撤销, because the issuer decided wrongly.
    WrongDecision,
    /// 撤销, because the holder obtained it by deceit.
    Deceit,
    /// 吊销: penalty.
    Penalty,
    /// Issued with an error of the office's own making.
    IssuedInError,
    /// 注销 at the holder's request.
    HolderRequest,
    /// 注销, because the holder died or was dissolved.
    HolderGone,
    /// 注销 or 失效, because the term ran out and was not renewed.
    TermOver,
    /// 转出: moved to another jurisdiction.
    MovedOut,
    /// 取消转出: the move was called off.
    MoveCalledOff,
    /// 其他: described in words elsewhere.
    Other,
}

/// What a status list says of an index: two bits.
///
/// The values are those of the IETF Token Status List: 0 valid, 1 invalid, 2 suspended; 3 is free
/// for the application and means replaced here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// VALID.
    Valid,
    /// REVOKED: never to be used again.
    Revoked,
    /// SUSPENDED: not to be used now.
    Suspended,
    /// REPLACED: another licence stands in its place.
    Replaced,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Valid,
        Self::Suspended,
        Self::Revoked,
        Self::Withdrawn,
        Self::Cancelled,
        Self::Expired,
        Self::MovedOut,
        Self::Replaced,
    ];

    /// Returns what a status list says of a licence in this state.
    ///
    /// A licence that ran out stays VALID in the list: its own date says the rest.
    #[must_use]
    pub fn status(self) -> Status {
        match self {
            Self::Valid | Self::Expired => Status::Valid,
            Self::Suspended | Self::MovedOut => Status::Suspended,
            Self::Revoked | Self::Withdrawn | Self::Cancelled => Status::Revoked,
            Self::Replaced => Status::Replaced,
        }
    }

    /// Tells whether the licence can never be used again.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Revoked | Self::Withdrawn | Self::Cancelled | Self::Replaced
        )
    }

    /// Tells whether an issuer may change this state into `next`.
    ///
    /// From a final state only to 注销, which closes formally what is already void. Nobody decides
    /// 失效. 暂扣 and 办理转出 can be taken back.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (_, Self::Expired) => false,
            (Self::Revoked | Self::Withdrawn, Self::Cancelled) => true,
            (Self::Suspended | Self::MovedOut, Self::Valid) => true,
            (Self::Expired, Self::Suspended | Self::Valid | Self::MovedOut) => false,
            (from, to) => !from.is_final() && to != Self::Valid && from != to,
        }
    }

    /// Returns the word of the law or the code list.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Valid => "有效",
            Self::Suspended => "暂扣",
            Self::Revoked => "撤销",
            Self::Withdrawn => "吊销",
            Self::Cancelled => "注销",
            Self::Expired => "失效",
            Self::MovedOut => "办理转出",
            Self::Replaced => "已换发",
        }
    }

    /// Returns the stable name, such as `moved-out`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::MovedOut => "moved-out",
            Self::Replaced => "replaced",
        }
    }

    /// Returns the state of a stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl Status {
    /// Returns the two bits.
    #[must_use]
    pub fn bits(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Revoked => 1,
            Self::Suspended => 2,
            Self::Replaced => 3,
        }
    }

    /// Returns what two bits mean; higher bits are not looked at.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::Valid,
            1 => Self::Revoked,
            2 => Self::Suspended,
            _ => Self::Replaced,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [State; 8] = [
        State::Valid,
        State::Suspended,
        State::Revoked,
        State::Withdrawn,
        State::Cancelled,
        State::Expired,
        State::MovedOut,
        State::Replaced,
    ];

    #[test]
    fn a_final_state_never_leads_back_to_use() {
        for from in ALL.into_iter().filter(|state| state.is_final()) {
            for to in ALL {
                let closing =
                    to == State::Cancelled && matches!(from, State::Revoked | State::Withdrawn);
                assert_eq!(from.may_become(to), closing, "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn only_suspension_and_move_can_be_taken_back() {
        let back: Vec<State> = ALL
            .into_iter()
            .filter(|state| state.may_become(State::Valid))
            .collect();
        assert_eq!(back, [State::Suspended, State::MovedOut]);
    }

    #[test]
    fn a_terminal_status_is_never_given_to_a_state_that_can_be_taken_back() {
        for state in ALL {
            assert_eq!(
                matches!(state.status(), Status::Revoked | Status::Replaced),
                state.is_final(),
                "{state:?}"
            );
            assert_eq!(Status::from_bits(state.status().bits()), state.status());
        }
    }
}
