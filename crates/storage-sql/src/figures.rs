//! Statistics, computed by the database from attempts; undone decisions do not
//! count.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::Timestamp;
use domain::timestamp::days;
use storage::{Figures, FiguresRow, Period, QueueSize, StorageError};

use crate::order_rows::read_queue_size;
use crate::row::Row;
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

/// Submissions by day, numbered from the start of the period.
pub(crate) const SUBMITTED: &str = "SELECT (submitted_at - ?1) / 86400000 AS day, count(*) AS count
    FROM attempts WHERE submitted_at >= ?1 AND submitted_at < ?2 GROUP BY day";
pub(crate) const DECIDED: &str = "SELECT (decided_at - ?1) / 86400000 AS day,
        count(*) FILTER (WHERE verdict = 'approved') AS approved,
        count(*) FILTER (WHERE verdict = 'rejected') AS rejected
    FROM attempts WHERE decided_at >= ?1 AND decided_at < ?2 GROUP BY day";
pub(crate) const REASONS: &str = "SELECT reason.value AS code, count(*) AS count
    FROM attempts, json_each(attempts.reasons) AS reason
    WHERE decided_at >= ?1 AND decided_at < ?2 AND verdict = 'rejected'
    GROUP BY code ORDER BY count DESC, code";
pub(crate) const NAMED: &str =
    "SELECT count(DISTINCT identity) AS count FROM orders WHERE identity IS NOT NULL";
pub(crate) const UNNAMED: &str = "SELECT count(*) AS count FROM orders
    WHERE identity IS NULL AND attempt IS NOT NULL AND key IS NOT NULL";
pub(crate) const UNDECIDED: &str = "SELECT count(*) AS waiting, min(queued_since) AS oldest
    FROM orders WHERE queued_since < ?1";
pub(crate) const DEAD_COUNT: &str = "SELECT count(*) AS count FROM jobs WHERE state = 'dead'";
const BY_STATE: &str = "SELECT state AS code, count(*) AS count FROM orders GROUP BY state";

/// Sums over attempts and orders, which decide nothing.
const TABLE: &str = "figures";

fn within(sql: &'static str, period: Period) -> Statement {
    query(sql).bind(period.from.0).bind(period.until.0)
}

fn read_submitted(row: Row<'_>) -> Result<(i64, u64), StorageError> {
    Ok((row.get("day")?, row.number("count")?))
}

/// Day, approvals, rejections.
fn read_decided(row: Row<'_>) -> Result<(i64, (u64, u64)), StorageError> {
    let verdicts = (row.number("approved")?, row.number("rejected")?);
    Ok((row.get("day")?, verdicts))
}

fn read_count(row: Row<'_>) -> Result<(String, u64), StorageError> {
    Ok((row.get("code")?, row.number("count")?))
}

#[async_trait]
impl Figures for SqlTransaction {
    /// Every day of the period, including those without any orders.
    async fn by_day(&mut self, period: Period) -> Result<Vec<FiguresRow>, StorageError> {
        let submitted = within(SUBMITTED, period);
        let submitted = self.all(submitted, TABLE, read_submitted).await?;
        let submitted: BTreeMap<i64, u64> = submitted.into_iter().collect();
        let decided = within(DECIDED, period);
        let decided = self.all(decided, TABLE, read_decided).await?;
        let decided: BTreeMap<i64, (u64, u64)> = decided.into_iter().collect();
        let begins = std::iter::successors(Some(period.from), |day| Some(day.plus(days(1))));
        Ok((0..)
            .zip(begins.take_while(|day| *day < period.until))
            .map(|(day, from)| {
                let (approved, rejected) = decided.get(&day).copied().unwrap_or_default();
                FiguresRow {
                    from,
                    submitted: submitted.get(&day).copied().unwrap_or_default(),
                    approved,
                    rejected,
                }
            })
            .collect())
    }

    async fn reasons(&mut self, period: Period) -> Result<Vec<(String, u64)>, StorageError> {
        self.all(within(REASONS, period), TABLE, read_count).await
    }

    async fn persons(&mut self) -> Result<u64, StorageError> {
        let mut persons = 0;
        for counted in [NAMED, UNNAMED] {
            let query = query(counted);
            let count: Option<u64> = self.one(query, TABLE, |row| row.number("count")).await?;
            persons += count.unwrap_or_default();
        }
        Ok(persons)
    }

    async fn undecided_since(&mut self, before: Timestamp) -> Result<QueueSize, StorageError> {
        let query = query(UNDECIDED).bind(before.0);
        let size = self.one(query, TABLE, read_queue_size).await?;
        Ok(size.unwrap_or_default())
    }

    async fn dead_job_count(&mut self) -> Result<u64, StorageError> {
        let query = query(DEAD_COUNT);
        let count = self.one(query, "jobs", |row| row.number("count")).await?;
        Ok(count.unwrap_or_default())
    }

    async fn by_state(&mut self) -> Result<Vec<(String, u64)>, StorageError> {
        let query = query(BY_STATE);
        self.all(query, TABLE, read_count).await
    }
}
