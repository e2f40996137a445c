//! The counter window: a receipt looked up by number and person, its photo
//! handed over, the receipt used up.
//!
//! A number alone yields nothing, and neither does a guess: whoever guesses is
//! locked out for longer each time, and so is the number guessed at. A look-up
//! that finds something gives a [`Ticket`] for its photo, good for this window
//! and a quarter of an hour. Every look is in the log.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catalogue::DivisionCode;
use domain::receipt::{Fit, ReceiptStatus, Standing};
use domain::staff::throttle::{Failures, SignIn};
use domain::timestamp::minutes;
use domain::{Actor, Digest, Order, Receipt, ReceiptId, ReceiptNumber, Timestamp};
use storage::Transaction;

use crate::app::App;
use crate::applicant::open_details_of;
use crate::error::AppError;
use crate::further::{FurtherField, further};
use crate::inspector::Masked;
use crate::permit::{Clerk, Consumer, UseUndoer};
use crate::receipts::name_digest;

/// Which window: what is applied for there, and where. `None` for any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Identifier of the document.
    pub document: Option<String>,
    /// The issuing city, or its province.
    pub city: Option<DivisionCode>,
}

/// What shows that a receipt is the bearer's.
#[derive(Clone, PartialEq, Eq)]
pub enum Person {
    /// Their identity number.
    Identity(String),
    /// Their name.
    Name(String),
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Identity(_) => "Identity",
            Self::Name(_) => "Name",
        })
    }
}

impl Person {
    /// What was typed: a number has digits, a name has none.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        if text.chars().any(|c| c.is_ascii_digit()) {
            Self::Identity(text.to_owned())
        } else {
            Self::Name(text.to_owned())
        }
    }

    fn matches(&self, app: &App, receipt: &Receipt) -> bool {
        match self {
            Self::Identity(number) => receipt.identity == Some(identity_digest(app, number)),
            Self::Name(name) => receipt.name == Some(name_digest(app, name)),
        }
    }
}

/// Leave to see a receipt's photo, for whoever looked it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket(pub String);

/// How long a [`Ticket`] is good: as long as one applicant stands there.
const TICKET: std::time::Duration = minutes(15);

/// A receipt at the window.
#[derive(Clone, Debug)]
pub struct Found {
    /// The receipt.
    pub receipt: Receipt,
    /// How it stands.
    pub status: ReceiptStatus,
    /// Whether it is for this window.
    pub fit: Fit,
    /// Whose, masked; `None` once their data is erased.
    pub masked: Option<Masked>,
    /// What the document asks for besides, where the photo may be seen.
    pub further: Vec<FurtherField>,
    /// For its photo, where that may be seen.
    pub ticket: Option<Ticket>,
    /// A use of it can be taken back still.
    pub undoable: bool,
    /// When it was so.
    pub now: Timestamp,
}

/// Receipts a person's list shows.
const MOST_SHOWN: u32 = 20;

/// The receipt of this number, if it is this person's.
///
/// # Errors
/// [`AppError::Code`] for what is no receipt number; [`AppError::NotFound`]
/// where number and person do not belong together, whichever is wrong;
/// [`AppError::Locked`] after too many of these; storage.
pub async fn look_up(
    app: &App,
    clerk: &Clerk,
    window: &Window,
    number: &str,
    person: &Person,
) -> Result<Found, AppError> {
    let number: ReceiptNumber = number.parse().map_err(AppError::Code)?;
    let now = app.now();
    let mut tx = app.write().await?;
    let counts = [guesser(clerk.actor), format!("receipt:{number}")];
    allowed(&mut *tx, &counts, now).await?;
    let found = tx.receipt_by_number(number).await?;
    let found = found.filter(|receipt| person.matches(app, receipt));
    let Some(receipt) = found else {
        failed(app, tx, &counts, clerk.actor, number.as_str(), now).await?;
        return Err(AppError::NotFound);
    };
    for of in &counts {
        tx.keep_guesses(of, Failures::default()).await?;
    }
    let order = tx.order(receipt.order).await?;
    let found = show(app, clerk, window, receipt, order.as_ref(), now)?;
    let subject = found.receipt.number.to_string();
    let detail = format!("{} {}", found.status.code(), found.fit.code());
    app.log(
        &mut *tx,
        clerk.actor,
        "receipt-looked-up",
        &subject,
        &detail,
    )
    .await?;
    tx.save().await?;
    Ok(found)
}

/// A person's receipts, newest first. For people at a window alone: a program
/// names the receipt it asks for.
///
/// # Errors
/// [`AppError::Forbidden`] for a program; [`AppError::NotFound`];
/// [`AppError::Locked`]; storage.
pub async fn of_person(
    app: &App,
    clerk: &Clerk,
    window: &Window,
    identity: &str,
) -> Result<Vec<Found>, AppError> {
    let Actor::Staff(_) = clerk.actor else {
        return Err(domain::staff::Forbidden(domain::staff::Right::LookUpReceipt).into());
    };
    let now = app.now();
    let mut tx = app.write().await?;
    let counts = [guesser(clerk.actor)];
    allowed(&mut *tx, &counts, now).await?;
    let digest = identity_digest(app, identity);
    let receipts = tx.receipts_of_identity(digest, MOST_SHOWN).await?;
    if receipts.is_empty() {
        failed(app, tx, &counts, clerk.actor, "person", now).await?;
        return Err(AppError::NotFound);
    }
    let mut all = Vec::with_capacity(receipts.len());
    for receipt in receipts {
        let order = tx.order(receipt.order).await?;
        let found = show(app, clerk, window, receipt, order.as_ref(), now)?;
        let subject = found.receipt.number.to_string();
        app.log(&mut *tx, clerk.actor, "receipt-listed", &subject, "person")
            .await?;
        all.push(found);
    }
    tx.save().await?;
    Ok(all)
}

/// The receipt a ticket is for, as it stands now.
///
/// # Errors
/// [`AppError::NotFound`] for a ticket that is not good; storage.
pub async fn again(
    app: &App,
    clerk: &Clerk,
    window: &Window,
    ticket: &Ticket,
) -> Result<Found, AppError> {
    let mut tx = app.read().await?;
    let receipt = admitted(app, &mut *tx, clerk, ticket).await?;
    let order = tx.order(receipt.order).await?;
    show(app, clerk, window, receipt, order.as_ref(), app.now())
}

/// Why a photo is looked at; stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// To compare it with the person at the window.
    Compare,
    /// To take it over into the document.
    HandOver,
}

impl Why {
    const fn action(self) -> &'static str {
        match self {
            Self::Compare => "receipt-photo-seen",
            Self::HandOver => "receipt-photo-handed-over",
        }
    }
}

/// The photo, byte for byte as it was approved.
///
/// # Errors
/// [`AppError::NotFound`] for a ticket that is not good, or a photo that is
/// gone or not what was approved; [`AppError::Receipt`] where it may not be
/// handed over; storage.
pub async fn photo(
    app: &App,
    clerk: &Clerk,
    ticket: &Ticket,
    why: Why,
) -> Result<(ReceiptNumber, Vec<u8>), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, clerk, ticket).await?;
    if why == Why::HandOver {
        receipt.hand_over(now)?;
    }
    let order = tx.order(receipt.order).await?.ok_or(AppError::NotFound)?;
    let attempt = tx.attempt(receipt.attempt).await?;
    let blob = attempt.and_then(|attempt| attempt.photo);
    let photo = app
        .blob(&order, "photo", &blob.ok_or(AppError::NotFound)?)
        .await?;
    if hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&photo)) != receipt.photo_sha256 {
        tracing::error!("a photo is not the one its receipt vouches for");
        return Err(blobs::SealError::Damaged.into());
    }
    let subject = receipt.number.to_string();
    let detail = window_of(&receipt);
    app.log(&mut *tx, clerk.actor, why.action(), &subject, &detail)
        .await?;
    tx.save().await?;
    Ok((receipt.number, photo))
}

/// 核销: uses the receipt up.
///
/// # Errors
/// [`AppError::NotFound`] for a ticket that is not good;
/// [`AppError::Receipt`]; storage.
pub async fn use_up(
    app: &App,
    clerk: &Clerk,
    _: &Consumer,
    ticket: &Ticket,
) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, clerk, ticket).await?;
    let order = receipt.order;
    let step = receipt.use_up(clerk.actor, now)?;
    app.keep_receipt(&mut *tx, step, clerk.actor, now).await?;
    tx.save().await?;
    app.changed(order);
    Ok(())
}

/// Takes a use back, on its own day.
///
/// # Errors
/// As [`use_up`].
pub async fn undo_use(
    app: &App,
    clerk: &Clerk,
    _: &UseUndoer,
    ticket: &Ticket,
) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, clerk, ticket).await?;
    let order = receipt.order;
    let step = receipt.undo_use(now)?;
    app.keep_receipt(&mut *tx, step, clerk.actor, now).await?;
    tx.save().await?;
    app.changed(order);
    Ok(())
}

fn show(
    app: &App,
    clerk: &Clerk,
    window: &Window,
    receipt: Receipt,
    order: Option<&Order>,
    now: Timestamp,
) -> Result<Found, AppError> {
    let status = receipt.status(now);
    let outside = !clerk
        .scope
        .covers(&receipt.document, receipt.city.map(DivisionCode::number));
    let fit = match receipt.fits(window.document.as_deref(), window.city) {
        Fit::Fits if outside && !clerk.scope.has_document(&receipt.document) => {
            Fit::AnotherDocument
        }
        Fit::Fits if outside => Fit::AnotherPlace,
        fit => fit,
    };
    let alive = order.filter(|order| order.key.is_some());
    let details = match alive {
        Some(order) => open_details_of(app, order)?.map(|applicant| (order, applicant)),
        None => None,
    };
    let seen = fit == Fit::Fits && !status.has_ended() && alive.is_some();
    Ok(Found {
        status,
        fit,
        masked: details.as_ref().map(|(_, applicant)| Masked::of(applicant)),
        further: details
            .as_ref()
            .filter(|_| seen)
            .map_or_else(Vec::new, |(order, applicant)| {
                further(app, order, applicant)
            }),
        ticket: seen.then(|| issue_ticket(app, clerk, receipt.id, now)),
        undoable: matches!(receipt.standing, Standing::Used { .. })
            && receipt.clone().undo_use(now).is_ok(),
        receipt,
        now,
    })
}

fn issue_ticket(app: &App, clerk: &Clerk, id: ReceiptId, now: Timestamp) -> Ticket {
    let until = now.plus(TICKET);
    let seal = ticket_seal(app, clerk, id, until);
    Ticket(format!("{id}.{}.{seal}", until.0))
}

fn ticket_seal(app: &App, clerk: &Clerk, id: ReceiptId, until: Timestamp) -> String {
    let of = format!("{}:{id}:{}", guesser(clerk.actor), until.0);
    URL_SAFE_NO_PAD.encode(app.digest("ticket", &of).0)
}

/// The receipt a good ticket is for.
async fn admitted(
    app: &App,
    tx: &mut dyn Transaction,
    clerk: &Clerk,
    ticket: &Ticket,
) -> Result<Receipt, AppError> {
    let mut parts = ticket.0.splitn(3, '.');
    let mut part = || parts.next().ok_or(AppError::NotFound);
    let id: ReceiptId = part()?.parse().map_err(|_| AppError::NotFound)?;
    let until = Timestamp(part()?.parse().map_err(|_| AppError::NotFound)?);
    let seal = part()?;
    // Comparing hashes: how much of a seal is right tells nothing of the rest.
    let theirs = app.digest("ticket-compare", seal);
    let ours = app.digest("ticket-compare", &ticket_seal(app, clerk, id, until));
    if theirs != ours || app.now() >= until {
        return Err(AppError::NotFound);
    }
    tx.receipt(id).await?.ok_or(AppError::NotFound)
}

async fn allowed(
    tx: &mut dyn Transaction,
    counts: &[String],
    now: Timestamp,
) -> Result<(), AppError> {
    for of in counts {
        if let SignIn::LockedUntil(until) = tx.guesses(of).await?.sign_in(now) {
            return Err(AppError::Locked { until });
        }
    }
    Ok(())
}

async fn failed(
    app: &App,
    mut tx: Box<dyn Transaction>,
    counts: &[String],
    actor: Actor,
    subject: &str,
    now: Timestamp,
) -> Result<(), AppError> {
    for of in counts {
        let failures = tx.guesses(of).await?.another(now);
        tx.keep_guesses(of, failures).await?;
    }
    app.log(&mut *tx, actor, "receipt-not-found", subject, "")
        .await?;
    tx.save().await?;
    Ok(())
}

fn guesser(actor: Actor) -> String {
    match actor {
        Actor::Staff(id) => format!("staff:{id}"),
        Actor::Program(id) => format!("program:{id}"),
        Actor::Applicant => "applicant".to_owned(),
        Actor::System => "house".to_owned(),
    }
}

/// The digest an order keeps of an identity number, of what was typed.
fn identity_digest(app: &App, typed: &str) -> Digest {
    app.digest("identity", &domain::applicant::plain_number(typed))
}

fn window_of(receipt: &Receipt) -> String {
    match receipt.city {
        Some(city) => format!("{} {city}", receipt.document),
        None => receipt.document.clone(),
    }
}
