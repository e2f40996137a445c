//! An offer to pay over the internet, made to a payment service under a number of ours.

use std::time::Duration;

use crate::coded::coded;
use crate::ids::{ChargeId, OrderId, PaymentId};
use crate::money::fen::Fen;
use crate::money::payment::PayWay;
use crate::money::price::Price;
use crate::timestamp::{Timestamp, minutes};

/// How long a charge can be paid: WeChat Pay keeps a prepared payment for two hours
/// (API v3, `prepay_id`, `code_url`).
pub const CHARGE: Duration = minutes(120);

/// What is left of a charge's time at least when it is offered once more.
const OFFERED_AGAIN: Duration = minutes(15);

/// When a charge that nobody told of is asked for, after it was made: payers come back
/// within a minute, and a notice may be late or lost.
const ASKED: [Duration; 8] = [
    Duration::from_secs(15),
    Duration::from_secs(30),
    minutes(1),
    minutes(2),
    minutes(5),
    minutes(15),
    minutes(40),
    minutes(80),
];

/// How long after its end a charge is asked for the last time: the service's clock may be
/// behind.
const AFTER_END: Duration = minutes(2);

coded! {
    /// Where and how a charge is paid.
    pub enum PayScene {
        /// By scanning a code on another screen.
        Scan = "scan",
        /// In a phone's browser.
        Browser = "browser",
        /// In a mini-programme of the payment service's own app.
        InApp = "in-app",
        /// On a page inside the payment service's own app.
        InPage = "in-page",
    }
}

coded! {
    /// What became of a charge.
    pub enum ChargeStatus {
        /// It can be paid.
        Open = "open",
        /// It was paid.
        Paid = "paid",
        /// It cannot be paid any more.
        Closed = "closed",
    }
}

/// A charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Internal id (ULID); its text is the number at the payment service.
    pub id: ChargeId,
    /// The order.
    pub order: OrderId,
    /// The payment service.
    pub way: PayWay,
    /// Where and how it is paid.
    pub scene: PayScene,
    /// How much.
    pub amount: Fen,
    /// When it was made.
    pub made_at: Timestamp,
    /// What became of it.
    pub status: ChargeStatus,
    /// The payment it led to.
    pub payment: Option<PaymentId>,
    /// Version for optimistic locking; counts changes.
    pub version: i64,
}

impl Charge {
    /// A charge of `price`.
    #[must_use]
    pub const fn new(
        id: ChargeId,
        order: OrderId,
        way: PayWay,
        scene: PayScene,
        price: Price,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            order,
            way,
            scene,
            amount: price.amount(),
            made_at: now,
            status: ChargeStatus::Open,
            payment: None,
            version: 0,
        }
    }

    /// Until when it can be paid.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.made_at.plus(CHARGE)
    }

    /// Whether it serves once more at `now`, for the same amount in the same scene.
    #[must_use]
    pub fn serves(&self, scene: PayScene, price: Price, now: Timestamp) -> bool {
        self.status == ChargeStatus::Open
            && self.scene == scene
            && self.amount == price.amount()
            && now.plus(OFFERED_AGAIN) < self.ends_at()
    }

    /// When the payment service is asked next what became of it; `None` once its time and
    /// a while are over.
    #[must_use]
    pub fn asked_next(&self, now: Timestamp) -> Option<Timestamp> {
        let last = CHARGE + AFTER_END;
        let mut times = ASKED.into_iter().chain([last]);
        let age = now.since(self.made_at);
        times
            .find(|after| *after > age)
            .map(|after| self.made_at.plus(after))
    }

    /// The same, paid.
    #[must_use]
    pub fn paid(mut self, payment: PaymentId) -> Self {
        self.status = ChargeStatus::Paid;
        self.payment = Some(payment);
        self
    }

    /// The same, closed, unless it was paid.
    #[must_use]
    pub fn closed(mut self) -> Self {
        if self.status == ChargeStatus::Open {
            self.status = ChargeStatus::Closed;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::PaidFor;
    use crate::randomness::seeded;

    const T0: Timestamp = Timestamp(1_800_000_000_000);

    fn charge() -> Charge {
        let mut seed = seeded(1);
        let id = ChargeId::new(T0, &mut seed);
        let order = OrderId::new(T0, &mut seed);
        Charge::new(
            id,
            order,
            PayWay::WechatPay,
            PayScene::Scan,
            price(1_500),
            T0,
        )
    }

    fn price(fen: i64) -> Price {
        Price::new(Fen(fen), PaidFor::Applying).expect("a price")
    }

    #[test]
    fn a_number_is_one_that_the_service_takes() {
        let number = charge().id.to_string();
        // API v3, out_trade_no: 6 to 32 of these characters.
        assert!((6..=32).contains(&number.len()), "{number}");
        assert!(number.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }

    #[test]
    fn it_is_asked_for_ever_more_seldom_and_then_no_more() {
        let check = |age_s: u64, next_s: Option<u64>| {
            let now = T0.plus(Duration::from_secs(age_s));
            let expected = next_s.map(|s| T0.plus(Duration::from_secs(s)));
            assert_eq!(charge().asked_next(now), expected, "{age_s}");
        };
        check(0, Some(15));
        check(15, Some(30));
        check(31, Some(60));
        check(299, Some(300));
        check(300, Some(900));
        check(4_800, Some(7_320));
        check(7_319, Some(7_320));
        check(7_320, None);
        check(100_000, None);
    }

    #[test]
    fn an_open_charge_serves_as_long_as_there_is_time_to_pay() {
        let check = |scene, fen, minute: u64, expected| {
            let now = T0.plus(minutes(minute));
            let found = charge().serves(scene, price(fen), now);
            assert_eq!(found, expected, "{scene:?} {fen} {minute}");
        };
        check(PayScene::Scan, 1_500, 0, true);
        check(PayScene::Scan, 1_500, 104, true);
        check(PayScene::Scan, 1_500, 105, false);
        check(PayScene::Browser, 1_500, 0, false);
        check(PayScene::Scan, 1_600, 0, false);
        assert!(!charge().closed().serves(PayScene::Scan, price(1_500), T0));
    }

    #[test]
    fn what_was_paid_is_not_closed() {
        let payment = PaymentId::new(T0, &mut seeded(2));
        assert_eq!(charge().closed().status, ChargeStatus::Closed);
        let paid = charge().paid(payment);
        assert_eq!(paid.clone().closed(), paid);
    }
}
