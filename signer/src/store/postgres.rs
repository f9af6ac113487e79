//! The store of several machines: PostgreSQL (feature `postgres`).
//!
//! A batch is one serialisable transaction with a row of its own. Where the connection is lost while it commits, nobody
//! knows whether it did; the row is asked for under the same number, so that a batch is made once and never twice.
//! Nothing is kept here that a crash of this program could lose.

mod connection;
mod failure;
mod schema;

use super::{Batch, Collection, PAGE_LIMIT, Record, Store, StoreError};
use ::postgres::types::ToSql;
use ::postgres::{Config, IsolationLevel};
use connection::Connections;
use failure::Failed;
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;
use std::time::Duration;

/// How often a batch is tried that others got in the way of, or whose connection was lost.
const ATTEMPTS: u32 = 40;
/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// Records in a database.
pub struct PostgresStore {
    connections: Connections,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

impl PostgresStore {
    /// Connects to a database and makes the tables that are missing. The database must keep what it acknowledges: a
    /// server that does not sync its files, or commits before they are, is refused.
    ///
    /// # Errors
    ///
    /// [`StoreError::Io`] where the server cannot be reached, is a standby, or is set up so that it may lose a commit;
    /// [`StoreError::WrongType`] where the tables are those of a later version.
    pub fn open(config: Config) -> Result<Self, StoreError> {
        let connections = Connections::new(config);
        connections.with(|client, _| schema::migrate(client))?;
        Ok(Self { connections })
    }

    /// One attempt to make a batch under a number.
    fn attempt(&self, batch: &Batch, number: &[u8]) -> Result<(), Failed> {
        self.connections.with(|client, doubts| {
            doubts.clear();
            let mut transaction = client
                .build_transaction()
                .isolation_level(IsolationLevel::Serializable)
                .start()?;
            let begun =
                transaction.execute("INSERT INTO yinxin_batch (number) VALUES ($1)", &[&number]);
            if let Err(error) = begun {
                return Err(Failed::of_begin(error));
            }
            for (index, condition) in batch.conditions.iter().enumerate() {
                let name = condition.collection.name();
                let found = transaction.query_opt(
                    "SELECT value FROM yinxin_record WHERE collection = $1 AND key = $2",
                    &[&name, &condition.key],
                )?;
                let found: Option<Vec<u8>> = found.map(|row| row.get(0));
                if found != condition.expected {
                    return Err(Failed::Condition(index));
                }
            }
            let put = transaction.prepare(
                "INSERT INTO yinxin_record (collection, key, value) VALUES ($1, $2, $3)
                 ON CONFLICT (collection, key) DO UPDATE SET value = EXCLUDED.value",
            )?;
            for change in &batch.changes {
                let name = change.collection.name();
                match &change.value {
                    Some(value) => transaction.execute(&put, &[&name, &change.key, value])?,
                    None => transaction.execute(
                        "DELETE FROM yinxin_record WHERE collection = $1 AND key = $2",
                        &[&name, &change.key],
                    )?,
                };
            }
            transaction.commit().map_err(Failed::of_commit)?;
            // A wait for the standby that was cut short commits all the same, and says so in a warning only.
            match doubts.any() {
                true => Err(Failed::Unknown(failure::not_replicated())),
                false => Ok(()),
            }
        })
    }

    /// Tells whether the batch of a number was committed. A commit behind it says that standbys have it, too, which
    /// nobody waited for where the connection was lost.
    fn is_made(&self, number: &[u8]) -> Result<bool, Failed> {
        self.connections.with(|client, doubts| {
            doubts.clear();
            let found = client.execute(
                "UPDATE yinxin_batch SET at = now() WHERE number = $1",
                &[&number],
            )?;
            match doubts.any() {
                true => Err(Failed::Unknown(failure::not_replicated())),
                false => Ok(found > 0),
            }
        })
    }

    fn query(
        &self,
        text: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<::postgres::Row>, StoreError> {
        let mut last = None;
        for attempt in 0..ATTEMPTS {
            wait(attempt);
            let done = self.connections.with(|client, doubts| {
                doubts.clear();
                let rows = client.query(text, values)?;
                match doubts.any() {
                    true => Err(Failed::Unknown(failure::not_replicated())),
                    false => Ok(rows),
                }
            });
            match done {
                Ok(rows) => return Ok(rows),
                Err(failed @ (Failed::Again(_) | Failed::Unknown(_))) => last = Some(failed),
                Err(failed) => return Err(failed.into()),
            }
        }
        Err(last.map_or(StoreError::Poisoned, StoreError::from))
    }
}

fn wait(attempt: u32) {
    if attempt > 0 {
        // 1 ms, 2, 4 ... with a part that differs between programs that got in each other's way.
        let longest = Duration::from_millis(1 << attempt.min(9)).min(LONGEST_WAIT);
        let mut octet = [0];
        let random = match getrandom::fill(&mut octet) {
            Ok(()) => u32::from(octet[0]),
            Err(_) => 255,
        };
        std::thread::sleep(longest / 2 + longest / 512 * random);
    }
}

impl Store for PostgresStore {
    fn get(&self, collection: Collection, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let rows = self.query(
            "SELECT value FROM yinxin_record WHERE collection = $1 AND key = $2",
            &[&collection.name(), &key],
        )?;
        Ok(rows.first().map(|row| row.get(0)))
    }

    fn scan(
        &self,
        collection: Collection,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let limit = i64::try_from(limit.min(PAGE_LIMIT)).unwrap_or(i64::MAX);
        let after = after.unwrap_or_default();
        // Keys are compared octet by octet; that of a prefix of 0xFF has no end.
        let end = end_of(prefix);
        let rows = self.query(
            "SELECT key, value FROM yinxin_record WHERE collection = $1 AND key >= $2 AND key > $3
             AND ($4::bytea IS NULL OR key < $4) ORDER BY key LIMIT $5",
            &[&collection.name(), &prefix, &after, &end, &limit],
        )?;
        let record = |row: &::postgres::Row| Record {
            key: row.get(0),
            value: row.get(1),
        };
        Ok(rows.iter().map(record).collect())
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        batch.measure()?;
        let mut number = [0; 16];
        getrandom::fill(&mut number).map_err(|error| std::io::Error::other(error.to_string()))?;
        let mut last = None;
        for attempt in 0..ATTEMPTS {
            wait(attempt);
            match self.attempt(&batch, &number) {
                Ok(()) => return Ok(()),
                Err(failed @ Failed::Again(_)) => last = Some(failed),
                Err(failed @ Failed::Unknown(_)) if failed.is_of_replication() => {
                    return Err(failed.into());
                }
                // Should it still be on its way, the next attempt waits for it at its number.
                Err(failed @ (Failed::Made | Failed::Unknown(_))) => match self.is_made(&number) {
                    Ok(true) => return Ok(()),
                    _ => last = Some(failed),
                },
                Err(failed) => return Err(failed.into()),
            }
        }
        Err(last.map_or(StoreError::Poisoned, StoreError::from))
    }

    fn advance(&self, counter: &str, by: NonZeroU32) -> Result<Range<u64>, StoreError> {
        let by = i64::from(by.get());
        // Numbers that are lost with a connection are left out.
        let rows = self.query(
            "INSERT INTO yinxin_counter (name, next) VALUES ($1, 1 + $2::bigint)
             ON CONFLICT (name) DO UPDATE SET next = yinxin_counter.next + $2::bigint RETURNING next",
            &[&counter, &by],
        )?;
        let next: i64 = rows.first().ok_or(StoreError::WrongType)?.get(0);
        let number = |number: i64| u64::try_from(number).map_err(|_| StoreError::WrongType);
        Ok(number(next.saturating_sub(by))?..number(next)?)
    }
}

/// Returns the least octets that are behind all that begin with a prefix.
fn end_of(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|octet| *octet < u8::MAX)?;
    let mut end = prefix.get(..=last)?.to_vec();
    if let Some(octet) = end.last_mut() {
        *octet = octet.saturating_add(1);
    }
    Some(end)
}

#[cfg(test)]
mod tests;
