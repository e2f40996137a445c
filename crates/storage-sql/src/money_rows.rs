//! Payments and the ledger as rows.

use std::time::Duration;

use async_trait::async_trait;
use domain::money::{Bill, Fen, LedgerEntry, Movement, PaidFor, PayWay, Payment, Price, Takings};
use domain::timestamp::days;
use domain::{Order, OrderId, PaymentId, Timestamp};
use storage::{Money, Period, StorageError};

use crate::order_rows;
use crate::row::{Row, insert_and_update, text, to_json};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const PAYMENTS: &str = "payments";
const LEDGER: &str = "ledger";
/// Sums over the ledger, which decide nothing.
const SUMS: &str = "takings";

insert_and_update! {
    INSERT, UPDATE, "payments",
    "version, order_id, number, way, amount, reference, by_kind, by_id, at, status, standing",
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12",
    "version = ?2 - 1"
}
const ONE: &str = "SELECT * FROM payments WHERE id = ?1";
pub(crate) const OF_ORDER: &str = "SELECT * FROM payments WHERE order_id = ?1 ORDER BY id";
pub(crate) const OF_TRANSACTION: &str =
    "SELECT * FROM payments WHERE way = ?1 AND reference = ?2 AND way <> 'till'";
pub(crate) const REFUNDS_DUE: &str = "SELECT * FROM payments INDEXED BY payments_owed
    WHERE status IN ('refund-asked', 'refund-failed') ORDER BY id LIMIT ?1";
const APPEND: &str = "INSERT INTO ledger (at, payment, number, document, city, way, movement,
        amount, reference, by_kind, by_id)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
pub(crate) const OF_PERIOD: &str =
    "SELECT * FROM ledger WHERE at >= ?1 AND at < ?2 ORDER BY at, seq LIMIT ?3";
/// How far China's time is ahead of UTC; as in [`TAKINGS`].
const CHINA_AHEAD: Duration = Duration::from_secs(8 * 60 * 60);
/// Days are numbered from 1970 in China.
pub(crate) const TAKINGS: &str = "SELECT (at + 28800000) / 86400000 AS day, document, way,
        count(*) FILTER (WHERE movement = 'taken')
            - count(*) FILTER (WHERE movement = 'undone') AS payments,
        CAST(coalesce(sum(amount) FILTER (WHERE movement IN ('taken', 'undone')), 0)
            AS BIGINT) AS taken,
        count(*) FILTER (WHERE movement = 'refunded') AS refunds,
        CAST(-coalesce(sum(amount) FILTER (WHERE movement = 'refunded'), 0)
            AS BIGINT) AS refunded
    FROM ledger WHERE at >= ?1 AND at < ?2
    GROUP BY day, document, way ORDER BY day DESC, document, way";
/// Named, for the planner would look up by state, which reads every approved order.
pub(crate) const OWING: &str = "SELECT * FROM orders INDEXED BY orders_owing
    WHERE bill = 'open' AND state IN ('unpaid', 'approved') AND erased_at IS NULL
    ORDER BY updated_at, id LIMIT ?1";

/// `version` is the value to write.
fn bind(sql: &'static str, payment: &Payment, version: i64) -> Result<Statement, StorageError> {
    Ok(query(sql)
        .bind(payment.id.to_string())
        .bind(version)
        .bind(payment.order.to_string())
        .bind(payment.number.as_str())
        .bind(payment.way.code())
        .bind(payment.amount.0)
        .bind(payment.reference.as_str())
        .bind(payment.by.kind())
        .bind(payment.by.id())
        .bind(payment.at.0)
        .bind(payment.status().code())
        .bind(to_json(&payment.standing)?))
}

fn read(row: Row<'_>) -> Result<Payment, StorageError> {
    Ok(Payment {
        id: row.parsed("id")?,
        order: row.parsed("order_id")?,
        number: row.parsed("number")?,
        way: row.word("way")?,
        amount: Fen(row.get("amount")?),
        reference: row.get("reference")?,
        by: row.actor()?,
        at: row.time("at")?,
        standing: row.json("standing")?,
        version: row.get("version")?,
    })
}

fn read_entry(row: Row<'_>) -> Result<LedgerEntry, StorageError> {
    Ok(LedgerEntry {
        at: row.time("at")?,
        payment: row.parsed("payment")?,
        number: row.parsed("number")?,
        document: row.parsed("document")?,
        city: row.parsed_if_any("city")?,
        way: row.word::<PayWay>("way")?,
        movement: row.word::<Movement>("movement")?,
        amount: Fen(row.get("amount")?),
        reference: row.get("reference")?,
        by: row.actor()?,
    })
}

fn read_takings(row: Row<'_>) -> Result<Takings, StorageError> {
    let day: u64 = row.number("day")?;
    Ok(Takings {
        from: Timestamp(0).plus(days(day)).minus(CHINA_AHEAD),
        document: row.parsed("document")?,
        way: row.word("way")?,
        payments: row.get("payments")?,
        taken: Fen(row.get("taken")?),
        refunds: row.get("refunds")?,
        refunded: Fen(row.get("refunded")?),
    })
}

/// The columns `bill`, `price` and `paid_for` of an order.
pub(crate) fn bill_columns(
    bill: Bill,
) -> (Option<&'static str>, Option<i64>, Option<&'static str>) {
    let word = match bill {
        Bill::Free => None,
        Bill::Open(_) => Some("open"),
        Bill::Paid(_) => Some("paid"),
        Bill::Returned(_) => Some("returned"),
    };
    let price = bill.price();
    (
        word,
        price.map(|price| price.amount().0),
        price.map(|price| price.paid_for().code()),
    )
}

/// The bill in an order's columns.
pub(crate) fn read_bill(row: Row<'_>) -> Result<Bill, StorageError> {
    let word: Option<&str> = row.get("bill")?;
    let Some(word) = word else {
        return Ok(Bill::Free);
    };
    let price = Price::new(Fen(row.get("price")?), row.word::<PaidFor>("paid_for")?);
    let price = price.map_err(|_| row.unreadable())?;
    match word {
        "open" => Ok(Bill::Open(price)),
        "paid" => Ok(Bill::Paid(price)),
        "returned" => Ok(Bill::Returned(price)),
        _ => Err(row.unreadable()),
    }
}

#[async_trait]
impl Money for SqlTransaction {
    async fn insert_payment(&mut self, payment: &Payment) -> Result<(), StorageError> {
        self.run(bind(INSERT, payment, payment.version)?).await
    }

    async fn update_payment(&mut self, payment: &Payment) -> Result<(), StorageError> {
        self.update(bind(UPDATE, payment, payment.version + 1)?)
            .await
    }

    async fn payment(&mut self, id: PaymentId) -> Result<Option<Payment>, StorageError> {
        let query = query(ONE).bind(id.to_string());
        self.one(query, PAYMENTS, read).await
    }

    async fn payments_of(&mut self, order: OrderId) -> Result<Vec<Payment>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, PAYMENTS, read).await
    }

    async fn payment_of_transaction(
        &mut self,
        way: PayWay,
        transaction: &str,
    ) -> Result<Option<Payment>, StorageError> {
        let query = query(OF_TRANSACTION).bind(way.code()).bind(transaction);
        self.one(query, PAYMENTS, read).await
    }

    async fn refunds_due(&mut self, limit: u32) -> Result<Vec<Payment>, StorageError> {
        let query = query(REFUNDS_DUE).bind(limit);
        self.all(query, PAYMENTS, read).await
    }

    async fn append_ledger(&mut self, entry: &LedgerEntry) -> Result<(), StorageError> {
        let statement = query(APPEND)
            .bind(entry.at.0)
            .bind(entry.payment.to_string())
            .bind(entry.number.as_str())
            .bind(entry.document.as_str())
            .bind(text(entry.city))
            .bind(entry.way.code())
            .bind(entry.movement.code())
            .bind(entry.amount.0)
            .bind(entry.reference.as_str())
            .bind(entry.by.kind())
            .bind(entry.by.id());
        self.run(statement).await
    }

    async fn ledger(
        &mut self,
        period: Period,
        limit: u32,
    ) -> Result<Vec<LedgerEntry>, StorageError> {
        let query = query(OF_PERIOD)
            .bind(period.from.0)
            .bind(period.until.0)
            .bind(limit);
        self.all(query, LEDGER, read_entry).await
    }

    async fn takings(&mut self, period: Period) -> Result<Vec<Takings>, StorageError> {
        let query = query(TAKINGS).bind(period.from.0).bind(period.until.0);
        self.all(query, SUMS, read_takings).await
    }

    async fn orders_owing(&mut self, limit: u32) -> Result<Vec<Order>, StorageError> {
        let query = query(OWING).bind(limit);
        self.all(query, order_rows::TABLE, order_rows::read).await
    }
}
