//! An order whose ownership the visitor has proved.

use std::time::Duration;

use catalogue::{DivisionCode, DocumentId};
use domain::{ApplicantAction, AttemptId, Digest, Order, OrderNumber, Status, Timestamp};
use storage::Transaction;

use super::grant::{Extent, extent, granted_number};
use crate::app::App;
use crate::error::AppError;

/// How the visitor proved ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The order was begun on their device, or is theirs in WeChat.
    Owner,
    /// They know its order number and phone number, and gave the second proof
    /// not long ago.
    Proven,
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

    /// What is shown to whoever knows number and phone only: no picture, and
    /// nothing to do.
    pub(crate) fn found(self) -> Self {
        Self {
            picture: None,
            allowed: Vec::new(),
            ..self
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

    /// Whether it was opened by whoever it is of, and not by finding it.
    #[must_use]
    pub fn is_owners(&self) -> bool {
        self.proof == Proof::Owner
    }

    /// Whether everything kept of it can be copied here: by whoever it is of, until it is
    /// erased.
    #[must_use]
    pub fn may_be_copied(&self) -> bool {
        self.is_owners() && self.order.key.is_some()
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

/// The order as it is stored now, opened as before.
///
/// # Errors
/// [`AppError::NotFound`] if it is gone; storage.
pub async fn reread(app: &App, own: &OwnOrder) -> Result<OwnOrder, AppError> {
    let mut tx = app.read().await?;
    Ok(OwnOrder {
        order: own.fresh(&mut *tx).await?,
        proof: own.proof,
    })
}

/// What of the applicant a visitor knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Their phone number.
    Phone,
    /// Their identity number.
    Identity,
}

/// An order of which the visitor knows a number and one thing of the applicant, and
/// nothing more: they see how it stands. Only this crate can construct one; what needs an
/// [`OwnOrder`] does not take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundOrder {
    pub(crate) order: Order,
    pub(crate) known: Known,
}

impl FoundOrder {
    /// What of the applicant is known; the other opens the rest.
    #[must_use]
    pub const fn known(&self) -> Known {
        self.known
    }

    /// Whether there is more to open: not of an erased order.
    #[must_use]
    pub const fn can_be_proven(&self) -> bool {
        self.order.key.is_some()
    }

    /// The order's number.
    #[must_use]
    pub const fn number(&self) -> OrderNumber {
        self.order.number
    }
}

/// What a visitor presents to open orders.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// Digest of the device's secret.
    pub device: Option<Digest>,
    /// Digest of the WeChat user who signed in.
    pub wechat: Option<Digest>,
    /// Digest of the WeChat user who reads a page, by what ties the operator's accounts.
    pub wechat_union: Option<Digest>,
    /// Grants given to this device; [`MOST_GRANTS`] of them are read.
    pub grants: Vec<String>,
}

/// Most grants a device keeps: the orders of a family. Each is looked up, so
/// that more are not read.
pub const MOST_GRANTS: usize = 12;

impl Credentials {
    /// How far the best of the grants opens the order.
    fn extent(&self, app: &App, number: OrderNumber) -> Option<Extent> {
        let device = self.device?;
        let grants = self.grants.iter().take(MOST_GRANTS);
        let mut extents = grants
            .filter(|grant| granted_number(grant) == Some(number))
            .filter_map(|grant| extent(app, number, grant, device));
        let first = extents.next()?;
        match extents.find(|other| *other == Extent::Proven) {
            Some(proven) => Some(proven),
            None => Some(first),
        }
    }
}

/// The order, if it was begun on this device, is this WeChat user's, or this device has a
/// grant for all of it.
///
/// # Errors
/// Storage.
pub async fn open(
    app: &App,
    number: OrderNumber,
    shown: &Credentials,
) -> Result<Option<OwnOrder>, AppError> {
    let order = app.read().await?.order_by_number(number).await?;
    Ok(order.and_then(|order| {
        let is_proven =
            || order.erased_at.is_none() && shown.extent(app, number) == Some(Extent::Proven);
        let whose = order.wechat.as_ref();
        let (user, union) = (
            whose.map(|user| user.digest),
            whose.and_then(|user| user.union),
        );
        let same = |one: Option<Digest>, other| one.is_some() && one == other;
        let proof = if same(order.device, shown.device)
            || same(user, shown.wechat)
            || same(union, shown.wechat_union)
        {
            Proof::Owner
        } else if is_proven() {
            Proof::Proven
        } else {
            return None;
        };
        Some(OwnOrder { order, proof })
    }))
}

/// The order, if this device has a grant for it.
///
/// # Errors
/// Storage.
pub async fn open_found(
    app: &App,
    number: OrderNumber,
    shown: &Credentials,
) -> Result<Option<FoundOrder>, AppError> {
    let known = match shown.extent(app, number) {
        None => return Ok(None),
        Some(Extent::Found(known)) => known,
        Some(Extent::Proven) => Known::Phone,
    };
    let mut tx = app.read().await?;
    let Some(order) = tx.order_by_number(number).await? else {
        return Ok(None);
    };
    if order.erased_at.is_some() {
        let receipt = tx.receipt_of_order(order.id).await?;
        if !receipt.is_some_and(|receipt| receipt.is_remembered()) {
            return Ok(None);
        }
    }
    Ok(Some(FoundOrder { order, known }))
}
