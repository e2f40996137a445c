//! What was taken and given back.

use axum::Json;
use axum::extract::State;
use domain::china;
use domain::money::{BillCheck, BillDifference, BillFault};
use domain::staff::right::SeeTakings;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use usecases::{AppError, till};
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::api::body::QueryParams;
use crate::api::credential::Allowed;
use crate::api::error::{Answer, ApiError};
use crate::api::words::UnixMs;

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

/// A day held against a payment service's bill.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckLine {
    /// The day in China.
    #[schema(example = "2026-11-23")]
    day: String,
    /// The payment service: `wechat-pay`.
    way: String,
    /// When it was checked.
    checked_at: UnixMs,
    /// Payments in the bill.
    payments: u32,
    /// What they add up to, in fen.
    taken_fen: i64,
    /// Refunds in the bill.
    refunds: u32,
    /// What they add up to, in fen.
    refunded_fen: i64,
    /// Where bill and book differ; empty if they agree.
    differences: Vec<DifferenceLine>,
}

/// A line of the bill or the book that has no like in the other.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceLine {
    /// How they differ.
    what: BillFault,
    /// The service's number of the payment.
    transaction: String,
    /// The order's number, where it is known.
    order: Option<String>,
    /// What the bill says, in fen.
    there_fen: Option<i64>,
    /// What the book says, in fen.
    here_fen: Option<i64>,
}

impl From<BillDifference> for DifferenceLine {
    fn from(found: BillDifference) -> Self {
        Self {
            what: found.what,
            transaction: found.transaction,
            order: found.order.map(|order| order.to_string()),
            there_fen: found.there.map(|fen| fen.0),
            here_fen: found.here.map(|fen| fen.0),
        }
    }
}

impl From<BillCheck> for CheckLine {
    fn from(check: BillCheck) -> Self {
        Self {
            day: check.day.to_string(),
            way: check.way.code().to_owned(),
            checked_at: check.at.into(),
            payments: check.payments,
            taken_fen: check.taken.0,
            refunds: check.refunds,
            refunded_fen: check.refunded.0,
            differences: check.differences.into_iter().map(Into::into).collect(),
        }
    }
}

/// Days that were held against the payment service's bill, the newest first: each morning
/// the day before, line by line.
#[utoipa::path(get, path = "/api/v1/takings/checks", operation_id = "show_bill_checks", tag = "office", params(Days),
    security(("api-key" = [])),
    responses((status = 200, description = "The days.", body = [CheckLine])))]
pub(crate) async fn checks(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<SeeTakings>,
    QueryParams(days): QueryParams<Days>,
) -> Answer<Json<Vec<CheckLine>>> {
    let (from, until) = days.read(&web)?;
    let found = till::bill_checks(&web.app, &permit, from, until).await;
    let found = found.map_err(no_period)?;
    Ok(Json(found.into_iter().map(Into::into).collect()))
}

impl Days {
    /// First and last day.
    fn read(self, web: &Web) -> Answer<(Date, Date)> {
        let today = china::date(web.app.now());
        let day = |written: Option<String>| -> Answer<Date> {
            let day = written.map(|day| day.parse().map_err(|_| ApiError::Query));
            day.unwrap_or(Ok(today))
        };
        Ok((day(self.from)?, day(self.until)?))
    }
}

/// Days that are no period are a query that does not read.
fn no_period(error: AppError) -> ApiError {
    match error {
        AppError::UnknownName => ApiError::Query,
        error => error.into(),
    }
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
    let (from, until) = days.read(&web)?;
    let rows = till::takings(&web.app, &permit, from, until).await;
    let rows = rows.map_err(no_period)?;
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
