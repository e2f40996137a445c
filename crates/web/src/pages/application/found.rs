//! `GET /orders/{number}` for whoever knows the order's number and phone only:
//! how it stands, what to do next, the timeline, and the way to the second
//! proof. Nothing of the person.

use askama::Template;
use studio::{ReasonText, reason_text};
use usecases::applicant::{FoundView, Known};

use super::about::{self, About};
use super::address::Step;
use super::stage::Stage;
use super::timeline::{TimelineRow, timeline};
use crate::{Frame, Page, Speech, Tab, Visit, Web, awaited, china_time};

#[derive(Template)]
#[template(path = "application/found.html")]
pub(crate) struct FoundPage {
    s: Speech,
    frame: Frame,
    about: About,
    number: String,
    tone: &'static str,
    icon: &'static str,
    word: String,
    next: String,
    waiting: Option<String>,
    reasons: Vec<(String, String, String)>,
    /// What opens the rest; `None` where there is no more.
    hint: Option<String>,
    prove: String,
    /// When its data was deleted, in words.
    erased: Option<String>,
    /// Where an order for the same document and city begins.
    anew: Option<String>,
    timeline: Vec<TimelineRow>,
}

pub(crate) fn found_page(web: &Web, visit: &Visit, order: &FoundView) -> Page<FoundPage> {
    let s = visit.speech();
    let summary = &order.summary;
    let (number, status) = (summary.number, summary.status);
    let over = order.receipt.as_ref().filter(|receipt| receipt.is_over());
    let receipt = order.receipt.as_ref();
    let bill = order.bill.as_ref();
    let stage = Stage::of(s, status, order.gives, receipt, bill, &order.timeline);
    let text = |id: &str, part| reason_text(&web.catalogue, id, part, s.locale);
    let reasons = order.reasons.iter().map(|id| {
        (
            text(id, ReasonText::Name),
            text(id, ReasonText::Why),
            text(id, ReasonText::Cure),
        )
    });
    Page(FoundPage {
        s,
        frame: Frame::new(visit, stage.word.clone())
            .tab(Tab::Orders)
            .back("/orders"),
        about: About::new(s, web, summary),
        number: number.grouped(),
        tone: stage.tone,
        icon: stage.icon,
        word: stage.word,
        next: stage.next,
        waiting: order
            .place
            .map(|place| awaited::in_queue(s, place, web.app.now())),
        reasons: reasons.collect(),
        hint: order.known.map(|known| {
            s.say(match known {
                Known::Phone => "found-hint",
                Known::Identity => "found-hint-phone",
            })
        }),
        prove: Step::Prove.of(number),
        erased: summary.erased_at.map(|at| {
            s.with("at", china_time::shown(at))
                .say("application-erased")
        }),
        anew: over.map(|_| about::begin_anew(&summary.document, summary.city)),
        timeline: timeline(s, &order.timeline),
    })
}
