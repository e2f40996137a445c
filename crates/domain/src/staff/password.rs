//! Rules for staff passwords: long, not the sign-in name, not among the
//! commonest. Digits or symbols are not required, as NIST SP 800-63B-4, 3.1.1.2
//! advises.

/// Fewest characters.
pub const FEWEST: usize = 10;

/// Most bytes: bounds the cost of hashing.
pub const MOST_BYTES: usize = 256;

/// Common passwords of sufficient length. Compared case-insensitively.
const COMMON: &[&str] = &[
    "0987654321",
    "1111122222",
    "1122334455",
    "112233445566",
    "1234512345",
    "123456123456",
    "123456789a",
    "123456789abc",
    "123456abcdef",
    "1234qwerasdf",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1qazxsw23edc",
    "5201314520",
    "a123456789",
    "a1234567890",
    "aa123456789",
    "abc1234567",
    "abc123456789",
    "abcd123456",
    "abcd1234567",
    "admin12345",
    "admin123456",
    "administrator",
    "asdfghjkl;",
    "changeme123",
    "huizhi12345",
    "huizhi123456",
    "iloveyou1314",
    "letmein123",
    "p@ssw0rd123",
    "password01",
    "password12",
    "password123",
    "password1234",
    "password123456",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "qq123456789",
    "qwe123456789",
    "qwer123456",
    "qwerasdfzxcv",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop",
    "qwertyuiop123",
    "welcome123",
    "woaini1314",
    "woaini1314520",
    "woaini520",
    "woaini521314",
    "zxcvbnm123",
    "zxcvbnm123456",
];

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`FEWEST`] characters.
    #[error("password too short")]
    Short,
    /// More than [`MOST_BYTES`] bytes.
    #[error("password too long")]
    Long,
    /// The sign-in name, or the name with few characters added.
    #[error("password is the name")]
    Name,
    /// A common password, or a simple pattern.
    #[error("password is common")]
    Common,
}

impl PasswordError {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::Short, Self::Long, Self::Name, Self::Common];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Short => "password-short",
            Self::Long => "password-long",
            Self::Name => "password-name",
            Self::Common => "password-common",
        }
    }
}

/// Checks `password` for the account `name`.
///
/// # Errors
///
/// The first failed rule: length, name, commonness.
pub fn check(password: &str, name: &str) -> Result<(), PasswordError> {
    if password.chars().count() < FEWEST {
        return Err(PasswordError::Short);
    }
    if password.len() > MOST_BYTES {
        return Err(PasswordError::Long);
    }
    let folded = password.to_lowercase();
    if is_mostly(&folded, &name.trim().to_lowercase()) {
        return Err(PasswordError::Name);
    }
    if COMMON.contains(&folded.as_str()) || is_pattern(&folded) {
        return Err(PasswordError::Common);
    }
    Ok(())
}

/// Whether fewer than five characters of `password` remain without `name`, such
/// as the year in `zhangsan2026`.
fn is_mostly(password: &str, name: &str) -> bool {
    let left = || password.replace(name, "").chars().count();
    name.chars().count() >= 2 && password.contains(name) && left() < 5
}

/// Whether it repeats one or two characters, or is a run such as `1234567890`
/// or `zyxwvutsrq`.
fn is_pattern(password: &str) -> bool {
    let characters: Vec<char> = password.chars().collect();
    let mut distinct = characters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let runs = |step: i64| {
        characters.windows(2).all(|pair| {
            let difference = i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0]));
            // 9 is followed by 0, as on a keyboard.
            difference == step || difference == -9 * step
        })
    };
    distinct.len() <= 2 || runs(1) || runs(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_not_guessed_first() {
        let row = |password: &str, expected: Result<(), PasswordError>| {
            assert_eq!(check(password, "zhangsan"), expected, "{password}");
        };
        row("correct horse", Ok(()));
        row("jdkwqpfhzm", Ok(()));
        row("一二三四五六七八九十", Ok(()));
        row("zhangsan sees seven seals", Ok(()));
        row("", Err(PasswordError::Short));
        row("jdkwqpfhz", Err(PasswordError::Short));
        row("一二三四五六七八九", Err(PasswordError::Short));
        row(&"long words ".repeat(23), Ok(()));
        row(&"long words ".repeat(24), Err(PasswordError::Long));
        row("ZhangSan2026", Err(PasswordError::Name));
        row("zhangsanzhangsan", Err(PasswordError::Name));
        row("zhangsan!!!!", Err(PasswordError::Name));
        row("Password123", Err(PasswordError::Common));
        row("1234567890", Err(PasswordError::Common));
        row("0987654321", Err(PasswordError::Common));
        row("9876543210", Err(PasswordError::Common));
        row("abcdefghijk", Err(PasswordError::Common));
        row("aaaaaaaaaaaa", Err(PasswordError::Common));
        row("ababababab", Err(PasswordError::Common));
        for common in COMMON {
            assert!(check(common, "zhangsan").is_err(), "{common}");
        }
    }

    #[test]
    fn a_name_of_one_character_or_none_forbids_nothing() {
        assert_eq!(check("correct horse", ""), Ok(()));
        assert_eq!(check("correct horse", "c"), Ok(()));
    }

    #[test]
    fn codes_are_stable() {
        let codes = PasswordError::ALL.map(PasswordError::code);
        assert_eq!(
            codes,
            [
                "password-short",
                "password-long",
                "password-name",
                "password-common"
            ]
        );
    }
}
