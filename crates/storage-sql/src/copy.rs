//! Copies the rows of one database to another, of whatever kinds, and compares them.
//! Rows keep their seals: both databases have the same keys.
//!
//! The copy goes on where it stopped: each transaction writes its rows together with how
//! far it came, in the table `copy_progress` of the target, which is there as long as the
//! copy is not finished. A database that has it is used by nobody.

use sha2::{Digest as _, Sha256};
use storage::StorageError;

use crate::connection::{Connection, Dialect};
use crate::copied_table::{COPIED, CopiedTable};
use crate::row::{Row, SqlRow};
use crate::statement::query;
use crate::value::{Kind, Value};

/// Rows of one transaction.
const STRETCH: u32 = 1_000;
/// Parameters of one statement: PostgreSQL takes 65,535 and SQLite 32,766.
const PARAMETERS: usize = 30_000;

pub(crate) const PROGRESS: &str = "copy_progress";
const BEGIN: &str = "CREATE TABLE copy_progress (name TEXT PRIMARY KEY, copied BIGINT NOT NULL)";
const COUNTED: &str = "SELECT copied FROM copy_progress WHERE name = ?1";
const COUNT: &str = "INSERT INTO copy_progress (name, copied) VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET copied = ?2";
/// Stands for no table: says that all were emptied.
const EMPTIED: &str = "";
const END: &str = "DROP TABLE copy_progress";
const KINDS: &str = "SELECT CAST(column_name AS TEXT) AS name, CAST(data_type AS TEXT) AS kind
    FROM information_schema.columns WHERE table_name = ?1 AND table_schema = current_schema()";

/// Says that a copy begins, in a target that is empty: before its tables are made, so that
/// a copy which ends right after them goes on all the same.
///
/// # Errors
/// [`StorageError`].
pub async fn begin_copy(to: &mut dyn Connection) -> Result<(), StorageError> {
    to.batch(BEGIN).await
}

/// Empties the tables that were just made: what they were made with goes. Once; what was
/// copied since stays.
///
/// # Errors
/// [`StorageError`].
pub async fn empty_for_copy(to: &mut dyn Connection) -> Result<(), StorageError> {
    if !to.fetch(query(COUNTED).bind(EMPTIED)).await?.is_empty() {
        return Ok(());
    }
    for table in COPIED {
        to.execute(query(format!("DELETE FROM {}", table.name)))
            .await?;
    }
    to.execute(query(COUNT).bind(EMPTIED).bind(0)).await?;
    Ok(())
}

/// Ends a copy: the target can be used.
///
/// # Errors
/// [`StorageError`].
pub async fn end_copy(to: &mut dyn Connection) -> Result<(), StorageError> {
    to.batch(END).await
}

/// Whether the database is the target of a copy that is not finished.
///
/// # Errors
/// [`StorageError`].
pub async fn is_half_copied(connection: &mut dyn Connection) -> Result<bool, StorageError> {
    connection.has_table(PROGRESS).await
}

/// Copies the next rows of a table, to be saved with how far it came; gives how many.
/// After 0 the table is copied.
///
/// # Errors
/// [`StorageError`].
pub async fn copy_stretch(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    table: CopiedTable,
) -> Result<u64, StorageError> {
    let last = last_key(to, table).await?;
    let rows = rows_after(from, table, last.as_deref(), STRETCH).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    insert(to, table, &rows).await?;
    let copied = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let before = copied_rows(to, table).await?;
    let count = i64::try_from(before.saturating_add(copied)).unwrap_or(i64::MAX);
    to.execute(query(COUNT).bind(table.name).bind(count))
        .await?;
    Ok(copied)
}

/// Adds rows of one table to the target.
async fn insert(
    to: &mut dyn Connection,
    table: CopiedTable,
    rows: &[SqlRow],
) -> Result<(), StorageError> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let kinds = kinds(to, table).await?;
    let columns: Vec<String> = first.fields().map(|(name, _)| name.to_owned()).collect();
    for rows in rows.chunks((PARAMETERS / columns.len()).max(1)) {
        let mut statement = query(insertion(table, &columns, rows.len()));
        for row in rows {
            for (name, value) in row.fields() {
                let null = kinds.iter().find(|(column, _)| column == name);
                statement = statement.bind(match (value, null) {
                    (Value::Null(_), Some((_, kind))) => Value::Null(*kind),
                    (value, _) => value.clone(),
                });
            }
        }
        to.execute(statement).await?;
    }
    Ok(())
}

/// Copies a whole table in one go into a target that has none of its rows; gives what was
/// read, so that the source need not be read again to be compared.
///
/// # Errors
/// [`StorageError`].
pub async fn copy_table(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    table: CopiedTable,
) -> Result<TableDigest, StorageError> {
    let mut digest = Digesting::default();
    let mut last: Option<Vec<Value>> = None;
    loop {
        let rows = rows_after(from, table, last.as_deref(), STRETCH).await?;
        let Some(newest) = rows.last() else {
            return Ok(digest.end());
        };
        last = Some(key_of(newest, table)?);
        insert(to, table, &rows).await?;
        digest.take(&rows);
    }
}

/// Rows of a table that were copied so far.
///
/// # Errors
/// [`StorageError`].
pub async fn copied_rows(to: &mut dyn Connection, table: CopiedTable) -> Result<u64, StorageError> {
    let found = to.fetch(query(COUNTED).bind(table.name)).await?;
    let count = found
        .first()
        .map(|row| Row::new(row, PROGRESS).number("copied"));
    Ok(count.transpose()?.unwrap_or(0))
}

/// A table's rows as one value, the same for the same rows whatever the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableDigest {
    /// How many there are.
    pub rows: u64,
    /// SHA-256 over them in the order of their keys.
    pub sha256: [u8; 32],
}

/// The digest of a table, with the columns in the order of their names.
///
/// # Errors
/// [`StorageError`].
pub async fn digest_table(
    connection: &mut dyn Connection,
    table: CopiedTable,
) -> Result<TableDigest, StorageError> {
    let mut digest = Digesting::default();
    let mut last: Option<Vec<Value>> = None;
    loop {
        let rows = rows_after(connection, table, last.as_deref(), STRETCH).await?;
        let Some(newest) = rows.last() else {
            return Ok(digest.end());
        };
        last = Some(key_of(newest, table)?);
        digest.take(&rows);
    }
}

#[derive(Default)]
struct Digesting {
    hash: Sha256,
    rows: u64,
}

impl Digesting {
    fn take(&mut self, rows: &[SqlRow]) {
        for row in rows {
            take_row(&mut self.hash, row);
            self.rows += 1;
        }
    }

    fn end(self) -> TableDigest {
        TableDigest {
            rows: self.rows,
            sha256: self.hash.finalize().into(),
        }
    }
}

fn take_row(hash: &mut Sha256, row: &SqlRow) {
    let mut fields: Vec<(&str, &Value)> = row.fields().collect();
    fields.sort_unstable_by_key(|(name, _)| *name);
    let mut take = |bytes: &[u8]| {
        let length = u64::try_from(bytes.len()).expect("a length fits 64 bits");
        hash.update(length.to_be_bytes());
        hash.update(bytes);
    };
    for (name, value) in fields {
        take(name.as_bytes());
        match value {
            Value::Null(_) => take(b"NULL"),
            Value::Integer(number) => {
                take(value.kind().name().as_bytes());
                take(&number.to_be_bytes());
            }
            Value::Text(text) => {
                take(value.kind().name().as_bytes());
                take(text.as_bytes());
            }
            Value::Bytes(bytes) => {
                take(value.kind().name().as_bytes());
                take(bytes);
            }
        }
    }
}

fn plain(column: &str) -> &str {
    column.trim_matches('"')
}

fn key_of(row: &SqlRow, table: CopiedTable) -> Result<Vec<Value>, StorageError> {
    let value = |column: &&str| {
        let value = row.value(plain(column)).cloned();
        value.ok_or(StorageError::Unreadable { table: table.name })
    };
    table.key.iter().map(value).collect()
}

/// The key of the table's last row.
async fn last_key(
    connection: &mut dyn Connection,
    table: CopiedTable,
) -> Result<Option<Vec<Value>>, StorageError> {
    let descending: Vec<String> = table.key.iter().map(|one| format!("{one} DESC")).collect();
    let select = format!(
        "SELECT {} FROM {} ORDER BY {} LIMIT 1",
        table.key.join(", "),
        table.name,
        descending.join(", ")
    );
    let found = connection.fetch(query(select)).await?;
    found.first().map(|row| key_of(row, table)).transpose()
}

async fn rows_after(
    connection: &mut dyn Connection,
    table: CopiedTable,
    last: Option<&[Value]>,
    limit: u32,
) -> Result<Vec<SqlRow>, StorageError> {
    let name = table.name;
    let key = table.key.join(", ");
    let select = match last {
        None => query(format!("SELECT * FROM {name} ORDER BY {key} LIMIT {limit}")),
        Some(last) => {
            let places: Vec<String> = (1..=last.len()).map(|place| format!("?{place}")).collect();
            let places = places.join(", ");
            let select = format!(
                "SELECT * FROM {name} WHERE ({key}) > ({places}) ORDER BY {key} LIMIT {limit}"
            );
            last.iter()
                .cloned()
                .fold(query(select), |all, one| all.bind(one))
        }
    };
    connection.fetch(select).await
}

fn insertion(table: CopiedTable, columns: &[String], rows: usize) -> String {
    let width = columns.len();
    let row = |n: usize| {
        let places: Vec<String> = (1..=width)
            .map(|place| format!("?{}", n * width + place))
            .collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    let columns: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        "INSERT INTO {} ({}) VALUES {}",
        table.name,
        columns.join(", "),
        rows.join(", ")
    )
}

/// The types of a table's columns in the target: NULL has one there, in PostgreSQL.
async fn kinds(
    to: &mut dyn Connection,
    table: CopiedTable,
) -> Result<Vec<(String, Kind)>, StorageError> {
    if to.dialect() == Dialect::Sqlite {
        return Ok(Vec::new());
    }
    let found = to.fetch(query(KINDS).bind(table.name)).await?;
    let read = |row: &SqlRow| {
        let row = Row::new(row, table.name);
        let kind: &str = row.get("kind")?;
        let kind = match kind {
            "bigint" => Kind::Integer,
            "bytea" => Kind::Bytes,
            _ => Kind::Text,
        };
        Ok((row.get("name")?, kind))
    };
    found.iter().map(read).collect()
}
