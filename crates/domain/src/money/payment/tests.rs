//! Every change of a payment from every standing.

use std::time::Duration;

use super::*;
use crate::ids::StaffId;
use crate::money::PaidFor;
use crate::randomness::seeded;

/// 2026-11-23 08:00 in China.
const MORNING: Timestamp = Timestamp(1_795_363_200_000 + 8 * 3_600_000);

fn hours(count: u64) -> Duration {
    Duration::from_secs(count * 3_600)
}

fn me() -> Actor {
    Actor::Staff(StaffId::new(MORNING, &mut seeded(1)))
}

fn taken() -> Payment {
    let mut seed = seeded(3);
    let id = PaymentId::new(MORNING, &mut seed);
    let order = (
        OrderId::new(MORNING, &mut seed),
        OrderNumber::generate(&mut seed),
    );
    let price = Price::new(Fen(1_500), PaidFor::Applying).expect("a price");
    let step = Payment::at_till(id, order, price, " A-17 ", me(), MORNING);
    step.expect("it is taken").payment
}

fn payment(standing: &str) -> Payment {
    let taken = taken();
    let later = MORNING.plus(hours(1));
    let why = RefundFor::Goodwill;
    let step = match standing {
        "taken" => return taken,
        "undone" => taken.undo(me(), later),
        "refund-asked" => taken.ask_refund(me(), why, later),
        "refunded" => {
            let asked = taken.ask_refund(me(), why, later).expect("it is kept");
            asked.payment.refund_at_till(me(), "B-1", later)
        }
        unknown => panic!("no standing {unknown}"),
    };
    step.expect("possible").payment
}

#[test]
fn each_change_from_each_standing() {
    let check = |standing: &str, deed: &str, expected: Result<(&str, Option<i64>), &str>| {
        let (payment, later) = (payment(standing), MORNING.plus(hours(2)));
        let outcome = match deed {
            "undo" => payment.undo(me(), later),
            "undo tomorrow" => payment.undo(me(), MORNING.plus(hours(16))),
            "ask" => payment.ask_refund(me(), RefundFor::Ended, later),
            "give back" => payment.refund_at_till(me(), "B-2", later),
            "give back without a slip" => payment.refund_at_till(me(), " ", later),
            unknown => panic!("no deed {unknown}"),
        };
        let found = outcome
            .as_ref()
            .map(|step| {
                let moved = step.moved.as_ref().map(|(_, amount, _)| amount.0);
                (step.payment.status().code(), moved)
            })
            .map_err(|refusal| refusal.code());
        assert_eq!(found, expected, "{deed} from {standing}");
    };
    check("taken", "undo", Ok(("undone", Some(-1_500))));
    check("taken", "undo tomorrow", Err("payment-another-day"));
    check("taken", "ask", Ok(("refund-asked", None)));
    check("taken", "give back", Err("payment-no-refund-asked"));
    check("undone", "undo", Err("payment-undone"));
    check("undone", "ask", Err("payment-undone"));
    check("undone", "give back", Err("payment-undone"));
    check("refund-asked", "undo", Ok(("undone", Some(-1_500))));
    check("refund-asked", "undo tomorrow", Err("payment-another-day"));
    check("refund-asked", "ask", Err("payment-refund-asked"));
    check("refund-asked", "give back", Ok(("refunded", Some(-1_500))));
    check(
        "refund-asked",
        "give back without a slip",
        Err("payment-no-reference"),
    );
    check("refunded", "undo", Err("payment-refunded"));
    check("refunded", "ask", Err("payment-refunded"));
    check("refunded", "give back", Err("payment-refunded"));
}

#[test]
fn a_slip_has_a_number() {
    let check = |typed: &str, expected: Option<&str>| {
        assert_eq!(reference(typed).ok().as_deref(), expected, "{typed:?}");
    };
    check(" A-17 ", Some("A-17"));
    check("收据 0003", Some("收据 0003"));
    check(&"9".repeat(64), Some("9".repeat(64).as_str()));
    check(&"9".repeat(65), None);
    check("", None);
    check("a\u{202e}b", None);
}

/// What a payment moves, over its whole life, is its amount or nothing.
#[test]
fn movements_add_up() {
    let check = |standing: &str, expected: i64| {
        let taken = taken();
        let mut sum = taken.amount;
        let later = MORNING.plus(hours(1));
        let mut add = |step: PaymentStep| {
            sum = sum + step.moved.map_or(Fen::ZERO, |(_, amount, _)| amount);
            step.payment
        };
        match standing {
            "kept" => {}
            "undone" => drop(add(taken.undo(me(), later).expect("the same day"))),
            _ => {
                let asked = add(taken
                    .ask_refund(me(), RefundFor::Ended, later)
                    .expect("it is kept"));
                drop(add(asked
                    .refund_at_till(me(), "B-1", later)
                    .expect("it was asked for")));
            }
        }
        assert_eq!(sum, Fen(expected), "{standing}");
    };
    check("kept", 1_500);
    check("undone", 0);
    check("refunded", 0);
}

/// What is paid over the internet is given back there, and at the till only where that
/// failed.
#[test]
fn a_payment_over_the_internet() {
    let later = MORNING.plus(hours(1));
    let mut seed = seeded(5);
    let order = (
        OrderId::new(MORNING, &mut seed),
        OrderNumber::generate(&mut seed),
    );
    let id = PaymentId::new(MORNING, &mut seed);
    let way = PayWay::WechatPay;
    let step = Payment::online(id, order, way, Fen(1_500), "42000", MORNING);
    assert_eq!(
        step.moved,
        Some((Movement::Taken, Fen(1_500), "42000".to_owned()))
    );
    let refused = |outcome: Outcome| outcome.err().map(PaymentRefusal::code);
    let paid = step.payment;
    assert_eq!(
        refused(paid.clone().undo(me(), later)),
        Some("payment-not-at-till")
    );
    assert_eq!(
        refused(paid.clone().refunded_online("50300", later)),
        Some("payment-no-refund-asked")
    );
    let asked = paid.ask_refund(Actor::System, RefundFor::Ended, later);
    let asked = asked.expect("it is kept").payment;
    assert_eq!(
        refused(asked.clone().refund_at_till(me(), "B-1", later)),
        Some("payment-not-at-till")
    );
    let failed = asked.clone().refund_failed("NOT_ENOUGH", later);
    let failed = failed.expect("it was asked for");
    assert_eq!(
        (failed.payment.status().code(), failed.moved),
        ("refund-failed", None)
    );
    for again in [
        failed.payment.clone().refund_at_till(me(), "B-1", later),
        failed.payment.clone().refunded_online("50300", later),
        asked.refunded_online("50300", later),
    ] {
        let again = again.expect("it is owed");
        assert_eq!(again.payment.status(), PaymentStatus::Refunded);
        assert_eq!(again.moved.map(|(_, amount, _)| amount), Some(Fen(-1_500)));
    }
    let again = failed.payment.ask_refund(me(), RefundFor::Ended, later);
    let again = again.expect("once more").payment;
    assert_eq!(again.status(), PaymentStatus::RefundAsked);
}
