//! Every action on a receipt in every standing, and the periods of validity.

use catalogue::{CountsIn, Uses, Validity};
use jiff::civil::date;

use super::*;
use crate::ids::StaffId;
use crate::randomness::seeded;
use crate::timestamp::days;

/// 2026-11-23 00:00 in China.
const NOON: Timestamp = Timestamp(1_795_363_200_000 + 12 * 3_600_000);

fn clerk() -> Actor {
    Actor::Staff(StaffId::new(NOON, &mut seeded(3)))
}

fn receipt(standing: Standing) -> Receipt {
    let mut seed = seeded(5);
    Receipt {
        id: ReceiptId::new(NOON, &mut seed),
        number: ReceiptNumber::generate(&mut seed),
        order: OrderId::new(NOON, &mut seed),
        attempt: AttemptId::new(NOON, &mut seed),
        document: "resident-id-card".parse().expect("an identifier"),
        city: "440300".parse().ok(),
        terms: Terms {
            uses: Uses::Once,
            counts_in: CountsIn::Province,
            also_for: vec!["residence-permit".parse().expect("an identifier")],
        },
        identity: Some(Digest([1; 32])),
        name: Some(Digest([2; 32])),
        photo_hash: Some(PhotoHash::of(b"a")),
        taken_at: NOON,
        approved_at: NOON,
        valid_until: date(2027, 5, 22),
        standing,
        token: "HZ".to_owned(),
        issue: Issue::Real,
        version: 0,
    }
}

fn used(at: Timestamp) -> Standing {
    Standing::Used { by: clerk(), at }
}

fn revoked() -> Standing {
    Standing::Revoked {
        by: clerk(),
        at: NOON,
        why: RevokedFor::Wish,
    }
}

#[test]
fn the_last_day_counts_from_the_day_after_the_picture() {
    let check = |taken: Date, validity, expected: Date| {
        assert_eq!(last_day(taken, validity), expected, "{taken} {validity:?}");
    };
    check(date(2026, 11, 23), Validity::Days(180), date(2027, 5, 22));
    check(date(2026, 11, 23), Validity::Days(1), date(2026, 11, 24));
    check(date(2026, 11, 23), Validity::Months(6), date(2027, 5, 23));
    // In a shorter month the term ends on its last day.
    check(date(2026, 8, 31), Validity::Months(6), date(2027, 2, 28));
    check(date(2027, 8, 31), Validity::Months(6), date(2028, 2, 29));
    check(date(2026, 2, 28), Validity::Months(12), date(2027, 2, 28));
    check(Date::MAX, Validity::Days(180), Date::MAX);
}

#[test]
fn each_act_is_possible_in_these_standings_and_no_other() {
    use ReceiptRefusal as R;
    let long_after = NOON.plus(days(300));
    let tomorrow = NOON.plus(days(1));
    let rows = [
        (Standing::Good, NOON),
        (Standing::Good, long_after),
        (used(NOON), NOON.plus(days(0))),
        (used(NOON), tomorrow),
        (revoked(), NOON),
    ];
    type Outcomes = [Option<R>; 5];
    let check = |act: fn(Receipt, Timestamp) -> Option<R>, expected: Outcomes| {
        let found = rows
            .clone()
            .map(|(standing, now)| act(receipt(standing), now));
        assert_eq!(found, expected);
    };
    check(
        |r, now| r.hand_over(now).err(),
        [
            None,
            Some(R::Expired),
            None,
            Some(R::Used),
            Some(R::Revoked),
        ],
    );
    check(
        |r, now| r.use_up(clerk(), now).err(),
        [
            None,
            Some(R::Expired),
            Some(R::Used),
            Some(R::Used),
            Some(R::Revoked),
        ],
    );
    check(
        |r, now| r.undo_use(now).err(),
        [
            Some(R::NotUsed),
            Some(R::NotUsed),
            None,
            Some(R::AnotherDay),
            Some(R::Revoked),
        ],
    );
    check(
        |r, now| r.revoke(clerk(), RevokedFor::Misuse, now).err(),
        [None, None, None, None, Some(R::Revoked)],
    );
}

#[test]
fn a_receipt_is_good_to_the_end_of_its_last_day() {
    let of = receipt(Standing::Good);
    let end = china::ends(date(2027, 5, 22));
    let check = |now, expected| assert_eq!(of.status(now), expected);
    check(NOON, ReceiptStatus::Valid);
    check(Timestamp(end.0 - 1), ReceiptStatus::Valid);
    check(end, ReceiptStatus::Expired);
    assert_eq!(receipt(used(NOON)).status(end), ReceiptStatus::Used);
    assert_eq!(receipt(revoked()).status(end), ReceiptStatus::Revoked);
}

#[test]
fn a_sample_is_never_called_valid_and_goes_the_same_way() {
    let sample = |standing| Receipt {
        issue: Issue::Sample,
        ..receipt(standing)
    };
    let check = |standing, now, expected| assert_eq!(sample(standing).status(now), expected);
    check(Standing::Good, NOON, ReceiptStatus::Sample);
    check(Standing::Good, NOON.plus(days(300)), ReceiptStatus::Expired);
    check(used(NOON), NOON, ReceiptStatus::Used);
    check(revoked(), NOON, ReceiptStatus::Revoked);
    assert_eq!(sample(Standing::Good).hand_over(NOON), Ok(()));
    assert!(sample(Standing::Good).use_up(clerk(), NOON).is_ok());
}

#[test]
fn a_use_and_its_undoing_leave_the_receipt_as_it_was() {
    let before = receipt(Standing::Good);
    let step = before.clone().use_up(clerk(), NOON).expect("it is good");
    assert_eq!(step.receipt.standing, used(NOON));
    assert_eq!(step.event, OrderEvent::ReceiptUsed);
    let undone = step.receipt.undo_use(NOON).expect("the same day");
    assert_eq!(undone.receipt, before);
    let many = Receipt {
        terms: Terms {
            uses: Uses::Many,
            ..before.terms.clone()
        },
        ..before
    };
    assert_eq!(many.use_up(clerk(), NOON), Err(ReceiptRefusal::NotUsedUp));
}

#[test]
fn a_revoked_receipt_takes_its_photo_with_it() {
    let check = |why, now: Timestamp, expected: &[(&str, Timestamp)]| {
        let step = receipt(Standing::Good)
            .revoke(clerk(), why, now)
            .expect("it is good");
        let due: Vec<_> = step
            .due
            .iter()
            .map(|due| (due.job.code(), due.at))
            .collect();
        assert_eq!(due, expected, "{why:?}");
    };
    let end = receipt(Standing::Good).ends_at();
    let near = end.minus(days(3));
    check(RevokedFor::Erased, NOON, &[]);
    check(
        RevokedFor::Misuse,
        NOON,
        &[("notify", NOON), ("erase-order", NOON.plus(ENDED))],
    );
    check(
        RevokedFor::Misuse,
        near,
        &[("notify", near), ("erase-order", end)],
    );
}

#[test]
fn which_window_takes_it() {
    let check = |counts_in, document: Option<&str>, city: Option<&str>, expected| {
        let of = receipt(Standing::Good);
        let of = Receipt {
            terms: Terms {
                counts_in,
                ..of.terms.clone()
            },
            ..of
        };
        let document = document.map(|id| id.parse().expect("an identifier"));
        let city = city.map(|code| code.parse().expect("a code"));
        assert_eq!(
            of.fits(document.as_ref(), city),
            expected,
            "{counts_in:?} {city:?}"
        );
    };
    let (city, province, country) = (CountsIn::City, CountsIn::Province, CountsIn::Country);
    let id = Some("resident-id-card");
    check(city, id, Some("440300"), Fit::Fits);
    check(city, id, Some("440000"), Fit::Fits);
    check(city, id, Some("440100"), Fit::AnotherPlace);
    check(province, id, Some("440100"), Fit::Fits);
    check(province, id, Some("450100"), Fit::AnotherPlace);
    check(country, id, Some("450100"), Fit::Fits);
    check(city, None, None, Fit::Fits);
    check(city, Some("residence-permit"), None, Fit::Fits);
    check(
        country,
        Some("passport"),
        Some("440300"),
        Fit::AnotherDocument,
    );
}

#[test]
fn a_forgotten_receipt_names_nobody() {
    let left = receipt(used(NOON)).forget();
    assert_eq!((left.identity, left.name), (None, None));
    assert_eq!(left.photo_hash, None);
    assert!(left.token.is_empty());
    assert_eq!(left.number, receipt(Standing::Good).number);
    // With the photo, what is known of it goes; whose it was stays for a while.
    let left = receipt(used(NOON)).forget_photo();
    assert!(left.identity.is_some() && left.name.is_some());
    assert!(left.photo_hash.is_none() && left.token.is_empty());
}

#[test]
fn codes_are_stable() {
    assert_eq!(
        ReceiptRefusal::ALL.map(ReceiptRefusal::code),
        [
            "receipt-used",
            "receipt-expired",
            "receipt-revoked",
            "receipt-not-used-up",
            "receipt-not-used",
            "receipt-another-day",
        ]
    );
    for why in RevokedFor::BY_OPERATOR {
        assert_eq!(RevokedFor::chosen(why.code()), Some(why));
    }
    assert_eq!(RevokedFor::chosen("erased"), None);
}

fn order(state: State, seed: u64) -> (Order, Attempt) {
    let mut seed = seeded(seed);
    let purpose = crate::Purpose {
        document: "resident-id-card".parse().expect("an identifier"),
        city: "440300".parse().ok(),
    };
    let id = OrderId::new(NOON, &mut seed);
    let number = crate::OrderNumber::generate(&mut seed);
    let key = crate::Sealed(vec![1]);
    let mut order = Order::draft(id, number, None, key, purpose, NOON).order;
    let attempt = Attempt {
        id: AttemptId::new(NOON, &mut seed),
        order: id,
        ordinal: 1,
        prepared_at: NOON.minus(days(1)),
        submitted_at: Some(NOON),
        original: None,
        photo: Some(crate::BlobRef("b".to_owned())),
        photo_hash: Some(PhotoHash::of(b"b")),
        fitness: crate::Fitness::Good,
        catalogue_version: "1".to_owned(),
        decision: None,
    };
    order.identity = Some(Digest([4; 32]));
    order.state = state;
    (order, attempt)
}

fn decided(verdict: Verdict, final_at: Timestamp) -> State {
    State::Decided {
        since: NOON,
        asked_by: None,
        verdict,
        by: clerk(),
        at: NOON,
        final_at,
    }
}

fn issue(order: &Order, attempt: &Attempt, validity: Validity) -> Result<ReceiptStep, Refusal> {
    let mut seed = seeded(11);
    let terms = Terms {
        uses: Uses::Once,
        counts_in: CountsIn::City,
        also_for: Vec::new(),
    };
    let with = Issuing {
        id: ReceiptId::new(NOON, &mut seed),
        number: ReceiptNumber::generate(&mut seed),
        name: Digest([5; 32]),
        terms,
        validity,
        issue: Issue::Real,
    };
    Receipt::issue(order, attempt, with, NOON)
}

#[test]
fn only_a_final_approval_gives_a_receipt() {
    let check = |state, expected: Option<Refusal>| {
        let (order, attempt) = order(state, 1);
        let found = issue(&order, &attempt, Validity::Days(180));
        assert_eq!(found.err(), expected, "{state:?}");
    };
    let later = NOON.plus(days(1));
    check(decided(Verdict::Approved, NOON), None);
    check(decided(Verdict::Approved, later), Some(Refusal::WrongState));
    check(decided(Verdict::Rejected, NOON), Some(Refusal::WrongState));
    check(State::Draft, Some(Refusal::WrongState));
    let (mut erased, attempt) = order(decided(Verdict::Approved, NOON), 1);
    erased.erased_at = Some(NOON);
    let found = issue(&erased, &attempt, Validity::Days(180));
    assert_eq!(found.err(), Some(Refusal::Erased));
}

#[test]
fn what_follows_from_a_receipt() {
    let check = |validity, expected: &[(&str, &str)]| {
        let (order, attempt) = order(decided(Verdict::Approved, NOON), 1);
        let step = issue(&order, &attempt, validity).expect("it is approved");
        let due: Vec<(String, String)> = step
            .due
            .iter()
            .map(|due| {
                let kind = match due.job {
                    Job::Notify { occasion, .. } => occasion.code(),
                    job => job.code(),
                };
                (kind.to_owned(), china::civil(due.at).to_string())
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, at)| ((*kind).to_owned(), (*at).to_owned()))
            .collect();
        assert_eq!(due, expected);
    };
    // Taken on the 22nd.
    check(
        Validity::Days(180),
        &[
            ("approved", "2026-11-23T12:00:00"),
            ("erase-order", "2027-05-22T00:00:00"),
            ("forget-receipt", "2027-08-20T00:00:00"),
            ("ends-soon", "2027-05-08T00:00:00"),
        ],
    );
    // Too short a term for a reminder.
    check(
        Validity::Days(20),
        &[
            ("approved", "2026-11-23T12:00:00"),
            ("erase-order", "2026-12-13T00:00:00"),
            ("forget-receipt", "2027-03-13T00:00:00"),
        ],
    );
}
