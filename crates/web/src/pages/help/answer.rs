//! `GET /help/{slug}`: one question, answered.

use askama::Template;
use axum::extract::Path;

use super::questions::question;
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
    let said = |slug: &str| s.say(&format!("help-{slug}"));
    let paragraph = |n| s.say(&format!("help-{}.answer-{n}", asked.slug));
    let link = |slug: &String| (format!("/help/{slug}"), said(slug));
    Ok(Page(AnswerPage {
        frame: Frame::new(&visit, said(&asked.slug))
            .tab(Tab::Service)
            .back("/help"),
        s,
        paragraphs: (1..=asked.paragraphs).map(paragraph).collect(),
        related: asked.related.iter().map(link).collect(),
    }))
}
