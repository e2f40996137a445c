//! `GET /office/messages`: orders with unanswered messages.

use askama::Template;
use axum::extract::State;
use usecases::operator;
use usecases::sign_in::SignedIn;

use crate::china_time::{lasting, shown};
use crate::staff::Permitted;
use crate::{Frame, Page, PageError, Speech, Web};
use domain::staff::right::AnswerMessages;

#[derive(Template)]
#[template(path = "office/messages.html")]
pub(crate) struct Messages {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    rows: Vec<ThreadRow>,
}

struct ThreadRow {
    number: String,
    shown: String,
    at: String,
    waited: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<AnswerMessages>,
) -> Result<Page<Messages>, PageError> {
    let s = visit.visit.speech();
    let threads = operator::threads(&web.app, &visit.permit).await?;
    let now = web.app.now();
    let rows = threads.into_iter().map(|thread| ThreadRow {
        number: thread.number.as_str().to_owned(),
        shown: thread.number.grouped(),
        at: shown(thread.at),
        waited: lasting(s, now.since(thread.at)),
    });
    Ok(Page(Messages {
        s,
        frame: Frame::new(&visit.visit, s.say("office-messages")),
        me: visit.me,
        rows: rows.collect(),
    }))
}
