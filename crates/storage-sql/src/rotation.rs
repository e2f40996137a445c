//! Replacing the sealing key in one transaction: after it everything is under
//! the new key, and before it nothing. The file of the key is changed by the
//! caller around it.

use std::sync::Arc;

use domain::Sealed;
use domain::log::LogEntry;
use storage::{Derive, Rewrap, Rotated, StorageError, Transaction as _};

use crate::connection::Connection;
use crate::log_lanes;
use crate::log_rows;
use crate::row::Row;
use crate::row_seal::{SEALED, altered_in, seal_all};
use crate::seal_keys::SealKeys;
use crate::sealed_under::{Under, mark_sealed};
use crate::statement::query;
use crate::transaction::SqlTransaction;

/// Wraps orders' keys, second factors and the service's keys anew, seals all
/// rows and chains the log by keys derived anew; `entry` is the first under the
/// new key of the log. `transaction` writes alone.
///
/// # Errors
/// [`StorageError`]; nothing was changed then.
pub async fn rotate(
    mut transaction: SqlTransaction,
    derive: Derive<'_>,
    rewrap: &mut dyn Rewrap,
    entry: &LogEntry,
) -> Result<Rotated, StorageError> {
    let new = Arc::new(SealKeys::derived(derive));
    let old = transaction.keys().clone();
    let mut altered = Vec::new();
    for table in SEALED {
        altered.push(altered_in(transaction.connection(), &old.rows, table).await?);
    }
    let rotated = wrap_anew(transaction.connection(), rewrap).await?;
    for (table, not) in SEALED.into_iter().zip(&altered) {
        seal_all(transaction.connection(), &new.rows, table, not).await?;
    }
    // Whoever holds the old key has other seals of rows, which says enough. A replacement
    // that was going on ends with this one.
    mark_sealed(transaction.connection(), &new, &Under::default()).await?;
    let connection = transaction.connection();
    connection
        .execute(query("UPDATE row_seals SET sealing = NULL, besides = NULL"))
        .await?;
    connection.execute(query("DELETE FROM key_change")).await?;
    chain_anew(&mut transaction, &new, rewrap).await?;
    let mut transaction = transaction.under(new);
    transaction.chain(std::slice::from_ref(entry)).await?;
    Box::new(transaction).save().await?;
    Ok(rotated)
}

/// What holds values under the sealing key: table, its key, the value.
const WRAPPED: [(&str, &str, &str); 3] = [
    ("orders", "id", "key"),
    ("colleagues", "id", "totp"),
    ("kept_keys", "name", "sealed"),
];

async fn wrap_anew(
    connection: &mut dyn Connection,
    rewrap: &mut dyn Rewrap,
) -> Result<Rotated, StorageError> {
    let mut rotated = Rotated::default();
    for (table, key, column) in WRAPPED {
        let select = format!("SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL");
        for row in connection.fetch(query(select)).await? {
            let row = Row::new(&row, table);
            let id: String = row.get(key)?;
            let old = Sealed(row.get(column)?);
            let new = match table {
                "orders" => rewrap.order_key(&id, &old),
                "colleagues" => rewrap.second_factor(&id, &old),
                // Without these nothing opens at the next start.
                _ => Some(
                    rewrap
                        .kept_key(&id, &old)
                        .ok_or(StorageError::Altered { table })?,
                ),
            };
            let Some(new) = new else {
                rotated.unopened += 1;
                continue;
            };
            let update = format!("UPDATE {table} SET {column} = ?2 WHERE {key} = ?1");
            connection
                .execute(query(update).bind(id).bind(new.0))
                .await?;
            rotated.orders += u64::from(table == "orders");
        }
    }
    Ok(rotated)
}

/// Keeps the log's keys until now, wrapped anew; the next entry is the first
/// under the new one, which also seals the log's ends.
async fn chain_anew(
    transaction: &mut SqlTransaction,
    new: &SealKeys,
    rewrap: &mut dyn Rewrap,
) -> Result<(), StorageError> {
    let table = "log_epochs";
    let in_use = transaction.keys().log_key();
    while transaction.chain_waiting().await?.count > 0 {}
    log_lanes::forget_all(transaction.connection()).await?;
    let ends = transaction.ends().await?;
    for mut epoch in transaction.epochs().await? {
        let wrapped = match &epoch.key {
            None => rewrap.log_key_in_use(epoch.first, &in_use),
            Some(wrapped) => rewrap
                .log_key(epoch.first, wrapped)
                .ok_or(StorageError::Altered { table })?,
        };
        epoch.key = Some(wrapped);
        log_rows::write_epoch(transaction.connection(), &epoch, &new.log).await?;
    }
    log_rows::begin_epoch(transaction.connection(), &ends, &new.log).await?;
    log_rows::write_ends(transaction.connection(), &ends, &new.log).await
}
