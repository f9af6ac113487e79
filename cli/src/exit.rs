//! Exit codes: the only place where they stand.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | passed, accepted (also with conditions), done |
//! | 1 | failed, refused |
//! | 2 | usage: the request cannot be served as it stands |
//! | 3 | indeterminate, cannot decide |
//! | 4 | input or output |
//! | 5 | internal |
//!
//! Over several files the worst counts, from best to worst: 0, 3, 4, 1, 2, 5. A proven failure is
//! therefore never hidden behind a file that could not be read, and nothing is hidden behind 0.

use yinxin_core::verify::Indication;
use yinxin_signer::service::ErrorKind;
use yinxin_signer::wire::Verification;
use yinxin_signer::wire::recognition::Recognition;

/// How a run ended. The order is from best to worst, so that `max` gives the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Passed, accepted, done.
    Passed,
    /// Indeterminate, cannot decide.
    Undecided,
    /// Input or output.
    InputOutput,
    /// Failed, refused.
    Failed,
    /// The request cannot be served as it stands.
    Usage,
    /// The program is at fault.
    Internal,
}

impl Exit {
    /// Returns the code that the system is given.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Undecided => 3,
            Self::InputOutput => 4,
            Self::Internal => 5,
        }
    }

    /// Returns the end that one verified file leads to. TOTAL-PASSED with any other answer than
    /// `valid` is undecided, not passed.
    pub(crate) fn of_verification(found: &Verification) -> Self {
        match found.indication {
            Indication::TotalPassed if found.passed() => Self::Passed,
            Indication::TotalPassed | Indication::Indeterminate => Self::Undecided,
            Indication::TotalFailed => Self::Failed,
        }
    }

    /// Returns the end that a decision leads to.
    pub(crate) fn of_recognition(decision: Recognition) -> Self {
        match decision {
            Recognition::Accepted | Recognition::AcceptedWithConditions => Self::Passed,
            Recognition::CannotDecide => Self::Undecided,
            Recognition::Refused => Self::Failed,
        }
    }
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Usage => Self::Usage,
            ErrorKind::Refused => Self::Failed,
            ErrorKind::InputOutput => Self::InputOutput,
            ErrorKind::Internal => Self::Internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yinxin_core::verify::Answer;

    const BEST_TO_WORST: [Exit; 6] = [
        Exit::Passed,
        Exit::Undecided,
        Exit::InputOutput,
        Exit::Failed,
        Exit::Usage,
        Exit::Internal,
    ];

    #[test]
    fn codes_are_those_of_the_interface() {
        assert_eq!(BEST_TO_WORST.map(Exit::code), [0, 3, 4, 1, 2, 5]);
    }

    #[test]
    fn the_worst_of_several_files_counts() {
        for (at, worse) in BEST_TO_WORST.iter().enumerate() {
            for better in &BEST_TO_WORST[..at] {
                assert_eq!((*better).max(*worse), *worse);
            }
        }
    }

    #[test]
    fn only_total_passed_and_valid_ends_with_zero() {
        let found = |indication, answer| Verification {
            file: String::new(),
            format: None,
            indication,
            answer,
            problems: Vec::new(),
            signatures: Vec::new(),
            licence: None,
            basis: None,
            evidence: Vec::new(),
            encryption: None,
        };
        for (indication, answer, expected) in [
            (Indication::TotalPassed, Answer::Valid, Exit::Passed),
            (Indication::TotalPassed, Answer::Unknown, Exit::Undecided),
            (Indication::Indeterminate, Answer::Valid, Exit::Undecided),
            (Indication::Indeterminate, Answer::Unsigned, Exit::Undecided),
            (Indication::TotalFailed, Answer::Valid, Exit::Failed),
            (Indication::TotalFailed, Answer::Altered, Exit::Failed),
        ] {
            assert_eq!(Exit::of_verification(&found(indication, answer)), expected);
        }
    }

    #[test]
    fn accepted_with_conditions_ends_with_zero() {
        let ends = [
            Recognition::Accepted,
            Recognition::AcceptedWithConditions,
            Recognition::CannotDecide,
            Recognition::Refused,
        ]
        .map(|decision| Exit::of_recognition(decision).code());
        assert_eq!(ends, [0, 0, 3, 1]);
    }

    #[test]
    fn every_kind_of_error_has_its_code() {
        let codes = [
            ErrorKind::Usage,
            ErrorKind::Refused,
            ErrorKind::InputOutput,
            ErrorKind::Internal,
        ]
        .map(|kind| Exit::from(kind).code());
        assert_eq!(codes, [2, 1, 4, 5]);
    }
}
