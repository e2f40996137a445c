//! `/orders/{number}/details`: who the photo is of, and the consents, each asked
//! by itself.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::Need;
use domain::applicant::IdentityKind;
use domain::applicant::consent::ConsentKind;
use domain::retention::{ENDED, ORIGINAL};
use usecases::applicant::{self, OwnOrder};
use usecases::{AppError, TEXTS_VERSION};

use super::about::{About, is_open};
use super::address::{self, Step};
use super::opened::Opened;
use super::trouble::Trouble;
use super::typed::{Now, Typed, Wrong, further_name};
use crate::{CsrfForm, Frame, Page, Speech, Tab, Visit, Web};

const DAY_S: u64 = 24 * 60 * 60;

#[derive(Template)]
#[template(path = "application/details.html")]
pub(crate) struct DetailsPage {
    s: Speech,
    frame: Frame,
    about: About,
    action: String,
    typed: Typed,
    kinds: Vec<Kind>,
    wrong: Wrong,
    /// Field and what is wrong with it, for the summary.
    summary: Vec<(String, String)>,
    /// E-mail is asked for only where this service sends any.
    asks_email: bool,
    further: Vec<FurtherField>,
    asks_guardian: bool,
    original_days: u64,
    ended_days: u64,
    version: &'static str,
}

struct Kind {
    code: &'static str,
    name: String,
    is_chosen: bool,
}

/// A field that the document asks for besides.
struct FurtherField {
    name: String,
    label: String,
    hint: String,
    value: String,
}

impl DetailsPage {
    /// What is wrong with a field and its cure; empty where all is well.
    fn said(&self, field: &str) -> String {
        self.wrong.with(field).map_or_else(String::new, |code| {
            let key = format!("field-{code}");
            let remedy = self.s.say(&format!("{key}.remedy"));
            format!("{} {remedy}", self.s.say(&key))
        })
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    may_be_given(&web, &own)?;
    let number = own.order().number;
    let given = applicant::details(&web.app, &own)
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    let mut typed = Typed::default();
    if given.is_none()
        && let Some(proposed) = applicant::proposal(&web.app, &own)
            .map_err(|error| Trouble::of(&visit, error, Some(number)))?
    {
        typed = Typed::from_given(&proposed, &[], TEXTS_VERSION);
    }
    if let Some((applicant, consents)) = given {
        typed = Typed::from_given(&applicant, &consents, TEXTS_VERSION);
        // A device that only knows number and phone is not told the rest.
        let device = visit
            .known_device()
            .map(|device| web.app.digest_device(device));
        if device != own.order().device {
            typed.number.clear();
            typed.email.clear();
            typed.others.clear();
        }
    }
    let wrong = Wrong {
        is_child: typed.guardian.is_some(),
        ..Wrong::default()
    };
    let page = details_page(&web, &visit, &own, typed, wrong);
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

pub(crate) async fn give(
    State(web): State<Web>,
    visit: Visit,
    Opened(mut own): Opened,
    CsrfForm(typed): CsrfForm<Typed>,
) -> Result<Response, Trouble> {
    may_be_given(&web, &own)?;
    let number = own.order().number;
    let now = Now {
        at: web.app.now(),
        texts: TEXTS_VERSION,
    };
    let wrong = match typed.read(&web.catalogue, web.app.asks(own.order()), now) {
        Ok((applicant, consents)) => {
            match applicant::give_details(&web.app, &mut own, applicant, consents).await {
                Ok(()) => return Ok(Redirect::to(&Step::Confirm.of(number)).into_response()),
                // A day that ended between the two looks makes no child; but if
                // one is found wanting, it is said at its field.
                Err(AppError::Consent(error)) => at_field(error.kind(), error.code()),
                Err(error) => return Err(Trouble::of(&visit, error, Some(number))),
            }
        }
        Err(wrong) => wrong,
    };
    let page = details_page(&web, &visit, &own, typed, wrong);
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok((StatusCode::UNPROCESSABLE_ENTITY, headers, Page(page)).into_response())
}

fn at_field(kind: ConsentKind, code: &'static str) -> Wrong {
    let mut wrong = Wrong::default();
    match kind {
        ConsentKind::FaceData => wrong.note("face_data", code),
        ConsentKind::Guardian => {
            wrong.is_child = true;
            wrong.note("guardian", code);
        }
    }
    wrong
}

/// Details come after a picture, while the order is open.
fn may_be_given(web: &Web, own: &OwnOrder) -> Result<(), Trouble> {
    let order = own.order();
    if !is_open(order, web.app.now()) {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    }
    if order.attempt.is_none() {
        return Err(Trouble::elsewhere(&Step::Picture.of(order.number)));
    }
    Ok(())
}

fn details_page(
    web: &Web,
    visit: &Visit,
    own: &OwnOrder,
    typed: Typed,
    wrong: Wrong,
) -> DetailsPage {
    let s = visit.speech();
    let order = own.order();
    let further = web.app.asks(order).iter().map(|ask| {
        let name = further_name(&ask.id);
        let label = s.of(&ask.names);
        FurtherField {
            label: match ask.need {
                Need::Must => label.to_owned(),
                Need::May => s.with("name", label).say("application-optional"),
            },
            hint: ask.hint.as_ref().map_or("", |hint| s.of(hint)).to_owned(),
            value: typed.others.get(&name).cloned().unwrap_or_default(),
            name,
        }
    });
    let further: Vec<FurtherField> = further.collect();
    let summary = wrong
        .fields
        .iter()
        .map(|(field, code)| {
            let what = s.say(&format!("field-{code}"));
            // Only these are not named by what is wrong with them.
            let one = further.iter().find(|one| one.name == *field);
            let words = match one {
                Some(one) => s
                    .with("field", one.label.as_str())
                    .with("wrong", what)
                    .say("application-wrong-at"),
                None => what,
            };
            (field.clone(), words)
        })
        .collect();
    let chosen = typed.kind();
    DetailsPage {
        s,
        frame: Frame::new(visit, s.say("application-details-title"))
            .tab(Tab::Orders)
            .back(Step::Result.of(order.number)),
        about: About::new(s, web, order),
        action: Step::Details.of(order.number),
        typed,
        kinds: IdentityKind::ALL
            .into_iter()
            .map(|kind| Kind {
                code: kind.code(),
                name: s.say(&format!("application-identity-{}", kind.code())),
                is_chosen: kind == chosen,
            })
            .collect(),
        asks_guardian: wrong.is_child,
        wrong,
        summary,
        asks_email: web.app.sends_email(),
        further,
        original_days: ORIGINAL.as_secs() / DAY_S,
        ended_days: ENDED.as_secs() / DAY_S,
        version: TEXTS_VERSION,
    }
}
