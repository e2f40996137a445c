//! The applicant's proof of consent: the code, and the record that only the
//! code leads to.

use domain::applicant::consent_proof::Consented;
use domain::{ConsentCode, Order, Timestamp};
use storage::{ConsentRecord, Transaction};

use super::details::{KeptDetails, open_details};
use super::own_order::{OwnOrder, Proof};
use crate::app::App;
use crate::error::AppError;

/// The order's code: the one given before, else a new one.
pub(super) fn code_of(app: &App, order: &Order) -> Result<ConsentCode, AppError> {
    let known = open_details(app, order)?.and_then(|kept| kept.consent_code);
    Ok(known.unwrap_or_else(|| ConsentCode::generate(&mut *app.randomness())))
}

/// Keeps the record of the consents in `kept`, given at `now`.
pub(super) async fn keep(
    tx: &mut dyn Transaction,
    order: &Order,
    code: ConsentCode,
    kept: &KeptDetails,
    now: Timestamp,
) -> Result<(), AppError> {
    let kinds: Vec<_> = kept.consents.iter().map(|consent| consent.kind).collect();
    let consented = Consented {
        number: order.number,
        texts: crate::TEXTS_VERSION,
        kinds: &kinds,
        given_at: now,
    };
    let person = code.person(consented, kept.applicant.identity.number());
    tx.keep_consent(&ConsentRecord {
        order: order.id,
        number: order.number,
        submissions: order.submissions,
        code: code.lookup(),
        person,
        texts: crate::TEXTS_VERSION.to_owned(),
        kinds,
        given_at: now,
        erased_at: None,
    })
    .await?;
    Ok(())
}

/// The code that proves the order's consent, in groups of four; `None` before
/// consent was given, once the data is deleted, and for a visitor who opened the
/// order by number and phone.
///
/// # Errors
/// A value that cannot be opened.
pub fn consent_code(app: &App, own: &OwnOrder) -> Result<Option<String>, AppError> {
    if own.proof != Proof::Owner {
        return Ok(None);
    }
    let kept = open_details(app, &own.order)?;
    Ok(kept
        .and_then(|kept| kept.consent_code)
        .map(|code| code.grouped()))
}
