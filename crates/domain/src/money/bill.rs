//! How an order's price stands.

use crate::coded::coded;
use crate::money::price::{PaidFor, Price};

/// An order's price, as its transitions know it; fixed when the order is begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bill {
    /// Nothing is to be paid.
    #[default]
    Free,
    /// It is not paid.
    Open(Price),
    /// It is paid.
    Paid(Price),
    /// It was paid, and goes back or went back.
    Returned(Price),
}

coded! {
    /// How a bill stands, for people. Where money goes back, the payment says how far
    /// it is.
    pub enum BillStatus {
        /// Nothing is to be paid.
        Free = "free",
        /// 待付款: to be paid, now or once the photo is approved.
        Open = "open",
        /// 已付款: paid.
        Paid = "paid",
        /// Never paid, and the order has ended.
        Closed = "closed",
        /// The money goes back or went back.
        Returned = "returned",
    }
}

impl Bill {
    /// A bill over `price` that nobody has paid.
    #[must_use]
    pub const fn over(price: Option<Price>) -> Self {
        match price {
            Some(price) => Self::Open(price),
            None => Self::Free,
        }
    }

    /// The price; `None` if nothing was ever to be paid.
    #[must_use]
    pub const fn price(self) -> Option<Price> {
        match self {
            Self::Free => None,
            Self::Open(price) | Self::Paid(price) | Self::Returned(price) => Some(price),
        }
    }

    /// Whether it is open, and `what` waits for it to be paid.
    #[must_use]
    pub fn holds_up(self, what: PaidFor) -> bool {
        matches!(self, Self::Open(price) if price.paid_for() == what)
    }
}
