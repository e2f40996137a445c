//! The book of money: one entry for each movement, written in the transaction that
//! moves it and never changed.

use catalogue::{DivisionCode, DocumentId};

use crate::actor::Actor;
use crate::check_code::OrderNumber;
use crate::coded::coded;
use crate::ids::PaymentId;
use crate::money::fen::Fen;
use crate::money::payment::{PayWay, PaymentStep};
use crate::order::Order;
use crate::timestamp::Timestamp;

coded! {
    /// A movement of money.
    pub enum Movement {
        /// It was paid.
        Taken = "taken",
        /// It was recorded by mistake, and taken out of the book again.
        Undone = "undone",
        /// It was given back.
        Refunded = "refunded",
    }
}

/// An entry of the ledger. Names nobody but the order's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// When the money moved.
    pub at: Timestamp,
    /// The payment.
    pub payment: PaymentId,
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// How it was paid.
    pub way: PayWay,
    /// What moved.
    pub movement: Movement,
    /// How much; negative where it goes out.
    pub amount: Fen,
    /// Number of the slip.
    pub reference: String,
    /// Who moved it.
    pub by: Actor,
}

/// What was taken and given back on one day for one document by one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takings {
    /// Start of the day in China.
    pub from: Timestamp,
    /// The document.
    pub document: DocumentId,
    /// The way.
    pub way: PayWay,
    /// Payments, without those that were undone.
    pub payments: i64,
    /// What was taken, less what was undone.
    pub taken: Fen,
    /// Refunds.
    pub refunds: i64,
    /// What was given back; not negative.
    pub refunded: Fen,
}

impl LedgerEntry {
    /// The entry of a step of a payment of `order`; `None` if no money moved.
    #[must_use]
    pub fn of(step: &PaymentStep, order: &Order, by: Actor, now: Timestamp) -> Option<Self> {
        let (movement, amount, reference) = step.moved.clone()?;
        Some(Self {
            at: now,
            payment: step.payment.id,
            number: order.number,
            document: order.document.clone(),
            city: order.city,
            way: step.payment.way,
            movement,
            amount,
            reference,
            by,
        })
    }
}
