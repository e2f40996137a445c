//! Opening an order on another device: by its number and phone number, which
//! show how it stands, and by a second proof, which opens all of it.

use domain::applicant::{IdentityDocument, Phone, plain_number};
use domain::guess::Guess;
use domain::log::LogAction;
use domain::{Actor, OrderNumber};
use storage::Transaction;

use super::details::open_details;
use super::own_order::{FoundOrder, OwnOrder, Proof};
use crate::app::App;
use crate::error::AppError;
use crate::guessing::{Guessed, Next};

/// The network site a look-up comes from: an IPv4 address, or the first 56 bits
/// of an IPv6 one. Counted as a keyed digest only; not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Site(pub String);

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Site")
    }
}

/// The order of this number, if this is its applicant's phone number.
///
/// # Errors
/// [`AppError::NotFound`] if number and phone do not match, without telling
/// which is wrong; [`AppError::Locked`] after too many of these, for a number
/// that nobody has as for one that exists; storage.
pub async fn find(
    app: &App,
    number: OrderNumber,
    phone: &Phone,
    from: &Site,
) -> Result<FoundOrder, AppError> {
    let guessed = Guessed::at(
        app,
        &[
            (Guess::OrderPhone, number.as_str()),
            (Guess::FinderSite, &from.0),
            (Guess::AllFinders, ""),
        ],
    );
    let mut tx = app.write().await?;
    guessed.admit(app, &mut *tx).await?;
    let digest = app.digest("phone", phone.as_str());
    let order = tx.order_by_number(number).await?;
    let Some(order) = order.filter(|order| order.phone == Some(digest)) else {
        let words = (LogAction::OrderNotFound, LogAction::OrderFindLocked);
        return Err(missed(app, tx, &guessed, number, words).await?);
    };
    logged(app, &mut *tx, LogAction::OrderFound, number).await?;
    tx.save().await?;
    Ok(FoundOrder { order })
}

/// Number of characters of the second proof.
pub const PROOF_LENGTH: usize = 6;

/// The found order as its owner's, if `end` is the end of the applicant's
/// identity number: its last six characters, or all of a shorter one.
///
/// # Errors
/// [`AppError::Text`] for a text that cannot be the end of a number, which is
/// not counted; [`AppError::NotFound`] for a wrong one; [`AppError::Locked`]
/// after too many of these; storage.
pub async fn prove(app: &App, found: &FoundOrder, end: &str) -> Result<OwnOrder, AppError> {
    let end = plain_number(end);
    if end.is_empty() || end.chars().count() > PROOF_LENGTH {
        return Err(AppError::Text);
    }
    let number = found.order.number;
    let guessed = Guessed::at(app, &[(Guess::OrderProof, number.as_str())]);
    let mut tx = app.write().await?;
    guessed.admit(app, &mut *tx).await?;
    let order = tx.order(found.order.id).await?.ok_or(AppError::NotFound)?;
    let kept = open_details(app, &order)?.ok_or(AppError::NotFound)?;
    let is_right =
        app.digest("proof", &end) == app.digest("proof", &ending(&kept.applicant.identity));
    if !is_right {
        let words = (LogAction::OrderProofWrong, LogAction::OrderProofLocked);
        return Err(missed(app, tx, &guessed, number, words).await?);
    }
    logged(app, &mut *tx, LogAction::OrderProven, number).await?;
    tx.save().await?;
    Ok(OwnOrder {
        order,
        proof: Proof::Proven,
    })
}

fn ending(identity: &IdentityDocument) -> String {
    let number = plain_number(identity.number());
    let skipped = number.chars().count().saturating_sub(PROOF_LENGTH);
    number.chars().skip(skipped).collect()
}

/// Counts and logs a miss; gives the error. The refusals of a lock are not
/// logged one by one: whoever is locked cannot fill the log.
async fn missed(
    app: &App,
    mut tx: Box<dyn Transaction>,
    guessed: &Guessed,
    number: OrderNumber,
    (wrong, locked): (LogAction, LogAction),
) -> Result<AppError, AppError> {
    let next = guessed.missed(app, &mut *tx).await?;
    logged(app, &mut *tx, wrong, number).await?;
    if next == Next::Locked {
        logged(app, &mut *tx, locked, number).await?;
    }
    tx.save().await?;
    Ok(AppError::NotFound)
}

/// With the order's number and nothing of its applicant.
async fn logged(
    app: &App,
    tx: &mut dyn Transaction,
    action: LogAction,
    number: OrderNumber,
) -> Result<(), AppError> {
    app.log(tx, Actor::Applicant, action, number.as_str(), "")
        .await
}
