//! Approves or rejects.

use axum::Json;
use axum::extract::State;
use domain::{OverruleClass, Overruled, Verdict};
use serde::Deserialize;
use usecases::inspector::{self, Overruling, Ruling};
use utoipa::ToSchema;

use super::case::CaseAnswer;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Keyed, Numbered};
use crate::api::error::Answer;

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDecision {
    /// Which way.
    verdict: DecisionVerdict,
    /// Identifiers of the reasons; a rejection needs at least one.
    #[serde(default)]
    reasons: Vec<String>,
    /// A sentence to the applicant, at most 500 characters.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// Every finding that fails and is approved nevertheless, with why.
    #[serde(default)]
    overruled: Vec<Overrule>,
}

/// Which way a decision goes.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DecisionVerdict {
    /// The photo holds.
    Approved,
    /// It does not.
    Rejected,
}

/// A finding decided against.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Overrule {
    /// The finding's identifier.
    finding: String,
    /// Why.
    class: Class,
}

/// Why a finding does not count.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Class {
    /// The measurement is mistaken.
    Mistaken,
    /// How the person is made.
    Bodily,
    /// Worn for religion.
    Religious,
    /// Something else.
    Other,
}

impl From<Class> for OverruleClass {
    fn from(class: Class) -> Self {
        match class {
            Class::Mistaken => Self::Mistaken,
            Class::Bodily => Self::Bodily,
            Class::Religious => Self::Religious,
            Class::Other => Self::Other,
        }
    }
}

/// Decides on an order the key has taken. It can be taken back for ten seconds.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/decision", operation_id = "decide", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])), request_body = NewDecision,
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn decide(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Numbered(number): Numbered,
    Body(new): Body<NewDecision>,
) -> Answer<Json<CaseAnswer>> {
    let overruled = new.overruled.into_iter().map(|overrule| Overruled {
        finding: overrule.finding,
        class: overrule.class.into(),
    });
    let overruled: Vec<Overruled> = overruled.collect();
    let overruling = if overruled.is_empty() {
        None
    } else {
        Some(Overruling::new(program.permit()?, overruled))
    };
    let ruling = Ruling {
        verdict: match new.verdict {
            DecisionVerdict::Approved => Verdict::Approved,
            DecisionVerdict::Rejected => Verdict::Rejected,
        },
        reasons: new.reasons,
        note: new.note,
        overruling,
    };
    let case = inspector::decide(&web.app, &program.permit()?, number, ruling).await?;
    Ok(Json(case.into()))
}
