//! Query parameters of the log's page and file.

use serde::Deserialize;
use usecases::operator::LogQuery;

/// Most characters of the filter; action codes are short.
const LONGEST_FILTER: usize = 60;

/// Query string of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct LogParams {
    before: Option<String>,
    action: Option<String>,
}

impl LogParams {
    /// Only entries before this sequence number.
    pub(crate) fn before(&self) -> Option<i64> {
        let before = self.before.as_deref()?.trim().parse().ok()?;
        (before > 0).then_some(before)
    }

    /// Required part of the action's code, in lower case; empty for all.
    pub(crate) fn action(&self) -> String {
        let action = self.action.as_deref().unwrap_or_default().trim();
        let action = action.chars().take(LONGEST_FILTER);
        action.collect::<String>().to_lowercase()
    }

    /// The parameters as a [`LogQuery`].
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
