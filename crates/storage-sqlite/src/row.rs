//! Reading columns and binding values. Takes a row and a column's name; gives
//! the value, or [`StorageError::Unreadable`] with the table's name.

use std::str::FromStr;

use domain::{Actor, Digest, Sealed, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite};
use storage::StorageError;

/// What SQLite says on a full disk (<https://www.sqlite.org/rescode.html>): `SQLITE_FULL`;
/// `SQLITE_IOERR_SHMSIZE`, where the index of the write-ahead log cannot grow.
const FULL: [&str; 2] = ["13", "4874"];

/// An SQLite error as a [`StorageError`].
pub(crate) fn failed(error: sqlx::Error) -> StorageError {
    match &error {
        sqlx::Error::Database(known) if known.is_unique_violation() => StorageError::Taken,
        sqlx::Error::Database(known) if is_full(known.code().as_deref()) => StorageError::Full,
        _ => StorageError::Database(Box::new(error)),
    }
}

fn is_full(code: Option<&str>) -> bool {
    code.is_some_and(|code| FULL.contains(&code))
}

/// A row being read.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    row: &'r SqliteRow,
    table: &'static str,
}

impl<'r> Row<'r> {
    pub(crate) const fn new(row: &'r SqliteRow, table: &'static str) -> Self {
        Self { row, table }
    }

    /// The error for a value that cannot be parsed.
    pub(crate) const fn unreadable(self) -> StorageError {
        StorageError::Unreadable { table: self.table }
    }

    /// A value of a type that SQLite stores.
    pub(crate) fn get<T>(self, column: &str) -> Result<T, StorageError>
    where
        T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
    {
        self.row.try_get(column).map_err(|_| self.unreadable())
    }

    /// An integer in the range of its type.
    pub(crate) fn number<T: TryFrom<i64>>(self, column: &str) -> Result<T, StorageError> {
        let number: i64 = self.get(column)?;
        T::try_from(number).map_err(|_| self.unreadable())
    }

    /// A text parsed as `T`: an identifier, a number, a code.
    pub(crate) fn parsed<T: FromStr>(self, column: &str) -> Result<T, StorageError> {
        self.parsed_if_any(column)?.ok_or(self.unreadable())
    }

    /// A nullable text parsed as `T`.
    pub(crate) fn parsed_if_any<T: FromStr>(self, column: &str) -> Result<Option<T>, StorageError> {
        let text: Option<&str> = self.get(column)?;
        text.map(|text| text.parse().map_err(|_| self.unreadable()))
            .transpose()
    }

    /// A value stored as JSON.
    pub(crate) fn json<T: DeserializeOwned>(self, column: &str) -> Result<T, StorageError> {
        let text: &str = self.get(column)?;
        serde_json::from_str(text).map_err(|_| self.unreadable())
    }

    /// A text that serde reads as a variant of `T`.
    pub(crate) fn word<T: DeserializeOwned>(self, column: &str) -> Result<T, StorageError> {
        self.word_if_any(column)?.ok_or(self.unreadable())
    }

    /// A nullable text that serde reads as a variant of `T`.
    pub(crate) fn word_if_any<T: DeserializeOwned>(
        self,
        column: &str,
    ) -> Result<Option<T>, StorageError> {
        let text: Option<String> = self.get(column)?;
        text.map(|text| {
            serde_json::from_value(serde_json::Value::String(text)).map_err(|_| self.unreadable())
        })
        .transpose()
    }

    /// The actor in the columns `by_kind` and `by_id`.
    pub(crate) fn actor(self) -> Result<Actor, StorageError> {
        Actor::new(self.get("by_kind")?, self.get("by_id")?).map_err(|_| self.unreadable())
    }

    /// A timestamp.
    pub(crate) fn time(self, column: &str) -> Result<Timestamp, StorageError> {
        self.get(column).map(Timestamp)
    }

    /// A nullable timestamp.
    pub(crate) fn time_if_any(self, column: &str) -> Result<Option<Timestamp>, StorageError> {
        Ok(self.get::<Option<i64>>(column)?.map(Timestamp))
    }

    /// Nullable sealed bytes.
    pub(crate) fn sealed_if_any(self, column: &str) -> Result<Option<Sealed>, StorageError> {
        Ok(self.get::<Option<Vec<u8>>>(column)?.map(Sealed))
    }

    /// A hash of 32 bytes.
    pub(crate) fn hash(self, column: &str) -> Result<[u8; 32], StorageError> {
        let bytes: &[u8] = self.get(column)?;
        bytes.try_into().map_err(|_| self.unreadable())
    }

    /// A nullable digest.
    pub(crate) fn digest_if_any(self, column: &str) -> Result<Option<Digest>, StorageError> {
        let bytes: Option<&[u8]> = self.get(column)?;
        bytes
            .map(|bytes| bytes.try_into().map(Digest).map_err(|_| self.unreadable()))
            .transpose()
    }
}

/// Defines statements that insert and update a row with the same columns; `?1`
/// is its `id`. An update may have a further condition.
macro_rules! insert_and_update {
    (
        $insert:ident, $update:ident, $table:literal, $columns:literal, $values:literal
        $(, $condition:literal)?
    ) => {
        const $insert: &str = concat!(
            "INSERT INTO ", $table, " (id, ", $columns, ") VALUES (?1, ", $values, ")"
        );
        const $update: &str = concat!(
            "UPDATE ", $table, " SET (", $columns, ") = (", $values, ") WHERE id = ?1",
            $(" AND ", $condition)?
        );
    };
}

pub(crate) use insert_and_update;

/// A value as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| StorageError::Database(Box::new(error)))
}

/// A digest's bytes.
pub(crate) fn digest(digest: &Digest) -> Vec<u8> {
    digest.0.to_vec()
}

/// Sealed bytes; `None` for NULL.
pub(crate) fn sealed(sealed: Option<&Sealed>) -> Option<Vec<u8>> {
    sealed.map(|sealed| sealed.0.clone())
}

/// Milliseconds since 1970 UTC; `None` for NULL.
pub(crate) fn ms(time: Option<Timestamp>) -> Option<i64> {
    time.map(|time| time.0)
}

/// The value as text; `None` for NULL.
pub(crate) fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}
