//! Orders as rows, and the queue.

use async_trait::async_trait;
use catalogue::DivisionCode;
use domain::retention::UNDECIDED;
use domain::staff::Scope;
use domain::{Actor, Digest, Fitness, Order, OrderId, OrderNumber, Timestamp, WechatUser};
use storage::{Claim, OrderFilter, Orders, PersonDigests, QueueRow, QueueSize, StorageError};

use crate::money_rows::{bill_columns, read_bill};
use crate::row::{Row, digest, hexadecimal, insert_and_update, ms, sealed, text, to_json};
use crate::state_columns;
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;
use crate::value::Value;

pub(crate) const TABLE: &str = "orders";
/// Parts of orders with parts of attempts, for lists; who claims one of them
/// reads the whole order, and with it its seal.
const PARTS: &str = "queue";

// Number, document and creation time never change, but are updated too, so that
// both statements bind the same values.
insert_and_update! {
    INSERT, UPDATE, "orders",
    "version, number, device, document, city,
    state, state_since, state_asked_by, state_by, state_at, state_until,
    attempt, submissions, key, applicant, phone, identity,
    created_at, updated_at, erased_at, proposal, queued_since, question, name,
    bill, price, paid_for, wechat, openid, wechat_union",
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
    ?20, ?21, ?22, CASE WHEN ?7 IN ('waiting', 'claimed') THEN ?8 END, ?23, ?24,
    ?25, ?26, ?27, ?28, ?29, ?30",
    "version = ?2 - 1"
}
pub(crate) const BY_ID: &str = "SELECT * FROM orders WHERE id = ?1";
pub(crate) const BY_NUMBER: &str = "SELECT * FROM orders WHERE number = ?1";
pub(crate) const OF_DEVICE: &str =
    "SELECT * FROM orders WHERE device = ?1 ORDER BY id DESC LIMIT ?2";
pub(crate) const OF_WECHAT_USER: &str =
    "SELECT * FROM orders WHERE wechat = ?1 ORDER BY id DESC LIMIT ?2";
pub(crate) const OF_WECHAT_UNION: &str =
    "SELECT * FROM orders WHERE wechat_union = ?1 ORDER BY id DESC LIMIT ?2";
/// The innermost limit keeps PostgreSQL from going along all orders, newest first, until it
/// has met those of the person: it plans without knowing how few they are.
pub(crate) const OF_PERSON: &str = "SELECT * FROM orders WHERE id IN (SELECT id FROM (
        SELECT id FROM orders WHERE phone IN (SELECT unhex(value) FROM json_each(?1))
        UNION SELECT id FROM orders WHERE identity IN (SELECT unhex(value) FROM json_each(?2))
        UNION SELECT id FROM orders WHERE name IN (SELECT unhex(value) FROM json_each(?3))
        UNION SELECT order_id FROM receipts
            WHERE identity IN (SELECT unhex(value) FROM json_each(?2))
        UNION SELECT order_id FROM receipts
            WHERE name IN (SELECT unhex(value) FROM json_each(?3))
    ) AS found ORDER BY id DESC LIMIT ?4) ORDER BY id DESC";
pub(crate) const QUEUE: &str =
    "SELECT o.id, o.number, o.document, o.city, o.state, o.state_since, o.submissions,
        o.state_asked_by, o.state_by, o.state_until, a.fitness
    FROM orders AS o LEFT JOIN attempts AS a ON a.id = o.attempt
    WHERE o.queued_since IS NOT NULL
        AND (?1 IS NULL OR o.document IN (SELECT value FROM json_each(?1)))
        AND (?2 IS NULL OR o.city IN (SELECT value FROM json_each(?2)))
    ORDER BY o.queued_since, o.id LIMIT ?3";
macro_rules! claimable {
    ($whose:literal) => {
        concat!(
            "SELECT * FROM orders WHERE queued_since > ?2
                AND (state_asked_by IS NULL OR state_asked_by <> ?1) AND ",
            $whose,
            " AND (?3 IS NULL OR document IN (SELECT value FROM json_each(?3)))
                AND (?4 IS NULL OR city IN (SELECT value FROM json_each(?4)))
            ORDER BY queued_since, id LIMIT 1"
        )
    };
}
/// What somebody holds; few.
pub(crate) const HELD: &str = claimable!("state = 'claimed' AND state_by = ?1");
/// The `||` keeps the planner from looking up by state, which would read every row.
pub(crate) const CLAIMABLE: &str =
    claimable!("(state || '' = 'waiting' OR (state || '' = 'claimed' AND state_until <= ?5))");
pub(crate) const QUEUE_SIZE: &str = "SELECT count(*) AS waiting, min(queued_since) AS oldest
    FROM orders WHERE queued_since IS NOT NULL
        AND (?1 IS NULL OR document IN (SELECT value FROM json_each(?1)))
        AND (?2 IS NULL OR city IN (SELECT value FROM json_each(?2)))";
/// The `||` keeps the planner from looking up by state, which would read every row.
pub(crate) const QUEUE_PLACE: &str =
    "SELECT count(*) AS before FROM orders WHERE queued_since < ?1 AND state || '' = 'waiting'";

/// Of many orders at once, without reading them whole.
pub(crate) const VERSIONS: &str =
    "SELECT id, version FROM orders WHERE id IN (SELECT value FROM json_each(?1))";

/// `version` is the value to write.
fn bind(sql: &'static str, order: &Order, version: i64) -> Statement {
    let state = state_columns::columns(&order.state);
    let (bill, price, paid_for) = bill_columns(order.bill);
    query(sql)
        .bind(order.id.to_string())
        .bind(version)
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
        .bind(sealed(order.proposal.as_ref()))
        .bind(sealed(order.question.as_ref()))
        .bind(order.name.as_ref().map(digest))
        .bind(bill)
        .bind(price)
        .bind(paid_for)
        .bind(order.wechat.as_ref().map(|user| digest(&user.digest)))
        .bind(sealed(
            order.wechat.as_ref().and_then(|user| user.openid.as_ref()),
        ))
        .bind(
            order
                .wechat
                .as_ref()
                .and_then(|user| user.union.as_ref())
                .map(digest),
        )
}

pub(crate) fn read(row: Row<'_>) -> Result<Order, StorageError> {
    Ok(Order {
        id: row.parsed("id")?,
        number: row.parsed("number")?,
        device: row.digest_if_any("device")?,
        wechat: read_wechat(row)?,
        document: row.parsed("document")?,
        city: row.parsed_if_any("city")?,
        state: state_columns::read(row)?,
        bill: read_bill(row)?,
        attempt: row.parsed_if_any("attempt")?,
        submissions: row.number("submissions")?,
        key: row.sealed_if_any("key")?,
        applicant: row.sealed_if_any("applicant")?,
        proposal: row.sealed_if_any("proposal")?,
        question: row.sealed_if_any("question")?,
        phone: row.digest_if_any("phone")?,
        identity: row.digest_if_any("identity")?,
        name: row.digest_if_any("name")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        erased_at: row.time_if_any("erased_at")?,
        version: row.get("version")?,
    })
}

fn read_wechat(row: Row<'_>) -> Result<Option<WechatUser>, StorageError> {
    let Some(digest) = row.digest_if_any("wechat")? else {
        return Ok(None);
    };
    Ok(Some(WechatUser {
        digest,
        union: row.digest_if_any("wechat_union")?,
        openid: row.sealed_if_any("openid")?,
    }))
}

/// A queued order whose attempt is missing is still listed, as one without a
/// photo.
fn read_queue_row(row: Row<'_>) -> Result<QueueRow, StorageError> {
    let claim = match row.get("state")? {
        "claimed" => Some(Claim {
            by: row.parsed("state_by")?,
            until: row.time("state_until")?,
        }),
        _ => None,
    };
    Ok(QueueRow {
        id: row.parsed("id")?,
        number: row.parsed("number")?,
        document: row.parsed("document")?,
        city: row.parsed_if_any("city")?,
        since: row.time("state_since")?,
        submissions: row.number("submissions")?,
        asked_by: row.parsed_if_any("state_asked_by")?,
        claim,
        fitness: row.word_if_any("fitness")?.unwrap_or(Fitness::NoPhoto),
    })
}

pub(crate) fn read_queue_size(row: Row<'_>) -> Result<QueueSize, StorageError> {
    Ok(QueueSize {
        waiting: row.number("waiting")?,
        oldest: row.time_if_any("oldest")?,
    })
}

/// The statement for a filter. It speaks of nothing that is not asked, so that an index
/// serves what is: by state, document or city in the order of making.
pub(crate) fn found(filter: &OrderFilter, limit: u32) -> Statement {
    let mut conditions = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut place = |value: Value| {
        values.push(value);
        format!("?{}", values.len())
    };
    if let Some(before) = filter.before {
        conditions.push(format!("id < {}", place(before.to_string().into())));
    }
    if let Some(from) = filter.from {
        conditions.push(format!("id >= {}", place(from.to_string().into())));
    }
    if let Some(status) = filter.status {
        let state = place(state_columns::word(status).into());
        conditions.push(format!("state = {state}"));
    }
    if let Some(document) = &filter.document {
        let document = place(document.as_str().into());
        conditions.push(format!("document = {document}"));
    }
    if let Some(city) = filter.city {
        let (whole, prefix) = (city.to_string(), city_prefix(city));
        let is_city = whole == prefix;
        let city = place(prefix.into());
        conditions.push(match is_city {
            true => format!("city = {city}"),
            // Every city of a province.
            false => format!("substr(city, 1, length({city})) = {city}"),
        });
    }
    let limit = place(limit.into());
    let asked = match conditions.as_slice() {
        [] => String::new(),
        some => format!(" WHERE {}", some.join(" AND ")),
    };
    let sql = format!("SELECT * FROM orders{asked} ORDER BY id DESC LIMIT {limit}");
    Statement {
        values,
        ..query(sql)
    }
}

/// Digests as a list that statements read.
fn digests(some: &[Digest]) -> Result<String, StorageError> {
    to_json(&some.iter().map(hexadecimal).collect::<Vec<String>>())
}

/// What the codes of the city, or of every city of the province, begin with.
fn city_prefix(place: DivisionCode) -> String {
    let digits = place.to_string();
    digits.trim_end_matches("0000").to_owned()
}

/// A filter list as JSON; `None` if it is empty, for no filter.
fn list<T: serde::Serialize>(items: &[T]) -> Result<Option<String>, StorageError> {
    (!items.is_empty()).then(|| to_json(&items)).transpose()
}

#[async_trait]
impl Orders for SqlTransaction {
    async fn insert_order(&mut self, order: &Order) -> Result<(), StorageError> {
        self.run(bind(INSERT, order, order.version)).await
    }

    async fn update_order(&mut self, order: &Order) -> Result<(), StorageError> {
        self.update(bind(UPDATE, order, order.version + 1)).await
    }

    async fn order(&mut self, id: OrderId) -> Result<Option<Order>, StorageError> {
        let query = query(BY_ID).bind(id.to_string());
        self.one(query, TABLE, read).await
    }

    async fn order_by_number(
        &mut self,
        number: OrderNumber,
    ) -> Result<Option<Order>, StorageError> {
        let query = query(BY_NUMBER).bind(number.as_str());
        self.one(query, TABLE, read).await
    }

    async fn orders_of_device(
        &mut self,
        device: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError> {
        let query = query(OF_DEVICE).bind(digest(&device)).bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn orders_of_wechat_user(
        &mut self,
        user: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError> {
        let query = query(OF_WECHAT_USER).bind(digest(&user)).bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn orders_of_wechat_union(
        &mut self,
        union: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError> {
        let query = query(OF_WECHAT_UNION).bind(digest(&union)).bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn orders_found(
        &mut self,
        filter: &OrderFilter,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError> {
        self.all(found(filter, limit), TABLE, read).await
    }

    async fn orders_of_person(
        &mut self,
        person: &PersonDigests,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError> {
        let query = query(OF_PERSON)
            .bind(digests(&person.phone)?)
            .bind(digests(&person.identity)?)
            .bind(digests(&person.name)?)
            .bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn queue(&mut self, scope: &Scope, limit: u32) -> Result<Vec<QueueRow>, StorageError> {
        let query = query(QUEUE)
            .bind(list(&scope.documents)?)
            .bind(list(&scope.cities)?)
            .bind(limit);
        self.all(query, PARTS, read_queue_row).await
    }

    async fn claimable(
        &mut self,
        by: Actor,
        scope: &Scope,
        now: Timestamp,
    ) -> Result<Option<Order>, StorageError> {
        let of = |sql| -> Result<Statement, StorageError> {
            Ok(query(sql)
                .bind(by.to_string())
                .bind(now.minus(UNDECIDED).0)
                .bind(list(&scope.documents)?)
                .bind(list(&scope.cities)?)
                .holding_what_is_free())
        };
        // Whoever asks twice at once gets the same order both times.
        self.hold_name(&format!("claims of {by}")).await?;
        let held = self.one(of(HELD)?, TABLE, read).await?;
        if held.is_some() {
            return Ok(held);
        }
        self.one(of(CLAIMABLE)?.bind(now.0), TABLE, read).await
    }

    async fn queue_size(&mut self, scope: &Scope) -> Result<QueueSize, StorageError> {
        let query = query(QUEUE_SIZE)
            .bind(list(&scope.documents)?)
            .bind(list(&scope.cities)?);
        let size = self.one(query, PARTS, read_queue_size).await?;
        Ok(size.unwrap_or_default())
    }

    async fn queue_place(&mut self, since: Timestamp) -> Result<u64, StorageError> {
        let query = query(QUEUE_PLACE).bind(since.0);
        let before = self.one(query, PARTS, |row| row.number("before")).await?;
        Ok(before.unwrap_or_default())
    }

    async fn versions(&mut self, ids: &[OrderId]) -> Result<Vec<(OrderId, i64)>, StorageError> {
        let ids: Vec<String> = ids.iter().map(OrderId::to_string).collect();
        let query = query(VERSIONS).bind(to_json(&ids)?);
        let read = |row: Row<'_>| Ok((row.parsed("id")?, row.get("version")?));
        self.all(query, PARTS, read).await
    }
}
