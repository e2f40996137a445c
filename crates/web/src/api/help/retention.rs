//! What is kept, how long and why.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Web;
use crate::api::words::{Words, in_both};
use crate::kept::{KeptLine, intro, lines, notes};

/// Retention periods, in words.
#[derive(Serialize, ToSchema)]
pub(crate) struct Retention {
    /// What holds for all of them.
    intro: Words,
    /// One line a kind of data.
    rows: Vec<RetentionLine>,
    /// What ends data earlier, and what others keep; a paragraph each.
    notes: Vec<Words>,
}

/// How long one kind of data is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct RetentionLine {
    /// The data.
    what: Words,
    /// How long it is kept.
    how_long: Words,
    /// Why.
    why: Words,
    /// What happens at the end.
    then: Words,
}

impl From<(KeptLine, KeptLine)> for RetentionLine {
    fn from((zh, en): (KeptLine, KeptLine)) -> Self {
        let words = |zh, en| Words { zh, en };
        Self {
            what: words(zh.what, en.what),
            how_long: words(zh.how_long, en.how_long),
            why: words(zh.why, en.why),
            then: words(zh.then, en.then),
        }
    }
}

/// What is kept, how long, why, and what happens at the end.
#[utoipa::path(get, path = "/api/v1/retention", operation_id = "show_retention", tag = "help",
    responses((status = 200, description = "The periods.", body = Retention)))]
pub(crate) async fn show(State(web): State<Web>) -> Json<Retention> {
    let lines = |s| lines(s, web.app.remains_kept());
    Json(Retention {
        intro: Words::spoken(intro),
        rows: in_both(lines).map(Into::into).collect(),
        notes: Words::lines(notes),
    })
}
