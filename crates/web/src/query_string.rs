//! The query of an address from its fields.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// `name=value` of each field that is not empty, joined by `&`.
pub(crate) fn query_string(fields: &[(&str, &str)]) -> String {
    let asked = fields.iter().filter(|(_, value)| !value.is_empty());
    let pairs = asked.map(|(name, value)| {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        format!("{name}={value}")
    });
    pairs.collect::<Vec<_>>().join("&")
}
