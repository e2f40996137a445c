//! An attempt's report, sealed under its order's key.

use domain::{Attempt, AttemptId, Order, Sealed};

use crate::app::App;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;

/// The report, sealed for the order.
pub(crate) fn seal_report(
    app: &App,
    order: &Order,
    attempt: AttemptId,
    report: &AttemptReport,
) -> Result<Sealed, AppError> {
    app.seal_json(order, &context(attempt), report)
}

/// Opens an attempt's report.
pub(crate) fn open_report(
    app: &App,
    order: &Order,
    attempt: &Attempt,
) -> Result<AttemptReport, AppError> {
    app.open_json(order, &context(attempt.id), &attempt.report)
}

fn context(attempt: AttemptId) -> String {
    format!("report:{attempt}")
}
