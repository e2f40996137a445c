//! Replacing the keys, each in one transaction: after it everything is under the
//! new key, and before it nothing. The file of the key is changed by the caller
//! around it.

use domain::Sealed;
use domain::log::LogKey;
use sqlx::Row as _;
use storage::{KeptEpoch, StorageError};

use crate::row::failed;
use crate::row_seal::{SEALED, altered_in, seal_all};
use crate::schema::mark_sealed;
use crate::seal_keys::SealKeys;
use crate::transaction::SqliteTransaction;
use crate::{SqliteStorage, log_rows};

/// What is sealed under the sealing key, or a key derived from it, is sealed
/// anew by these.
pub trait Rewrap: Send {
    /// An order's key; `None` if it does not open, and then it is left.
    fn order_key(&mut self, order: &str, wrapped: &Sealed) -> Option<Sealed>;
    /// The second factor of a member of staff.
    fn second_factor(&mut self, staff: &str, sealed: &Sealed) -> Option<Sealed>;
    /// A key of the service.
    fn kept_key(&mut self, name: &str, wrapped: &Sealed) -> Option<Sealed>;
}

impl SqliteStorage {
    /// Replaces the sealing key: wraps every order's key, seals second factors
    /// and the service's keys anew, and seals all rows under `new`. Rows that
    /// were altered stay refused. Gives the number of orders.
    ///
    /// # Errors
    /// [`StorageError`]; nothing was changed then.
    pub async fn rotate_sealing(
        &self,
        new: &SealKeys,
        rewrap: &mut dyn Rewrap,
    ) -> Result<u64, StorageError> {
        let mut transaction = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        let connection = &mut *transaction;
        let mut altered = Vec::new();
        for table in SEALED {
            altered.push(altered_in(connection, &self.keys.rows, table).await?);
        }
        let mut count = 0;
        for (table, key, column) in [
            ("orders", "id", "key"),
            ("colleagues", "id", "totp"),
            ("kept_keys", "name", "sealed"),
        ] {
            let select = format!("SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL");
            let rows = sqlx::query(sqlx::AssertSqlSafe(select)).fetch_all(&mut *connection);
            for row in rows.await.map_err(failed)? {
                let id: String = row.try_get(0).map_err(failed)?;
                let old = Sealed(row.try_get(1).map_err(failed)?);
                let new = match table {
                    "orders" => rewrap.order_key(&id, &old),
                    "colleagues" => rewrap.second_factor(&id, &old),
                    _ => rewrap.kept_key(&id, &old),
                };
                let Some(new) = new else { continue };
                let update = format!("UPDATE {table} SET {column} = ?2 WHERE {key} = ?1");
                let update = sqlx::query(sqlx::AssertSqlSafe(update))
                    .bind(id)
                    .bind(new.0);
                update.execute(&mut *connection).await.map_err(failed)?;
                count += u64::from(table == "orders");
            }
        }
        for (table, not) in SEALED.into_iter().zip(&altered) {
            seal_all(connection, &new.rows, table, not).await?;
        }
        mark_sealed(connection, new).await.map_err(failed)?;
        sqlx::raw_sql("DELETE FROM temp.written")
            .execute(connection)
            .await
            .map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        Ok(count)
    }

    /// Replaces the log's key: earlier keys are kept, sealed by `seal` under the
    /// new one, and the next entry is the first under it.
    ///
    /// # Errors
    /// [`StorageError`]; nothing was changed then.
    pub async fn rotate_log(
        &self,
        new: &LogKey,
        open: &mut (dyn FnMut(&KeptEpoch) -> Option<LogKey> + Send),
        seal: &mut (dyn FnMut(i64, &LogKey) -> Sealed + Send),
    ) -> Result<(), StorageError> {
        let begun = self
            .writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)?;
        let mut transaction = SqliteTransaction::writing(begun, self.keys.clone());
        let ends = transaction.ends().await?;
        for mut epoch in transaction.epochs().await? {
            let key = open(&epoch).ok_or(StorageError::Altered {
                table: "log_epochs",
            })?;
            epoch.key = Some(seal(epoch.first, &key));
            log_rows::write_epoch(transaction.connection(), &epoch, new).await?;
        }
        log_rows::begin_epoch(transaction.connection(), &ends, new).await?;
        log_rows::write_ends(transaction.connection(), &ends, new).await?;
        storage::Transaction::save(Box::new(transaction)).await
    }
}
