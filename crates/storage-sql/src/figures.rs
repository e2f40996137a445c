//! Statistics, computed by the database from attempts; undone decisions do not
//! count.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::timestamp::days;
use domain::{OrderId, Timestamp};
use storage::{Figures, FiguresRow, Period, QueueSize, StorageError, Tallied, Tally};

use crate::order_rows::read_queue_size;
use crate::row::{Row, to_json};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

/// Submissions by day, numbered from the start of the period.
pub(crate) const SUBMITTED: &str = "SELECT (submitted_at - ?1) / 86400000 AS day, count(*) AS count
    FROM attempts WHERE submitted_at >= ?1 AND submitted_at < ?2 GROUP BY day";
pub(crate) const DECIDED: &str = "SELECT (decided_at - ?1) / 86400000 AS day,
        count(*) FILTER (WHERE verdict = 'approved') AS approved,
        count(*) FILTER (WHERE verdict = 'rejected') AS rejected
    FROM attempts WHERE decided_at >= ?1 AND decided_at < ?2 GROUP BY day";
/// Reasons by day, numbered as above, most frequent first.
pub(crate) const REASONS: &str =
    "SELECT (decided_at - ?1) / 86400000 AS day, reason.value AS code, count(*) AS count
    FROM attempts, json_each(attempts.reasons) AS reason
    WHERE decided_at >= ?1 AND decided_at < ?2 AND verdict = 'rejected'
    GROUP BY day, code ORDER BY day, count DESC, code";
pub(crate) const KEPT_DAYS: &str =
    "SELECT * FROM day_figures WHERE begins >= ?1 AND begins < ?2 ORDER BY begins";
const KEEP_DAY: &str = "INSERT INTO day_figures (begins, submitted, approved, rejected, reasons)
    VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (begins) DO UPDATE SET submitted = excluded.submitted,
        approved = excluded.approved, rejected = excluded.rejected, reasons = excluded.reasons";
const TALLY: &str = "SELECT * FROM tallies WHERE name = ?1";
const KEEP_TALLY: &str = "INSERT INTO tallies (name, at, counts) VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET at = excluded.at, counts = excluded.counts";
pub(crate) const FIRST: &str = "SELECT id FROM orders ORDER BY id LIMIT 1";
pub(crate) const IN_STATE: &str =
    "SELECT count(*) AS count FROM orders WHERE state = ?1 AND id >= ?2 AND id < ?3";
/// The states that the table takes.
const STATES: [&str; 8] = [
    "draft",
    "unpaid",
    "waiting",
    "claimed",
    "approved",
    "rejected",
    "cancelled",
    "lapsed",
];
pub(crate) const NAMED_FROM: &str = "SELECT count(DISTINCT identity) AS count FROM orders
    WHERE identity IS NOT NULL AND identity >= ?1 AND identity < ?2";
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

/// Day, reason, how often.
fn read_reason(row: Row<'_>) -> Result<(i64, (String, u64)), StorageError> {
    Ok((row.get("day")?, read_count(row)?))
}

fn read_day(row: Row<'_>) -> Result<FiguresRow, StorageError> {
    Ok(FiguresRow {
        from: row.time("begins")?,
        submitted: row.number("submitted")?,
        approved: row.number("approved")?,
        rejected: row.number("rejected")?,
        reasons: row.json("reasons")?,
    })
}

fn read_tally(row: Row<'_>) -> Result<Tally, StorageError> {
    Ok(Tally {
        at: row.time("at")?,
        counts: row.json("counts")?,
    })
}

/// Day, approvals, rejections.
fn read_decided(row: Row<'_>) -> Result<(i64, (u64, u64)), StorageError> {
    let verdicts = (row.number("approved")?, row.number("rejected")?);
    Ok((row.get("day")?, verdicts))
}

fn read_count(row: Row<'_>) -> Result<(String, u64), StorageError> {
    Ok((row.get("code")?, row.number("count")?))
}

/// A count as a column holds it.
fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl SqlTransaction {
    async fn count(&mut self, query: Statement) -> Result<u64, StorageError> {
        let count = self.one(query, TABLE, |row| row.number("count")).await?;
        Ok(count.unwrap_or_default())
    }
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
        let given = within(REASONS, period);
        let mut reasons: BTreeMap<i64, Vec<(String, u64)>> = BTreeMap::new();
        for (day, reason) in self.all(given, TABLE, read_reason).await? {
            reasons.entry(day).or_default().push(reason);
        }
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
                    reasons: reasons.remove(&day).unwrap_or_default(),
                }
            })
            .collect())
    }

    async fn kept_days(&mut self, period: Period) -> Result<Vec<FiguresRow>, StorageError> {
        self.all(within(KEPT_DAYS, period), TABLE, read_day).await
    }

    async fn keep_day(&mut self, day: &FiguresRow) -> Result<(), StorageError> {
        let statement = query(KEEP_DAY)
            .bind(day.from.0)
            .bind(count(day.submitted))
            .bind(count(day.approved))
            .bind(count(day.rejected))
            .bind(to_json(&day.reasons)?);
        self.run(statement).await
    }

    async fn tally(&mut self, of: Tallied) -> Result<Option<Tally>, StorageError> {
        self.one(query(TALLY).bind(of.code()), TABLE, read_tally)
            .await
    }

    async fn keep_tally(&mut self, of: Tallied, tally: &Tally) -> Result<(), StorageError> {
        let statement = query(KEEP_TALLY).bind(of.code()).bind(tally.at.0);
        self.run(statement.bind(to_json(&tally.counts)?)).await
    }

    async fn first_begun(&mut self) -> Result<Option<Timestamp>, StorageError> {
        let read = |row: Row<'_>| row.parsed::<OrderId>("id");
        let first = self.one(query(FIRST), TABLE, read).await?;
        Ok(first.map(OrderId::made_at))
    }

    async fn by_state_of(&mut self, period: Period) -> Result<Vec<(String, u64)>, StorageError> {
        let [from, until] = [period.from, period.until].map(|at| OrderId::first_of(at).to_string());
        let mut counts = Vec::new();
        for state in STATES {
            let query = query(IN_STATE).bind(state);
            let query = query.bind(from.as_str()).bind(until.as_str());
            counts.push((state.to_owned(), self.count(query).await?));
        }
        Ok(counts)
    }

    async fn persons_of(&mut self, first_byte: u8) -> Result<u64, StorageError> {
        // A digest has 32 bytes, so that 33 of the highest are behind all.
        let end = first_byte
            .checked_add(1)
            .map_or_else(|| vec![u8::MAX; 33], |next| vec![next]);
        let query = query(NAMED_FROM).bind(vec![first_byte]).bind(end);
        self.count(query).await
    }

    async fn unnamed_persons(&mut self) -> Result<u64, StorageError> {
        self.count(query(UNNAMED)).await
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
