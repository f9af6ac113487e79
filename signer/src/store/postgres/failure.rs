//! What became of a transaction that did not end well.

use super::super::StoreError;
use postgres::Error;
use postgres::error::SqlState;
use std::io;
use std::sync::Arc;

/// Why a transaction was not made, or may have been.
#[derive(Debug)]
pub(super) enum Failed {
    /// It was not made, since others were in the way.
    Again(Arc<io::Error>),
    /// It was made before.
    Made,
    /// A condition of the batch does not hold.
    Condition(usize),
    /// Nobody knows.
    Unknown(Arc<io::Error>),
    /// It cannot be made.
    Never(StoreError),
}

/// The words by which a commit is known that only the leader has.
const NOT_REPLICATED: &str = "committed here, and not known to be on a standby";

/// Returns the error of a commit that was not waited for.
pub(super) fn not_replicated() -> Arc<io::Error> {
    Arc::new(io::Error::other(NOT_REPLICATED))
}

impl Failed {
    /// What became of a transaction whose first statement failed: its number is there where it was made before.
    pub(super) fn of_begin(error: Error) -> Self {
        match error.code() == Some(&SqlState::UNIQUE_VIOLATION) {
            true => Self::Made,
            false => error.into(),
        }
    }

    /// What became of a transaction whose commit failed.
    pub(super) fn of_commit(error: Error) -> Self {
        match error.code() {
            // The server answered that it did not.
            Some(code) if is_in_the_way(code) => Self::Again(told(&error)),
            _ => Self::Unknown(told(&error)),
        }
    }

    pub(super) fn is_of_replication(&self) -> bool {
        matches!(self, Self::Unknown(error) if error.to_string() == NOT_REPLICATED)
    }
}

fn is_in_the_way(code: &SqlState) -> bool {
    [
        &SqlState::T_R_SERIALIZATION_FAILURE,
        &SqlState::T_R_DEADLOCK_DETECTED,
    ]
    .contains(&code)
}

/// Whether the server was not reached, or no longer.
fn is_of_connection(error: &Error) -> bool {
    let source = std::error::Error::source(error);
    error.is_closed() || source.is_some_and(|source| source.is::<io::Error>())
}

/// Returns the error with what the server says, and without the values of statements.
fn told(error: &Error) -> Arc<io::Error> {
    let of_server = error
        .as_db_error()
        .map(|error| format!("{}: {}", error.code().code(), error.message()));
    Arc::new(io::Error::other(
        of_server.unwrap_or_else(|| error.to_string()),
    ))
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        match error.code() {
            Some(code) if is_in_the_way(code) => Self::Again(told(&error)),
            // The server shuts down, starts, or has no room for another connection; or there is no server.
            Some(code)
                if code.code().starts_with("57P")
                    || code.code().starts_with("53")
                    || code.code().starts_with("08") =>
            {
                Self::Again(told(&error))
            }
            // A standby takes no changes: the leader is being exchanged.
            Some(code) if *code == SqlState::READ_ONLY_SQL_TRANSACTION => Self::Again(told(&error)),
            Some(_) => Self::Never(StoreError::Io(told(&error))),
            None if is_of_connection(&error) => Self::Again(told(&error)),
            None => Self::Never(StoreError::Io(told(&error))),
        }
    }
}

impl From<Failed> for StoreError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Again(error) | Failed::Unknown(error) => Self::Io(error),
            Failed::Made => Self::Poisoned,
            Failed::Condition(index) => Self::Conflict { index },
            Failed::Never(error) => error,
        }
    }
}
