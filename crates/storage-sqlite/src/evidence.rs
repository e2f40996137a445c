//! What a database tells about its keys before anything in it is changed.

use std::path::Path;

use domain::Sealed;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Row as _};

use crate::OpenError;

/// Values that only the right keys open.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The digest key, wrapped under the sealing key.
    pub kept: Option<Sealed>,
    /// An order's identifier and its wrapped key.
    pub order: Option<(String, Sealed)>,
    /// The public key in use, as text.
    pub public: Option<String>,
    /// Number of the last migration; 0 for an empty file.
    pub migration: i64,
}

/// Reads the evidence of the database at `path`, which exists; changes nothing.
///
/// # Errors
/// [`OpenError::Database`].
pub async fn evidence(path: &Path) -> Result<Evidence, OpenError> {
    let options = SqliteConnectOptions::new().filename(path);
    let options = options.pragma("query_only", "ON");
    let mut connection = options.connect().await?;
    let mut found = Evidence::default();
    let table = |name| format!("SELECT 1 FROM sqlite_schema WHERE name = '{name}'");
    if first(&mut connection, &table("applied_migrations"))
        .await?
        .is_some()
    {
        let number = "SELECT coalesce(max(number), 0) FROM applied_migrations";
        found.migration = match first(&mut connection, number).await? {
            Some(row) => row.try_get(0)?,
            None => 0,
        };
    }
    if first(&mut connection, &table("kept_keys")).await?.is_some() {
        let kept = "SELECT sealed FROM kept_keys WHERE name = 'digests'";
        let kept = first(&mut connection, kept).await?;
        found.kept = kept.map(|row| row.try_get(0).map(Sealed)).transpose()?;
        let public = "SELECT public FROM signing_keys WHERE retired_at IS NULL";
        let public = first(&mut connection, public).await?;
        found.public = public.map(|row| row.try_get(0)).transpose()?;
    }
    if first(&mut connection, &table("orders")).await?.is_some() {
        let order = "SELECT id, key FROM orders WHERE key IS NOT NULL ORDER BY id DESC LIMIT 1";
        let order = first(&mut connection, order).await?;
        let read = |row: sqlx::sqlite::SqliteRow| {
            Ok::<_, sqlx::Error>((row.try_get(0)?, Sealed(row.try_get(1)?)))
        };
        found.order = order.map(read).transpose()?;
    }
    Ok(found)
}

async fn first(
    connection: &mut SqliteConnection,
    sql: &str,
) -> Result<Option<sqlx::sqlite::SqliteRow>, sqlx::Error> {
    let query = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()));
    query.fetch_optional(connection).await
}
