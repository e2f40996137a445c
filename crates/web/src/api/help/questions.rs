//! Frequently asked questions.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::words::Words;
use crate::questions::{Question, questions};

/// A question and its answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct HelpQuestion {
    /// Identifier, as in the page's address.
    #[schema(example = "using-the-receipt")]
    slug: &'static str,
    /// Identifier of its group.
    group: &'static str,
    /// The heading of its group.
    group_name: Words,
    /// The question.
    question: Words,
    /// The answer, by paragraphs.
    answer: Vec<Words>,
    /// Identifiers of related questions.
    related: &'static [String],
    /// Words by which it is found: synonyms and pinyin, of both languages.
    words: Vec<&'static str>,
}

impl From<&'static Question> for HelpQuestion {
    fn from(asked: &'static Question) -> Self {
        Self {
            slug: &asked.slug,
            group: &asked.group,
            group_name: Words::spoken(|s| asked.group_name(s)),
            question: Words::spoken(|s| asked.asked(s)),
            answer: Words::lines(|s| asked.answer(s)),
            related: &asked.related,
            words: asked.words().map(String::as_str).collect(),
        }
    }
}

/// Frequently asked questions, those of a group one after another.
#[utoipa::path(get, path = "/api/v1/questions", operation_id = "list_questions", tag = "help",
    responses((status = 200, description = "Every question.", body = [HelpQuestion])))]
pub(crate) async fn list() -> Json<Vec<HelpQuestion>> {
    Json(questions().iter().map(Into::into).collect())
}
