//! `GET /orders/{number}`: the order's status in large type, the next step and
//! when to expect it, reasons and remedies of a rejection, and the timeline.
//! `status.js` replaces `#status` when the order changes.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use catalogue::{Catalogue, Gives};
use domain::retention::GIVEN;
use domain::{ApplicantAction, OrderNumber, Status};
use studio::{ReasonText, reason_text};
use usecases::applicant::{self, OrderView, PictureView, QueuePlace, ReceiptGlance, Rejection};

use super::about::About;
use super::address::{self, Step};
use super::drawing::{Over, Shot, photo_size, places};
use super::found::found_page;
use super::opened::Reached;
use super::timeline::{TimelineRow, timeline};
use super::trouble::Trouble;
use crate::{Frame, Page, Speech, Tab, Visit, Web, china_time};

#[derive(Template)]
#[template(path = "application/status.html")]
pub(crate) struct StatusPage {
    s: Speech,
    frame: Frame,
    about: About,
    number: String,
    version: String,
    events: String,
    /// A decision or a receipt is awaited.
    is_awaited: bool,
    /// Nothing will change any more: the page does not listen for events.
    is_over: bool,
    tone: &'static str,
    icon: &'static str,
    word: String,
    next: String,
    waiting: Option<String>,
    shot: Option<Shot>,
    reasons: Vec<Reason>,
    note: Option<String>,
    /// The main action, and a secondary one.
    action: Option<Link>,
    /// Where to begin an order like this one, whose receipt is over.
    renew: Option<String>,
    /// When its data was deleted, in words.
    erased: Option<String>,
    second: Option<Link>,
    timeline: Vec<TimelineRow>,
    messages: String,
    cancel: Option<String>,
    erase: Option<String>,
    /// A copy of everything kept; only on the order's own device.
    copy: Option<String>,
    consent_code: Option<String>,
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
    reached: Reached,
) -> Result<Response, Trouble> {
    let own = match reached {
        Reached::Own(own) => own,
        Reached::Found(found) => {
            let seen = applicant::glance(&web.app, &found).await;
            let seen = seen.map_err(|error| Trouble::of(&visit, error, Some(found.number())))?;
            let page = found_page(&web, &visit, &seen);
            return Ok(([(CACHE_CONTROL, "no-store")], page).into_response());
        }
    };
    let failed = |error| Trouble::of(&visit, error, Some(own.number()));
    applicant::read_notices(&web.app, &own)
        .await
        .map_err(failed)?;
    let order = applicant::show(&web.app, &own).await.map_err(failed)?;
    let code = applicant::consent_code(&web.app, &own).map_err(failed)?;
    let mut page = status_page(&web, &visit, order);
    page.copy = own.may_be_copied().then(|| Step::Copy.of(own.number()));
    page.consent_code = code;
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

/// Tone and icon of a status.
const fn look(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Approved => ("good", "ok"),
        Status::Rejected => ("bad", "no"),
        Status::Waiting | Status::InReview => ("plain", "clock"),
        Status::Draft | Status::Cancelled | Status::Lapsed => ("plain", "info"),
    }
}

/// Word, tone and icon of an order: those of its receipt once that is over.
pub(super) fn standing(
    s: Speech,
    status: Status,
    over: Option<&ReceiptGlance>,
) -> (String, (&'static str, &'static str)) {
    match over {
        Some(receipt) => (
            s.say(&format!("receipt-{}", receipt.status.code())),
            super::receipt::look(receipt.status),
        ),
        None => (
            s.say(&format!("application-status-{}", status.code())),
            look(status),
        ),
    }
}

fn status_page(web: &Web, visit: &Visit, order: OrderView) -> StatusPage {
    let s = visit.speech();
    let summary = &order.summary;
    let (number, status) = (summary.number, summary.status);
    // An order whose receipt is over stands as its receipt does.
    let over = order.receipt.as_ref().filter(|receipt| receipt.is_over());
    let (word, (tone, icon)) = standing(s, status, over);
    let (action, second) = actions(s, &order);
    let approved = status == Status::Approved;
    // An approved order still waits for its receipt, if it gets one.
    let is_awaited = approved && order.receipt.is_none() && order.gives == Gives::Receipt;
    let is_over = matches!(
        status,
        Status::Approved | Status::Cancelled | Status::Lapsed
    ) && !is_awaited;
    let rejection = order.rejection.as_ref();
    let shot = match rejection {
        Some(rejection) => shot(
            s,
            number,
            &rejection.picture,
            &findings_named(&web.catalogue, rejection),
        ),
        None => order
            .picture
            .as_ref()
            .and_then(|picture| shot(s, number, picture, &[])),
    };
    StatusPage {
        messages: format!("{}/messages", address::order(number)),
        s,
        frame: Frame::new(visit, word.clone())
            .tab(Tab::Orders)
            .back("/orders"),
        about: About::new(s, web, summary),
        number: number.grouped(),
        version: summary.revision.clone(),
        events: Step::Events.of(number),
        is_awaited: is_awaited || matches!(status, Status::Waiting | Status::InReview),
        is_over,
        tone,
        icon,
        word,
        next: if is_awaited {
            s.say("receipt-soon")
        } else if let Some(receipt) = over {
            super::receipt::why(s, receipt)
        } else if approved && order.gives == Gives::Photo {
            photo_is_ready(s)
        } else if order.was_unfinished() {
            s.say("application-status-lapsed.unfinished")
        } else {
            s.say(&format!("application-status-{}.next", status.code()))
        },
        waiting: order.place.map(|place| waiting(s, place)),
        shot,
        reasons: rejection.map_or_else(Vec::new, |rejection| reasons(s, &web.catalogue, rejection)),
        note: rejection
            .map(|rejection| rejection.note.clone())
            .filter(|note| !note.trim().is_empty()),
        action,
        renew: over
            .filter(|_| summary.allows(ApplicantAction::Renew))
            .map(|_| format!("{}/renew", address::order(number))),
        erased: summary.erased_at.map(|at| {
            s.with("at", china_time::shown(at))
                .say("application-erased")
        }),
        second,
        timeline: timeline(s, &order.timeline),
        cancel: summary
            .allows(ApplicantAction::Cancel)
            .then(|| Step::Cancel.of(number)),
        erase: summary
            .allows(ApplicantAction::Erase)
            .then(|| Step::Erase.of(number)),
        copy: None,
        consent_code: None,
    }
}

/// The main action, and a secondary one.
fn actions(s: Speech, order: &OrderView) -> (Option<Link>, Option<Link>) {
    let link = |href, label: &str| {
        Some(Link {
            href,
            label: s.say(label),
        })
    };
    let (number, status) = (order.summary.number, order.summary.status);
    let step = |step: Step| step.of(number);
    let current = order.picture.as_ref();
    let fresh = current.filter(|picture| !picture.is_decided);
    let usable = fresh.map(|picture| picture.fitness.may_be_handed_in());
    match (status, usable) {
        (Status::Draft | Status::Rejected, Some(true)) if order.summary.has_details => (
            link(step(Step::Confirm), "application-go-on"),
            link(address::retake(number), "application-retake"),
        ),
        (Status::Draft | Status::Rejected, Some(_)) => (
            link(step(Step::Result), "application-go-on"),
            link(address::retake(number), "application-retake"),
        ),
        (Status::Draft, None) => (link(step(Step::Picture), "application-go-on"), None),
        (Status::Rejected, None) => (
            link(address::retake(number), "application-resubmit"),
            link(step(Step::Details), "application-change-details"),
        ),
        (Status::Approved, _) => {
            let photo = current.filter(|picture| picture.has_photo);
            let photo = photo.and_then(|picture| {
                let saved = format!("{}&save=1", address::photo(number, picture.attempt));
                link(saved, "application-download")
            });
            match order.gives {
                Gives::Receipt => (
                    order
                        .receipt
                        .as_ref()
                        .and_then(|_| link(step(Step::Receipt), "receipt-show")),
                    photo,
                ),
                Gives::Photo => {
                    let sheet = format!("{}/sheet.jpg", address::order(number));
                    (photo, link(sheet, "receipt-sheet"))
                }
            }
        }
        (Status::Cancelled | Status::Lapsed, _) => {
            (link("/apply".to_owned(), "application-begin-anew"), None)
        }
        (Status::Waiting | Status::InReview, _) => (None, None),
    }
}

/// What is said of an approved order whose document has no receipts.
pub(super) fn photo_is_ready(s: Speech) -> String {
    let days = GIVEN.as_secs() / DAY_S;
    s.with("days", days)
        .say("application-status-approved.photo")
}

/// Seconds per day.
const DAY_S: u64 = 24 * 60 * 60;

/// Seconds per minute.
const MINUTE_S: u64 = 60;

pub(super) fn waiting(s: Speech, place: QueuePlace) -> String {
    let minutes = place.about.as_secs().div_ceil(MINUTE_S).max(1);
    s.with("ahead", place.ahead)
        .with("minutes", minutes)
        .say("application-waiting")
}

/// The findings that the rejection's reasons refer to.
fn findings_named<'a>(catalogue: &'a Catalogue, rejection: &Rejection) -> Vec<&'a str> {
    let reasons = rejection.reasons.iter();
    let reasons = reasons.filter_map(|id| catalogue.reason(id));
    reasons
        .flat_map(|reason| &reason.findings)
        .map(String::as_str)
        .collect()
}

fn reasons(s: Speech, catalogue: &Catalogue, rejection: &Rejection) -> Vec<Reason> {
    let text = |id: &str, part| reason_text(catalogue, id, part, s.locale);
    let reasons = rejection.reasons.iter().map(|id| Reason {
        name: text(id, ReasonText::Name),
        why: text(id, ReasonText::Why),
        cure: text(id, ReasonText::Cure),
    });
    reasons.collect()
}

/// The photo with the places of the findings `marked`.
fn shot(s: Speech, number: OrderNumber, picture: &PictureView, marked: &[&str]) -> Option<Shot> {
    if !picture.has_photo {
        return None;
    }
    let (width, height) = photo_size(&picture.report)?;
    let entries = picture.report.findings.iter().flat_map(|all| &all.findings);
    let tone =
        |entry: &studio::WordedFinding| marked.contains(&entry.id.as_str()).then_some("fail");
    Some(Shot {
        src: address::photo(number, picture.attempt),
        alt: s.say("application-after"),
        width,
        height,
        places: places(entries, Over::Photo, tone),
        bands: Vec::new(),
        lines: Vec::new(),
    })
}
