//! Names of what an applicant saves: what it is, where it is for, the order's number.
//! Nothing of the person.

use std::fmt::Write as _;

use usecases::applicant::OrderSummary;

use super::about;
use crate::{Speech, Web};

/// What is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saved {
    /// The receipt.
    Receipt,
    /// The photo.
    Photo,
    /// The sheet for printing.
    Sheet,
}

impl Saved {
    const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "saved-receipt",
            Self::Photo => "saved-photo",
            Self::Sheet => "saved-sheet",
        }
    }
}

/// A `Content-Disposition` (RFC 6266): `shown` is `inline` or `attachment`. The name in
/// the visitor's language is encoded by RFC 8187; programs that do not read that use
/// the number.
pub(crate) fn disposition(
    s: Speech,
    web: &Web,
    order: &OrderSummary,
    (saved, ending): (Saved, &str),
    shown: &str,
) -> String {
    let (document, city) = about::names(s, web, &order.document, order.city);
    let number = order.number;
    let parts = [
        Some(s.say(saved.key())),
        city,
        Some(document),
        Some(number.to_string()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let name = format!("{}.{ending}", parts.join("-"));
    let plain = format!("{number}.{ending}");
    format!(
        "{shown}; filename=\"{plain}\"; filename*=UTF-8''{}",
        encoded(&name)
    )
}

/// All but the characters that RFC 8187, section 3.2.1, leaves as they are. A space or
/// a slash of a name becomes a hyphen: no system has trouble with that.
fn encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                encoded.push(char::from(byte));
            }
            b' ' | b'/' | b'\\' => encoded.push('-'),
            // Writing to a string does not fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded() {
        let check = |name: &str, expected: &str| assert_eq!(encoded(name), expected);
        check("a-b_c.pdf", "a-b_c.pdf");
        check("回执.pdf", "%E5%9B%9E%E6%89%A7.pdf");
        check("Resident card/2 \"x\";", "Resident-card-2-%22x%22%3B");
    }
}
