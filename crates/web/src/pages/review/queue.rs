//! `/desk`: the waiting orders and their waiting times.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use usecases::sign_in::SignedIn;
use usecases::{Permit, inspector};

use super::rows::{QueueRow, rows, waited};
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Pressed, Speech, Web};
use domain::OrderNumber;
use domain::staff::right::Review;

#[derive(Template)]
#[template(path = "review/queue.html")]
struct QueuePage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    rows: Vec<QueueRow>,
    waiting: u64,
    oldest: Option<String>,
    just: Just,
}

/// What the inspector did just before, as the address tells it.
#[derive(Default, Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
    asked: Option<String>,
}

/// The same, checked: what can still be taken back.
pub(crate) struct Just {
    /// The order just decided.
    pub(crate) done: Option<OrderNumber>,
    /// The order on which a second opinion was just asked for.
    pub(crate) asked: Option<OrderNumber>,
}

impl From<Done> for Just {
    fn from(Done { done, asked }: Done) -> Self {
        let number = |text: Option<String>| OrderNumber::parse(&text?).ok();
        Self {
            done: number(done),
            asked: number(asked),
        }
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    Permitted { visit, me, permit }: Permitted<Review>,
    Query(done): Query<Done>,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let queue = inspector::queue(&web.app, &permit).await?;
    let page = QueuePage {
        frame: Frame::new(&visit, s.say("desk-queue")),
        s,
        rows: rows(s, &web, &queue, None),
        waiting: queue.waiting,
        oldest: queue.oldest.map(|since| waited(s, queue.now, since)),
        just: done.into(),
        me,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

/// Claims the oldest free order.
pub(crate) async fn next(
    State(web): State<Web>,
    Permitted { permit, .. }: Permitted<Review>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Response, PageError> {
    to_next(&web, &permit, "").await
}

/// Redirects to the oldest free order after claiming it; to the queue if there
/// is none. `query` is appended to the URL.
pub(crate) async fn to_next(
    web: &Web,
    permit: &Permit<Review>,
    query: &str,
) -> Result<Response, PageError> {
    let to = match inspector::take_next(&web.app, permit).await? {
        Some(case) => format!("/desk/orders/{}{query}", case.number),
        None => format!("/desk{query}"),
    };
    Ok(Redirect::to(&to).into_response())
}
