//! `GET /help/{slug}`: one question, answered.

use askama::Template;
use axum::extract::Path;

use crate::questions::{Question, question};
use crate::{Frame, Page, PageError, Speech, Tab, Visit};

#[derive(Template)]
#[template(path = "help/answer.html")]
pub(crate) struct AnswerPage {
    s: Speech,
    frame: Frame,
    paragraphs: Vec<String>,
    /// Address and question.
    related: Vec<(String, String)>,
}

pub(crate) async fn page(
    visit: Visit,
    Path(slug): Path<String>,
) -> Result<Page<AnswerPage>, PageError> {
    let s = visit.speech();
    let asked = question(&slug).ok_or(PageError::NotFound)?;
    let related = asked.related.iter().filter_map(|slug| question(slug));
    let link = |one: &Question| (format!("/help/{}", one.slug), one.asked(s));
    Ok(Page(AnswerPage {
        frame: Frame::new(&visit, asked.asked(s))
            .tab(Tab::Service)
            .back("/help"),
        s,
        paragraphs: asked.answer(s),
        related: related.map(link).collect(),
    }))
}
