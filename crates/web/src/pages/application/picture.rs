//! `GET /orders/{number}/picture`: instructions, and upload of the picture.

use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::ApplicantAction;
use studio::Wrong;
use usecases::applicant::OrderSummary;

use super::about::About;
use super::address::{self, Step};
use super::opened::Opened;
use super::trouble::Trouble;
use crate::upload::MOST_BYTES;
use crate::{Frame, Page, Speech, Tab, Visit, Web};

/// The six pairs of drawings (right and wrong), by name.
const PAIRS: [&str; 6] = ["front", "hair", "face", "light", "bare", "distance"];
/// The preparations, by name.
const STEPS: [&str; 5] = ["wall", "light", "clothes", "phone", "frame"];

#[derive(Template)]
#[template(path = "application/picture.html")]
pub(crate) struct PicturePage {
    s: Speech,
    frame: Frame,
    about: About,
    pairs: Vec<Pair>,
    steps: Vec<String>,
    most_mb: usize,
    most_bytes: usize,
    action: String,
    /// Path of the results of an earlier picture, if there is one.
    result: Option<String>,
    wrongs: Vec<SaidWrong>,
}

struct Pair {
    title: String,
    why: String,
    right: Drawn,
    not_so: Drawn,
}

struct Drawn {
    src: String,
    alt: String,
}

/// A fault of a file, in the visitor's language.
pub(crate) struct SaidWrong {
    pub(crate) message: String,
    pub(crate) remedy: String,
}

/// The faults in the visitor's language.
pub(crate) fn said(s: Speech, wrongs: &[Wrong]) -> Vec<SaidWrong> {
    wrongs
        .iter()
        .map(|wrong| {
            let words = wrong.words(s.locale);
            SaidWrong {
                message: words.message.clone(),
                remedy: words.remedy.clone().unwrap_or_default(),
            }
        })
        .collect()
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.summary(web.app.now());
    if !order.allows(ApplicantAction::Change) {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    Ok(picture_page(&web, &visit, &order, Vec::new()))
}

/// The page, with the faults of an uploaded file.
pub(crate) fn picture_page(
    web: &Web,
    visit: &Visit,
    order: &OrderSummary,
    wrongs: Vec<SaidWrong>,
) -> impl IntoResponse + use<> {
    let s = visit.speech();
    let frame = Frame::new(visit, s.say("how-title"))
        .tab(Tab::Orders)
        .back(address::order(order.number));
    let drawn = |name: &str, which: &str| Drawn {
        src: frame.asset(&format!("drawings/{name}-{which}.svg")),
        alt: s.say(&format!("how-{name}.{which}")),
    };
    let page = PicturePage {
        s,
        about: About::new(s, web, order),
        pairs: PAIRS
            .iter()
            .map(|name| Pair {
                title: s.say(&format!("how-{name}")),
                why: s.say(&format!("how-{name}.why")),
                right: drawn(name, "do"),
                not_so: drawn(name, "dont"),
            })
            .collect(),
        steps: STEPS
            .iter()
            .map(|step| s.say(&format!("how-step-{step}")))
            .collect(),
        most_mb: MOST_BYTES / 1_000_000,
        most_bytes: MOST_BYTES,
        action: Step::Picture.of(order.number),
        result: order.picture.map(|_| Step::Result.of(order.number)),
        wrongs,
        frame,
    };
    ([(CACHE_CONTROL, "no-store")], Page(page))
}
