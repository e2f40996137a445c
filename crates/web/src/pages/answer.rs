//! Whether photos taken by applicants are accepted, in words.

use catalogue::{Acceptance, Answer, Catalogue, City, Document};

use crate::Speech;
use crate::confidence::confidence;

/// The answer in words.
pub(crate) struct AnswerView {
    pub(crate) answer: Answer,
    /// The answer: 可以, 不可以 …
    pub(crate) word: String,
    pub(crate) reason: String,
    pub(crate) instead: Option<String>,
    pub(crate) source: String,
    pub(crate) confidence: String,
    pub(crate) note: Option<String>,
}

impl AnswerView {
    /// The answer for a document, in a city if one decides.
    pub(crate) fn new(
        s: Speech,
        catalogue: &Catalogue,
        document: &Document,
        city: Option<&City>,
    ) -> Self {
        let Acceptance {
            answer,
            reason,
            instead,
            source,
        } = match city {
            Some(city) => catalogue.acceptance(document, city),
            None => document.elsewhere.clone(),
        };
        Self {
            answer,
            word: match answer {
                Answer::Yes => s.say("answer-yes"),
                Answer::No => s.say("answer-no"),
                Answer::Unknown => s.say("answer-unknown"),
                Answer::NotApplicable => s.say("answer-not-applicable"),
            },
            reason: s.of(&reason).to_owned(),
            instead: instead.map(|instead| s.of(&instead).to_owned()),
            source: source.cite,
            confidence: confidence(s, source.confidence),
            note: source.note.map(|note| s.of(&note).to_owned()),
        }
    }

    /// CSS class of the colour; icon and word tell the same.
    pub(crate) fn tone(&self) -> &'static str {
        match self.answer {
            Answer::Yes => "good",
            Answer::No => "bad",
            Answer::Unknown => "unsure",
            Answer::NotApplicable => "plain",
        }
    }

    /// Name of the icon.
    pub(crate) fn icon(&self) -> &'static str {
        match self.answer {
            Answer::Yes => "ok",
            Answer::No => "no",
            Answer::Unknown => "question",
            Answer::NotApplicable => "info",
        }
    }

    /// Whether it makes sense to begin an order.
    pub(crate) fn goes_on(&self) -> bool {
        self.answer != Answer::No
    }
}
