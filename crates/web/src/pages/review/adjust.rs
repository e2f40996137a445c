//! `/desk/orders/{number}/adjust`: the photo of an order corrected by hand. A
//! form of four values; trying them gives the page with the photo they make,
//! keeping them goes back to the order. `adjust.js` sets the values by dragging
//! and painting.

mod form;
mod live;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use compliance::Verdict;
use domain::staff::right::Review;
use domain::{OrderNumber, Refusal};
use portrait::Edit;
use usecases::AppError;
use usecases::inspector::{self, CaseView, Trial};
use usecases::sign_in::SignedIn;

use self::form::{Given, Mistakes, Said, Typed};
use super::act::parsed;
use super::figures::{MeasureRow, lines, measures, shots};
use crate::pages::application::about;
use crate::pages::application::drawing::{Place, Shot, corners};
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "review/adjust.html")]
struct AdjustPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    number: OrderNumber,
    document: String,
    city: Option<String>,
    /// The uploaded picture, with where the photo lies in it.
    before: Option<Shot>,
    /// The photo as it is, or as the values make it.
    after: Option<Shot>,
    measures: Vec<MeasureRow>,
    failing: Vec<MeasureRow>,
    advised: Vec<MeasureRow>,
    typed: Typed,
    said: Said,
    told: Option<Told>,
    /// What the script needs, as JSON; `null` where there is no photo to begin with.
    live: String,
}

/// What came of a try.
enum Told {
    /// A photo, as asked for.
    Granted,
    /// A photo, with as much of the nudge as the specification allows.
    GrantedPartly(String),
    /// No photo, and why.
    NoPhoto(Vec<String>),
}

/// What the page shows besides the order.
struct Shown {
    typed: Typed,
    mistakes: Mistakes,
    told: Option<Told>,
    /// A photo that is stored nowhere.
    tried: Option<Vec<u8>>,
}

pub(crate) async fn page(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let number = parsed(&number)?;
    let case = inspector::for_correction(&web.app, &reviewer.permit, number).await?;
    let shown = Shown {
        typed: Typed::of(&case.report.edit()),
        mistakes: Mistakes::default(),
        told: None,
        tried: None,
    };
    Ok(rendered(&web, reviewer, case, shown))
}

pub(crate) async fn act(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    CsrfForm(Given { wanted, typed }): CsrfForm<Given>,
) -> Result<Response, PageError> {
    let number = parsed(&number)?;
    let edit = match typed.read() {
        Ok(edit) => edit,
        Err(mistakes) => {
            let case = inspector::for_correction(&web.app, &reviewer.permit, number).await?;
            let shown = Shown {
                typed,
                mistakes,
                told: None,
                tried: None,
            };
            return Ok(rendered(&web, reviewer, case, shown));
        }
    };
    match wanted.as_str() {
        "check" => tried(&web, reviewer, number, typed, edit).await,
        "keep" => kept(&web, reviewer, number, typed, edit).await,
        _ => Err(PageError::FormUnreadable),
    }
}

async fn tried(
    web: &Web,
    reviewer: Permitted<Review>,
    number: OrderNumber,
    typed: Typed,
    edit: Edit,
) -> Result<Response, PageError> {
    let s = reviewer.visit.speech();
    let asked = edit.nudge;
    let Trial { case, photo } =
        inspector::preview(&web.app, &reviewer.permit, number, edit).await?;
    let mistakes = Mistakes::default();
    if photo.is_some() {
        let told = granted(s, &asked, &case.report.nudge);
        let shown = Shown {
            typed,
            mistakes,
            told: Some(told),
            tried: photo,
        };
        return Ok(rendered(web, reviewer, case, shown));
    }
    let why = case.report.wrongs.iter().map(|wrong| wrong.words(s.locale));
    let why = why.map(|words| words.message.clone()).collect();
    // Drawn on is the photo that there is.
    let case = inspector::for_correction(&web.app, &reviewer.permit, number).await?;
    let shown = Shown {
        typed,
        mistakes,
        told: Some(Told::NoPhoto(why)),
        tried: None,
    };
    Ok(rendered(web, reviewer, case, shown))
}

async fn kept(
    web: &Web,
    reviewer: Permitted<Review>,
    number: OrderNumber,
    typed: Typed,
    edit: Edit,
) -> Result<Response, PageError> {
    match inspector::edit(&web.app, &reviewer.permit, number, edit.clone()).await {
        Ok(_) => Ok(Redirect::to(&format!("/desk/orders/{number}")).into_response()),
        // The try says why.
        Err(AppError::Refused(Refusal::PictureUnfit)) => {
            tried(web, reviewer, number, typed, edit).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Differences that nobody sees: pixels of the photo, and of its scale.
const SAME_PX: f64 = 0.05;
const SAME_SCALE: f64 = 0.000_5;

fn granted(s: Speech, asked: &portrait::Nudge, given: &portrait::Nudge) -> Told {
    let same = [
        (asked.right.0 - given.right.0).abs() < SAME_PX,
        (asked.down.0 - given.down.0).abs() < SAME_PX,
        (asked.scale - given.scale).abs() < SAME_SCALE,
    ];
    if same == [true; 3] {
        return Told::Granted;
    }
    let typed = Typed::of(&Edit::from(*given));
    let said = s.with("right", typed.right).with("down", typed.down);
    Told::GrantedPartly(said.with("scale", typed.scale).say("adjust-granted-partly"))
}

fn rendered(
    web: &Web,
    Permitted { visit, me, .. }: Permitted<Review>,
    case: CaseView,
    shown: Shown,
) -> Response {
    let s = visit.speech();
    let (document, city) = about::names(s, web, &case.document, case.city);
    let (mut before, mut after) = shots(s, &case);
    if let (Some(shot), Some(made)) = (&mut before, &case.report.provenance) {
        shot.places = vec![Place {
            points: corners(&made.crop_px),
            tone: "crop",
        }];
    }
    if let (Some(shot), Some(photo)) = (&mut after, &shown.tried) {
        shot.src = format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(photo));
    }
    let live = live::of(s, &case);
    let page = AdjustPage {
        frame: Frame::new(&visit, s.say("adjust-title")),
        number: case.number,
        document,
        city,
        before,
        after,
        measures: measures(s, &case),
        failing: lines(s, &case, Verdict::Fail),
        advised: lines(s, &case, Verdict::Advise),
        typed: shown.typed,
        said: shown.mistakes.said(s),
        told: shown.told,
        live,
        me,
        s,
    };
    ([(CACHE_CONTROL, "no-store")], Page(page)).into_response()
}
