//! The inspector's actions on an order: each a form that redirects to a page.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{OrderNumber, OverruleClass, Overruled, Verdict};
use portrait::Nudge;
use serde::Deserialize;
use usecases::AppError;
use usecases::inspector::{self, Overruling, Ruling};

use super::case::{self, Needed};
use super::queue::{Done, to_next};
use crate::staff::Permitted;
use crate::{CsrfForm, PageError, Pressed, Web};
use domain::staff::right::Review;

pub(super) fn parsed(number: &str) -> Result<OrderNumber, PageError> {
    OrderNumber::parse(number).map_err(|_| PageError::NotFound)
}

fn back(number: OrderNumber) -> Response {
    Redirect::to(&format!("/desk/orders/{number}")).into_response()
}

pub(crate) async fn take(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Response, PageError> {
    let number = parsed(&number)?;
    inspector::take(&web.app, &reviewer.permit, number).await?;
    Ok(back(number))
}

pub(crate) async fn release(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Response, PageError> {
    inspector::release(&web.app, &reviewer.permit, parsed(&number)?).await?;
    Ok(Redirect::to("/desk").into_response())
}

/// Why a colleague is asked.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    note: String,
}

pub(crate) async fn second_opinion(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    CsrfForm(Asked { note }): CsrfForm<Asked>,
) -> Result<Response, PageError> {
    let number = parsed(&number)?;
    let permit = &reviewer.permit;
    let second = reviewer.me.permit().map_err(|_| PageError::Forbidden)?;
    match inspector::ask_second_opinion(&web.app, permit, &second, number, &note).await {
        Ok(_) => to_next(&web, permit, &format!("?asked={number}")).await,
        Err(AppError::NobodyElse) => {
            let (needed, note) = (Needed::Colleague(note), String::new());
            case::shown(&web, reviewer, number, Done::default(), needed, note).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn undo(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Response, PageError> {
    let number = parsed(&number)?;
    inspector::undo(&web.app, &reviewer.permit, number).await?;
    Ok(back(number))
}

/// The decision form. An overruled finding is sent as `overrule` with the value
/// `<finding>:<class>`.
#[derive(Deserialize)]
pub(crate) struct Decided {
    verdict: String,
    #[serde(default)]
    reason: Vec<String>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    overrule: Vec<String>,
}

pub(crate) async fn decide(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    CsrfForm(form): CsrfForm<Decided>,
) -> Result<Response, PageError> {
    let number = parsed(&number)?;
    let verdict = match form.verdict.as_str() {
        "approve" => Verdict::Approved,
        "reject" => Verdict::Rejected,
        _ => return Err(PageError::FormUnreadable),
    };
    let reasons = match verdict {
        Verdict::Approved => Vec::new(),
        Verdict::Rejected => form.reason,
    };
    let ruling = Ruling {
        verdict,
        reasons: reasons.clone(),
        note: form.note.clone(),
        overruling: overruling(&reviewer, &form.overrule)?,
    };
    let asked = match inspector::decide(&web.app, &reviewer.permit, number, ruling).await {
        Ok(_) => return to_next(&web, &reviewer.permit, &format!("?done={number}")).await,
        Err(AppError::OverruleNeeded(findings)) => Needed::WhyOverrule(findings),
        Err(AppError::Refused(domain::Refusal::NoReason)) => Needed::WhichReason,
        Err(error) => return Err(error.into()),
    };
    let done = Done::default();
    case::shown(&web, reviewer, number, done, asked, form.note).await
}

/// The overruled findings, if there are any; requires the right to overrule.
fn overruling(
    reviewer: &Permitted<Review>,
    given: &[String],
) -> Result<Option<Overruling>, PageError> {
    if given.is_empty() {
        return Ok(None);
    }
    let permit = reviewer.me.permit().map_err(|_| PageError::Forbidden)?;
    let findings = given.iter().filter_map(|one| overruled(one));
    Ok(Some(Overruling::new(permit, findings.collect())))
}

fn overruled(given: &str) -> Option<Overruled> {
    let (finding, class) = given.split_once(':')?;
    Some(Overruled {
        finding: finding.to_owned(),
        class: OverruleClass::from_code(class)?,
    })
}

/// The requested crop, relative to its computed place.
#[derive(Deserialize)]
pub(crate) struct Moved {
    right: f64,
    down: f64,
    scale: f64,
}

pub(crate) async fn remake(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    CsrfForm(moved): CsrfForm<Moved>,
) -> Result<Response, PageError> {
    let number = parsed(&number)?;
    let nudge =
        Nudge::new(moved.right, moved.down, moved.scale).ok_or(PageError::FormUnreadable)?;
    inspector::remake(&web.app, &reviewer.permit, number, nudge).await?;
    Ok(back(number))
}
