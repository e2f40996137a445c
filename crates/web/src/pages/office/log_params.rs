//! What the log's page and file are asked for.

use serde::Deserialize;
use usecases::operator::LogQuery;

/// The longest filter; actions are short codes.
const LONGEST_FILTER: usize = 60;

/// The address's part after the question mark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct LogParams {
    before: Option<String>,
    action: Option<String>,
}

impl LogParams {
    /// Only entries before this number.
    pub(crate) fn before(&self) -> Option<i64> {
        let before = self.before.as_deref()?.trim().parse().ok()?;
        (before > 0).then_some(before)
    }

    /// What an entry's action must contain, in lower case; empty for all.
    pub(crate) fn action(&self) -> String {
        let action = self.action.as_deref().unwrap_or_default().trim();
        let action = action.chars().take(LONGEST_FILTER);
        action.collect::<String>().to_lowercase()
    }

    /// The same, as it is asked of the log.
    pub(crate) fn query(&self) -> LogQuery {
        LogQuery {
            before: self.before(),
            action: self.action(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked() {
        let check = |before: &str, action: &str, expected: (Option<i64>, &str)| {
            let asked = LogParams {
                before: Some(before.to_owned()),
                action: Some(action.to_owned()),
            };
            assert_eq!((asked.before(), asked.action().as_str()), expected);
        };
        check("", "", (None, ""));
        check("12", " Approved ", (Some(12), "approved"));
        check("0", "", (None, ""));
        check("-3", "", (None, ""));
        check("x", &"a".repeat(61), (None, &"a".repeat(60)));
    }
}
