//! What is kept, how long and why, in words; from the table in `domain`.

use std::time::Duration;

use domain::retention::{KEPT, RemainsKept};

use crate::Speech;

/// Seconds per day.
const DAY_S: u64 = 24 * 60 * 60;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptLine {
    pub(crate) what: String,
    pub(crate) how_long: String,
    pub(crate) why: String,
    /// What happens at the end.
    pub(crate) then: String,
}

/// The table, where what is left of orders is kept so long.
pub(crate) fn lines(s: Speech, remains: RemainsKept) -> Vec<KeptLine> {
    let line = |kept: &domain::retention::Kept| {
        let key = format!("retention-{}", kept.id);
        let days = whole_days(match kept.id {
            "remains" => remains.period(),
            _ => kept.at_most,
        });
        KeptLine {
            what: s.say(&key),
            how_long: s
                .with("days", days)
                .with("years", days / 365)
                .say(&format!("{key}.how-long")),
            why: s.say(&format!("{key}.why")),
            then: s.say(&format!("{key}.then")),
        }
    };
    KEPT.iter().map(line).collect()
}

/// What is said before the table.
pub(crate) fn intro(s: Speech) -> String {
    s.say("retention-intro")
}

/// What is said after it, a paragraph each.
pub(crate) fn notes(s: Speech) -> Vec<String> {
    vec![s.say("retention-erased-early"), s.say("retention-counter")]
}

/// Whole days of a period.
pub(crate) const fn whole_days(period: Duration) -> u64 {
    period.as_secs() / DAY_S
}

#[cfg(test)]
mod tests {
    use messages::{Locale, has};

    use super::*;

    #[test]
    fn all_that_is_kept_is_told() {
        for kept in &KEPT {
            for locale in Locale::ALL {
                for part in ["", ".how-long", ".why", ".then"] {
                    let key = format!("retention-{}{part}", kept.id);
                    assert!(has(locale, &key), "{locale:?} {key}");
                }
            }
        }
    }
}
