//! Seals of rows: whoever writes to the database without the key cannot make a
//! row that is read.
//!
//! A seal is HMAC-SHA-256 over table, column names and values, in the order of
//! the names, without `mac` itself and without NULLs. So a new column is
//! covered without a line here, and a new column that is NULL breaks no seal.
//! No module of a table computes one: temporary triggers of the writing
//! connection, which exist in no file, list the rows that a statement wrote,
//! and the transaction seals them before the next statement. Reading a row of a
//! sealed table checks its seal.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _};
use storage::StorageError;
use zeroize::Zeroizing;

use crate::row::failed;

/// A table whose rows are sealed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealedTable {
    pub(crate) name: &'static str,
    /// Column of its primary key.
    pub(crate) key: &'static str,
}

/// The sealed tables: those whose rows decide access or tell of money, and `time_seen`,
/// which decides whether anything is deleted. A table added here needs the column
/// `mac BLOB` and is read by `SELECT *`.
pub(crate) const SEALED: [SealedTable; 15] = [
    sealed("orders", "id"),
    sealed("attempts", "id"),
    sealed("receipts", "id"),
    sealed("sealed_photos", "receipt"),
    sealed("colleagues", "id"),
    sealed("sessions", "digest"),
    sealed("api_keys", "id"),
    sealed("passkeys", "id"),
    sealed("motions", "id"),
    sealed("signing_keys", "public"),
    sealed("time_seen", "only"),
    sealed("payments", "id"),
    sealed("ledger", "seq"),
    sealed("charges", "id"),
    sealed("bill_checks", "id"),
];

const fn sealed(name: &'static str, key: &'static str) -> SealedTable {
    SealedTable { name, key }
}

/// The key of the rows' seals. Not shown by `Debug`; wiped when dropped.
#[derive(Clone)]
pub(crate) struct RowSeal(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for RowSeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RowSeal(…)")
    }
}

impl RowSeal {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The seal of a text of this database itself, such as "rows are sealed".
    pub(crate) fn of_text(&self, text: &str) -> Vec<u8> {
        let mut mac = self.mac();
        mac.update(b"text\0");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    /// The seal of a whole row of `table`.
    pub(crate) fn of_row(&self, table: &str, row: &SqliteRow) -> Result<Vec<u8>, StorageError> {
        let mac = self.over_row(table, row)?;
        Ok(mac.finalize().into_bytes().to_vec())
    }

    fn over_row(&self, table: &str, row: &SqliteRow) -> Result<Hmac<Sha256>, StorageError> {
        let mut columns: Vec<(usize, &str)> = (0..)
            .zip(row.columns())
            .map(|(place, column)| (place, column.name()))
            .filter(|(_, name)| *name != MAC)
            .collect();
        columns.sort_unstable_by_key(|(_, name)| *name);
        let mut mac = self.mac();
        mac.update(b"row\0");
        field(&mut mac, table.as_bytes());
        for (place, name) in columns {
            let value = row.try_get_raw(place).map_err(failed)?;
            if value.is_null() {
                continue;
            }
            let kind = value.type_info().name().to_owned();
            field(&mut mac, name.as_bytes());
            field(&mut mac, kind.as_bytes());
            match kind.as_str() {
                "INTEGER" => {
                    let number: i64 = row.try_get_unchecked(place).map_err(failed)?;
                    field(&mut mac, &number.to_be_bytes());
                }
                "REAL" => {
                    let number: f64 = row.try_get_unchecked(place).map_err(failed)?;
                    field(&mut mac, &number.to_be_bytes());
                }
                _ => field(
                    &mut mac,
                    row.try_get_unchecked::<&[u8], _>(place).map_err(failed)?,
                ),
            }
        }
        Ok(mac)
    }

    /// Whether the row's seal is right.
    pub(crate) fn holds(&self, table: &str, row: &SqliteRow) -> Result<bool, StorageError> {
        // Without the column the query does not read whole rows.
        let given: Option<Vec<u8>> = row.try_get(MAC).map_err(failed)?;
        let Some(given) = given else {
            return Ok(false);
        };
        let right = self.over_row(table, row)?;
        Ok(right.verify_slice(&given).is_ok())
    }

    fn mac(&self) -> Hmac<Sha256> {
        let mac = Hmac::<Sha256>::new_from_slice(&*self.0);
        let mut mac = mac.expect("HMAC takes a key of any length");
        mac.update(b"huizhi row 1\0");
        mac
    }
}

/// The column of the seal.
const MAC: &str = "mac";

fn field(mac: &mut Hmac<Sha256>, bytes: &[u8]) {
    let length = u64::try_from(bytes.len()).expect("a length fits 64 bits");
    mac.update(&length.to_be_bytes());
    mac.update(bytes);
}

/// The sealed table of this name, if it is one.
pub(crate) fn sealed_table(name: &str) -> Option<SealedTable> {
    SEALED.into_iter().find(|table| table.name == name)
}

/// Makes the writing connection list the rows it writes. Temporary: another
/// connection, of whatever program, lists nothing.
pub(crate) async fn watch_writes(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut sql = "CREATE TEMP TABLE IF NOT EXISTS written (name TEXT NOT NULL, key NOT NULL,
        PRIMARY KEY (name, key));"
        .to_owned();
    for SealedTable { name, key } in SEALED {
        sql += &format!(
            "CREATE TEMP TRIGGER IF NOT EXISTS {name}_inserted AFTER INSERT ON main.{name} BEGIN
                INSERT OR IGNORE INTO written VALUES ('{name}', new.{key}); END;
            CREATE TEMP TRIGGER IF NOT EXISTS {name}_updated AFTER UPDATE ON main.{name}
                WHEN new.mac IS old.mac BEGIN
                INSERT OR IGNORE INTO written VALUES ('{name}', new.{key}); END;"
        );
    }
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await?;
    Ok(())
}

/// Seals the rows written since the last call.
pub(crate) async fn seal_written(
    connection: &mut SqliteConnection,
    seal: &RowSeal,
) -> Result<(), StorageError> {
    const WRITTEN: &str = "SELECT name, key FROM temp.written";
    let written = sqlx::query(WRITTEN).fetch_all(&mut *connection).await;
    let written = written.map_err(failed)?;
    if written.is_empty() {
        return Ok(());
    }
    for row in &written {
        let name: &str = row.try_get("name").map_err(failed)?;
        let table = sealed_table(name).ok_or(StorageError::Unreadable { table: "written" })?;
        seal_row(connection, seal, table, row).await?;
    }
    let forget = sqlx::query("DELETE FROM temp.written");
    forget.execute(connection).await.map_err(failed)?;
    Ok(())
}

/// Seals the row of `table` whose key is in the column `key` of `listed`.
async fn seal_row(
    connection: &mut SqliteConnection,
    seal: &RowSeal,
    table: SealedTable,
    listed: &SqliteRow,
) -> Result<(), StorageError> {
    let SealedTable { name, key } = table;
    let select = format!("SELECT * FROM {name} WHERE {key} = ?1");
    let select = bind_key(sqlx::query(AssertSqlSafe(select)), listed)?;
    let row = select.fetch_optional(&mut *connection).await;
    // A row that was deleted again.
    let Some(row) = row.map_err(failed)? else {
        return Ok(());
    };
    let mac = seal.of_row(name, &row)?;
    let update = format!("UPDATE {name} SET mac = ?2 WHERE {key} = ?1");
    let update = bind_key(sqlx::query(AssertSqlSafe(update)), listed)?;
    let done = update.bind(mac).execute(connection).await;
    done.map_err(failed)?;
    Ok(())
}

/// Binds the key in the column `key` of `listed`, as it is stored: text, bytes
/// or a number.
pub(crate) fn bind_key<'q>(
    query: crate::transaction::Statement<'q>,
    listed: &SqliteRow,
) -> Result<crate::transaction::Statement<'q>, StorageError> {
    let kind = {
        let value = listed.try_get_raw("key").map_err(failed)?;
        value.type_info().name().to_owned()
    };
    Ok(match kind.as_str() {
        "BLOB" => query.bind(
            listed
                .try_get_unchecked::<Vec<u8>, _>("key")
                .map_err(failed)?,
        ),
        "INTEGER" => query.bind(listed.try_get_unchecked::<i64, _>("key").map_err(failed)?),
        _ => query.bind(
            listed
                .try_get_unchecked::<String, _>("key")
                .map_err(failed)?,
        ),
    })
}

/// Seals all rows of a table, except those whose key is in `not`: found altered
/// before a change of the schema or of the key, they stay refused.
pub(crate) async fn seal_all(
    connection: &mut SqliteConnection,
    seal: &RowSeal,
    table: SealedTable,
    not: &[String],
) -> Result<(), StorageError> {
    for listed in keys(connection, table).await? {
        if !not.contains(&shown_key(&listed)?) {
            seal_row(connection, seal, table, &listed).await?;
            continue;
        }
        let SealedTable { name, key } = table;
        let update = format!("UPDATE {name} SET mac = x'00' WHERE {key} = ?1");
        let update = bind_key(sqlx::query(AssertSqlSafe(update)), &listed)?;
        update.execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}

/// Keys of the rows of a table whose seal is wrong, as text.
pub(crate) async fn altered_in(
    connection: &mut SqliteConnection,
    seal: &RowSeal,
    table: SealedTable,
) -> Result<Vec<String>, StorageError> {
    let mut altered = Vec::new();
    for listed in keys(connection, table).await? {
        let SealedTable { name, key } = table;
        let select = format!("SELECT * FROM {name} WHERE {key} = ?1");
        let select = bind_key(sqlx::query(AssertSqlSafe(select)), &listed)?;
        let row = select.fetch_one(&mut *connection).await.map_err(failed)?;
        if !seal.holds(name, &row)? {
            altered.push(shown_key(&listed)?);
        }
    }
    Ok(altered)
}

async fn keys(
    connection: &mut SqliteConnection,
    table: SealedTable,
) -> Result<Vec<SqliteRow>, StorageError> {
    let SealedTable { name, key } = table;
    let select = format!("SELECT {key} AS key FROM {name}");
    let all = sqlx::query(AssertSqlSafe(select)).fetch_all(connection);
    all.await.map_err(failed)
}

/// The key in the column `key`, as text.
pub(crate) fn shown_key(listed: &SqliteRow) -> Result<String, StorageError> {
    let kind = {
        let value = listed.try_get_raw("key").map_err(failed)?;
        value.type_info().name().to_owned()
    };
    Ok(match kind.as_str() {
        "BLOB" => {
            let bytes: Vec<u8> = listed.try_get_unchecked("key").map_err(failed)?;
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        }
        "INTEGER" => {
            let number: i64 = listed.try_get_unchecked("key").map_err(failed)?;
            number.to_string()
        }
        _ => listed.try_get_unchecked("key").map_err(failed)?,
    })
}
