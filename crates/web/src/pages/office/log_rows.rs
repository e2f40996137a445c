//! A stretch of the log that answers to a filter.

use domain::log::ChainedEntry;
use serde::Deserialize;
use usecases::{App, LogReader, operator};

use crate::PageError;

/// The longest filter; actions are short codes.
const LONGEST_FILTER: usize = 60;
/// Stretches of the log that one request looks through.
const MOST_READS: usize = 100;

/// The address's part after the question mark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Asked {
    before: Option<String>,
    action: Option<String>,
}

impl Asked {
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
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    /// Newest first.
    pub(crate) entries: Vec<ChainedEntry>,
    /// Where to go on; `None` where the log begins.
    pub(crate) next: Option<i64>,
}

/// Entries that `asked` asks for, newest first: whole reads of the desk until
/// `enough` are found, so a few more may come. Stops after [`MOST_READS`] reads
/// even where fewer were found, and then says where to go on.
pub(crate) async fn find(
    app: &App,
    reader: &LogReader,
    asked: &Asked,
    enough: usize,
) -> Result<Stretch, PageError> {
    let action = asked.action();
    let mut stretch = Stretch {
        entries: Vec::new(),
        next: asked.before(),
    };
    for _ in 0..MOST_READS {
        let read = operator::log(app, reader, stretch.next).await?;
        let Some(oldest) = read.last() else {
            stretch.next = None;
            break;
        };
        stretch.next = (oldest.seq > 1).then_some(oldest.seq);
        let fits = |one: &ChainedEntry| one.entry.action.to_lowercase().contains(&action);
        stretch.entries.extend(read.into_iter().filter(fits));
        if stretch.entries.len() >= enough || stretch.next.is_none() {
            break;
        }
    }
    Ok(stretch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked() {
        let check = |before: &str, action: &str, expected: (Option<i64>, &str)| {
            let asked = Asked {
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
