//! A transaction; the aggregates' traits are implemented in the modules of
//! their rows.

use std::sync::Arc;

use async_trait::async_trait;
use domain::Timestamp;
use storage::{StorageError, Transaction, traces};

use crate::connection::Connection;
use crate::key_change::{ORDERS, wrapped_by};
use crate::log_lanes::{Lane, Lanes};
use crate::row::{Row, SqlRow};
use crate::row_seal::{seal_row, sealed_table};
use crate::seal_keys::SealKeys;
use crate::sealed_under::Under;
use crate::statement::Statement;

/// A transaction over all aggregates.
pub struct SqlTransaction {
    connection: Box<dyn Connection>,
    keys: Arc<SealKeys>,
    access: Access,
    /// The sealing keys that keys of orders are wrapped under.
    under: Under,
    /// Where entries of the log are left, of a database whose transactions write side by
    /// side; with the one that this transaction has taken.
    lanes: Option<Arc<Lanes>>,
    lane: Option<Lane>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Reading,
    Writing,
}

impl std::fmt::Debug for SqlTransaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqlTransaction")
    }
}

impl SqlTransaction {
    /// A read transaction over a connection that refuses to write.
    #[must_use]
    pub fn reading(connection: Box<dyn Connection>, keys: Arc<SealKeys>) -> Self {
        Self {
            connection,
            keys,
            access: Access::Reading,
            under: Under::default(),
            lanes: None,
            lane: None,
        }
    }

    /// A write transaction.
    #[must_use]
    pub fn writing(connection: Box<dyn Connection>, keys: Arc<SealKeys>) -> Self {
        Self {
            connection,
            keys,
            access: Access::Writing,
            under: Under::default(),
            lanes: None,
            lane: None,
        }
    }

    /// The same transaction, which leaves entries of the log in one of these lanes.
    #[must_use]
    pub fn in_lanes(self, lanes: &Arc<Lanes>) -> Self {
        let lanes = Some(Arc::clone(lanes));
        Self { lanes, ..self }
    }

    /// The lane and the number of the next entry of the log that is left.
    pub(crate) fn next_in_lane(&mut self, now: Timestamp) -> (String, i64) {
        let Some(lanes) = &self.lanes else {
            return (String::new(), 0);
        };
        let lane = self.lane.get_or_insert_with(|| lanes.take(now));
        let nth = lane.next(now);
        (lane.name.clone(), nth)
    }

    /// The same transaction, which writes no order whose key is wrapped under another
    /// sealing key.
    pub(crate) fn wrapping_under(self, under: Under) -> Self {
        Self { under, ..self }
    }

    /// The same transaction under other keys, once it has sealed all rows by
    /// them.
    pub(crate) fn under(self, keys: Arc<SealKeys>) -> Self {
        Self { keys, ..self }
    }

    /// The connection, past what seals and reads rows.
    pub(crate) fn connection(&mut self) -> &mut dyn Connection {
        &mut *self.connection
    }

    pub(crate) fn keys(&self) -> &SealKeys {
        &self.keys
    }

    /// Runs a statement; gives the number of changed rows, which are sealed.
    ///
    /// # Errors
    /// [`StorageError::Taken`] if it adds a row of which something must be unique and is
    /// there; the transaction goes on then.
    pub(crate) async fn changed(&mut self, statement: Statement) -> Result<u64, StorageError> {
        let is_new = statement.inserts_anew();
        let sealed = match self.access {
            Access::Writing => statement.written_table().and_then(sealed_table),
            Access::Reading => None,
        };
        // A refused row would end the transaction in some databases, so it is left out.
        let statement = match is_new {
            true => statement.followed_by(" ON CONFLICT DO NOTHING"),
            false => statement,
        };
        let changed = match sealed {
            None => self.connection.execute(statement).await?,
            Some(table) => {
                let statement = statement.followed_by(" RETURNING *");
                let rows = self.connection.fetch(statement).await?;
                for row in &rows {
                    if table.name == ORDERS
                        && !wrapped_by(row).is_none_or(|id| self.under.takes(&id))
                    {
                        // It was wrapped, or read, before the sealing key was replaced.
                        return Err(StorageError::Again);
                    }
                    seal_row(&mut *self.connection, &self.keys.rows, table, row).await?;
                }
                u64::try_from(rows.len()).unwrap_or(u64::MAX)
            }
        };
        match (is_new, changed) {
            (true, 0) => Err(StorageError::Taken),
            _ => Ok(changed),
        }
    }

    /// Runs a statement.
    pub(crate) async fn run(&mut self, statement: Statement) -> Result<(), StorageError> {
        self.changed(statement).await?;
        Ok(())
    }

    /// Updates a row; [`StorageError::Conflict`] if no row matches.
    pub(crate) async fn update(&mut self, statement: Statement) -> Result<(), StorageError> {
        match self.changed(statement).await? {
            0 => Err(StorageError::Conflict),
            _ => Ok(()),
        }
    }

    /// The row of `table` that a query finds, if any, converted by `read`. The
    /// row of a sealed table has to be whole, and its seal right.
    pub(crate) async fn one<T>(
        &mut self,
        query: Statement,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<Option<T>, StorageError> {
        let rows = self.fetch(query).await?;
        let row = rows.first();
        row.map(|row| self.read(row, table, read)).transpose()
    }

    /// All rows of `table` that a query finds, converted by `read`; as
    /// [`Self::one`].
    pub(crate) async fn all<T>(
        &mut self,
        query: Statement,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<Vec<T>, StorageError> {
        let rows = self.fetch(query).await?;
        let rows = rows.iter().map(|row| self.read(row, table, read));
        rows.collect()
    }

    /// Waits until no other transaction that writes holds this name, then holds it. A
    /// transaction that only reads holds nothing.
    pub(crate) async fn hold_name(&mut self, name: &str) -> Result<(), StorageError> {
        match self.access {
            Access::Writing => self.connection.hold_name(name).await,
            Access::Reading => Ok(()),
        }
    }

    async fn fetch(&mut self, query: Statement) -> Result<Vec<SqlRow>, StorageError> {
        let query = match self.access {
            Access::Writing => query.before_a_change(),
            Access::Reading => query,
        };
        self.connection.fetch(query).await
    }

    fn read<T>(
        &self,
        row: &SqlRow,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        if sealed_table(table).is_some() && !self.keys.rows.holds(table, row)? {
            return Err(StorageError::Altered { table });
        }
        read(Row::new(row, table))
    }
}

#[async_trait]
impl Transaction for SqlTransaction {
    async fn save(self: Box<Self>) -> Result<(), StorageError> {
        self.connection.commit().await?;
        if let (Some(lanes), Some(lane)) = (&self.lanes, self.lane) {
            lanes.give_back(lane);
        }
        if self.access == Access::Writing {
            traces::leave();
        }
        Ok(())
    }
}
