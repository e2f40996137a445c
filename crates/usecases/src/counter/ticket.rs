//! Tickets: capabilities to read a receipt's photo, given by a look-up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::staff::right::LookUpReceipt;
use domain::timestamp::minutes;
use domain::{Receipt, ReceiptId, Timestamp};
use storage::Transaction;

use super::serving::serving;
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// A 15-minute capability to read one receipt's photo, bound to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket(pub String);

/// How long a [`Ticket`] is valid: time to serve one applicant.
const LIFETIME: std::time::Duration = minutes(15);

pub(super) fn issue_ticket(app: &App, permit: &Permit<LookUpReceipt>, id: ReceiptId) -> Ticket {
    let until = app.now().plus(LIFETIME);
    let seal = seal(app, permit, id, until);
    Ticket(format!("{id}.{}.{seal}", until.0))
}

fn seal(app: &App, permit: &Permit<LookUpReceipt>, id: ReceiptId, until: Timestamp) -> String {
    let of = format!("{}:{id}:{}", permit.holder(), until.0);
    URL_SAFE_NO_PAD.encode(app.vouch("ticket", &of).0)
}

/// The receipt of a valid ticket, if its caller still serves it. How the
/// receipt stands now is for the caller to check: it may have been revoked, or
/// its order erased, since the ticket was given.
pub(super) async fn admitted(
    app: &App,
    tx: &mut dyn Transaction,
    permit: &Permit<LookUpReceipt>,
    ticket: &Ticket,
) -> Result<Receipt, AppError> {
    let mut parts = ticket.0.splitn(3, '.');
    let mut part = || parts.next().ok_or(AppError::NotFound);
    let id: ReceiptId = part()?.parse().map_err(|_| AppError::NotFound)?;
    let until = Timestamp(part()?.parse().map_err(|_| AppError::NotFound)?);
    let given = part()?;
    // Compares digests, so that timing does not reveal how much of the seal is
    // right.
    let theirs = app.digest("ticket-compare", given);
    let ours = app.digest("ticket-compare", &seal(app, permit, id, until));
    if theirs != ours || app.now() >= until {
        return Err(AppError::NotFound);
    }
    let served = serving(tx, permit).await?;
    let receipt = tx.receipt(id).await?;
    receipt
        .filter(|receipt| served.has(receipt))
        .ok_or(AppError::NotFound)
}
