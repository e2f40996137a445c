//! What somebody types to find an order: its number, its receipt's number or the
//! text of its receipt's code; and the applicant's phone or identity number.

use domain::applicant::{Phone, plain_number};
use domain::{Order, OrderNumber, Receipt, ReceiptNumber};
use storage::Transaction;

use super::own_order::Known;
use crate::app::App;
use crate::counter::identity_digest;
use crate::error::AppError;
use crate::receipts::number_in;

/// Which order is sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoughtNumber {
    /// The order of this number.
    Order(OrderNumber),
    /// The order whose receipt has this number.
    Receipt(ReceiptNumber),
}

impl SoughtNumber {
    /// Parses a number as typed, or what a scanner read from a receipt. The two
    /// numbers differ in length.
    #[must_use]
    pub fn parse(app: &App, text: &str) -> Option<Self> {
        let order = OrderNumber::parse(text).ok().map(Self::Order);
        order
            .or_else(|| ReceiptNumber::parse(text).ok().map(Self::Receipt))
            .or_else(|| number_in(app, text.trim()).map(Self::Receipt))
    }

    /// The number without separators.
    pub(super) fn plain(&self) -> &str {
        match self {
            Self::Order(number) => number.as_str(),
            Self::Receipt(number) => number.as_str(),
        }
    }

    /// The order and its receipt, if it has one.
    pub(crate) async fn stored(
        self,
        tx: &mut dyn Transaction,
    ) -> Result<Option<(Order, Option<Receipt>)>, AppError> {
        match self {
            Self::Order(number) => {
                let Some(order) = tx.order_by_number(number).await? else {
                    return Ok(None);
                };
                let receipt = tx.receipt_of_order(order.id).await?;
                Ok(Some((order, receipt)))
            }
            Self::Receipt(number) => {
                let Some(receipt) = tx.receipt_by_number(number).await? else {
                    return Ok(None);
                };
                let order = tx.order(receipt.order).await?;
                Ok(order.map(|order| (order, Some(receipt))))
            }
        }
    }
}

/// The applicant's phone or identity number, as typed. Some texts can be either,
/// such as the eight digits of a Taiwan resident's permit. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SoughtPerson {
    phone: Option<Phone>,
    identity: Option<String>,
}

impl std::fmt::Debug for SoughtPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SoughtPerson")
    }
}

/// Shortest and longest identity numbers: a Taiwan resident's permit has 8
/// characters; no passport has more than 20 (ICAO Doc 9303: 9 in the chip's zone).
const IDENTITY_LENGTHS: std::ops::RangeInclusive<usize> = 5..=20;

impl SoughtPerson {
    /// Parses a phone or identity number as typed; `None` if it can be neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let phone = Phone::parse(text).ok();
        let plain = plain_number(text);
        let is_number = IDENTITY_LENGTHS.contains(&plain.chars().count())
            && plain.chars().any(|c| c.is_ascii_digit())
            && plain.chars().all(|c| c.is_ascii_alphanumeric());
        let identity = is_number.then_some(plain);
        let is_any = phone.is_some() || identity.is_some();
        is_any.then_some(Self { phone, identity })
    }

    /// What of the applicant this is; `None` if it is somebody else's. A receipt
    /// remembers its applicant's identity number longer than the order does.
    pub(super) fn known(
        &self,
        app: &App,
        order: &Order,
        receipt: Option<&Receipt>,
    ) -> Option<Known> {
        let phone = self.phone.as_ref();
        if phone.is_some_and(|phone| is_phone_of(app, phone, order)) {
            return Some(Known::Phone);
        }
        let identity = self.identity.as_ref();
        let identity = identity.map(|number| identity_digest(app, number));
        let kept = [order.identity, receipt.and_then(|receipt| receipt.identity)];
        (identity.is_some() && kept.contains(&identity)).then_some(Known::Identity)
    }
}

/// Whether this is the order's phone number. Earlier versions kept a trunk zero where
/// it was typed.
pub(super) fn is_phone_of(app: &App, phone: &Phone, order: &Order) -> bool {
    let earlier = phone.with_trunk_zero();
    let mut forms = std::iter::once(phone.as_str()).chain(earlier.as_deref());
    order
        .phone
        .is_some_and(|kept| forms.any(|form| app.digest("phone", form) == kept))
}
