//! `GET /office/orders.csv`: the orders that a filter leaves, as a file; each file is
//! logged. It names no person.

use axum::extract::{Query, State};
use axum::response::Response;
use usecases::operator;

use super::csv::Csv;
use super::order_params::OrderParams;
use crate::china_time::exact;
use crate::staff::Permitted;
use crate::{PageError, Web};
use domain::staff::right::FindOrders;

/// Orders per file; `?before=` gives older ones.
const ORDERS: u32 = 10_000;

/// Column names, the same in any language, since programs read the file.
const COLUMNS: [&str; 14] = [
    "number",
    "document",
    "city",
    "status",
    "begun",
    "changed",
    "submissions",
    "yuan",
    "paid_for",
    "bill",
    "receipt",
    "receipt_status",
    "valid_until",
    "erased",
];

pub(crate) async fn file(
    State(web): State<Web>,
    visit: Permitted<FindOrders>,
    Query(params): Query<OrderParams>,
) -> Result<Response, PageError> {
    let query = params.query(&web.catalogue);
    let query = query.map_err(|_| PageError::NotFound)?;
    let found = operator::orders_for_file(&web.app, &visit.permit, &query, ORDERS).await?;
    let mut csv = Csv::new(&COLUMNS);
    for line in &found.lines {
        let receipt = line.receipt.as_ref();
        csv.row(&[
            line.number.to_string(),
            line.document.to_string(),
            line.city.map(|city| city.to_string()).unwrap_or_default(),
            line.status.code().to_owned(),
            exact(line.created_at),
            exact(line.updated_at),
            line.submissions.to_string(),
            line.bill
                .map(|(price, _)| price.amount().to_string())
                .unwrap_or_default(),
            line.bill
                .map(|(price, _)| price.paid_for().code().to_owned())
                .unwrap_or_default(),
            line.bill
                .map(|(_, status)| status.code().to_owned())
                .unwrap_or_default(),
            receipt
                .and_then(|receipt| Some(receipt.number?.to_string()))
                .unwrap_or_default(),
            receipt
                .map(|receipt| receipt.status.code().to_owned())
                .unwrap_or_default(),
            receipt
                .map(|receipt| receipt.valid_until.to_string())
                .unwrap_or_default(),
            line.erased_at.map(exact).unwrap_or_default(),
        ]);
    }
    Ok(csv.download("huizhi-orders.csv"))
}
