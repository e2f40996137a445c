//! An order whose ownership the visitor has proved.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catalogue::{DivisionCode, DocumentId};
use domain::applicant::Phone;
use domain::{ApplicantAction, AttemptId, Digest, Order, OrderId, OrderNumber, Status, Timestamp};
use storage::Transaction;

use crate::app::App;
use crate::error::AppError;

/// How the visitor proved ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The order was begun on their device.
    Device,
    /// They know its order number and phone number only.
    Grant,
}

/// An order whose ownership the visitor has proved. Only this crate can
/// construct one, so a function that takes it cannot be called by anybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnOrder {
    /// The order as last read.
    pub(crate) order: Order,
    pub(crate) proof: Proof,
}

/// The main data of an order at an instant, without pictures and timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSummary {
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// The status shown to the applicant.
    pub status: Status,
    /// How often it was submitted.
    pub submissions: u16,
    /// The attempt last put to it; `None` once erased.
    pub picture: Option<AttemptId>,
    /// Whether the applicant's details are given.
    pub has_details: bool,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When personal data and photos were deleted.
    pub erased_at: Option<Timestamp>,
    /// Opaque version: changes whenever anything shown of the order changes.
    pub revision: String,
    allowed: Vec<ApplicantAction>,
}

impl OrderSummary {
    pub(crate) fn of(order: &Order, now: Timestamp) -> Self {
        const ACTIONS: [ApplicantAction; 5] = [
            ApplicantAction::Change,
            ApplicantAction::Cancel,
            ApplicantAction::Erase,
            ApplicantAction::Write,
            ApplicantAction::Renew,
        ];
        let status = order.status(now);
        let allowed = ACTIONS.into_iter();
        Self {
            number: order.number,
            document: order.document.clone(),
            city: order.city,
            status,
            submissions: order.submissions,
            picture: order.attempt.filter(|_| order.key.is_some()),
            has_details: order.applicant.is_some(),
            created_at: order.created_at,
            updated_at: order.updated_at,
            erased_at: order.erased_at,
            revision: format!("{}-{}", order.version, status.code()),
            allowed: allowed.filter(|one| order.allows(*one, now)).collect(),
        }
    }

    /// Whether `action` is offered to the applicant.
    #[must_use]
    pub fn allows(&self, action: ApplicantAction) -> bool {
        self.allowed.contains(&action)
    }
}

impl OwnOrder {
    /// The order's number.
    #[must_use]
    pub const fn number(&self) -> OrderNumber {
        self.order.number
    }

    /// The summary at `now`, of the order as last read.
    #[must_use]
    pub fn summary(&self, now: Timestamp) -> OrderSummary {
        OrderSummary::of(&self.order, now)
    }

    /// Whether everything kept of it can be copied here: on the device it was
    /// begun on, until it is erased.
    #[must_use]
    pub fn may_be_copied(&self) -> bool {
        self.proof == Proof::Device && self.order.key.is_some()
    }

    /// Whether the id, as announced by [`App::changes`], is this order's.
    #[must_use]
    pub fn is(&self, id: OrderId) -> bool {
        self.order.id == id
    }

    /// Time from `now` until the applicant is told of the decision; `None` if
    /// no decision is pending.
    #[must_use]
    pub fn told_in(&self, now: Timestamp) -> Option<Duration> {
        self.order.told_in(now)
    }

    /// The order as stored now; it may have changed since it was last read.
    pub(crate) async fn fresh(&self, tx: &mut dyn Transaction) -> Result<Order, AppError> {
        tx.order(self.order.id).await?.ok_or(AppError::NotFound)
    }
}

/// What a visitor presents to open orders.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// Digest of the device's secret.
    pub device: Option<Digest>,
    /// Grants given to this device by [`grant`].
    pub grants: Vec<String>,
}

/// The order, if it was begun on this device or a grant for it was given to
/// this device.
///
/// # Errors
/// Storage.
pub async fn open(
    app: &App,
    number: OrderNumber,
    shown: &Credentials,
) -> Result<Option<OwnOrder>, AppError> {
    let Some(device) = shown.device else {
        return Ok(None);
    };
    let order = app.read().await?.order_by_number(number).await?;
    Ok(order.and_then(|order| {
        let is_granted = order.erased_at.is_none()
            && shown.grants.contains(&grant_of(app, order.number, device));
        let proof = match order.device {
            Some(begun_on) if begun_on == device => Proof::Device,
            _ if is_granted => Proof::Grant,
            _ => return None,
        };
        Some(OwnOrder { order, proof })
    }))
}

/// The order of this number, if this is its applicant's phone number.
///
/// # Errors
/// Storage.
pub async fn find(
    app: &App,
    number: OrderNumber,
    phone: &Phone,
) -> Result<Option<OwnOrder>, AppError> {
    let digest = app.digest("phone", phone.as_str());
    let order = app.read().await?.order_by_number(number).await?;
    let order = order.filter(|order| order.phone == Some(digest));
    Ok(order.map(|order| OwnOrder {
        order,
        proof: Proof::Grant,
    }))
}

/// A grant: a signed text that opens this order on this device; stored in a
/// cookie.
#[must_use]
pub fn grant(app: &App, own: &OwnOrder, device: Digest) -> String {
    grant_of(app, own.number(), device)
}

fn grant_of(app: &App, number: OrderNumber, device: Digest) -> String {
    let device = URL_SAFE_NO_PAD.encode(device.0);
    let word = app.digest("grant", &format!("{number}:{device}"));
    format!("{number}.{}", URL_SAFE_NO_PAD.encode(word.0))
}
