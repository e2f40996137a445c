//! The texts of a finding.

use catalogue::Text;
use compliance::Limit;
use messages::{Args, Locale, has, text};

/// The text of a finding's `part`: nothing for its name, `.wrong`, `.reason`,
/// `.remedy`.
pub(super) fn said(id: &str, part: &str, locale: Locale) -> String {
    text(locale, &key(id, part), &Args::new())
}

/// The same in both languages.
pub(super) fn in_both_languages(id: &str, part: &str) -> Text {
    Text {
        zh: said(id, part, Locale::Zh),
        en: said(id, part, Locale::En),
    }
}

/// The part that says what is wrong with `value`: `.wrong-low` and `.wrong-high`
/// where too little and too much (or left and right) are two things, else
/// `.wrong`. Of a finding without one, `.reason`.
pub(super) fn wrong_part(id: &str, value: Option<f64>, limit: &Limit) -> &'static str {
    let beyond = |end: Option<f64>, is: fn(f64, f64) -> bool| {
        value.zip(end).is_some_and(|(value, end)| is(value, end))
    };
    let low = beyond(limit.pass.min, |value, min| value < min);
    let high = beyond(limit.pass.max, |value, max| value > max);
    [(low, ".wrong-low"), (high, ".wrong-high"), (true, ".wrong")]
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, part)| part)
        .find(|part| has(Locale::Zh, &key(id, part)))
        .unwrap_or(".reason")
}

/// Whether the texts know a finding of this id. What was stored by another
/// release may name one that they do not.
pub(super) fn is_known(id: &str) -> bool {
    has(Locale::Zh, &key(id, ".reason"))
}

fn key(id: &str, part: &str) -> String {
    format!("finding-{id}{part}")
}
