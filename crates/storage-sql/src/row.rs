//! Reading columns and binding values. Takes a row and a column's name; gives
//! the value, or [`StorageError::Unreadable`] with the table's name.

use std::str::FromStr;
use std::sync::Arc;

use domain::{Actor, Digest, Sealed, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use storage::StorageError;

use crate::value::Value;

/// A row as it came from the database.
#[derive(Clone, Debug)]
pub struct SqlRow {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

impl SqlRow {
    /// The row of these columns and their values, in the same order.
    #[must_use]
    pub const fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }

    /// The first column, where it holds a text.
    #[must_use]
    pub fn first_text(&self) -> Option<&str> {
        match self.values.first() {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Columns with their values.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.columns.iter().map(String::as_str).zip(&self.values)
    }

    /// The value of a column.
    pub(crate) fn value(&self, column: &str) -> Option<&Value> {
        let mut fields = self.fields();
        fields.find_map(|(name, value)| (name == column).then_some(value))
    }
}

/// What is read from a column.
pub(crate) trait FromValue<'r>: Sized {
    /// `None` if the value is of another type.
    fn from_value(value: &'r Value) -> Option<Self>;
}

impl<'r> FromValue<'r> for &'r str {
    fn from_value(value: &'r Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'r> FromValue<'r> for &'r [u8] {
    fn from_value(value: &'r Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

impl FromValue<'_> for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromValue<'_> for bool {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl FromValue<'_> for String {
    fn from_value(value: &Value) -> Option<Self> {
        <&str>::from_value(value).map(str::to_owned)
    }
}

impl FromValue<'_> for Vec<u8> {
    fn from_value(value: &Value) -> Option<Self> {
        <&[u8]>::from_value(value).map(<[u8]>::to_vec)
    }
}

impl<'r, T: FromValue<'r>> FromValue<'r> for Option<T> {
    fn from_value(value: &'r Value) -> Option<Self> {
        match value {
            Value::Null(_) => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// A row being read.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    row: &'r SqlRow,
    table: &'static str,
}

impl<'r> Row<'r> {
    pub(crate) const fn new(row: &'r SqlRow, table: &'static str) -> Self {
        Self { row, table }
    }

    /// The error for a value that cannot be parsed.
    pub(crate) const fn unreadable(self) -> StorageError {
        StorageError::Unreadable { table: self.table }
    }

    /// A value of a type that columns have.
    pub(crate) fn get<T: FromValue<'r>>(self, column: &str) -> Result<T, StorageError> {
        let value = self.row.value(column).and_then(T::from_value);
        value.ok_or(self.unreadable())
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

/// A digest as hexadecimal digits.
pub(crate) fn hexadecimal(digest: &Digest) -> String {
    digest.0.iter().map(|byte| format!("{byte:02X}")).collect()
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
