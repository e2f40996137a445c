//! `/orders/{number}/cancel` and `/orders/{number}/erase`, each with a
//! confirmation page.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect};
use domain::ApplicantAction;
use usecases::applicant::{self, OrderSummary};

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

pub(crate) async fn cancel_page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.summary(web.app.now());
    if !order.allows(ApplicantAction::Cancel) {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    Ok(ending_page(&web, &visit, &order, Step::Cancel))
}

pub(crate) async fn erase_page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.summary(web.app.now());
    if !order.allows(ApplicantAction::Erase) {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    Ok(ending_page(&web, &visit, &order, Step::Erase))
}

pub(crate) async fn cancel(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, Trouble> {
    let number = own.number();
    applicant::cancel(&web.app, &own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(Redirect::to(&address::order(number)))
}

/// Afterwards the order belongs to no device: redirects to the list.
pub(crate) async fn erase(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, Trouble> {
    let number = own.number();
    applicant::erase(&web.app, &own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(Redirect::to("/orders"))
}

fn ending_page(
    web: &Web,
    visit: &Visit,
    order: &OrderSummary,
    step: Step,
) -> impl IntoResponse + use<> {
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
