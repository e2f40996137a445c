//! Prices, payments and refunds in the life of an order: for every state, what each
//! does to the state, to the bill, and which jobs follow.

use super::*;
use crate::money::Price;

fn price(paid_for: PaidFor) -> Price {
    Price::new(Fen(1_500), paid_for).expect("a price")
}

/// The bill of this name.
fn bill(named: &str) -> Bill {
    let applying = price(PaidFor::Applying);
    match named {
        "free" => Bill::Free,
        "open" => Bill::Open(applying),
        "paid" => Bill::Paid(applying),
        "returned" => Bill::Returned(applying),
        "open receipt" => Bill::Open(price(PaidFor::Receipt)),
        "paid receipt" => Bill::Paid(price(PaidFor::Receipt)),
        unknown => panic!("no bill {unknown}"),
    }
}

/// The outcome's state, bill, and jobs due and cancelled; or the refusal's code.
fn told(outcome: Outcome) -> String {
    let step = match outcome {
        Ok(step) => step,
        Err(refusal) => return refusal.code().to_owned(),
    };
    let due = step.due.iter().map(|due| match due.job {
        Job::Notify { occasion, .. } => format!("notify:{}", occasion.code()),
        job => job.code().to_owned(),
    });
    format!(
        "{} {}: {}",
        step.order.state.code(),
        step.order.bill_status().code(),
        due.collect::<Vec<_>>().join(" ")
    )
}

fn with(state: &str, named: &str) -> Fixture {
    let fixture = fixture(state);
    let submissions = match state {
        "draft" | "unpaid" => 0,
        _ => 1,
    };
    Fixture {
        order: Order {
            bill: bill(named),
            submissions,
            ..fixture.order
        },
        ..fixture
    }
}

#[test]
fn what_costs_something_waits_until_it_is_paid() {
    let now = at(1_000);
    let check = |state, named, expected: &str| {
        let Fixture {
            order, mut attempt, ..
        } = with(state, named);
        assert_eq!(
            told(order.submit(&mut attempt, now)),
            expected,
            "{state} {named}"
        );
        let is_submitted = expected.starts_with("waiting");
        assert_eq!(attempt.submitted_at.is_some(), is_submitted);
    };
    let handed_in = "notify:submitted lapse-undecided erase-original";
    check("draft", "free", &format!("waiting free: {handed_in}"));
    check("draft", "open", "unpaid open: lapse-unpaid");
    check("draft", "paid", &format!("waiting paid: {handed_in}"));
    check("unpaid", "open", "order-unpaid");
    check("unpaid", "paid", &format!("waiting paid: {handed_in}"));
    // What is paid for the receipt is paid after the decision.
    check(
        "draft",
        "open receipt",
        &format!("waiting open: {handed_in}"),
    );
    // Another submission is free, whatever became of the money.
    for named in ["open", "paid", "returned", "open receipt"] {
        let Fixture {
            order, mut attempt, ..
        } = with("rejected", named);
        let step = order.submit(&mut attempt, now).expect("always free");
        assert_eq!(step.order.state.code(), "waiting", "{named}");
    }
}

#[test]
fn a_price_is_paid_once_as_long_as_the_order_lives() {
    let check = |state, named, expected: &str| {
        let outcome = with(state, named).order.pay(PayWay::Till, at(1_000));
        assert_eq!(told(outcome), expected, "{state} {named}");
    };
    for state in STATES {
        check(state, "free", "order-nothing-to-pay");
        check(state, "paid", "order-nothing-to-pay");
        check(state, "returned", "order-nothing-to-pay");
    }
    check("draft", "open", "draft paid: ");
    check("unpaid", "open", "unpaid paid: ");
    check("waiting", "open", "waiting paid: ");
    check("mine", "open", "claimed paid: ");
    check("approved", "open", "approved paid: ");
    check("cancelled", "open", "order-wrong-state");
    check("lapsed", "open", "order-wrong-state");
    check("draft", "open receipt", "draft paid: ");
    check("rejected", "open receipt", "rejected paid: ");
    check("approving", "open receipt", "approved paid: issue-receipt");
    check("approved", "open receipt", "approved paid: issue-receipt");
}

/// A decision that can be undone gives nothing before it is final, paid or not.
#[test]
fn a_receipt_that_is_paid_early_waits_for_the_decision() {
    let step = with("approving", "open receipt")
        .order
        .pay(PayWay::Till, at(1_000));
    let step = step.expect("it is open");
    assert_eq!(step.due[0].at, at(10_000));
}

#[test]
fn an_approved_order_asks_for_its_price() {
    let check = |state, named, expected: &str| {
        let outcome = with(state, named).order.ask_payment(at(10_000));
        assert_eq!(told(outcome), expected, "{state} {named}");
    };
    check(
        "approved",
        "open receipt",
        "approved open: notify:payment-due lapse-unissued",
    );
    check("approved", "paid receipt", "order-nothing-to-pay");
    check("approved", "free", "order-nothing-to-pay");
    check("approved", "open", "order-nothing-to-pay");
    check("rejected", "open receipt", "order-wrong-state");
    check("waiting", "open receipt", "order-wrong-state");
    let gives = |named| told(with("approved", named).order.give_photo(at(10_000)));
    assert_eq!(gives("open receipt"), "order-unpaid");
    assert_eq!(
        gives("paid receipt"),
        "approved paid: notify:approved erase-order"
    );
}

/// Whatever ends an order without a photo returns what was paid, and closes what was
/// not.
#[test]
fn an_end_without_a_photo_returns_the_money() {
    let late = at(40 * 24 * 3_600_000);
    let check = |deed: &str, state, named, expected: &str| {
        let order = with(state, named).order;
        let outcome = match deed {
            "cancel" => order.cancel(at(1_000)),
            "lapse" => order.lapse(late),
            "lapse unissued" => order.lapse_unissued(late),
            unknown => panic!("no deed {unknown}"),
        };
        assert_eq!(told(outcome), expected, "{deed} {state} {named}");
    };
    let files = "erase-original";
    for state in ["draft", "unpaid", "waiting", "mine", "rejected"] {
        for (named, bill, back) in [
            ("free", "free", ""),
            ("open", "closed", " close-charges"),
            ("paid", "returned", " return-money"),
            ("open receipt", "closed", " close-charges"),
            ("paid receipt", "returned", " return-money"),
            // It is on its way already.
            ("returned", "returned", ""),
        ] {
            let expected = format!("cancelled {bill}: erase-order{back} {files}");
            check("cancel", state, named, &expected);
            let told = match state {
                "waiting" | "mine" => " notify:lapsed",
                _ => "",
            };
            let expected = format!("lapsed {bill}: erase-order{back} {files}{told}");
            check("lapse", state, named, &expected);
        }
    }
    check(
        "lapse unissued",
        "approved",
        "paid",
        &format!("lapsed returned: erase-order return-money {files} notify:lapsed"),
    );
    check(
        "lapse unissued",
        "approved",
        "open receipt",
        &format!("lapsed closed: erase-order close-charges {files}"),
    );
    // An approval is what was paid for: nothing goes back by itself.
    let erased = with("approved", "paid").order.erase(Left::Nothing, late);
    assert_eq!(told(erased), "approved paid: ");
}

#[test]
fn unpaid_orders_end_after_their_time() {
    let end = T0.plus(UNPAID);
    let lapse = |now| {
        let outcome = with("unpaid", "open").order.lapse(now);
        outcome.map(|step| step.event)
    };
    assert_eq!(
        lapse(end.minus(Duration::from_millis(1))),
        Err(Refusal::WrongState)
    );
    assert_eq!(lapse(end), Ok(OrderEvent::LapsedUnpaid));
    let step = with("approved", "open receipt").order;
    let step = step.lapse_unissued(T0.plus(UNISSUED)).expect("it is over");
    assert_eq!(step.event, OrderEvent::LapsedUnpaid);
}

#[test]
fn a_payment_by_mistake_is_as_if_it_never_was() {
    let check = |state, named, expected: &str| {
        let Fixture {
            order, mut attempt, ..
        } = with(state, named);
        if order.submissions > 0 {
            attempt.ordinal = order.submissions;
            attempt.submitted_at = Some(T0);
        }
        let outcome = order.unpay(Some(&mut attempt), at(1_000));
        let is_back = expected.starts_with("unpaid open: lapse-unpaid");
        assert_eq!(told(outcome), expected, "{state} {named}");
        if state == "waiting" {
            assert_eq!(attempt.submitted_at.is_none(), is_back);
            assert_eq!(attempt.ordinal == 0, is_back);
        }
    };
    check("draft", "paid", "draft open: ");
    check("unpaid", "paid", "unpaid open: ");
    check("waiting", "paid", "unpaid open: lapse-unpaid");
    check("waiting", "paid receipt", "waiting open: ");
    // Who was asked, or looks at it, is not disturbed.
    check("second", "paid", "waiting open: ");
    check("mine", "paid", "claimed open: ");
    check("approved", "paid", "approved open: ");
    check("rejected", "paid", "rejected open: ");
    check("cancelled", "returned", "cancelled closed: ");
    check("waiting", "open", "order-nothing-paid");
    check("waiting", "free", "order-nothing-paid");
    // Paid again, it is submitted again, as the first time.
    let Fixture {
        order, mut attempt, ..
    } = with("waiting", "paid");
    (attempt.ordinal, attempt.submitted_at) = (1, Some(T0));
    let order = order
        .unpay(Some(&mut attempt), at(1_000))
        .expect("paid")
        .order;
    let order = order
        .pay(PayWay::Till, at(2_000))
        .expect("it is open")
        .order;
    let order = order.submit(&mut attempt, at(2_000)).expect("paid").order;
    assert_eq!((order.submissions, attempt.ordinal), (1, 1));
    assert_eq!(order.state.code(), "waiting");
}

#[test]
fn money_goes_back_from_every_state() {
    let (amount, now) = (Fen(1_500), at(1_000));
    for state in STATES {
        let owed = with(state, "paid").order.owe_back(amount, now);
        let order = owed.expect("it was paid").order;
        assert_eq!(order.bill_status(), BillStatus::Returned, "{state}");
        // Asked once more, for another payment of the same order.
        assert!(order.clone().owe_back(amount, now).is_ok(), "{state}");
        let due = order.clone().paid_back(amount, now).due;
        assert_eq!(due, [notify(order.id, Occasion::Refunded, now)], "{state}");
        // Nobody is left to be told.
        let erased = Order { key: None, ..order };
        assert_eq!(erased.paid_back(amount, now).due, [], "{state}");
    }
    for named in ["free", "open"] {
        let refused = with("cancelled", named).order.owe_back(amount, now);
        assert_eq!(refused.err(), Some(Refusal::NothingPaid), "{named}");
    }
}

/// What is paid besides the price changes no bill.
#[test]
fn a_surplus_is_no_price() {
    let (amount, now) = (Fen(700), at(1_000));
    for state in STATES {
        for named in ["free", "open", "paid", "returned"] {
            let order = with(state, named).order;
            let before = (order.state, order.bill);
            let order = order.owe_surplus(amount, now).order;
            let order = order.refund_failed(amount, now).order;
            let order = order.paid_back(amount, now).order;
            assert_eq!((order.state, order.bill), before, "{state} {named}");
        }
    }
}

#[test]
fn a_price_is_waited_for_when_it_can_be_paid() {
    let check = |state, named, expected: bool| {
        let found = with(state, named).order.awaited_price(at(1_000));
        assert_eq!(found.is_ok(), expected, "{state} {named}");
    };
    for state in STATES {
        check(state, "open", state == "unpaid");
        check(state, "open receipt", state == "approved");
        for named in ["free", "paid", "returned", "paid receipt"] {
            check(state, named, false);
        }
    }
}

/// What is changed after it was handed in is a draft again, with a draft's term.
#[test]
fn a_change_takes_back_what_waits_unpaid() {
    let Fixture { order, attempt, .. } = with("unpaid", "open");
    let step = order
        .put_picture(attempt.id, at(1_000))
        .expect("it is open");
    assert_eq!(step.order.state, State::Draft);
    let due: Vec<_> = step.due.iter().map(|due| due.job.code()).collect();
    assert_eq!(due, ["lapse-draft", "erase-original"]);
    assert_eq!(
        step.cancels,
        [Job::LapseUnpaid {
            order: step.order.id
        }]
    );
}
