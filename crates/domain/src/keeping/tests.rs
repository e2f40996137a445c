//! The end of every state, and of originals and receipts.

use crate::actor::Actor;
use crate::attempt::{Decision, Fitness};
use crate::check_code::{OrderNumber, ReceiptNumber};
use crate::ids::{AttemptId, OrderId, ReceiptId, StaffId};
use crate::money::{Bill, Fen, Price};
use crate::order::{Left, Purpose, Refusal};
use crate::photo_hash::PhotoHash;
use crate::randomness::seeded;
use crate::receipt::{Issue, Terms};
use crate::retention::{RECEIPT_REMEMBERED, UNDO};
use crate::sealed::{BlobRef, Digest, Sealed};
use crate::timestamp::days;

use super::*;

const T0: Timestamp = Timestamp(1_800_000_000_000);
/// The last change, later than the state began.
const CHANGED: Timestamp = Timestamp(T0.0 + 60_000);

fn order(state: State) -> Order {
    let mut seed = seeded(3);
    let purpose = Purpose {
        document: "resident-id-card".parse().unwrap(),
        city: None,
    };
    let id = OrderId::new(T0, &mut seed);
    let number = OrderNumber::generate(&mut seed);
    let order = Order::draft(id, number, None, Sealed(vec![1]), purpose, T0).order;
    Order {
        state,
        updated_at: CHANGED,
        attempt: Some(AttemptId::new(T0, &mut seed)),
        ..order
    }
}

fn me() -> Actor {
    Actor::Staff(StaffId::new(T0, &mut seeded(4)))
}

fn decided(verdict: Verdict) -> State {
    State::Decided {
        since: T0,
        asked_by: None,
        verdict,
        by: me(),
        at: T0,
        final_at: T0.plus(UNDO),
    }
}

fn waiting() -> State {
    State::Waiting {
        since: T0,
        asked_by: None,
    }
}

fn claimed() -> State {
    State::Claimed {
        since: T0,
        asked_by: None,
        by: me(),
        until: CHANGED,
    }
}

fn receipt(standing: Standing) -> Receipt {
    let mut seed = seeded(5);
    Receipt {
        id: ReceiptId::new(T0, &mut seed),
        number: ReceiptNumber::generate(&mut seed),
        order: OrderId::new(T0, &mut seed),
        attempt: AttemptId::new(T0, &mut seed),
        document: "resident-id-card".parse().unwrap(),
        city: None,
        terms: Terms {
            uses: catalogue::Uses::Once,
            counts_in: catalogue::CountsIn::City,
            also_for: Vec::new(),
        },
        identity: Some(Digest([1; 32])),
        name: Some(Digest([2; 32])),
        photo_hash: Some(PhotoHash::of(b"")),
        taken_at: T0,
        approved_at: T0,
        valid_until: crate::china::date(T0.plus(days(180))),
        standing,
        token: String::new(),
        issue: Issue::Real,
        version: 0,
    }
}

#[test]
fn every_state_that_holds_somebody_ends() {
    let ends = |state: State, given: Given, job: &str, at: Timestamp| {
        let order = order(state);
        let end = order.ends(given).expect("it holds somebody");
        assert_eq!((end.job.code(), end.at), (job, at), "{state:?}");
        // Nothing left, no end.
        let erased = Order {
            key: None,
            ..order.clone()
        };
        assert_eq!(erased.ends(given), None);
        assert!(Order::ends_unread(order.updated_at) > at, "the last resort");
    };
    let check = |state: State, receipt: Option<Receipt>, job: &str, at: Timestamp| {
        let given = receipt
            .as_ref()
            .map_or(Given::ReceiptAwaited, Given::Receipt);
        ends(state, given, job, at);
    };
    check(State::Draft, None, "lapse-draft", CHANGED.plus(DRAFT));
    let unpaid = State::Unpaid { since: T0 };
    check(unpaid, None, "lapse-unpaid", T0.plus(UNPAID));
    let undecided = T0.plus(UNDECIDED);
    check(waiting(), None, "lapse-undecided", undecided);
    check(claimed(), None, "lapse-undecided", undecided);
    check(
        decided(Verdict::Rejected),
        None,
        "lapse-rejected",
        CHANGED.plus(REJECTED),
    );
    let unissued = T0.plus(UNDO).plus(UNISSUED);
    check(decided(Verdict::Approved), None, "lapse-unissued", unissued);
    let given = T0.plus(UNDO).plus(GIVEN);
    let approved = decided(Verdict::Approved);
    ends(approved, Given::Photo, "erase-order", given);
    ends(waiting(), Given::Photo, "lapse-undecided", undecided);
    // A photo that is not paid is not given.
    let price = Price::new(Fen(500), PaidFor::Receipt).expect("a price");
    let unpaid = Order {
        bill: Bill::Open(price),
        ..order(approved)
    };
    let end = unpaid.ends(Given::Photo).expect("it holds somebody");
    assert_eq!((end.job.code(), end.at), ("lapse-unissued", unissued));
    let good = receipt(Standing::Good);
    let ends_at = good.ends_at();
    check(approved, Some(good), "erase-order", ends_at);
    let used = Standing::Used { by: me(), at: T0 };
    check(approved, Some(receipt(used)), "erase-order", ends_at);
    let revoked = |at, why| Some(receipt(Standing::Revoked { by: me(), at, why }));
    let misuse = RevokedFor::Misuse;
    check(approved, revoked(T0, misuse), "erase-order", T0.plus(ENDED));
    check(approved, revoked(ends_at, misuse), "erase-order", ends_at);
    check(
        approved,
        revoked(CHANGED, RevokedFor::Erased),
        "erase-order",
        CHANGED,
    );
    check(
        State::Cancelled { at: T0 },
        None,
        "erase-order",
        T0.plus(ENDED),
    );
    check(
        State::Lapsed { at: T0 },
        None,
        "erase-order",
        T0.plus(LAPSE_TOLD),
    );
    assert!(RECEIPT_REMEMBERED < RECEIPT);
}

/// An erased order that its device still finds ends with its receipt's digests; one
/// that should be empty is erased again.
#[test]
fn a_tombstone_ends() {
    let check = |left, receipt: Option<Receipt>, expected: Option<(&str, Timestamp)>| {
        let begun = Order {
            device: Some(Digest([7; 32])),
            ..order(decided(Verdict::Approved))
        };
        let erased = begun.erase(left, CHANGED).unwrap().order;
        let given = receipt
            .as_ref()
            .map_or(Given::ReceiptAwaited, Given::Receipt);
        let end = erased.ends(given);
        let end = end.as_ref().map(|due| (due.job.code(), due.at));
        assert_eq!(end, expected, "{left:?}");
        assert_eq!(erased.is_tombstone(), left == Left::Tombstone);
        assert_eq!(
            erased.clone().erase(Left::Tombstone, T0),
            Err(Refusal::Erased)
        );
        let forgotten = erased.clone().forget_whose();
        assert!(!forgotten.holds_somebody() && !forgotten.is_tombstone());
        let again = erased.erase(Left::Nothing, CHANGED);
        assert_eq!(again.is_ok(), left == Left::Tombstone);
    };
    let remembered = Receipt {
        identity: Some(Digest([1; 32])),
        ..receipt(Standing::Good)
    };
    let at = remembered.ends_at().plus(RECEIPT_REMEMBERED);
    let forgotten = remembered.clone().forget();
    let again = Some(("erase-order", CHANGED));
    check(Left::Nothing, Some(remembered.clone()), None);
    check(
        Left::Tombstone,
        Some(remembered),
        Some(("forget-receipt", at)),
    );
    check(Left::Tombstone, Some(forgotten), again);
    check(Left::Tombstone, None, again);
}

#[test]
fn an_original_is_there_as_long_as_it_is_judged_by() {
    let check = |state: State, submitted: bool, is_decided: bool, ends: Timestamp, needed: bool| {
        let order = order(state);
        let attempt = Attempt {
            id: order.attempt.unwrap(),
            order: order.id,
            ordinal: 1,
            prepared_at: T0.minus(days(1)),
            submitted_at: submitted.then_some(T0),
            original: Some(BlobRef("a".to_owned())),
            photo: None,
            photo_hash: None,
            fitness: Fitness::Good,
            catalogue_version: String::new(),
            decision: is_decided.then(|| Decision {
                verdict: Verdict::Rejected,
                by: me(),
                at: T0,
                reasons: Vec::new(),
                note: None,
                overruled: Vec::new(),
            }),
        };
        assert_eq!(order.original_ends(&attempt), ends, "{state:?}");
        assert_eq!(order.needs_original(&attempt), needed, "{state:?}");
        if needed {
            let end = order.ends(Given::ReceiptAwaited).unwrap().at;
            assert!(end < ends, "the order ends before its original");
        }
    };
    let prepared = T0.minus(days(1)).plus(ORIGINAL);
    check(State::Draft, false, false, prepared, false);
    check(waiting(), true, false, T0.plus(ORIGINAL), true);
    check(claimed(), true, false, T0.plus(ORIGINAL), true);
    let final_at = T0.plus(UNDO);
    check(decided(Verdict::Approved), true, true, final_at, false);
    check(decided(Verdict::Rejected), true, true, final_at, false);
    // Put after a rejection and not submitted.
    check(decided(Verdict::Rejected), false, false, prepared, false);
    check(
        State::Cancelled { at: CHANGED },
        true,
        false,
        CHANGED,
        false,
    );
    check(State::Lapsed { at: CHANGED }, true, false, CHANGED, false);
}
