//! `GET /help/retention`: what is kept, how long and why.

use askama::Template;

use crate::kept::{KeptLine, intro, lines, notes};
use crate::{Frame, Page, Speech, Tab, Visit};

#[derive(Template)]
#[template(path = "help/retention.html")]
pub(crate) struct RetentionPage {
    s: Speech,
    frame: Frame,
    intro: String,
    rows: Vec<KeptLine>,
    notes: Vec<String>,
}

pub(crate) async fn page(visit: Visit) -> Page<RetentionPage> {
    let s = visit.speech();
    Page(RetentionPage {
        frame: Frame::new(&visit, s.say("retention-title"))
            .tab(Tab::Service)
            .back("/help"),
        s,
        intro: intro(s),
        rows: lines(s),
        notes: notes(s),
    })
}
