//! Where an order stands.

use axum::Json;
use axum::extract::State;
use domain::{Attempt, Decision, Status, Verdict};
use serde::Serialize;
use usecases::{Report, applicant};
use utoipa::ToSchema;

use super::findings::Judgement;
use crate::Web;
use crate::api::catalogue::reasons::ReasonAnswer;
use crate::api::credential::Own;
use crate::api::error::Answer;
use crate::api::words::{UnixMs, Who, digits, fitnesses, name_of, statuses};
use crate::pages::application::timeline::told;

/// An order as its applicant sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderAnswer {
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
    /// How often it was handed in.
    submissions: u16,
    /// Whether the applicant's details are there.
    has_details: bool,
    /// When it was begun.
    created_at: UnixMs,
    /// When person and photos were deleted.
    erased_at: Option<UnixMs>,
    /// Where it is in the queue, while it waits.
    place: Option<PlaceAnswer>,
    /// The picture last put; absent before the first and after erasure.
    picture: Option<PictureAnswer>,
    /// What happened, oldest first.
    timeline: Vec<Line>,
}

/// A place in the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceAnswer {
    /// Orders before it.
    ahead: u64,
    /// About how many seconds it will be, by how long the last ones waited.
    about_s: u64,
}

/// A picture and its judgement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PictureAnswer {
    /// `good`, `advised`, `failing` or `no-photo`; the first two may be handed in.
    #[schema(schema_with = fitnesses)]
    fitness: String,
    /// What the engine says.
    judgement: Judgement,
    /// Why it was rejected; empty otherwise.
    reasons: Vec<ReasonAnswer>,
    /// What the inspector added to a rejection; may be empty.
    note: String,
}

impl PictureAnswer {
    /// `told` is the decision, as far as the applicant is told.
    pub(super) fn new(attempt: &Attempt, report: &Report, told: Option<&Decision>) -> Self {
        let rejection = told.filter(|decision| decision.verdict == Verdict::Rejected);
        let reasons = rejection.map_or(&[] as &[String], |decision| &decision.reasons);
        Self {
            fitness: name_of(&attempt.fitness),
            judgement: report.into(),
            reasons: reasons.iter().map(|id| ReasonAnswer::of(id)).collect(),
            note: rejection.map_or_else(String::new, |decision| decision.note.clone()),
        }
    }
}

/// A line of the timeline.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Line {
    /// When.
    at: UnixMs,
    /// Who.
    by: Who,
    /// What: `drafted`, `picture-prepared`, `submitted`, `approved` and the like.
    what: String,
}

/// Where an order stands, with all that happened.
#[utoipa::path(get, path = "/api/v1/orders/{number}", operation_id = "show_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order.", body = OrderAnswer)))]
pub(crate) async fn show(State(web): State<Web>, Own(own): Own) -> Answer<Json<OrderAnswer>> {
    Ok(Json(answer(&web, &own).await?))
}

/// The order as it stands.
pub(super) async fn answer(web: &Web, own: &applicant::OwnOrder) -> Answer<OrderAnswer> {
    let now = web.app.now();
    let order = own.order();
    let status = order.status(now);
    let events = applicant::timeline(&web.app, own).await?;
    let place = match status {
        Status::Waiting => applicant::place(&web.app, own).await?,
        _ => None,
    };
    let last = applicant::attempt(&web.app, own).await?;
    // A decision that can still be taken back is not told.
    let is_told = matches!(status, Status::Approved | Status::Rejected);
    let picture = last.map(|(attempt, report)| {
        let decision = attempt.decision.as_ref().filter(|_| is_told);
        PictureAnswer::new(&attempt, &report, decision)
    });
    let timeline = told(order, &events, now).into_iter().map(|event| Line {
        at: event.at.into(),
        by: event.by.into(),
        what: event.what.code().to_owned(),
    });
    Ok(OrderAnswer {
        number: order.number.to_string(),
        document: order.document.clone(),
        city: digits(order.city),
        status: status.code().to_owned(),
        submissions: order.submissions,
        has_details: order.applicant.is_some(),
        created_at: order.created_at.into(),
        erased_at: order.erased_at.map(Into::into),
        place: place.map(|place| PlaceAnswer {
            ahead: place.ahead,
            about_s: place.about.as_secs(),
        }),
        picture,
        timeline: timeline.collect(),
    })
}
