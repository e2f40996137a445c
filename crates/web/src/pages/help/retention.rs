//! `GET /help/retention`: what is kept, how long and why.

use askama::Template;
use axum::extract::State;

use crate::kept::{KeptLine, intro, lines, notes};
use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "help/retention.html")]
pub(crate) struct RetentionPage {
    s: Speech,
    frame: Frame,
    intro: String,
    rows: Vec<KeptLine>,
    notes: Vec<String>,
}

pub(crate) async fn page(State(web): State<Web>, visit: Visit) -> Page<RetentionPage> {
    let s = visit.speech();
    Page(RetentionPage {
        frame: Frame::new(&visit, s.say("retention-title"))
            .tab(Tab::Service)
            .back("/help"),
        s,
        intro: intro(s),
        rows: lines(s, web.app.remains_kept()),
        notes: notes(s),
    })
}
