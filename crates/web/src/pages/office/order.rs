//! `/office/orders/{number}`: what happened to an order. `POST` shows whose it is,
//! for a reason that is logged.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::staff::Right;
use domain::{LookReason, OrderEvent, OrderNumber, Verdict};
use serde::Deserialize;
use studio::{ReasonText, reason_text};
use usecases::operator::{self, Names, SeenApplicant, SubmittedAttempt};
use usecases::sign_in::SignedIn;

use super::order_rows::{OrderRow, row};
use super::orders::{Choice, reason_choices};
use super::whom::actor;
use crate::china_time::shown;
use crate::pages::application::event_words;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::FindOrders;

#[derive(Template)]
#[template(path = "office/order.html")]
pub(crate) struct OneOrder {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    number: OrderNumber,
    order: OrderRow,
    submitted: Vec<SubmittedRow>,
    events: Vec<EventRow>,
    /// Whether somebody's details are kept.
    has_person: bool,
    person: Option<SeenApplicant>,
    reasons: Vec<Choice>,
    why_error: String,
    /// Link to the review, for whoever may review.
    review: Option<String>,
    /// Link to the till, for whoever may take money, of an order that costs something.
    till: Option<String>,
    /// Link to the messages, for whoever may answer them.
    messages: Option<String>,
}

struct SubmittedRow {
    at: String,
    fitness: String,
    decided: Option<Decided>,
}

struct Decided {
    verdict: String,
    at: String,
    by: String,
    reasons: Vec<String>,
}

struct EventRow {
    at: String,
    by: String,
    what: String,
}

/// The submitted form.
#[derive(Deserialize)]
pub(crate) struct LookForm {
    #[serde(default)]
    why: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<FindOrders>,
    Path(number): Path<String>,
) -> Result<Page<OneOrder>, PageError> {
    show(&web, &visit, parse(&number)?).await
}

pub(crate) async fn look(
    State(web): State<Web>,
    visit: Permitted<FindOrders>,
    Path(number): Path<String>,
    CsrfForm(LookForm { why }): CsrfForm<LookForm>,
) -> Result<Response, PageError> {
    let number = parse(&number)?;
    let Some(reason) = LookReason::from_code(&why) else {
        let Page(mut page) = show(&web, &visit, number).await?;
        page.why_error = page.s.say("office-look-choose");
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    };
    let person = operator::applicant_of(&web.app, &visit.permit, number, reason).await?;
    let Page(mut page) = show(&web, &visit, number).await?;
    page.person = Some(person);
    Ok(Page(page).into_response())
}

fn parse(number: &str) -> Result<OrderNumber, PageError> {
    OrderNumber::parse(number).map_err(|_| PageError::NotFound)
}

async fn show(
    web: &Web,
    visit: &Permitted<FindOrders>,
    number: OrderNumber,
) -> Result<Page<OneOrder>, PageError> {
    let s = visit.visit.speech();
    let record = operator::order_record(&web.app, &visit.permit, number).await?;
    let names = operator::names_for(&web.app, &visit.me).await?;
    let events = record.timeline.iter().map(|entry| EventRow {
        at: shown(entry.at),
        by: actor(s, &names, entry.by),
        what: words(s, &entry.event),
    });
    let submitted = record.submitted.iter();
    let title = s.with("number", number.grouped()).say("office-order-title");
    let link = |right, folder: &str| {
        let may = visit.me.may(right);
        may.then(|| format!("{folder}/{}", number.as_str()))
    };
    Ok(Page(OneOrder {
        frame: Frame::new(&visit.visit, title),
        me: visit.me.clone(),
        number,
        order: row(s, web, &record.line),
        submitted: submitted
            .map(|attempt| submitted_row(s, web, &names, attempt))
            .collect(),
        events: events.collect(),
        has_person: record.has_person,
        person: None,
        reasons: reason_choices(s, ""),
        why_error: String::new(),
        review: link(Right::Review, "/desk/orders"),
        till: link(Right::TakeMoney, "/office/till").filter(|_| record.line.bill.is_some()),
        messages: link(Right::AnswerMessages, "/office/messages"),
        s,
    }))
}

fn submitted_row(s: Speech, web: &Web, names: &Names, attempt: &SubmittedAttempt) -> SubmittedRow {
    let reason = |id: &String| reason_text(&web.catalogue, id, ReasonText::Name, s.locale);
    SubmittedRow {
        at: shown(attempt.at),
        fitness: s.say(&format!("office-fitness-{}", attempt.fitness.code())),
        decided: attempt.decided.map(|(verdict, at, by)| Decided {
            verdict: s.say(match verdict {
                Verdict::Approved => "application-status-approved",
                Verdict::Rejected => "application-status-rejected",
            }),
            at: shown(at),
            by: actor(s, names, by),
            reasons: attempt.reasons.iter().map(reason).collect(),
        }),
    }
}

/// An event in words; the applicant's timeline leaves some out.
fn words(s: Speech, event: &OrderEvent) -> String {
    match event {
        OrderEvent::Released
        | OrderEvent::ClaimLapsed
        | OrderEvent::Remade
        | OrderEvent::Undone => s.say(&format!("office-event-{}", event.code())),
        _ => event_words(s, event),
    }
}
