//! An optional e-mail address for notices.

use std::fmt;

use super::FieldError;
use super::masked::masked_number;
use super::typed::{is_invisible, narrow};

/// Most characters of an address and of its local part (RFC 5321, 4.5.3.1.1 and
/// 4.5.3.1.3: a path of 256 includes two brackets).
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
/// Most characters of a domain label (RFC 1035, 2.3.4).
const LONGEST_LABEL: usize = 63;

/// An address `local@domain` of plain ASCII: dot-separated atoms (RFC 5322,
/// 3.2.3) and a domain of at least two labels, in lower case.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Parses an address as typed; empty text gives `None`.
    ///
    /// # Errors
    ///
    /// [`FieldError::EmailShape`].
    pub fn parse(text: &str) -> Result<Option<Self>, FieldError> {
        let seen = |c: &char| !is_invisible(*c);
        let typed: String = text.trim().chars().filter(seen).map(narrow).collect();
        if typed.is_empty() {
            return Ok(None);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(FieldError::EmailShape)?;
        let fits = typed.len() <= LONGEST && local.len() <= LONGEST_LOCAL;
        let atoms = local.split('.').all(is_atom);
        let labels = domain.contains('.') && domain.split('.').all(is_label);
        if fits && atoms && labels {
            return Ok(Some(Self(format!(
                "{local}@{}",
                domain.to_ascii_lowercase()
            ))));
        }
        Err(FieldError::EmailShape)
    }

    /// The address itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain, and the local part masked like a number; under four
    /// characters the local part is hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.0.rsplit_once('@') {
            Some((local, domain)) if local.len() > 3 => {
                format!("{}@{domain}", masked_number(local))
            }
            Some((_, domain)) => format!("***@{domain}"),
            None => "***".to_owned(),
        }
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

fn is_atom(atom: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    !atom.is_empty() && atom.bytes().all(plain)
}

fn is_label(label: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    !label.is_empty()
        && label.len() <= LONGEST_LABEL
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_write_them() {
        let check = |typed: &str, expected: Result<Option<&str>, FieldError>| {
            let email = Email::parse(typed);
            let found = email.as_ref().map(|e| e.as_ref().map(Email::as_str));
            assert_eq!(found, expected.as_ref().copied(), "{typed}");
        };
        check("", Ok(None));
        check(" \u{200b}", Ok(None));
        check(" wei@example.org ", Ok(Some("wei@example.org")));
        check(
            "Wei.Li+id@Mail.Example.ORG",
            Ok(Some("Wei.Li+id@mail.example.org")),
        );
        check("１２３＠qq．com", Ok(Some("123@qq.com")));
        check("a@b.cn\u{feff}", Ok(Some("a@b.cn")));
        let long = format!("{}@example.org", "a".repeat(65));
        for wrong in [
            "wei",
            "@example.org",
            "wei@",
            "wei@localhost",
            "wei@example..org",
            "wei@-example.org",
            "wei@example-.org",
            "wei li@example.org",
            "wei@example.org, li@example.org",
            "a@b@example.org",
            ".wei@example.org",
            "wei@例子.cn",
            "wei@example.org\nBcc: li@example.org",
            "\"wei\"@example.org",
            &long,
        ] {
            check(wrong, Err(FieldError::EmailShape));
        }
    }

    #[test]
    fn the_middle_is_hidden() {
        let check = |typed, expected| {
            let email = Email::parse(typed).unwrap().unwrap();
            assert_eq!(email.masked(), expected);
            assert_eq!(format!("{email:?}"), "Email(…)");
        };
        check("wei@example.org", "***@example.org");
        check("xiaowei@example.org", "x****ei@example.org");
    }
}
