//! One order under review.

use axum::Json;
use axum::extract::State;
use domain::SafetyCheck;
use domain::staff::right::Review;
use serde::Serialize;
use usecases::inspector::{self, CaseView};
use utoipa::ToSchema;

use crate::Web;
use crate::api::applicant::findings::Judgement;
use crate::api::credential::{Allowed, Numbered};
use crate::api::error::Answer;
use crate::api::words::{digits, fitnesses, statuses};

/// An order as a reviewer sees it; the applicant is masked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseAnswer {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// Six digits of the issuing city; absent for documents without one.
    city: Option<String>,
    /// `draft`, `waiting`, `in-review`, `approved`, `rejected`, `cancelled` or
    /// `lapsed`.
    #[schema(schema_with = statuses)]
    status: String,
    /// Number of this submission, from 1.
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
    /// Check results.
    judgement: Judgement,
    /// Reasons of earlier rejections, newest first.
    rejected_before: Vec<Vec<String>>,
    /// The second opinion asked for and not given yet; absent if there is none.
    question: Option<QuestionAnswer>,
    /// What WeChat says of the photo; absent unless it doubts it (`doubtful`) or holds it
    /// for forbidden (`risky`). A person decides then: a program's decision is refused
    /// (`person-needed`).
    doubt: Option<Doubt>,
}

/// What WeChat says of a photo or of words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Doubt {
    /// `doubtful` or `risky`.
    verdict: String,
    /// WeChat's number of the reason; 0 for none.
    label: i64,
}

impl From<SafetyCheck> for Doubt {
    fn from(check: SafetyCheck) -> Self {
        Self {
            verdict: check.verdict.code().to_owned(),
            label: check.label,
        }
    }
}

/// A question to a colleague.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuestionAnswer {
    /// `staff` or `program`.
    by: String,
    /// Their sign-in name, or the name of the key.
    name: String,
    /// Why they asked; may be empty.
    note: String,
}

impl From<CaseView> for CaseAnswer {
    fn from(case: CaseView) -> Self {
        let before = case.earlier.into_iter();
        Self {
            number: case.number.to_string(),
            document: case.document.to_string(),
            city: digits(case.city),
            status: case.status.code().to_owned(),
            submission: case.submission,
            name: case.applicant.name,
            identity: case.applicant.identity,
            phone: case.applicant.phone,
            fitness: case.fitness.code().to_owned(),
            judgement: (&case.report).into(),
            rejected_before: before.map(|decision| decision.reasons).collect(),
            question: case.question.map(|question| QuestionAnswer {
                by: question.by.kind().to_owned(),
                name: question.name,
                note: question.note,
            }),
            doubt: case.doubt.map(Into::into),
        }
    }
}

/// Shows an order without claiming it.
#[utoipa::path(get, path = "/api/v1/reviews/{number}", operation_id = "show_review", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order.", body = CaseAnswer)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::look(&web.app, &permit, number).await?;
    Ok(Json(case.into()))
}
