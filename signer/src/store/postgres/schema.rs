//! The tables, made step by step: each step once, under a lock that all programs take.

use super::failure::Failed;
use crate::store::StoreError;
use postgres::Client;

/// Under which the steps are made.
const LOCK: i64 = 0x7969_6e78_696e;

/// The steps, from the first on. A step that was published is never changed.
const STEPS: [&str; 1] = ["CREATE TABLE yinxin_record (
        collection text COLLATE \"C\" NOT NULL,
        key bytea NOT NULL,
        value bytea NOT NULL,
        PRIMARY KEY (collection, key)
     );
     CREATE TABLE yinxin_counter (name text COLLATE \"C\" PRIMARY KEY, next bigint NOT NULL);
     CREATE TABLE yinxin_batch (
        number bytea PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now()
     );
     CREATE INDEX yinxin_batch_at ON yinxin_batch (at);"];

/// How long a batch is remembered: nobody asks for one that is older.
const OLD_BATCHES: &str = "DELETE FROM yinxin_batch WHERE at < now() - interval '7 days'";

/// Makes the steps that are missing.
pub(super) fn migrate(client: &mut Client) -> Result<(), Failed> {
    let mut transaction = client.transaction()?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    transaction
        .batch_execute("CREATE TABLE IF NOT EXISTS yinxin_step (number bigint PRIMARY KEY)")?;
    let row = transaction.query_one("SELECT count(*) FROM yinxin_step", &[])?;
    let made = usize::try_from(row.get::<_, i64>(0)).unwrap_or(usize::MAX);
    // Made by a later version of this program.
    if made > STEPS.len() {
        return Err(Failed::Never(StoreError::WrongType));
    }
    for (number, step) in (1_i64..).zip(&STEPS).skip(made) {
        transaction.batch_execute(step)?;
        transaction.execute("INSERT INTO yinxin_step (number) VALUES ($1)", &[&number])?;
    }
    transaction.execute(OLD_BATCHES, &[])?;
    transaction.commit()?;
    Ok(())
}
