//! `GET /orders/{number}` for whoever knows the order's number and phone only:
//! how it stands, what to do next, the timeline, and the way to the second
//! proof. Nothing of the person.

use askama::Template;
use domain::Status;
use studio::{ReasonText, reason_text};
use usecases::applicant::FoundView;

use super::about::About;
use super::address::Step;
use super::status::{look, waiting};
use super::timeline::{TimelineRow, timeline};
use crate::{Frame, Page, Speech, Tab, Visit, Web};

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
    prove: String,
    timeline: Vec<TimelineRow>,
}

pub(crate) fn found_page(web: &Web, visit: &Visit, order: &FoundView) -> Page<FoundPage> {
    let s = visit.speech();
    let summary = &order.summary;
    let (number, status) = (summary.number, summary.status);
    let word = s.say(&format!("application-status-{}", status.code()));
    let (tone, icon) = look(status);
    let is_awaited = status == Status::Approved && !order.has_receipt;
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
        frame: Frame::new(visit, word.clone())
            .tab(Tab::Orders)
            .back("/orders"),
        about: About::new(s, web, summary),
        number: number.grouped(),
        tone,
        icon,
        word,
        next: if is_awaited {
            s.say("receipt-soon")
        } else {
            s.say(&format!("application-status-{}.next", status.code()))
        },
        waiting: order.place.map(|place| waiting(s, place)),
        reasons: reasons.collect(),
        prove: Step::Prove.of(number),
        timeline: timeline(s, &order.timeline),
    })
}
