//! What an order costs, and what is paid for.

use crate::coded::coded;
use crate::money::fen::Fen;

coded! {
    /// What the price of an order is paid for.
    pub enum PaidFor {
        /// The application: the photo is not looked at before it is paid.
        Applying = "applying",
        /// The receipt, or the photo where there is none: nothing is issued before it
        /// is paid.
        Receipt = "receipt",
    }
}

/// The price of an order: more than nothing, at most [`Price::MOST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Price {
    amount: Fen,
    paid_for: PaidFor,
}

/// The amount is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a price")]
pub struct NotAPrice;

impl Price {
    /// The highest price: 10,000 yuan, far above any photo and below a slip of the
    /// decimal point.
    pub const MOST: Fen = Fen(1_000_000);

    /// A price.
    ///
    /// # Errors
    /// [`NotAPrice`] for nothing, less than nothing, and more than [`Price::MOST`].
    pub fn new(amount: Fen, paid_for: PaidFor) -> Result<Self, NotAPrice> {
        let is_price = amount > Fen::ZERO && amount <= Self::MOST;
        is_price
            .then_some(Self { amount, paid_for })
            .ok_or(NotAPrice)
    }

    /// The amount.
    #[must_use]
    pub const fn amount(self) -> Fen {
        self.amount
    }

    /// What is paid for.
    #[must_use]
    pub const fn paid_for(self) -> PaidFor {
        self.paid_for
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_that_can_be_a_price() {
        let check = |fen, expected: bool| {
            let price = Price::new(Fen(fen), PaidFor::Applying);
            assert_eq!(price.is_ok(), expected, "{fen}");
        };
        check(1, true);
        check(1_500, true);
        check(1_000_000, true);
        check(1_000_001, false);
        check(0, false);
        check(-1, false);
    }
}
