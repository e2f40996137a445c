//! What is wrong with a picture, in both languages: to be stored with it and
//! shown later in either.

use messages::Locale;
use portrait::Shortfall;
use serde::{Deserialize, Serialize};

use crate::explain::{explain, lacking};
use crate::failure::Failure;
use crate::said::Explanation;

/// One thing that is wrong, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// Stable code.
    pub code: String,
    /// In Chinese.
    pub zh: Words,
    /// In English.
    pub en: Words,
}

/// What is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: Option<String>,
}

impl Wrong {
    /// The words in the reader's language.
    #[must_use]
    pub fn words(&self, locale: Locale) -> &Words {
        match locale {
            Locale::Zh => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// What `said` says of the same things in each language.
#[must_use]
pub fn in_both(said: impl Fn(Locale) -> Vec<Explanation>) -> Vec<Wrong> {
    let words = |said: Explanation| Words {
        message: said.message,
        remedy: said.remedy,
    };
    said(Locale::Zh)
        .into_iter()
        .zip(said(Locale::En))
        .map(|(zh, en)| Wrong {
            code: zh.code.to_owned(),
            zh: words(zh),
            en: words(en),
        })
        .collect()
}

/// Why a picture gave no photo; several things for one that lacks several.
#[must_use]
pub fn wrongs(failure: &Failure) -> Vec<Wrong> {
    in_both(|locale| explain(failure, locale))
}

/// What a picture lacks.
#[must_use]
pub fn lacks(shortfalls: &[Shortfall]) -> Vec<Wrong> {
    in_both(|locale| shortfalls.iter().map(|s| lacking(s, locale)).collect())
}
