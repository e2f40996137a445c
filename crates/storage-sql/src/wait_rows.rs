//! Counts of waits as rows, one for a quarter of an hour and a length.

use async_trait::async_trait;
use domain::Timestamp;
use domain::timestamp::minutes;
use storage::{Period, StorageError, WaitCount, WaitLength, Waited, Waits};

use crate::row::Row;
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const TABLE: &str = "waits";

const COUNT: &str = "INSERT INTO waits (slot, length, n) VALUES (?1, ?2, 1)
    ON CONFLICT (slot, length) DO UPDATE SET n = waits.n + 1";
const UNCOUNT: &str = "UPDATE waits SET n = n - 1 WHERE slot = ?1 AND length = ?2 AND n > 0";
pub(crate) const OF_PERIOD: &str =
    "SELECT slot, length, n FROM waits WHERE slot >= ?1 AND slot < ?2 AND n > 0";
pub(crate) const LENGTHS: &str = "SELECT length, CAST(sum(n) AS BIGINT) AS n FROM waits
    WHERE slot >= ?1 AND slot < ?2 AND n > 0 GROUP BY length ORDER BY length";
pub(crate) const OLD: &str = "DELETE FROM waits WHERE slot < ?1";

/// Milliseconds of a slot.
const SLOT: i64 = 900_000;

/// The slot of a time.
pub(crate) const fn slot(at: Timestamp) -> i64 {
    at.0.div_euclid(SLOT)
}

fn of(sql: &'static str, waited: Waited) -> Statement {
    let length = WaitLength::of(waited.length());
    query(sql)
        .bind(slot(waited.until))
        .bind(i64::from(length.number()))
}

fn within(sql: &'static str, period: Period) -> Statement {
    let end = Timestamp(period.until.0.saturating_add(SLOT - 1));
    query(sql).bind(slot(period.from)).bind(slot(end))
}

fn read_length(row: Row<'_>) -> Result<(WaitLength, u64), StorageError> {
    let length = WaitLength::numbered(row.number("length")?);
    Ok((length.ok_or(row.unreadable())?, row.number("n")?))
}

fn read(row: Row<'_>) -> Result<WaitCount, StorageError> {
    let (length, count) = read_length(row)?;
    let slot: i64 = row.get("slot")?;
    let until = Timestamp(slot.saturating_mul(SLOT)).plus(minutes(15) / 2);
    Ok(WaitCount {
        waited: Waited {
            from: until.minus(length.middle()),
            until,
        },
        count,
    })
}

#[async_trait]
impl Waits for SqlTransaction {
    async fn count_wait(&mut self, waited: Waited) -> Result<(), StorageError> {
        self.run(of(COUNT, waited)).await
    }

    async fn uncount_wait(&mut self, waited: Waited) -> Result<(), StorageError> {
        self.run(of(UNCOUNT, waited)).await
    }

    async fn waits(&mut self, period: Period) -> Result<Vec<WaitCount>, StorageError> {
        self.all(within(OF_PERIOD, period), TABLE, read).await
    }

    async fn wait_lengths(
        &mut self,
        period: Period,
    ) -> Result<Vec<(WaitLength, u64)>, StorageError> {
        self.all(within(LENGTHS, period), TABLE, read_length).await
    }
}
