//! Beginning an order.

use catalogue::{Answer, Authority};
use domain::money::Bill;
use domain::{
    Actor, ApplicantAction, Digest, Order, OrderId, OrderNumber, Purpose, Refusal, Status, Step,
    Timestamp,
};

use super::details::{PROPOSAL, open_details};
use super::own_order::{OwnOrder, Proof};
use crate::app::App;
use crate::error::AppError;
use crate::mini_programme::MiniUser;

/// Begins an order, at the price of now.
///
/// # Errors
/// [`AppError::NotFound`] for a document or city that the catalogue does not
/// have, for a city with a document that has none, and for a missing city;
/// [`AppError::NotAccepted`] where photos taken by applicants are not accepted;
/// storage.
pub async fn begin(app: &App, device: Digest, purpose: Purpose) -> Result<OwnOrder, AppError> {
    let whose = Whose {
        device,
        wechat: None,
    };
    begin_as(app, whose, purpose).await
}

/// Whose a new order is.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// Digest of the device, or of a new token.
    pub device: Digest,
    /// The WeChat user who begins it.
    pub wechat: Option<&'a MiniUser>,
}

/// [`begin`], by whoever signed in.
///
/// # Errors
/// As [`begin`].
pub async fn begin_as(app: &App, whose: Whose<'_>, purpose: Purpose) -> Result<OwnOrder, AppError> {
    let now = app.now();
    keep(app, now, || draft(app, whose, &purpose, now)).await
}

/// Begins an order like an approved one, to renew a receipt that expires soon:
/// the form is filled with its details. Consent is asked for again. A visitor
/// who did not begin it gets an empty form: the new order is theirs for good,
/// and would show them all of the details.
///
/// # Errors
/// [`Refusal::WrongState`] for an order that was never approved;
/// [`AppError::NotFound`] for one whose data is erased; storage.
pub async fn renew(app: &App, own: &OwnOrder, device: Digest) -> Result<OwnOrder, AppError> {
    let whose = Whose {
        device,
        wechat: None,
    };
    renew_as(app, own, whose).await
}

/// [`renew`], by whoever signed in.
///
/// # Errors
/// As [`renew`].
pub async fn renew_as(app: &App, own: &OwnOrder, whose: Whose<'_>) -> Result<OwnOrder, AppError> {
    let now = app.now();
    if own.order.status(now) != Status::Approved {
        return Err(Refusal::WrongState.into());
    }
    if !own.order.allows(ApplicantAction::Renew, now) {
        return Err(AppError::NotFound);
    }
    let purpose = Purpose {
        document: own.order.document.clone(),
        city: own.order.city,
    };
    // Of an erased order nothing is left to propose.
    let kept = match own.proof == Proof::Owner && own.order.key.is_some() {
        true => Some(open_details(app, &own.order)?.ok_or(AppError::NotFound)?),
        false => None,
    };
    keep(app, now, || {
        let mut step = draft(app, whose, &purpose, now)?;
        if let Some(kept) = &kept {
            step.order.proposal = Some(app.seal_json(&step.order, PROPOSAL, &kept.applicant)?);
        }
        Ok(step)
    })
    .await
}

/// Most numbers that are drawn for one order. Each is taken as often as there are orders
/// among all numbers.
const DRAWN: u32 = 5;

/// Keeps what `drafted` gives; where its number is taken, what it gives next.
async fn keep(
    app: &App,
    now: Timestamp,
    drafted: impl Fn() -> Result<Step, AppError> + Send + Sync,
) -> Result<OwnOrder, AppError> {
    let mut drawn = 1;
    loop {
        let step = drafted()?;
        let mut tx = app.write().await?;
        match app.commit(&mut *tx, step, Actor::Applicant, now).await {
            Ok(order) => {
                tx.save().await?;
                return Ok(OwnOrder {
                    order,
                    proof: Proof::Owner,
                });
            }
            Err(AppError::NameTaken) if drawn < DRAWN => drawn += 1,
            Err(error) => return Err(error),
        }
    }
}

fn draft(app: &App, whose: Whose<'_>, purpose: &Purpose, now: Timestamp) -> Result<Step, AppError> {
    let (document, city) = app.purpose(&purpose.document, purpose.city)?;
    if (document.authority == Authority::City) != city.is_some() {
        return Err(AppError::NotFound);
    }
    let answer = match city {
        Some(city) => app.catalogue().acceptance(document, city).answer,
        None => document.elsewhere.answer,
    };
    if answer == Answer::No {
        return Err(AppError::NotAccepted);
    }
    let mut randomness = app.randomness();
    let id = OrderId::new(now, &mut *randomness);
    let number = OrderNumber::generate(&mut *randomness);
    let key = app.new_key(id);
    let price = app.price(&purpose.document, purpose.city);
    let mut step = Order::draft(id, number, Some(whose.device), key, purpose.clone(), now);
    step.order.bill = Bill::over(price);
    if let Some(user) = whose.wechat {
        step.order.wechat = Some(user.for_order(app, &step.order)?);
    }
    Ok(step)
}
