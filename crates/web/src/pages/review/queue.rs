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
    /// The order just decided, which can still be undone.
    done: Option<String>,
}

/// The decision just made.
#[derive(Deserialize)]
pub(crate) struct Done {
    pub(crate) done: Option<String>,
}

pub(crate) async fn page(
    State(web): State<Web>,
    Permitted { visit, me, permit }: Permitted<Review>,
    Query(Done { done }): Query<Done>,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let queue = inspector::queue(&web.app, &permit).await?;
    let page = QueuePage {
        frame: Frame::new(&visit, s.say("desk-queue")),
        s,
        rows: rows(s, &web, &queue, None),
        waiting: queue.waiting,
        oldest: queue.oldest.map(|since| waited(s, queue.now, since)),
        done: done.filter(|number| domain::OrderNumber::parse(number).is_ok()),
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
