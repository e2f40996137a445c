//! Takes over the rows of another database.

use std::sync::Arc;

use storage::StorageError;
use storage_sql::{
    COPIED, Connection, CopiedTable, Restored, SealKeys, begin_copy, copy_stretch, digest_table,
    empty_for_copy, end_copy, end_restoration,
};

use crate::address::Address;
use crate::begin::{Alone, Begin};
use crate::connection::PgConnection;
use crate::pool::Pool;
use crate::{OpenError, PostgresStorage};

/// Tables whose rows are numbered here: the numbers go on after the last.
const NUMBERED: [&str; 4] = ["events", "messages", "ledger", "letters"];

/// Why rows were not taken over. What was copied stays, and the copy goes on there.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The target has data of its own.
    #[error("the target is in use already")]
    NotEmpty,
    /// A table is not the same afterwards.
    #[error("the copy of {table} differs")]
    Differs {
        /// The table.
        table: &'static str,
    },
    /// The target cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// One of the databases failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl CopyError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotEmpty => "storage-not-empty",
            Self::Differs { .. } => "storage-copy-differs",
            Self::Open(error) => error.code(),
            Self::Storage(error) => error.code(),
        }
    }
}

/// What becomes of rows once they are copied and compared.
#[derive(Clone, Copy, Debug)]
pub enum Then<'a> {
    /// They are used in place of the old ones.
    Moved,
    /// They are used again, after a back-up.
    Restored(&'a Restored),
}

/// All rows as they stand now, in one snapshot: PostgreSQL keeps what is deleted meanwhile
/// until it is let go.
///
/// # Errors
/// [`OpenError`].
pub async fn snapshot(address: &Address) -> Result<Box<dyn Connection>, OpenError> {
    let begun = PgConnection::begin(&address.pool(), Begin::Reading).await?;
    Ok(Box::new(begun))
}

/// Copies the rows of `from`, which nobody changes, to the database at `address`, which is
/// empty or has an unfinished copy of it; compares all tables. `told` hears of a table's
/// rows as they are copied.
///
/// # Errors
/// [`CopyError`].
pub async fn copy_from(
    from: &mut dyn Connection,
    address: &Address,
    keys: SealKeys,
    then: Then<'_>,
    told: &mut (dyn FnMut(CopiedTable, u64) + Send),
) -> Result<(), CopyError> {
    let pool = address.pool();
    let mut looking = begin(&pool).await?;
    let found = storage_sql::evidence(&mut looking).await?;
    drop(looking);
    match (found.migration, found.is_half_copied) {
        (_, true) => {}
        (0, false) => {
            let mut to = begin(&pool).await?;
            begin_copy(&mut to).await?;
            Box::new(to).commit().await?;
        }
        (_, false) => return Err(CopyError::NotEmpty),
    }
    // Later its rows may be half there, seals and all.
    if found.migration == 0 {
        let made = PostgresStorage::migrate(address, keys.clone()).await?;
        made.close().await;
    }
    let mut to = begin(&pool).await?;
    empty_for_copy(&mut to).await?;
    Box::new(to).commit().await?;
    for table in COPIED {
        loop {
            let mut to = begin(&pool).await?;
            let copied = copy_stretch(from, &mut to, table).await?;
            Box::new(to).commit().await?;
            if copied == 0 {
                break;
            }
            told(table, copied);
        }
    }
    let mut to = begin(&pool).await?;
    for table in COPIED {
        if digest_table(from, table).await? != digest_table(&mut to, table).await? {
            return Err(CopyError::Differs { table: table.name });
        }
    }
    for table in NUMBERED {
        to.number_on(table).await?;
    }
    match then {
        Then::Moved => {
            end_copy(&mut to).await?;
            Box::new(to).commit().await?;
        }
        Then::Restored(restored) => {
            end_restoration(Box::new(to), Arc::new(keys), restored).await?;
        }
    }
    Ok(())
}

async fn begin(pool: &Pool) -> Result<PgConnection, StorageError> {
    PgConnection::begin(pool, Begin::Alone(Alone::Migrating)).await
}
