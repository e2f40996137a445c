//! The questions of `help.toml`; their texts are in the message files.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Speech;

/// A question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// The last segment of its URL.
    pub(crate) slug: String,
    /// Group in the list.
    pub(crate) group: String,
    /// Number of paragraphs of the answer.
    paragraphs: usize,
    /// Search words.
    words_zh: Vec<String>,
    words_en: Vec<String>,
    /// Slugs of related questions.
    pub(crate) related: Vec<String>,
}

impl Question {
    /// The question in words.
    pub(crate) fn asked(&self, s: Speech) -> String {
        s.say(&format!("help-{}", self.slug))
    }

    /// The answer, by paragraphs.
    pub(crate) fn answer(&self, s: Speech) -> Vec<String> {
        let paragraph = |n| s.say(&format!("help-{}.answer-{n}", self.slug));
        (1..=self.paragraphs).map(paragraph).collect()
    }

    /// The heading of its group.
    pub(crate) fn group_name(&self, s: Speech) -> String {
        s.say(&format!("help-group-{}", self.group))
    }

    /// Search words of both languages.
    pub(crate) fn words(&self) -> impl Iterator<Item = &String> {
        self.words_zh.iter().chain(&self.words_en)
    }
}

#[derive(Deserialize)]
struct File {
    question: Vec<Question>,
}

/// All questions, in the file's order.
pub(crate) fn questions() -> &'static [Question] {
    static QUESTIONS: LazyLock<Vec<Question>> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("../help.toml"))
            .expect("the embedded questions are read by the tests");
        file.question
    });
    &QUESTIONS
}

/// The question with this slug.
pub(crate) fn question(slug: &str) -> Option<&'static Question> {
    questions().iter().find(|question| question.slug == slug)
}

#[cfg(test)]
mod tests {
    use messages::{Locale, has};

    use super::*;

    #[test]
    fn every_question_has_its_texts_and_related_ones() {
        for asked in questions() {
            for locale in Locale::ALL {
                let key = format!("help-{}", asked.slug);
                assert!(has(locale, &key), "{key}");
                assert!(has(locale, &format!("help-group-{}", asked.group)));
                for paragraph in 1..=asked.paragraphs {
                    assert!(has(locale, &format!("{key}.answer-{paragraph}")), "{key}");
                }
            }
            for related in &asked.related {
                assert!(question(related).is_some(), "{} → {related}", asked.slug);
            }
        }
    }
}
