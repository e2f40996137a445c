//! The read model of a receipt for a counter, independent of language.

use catalogue::{DivisionCode, DocumentId, Uses};
use domain::receipt::{Fit, Issue, ReceiptStatus, Standing};
use domain::staff::right::LookUpReceipt;
use domain::{Order, PhotoHash, Receipt, ReceiptNumber, Timestamp};
use jiff::civil::Date;
use storage::Transaction;

use super::ticket::{Ticket, issue_ticket};
use crate::app::App;
use crate::applicant::{FurtherValue, further as further_of, open_details};
use crate::error::AppError;
use crate::masked::MaskedApplicant;
use crate::permit::Permit;
use crate::receipts::as_signed;
use crate::sealed_photos::PhotoLock;

/// What a counter is for; `None` for any document or city.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The document.
    pub document: Option<DocumentId>,
    /// The issuing city, or its province.
    pub city: Option<DivisionCode>,
}

/// A receipt, as seen at a counter.
#[derive(Clone, Debug)]
pub struct CounterReceipt {
    /// The receipt's number.
    pub number: ReceiptNumber,
    /// The document it was issued for.
    pub document: DocumentId,
    /// The document's issuing city.
    pub city: Option<DivisionCode>,
    /// Status.
    pub status: ReceiptStatus,
    /// Whether it is accepted at this counter.
    pub fit: Fit,
    /// When it was used or revoked.
    pub ended_at: Option<Timestamp>,
    /// When the picture was taken.
    pub taken_at: Timestamp,
    /// When it was approved.
    pub approved_at: Timestamp,
    /// Last day of validity, in China.
    pub valid_until: Date,
    /// Whether it is a sample.
    pub is_sample: bool,
    /// Hash of the approved file; `None` once it is erased.
    pub photo_hash: Option<PhotoHash>,
    /// The applicant, masked; `None` once their data is erased.
    pub applicant: Option<MaskedApplicant>,
    /// The document's further fields, if the photo may be seen.
    pub further: Vec<FurtherValue>,
    /// How the photo opens.
    pub lock: PhotoLock,
    /// Ticket for the photo, if the photo may be seen.
    pub ticket: Option<Ticket>,
    /// Whether the photo may be handed over.
    pub may_hand_over: bool,
    /// Whether the receipt can be marked as used.
    pub may_use_up: bool,
    /// Whether a use can be undone.
    pub may_undo: bool,
}

/// A receipt in the list of a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedReceipt {
    /// The end of its number, to recognise the paper by; the rest is hidden.
    pub number_end: String,
    /// The document it was issued for.
    pub document: DocumentId,
    /// The document's issuing city.
    pub city: Option<DivisionCode>,
    /// Status.
    pub status: ReceiptStatus,
    /// Last day of validity, in China.
    pub valid_until: Date,
}

/// Characters of a number that a list shows: with four of twelve known, of which
/// one is the check character, eight stay unknown, 31^8 numbers.
const SHOWN_OF_NUMBER: usize = 4;

pub(super) fn listed(receipt: &Receipt, now: Timestamp) -> ListedReceipt {
    let number = receipt.number.as_str();
    let hidden = number.len().saturating_sub(SHOWN_OF_NUMBER);
    ListedReceipt {
        number_end: number.get(hidden..).unwrap_or_default().to_owned(),
        document: receipt.document.clone(),
        city: receipt.city,
        status: receipt.status(now),
        valid_until: receipt.valid_until,
    }
}

/// The receipt as the holder of `permit` sees it at `window`, and its order, if that
/// is still stored.
pub(super) async fn view(
    app: &App,
    tx: &mut dyn Transaction,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
    receipt: &Receipt,
) -> Result<(CounterReceipt, Option<Order>), AppError> {
    as_signed(app, receipt)?;
    let order = tx.order(receipt.order).await?;
    let lock = PhotoLock::of(tx.sealed_photo(receipt.id).await?.as_ref());
    let now = app.now();
    let status = receipt.status(now);
    let fit = receipt.fits(window.document.as_ref(), window.city);
    let alive = order.as_ref().filter(|order| order.key.is_some());
    let details = match alive {
        Some(order) => open_details(app, order)?.map(|kept| (order, kept.applicant)),
        None => None,
    };
    let is_seen = fit == Fit::Fits && receipt.hand_over(now).is_ok() && alive.is_some();
    let further = details.as_ref().filter(|_| is_seen);
    let further = further.map(|(order, applicant)| further_of(app, order, applicant));
    let is_good = matches!(status, ReceiptStatus::Valid | ReceiptStatus::Sample);
    let seen = CounterReceipt {
        number: receipt.number,
        document: receipt.document.clone(),
        city: receipt.city,
        status,
        fit,
        ended_at: match receipt.standing {
            Standing::Used { at, .. } | Standing::Revoked { at, .. } => Some(at),
            Standing::Good => None,
        },
        taken_at: receipt.taken_at,
        approved_at: receipt.approved_at,
        valid_until: receipt.valid_until,
        is_sample: receipt.issue == Issue::Sample,
        photo_hash: receipt.photo_hash,
        applicant: details.as_ref().map(|(_, one)| MaskedApplicant::of(one)),
        further: further.unwrap_or_default(),
        lock,
        ticket: is_seen.then(|| issue_ticket(app, permit, receipt.id)),
        may_hand_over: is_seen && lock != PhotoLock::Gone,
        may_use_up: fit == Fit::Fits && is_good && receipt.terms.uses == Uses::Once,
        // The photo of a sealed one went with its use.
        may_undo: receipt.clone().undo_use(now).is_ok() && lock != PhotoLock::Gone,
    };
    Ok((seen, order))
}
