//! Rows for tests, deterministic by number.

use domain::money::{Bill, Fen, PaidFor, Price};
use domain::randomness::seeded;
use domain::staff::Scope;
use domain::{
    Actor, ApiKeyId, Attempt, AttemptId, BlobRef, Digest, Fitness, JobId, MessageId, Order,
    OrderId, OrderNumber, PhotoHash, Purpose, Sealed, StaffId, State, Timestamp,
};

/// Order number `n`, a draft created `n` seconds after 1970.
pub fn order(n: u64) -> Order {
    let mut randomness = seeded(n);
    let now = at(n);
    let purpose = Purpose {
        document: "resident-id-card".parse().expect("an identifier"),
        city: "440300".parse().ok(),
    };
    Order::draft(
        OrderId::new(now, &mut randomness),
        OrderNumber::generate(&mut randomness),
        Some(digest(7)),
        Sealed(vec![1, 2, 3]),
        purpose,
        now,
    )
    .order
}

/// A bill of each kind, by turns.
pub fn bill(n: u64) -> Bill {
    let price = |amount, paid_for| Price::new(Fen(amount), paid_for).expect("a price");
    match n % 4 {
        0 => Bill::Free,
        1 => Bill::Open(price(1, PaidFor::Applying)),
        2 => Bill::Paid(price(1_500, PaidFor::Receipt)),
        _ => Bill::Returned(price(1_000_000, PaidFor::Applying)),
    }
}

/// The same order in another state.
pub fn order_in(n: u64, state: State) -> Order {
    Order { state, ..order(n) }
}

/// Waiting since `since` seconds after 1970.
pub const fn waiting(since: u64) -> State {
    State::Waiting {
        since: at(since),
        asked_by: None,
    }
}

/// A picture put to an order.
pub fn attempt(n: u64, of: &Order) -> Attempt {
    Attempt {
        id: AttemptId::new(at(n), &mut seeded(n)),
        order: of.id,
        ordinal: 0,
        prepared_at: at(n),
        submitted_at: None,
        original: Some(BlobRef(format!("original-{n}"))),
        photo: Some(BlobRef(format!("photo-{n}"))),
        photo_hash: Some(PhotoHash([0xab; 32])),
        fitness: Fitness::Advised,
        catalogue_version: "2026-11-01".to_owned(),
        decision: None,
    }
}

/// `seconds` after 1970.
pub const fn at(seconds: u64) -> Timestamp {
    Timestamp(seconds.cast_signed() * 1000)
}

/// A digest distinct for each `n`.
pub const fn digest(n: u8) -> Digest {
    Digest([n; 32])
}

/// Id of a member of staff.
pub fn staff_id(n: u64) -> StaffId {
    StaffId::new(at(n), &mut seeded(n))
}

/// The member of staff as an actor.
pub fn staff(n: u64) -> Actor {
    Actor::Staff(staff_id(n))
}

/// A program as an actor; the number may be used for a member of staff too.
pub fn program(n: u64) -> Actor {
    Actor::Program(ApiKeyId::new(at(n), &mut seeded(n)))
}

/// Id of a job.
pub fn job(n: u64) -> JobId {
    JobId::new(at(n), &mut seeded(n))
}

/// Id of a message.
pub fn message(n: u64) -> MessageId {
    MessageId::new(at(n), &mut seeded(n))
}

/// A scope of these documents and cities; an empty list is unlimited.
pub fn scope(documents: &[&str], cities: &[&str]) -> Scope {
    let document = |id: &&str| id.parse().expect("an identifier");
    let city = |code: &&str| code.parse().expect("a code");
    Scope {
        documents: documents.iter().map(document).collect(),
        cities: cities.iter().map(city).collect(),
    }
}
