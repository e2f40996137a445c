//! The schema. Takes a write connection; applies the missing migrations in
//! order, all or none.

use sqlx::SqlitePool;

/// All migrations in order; number n is the n-th. A released migration is never
/// changed.
pub(crate) const MIGRATIONS: [&str; 4] = [
    include_str!("../migrations/0001_orders.sql"),
    include_str!("../migrations/0002_receipts.sql"),
    include_str!("../migrations/0003_actors.sql"),
    include_str!("../migrations/0005_sign_ins.sql"),
];

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file could not be created.
    #[error("the database file cannot be made")]
    File(#[source] std::io::Error),
    /// The schema is of a newer version of this program.
    #[error("the database has migration {found}, this program knows {known}")]
    Newer {
        /// Newest migration in the file.
        found: i64,
        /// Newest migration of this program.
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

/// Applies the migrations that are missing. Processes that start together do so
/// one after the other.
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
