//! What was taken and given back: sums by day and document, and the ledger itself.

use catalogue::DocumentId;
use domain::log::LogAction;
use domain::money::{Fen, LedgerEntry, PayWay};
use domain::staff::right::SeeTakings;
use domain::{Timestamp, china};
use jiff::civil::Date;
use storage::Period;

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Sums of one day, document and way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takings {
    /// Start of the day in China.
    pub from: Timestamp,
    /// The document.
    pub document: DocumentId,
    /// The way.
    pub way: PayWay,
    /// Payments, without those that were undone.
    pub payments: i64,
    /// What was taken, less what was undone.
    pub taken: Fen,
    /// Refunds.
    pub refunds: i64,
    /// What was given back; not negative.
    pub refunded: Fen,
}

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
    let rows = app.read().await?.takings(period(first, last)?).await?;
    let rows = rows.into_iter().map(|row| Takings {
        from: row.from,
        document: row.document,
        way: row.way,
        payments: row.payments,
        taken: row.taken,
        refunds: row.refunds,
        refunded: row.refunded,
    });
    Ok(rows.collect())
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
