//! `/orders/leave`: 这不是我的手机. Takes every order off this device and forgets
//! it, so that whoever uses it next sees none of them.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use usecases::applicant;

use super::list::orders_here;
use crate::pages::application::{GRANTS_COOKIE, READER_COOKIE, about, credentials};
use crate::visit::DEVICE_COOKIE;
use crate::{CsrfForm, Frame, Page, PageError, Pressed, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "my_orders/leave.html")]
struct LeavePage {
    s: Speech,
    frame: Frame,
    rows: Vec<LeaveRow>,
}

struct LeaveRow {
    document: String,
    number: String,
    /// Nobody gave a phone number for it yet, so that nothing opens it later.
    is_lost: bool,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let orders = orders_here(&web, &visit, &headers).await?;
    let rows = orders.iter().map(|line| LeaveRow {
        document: about::names(s, &web, &line.summary.document, line.summary.city).0,
        number: line.summary.number.grouped(),
        is_lost: !line.summary.has_details,
    });
    let page = LeavePage {
        frame: Frame::new(&visit, s.say("leave-title"))
            .tab(Tab::Orders)
            .back("/orders"),
        rows: rows.collect(),
        s,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

/// The next page that needs a device makes another.
pub(crate) async fn leave(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<impl IntoResponse, PageError> {
    let shown = credentials(&web, &visit, &headers);
    applicant::leave(&web.app, &shown).await?;
    let forgotten = [DEVICE_COOKIE, GRANTS_COOKIE, READER_COOKIE]
        .map(|name| (SET_COOKIE, visit.cookie(name, "", 0)));
    Ok((AppendHeaders(forgotten), Redirect::to("/orders")))
}
