//! `GET /orders/{number}`: the order's status in large type, the next step and
//! when to expect it, reasons and remedies of a rejection, and the timeline.
//! `status.js` replaces `#status` when the order changes.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use catalogue::{Catalogue, Gives};
use domain::{ApplicantAction, OrderNumber, Status};
use studio::{ReasonText, reason_text};
use usecases::applicant::{self, BillView, OrderView, OwnOrder, PictureView, Rejection};

use super::about::About;
use super::address::{self, Step};
use super::bill::BillPart;
use super::drawing::{Over, Shot, photo_size, places};
use super::found::found_page;
use super::opened::Reached;
use super::stage::Stage;
use super::timeline::{TimelineRow, timeline};
use super::trouble::Trouble;
use crate::{Frame, Page, Speech, Tab, Visit, Web, awaited, china_time, money, told};

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
    /// How this person is told of the result; empty once it is known.
    told: Vec<String>,
    /// What it costs; `None` if it is free.
    bill: Option<BillPart>,
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
    /// Since when WeChat has not told them, in words.
    untold: Option<String>,
    /// Code and link that lead to the order in the mini-programme.
    into_wechat: Option<(String, String)>,
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
    let awaits_result = told::is_awaited(order.summary.status);
    let mut page = status_page(&web, &visit, order);
    if awaits_result {
        let told_by = applicant::told_by(&web.app, &own).await.map_err(failed)?;
        page.told = told::sentences(visit.speech(), &told_by, own.number());
    }
    page.into_wechat = into_wechat(&visit, &own);
    page.copy = own.may_be_copied().then(|| Step::Copy.of(own.number()));
    page.consent_code = code;
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

fn status_page(web: &Web, visit: &Visit, order: OrderView) -> StatusPage {
    let s = visit.speech();
    let summary = &order.summary;
    let (number, status) = (summary.number, summary.status);
    let over = order.receipt.as_ref().filter(|receipt| receipt.is_over());
    let receipt = order.receipt.as_ref();
    let bill = order.bill.as_ref();
    let stage = Stage::of(s, status, order.gives, receipt, bill, &order.timeline);
    let online = web.app.pays_online();
    let (action, second) = match bill.filter(|bill| bill.until.is_some() && online.is_some()) {
        Some(bill) => pay_actions(s, &order, bill),
        None => actions(s, &order),
    };
    let waits_for_money = bill.is_some_and(|bill| bill.until.is_some() || is_on_its_way(bill));
    let is_over = matches!(
        status,
        Status::Approved | Status::Cancelled | Status::Lapsed
    ) && !stage.is_receipt_awaited
        && !waits_for_money;
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
        frame: Frame::new(visit, stage.word.clone())
            .tab(Tab::Orders)
            .back("/orders"),
        about: About::new(s, web, summary),
        number: number.grouped(),
        version: summary.revision.clone(),
        events: Step::Events.of(number),
        is_awaited: stage.is_receipt_awaited
            || status == Status::Unpaid
            || told::is_awaited(status),
        is_over,
        told: Vec::new(),
        tone: stage.tone,
        icon: stage.icon,
        word: stage.word,
        next: stage.next,
        waiting: order
            .place
            .map(|place| awaited::in_queue(s, place, order.now)),
        bill: bill.map(|bill| BillPart::of(s, &web.settings.operator, online, bill)),
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
        untold: order.untold_since.map(|since| {
            s.with("at", china_time::shown(since))
                .say("application-untold")
        }),
        into_wechat: None,
    }
}

/// Code and link that lead to the order in the mini-programme, if there is one.
pub(super) fn into_wechat(visit: &Visit, own: &OwnOrder) -> Option<(String, String)> {
    let order = address::order(own.number());
    let ways = || (format!("{order}/wechat.jpg"), format!("{order}/wechat"));
    (own.is_owners() && visit.has_mini_programme()).then(ways)
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
        (Status::Draft | Status::Rejected, _) if order.unmade.is_some() => {
            (link(step(Step::Result), "application-go-on"), None)
        }
        // What waits to be paid can still be changed.
        (Status::Unpaid, _) => (None, link(address::retake(number), "application-retake")),
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
                // Neither photo nor sheet before they are paid.
                Gives::Photo if order.bill.as_ref().is_some_and(|bill| bill.until.is_some()) => {
                    (None, None)
                }
                Gives::Photo => (photo, link(step(Step::Print), "receipt-print")),
            }
        }
        (Status::Cancelled | Status::Lapsed, _) => {
            (link("/apply".to_owned(), "application-begin-anew"), None)
        }
        (Status::Waiting | Status::InReview, _) => (None, None),
    }
}

/// What is to be paid now can be, over the internet; what was handed in can still be
/// changed.
fn pay_actions(s: Speech, order: &OrderView, bill: &BillView) -> (Option<Link>, Option<Link>) {
    let number = order.summary.number;
    let amount = money::amount(s, bill.price.amount());
    let pay = Link {
        href: Step::Pay.of(number),
        label: s.with("price", amount).say("pay-by-wechat"),
    };
    let retake = (order.summary.status == Status::Unpaid).then(|| Link {
        href: address::retake(number),
        label: s.say("application-retake"),
    });
    (Some(pay), retake)
}

/// Whether money is to be given back, and the page tells when it was.
fn is_on_its_way(bill: &BillView) -> bool {
    bill.refund.is_some_and(|refund| !refund.is_given)
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
