//! Seals of rows: whoever writes to the database without the key cannot make a
//! row that is read.
//!
//! A seal is HMAC-SHA-256 over table, column names and values, in the order of
//! the names, without `mac` itself and without NULLs. So a new column is
//! covered without a line here, and a new column that is NULL breaks no seal.
//! No module of a table computes one: a statement that writes a sealed table gives back
//! the rows it wrote, and the transaction seals them before the next statement. Reading
//! a row of a sealed table checks its seal. The same row has the same seal in every
//! kind of database.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use storage::StorageError;
use zeroize::Zeroizing;

use crate::connection::Connection;
use crate::row::SqlRow;
use crate::statement::query;
use crate::value::{Kind, Value};

/// A table whose rows are sealed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealedTable {
    pub(crate) name: &'static str,
    /// Column of its primary key.
    pub(crate) key: &'static str,
    /// That column's type.
    pub(crate) kind: Kind,
}

/// The sealed tables: those whose rows decide access or tell of money, and `time_seen`,
/// which decides whether anything is deleted. A table added here needs the column
/// `mac` and is read by `SELECT *`.
pub(crate) const SEALED: [SealedTable; 15] = [
    sealed("orders", "id", Kind::Text),
    sealed("attempts", "id", Kind::Text),
    sealed("receipts", "id", Kind::Text),
    sealed("sealed_photos", "receipt", Kind::Text),
    sealed("colleagues", "id", Kind::Text),
    sealed("sessions", "digest", Kind::Bytes),
    sealed("api_keys", "id", Kind::Text),
    sealed("passkeys", "id", Kind::Text),
    sealed("motions", "id", Kind::Text),
    sealed("signing_keys", "public", Kind::Text),
    sealed("time_seen", "\"only\"", Kind::Integer),
    sealed("payments", "id", Kind::Text),
    sealed("ledger", "seq", Kind::Integer),
    sealed("charges", "id", Kind::Text),
    sealed("bill_checks", "id", Kind::Text),
];

const fn sealed(name: &'static str, key: &'static str, kind: Kind) -> SealedTable {
    SealedTable { name, key, kind }
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
    pub(crate) fn of_row(&self, table: &str, row: &SqlRow) -> Vec<u8> {
        let mac = self.over_row(table, row);
        mac.finalize().into_bytes().to_vec()
    }

    fn over_row(&self, table: &str, row: &SqlRow) -> Hmac<Sha256> {
        let mut fields: Vec<(&str, &Value)> =
            row.fields().filter(|(name, _)| *name != MAC).collect();
        fields.sort_unstable_by_key(|(name, _)| *name);
        let mut mac = self.mac();
        mac.update(b"row\0");
        field(&mut mac, table.as_bytes());
        for (name, value) in fields {
            let number;
            let bytes = match value {
                Value::Null(_) => continue,
                Value::Integer(value) => {
                    number = value.to_be_bytes();
                    &number[..]
                }
                Value::Text(text) => text.as_bytes(),
                Value::Bytes(bytes) => bytes,
            };
            field(&mut mac, name.as_bytes());
            field(&mut mac, value.kind().name().as_bytes());
            field(&mut mac, bytes);
        }
        mac
    }

    /// Whether the row's seal is right.
    pub(crate) fn holds(&self, table: &'static str, row: &SqlRow) -> Result<bool, StorageError> {
        match row.value(MAC) {
            Some(Value::Bytes(given)) => Ok(self.over_row(table, row).verify_slice(given).is_ok()),
            Some(_) => Ok(false),
            // The query does not read whole rows.
            None => Err(StorageError::Unreadable { table }),
        }
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

impl SealedTable {
    /// The value of the key of a whole row.
    pub(crate) fn key_of(self, row: &SqlRow) -> Result<&Value, StorageError> {
        let found = row.value(self.key.trim_matches('"'));
        found.ok_or(StorageError::Unreadable { table: self.name })
    }
}

/// The sealed table of this name, if it is one.
pub(crate) fn sealed_table(name: &str) -> Option<SealedTable> {
    SEALED.into_iter().find(|table| table.name == name)
}

/// Seals a row as it was read or written.
pub(crate) async fn seal_row(
    connection: &mut dyn Connection,
    seal: &RowSeal,
    table: SealedTable,
    row: &SqlRow,
) -> Result<(), StorageError> {
    write_seal(connection, table, row, seal.of_row(table.name, row)).await
}

async fn write_seal(
    connection: &mut dyn Connection,
    table: SealedTable,
    row: &SqlRow,
    mac: Vec<u8>,
) -> Result<(), StorageError> {
    let SealedTable { name, key, .. } = table;
    let update = query(format!("UPDATE {name} SET mac = ?2 WHERE {key} = ?1"));
    let update = update.bind(table.key_of(row)?.clone()).bind(mac);
    connection.execute(update).await?;
    Ok(())
}

/// Rows that are sealed or checked at once.
const STRETCH: u32 = 500;

/// Whole rows of a table whose key comes after `after`, in the order of the keys.
pub(crate) async fn rows_after(
    connection: &mut dyn Connection,
    table: SealedTable,
    after: Option<&Value>,
    limit: u32,
) -> Result<Vec<SqlRow>, StorageError> {
    let SealedTable { name, key, kind } = table;
    let after = after.cloned().unwrap_or(match kind {
        Kind::Integer => Value::Integer(i64::MIN),
        Kind::Text => Value::Text(String::new()),
        Kind::Bytes => Value::Bytes(Vec::new()),
    });
    let select = format!("SELECT * FROM {name} WHERE {key} > ?1 ORDER BY {key} LIMIT ?2");
    connection
        .fetch(query(select).bind(after).bind(limit))
        .await
}

/// Seals all rows of a table, except those whose key is in `not`: found altered
/// before a change of the schema or of the key, they stay refused.
pub(crate) async fn seal_all(
    connection: &mut dyn Connection,
    seal: &RowSeal,
    table: SealedTable,
    not: &[String],
) -> Result<(), StorageError> {
    let mut after = None;
    loop {
        let rows = rows_after(connection, table, after.as_ref(), STRETCH).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = Some(table.key_of(last)?.clone());
        for row in &rows {
            let mac = match not.contains(&shown_key(table.key_of(row)?)) {
                true => vec![0],
                false => seal.of_row(table.name, row),
            };
            write_seal(connection, table, row, mac).await?;
        }
    }
}

/// Keys of the rows of a table whose seal is wrong, as text.
pub(crate) async fn altered_in(
    connection: &mut dyn Connection,
    seal: &RowSeal,
    table: SealedTable,
) -> Result<Vec<String>, StorageError> {
    let mut altered = Vec::new();
    let mut after = None;
    loop {
        let rows = rows_after(connection, table, after.as_ref(), STRETCH).await?;
        let Some(last) = rows.last() else {
            return Ok(altered);
        };
        after = Some(table.key_of(last)?.clone());
        for row in &rows {
            if !seal.holds(table.name, row)? {
                altered.push(shown_key(table.key_of(row)?));
            }
        }
    }
}

/// A key as text.
pub(crate) fn shown_key(key: &Value) -> String {
    match key {
        Value::Null(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
