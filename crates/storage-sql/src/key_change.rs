//! Replacing the sealing key while others write.
//!
//! It begins with a row that holds each of the two keys wrapped under the other, and with
//! the mark that both are taken. Then keys of orders are wrapped anew, some at a time. It
//! ends in one transaction that has the database for itself: the rest, and the mark that
//! the new key alone is taken. Killed at any moment, both keys open everything.

use domain::Sealed;
use domain::log::LogEntry;
use storage::{
    KeyChange, Log as _, Rewrap, Rotated, StorageError, Stretch, Transaction as _, Upkeep as _,
};

use crate::connection::Connection;
use crate::log_rows;
use crate::row::{Row, SqlRow};
use crate::sealed_under::{Under, mark_sealed};
use crate::statement::query;
use crate::transaction::SqlTransaction;
use crate::value::Value;

/// The table whose rows hold a wrapped key each.
pub(crate) const ORDERS: &str = "orders";
const TABLE: &str = "key_change";
/// Orders of one stretch: their rows are held while it lasts.
const STRETCH: u32 = 200;

const FIND: &str = "SELECT * FROM key_change";
const BEGIN: &str = "INSERT INTO key_change (\"only\", at, old_id, new_id, new, old)
    VALUES (1, ?1, ?2, ?3, ?4, ?5)";
const END: &str = "DELETE FROM key_change";
pub(crate) const ORDERS_AFTER: &str =
    "SELECT * FROM orders WHERE id > ?1 AND key IS NOT NULL ORDER BY id LIMIT ?2";
/// The place of the key's id is that of `blobs::envelope`.
const UNDER: &str = "SELECT count(*) AS number FROM orders
    WHERE key IS NOT NULL AND substr(key, 2, 8) = ?1";
// The version grows, so that nobody who has read the order writes the old key back.
const REWRAP_ORDER: &str = "UPDATE orders SET key = ?2, version = version + 1 WHERE id = ?1";
const FACTORS: &str = "SELECT * FROM colleagues WHERE totp IS NOT NULL";
const REWRAP_FACTOR: &str = "UPDATE colleagues SET totp = ?2 WHERE id = ?1";
const KEPT: &str = "SELECT name, sealed FROM kept_keys";
const REWRAP_KEPT: &str = "UPDATE kept_keys SET sealed = ?2 WHERE name = ?1";

/// The id of the sealing key that an order's key is wrapped under: the bytes after the
/// first (`blobs::envelope`).
pub(crate) fn wrapped_by(order: &SqlRow) -> Option<String> {
    let Some(Value::Bytes(wrapped)) = order.value("key") else {
        return None;
    };
    let id = wrapped.get(1..9)?;
    Some(id.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn read(row: Row<'_>) -> Result<KeyChange, StorageError> {
    Ok(KeyChange {
        at: row.time("at")?,
        old_id: row.get("old_id")?,
        new_id: row.get("new_id")?,
        new: Sealed(row.get("new")?),
        old: Sealed(row.get("old")?),
    })
}

/// The replacement that is going on, where its table is there.
pub(crate) async fn found(
    connection: &mut dyn Connection,
) -> Result<Option<KeyChange>, StorageError> {
    if !connection.has_table(TABLE).await? {
        return Ok(None);
    }
    let found = connection.fetch(query(FIND)).await?;
    found
        .first()
        .map(|row| read(Row::new(row, TABLE)))
        .transpose()
}

impl SqlTransaction {
    pub(crate) async fn change_of_key(&mut self) -> Result<Option<KeyChange>, StorageError> {
        self.one(query(FIND), TABLE, read).await
    }

    pub(crate) async fn begin_change(&mut self, change: &KeyChange) -> Result<(), StorageError> {
        let begin = query(BEGIN)
            .bind(change.at.0)
            .bind(change.old_id.as_str())
            .bind(change.new_id.as_str())
            .bind(change.new.0.as_slice())
            .bind(change.old.0.as_slice());
        self.run(begin).await?;
        let under = Under {
            sealing: Some(change.new_id.clone()),
            besides: Some(change.old_id.clone()),
        };
        let keys = self.keys().clone();
        mark_sealed(self.connection(), &keys, &under).await
    }

    pub(crate) async fn count_under(&mut self, key_id: &str) -> Result<u64, StorageError> {
        let read = |row: Row<'_>| row.number("number");
        let id = Value::Bytes(bytes(key_id));
        let count = self.one(query(UNDER).bind(id), "orders of a key", read);
        Ok(count.await?.unwrap_or(0))
    }

    /// Wraps the keys of the next orders anew that are under the old key.
    async fn rewrap_after(
        &mut self,
        change: &KeyChange,
        after: &str,
        rewrap: &mut dyn Rewrap,
    ) -> Result<Stretch, StorageError> {
        let rows = query(ORDERS_AFTER).bind(after).bind(STRETCH);
        let rows = self.connection().fetch(rows.before_a_change()).await?;
        let mut done = Stretch::default();
        for row in &rows {
            let id: String = Row::new(row, ORDERS).get("id")?;
            done.last = Some(id.clone());
            if wrapped_by(row).as_ref() != Some(&change.old_id) {
                continue;
            }
            let old = Sealed(Row::new(row, ORDERS).get("key")?);
            // A row that was altered stays as it is: sealing it would vouch for it.
            let new = match self.keys().rows.holds(ORDERS, row)? {
                true => rewrap.order_key(&id, &old),
                false => None,
            };
            let Some(new) = new else {
                done.rotated.unopened += 1;
                continue;
            };
            self.update(query(REWRAP_ORDER).bind(id).bind(new.0))
                .await?;
            done.rotated.orders += 1;
        }
        if rows.len() < STRETCH as usize {
            done.last = None;
        }
        Ok(done)
    }
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let pairs = hexadecimal.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    };
    pairs.filter_map(byte).collect()
}

/// See [`storage::Storage::rewrap_orders`].
///
/// # Errors
/// As there.
pub async fn rewrap_orders(
    mut transaction: SqlTransaction,
    after: &str,
    rewrap: &mut dyn Rewrap,
) -> Result<Stretch, StorageError> {
    let change = transaction.change_of_key().await?;
    let change = change.ok_or(StorageError::Conflict)?;
    let done = transaction.rewrap_after(&change, after, rewrap).await?;
    Box::new(transaction).save().await?;
    Ok(done)
}

/// See [`storage::Storage::end_key_change`]. `transaction` writes alone.
///
/// # Errors
/// As there.
pub async fn end_key_change(
    mut transaction: SqlTransaction,
    since: &str,
    rewrap: &mut dyn Rewrap,
    entry: &LogEntry,
) -> Result<Rotated, StorageError> {
    let change = transaction.key_change().await?;
    let change = change.ok_or(StorageError::Conflict)?;
    let mut rotated = Rotated::default();
    let mut after = Some(since.to_owned());
    while let Some(last) = after {
        let done = transaction.rewrap_after(&change, &last, rewrap).await?;
        rotated.orders += done.rotated.orders;
        rotated.unopened += done.rotated.unopened;
        after = done.last;
    }
    rotated.unopened += rewrap_factors(&mut transaction, rewrap).await?;
    rewrap_kept(&mut transaction, rewrap).await?;
    let under = Under {
        sealing: Some(change.new_id),
        besides: None,
    };
    let keys = transaction.keys().clone();
    mark_sealed(transaction.connection(), &keys, &under).await?;
    transaction.connection().execute(query(END)).await?;
    transaction.append_log(entry).await?;
    Box::new(transaction).save().await?;
    Ok(rotated)
}

/// Second factors: few. Gives how many do not open.
async fn rewrap_factors(
    transaction: &mut SqlTransaction,
    rewrap: &mut dyn Rewrap,
) -> Result<u64, StorageError> {
    let table = "colleagues";
    let mut unopened = 0;
    for row in transaction.connection().fetch(query(FACTORS)).await? {
        let is_whole = transaction.keys().rows.holds(table, &row)?;
        let row = Row::new(&row, table);
        let (id, old): (String, _) = (row.get("id")?, Sealed(row.get("totp")?));
        match is_whole.then(|| rewrap.second_factor(&id, &old)).flatten() {
            Some(new) => {
                transaction
                    .update(query(REWRAP_FACTOR).bind(id).bind(new.0))
                    .await?
            }
            None => unopened += 1,
        }
    }
    Ok(unopened)
}

/// The service's keys, and those of the log until now. Without these nothing opens at the
/// next start.
async fn rewrap_kept(
    transaction: &mut SqlTransaction,
    rewrap: &mut dyn Rewrap,
) -> Result<(), StorageError> {
    let table = "kept_keys";
    for row in transaction.connection().fetch(query(KEPT)).await? {
        let row = Row::new(&row, table);
        let (name, old): (String, _) = (row.get("name")?, Sealed(row.get("sealed")?));
        let new = rewrap.kept_key(&name, &old);
        let new = new.ok_or(StorageError::Altered { table })?;
        let rewrap = query(REWRAP_KEPT).bind(name).bind(new.0);
        transaction.connection().execute(rewrap).await?;
    }
    let table = "log_epochs";
    let key = transaction.keys().log_key();
    for mut epoch in transaction.epochs().await? {
        if let Some(old) = &epoch.key {
            let new = rewrap.log_key(epoch.first, old);
            epoch.key = Some(new.ok_or(StorageError::Altered { table })?);
            log_rows::write_epoch(transaction.connection(), &epoch, &key).await?;
        }
    }
    Ok(())
}
