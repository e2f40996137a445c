//! Looking for damage before somebody meets it: rows that were altered, photos
//! that do not open, a database whose structure is broken.

use std::sync::Arc;

use domain::{AttemptId, Order, PhotoHash};
use storage::{AlteredRow, GoOn, RowPlace, SealedPhoto, Structure};

use crate::app::App;
use crate::clock_watch;
use crate::error::AppError;
use crate::health::ClockState;
use crate::operator::{LogFault, verify_chain};
use crate::sealed_photos;

/// Rows checked in one transaction, so that none lasts long.
const ROWS: u32 = 500;

/// Photos listed at once.
const PHOTOS: u32 = 100;

/// Photos that a scrub opens in a day: at some milliseconds each, seconds.
const PHOTOS_A_DAY: usize = 2_000;

/// How much of the photos is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The oldest so many.
    Sample(usize),
    /// All.
    All,
}

/// What an examination found.
#[derive(Debug)]
pub struct Examination {
    /// Tables, indexes and references.
    pub structure: Structure,
    /// Number of rows whose seals were checked.
    pub rows: u64,
    /// Rows that were altered.
    pub altered: Vec<AlteredRow>,
    /// Number of photos opened.
    pub photos: u64,
    /// Attempts whose photo is missing, does not open, or is another one.
    pub lost: Vec<AttemptId>,
    /// Number of entries of the log, or its first fault.
    pub log: Result<u64, LogFault>,
    /// The clock.
    pub clock: ClockState,
}

impl Examination {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.structure == Structure::Whole
            && self.altered.is_empty()
            && self.lost.is_empty()
            && self.log.is_ok()
            && self.clock == ClockState::Steady
    }
}

/// Examines the installation, for whoever owns the machine.
///
/// # Errors
/// Storage; files that cannot be reached now, of which nothing is known.
pub async fn examine(app: &App, extent: Extent) -> Result<Examination, AppError> {
    let structure = structure(app, Arc::new(|| true)).await?;
    let (rows, altered) = check_rows(app).await?;
    let most = match extent {
        Extent::Sample(most) => most,
        Extent::All => usize::MAX,
    };
    let photos = check_photos(app, None, most).await?;
    Ok(Examination {
        structure,
        rows,
        altered,
        photos: photos.count,
        lost: photos.lost,
        log: verify_chain(app, &[]).await,
        clock: clock_watch::watch(app).await?,
    })
}

/// Checks the database's structure, as long as `go_on` says so.
///
/// # Errors
/// Storage.
pub async fn structure(app: &App, go_on: GoOn) -> Result<Structure, AppError> {
    Ok(app.read().await?.check_structure(go_on).await?)
}

async fn check_rows(app: &App) -> Result<(u64, Vec<AlteredRow>), AppError> {
    let mut place = Some(RowPlace::default());
    let (mut count, mut altered) = (0, Vec::new());
    while let Some(at) = place {
        let checked = app.read().await?.check_rows(&at, ROWS).await?;
        count += checked.count;
        altered.extend(checked.altered);
        place = checked.next;
    }
    Ok((count, altered))
}

#[derive(Default)]
struct Photos {
    count: u64,
    lost: Vec<AttemptId>,
    /// Where the next check goes on; `None` after the last.
    reached: Option<AttemptId>,
}

async fn check_photos(
    app: &App,
    after: Option<AttemptId>,
    most: usize,
) -> Result<Photos, AppError> {
    let mut found = Photos {
        reached: after,
        ..Photos::default()
    };
    let mut left = most;
    while left > 0 {
        let mut listed = app.read().await?;
        let ids = listed.attempts_with_photo(found.reached, PHOTOS).await?;
        drop(listed);
        if ids.is_empty() {
            found.reached = None;
            break;
        }
        for id in ids.into_iter().take(left) {
            left -= 1;
            found.reached = Some(id);
            found.count += 1;
            if !opens(app, id).await? {
                found.lost.push(id);
            }
        }
    }
    Ok(found)
}

/// Whether the attempt's photo is the one of its hash; so too if it was deleted
/// meanwhile. An altered row is counted with the rows.
async fn opens(app: &App, id: AttemptId) -> Result<bool, AppError> {
    let mut tx = app.read().await?;
    let Ok(Some(attempt)) = tx.attempt(id).await else {
        return Ok(true);
    };
    let Ok(Some(order)) = tx.order(attempt.order).await else {
        return Ok(true);
    };
    let (Some(blob), Some(hash)) = (&attempt.photo, attempt.photo_hash) else {
        let sealed = match tx.receipt_of_order(order.id).await? {
            Some(receipt) => tx.sealed_photo(receipt.id).await?,
            None => None,
        };
        drop(tx);
        return sealed_is_whole(app, &order, sealed).await;
    };
    drop(tx);
    match app.blob(&order, "photo", blob).await {
        Ok(photo) if PhotoHash::of(&photo) == hash => return Ok(true),
        Err(error) if error.is_unreachable() => return Err(error),
        Ok(_) | Err(_) => {}
    }
    // Erased or made again between the two reads.
    let now = app.read().await?.attempt(id).await;
    Ok(!matches!(now, Ok(Some(now)) if now.photo == attempt.photo))
}

/// Whether the file of a sealed photo is there and whole, as far as that shows
/// without its code; so too if it was deleted meanwhile.
async fn sealed_is_whole(
    app: &App,
    order: &Order,
    sealed: Option<SealedPhoto>,
) -> Result<bool, AppError> {
    let Some(sealed) = sealed.filter(|sealed| sealed.photo.is_some()) else {
        return Ok(true);
    };
    match sealed_photos::under_code(app, order, &sealed).await {
        Ok(_) => return Ok(true),
        Err(error) if error.is_unreachable() => return Err(error),
        Err(_) => {}
    }
    let now = app.read().await?.sealed_photo(sealed.receipt).await;
    Ok(!matches!(now, Ok(Some(now)) if now.photo == sealed.photo))
}

/// Checks all rows and a part of the photos; what is found stands in
/// [`Health`](crate::Health) and in the log of the process.
pub(crate) async fn scrub(app: &App) -> Result<(), AppError> {
    let (_, altered) = check_rows(app).await?;
    let begun = app.health().scrubbed_to();
    let photos = check_photos(app, begun, PHOTOS_A_DAY).await?;
    for row in &altered {
        tracing::error!(table = row.table, key = row.key, "a row was altered");
    }
    for attempt in &photos.lost {
        tracing::error!(%attempt, "a photo is missing or damaged");
    }
    let damaged = altered.len() + photos.lost.len();
    let damaged = u64::try_from(damaged).unwrap_or(u64::MAX);
    let now = app.now();
    // Other processes, and this one when it is started again, know of it. A look at a part
    // of the photos says nothing of the others: see `remember`.
    let mut tx = app.write().await?;
    let before = tx.damage().await?;
    let looked_at_all = begun.is_none() && photos.reached.is_none();
    let stands = if looked_at_all {
        damaged
    } else {
        damaged.max(before)
    };
    if stands != before {
        tx.note_damage(stands, now).await?;
    }
    tx.save().await?;
    app.health().scrubbed(photos.reached, stands, now);
    Ok(())
}

/// Remembers what an examination of everything found: that something is damaged, or that
/// nothing is any more.
///
/// # Errors
/// Storage.
pub async fn remember(app: &App, found: &Examination) -> Result<(), AppError> {
    let damaged = u64::try_from(found.altered.len() + found.lost.len()).unwrap_or(u64::MAX);
    let mut tx = app.write().await?;
    tx.note_damage(damaged, app.now()).await?;
    Ok(tx.save().await?)
}
