//! The tables. Takes a connection that writes; brings the tables to what this
//! program knows, one migration after another, all or none.

use sqlx::SqlitePool;

/// Every migration, the first first; number n is the n-th. One that has been
/// released is never changed.
pub(crate) const MIGRATIONS: [&str; 3] = [
    include_str!("../migrations/0001_orders.sql"),
    include_str!("../migrations/0002_receipts.sql"),
    include_str!("../migrations/0003_actors.sql"),
];

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be made.
    #[error("the database file cannot be made")]
    File(#[source] std::io::Error),
    /// A newer program made the tables.
    #[error("the database has migration {found}, this program knows {known}")]
    Newer {
        /// The newest in the file.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// SQLite failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
}

impl OpenError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "storage-file",
            Self::Newer { .. } => "storage-newer",
            Self::Database(_) => "storage-database",
        }
    }
}

/// Applies those of `migrations` that have not been applied. Two processes that
/// start at once do it one after the other.
pub(crate) async fn migrate(
    writer: &SqlitePool,
    migrations: &[&'static str],
) -> Result<(), OpenError> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::raw_sql(
        "CREATE TABLE IF NOT EXISTS applied_migrations (number INTEGER PRIMARY KEY) STRICT",
    )
    .execute(&mut *transaction)
    .await?;
    let found: i64 = sqlx::query_scalar("SELECT coalesce(max(number), 0) FROM applied_migrations")
        .fetch_one(&mut *transaction)
        .await?;
    let known = (1_i64..).zip(migrations.iter().copied());
    let last = known.clone().map(|(number, _)| number).last().unwrap_or(0);
    if found > last {
        return Err(OpenError::Newer { found, known: last });
    }
    for (number, sql) in known.filter(|(number, _)| *number > found) {
        sqlx::raw_sql(sql).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO applied_migrations (number) VALUES (?1)")
            .bind(number)
            .execute(&mut *transaction)
            .await?;
    }
    Ok(transaction.commit().await?)
}
