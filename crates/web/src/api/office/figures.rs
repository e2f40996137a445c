//! Statistics.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use domain::staff::right::SeeFigures;
use serde::{Deserialize, Serialize};
use usecases::operator;
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::api::body::QueryParams;
use crate::api::credential::Allowed;
use crate::api::error::{Answer, ApiError};
use crate::api::words::UnixMs;

/// Longest period, in days.
const MOST_DAYS: u16 = 366;

/// The period.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// Number of days up to today, 1 to 366; 30 if absent.
    #[param(minimum = 1, maximum = 366)]
    days: Option<u16>,
}

/// Statistics of the orders.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FiguresAnswer {
    /// Statistics by day.
    days: Vec<Day>,
    /// Median time from submission to decision, in milliseconds.
    wait_p50_ms: Option<u64>,
    /// 95th percentile of the time from submission to decision, in
    /// milliseconds.
    wait_p95_ms: Option<u64>,
    /// Number of rejections by reason.
    rejections: Vec<Count>,
    /// Number of orders by state.
    states: Vec<Count>,
    /// When they were counted, if that was earlier: there are many orders.
    states_at: Option<UnixMs>,
    /// Number of orders waiting now.
    waiting: u64,
    /// Persons whose photos are stored now.
    persons: u64,
    /// Submitted orders that end undecided within ten days.
    ending_undecided: u64,
    /// When the first of them ends.
    first_ends_at: Option<UnixMs>,
    /// Jobs that failed too often and are not tried again, at most 20.
    dead_jobs: Vec<DeadJobLine>,
}

/// A job that failed too often and is not tried again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeadJobLine {
    /// Its identifier.
    id: String,
    /// Number of tries.
    tries: u32,
    /// The code of the last error.
    error: String,
}

/// Statistics of one day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    /// Start of the day.
    from: UnixMs,
    /// Submissions.
    submitted: u64,
    /// Approvals.
    approved: u64,
    /// Rejections.
    rejected: u64,
}

/// A number by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Count {
    /// What is counted.
    name: String,
    /// The number.
    count: u64,
}

/// Orders, waiting times and rejections.
#[utoipa::path(get, path = "/api/v1/figures", operation_id = "show_figures", tag = "office", params(Span),
    security(("api-key" = [])),
    responses((status = 200, description = "The figures.", body = FiguresAnswer)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<SeeFigures>,
    QueryParams(span): QueryParams<Span>,
) -> Answer<Json<FiguresAnswer>> {
    let reader = permit;
    let days = span.days.unwrap_or(30);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(ApiError::Query);
    }
    let page = operator::figures(&web.app, &reader, days).await?;
    let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Ok(Json(FiguresAnswer {
        days: page
            .days
            .iter()
            .map(|row| Day {
                from: row.from.into(),
                submitted: row.submitted,
                approved: row.approved,
                rejected: row.rejected,
            })
            .collect(),
        wait_p50_ms: page.p50.map(ms),
        wait_p95_ms: page.p95.map(ms),
        rejections: counts(page.reasons),
        states: counts(page.states),
        states_at: page.states_at.map(Into::into),
        waiting: page.waiting,
        persons: page.gauges.persons,
        ending_undecided: page.gauges.ending_undecided,
        first_ends_at: page.gauges.first_ends.map(Into::into),
        dead_jobs: page
            .dead_jobs
            .into_iter()
            .map(|dead| DeadJobLine {
                id: dead.id,
                tries: dead.tries,
                error: dead.error,
            })
            .collect(),
    }))
}

fn counts(pairs: Vec<(String, u64)>) -> Vec<Count> {
    let counts = pairs.into_iter();
    counts.map(|(name, count)| Count { name, count }).collect()
}
