//! `GET /orders/{number}`: where the order stands, in large type; what comes next
//! and about when; why it was rejected and what to do; everything that happened.
//! `status.js` puts a fresh `#status` in place when the order changes.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::{Attempt, Fitness, Order, Status, Timestamp};
use usecases::applicant::{self, OwnOrder, Place};
use usecases::{AppError, Report};

use super::about::About;
use super::address::{self, Step};
use super::drawing::{Over, Shot, photo_size, places};
use super::ending::may_cancel;
use super::events::version;
use super::opened::Opened;
use super::timeline::{Entry, timeline};
use super::trouble::Trouble;
use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "application/status.html")]
pub(crate) struct StatusPage {
    s: Speech,
    frame: Frame,
    about: About,
    number: String,
    version: String,
    events: String,
    /// Nothing changes any more: the page need not listen.
    is_over: bool,
    tone: &'static str,
    icon: &'static str,
    word: String,
    next: String,
    waiting: Option<String>,
    shot: Option<Shot>,
    reasons: Vec<Reason>,
    note: Option<String>,
    /// The one green action, and a second.
    action: Option<Link>,
    second: Option<Link>,
    timeline: Vec<Entry>,
    messages: String,
    cancel: Option<String>,
    erase: Option<String>,
}

struct Link {
    href: String,
    label: String,
}

struct Reason {
    name: String,
    why: String,
    cure: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let number = own.order().number;
    applicant::read_notices(&web.app, &own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    let told = told(&web, &own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    let page = status_page(&web, &visit, own.order(), &told);
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

/// What the page is made of besides the order.
struct Told {
    now: Timestamp,
    attempts: Vec<(Attempt, Report)>,
    events: Vec<domain::TimelineEntry>,
    place: Option<Place>,
    has_receipt: bool,
}

async fn told(web: &Web, own: &OwnOrder) -> Result<Told, AppError> {
    let now = web.app.now();
    let is_erased = own.order().erased_at.is_some();
    Ok(Told {
        now,
        attempts: if is_erased {
            Vec::new()
        } else {
            applicant::attempts(&web.app, own).await?
        },
        events: applicant::timeline(&web.app, own).await?,
        has_receipt: usecases::receipts::of(&web.app, own).await?.is_some(),
        place: match own.order().status(now) {
            Status::Waiting => applicant::place(&web.app, own).await?,
            _ => None,
        },
    })
}

fn status_page(web: &Web, visit: &Visit, order: &Order, told: &Told) -> StatusPage {
    let s = visit.speech();
    let status = order.status(told.now);
    let word = s.say(&format!("application-status-{}", status.code()));
    let (tone, icon) = match status {
        Status::Approved => ("good", "ok"),
        Status::Rejected => ("bad", "no"),
        Status::Waiting | Status::InReview => ("plain", "clock"),
        Status::Draft | Status::Cancelled | Status::Lapsed => ("plain", "info"),
    };
    let last = |attempt: &&(Attempt, Report)| Some(attempt.0.id) == order.attempt;
    let current = told.attempts.iter().find(last);
    let decided = told.attempts.iter().rev();
    let rejected = match status {
        Status::Rejected => decided.into_iter().find(|(a, _)| a.decision.is_some()),
        _ => None,
    };
    let (action, second) = actions(s, order, status, current, told.has_receipt);
    // An approved order still waits for its receipt.
    let is_awaited = status == Status::Approved && !told.has_receipt;
    let is_over = matches!(
        status,
        Status::Approved | Status::Cancelled | Status::Lapsed
    ) && !is_awaited;
    StatusPage {
        messages: format!("{}/messages", address::order(order.number)),
        s,
        frame: Frame::new(visit, word.clone())
            .tab(Tab::Orders)
            .back("/orders"),
        about: About::new(s, web, order),
        number: order.number.grouped(),
        version: version(order, told.now),
        events: Step::Events.of(order.number),
        is_over,
        tone,
        icon,
        word,
        next: if is_awaited {
            s.say("receipt-soon")
        } else {
            s.say(&format!("application-status-{}.next", status.code()))
        },
        waiting: told.place.map(|place| waiting(s, place)),
        shot: rejected.or(current).and_then(|(attempt, report)| {
            let marked = rejected.map(|(attempt, _)| findings_named(attempt));
            shot(s, order, attempt, report, &marked.unwrap_or_default())
        }),
        reasons: rejected.map_or_else(Vec::new, |(attempt, _)| reasons(s, attempt)),
        note: rejected
            .and_then(|(attempt, _)| attempt.decision.as_ref())
            .map(|decision| decision.note.clone())
            .filter(|note| !note.trim().is_empty()),
        action,
        second,
        timeline: timeline(s, order, &told.events, told.now),
        cancel: may_cancel(order, told.now).then(|| Step::Cancel.of(order.number)),
        erase: order
            .erased_at
            .is_none()
            .then(|| Step::Erase.of(order.number)),
    }
}

/// The one action that leads on, and what else may be wanted.
fn actions(
    s: Speech,
    order: &Order,
    status: Status,
    current: Option<&(Attempt, Report)>,
    has_receipt: bool,
) -> (Option<Link>, Option<Link>) {
    let link = |href, label: &str| {
        Some(Link {
            href,
            label: s.say(label),
        })
    };
    let step = |step: Step| step.of(order.number);
    let fresh = current
        .map(|(attempt, _)| attempt)
        .filter(|attempt| attempt.decision.is_none());
    let usable = fresh.map(|a| matches!(a.fitness, Fitness::Good | Fitness::Advised));
    match (status, usable) {
        (Status::Draft | Status::Rejected, Some(true)) if order.applicant.is_some() => (
            link(step(Step::Confirm), "application-go-on"),
            link(step(Step::Picture), "application-retake"),
        ),
        (Status::Draft | Status::Rejected, Some(_)) => (
            link(step(Step::Result), "application-go-on"),
            link(step(Step::Picture), "application-retake"),
        ),
        (Status::Draft, None) => (link(step(Step::Picture), "application-go-on"), None),
        (Status::Rejected, None) => (
            link(step(Step::Picture), "application-resubmit"),
            link(step(Step::Details), "application-change-details"),
        ),
        (Status::Approved, _) => (
            has_receipt
                .then(|| link(step(Step::Receipt), "receipt-show"))
                .flatten(),
            current.and_then(|(attempt, _)| {
                attempt.photo.as_ref()?;
                link(
                    format!("{}&save=1", address::photo(order.number, attempt.id)),
                    "application-download",
                )
            }),
        ),
        (Status::Cancelled | Status::Lapsed, _) => {
            (link("/apply".to_owned(), "application-begin-anew"), None)
        }
        (Status::Waiting | Status::InReview, _) => (None, None),
    }
}

/// Seconds of a minute.
const MINUTE_S: u64 = 60;

fn waiting(s: Speech, place: Place) -> String {
    let minutes = place.about.as_secs().div_ceil(MINUTE_S).max(1);
    s.with("ahead", place.ahead)
        .with("minutes", minutes)
        .say("application-waiting")
}

/// The findings that the reasons of a rejection speak of.
fn findings_named(attempt: &Attempt) -> Vec<&'static str> {
    let ids = attempt
        .decision
        .iter()
        .flat_map(|decision| &decision.reasons);
    ids.filter_map(|id| catalogue::reason(id))
        .flat_map(|reason| &reason.findings)
        .map(String::as_str)
        .collect()
}

fn reasons(s: Speech, attempt: &Attempt) -> Vec<Reason> {
    let ids = attempt
        .decision
        .iter()
        .flat_map(|decision| &decision.reasons);
    ids.map(|id| Reason {
        name: s.say(&format!("reason-{id}")),
        why: s.say(&format!("reason-{id}.why")),
        cure: s.say(&format!("reason-{id}.cure")),
    })
    .collect()
}

/// The photo, with the places of `marked` findings.
fn shot(
    s: Speech,
    order: &Order,
    attempt: &Attempt,
    report: &Report,
    marked: &[&str],
) -> Option<Shot> {
    attempt.photo.as_ref()?;
    let (width, height) = photo_size(report)?;
    let entries = report.findings.iter().flat_map(|all| &all.findings);
    let tone =
        |entry: &studio::WordedFinding| marked.contains(&entry.id.as_str()).then_some("fail");
    Some(Shot {
        src: address::photo(order.number, attempt.id),
        alt: s.say("application-after"),
        width,
        height,
        places: places(entries, Over::Photo, tone),
        bands: Vec::new(),
        lines: Vec::new(),
    })
}
