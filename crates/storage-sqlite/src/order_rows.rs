//! Orders as rows, and the queue.

use async_trait::async_trait;
use domain::{Digest, Fitness, Order, OrderId, OrderNumber, Timestamp};
use sqlx::Sqlite;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use storage::{Orders, QueueRow, QueueSize, StorageError};

use crate::row::{Row, digest, each, failed, ms, one, sealed, text};
use crate::state_columns;
use crate::transaction::SqliteTransaction;

const TABLE: &str = "orders";

const INSERT: &str = "INSERT INTO orders (
    id, number, device, document, city,
    state, state_since, state_asked_by, state_by, state_at, state_until,
    attempt, submissions, key, applicant, phone, identity,
    created_at, updated_at, erased_at, version, proposal, queued_since)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
        ?18, ?19, ?20, ?21, ?22, CASE WHEN ?6 IN ('waiting', 'claimed') THEN ?7 END)";
/// The number, the document and the time of making stay, but are written too,
/// so that both statements take the same values.
const UPDATE: &str = "UPDATE orders SET
    number = ?2, device = ?3, document = ?4, city = ?5,
    state = ?6, state_since = ?7, state_asked_by = ?8, state_by = ?9, state_at = ?10,
    state_until = ?11, attempt = ?12, submissions = ?13, key = ?14, applicant = ?15,
    phone = ?16, identity = ?17, created_at = ?18, updated_at = ?19, erased_at = ?20, proposal = ?22,
    queued_since = CASE WHEN ?6 IN ('waiting', 'claimed') THEN ?7 END,
    version = version + 1
    WHERE id = ?1 AND version = ?21";
pub(crate) const BY_ID: &str = "SELECT * FROM orders WHERE id = ?1";
pub(crate) const BY_NUMBER: &str = "SELECT * FROM orders WHERE number = ?1";
pub(crate) const OF_DEVICE: &str =
    "SELECT * FROM orders WHERE device = ?1 ORDER BY id DESC LIMIT ?2";
pub(crate) const BEFORE: &str = "SELECT * FROM orders WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
pub(crate) const QUEUE: &str =
    "SELECT o.id, o.number, o.document, o.city, o.state, o.state_since, o.submissions,
        o.state_asked_by, o.state_by, o.state_until, a.fitness
    FROM orders AS o LEFT JOIN attempts AS a ON a.id = o.attempt
    WHERE o.queued_since IS NOT NULL ORDER BY o.queued_since, o.id LIMIT ?1";
pub(crate) const QUEUE_SIZE: &str = "SELECT count(*) AS waiting, min(queued_since) AS oldest
    FROM orders WHERE queued_since IS NOT NULL";
/// The `+` keeps SQLite from looking by state, and then at every row.
pub(crate) const QUEUE_PLACE: &str =
    "SELECT count(*) AS before FROM orders WHERE queued_since < ?1 AND +state = 'waiting'";

/// Sorts after every identifier.
const AFTER_ALL: &str = "~";

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

fn bind<'q>(query: Bound<'q>, order: &'q Order) -> Bound<'q> {
    let state = state_columns::columns(&order.state);
    query
        .bind(order.id.to_string())
        .bind(order.number.as_str())
        .bind(order.device.as_ref().map(digest))
        .bind(order.document.as_str())
        .bind(text(order.city))
        .bind(order.state.code())
        .bind(ms(state.since))
        .bind(text(state.asked_by))
        .bind(text(state.by))
        .bind(ms(state.at))
        .bind(ms(state.until))
        .bind(text(order.attempt))
        .bind(order.submissions)
        .bind(sealed(order.key.as_ref()))
        .bind(sealed(order.applicant.as_ref()))
        .bind(order.phone.as_ref().map(digest))
        .bind(order.identity.as_ref().map(digest))
        .bind(order.created_at.0)
        .bind(order.updated_at.0)
        .bind(ms(order.erased_at))
        .bind(order.version)
        .bind(sealed(order.proposal.as_ref()))
}

fn read(row: Row<'_>) -> Result<Order, StorageError> {
    Ok(Order {
        id: row.parsed("id")?,
        number: row.parsed("number")?,
        device: row.digest_if_any("device")?,
        document: row.get("document")?,
        city: row.parsed_if_any("city")?,
        state: state_columns::read(row)?,
        attempt: row.parsed_if_any("attempt")?,
        submissions: row.number("submissions")?,
        key: row.sealed_if_any("key")?,
        applicant: row.sealed_if_any("applicant")?,
        proposal: row.sealed_if_any("proposal")?,
        phone: row.digest_if_any("phone")?,
        identity: row.digest_if_any("identity")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        erased_at: row.time_if_any("erased_at")?,
        version: row.get("version")?,
    })
}

/// An order in the queue whose attempt is missing still shows there, as one
/// without a photo.
fn read_queue_row(row: Row<'_>) -> Result<QueueRow, StorageError> {
    let claim = match row.get("state")? {
        "claimed" => Some((row.parsed("state_by")?, row.time("state_until")?)),
        _ => None,
    };
    Ok(QueueRow {
        id: row.parsed("id")?,
        number: row.parsed("number")?,
        document: row.get("document")?,
        city: row.parsed_if_any("city")?,
        since: row.time("state_since")?,
        submissions: row.number("submissions")?,
        asked_by: row.parsed_if_any("state_asked_by")?,
        claim,
        fitness: row.word_if_any("fitness")?.unwrap_or(Fitness::NoPhoto),
    })
}

#[async_trait]
impl Orders for SqliteTransaction {
    async fn insert_order(&mut self, order: &Order) -> Result<(), StorageError> {
        bind(sqlx::query(INSERT), order)
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn update_order(&mut self, order: &Order) -> Result<(), StorageError> {
        let done = bind(sqlx::query(UPDATE), order)
            .execute(self.connection())
            .await
            .map_err(failed)?;
        match done.rows_affected() {
            0 => Err(StorageError::Conflict),
            _ => Ok(()),
        }
    }

    async fn order(&mut self, id: OrderId) -> Result<Option<Order>, StorageError> {
        let row = sqlx::query(BY_ID)
            .bind(id.to_string())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        one(row.as_ref(), TABLE, read)
    }

    async fn order_by_number(
        &mut self,
        number: OrderNumber,
    ) -> Result<Option<Order>, StorageError> {
        let row = sqlx::query(BY_NUMBER)
            .bind(number.as_str())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        one(row.as_ref(), TABLE, read)
    }

    async fn orders_of_device(
        &mut self,
        device: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError> {
        let rows = sqlx::query(OF_DEVICE)
            .bind(digest(&device))
            .bind(limit)
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, TABLE, read)
    }

    async fn orders_before(
        &mut self,
        before: Option<OrderId>,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError> {
        let rows = sqlx::query(BEFORE)
            .bind(text(before).unwrap_or_else(|| AFTER_ALL.to_owned()))
            .bind(limit)
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, TABLE, read)
    }

    async fn queue(&mut self, limit: u32) -> Result<Vec<QueueRow>, StorageError> {
        let rows = sqlx::query(QUEUE)
            .bind(limit)
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, TABLE, read_queue_row)
    }

    async fn queue_size(&mut self) -> Result<QueueSize, StorageError> {
        let row = sqlx::query(QUEUE_SIZE)
            .fetch_one(self.connection())
            .await
            .map_err(failed)?;
        let row = Row::new(&row, TABLE);
        Ok(QueueSize {
            waiting: row.number("waiting")?,
            oldest: row.time_if_any("oldest")?,
        })
    }

    async fn queue_place(&mut self, since: Timestamp) -> Result<u64, StorageError> {
        let row = sqlx::query(QUEUE_PLACE)
            .bind(since.0)
            .fetch_one(self.connection())
            .await
            .map_err(failed)?;
        Row::new(&row, TABLE).number("before")
    }
}
