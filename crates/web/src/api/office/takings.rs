//! What was taken and given back.

use axum::Json;
use axum::extract::State;
use domain::china;
use domain::staff::right::SeeTakings;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use usecases::till;
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::api::body::QueryParams;
use crate::api::credential::Allowed;
use crate::api::error::{Answer, ApiError};

/// The days, in China.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Days {
    /// First day, such as `2026-11-01`; today if absent.
    #[param(format = Date)]
    from: Option<String>,
    /// Last day, not before the first and at most a year after it; today if absent.
    #[param(format = Date)]
    until: Option<String>,
}

/// Sums of one day, document and way.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TakingsLine {
    /// The day in China.
    #[schema(example = "2026-11-23")]
    day: String,
    /// Identifier of the document.
    document: String,
    /// How: `till`, at the shop, or `wechat-pay`.
    way: String,
    /// Payments, without those that were undone.
    payments: i64,
    /// What was taken, less what was undone, in fen.
    taken_fen: i64,
    /// Refunds.
    refunds: i64,
    /// What was given back, in fen.
    refunded_fen: i64,
}

/// What was taken and given back, by day, document and way; the newest day first.
#[utoipa::path(get, path = "/api/v1/takings", operation_id = "show_takings", tag = "office", params(Days),
    security(("api-key" = [])),
    responses((status = 200, description = "The sums.", body = [TakingsLine])))]
pub(crate) async fn show(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<SeeTakings>,
    QueryParams(days): QueryParams<Days>,
) -> Answer<Json<Vec<TakingsLine>>> {
    let today = china::date(web.app.now());
    let day = |written: Option<String>| -> Answer<Date> {
        let day = written.map(|day| day.parse().map_err(|_| ApiError::Query));
        day.unwrap_or(Ok(today))
    };
    let (from, until) = (day(days.from)?, day(days.until)?);
    let rows = till::takings(&web.app, &permit, from, until).await;
    let rows = rows.map_err(|error| match error {
        usecases::AppError::UnknownName => ApiError::Query,
        error => error.into(),
    })?;
    let lines = rows.into_iter().map(|row| TakingsLine {
        day: china::date(row.from).to_string(),
        document: row.document.to_string(),
        way: row.way.code().to_owned(),
        payments: row.payments,
        taken_fen: row.taken.0,
        refunds: row.refunds,
        refunded_fen: row.refunded.0,
    });
    Ok(Json(lines.collect()))
}
