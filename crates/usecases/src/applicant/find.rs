//! Opening an order on another device: by its number or its receipt's with the phone
//! or identity number, which show how it stands, and by the other of the two, which
//! opens all of it.

use domain::Actor;
use domain::applicant::{IdentityDocument, Phone, plain_number};
use domain::guess::Guess;
use domain::log::LogAction;
use storage::Transaction;

use super::details::open_details;
use super::own_order::{FoundOrder, Known, OwnOrder, Proof};
use super::sought::{SoughtNumber, SoughtPerson, is_phone_of};
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

/// The order of this number, if this is its applicant's phone or identity number.
///
/// # Errors
/// [`AppError::NotFound`] if number and person do not match, without telling
/// which is wrong; [`AppError::Locked`] after too many of these, for a number
/// that nobody has as for one that exists; storage.
pub async fn find(
    app: &App,
    number: SoughtNumber,
    person: &SoughtPerson,
    from: &Site,
) -> Result<FoundOrder, AppError> {
    let mut tx = app.write().await?;
    let stored = number.stored(&mut *tx).await?;
    // By either number the same order's guesses are counted.
    let subject = match &stored {
        Some((order, _)) => order.number.to_string(),
        None => number.plain().to_owned(),
    };
    let guessed = Guessed::at(
        app,
        &[
            (Guess::OrderPhone, &subject),
            (Guess::FinderSite, &from.0),
            (Guess::AllFinders, ""),
        ],
    );
    guessed.admit(app, &mut *tx).await?;
    let found = stored.and_then(|(order, receipt)| {
        let known = person.known(app, &order, receipt.as_ref())?;
        Some(FoundOrder { order, known })
    });
    let Some(found) = found else {
        let words = (LogAction::OrderNotFound, LogAction::OrderFindLocked);
        return Err(missed(app, tx, &guessed, &subject, words).await?);
    };
    logged(app, &mut *tx, LogAction::OrderFound, &subject).await?;
    tx.save().await?;
    Ok(found)
}

/// Number of characters of the second proof.
pub const PROOF_LENGTH: usize = 6;

/// The found order as its owner's, if `typed` is what is not known yet: after the
/// phone number the end of the applicant's identity number (its last six characters,
/// or all of a shorter one), after the identity number the phone number.
///
/// # Errors
/// [`AppError::Text`] for a text that cannot be that, which is
/// not counted; [`AppError::NotFound`] for a wrong one; [`AppError::Locked`]
/// after too many of these; storage.
pub async fn prove(app: &App, found: &FoundOrder, typed: &str) -> Result<OwnOrder, AppError> {
    let given = Given::parse(found.known, typed).ok_or(AppError::Text)?;
    let number = found.order.number;
    let guessed = Guessed::at(app, &[(Guess::OrderProof, number.as_str())]);
    let mut tx = app.write().await?;
    guessed.admit(app, &mut *tx).await?;
    let order = tx.order(found.order.id).await?.ok_or(AppError::NotFound)?;
    let is_right = match given {
        Given::End(end) => {
            let kept = open_details(app, &order)?.ok_or(AppError::NotFound)?;
            app.digest("proof", &end) == app.digest("proof", &ending(&kept.applicant.identity))
        }
        Given::Phone(phone) => is_phone_of(app, &phone, &order),
    };
    if !is_right {
        let words = (LogAction::OrderProofWrong, LogAction::OrderProofLocked);
        return Err(missed(app, tx, &guessed, number.as_str(), words).await?);
    }
    logged(app, &mut *tx, LogAction::OrderProven, number.as_str()).await?;
    tx.save().await?;
    Ok(OwnOrder {
        order,
        proof: Proof::Proven,
    })
}

/// The second proof, as typed.
enum Given {
    /// The end of an identity number.
    End(String),
    /// A phone number.
    Phone(Phone),
}

impl Given {
    /// Parses what is not `known`; `None` if the text cannot be that.
    fn parse(known: Known, typed: &str) -> Option<Self> {
        match known {
            Known::Phone => {
                let end = plain_number(typed);
                let is_end = (1..=PROOF_LENGTH).contains(&end.chars().count());
                is_end.then_some(Self::End(end))
            }
            Known::Identity => Phone::parse(typed).ok().map(Self::Phone),
        }
    }
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
    number: &str,
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
    number: &str,
) -> Result<(), AppError> {
    app.log(tx, Actor::Applicant, action, number, "").await
}
