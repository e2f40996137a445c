//! Enums with a stable code for each value, used in databases, the API, message
//! keys and the log.

/// Declares an enum with a code for each value: `ALL`, `code`, `from_code`, and
/// serialisation as the code. With the feature
/// `openapi` also a schema, described by the docstrings.
macro_rules! coded {
    ($($(#[$about:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $value:ident = $code:tt,)+
    })+) => {$(
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $code)] $value,)+
        }

        impl $name {
            /// Every value.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$value),+];

            /// Stable code, in kebab case.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)+
                }
            }

            /// The value with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.code() == code)
            }
        }
    )+};
}

pub(crate) use coded;
