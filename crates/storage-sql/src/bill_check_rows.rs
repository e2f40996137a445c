//! Checks of bills as rows.

use async_trait::async_trait;
use domain::money::{BillCheck, Fen, PayWay};
use jiff::civil::Date;
use storage::{BillChecks, StorageError};

use crate::row::{Row, to_json};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "bill_checks";

const KEEP: &str = "INSERT INTO bill_checks
        (id, day, way, at, payments, taken, refunds, refunded, differences)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (id) DO UPDATE SET at = ?4, payments = ?5, taken = ?6, refunds = ?7,
        refunded = ?8, differences = ?9";
pub(crate) const OF_DAYS: &str =
    "SELECT * FROM bill_checks WHERE day >= ?1 AND day <= ?2 ORDER BY day DESC, way DESC";
pub(crate) const LAST: &str = "SELECT * FROM bill_checks WHERE way = ?1 ORDER BY day DESC LIMIT 1";

fn read(row: Row<'_>) -> Result<BillCheck, StorageError> {
    Ok(BillCheck {
        day: row.parsed("day")?,
        way: row.word("way")?,
        at: row.time("at")?,
        payments: row.number("payments")?,
        taken: Fen(row.get("taken")?),
        refunds: row.number("refunds")?,
        refunded: Fen(row.get("refunded")?),
        differences: row.json("differences")?,
    })
}

#[async_trait]
impl BillChecks for SqlTransaction {
    async fn keep_bill_check(&mut self, check: &BillCheck) -> Result<(), StorageError> {
        let day = check.day.to_string();
        let query = query(KEEP)
            .bind(format!("{day} {}", check.way.code()))
            .bind(day)
            .bind(check.way.code())
            .bind(check.at.0)
            .bind(check.payments)
            .bind(check.taken.0)
            .bind(check.refunds)
            .bind(check.refunded.0)
            .bind(to_json(&check.differences)?);
        self.run(query).await
    }

    async fn bill_checks(
        &mut self,
        first: Date,
        last: Date,
    ) -> Result<Vec<BillCheck>, StorageError> {
        let query = query(OF_DAYS)
            .bind(first.to_string())
            .bind(last.to_string());
        self.all(query, TABLE, read).await
    }

    async fn last_bill_check(&mut self, way: PayWay) -> Result<Option<Date>, StorageError> {
        let query = query(LAST).bind(way.code());
        Ok(self.one(query, TABLE, read).await?.map(|check| check.day))
    }
}
