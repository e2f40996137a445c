//! Amounts and prices in words, and what is promised of money that was paid.

use domain::money::{Fen, PaidFor, Price};

use crate::Speech;

/// `¥15.00`.
pub(crate) fn amount(s: Speech, amount: Fen) -> String {
    s.with("amount", amount.to_string()).say("money-amount")
}

/// The price and when it is paid; "free" where there is none.
pub(crate) fn price(s: Speech, price: Option<Price>) -> String {
    let Some(price) = price else {
        return s.say("apply-free");
    };
    let shown = s.with("price", amount(s, price.amount()));
    match price.paid_for() {
        PaidFor::Applying => shown.say("money-price-applying"),
        PaidFor::Receipt => shown.say("money-price-receipt"),
    }
}

/// What becomes of the money at every end of an order: a sentence each. Held to what
/// `domain` does by `domain/src/order/tests/money.rs`.
pub(crate) fn terms(s: Speech, price: Price) -> Vec<String> {
    let keys = match price.paid_for() {
        PaidFor::Applying => [
            s.say("money-terms-again"),
            s.say("money-terms-back"),
            s.say("money-terms-kept"),
        ],
        PaidFor::Receipt => [
            s.say("money-terms-nothing-before"),
            s.say("money-terms-again"),
            s.say("money-terms-kept"),
        ],
    };
    keys.into()
}

#[cfg(test)]
mod tests {
    use messages::Locale;

    use super::*;

    #[test]
    fn a_price_says_when_it_is_paid() {
        let check = |fen: Option<i64>, paid_for, zh: &str, en: &str| {
            let asked = fen.map(|fen| Price::new(Fen(fen), paid_for).unwrap());
            for (locale, expected) in [(Locale::Zh, zh), (Locale::En, en)] {
                assert_eq!(price(Speech { locale }, asked), expected);
            }
        };
        check(None, PaidFor::Applying, "免费", "Free");
        check(
            Some(1_500),
            PaidFor::Applying,
            "¥15.00，提交照片时付",
            "¥15.00, paid when the photo is handed in",
        );
        check(
            Some(5),
            PaidFor::Receipt,
            "¥0.05，照片通过以后才付",
            "¥0.05, paid only once the photo is approved",
        );
    }
}
