//! What stands now and asks for the operator: for the figures' page, metrics
//! and probes. Counts only, so no permit is asked for.

use domain::retention::{FILING_FROM_PERSONS, FILING_WARNING_PERSONS, UNDECIDED};
use domain::{Digest, Timestamp};

use super::tallies;
use crate::app::App;
use crate::checkpoints::Destination;
use crate::error::AppError;
use crate::pictures::{EngineAt, EngineState};
use crate::terms::ending_undecided;

/// How the number of persons stands to the duty to file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filing {
    /// Far below.
    No,
    /// At four fifths or more.
    Soon,
    /// To be filed.
    Due,
}

/// What stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gauges {
    /// Persons whose photos are stored now.
    pub persons: u64,
    /// How that stands to the duty to file.
    pub filing: Filing,
    /// Submitted orders that are about to end undecided.
    pub ending_undecided: u64,
    /// When the first of them ends.
    pub first_ends: Option<Timestamp>,
    /// Payments that are to be given back, counted up to a hundred.
    pub refunds_due: usize,
    /// Jobs that are never tried again.
    pub dead_jobs: u64,
    /// Where the last checkpoint of the log did not get to.
    pub unreached: Vec<Destination>,
    /// Pictures that wait for a process that makes photos, or are being made by one.
    pub pictures: u64,
    /// Pictures that such processes make at once; 0 where none is there.
    pub slots: u32,
}

/// Refunds counted: more than that is told as that many.
const REFUNDS_COUNTED: u32 = 100;

/// What stands now.
///
/// # Errors
/// Storage.
pub async fn gauges(app: &App) -> Result<Gauges, AppError> {
    let mut tx = app.read().await?;
    let persons = tallies::persons(&mut *tx).await?;
    let ending = ending_undecided(&mut *tx, app.now()).await?;
    let engine = EngineState::of(EngineAt::Elsewhere, &tx.nodes().await?, app.now());
    Ok(Gauges {
        pictures: tx.picture_line(Digest([0; 32])).await?.all,
        slots: match engine {
            EngineState::Elsewhere { slots } => slots,
            EngineState::Here | EngineState::Away => 0,
        },
        persons,
        filing: filing(persons),
        ending_undecided: ending.waiting,
        first_ends: ending.oldest.map(|since| since.plus(UNDECIDED)),
        refunds_due: tx.refunds_due(REFUNDS_COUNTED).await?.len(),
        dead_jobs: tx.dead_job_count().await?,
        unreached: app.health().found().unreached,
    })
}

const fn filing(persons: u64) -> Filing {
    if persons >= FILING_FROM_PERSONS {
        Filing::Due
    } else if persons >= FILING_WARNING_PERSONS {
        Filing::Soon
    } else {
        Filing::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_is_warned_at_four_fifths() {
        let check = |persons, expected| assert_eq!(filing(persons), expected, "{persons}");
        check(0, Filing::No);
        check(79_999, Filing::No);
        check(80_000, Filing::Soon);
        check(99_999, Filing::Soon);
        check(100_000, Filing::Due);
    }
}
