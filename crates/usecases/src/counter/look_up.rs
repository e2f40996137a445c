//! Looking up receipts, and throttling of guesses.

use domain::guess::Guess;
use domain::log::LogAction;
use domain::staff::right::LookUpReceipt;
use domain::staff::{Forbidden, Right};
use domain::{Actor, ReceiptNumber};
use storage::Transaction;

use super::person::{Person, identity_digest};
use super::photo::Lies;
use super::serving::serving;
use super::ticket::{Ticket, admitted};
use super::view::{CounterReceipt, ListedReceipt, Window, listed, view};
use crate::app::App;
use crate::error::AppError;
use crate::guessing::Guessed;
use crate::permit::Permit;

/// Most receipts listed for a person.
const MOST_SHOWN: u32 = 20;

/// The receipt of this number, if it is this person's and of a document and
/// city that the caller serves.
///
/// # Errors
/// [`AppError::Code`] if the text is not a receipt number; [`AppError::Person`] if the
/// person's cannot be a name or a number, which is not counted;
/// [`AppError::NotFound`] if number and person do not match or the receipt is
/// for others to serve, without telling which; [`AppError::Locked`] after too
/// many of these; [`AppError::PhotoLost`] if the photo it vouches for does not
/// open; storage.
pub async fn look_up(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
    number: &str,
    person: &Person,
) -> Result<CounterReceipt, AppError> {
    let number: ReceiptNumber = number.parse().map_err(AppError::Code)?;
    let person = person.digests(app)?;
    let by = permit.holder();
    let looker = by.to_string();
    let guessed = Guessed::at(
        app,
        &[
            (Guess::CounterPair, &format!("{looker} {number}")),
            (Guess::CounterLooker, &looker),
            (Guess::CounterNumber, number.as_str()),
        ],
    );
    let mut tx = app.write().await?;
    guessed.admit(app, &mut *tx).await?;
    let served = serving(&mut *tx, permit).await?;
    let found = tx.receipt_by_number(number).await?;
    let found = found.filter(|receipt| person.are_of(receipt));
    let found = found.filter(|receipt| served.has(receipt));
    let Some(receipt) = found else {
        return Err(missed(app, tx, &guessed, by, number.as_str()).await?);
    };
    let (found, order) = view(app, &mut *tx, permit, window, &receipt).await?;
    let subject = receipt.number.to_string();
    // A receipt is not called valid whose photo nobody can see.
    if let (Some(_), Some(order)) = (&found.ticket, &order) {
        let lies = Lies::of(&mut *tx, &receipt).await?;
        // Nothing was written yet; the answer stands, whoever guesses meanwhile.
        drop(tx);
        let looked = lies.look(app, &receipt, order).await;
        tx = app.write().await?;
        if let Err(lost) = looked {
            if lost.is_unreachable() {
                return Err(lost);
            }
            app.log(&mut *tx, by, LogAction::ReceiptPhotoLost, &subject, "")
                .await?;
            tx.save().await?;
            return Err(lost);
        }
    }
    let detail = format!("{} {}", found.status.code(), found.fit.code());
    app.log(&mut *tx, by, LogAction::ReceiptLookedUp, &subject, &detail)
        .await?;
    tx.save().await?;
    Ok(found)
}

/// How a person's receipts stand, newest first: enough to tell them which to
/// bring, and no photo, for an identity number is no secret. For staff only: a
/// program must name a receipt.
///
/// # Errors
/// [`AppError::Forbidden`] for a program; [`AppError::NotFound`];
/// [`AppError::Locked`]; storage.
pub async fn of_person(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    identity: &str,
) -> Result<Vec<ListedReceipt>, AppError> {
    let by = permit.holder();
    let Actor::Staff(_) = by else {
        return Err(Forbidden(Right::LookUpReceipt).into());
    };
    let asked = Person::Identity(identity.to_owned());
    asked.digests(app)?;
    let guessed = Guessed::at(app, &[(Guess::CounterList, &by.to_string())]);
    let mut tx = app.write().await?;
    guessed.admit(app, &mut *tx).await?;
    let served = serving(&mut *tx, permit).await?;
    let digest = identity_digest(app, identity);
    let mut receipts = tx.receipts_of_identity(digest, MOST_SHOWN).await?;
    receipts.retain(|receipt| served.has(receipt));
    if receipts.is_empty() {
        return Err(missed(app, tx, &guessed, by, "person").await?);
    }
    for receipt in &receipts {
        let subject = receipt.number.to_string();
        app.log(&mut *tx, by, LogAction::ReceiptListed, &subject, "person")
            .await?;
    }
    tx.save().await?;
    Ok(receipts
        .iter()
        .map(|receipt| listed(receipt, app.now()))
        .collect())
}

/// The receipt of a ticket, in its current state.
///
/// # Errors
/// [`AppError::NotFound`] for an invalid ticket; storage.
pub async fn again(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
    ticket: &Ticket,
) -> Result<CounterReceipt, AppError> {
    let mut tx = app.read().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    let (seen, _) = view(app, &mut *tx, permit, window, &receipt).await?;
    Ok(seen)
}

/// Counts and logs a miss; gives the error.
pub(super) async fn missed(
    app: &App,
    mut tx: Box<dyn Transaction>,
    guessed: &Guessed,
    by: Actor,
    subject: &str,
) -> Result<AppError, AppError> {
    guessed.missed(app, &mut *tx).await?;
    app.log(&mut *tx, by, LogAction::ReceiptNotFound, subject, "")
        .await?;
    tx.save().await?;
    Ok(AppError::NotFound)
}
