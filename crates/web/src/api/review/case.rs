//! One order before a reviewer.

use axum::Json;
use axum::extract::State;
use domain::OrderNumber;
use serde::Serialize;
use usecases::Reviewer;
use usecases::inspector::{self, Case};
use utoipa::ToSchema;

use crate::Web;
use crate::api::applicant::findings::Judgement;
use crate::api::credential::{Keyed, Numbered};
use crate::api::error::Answer;
use crate::api::words::{digits, fitnesses, name_of, statuses};

/// An order as a reviewer sees it; the applicant is masked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseAnswer {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// Six digits of the issuing city.
    city: Option<String>,
    /// `draft`, `waiting`, `in-review`, `approved`, `rejected`, `cancelled` or
    /// `lapsed`.
    #[schema(schema_with = statuses)]
    status: String,
    /// Counts from 1: which handing in this is.
    submission: u16,
    /// The name with all but one character hidden.
    name: String,
    /// The identity number with its middle hidden.
    identity: String,
    /// The phone number with its middle hidden.
    phone: String,
    /// `good`, `advised`, `failing` or `no-photo`.
    #[schema(schema_with = fitnesses)]
    fitness: String,
    /// What the engine says.
    judgement: Judgement,
    /// Reasons of earlier rejections, the newest first.
    rejected_before: Vec<Vec<String>>,
}

/// The case as a reviewer sees it.
pub(super) fn answer(case: &Case) -> CaseAnswer {
    let before = case.earlier.iter().filter_map(|a| a.decision.as_ref());
    CaseAnswer {
        number: case.order.number.to_string(),
        document: case.order.document.clone(),
        city: digits(case.order.city),
        status: case.order.status(case.now).code().to_owned(),
        submission: case.attempt.ordinal,
        name: case.masked.name.clone(),
        identity: case.masked.identity.clone(),
        phone: case.masked.phone.clone(),
        fitness: name_of(&case.attempt.fitness),
        judgement: (&case.report).into(),
        rejected_before: before.map(|decision| decision.reasons.clone()).collect(),
    }
}

/// Looks at an order without taking it.
#[utoipa::path(get, path = "/api/v1/reviews/{number}", operation_id = "show_review", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order.", body = CaseAnswer)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    seen(&web, &program.reviewer()?, number).await
}

/// The case as it stands.
pub(super) async fn seen(
    web: &Web,
    reviewer: &Reviewer,
    number: OrderNumber,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::look(&web.app, reviewer, number).await?;
    Ok(Json(answer(&case)))
}
