//! What is wrong, as text in one language.

use catalogue::Text;
use messages::{Args, Locale, has, text};
use serde::Serialize;

/// One thing that is wrong, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Stable code, kebab-case.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
}

/// The text of `key` and, where there is one, its remedy.
#[must_use]
pub fn say(locale: Locale, code: &'static str, key: &str, args: &Args<'_>) -> Explanation {
    let remedy = format!("{key}.remedy");
    Explanation {
        code,
        message: text(locale, key, args),
        remedy: has(locale, &remedy).then(|| text(locale, &remedy, args)),
    }
}

/// Arguments of a text by name.
pub fn args<const N: usize>(pairs: [(&'static str, String); N]) -> Args<'static> {
    pairs.into_iter().collect()
}

/// The text in the reader's language.
#[must_use]
pub fn in_locale(text: &Text, locale: Locale) -> &str {
    match locale {
        Locale::Zh => &text.zh,
        Locale::En => &text.en,
    }
}
