//! `GET /office/messages`: orders with unanswered messages, and what WeChat users wrote who
//! have no order.

use askama::Template;
use axum::extract::State;
use usecases::sign_in::SignedIn;
use usecases::{mini_programme, operator};

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
    href: String,
    /// The order's number, or that there is none.
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
    let letters = mini_programme::waiting_letters(&web.app, &visit.permit).await?;
    let now = web.app.now();
    let threads = threads.into_iter().map(|thread| {
        let href = format!("/office/messages/{}", thread.number.as_str());
        (thread.at, href, thread.number.grouped())
    });
    let letters = letters.into_iter().map(|letter| {
        let href = format!("/office/letters/{}", letter.id);
        (letter.at, href, s.say("office-letter"))
    });
    let mut waiting: Vec<_> = threads.chain(letters).collect();
    waiting.sort();
    let rows = waiting.into_iter().map(|(at, href, name)| ThreadRow {
        href,
        shown: name,
        at: shown(at),
        waited: lasting(s, now.since(at)),
    });
    Ok(Page(Messages {
        s,
        frame: Frame::new(&visit.visit, s.say("office-messages")),
        me: visit.me,
        rows: rows.collect(),
    }))
}
