//! Proof that a receipt is the bearer's.

use domain::applicant::{Name, plain_number};
use domain::{Digest, Receipt};

use crate::app::App;
use crate::error::AppError;

/// Proof that a receipt is the bearer's. `Debug` shows only the kind.
#[derive(Clone, PartialEq, Eq)]
pub enum Person {
    /// Their identity number.
    Identity(String),
    /// Their name.
    Name(String),
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Identity(_) => "Identity",
            Self::Name(_) => "Name",
        })
    }
}

impl Person {
    /// Classifies typed text: an identity number has digits, a name has none.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        if text.chars().any(char::is_numeric) {
            Self::Identity(text.to_owned())
        } else {
            Self::Name(text.to_owned())
        }
    }

    /// The digests that a receipt of this person has: that of today's one form, and
    /// those by which earlier versions of this program kept the same person.
    ///
    /// # Errors
    /// [`AppError::Person`] for a text that nobody's name or number can be: a slip of the
    /// hand that tells nothing and is not counted as a guess.
    pub(super) fn digests(&self, app: &App) -> Result<PersonDigests, AppError> {
        match self {
            Self::Identity(number) => {
                let number = plain_number(number);
                if number.is_empty() {
                    return Err(AppError::Person);
                }
                Ok(PersonDigests::Identity(app.digest("identity", &number)))
            }
            Self::Name(typed) => Ok(PersonDigests::Name(name_digests(app, typed)?)),
        }
    }
}

/// The digests that a name has: that of today's one form, and those by which earlier
/// versions of this program kept the same name.
///
/// # Errors
/// [`AppError::Person`] for a text that nobody's name can be.
pub(crate) fn name_digests(app: &App, typed: &str) -> Result<Vec<Digest>, AppError> {
    let name = Name::parse(typed).map_err(|_| AppError::Person)?;
    let mut digests = vec![name_digest(app, &name)];
    let earlier = spelled_earlier(typed, &name);
    digests.extend(earlier.iter().map(|spelled| app.digest("name", spelled)));
    Ok(digests)
}

/// What a receipt's digests are compared with.
pub(super) enum PersonDigests {
    Identity(Digest),
    Name(Vec<Digest>),
}

impl PersonDigests {
    pub(super) fn are_of(&self, receipt: &Receipt) -> bool {
        match self {
            Self::Identity(digest) => receipt.identity == Some(*digest),
            Self::Name(digests) => receipt.name.is_some_and(|name| digests.contains(&name)),
        }
    }
}

/// Digest of a typed identity number, as stored with orders.
pub(crate) fn identity_digest(app: &App, typed: &str) -> Digest {
    app.digest("identity", &plain_number(typed))
}

/// Digest of a name, for look-up; the same for all spellings of one name.
pub(crate) fn name_digest(app: &App, name: &Name) -> Digest {
    app.digest("name", &name.folded())
}

/// The forms in which versions before [`Name::folded`] digested this name: without
/// spaces and in lower case, with whichever dot it had been given.
fn spelled_earlier(typed: &str, name: &Name) -> Vec<String> {
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let parsed = name.as_str();
    let mut spelled = vec![
        plain(parsed),
        plain(&parsed.replace('.', "·")),
        plain(&parsed.replace('·', ".")),
        plain(typed),
    ];
    spelled.dedup();
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_digits_of_any_width() {
        let check = |typed: &str, is_number: bool| {
            let person = Person::typed(typed);
            assert_eq!(matches!(person, Person::Identity(_)), is_number, "{typed}");
        };
        check("11010519491231002X", true);
        check("１１０１０５１９４９１２３１００２Ｘ", true);
        check("H01234567", true);
        check("张三", false);
        check("古丽米热•艾比布力", false);
    }
    /// Earlier versions digested a name as it stood, without spaces and in lower case.
    #[test]
    fn names_stored_by_earlier_versions_are_among_those_looked_for() {
        let check = |stored: &str, typed: &str| {
            let earlier: String = stored.split_whitespace().collect();
            let looked_for = spelled_earlier(typed, &Name::parse(typed).unwrap());
            assert!(
                looked_for.contains(&earlier.to_lowercase()),
                "{stored} {typed}"
            );
        };
        for stored in ["古丽米热·艾比布力", "古丽米热.艾比布力"] {
            for dot in ["·", "•", ".", "・", "．"] {
                check(stored, &format!("古丽米热{dot}艾比布力"));
            }
        }
        check("John Smith, Jr.", "john smith, jr.");
        check("张三", "张\u{200b}三");
        check("欧阳 John", "欧阳 JOHN");
        check("Anne-Marie O'Neill", "ANNE-MARIE O’NEILL");
    }
}
