//! `/orders/{number}/cancel` and `/orders/{number}/erase`: each asks once more on
//! a page of its own.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect};
use domain::{Order, Status, Timestamp};
use usecases::applicant;

use super::about::About;
use super::address::{self, Step};
use super::opened::Opened;
use super::trouble::Trouble;
use crate::{CsrfForm, Frame, Page, Pressed, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "application/ending.html")]
pub(crate) struct EndingPage {
    s: Speech,
    frame: Frame,
    about: About,
    number: String,
    question: String,
    consequences: String,
    label: String,
    action: String,
    keep: String,
}

/// Whether the applicant may cancel; as `Order::cancel`, which has the last word.
pub(crate) fn may_cancel(order: &Order, now: Timestamp) -> bool {
    matches!(
        order.status(now),
        Status::Draft | Status::Waiting | Status::Rejected
    )
}

pub(crate) async fn cancel_page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.order();
    if !may_cancel(order, web.app.now()) {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    Ok(ending_page(&web, &visit, order, Step::Cancel))
}

pub(crate) async fn erase_page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.order();
    if order.erased_at.is_some() {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    Ok(ending_page(&web, &visit, order, Step::Erase))
}

pub(crate) async fn cancel(
    State(web): State<Web>,
    visit: Visit,
    Opened(mut own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, Trouble> {
    let number = own.order().number;
    applicant::cancel(&web.app, &mut own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(Redirect::to(&address::order(number)))
}

/// Afterwards the order belongs to no device: the way leads to the list.
pub(crate) async fn erase(
    State(web): State<Web>,
    visit: Visit,
    Opened(mut own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, Trouble> {
    let number = own.order().number;
    applicant::erase(&web.app, &mut own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(Redirect::to("/orders"))
}

fn ending_page(web: &Web, visit: &Visit, order: &Order, step: Step) -> impl IntoResponse + use<> {
    let s = visit.speech();
    let key = match step {
        Step::Erase => "application-erase",
        _ => "application-cancel",
    };
    let part = |part: &str| s.say(&format!("{key}{part}"));
    let page = EndingPage {
        s,
        frame: Frame::new(visit, part(""))
            .tab(Tab::Orders)
            .back(address::order(order.number)),
        about: About::new(s, web, order),
        number: order.number.grouped(),
        question: part(".question"),
        consequences: part(".consequences"),
        label: part(".yes"),
        action: step.of(order.number),
        keep: address::order(order.number),
    };
    ([(CACHE_CONTROL, "no-store")], Page(page))
}
