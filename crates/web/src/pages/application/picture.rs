//! `GET /orders/{number}/picture`: instructions, and upload of the picture.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use domain::ApplicantAction;
use studio::Wrong;
use usecases::Backdrop;
use usecases::applicant::OrderSummary;

use super::about::About;
use super::address::{self, Step};
use super::opened::Opened;
use super::trouble::Trouble;
use crate::backdrop::{BackdropQuery, digits};
use crate::photo_facts::colour;
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
    /// The backgrounds to choose from; empty if there is no choice.
    backgrounds: Vec<Background>,
    /// Path of the results of an earlier picture, if there is one.
    result: Option<String>,
    wrongs: Vec<SaidWrong>,
}

/// A background, and the page on which it is chosen.
struct Background {
    href: String,
    swatch: String,
    name: String,
    is_chosen: bool,
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
    Query(asked): Query<BackdropQuery>,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.summary(web.app.now());
    if !order.allows(ApplicantAction::Change) {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    Ok(picture_page(&web, &visit, &order, &asked, Vec::new()))
}

/// The page, with the faults of an uploaded file.
pub(crate) fn picture_page(
    web: &Web,
    visit: &Visit,
    order: &OrderSummary,
    asked: &BackdropQuery,
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
    let asked = asked.read().unwrap_or_default();
    let backgrounds = backgrounds(s, web, order, asked);
    let own = Step::Picture.of(order.number);
    let chosen = backgrounds.iter().find(|one| one.is_chosen);
    let action = chosen.map_or(own, |one| one.href.clone());
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
        action,
        backgrounds,
        result: order.picture.map(|_| Step::Result.of(order.number)),
        wrongs,
        frame,
    };
    ([(CACHE_CONTROL, "no-store")], Page(page))
}

/// The document's backgrounds, if it offers several.
fn backgrounds(s: Speech, web: &Web, order: &OrderSummary, asked: Backdrop) -> Vec<Background> {
    let catalogue = &web.catalogue;
    let Some(document) = catalogue.document_by_id(order.document.as_str()) else {
        return Vec::new();
    };
    let city = order.city.and_then(|code| catalogue.city_by_code(code));
    let background = catalogue.specification(document, city).background;
    if background.choices.is_empty() {
        return Vec::new();
    }
    let usual = (background.rgb, colour(s, background.rgb));
    let choices = background.choices.iter();
    let choices = choices.map(|shade| (shade.rgb, s.of(&shade.name).to_owned()));
    let all: Vec<([u8; 3], String)> = [usual].into_iter().chain(choices).collect();
    let is_offered = |rgb: [u8; 3]| all.iter().any(|(offered, _)| *offered == rgb);
    let chosen = match asked {
        Backdrop::Chosen(rgb) if is_offered(rgb) => rgb,
        Backdrop::Chosen(_) | Backdrop::Usual => background.rgb,
    };
    let all = all.into_iter().map(|(rgb, name)| Background {
        href: format!(
            "{}?background={}",
            Step::Picture.of(order.number),
            digits(rgb)
        ),
        swatch: format!("#{}", digits(rgb)),
        name,
        is_chosen: rgb == chosen,
    });
    all.collect()
}
