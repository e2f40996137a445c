//! Values of columns and parameters.

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of 64 bits.
    Integer,
    /// A text.
    Text,
    /// Bytes.
    Bytes,
}

impl Kind {
    /// The type's name in seals of rows; the same whatever the database.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::Text => "TEXT",
            Self::Bytes => "BLOB",
        }
    }
}

/// A value of a column or a parameter.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// NULL of a column of this type.
    Null(Kind),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Value {
    /// The type.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Null(kind) => *kind,
            Self::Integer(_) => Kind::Integer,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
        }
    }
}

/// Without the value, which may be of a person.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind().name())
    }
}

/// What has a type of column.
pub trait Typed {
    /// The type.
    const KIND: Kind;
}

macro_rules! integers {
    ($($type:ty),+) => {$(
        impl Typed for $type {
            const KIND: Kind = Kind::Integer;
        }
        impl From<$type> for Value {
            fn from(number: $type) -> Self {
                Self::Integer(i64::from(number))
            }
        }
    )+};
}

integers!(bool, u8, u16, u32, i32, i64);

macro_rules! converted {
    ($($type:ty, $kind:ident, $convert:expr;)+) => {$(
        impl Typed for $type {
            const KIND: Kind = Kind::$kind;
        }
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                let convert: fn($type) -> _ = $convert;
                Self::$kind(convert(value))
            }
        }
    )+};
}

converted! {
    String, Text, |text| text;
    &str, Text, |text| text.to_owned();
    &String, Text, |text| text.clone();
    Vec<u8>, Bytes, |bytes| bytes;
    &[u8], Bytes, |bytes| bytes.to_vec();
}

impl<T: Typed + Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null(T::KIND), Into::into)
    }
}
