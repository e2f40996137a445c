//! What an inspector does at the review desk.

use domain::applicant::Applicant;
use domain::{Attempt, Decision, Order, OrderNumber, Overruled, Refusal, Step, Timestamp, Verdict};
use portrait::Nudge;
use sha2::{Digest as _, Sha256};
use storage::{QueueRow, QueueSize, Transaction};

use crate::app::App;
use crate::applicant::{open_details_of, open_report, seal_report};
use crate::error::AppError;
use crate::permit::Reviewer;
use crate::report::Report;

/// Rows of the queue a page shows; nobody works further down than that.
const ROWS: u32 = 50;

/// Rows that are looked through for those of a limited reviewer.
const DEEPEST: u32 = 8 * 8 * 8 * ROWS;

/// The queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The longest waiting, first.
    pub rows: Vec<QueueRow>,
    /// All of it.
    pub size: QueueSize,
    /// When it was so.
    pub now: Timestamp,
}

/// One order before an inspector.
#[derive(Clone, Debug)]
pub struct Case {
    /// The order.
    pub order: Order,
    /// The picture handed in.
    pub attempt: Attempt,
    /// What the engine said of it.
    pub report: Report,
    /// Attempts decided before, newest first.
    pub earlier: Vec<Attempt>,
    /// The applicant, masked.
    pub masked: Masked,
    /// When it was so.
    pub now: Timestamp,
}

/// An applicant's details as far as an inspector sees them.
#[derive(Clone, PartialEq, Eq)]
pub struct Masked {
    /// The last character of the name.
    pub name: String,
    /// First and last digits.
    pub identity: String,
    /// First and last digits.
    pub phone: String,
}

impl Masked {
    pub(crate) fn of(applicant: &Applicant) -> Self {
        Self {
            name: applicant.name.masked(),
            identity: applicant.identity.masked(),
            phone: applicant.phone.masked(),
        }
    }
}

impl std::fmt::Debug for Masked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Masked")
    }
}

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// As uploaded, upright, at most 1280 pixels a side.
    Original,
    /// The photo.
    Photo,
}

/// How an inspector decides.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// Which way.
    pub verdict: Verdict,
    /// Rejection reasons by identifier.
    pub reasons: Vec<String>,
    /// A sentence to the applicant; may be empty.
    pub note: String,
    /// Findings decided against.
    pub overruled: Vec<Overruled>,
}

/// The longest note, in characters.
const LONGEST_NOTE: usize = 500;

/// The queue, as far as the reviewer may see it.
///
/// # Errors
/// Storage.
pub async fn queue(app: &App, reviewer: &Reviewer) -> Result<Queue, AppError> {
    let mut tx = app.read().await?;
    // A limited reviewer's orders may stand far behind others'.
    let mut depth = ROWS;
    let rows = loop {
        let mut rows = tx.queue(depth).await?;
        let is_all = rows.len() < depth as usize;
        rows.retain(|row| covers(reviewer, &row.document, row.city));
        if is_all || rows.len() >= ROWS as usize || depth >= DEEPEST {
            rows.truncate(ROWS as usize);
            break rows;
        }
        depth *= 8;
    };
    Ok(Queue {
        rows,
        size: tx.queue_size().await?,
        now: app.now(),
    })
}

/// The oldest order the reviewer may take: one they hold already first.
///
/// # Errors
/// Storage.
pub async fn next(app: &App, reviewer: &Reviewer) -> Result<Option<OrderNumber>, AppError> {
    let queue = queue(app, reviewer).await?;
    let mine = |row: &&QueueRow| row.claim.is_some_and(|(by, _)| by == reviewer.id);
    let free = |row: &&QueueRow| {
        row.asked_by != Some(reviewer.id) && row.claim.is_none_or(|(_, until)| until <= queue.now)
    };
    let first = queue.rows.iter().find(mine);
    Ok(first
        .or_else(|| queue.rows.iter().find(free))
        .map(|row| row.number))
}

/// Takes the oldest order the reviewer may take; `None` where none waits.
///
/// # Errors
/// Storage.
pub async fn take_next(app: &App, reviewer: &Reviewer) -> Result<Option<Case>, AppError> {
    // Another inspector may be quicker; then the next one is tried.
    const TRIES: usize = 5;
    for _ in 0..TRIES {
        let Some(number) = next(app, reviewer).await? else {
            break;
        };
        match take(app, reviewer, number).await {
            Ok(case) => return Ok(Some(case)),
            Err(AppError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Takes an order, or keeps it a while longer, and shows it.
///
/// # Errors
/// [`AppError::Refused`] where another has it; [`AppError::NotFound`]; storage.
pub async fn take(app: &App, reviewer: &Reviewer, number: OrderNumber) -> Result<Case, AppError> {
    step(app, reviewer, number, |order, now| {
        order.claim(reviewer.id, now)
    })
    .await?;
    look(app, reviewer, number).await
}

/// Shows an order that was handed in.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn look(app: &App, reviewer: &Reviewer, number: OrderNumber) -> Result<Case, AppError> {
    let mut tx = app.read().await?;
    let order = own(&mut *tx, reviewer, number).await?;
    let mut all = tx.attempts_of(order.id).await?;
    drop(tx);
    all.retain(|attempt| attempt.submitted_at.is_some());
    let attempt = all.pop().ok_or(AppError::NotFound)?;
    all.reverse();
    let report = open_report(app, &order, &attempt)?;
    let masked = match open_details_of(app, &order)? {
        None => return Err(AppError::NotFound),
        Some(applicant) => Masked::of(&applicant),
    };
    Ok(Case {
        order,
        attempt,
        report,
        earlier: all,
        masked,
        now: app.now(),
    })
}

/// A picture of the attempt handed in. The look is logged.
///
/// # Errors
/// [`AppError::NotFound`] where it is gone; [`AppError::Busy`]; storage.
pub async fn picture(
    app: &App,
    reviewer: &Reviewer,
    number: OrderNumber,
    which: Which,
) -> Result<Vec<u8>, AppError> {
    let Case { order, attempt, .. } = look(app, reviewer, number).await?;
    let bytes = match which {
        Which::Photo => {
            let blob = attempt.photo.ok_or(AppError::NotFound)?;
            app.blob(&order, "photo", &blob).await?
        }
        Which::Original => {
            let blob = attempt.original.ok_or(AppError::NotFound)?;
            let original = app.blob(&order, "original", &blob).await?;
            app.parts().photo_workers.preview(original).await?
        }
    };
    let action = match which {
        Which::Photo => "photo-seen",
        Which::Original => "original-seen",
    };
    let mut tx = app.write().await?;
    let subject = order.number.to_string();
    app.log(&mut *tx, reviewer.actor, action, &subject, "review")
        .await?;
    tx.save().await?;
    Ok(bytes)
}

/// Makes the photo anew from the original, the crop moved within the
/// specification.
///
/// # Errors
/// [`AppError::Refused`] where the reviewer does not hold the order, or the
/// crop gives no photo; [`AppError::Busy`]; storage.
pub async fn remake(
    app: &App,
    reviewer: &Reviewer,
    number: OrderNumber,
    nudge: Nudge,
) -> Result<Case, AppError> {
    let Case { order, attempt, .. } = look(app, reviewer, number).await?;
    order.clone().remake(reviewer.id, app.now())?;
    let blob = attempt.original.ok_or(AppError::NotFound)?;
    let original = app.blob(&order, "original", &blob).await?;
    let spec = app.specification(&order)?;
    let made = app
        .parts()
        .photo_workers
        .photo(original, spec, nudge)
        .await?;
    let photo = made.photo.ok_or(Refusal::PictureUnfit)?;
    let hash = hex::encode(Sha256::digest(&photo));
    let blob = app.keep_blob(&order, "photo", photo).await?;
    let report = seal_report(app, &order, attempt.id, &made.report)?;
    let now = app.now();
    let mut tx = app.write().await?;
    let order = own(&mut *tx, reviewer, number).await?;
    let mut attempt = tx.attempt(attempt.id).await?.ok_or(AppError::NotFound)?;
    let before = attempt.photo.replace(blob);
    attempt.photo_sha256 = Some(hash);
    attempt.fitness = made.report.fitness();
    attempt.report = report;
    app.catalogue()
        .version()
        .clone_into(&mut attempt.catalogue_version);
    tx.update_attempt(&attempt).await?;
    let step = order.remake(reviewer.id, now)?;
    app.keep(&mut *tx, step, reviewer.actor, now).await?;
    tx.save().await?;
    app.drop_blobs(before).await;
    look(app, reviewer, number).await
}

/// Approves or rejects.
///
/// # Errors
/// [`AppError::OverruleNeeded`] for an approval against failing findings
/// without a class for each; [`AppError::UnknownName`] for a reason there is
/// not; [`AppError::Refused`]; storage.
pub async fn decide(
    app: &App,
    reviewer: &Reviewer,
    number: OrderNumber,
    ruling: Ruling,
) -> Result<(), AppError> {
    let unknown = |id: &String| catalogue::reason(id).is_none();
    if ruling.reasons.iter().any(unknown) {
        return Err(AppError::UnknownName);
    }
    if ruling.note.chars().count() > LONGEST_NOTE {
        return Err(AppError::Text);
    }
    let now = app.now();
    let mut tx = app.write().await?;
    let order = own(&mut *tx, reviewer, number).await?;
    let id = order.attempt.ok_or(Refusal::NoPicture)?;
    let mut attempt = tx.attempt(id).await?.ok_or(Refusal::NoPicture)?;
    if ruling.verdict == Verdict::Approved {
        let mut unexplained = open_report(app, &order, &attempt)?.failing();
        unexplained.retain(|id| !ruling.overruled.iter().any(|given| given.finding == *id));
        if !unexplained.is_empty() {
            return Err(AppError::OverruleNeeded(unexplained));
        }
    }
    let step = order.decide(reviewer.id, ruling.verdict, &ruling.reasons, now)?;
    attempt.decision = Some(Decision {
        verdict: ruling.verdict,
        by: reviewer.id,
        at: now,
        reasons: ruling.reasons,
        note: ruling.note.trim().to_owned(),
        overruled: ruling.overruled,
    });
    tx.update_attempt(&attempt).await?;
    let order = app.keep(&mut *tx, step, reviewer.actor, now).await?;
    for overruled in attempt.decision.iter().flat_map(|d| &d.overruled) {
        let detail = format!("{} {}", overruled.finding, overruled.class.code());
        let subject = order.number.to_string();
        app.log(&mut *tx, reviewer.actor, "overruled", &subject, &detail)
            .await?;
    }
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}

/// Takes a decision back, within ten seconds.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn undo(app: &App, reviewer: &Reviewer, number: OrderNumber) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let order = own(&mut *tx, reviewer, number).await?;
    let id = order.attempt.ok_or(Refusal::NoPicture)?;
    let mut attempt = tx.attempt(id).await?.ok_or(Refusal::NoPicture)?;
    let step = order.undo(reviewer.id, now)?;
    attempt.decision = None;
    tx.update_attempt(&attempt).await?;
    let order = app.keep(&mut *tx, step, reviewer.actor, now).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}

/// Gives an order back to the queue.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn release(app: &App, reviewer: &Reviewer, number: OrderNumber) -> Result<(), AppError> {
    step(app, reviewer, number, |order, now| {
        order.release(reviewer.id, now)
    })
    .await
}

/// Puts an order before another inspector.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn ask_second_opinion(
    app: &App,
    reviewer: &Reviewer,
    number: OrderNumber,
) -> Result<(), AppError> {
    step(app, reviewer, number, |order, now| {
        order.ask_second_opinion(reviewer.id, now)
    })
    .await
}

fn covers(reviewer: &Reviewer, document: &str, city: Option<catalogue::DivisionCode>) -> bool {
    reviewer
        .scope
        .covers(document, city.map(catalogue::DivisionCode::number))
}

/// The order, if it is within the reviewer's scope; outside it, it is as if
/// there were none.
async fn own(
    tx: &mut dyn Transaction,
    reviewer: &Reviewer,
    number: OrderNumber,
) -> Result<Order, AppError> {
    let order = tx.order_by_number(number).await?;
    order
        .filter(|order| covers(reviewer, &order.document, order.city))
        .ok_or(AppError::NotFound)
}

async fn step(
    app: &App,
    reviewer: &Reviewer,
    number: OrderNumber,
    transition: impl FnOnce(Order, Timestamp) -> Result<Step, Refusal> + Send,
) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let order = own(&mut *tx, reviewer, number).await?;
    let step = transition(order, now)?;
    let order = app.keep(&mut *tx, step, reviewer.actor, now).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}
