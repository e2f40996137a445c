//! What a database tells about its keys before anything in it is changed.

use domain::Sealed;
use storage::{KeyChange, StorageError};

use crate::connection::Connection;
use crate::copy::is_half_copied;
use crate::key_change;
use crate::row::{Row, SqlRow};
use crate::schema::last_applied;
use crate::statement::query;

/// Values that only the right keys open.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The digest key, wrapped under the sealing key.
    pub kept: Option<Sealed>,
    /// The root key, wrapped under the sealing key.
    pub root: Option<Sealed>,
    /// The replacement of the sealing key that is going on.
    pub change: Option<KeyChange>,
    /// An order's identifier and its wrapped key.
    pub order: Option<(String, Sealed)>,
    /// The public key in use, as text.
    pub public: Option<String>,
    /// Number of the last migration; 0 for an empty database.
    pub migration: i64,
    /// Whether a copy into it is not finished.
    pub is_half_copied: bool,
}

const KEPT: &str = "SELECT sealed FROM kept_keys WHERE name = 'digests'";
const ROOT: &str = "SELECT sealed FROM kept_keys WHERE name = 'root'";
const PUBLIC: &str = "SELECT public FROM signing_keys WHERE retired_at IS NULL";
const ORDER: &str = "SELECT id, key FROM orders WHERE key IS NOT NULL ORDER BY id DESC LIMIT 1";

/// Reads the evidence; changes nothing.
///
/// # Errors
/// [`StorageError`] of the database.
pub async fn evidence(connection: &mut dyn Connection) -> Result<Evidence, StorageError> {
    let mut found = Evidence {
        migration: last_applied(connection).await?,
        is_half_copied: is_half_copied(connection).await?,
        ..Evidence::default()
    };
    if connection.has_table("kept_keys").await? {
        let kept = first(connection, KEPT).await?;
        let kept = kept.map(|row| Row::new(&row, "kept_keys").get("sealed").map(Sealed));
        found.kept = kept.transpose()?;
        let root = first(connection, ROOT).await?;
        let root = root.map(|row| Row::new(&row, "kept_keys").get("sealed").map(Sealed));
        found.root = root.transpose()?;
        found.change = key_change::found(connection).await?;
        let public = first(connection, PUBLIC).await?;
        let public = public.map(|row| Row::new(&row, "signing_keys").get("public"));
        found.public = public.transpose()?;
    }
    if connection.has_table("orders").await? {
        let order = first(connection, ORDER).await?;
        let read = |row: SqlRow| {
            let row = Row::new(&row, "orders");
            Ok::<_, StorageError>((row.get("id")?, Sealed(row.get("key")?)))
        };
        found.order = order.map(read).transpose()?;
    }
    Ok(found)
}

async fn first(
    connection: &mut dyn Connection,
    sql: &'static str,
) -> Result<Option<SqlRow>, StorageError> {
    Ok(connection.fetch(query(sql)).await?.into_iter().next())
}
