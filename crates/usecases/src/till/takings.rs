//! What was taken and given back: sums by day and document, and the ledger itself.

use domain::china;
use domain::log::LogAction;
use domain::money::{BillCheck, LedgerEntry, Takings};
use domain::staff::right::SeeTakings;
use jiff::civil::Date;
use storage::Period;

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Longest period, in days.
const MOST_DAYS: u16 = 366;

/// Most entries in a file.
const MOST_ENTRIES: u32 = 50_000;

/// From the start of `first` to the end of `last`, days in China.
///
/// # Errors
/// [`AppError::UnknownName`] for a last day before the first, and for more than a year.
fn period(first: Date, last: Date) -> Result<Period, AppError> {
    let days = first.until(last).map_or(-1, |span| span.get_days());
    if !(0..i32::from(MOST_DAYS)).contains(&days) {
        return Err(AppError::UnknownName);
    }
    Ok(Period {
        from: china::begins(first),
        until: china::ends(last),
    })
}

/// Sums from the first to the last day in China, newest day first.
///
/// # Errors
/// [`AppError::UnknownName`] for days that are no period of at most a year; storage.
pub async fn takings(
    app: &App,
    _: &Permit<SeeTakings>,
    first: Date,
    last: Date,
) -> Result<Vec<Takings>, AppError> {
    let mut tx = app.read().await?;
    Ok(tx.takings(period(first, last)?).await?)
}

/// The days of a period that were held against the payment services' bills, newest first.
///
/// # Errors
/// [`AppError::UnknownName`] for days that are no period of at most a year; storage.
pub async fn bill_checks(
    app: &App,
    _: &Permit<SeeTakings>,
    first: Date,
    last: Date,
) -> Result<Vec<BillCheck>, AppError> {
    period(first, last)?;
    Ok(app.read().await?.bill_checks(first, last).await?)
}

/// The ledger from the first to the last day in China, oldest entry first; logged.
///
/// # Errors
/// [`AppError::UnknownName`] for days that are no period of at most a year; storage.
pub async fn ledger_for_file(
    app: &App,
    permit: &Permit<SeeTakings>,
    first: Date,
    last: Date,
) -> Result<Vec<LedgerEntry>, AppError> {
    let period = period(first, last)?;
    let mut tx = app.write().await?;
    let entries = tx.ledger(period, MOST_ENTRIES).await?;
    let days = format!("from={first} until={last}");
    let by = permit.holder();
    app.log(&mut *tx, by, LogAction::LedgerExported, "", &days)
        .await?;
    tx.save().await?;
    Ok(entries)
}
