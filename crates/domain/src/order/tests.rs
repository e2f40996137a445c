//! Every transition from every state: whether it is allowed, the next state,
//! the jobs.

use std::time::Duration;

mod money;

use super::*;
use crate::attempt::Fitness;
use crate::ids::{ApiKeyId, StaffId};
use crate::photo_hash::PhotoHash;
use crate::randomness::seeded;
use crate::sealed::BlobRef;

const T0: Timestamp = Timestamp(1_800_000_000_000);

struct Fixture {
    order: Order,
    attempt: Attempt,
    me: Actor,
    other: Actor,
}

fn at(ms: u64) -> Timestamp {
    T0.plus(Duration::from_millis(ms))
}

/// An order in the named state at [`T0`].
fn fixture(state: &str) -> Fixture {
    let mut seed = seeded(7);
    let me = Actor::Staff(StaffId::new(T0, &mut seed));
    // A program can claim an order as well as a person.
    let other = Actor::Program(ApiKeyId::new(T0, &mut seed));
    let id = OrderId::new(T0, &mut seed);
    let number = OrderNumber::generate(&mut seed);
    let purpose = Purpose {
        document: "resident-id-card".parse().expect("an identifier"),
        city: None,
    };
    let mut order = Order::draft(id, number, None, Sealed(vec![1]), purpose, T0).order;
    let attempt = Attempt {
        id: AttemptId::new(T0, &mut seed),
        order: id,
        ordinal: 0,
        prepared_at: T0,
        submitted_at: None,
        original: Some(BlobRef("a".to_owned())),
        photo: Some(BlobRef("b".to_owned())),
        photo_hash: Some(PhotoHash::of(b"c")),
        fitness: Fitness::Good,
        catalogue_version: "1".to_owned(),
        decision: None,
    };
    order.attempt = Some(attempt.id);
    order.applicant = Some(Sealed(vec![3]));
    let claimed = |by, until| State::Claimed {
        since: T0,
        asked_by: None,
        by,
        until,
    };
    let decided = |verdict, final_at| State::Decided {
        since: T0,
        asked_by: None,
        verdict,
        by: me,
        at: T0,
        final_at,
    };
    let asked = |by, until| State::Claimed {
        since: T0,
        asked_by: Some(me),
        by,
        until,
    };
    let waiting = |asked_by| State::Waiting {
        since: T0,
        asked_by,
    };
    order.state = match state {
        "draft" => State::Draft,
        "unpaid" => State::Unpaid { since: T0 },
        "waiting" => waiting(None),
        "second" => waiting(Some(me)),
        "mine" => claimed(me, at(60_000)),
        "theirs" => claimed(other, at(60_000)),
        "theirs lapsed" => claimed(other, T0),
        "answering" => asked(other, at(60_000)),
        "answering lapsed" => asked(other, T0),
        "their second" => waiting(Some(other)),
        "approving" => decided(Verdict::Approved, at(10_000)),
        "approved" => decided(Verdict::Approved, T0),
        "rejecting" => decided(Verdict::Rejected, at(10_000)),
        "rejected" => decided(Verdict::Rejected, T0),
        "cancelled" => State::Cancelled { at: T0 },
        "lapsed" => State::Lapsed { at: T0 },
        unknown => panic!("no state {unknown}"),
    };
    Fixture {
        order,
        attempt,
        me,
        other,
    }
}

const STATES: [&str; 16] = [
    "draft",
    "unpaid",
    "waiting",
    "second",
    "mine",
    "theirs",
    "theirs lapsed",
    "answering",
    "answering lapsed",
    "their second",
    "approving",
    "approved",
    "rejecting",
    "rejected",
    "cancelled",
    "lapsed",
];

fn act(action: &str, from: &str) -> Outcome {
    let Fixture {
        order,
        mut attempt,
        me,
        ..
    } = fixture(from);
    let why = ["brows-covered".to_owned()];
    let now = at(1_000);
    match action {
        "picture" => order.put_picture(attempt.id, now),
        "details" => order.give_details(
            Details {
                sealed: Sealed(vec![9]),
                phone: Digest([1; 32]),
                identity: Digest([2; 32]),
                name: Digest([3; 32]),
                consent_version: "1".to_owned(),
            },
            now,
        ),
        "submit" => order.submit(&mut attempt, now),
        "claim" => order.claim(me, now),
        "release" => order.release(me, now),
        "lapse claim" => order.lapse_claim(now),
        "second opinion" => order.ask_second_opinion(me, Some(Sealed(vec![4])), now),
        "remake" => order.remake(me, now),
        "approve" => order.decide(me, Verdict::Approved, &[], now),
        "reject" => order.decide(me, Verdict::Rejected, &why, now),
        "undo" => order.undo(me, now),
        "undo late" => order.undo(me, T0.plus(UNDECIDED)),
        "lapse unissued" => order.lapse_unissued(at(40 * 24 * 3_600_000)),
        "claim late" => order.claim(me, T0.plus(UNDECIDED)),
        "cancel" => order.cancel(now),
        "lapse" => order.lapse(at(40 * 24 * 3_600_000)),
        "erase" => order.erase(Left::Nothing, now),
        unknown => panic!("no action {unknown}"),
    }
}

/// The states each action is allowed from and the state it leads to; from every
/// other state it is refused.
#[test]
fn each_action_is_possible_from_these_states_and_no_other() {
    let check = |action: &str, possible: &[(&str, &str)]| {
        for from in STATES {
            let expected = possible.iter().find(|(state, _)| *state == from);
            let outcome = act(action, from);
            let to = outcome.as_ref().ok().map(|step| step.order.state.code());
            assert_eq!(to, expected.map(|(_, to)| *to), "{action} from {from}");
        }
    };
    let changed = [
        ("draft", "draft"),
        ("unpaid", "draft"),
        ("rejected", "rejected"),
    ];
    check("picture", &changed);
    check("details", &changed);
    check(
        "submit",
        &[
            ("draft", "waiting"),
            ("unpaid", "waiting"),
            ("rejected", "waiting"),
        ],
    );
    check(
        "claim",
        &[
            ("waiting", "claimed"),
            ("mine", "claimed"),
            ("theirs lapsed", "claimed"),
            ("their second", "claimed"),
        ],
    );
    check("claim late", &[]);
    check("undo late", &[]);
    check("release", &[("mine", "waiting")]);
    check(
        "lapse claim",
        &[
            ("theirs lapsed", "waiting"),
            ("answering lapsed", "waiting"),
        ],
    );
    check("second opinion", &[("mine", "waiting")]);
    check("remake", &[("mine", "claimed")]);
    check("approve", &[("mine", "approved")]);
    check("reject", &[("mine", "rejected")]);
    check(
        "undo",
        &[
            // Who asked may take it back as long as nobody has it.
            ("second", "claimed"),
            ("answering lapsed", "claimed"),
            ("approving", "claimed"),
            ("rejecting", "claimed"),
        ],
    );
    check(
        "cancel",
        &[
            ("draft", "cancelled"),
            ("unpaid", "cancelled"),
            ("waiting", "cancelled"),
            ("second", "cancelled"),
            ("mine", "cancelled"),
            ("theirs", "cancelled"),
            ("theirs lapsed", "cancelled"),
            ("answering", "cancelled"),
            ("answering lapsed", "cancelled"),
            ("their second", "cancelled"),
            ("rejected", "cancelled"),
        ],
    );
    // After forty days a decision is final.
    check(
        "lapse",
        &[
            ("draft", "lapsed"),
            ("unpaid", "lapsed"),
            ("waiting", "lapsed"),
            ("second", "lapsed"),
            ("mine", "lapsed"),
            ("theirs", "lapsed"),
            ("theirs lapsed", "lapsed"),
            ("answering", "lapsed"),
            ("answering lapsed", "lapsed"),
            ("their second", "lapsed"),
            ("rejected", "lapsed"),
            ("rejecting", "lapsed"),
        ],
    );
    check(
        "lapse unissued",
        &[("approving", "lapsed"), ("approved", "lapsed")],
    );
    check(
        "erase",
        &[
            ("approved", "approved"),
            ("cancelled", "cancelled"),
            ("lapsed", "lapsed"),
        ],
    );
}

#[test]
fn a_refusal_says_why() {
    let check = |action, from, expected: Refusal| {
        assert_eq!(act(action, from).err(), Some(expected), "{action} {from}");
    };
    check("claim", "theirs", Refusal::ClaimedByAnother);
    check("claim", "second", Refusal::OwnSecondOpinion);
    check("approve", "theirs", Refusal::ClaimedByAnother);
    check("approve", "waiting", Refusal::WrongState);
    check("undo", "approved", Refusal::Final);
    check("undo", "waiting", Refusal::WrongState);
    check("undo", "mine", Refusal::WrongState);
    check("undo", "theirs lapsed", Refusal::WrongState);
    check("undo", "answering", Refusal::ClaimedByAnother);
    check("undo", "their second", Refusal::ClaimedByAnother);
    check("undo late", "second", Refusal::Final);
    check("claim", "answering lapsed", Refusal::OwnSecondOpinion);
    check("erase", "waiting", Refusal::WrongState);
}

#[test]
fn only_a_fit_picture_with_details_is_handed_in() {
    let check = |change: fn(&mut Order, &mut Attempt), expected: Result<u16, Refusal>| {
        let Fixture {
            mut order,
            mut attempt,
            ..
        } = fixture("draft");
        change(&mut order, &mut attempt);
        let outcome = order.submit(&mut attempt, at(5));
        assert_eq!(outcome.map(|step| step.order.submissions), expected);
        if expected.is_ok() {
            assert_eq!((attempt.ordinal, attempt.submitted_at), (1, Some(at(5))));
        }
    };
    check(|_, _| {}, Ok(1));
    check(|_, attempt| attempt.fitness = Fitness::Advised, Ok(1));
    check(
        |_, attempt| attempt.fitness = Fitness::Failing,
        Err(Refusal::PictureUnfit),
    );
    check(
        |_, attempt| attempt.photo = None,
        Err(Refusal::PictureUnfit),
    );
    check(|order, _| order.attempt = None, Err(Refusal::NoPicture));
    check(
        |_, attempt| attempt.submitted_at = Some(T0),
        Err(Refusal::NoPicture),
    );
    check(|order, _| order.applicant = None, Err(Refusal::NoDetails));
    check(|order, _| order.erased_at = Some(T0), Err(Refusal::Erased));
}

#[test]
fn the_work_that_follows_is_in_the_same_step() {
    let check = |action, from, due: &[(&str, Timestamp)], cancels: &[&str]| {
        let step = act(action, from).expect("possible");
        let mut found: Vec<_> = step.due.iter().map(|d| (d.job.code(), d.at)).collect();
        let mut expected = due.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "due after {action} from {from}");
        let found: Vec<_> = step.cancels.iter().map(Job::code).collect();
        assert_eq!(found, cancels, "cancelled after {action} from {from}");
    };
    let now = at(1_000);
    check(
        "submit",
        "draft",
        &[
            ("notify", now),
            ("lapse-undecided", now.plus(UNDECIDED)),
            ("erase-original", now.plus(ORIGINAL)),
        ],
        &["lapse-draft", "lapse-unpaid", "lapse-rejected"],
    );
    check("claim", "waiting", &[("lapse-claim", now.plus(CLAIM))], &[]);
    check("release", "mine", &[], &["lapse-claim"]);
    check(
        "approve",
        "mine",
        &[
            ("issue-receipt", now.plus(UNDO)),
            ("erase-original", now.plus(UNDO)),
        ],
        &["lapse-claim", "lapse-undecided"],
    );
    check(
        "reject",
        "mine",
        &[
            ("notify", now.plus(UNDO)),
            ("lapse-rejected", now.plus(REJECTED)),
            ("erase-original", now.plus(UNDO)),
        ],
        &["lapse-claim", "lapse-undecided"],
    );
    check(
        "undo",
        "approving",
        &[
            ("lapse-claim", now.plus(CLAIM)),
            ("lapse-undecided", T0.plus(UNDECIDED)),
            ("erase-original", T0.plus(ORIGINAL)),
        ],
        &["issue-receipt", "notify", "lapse-rejected"],
    );
    check("undo", "second", &[("lapse-claim", now.plus(CLAIM))], &[]);
    check(
        "cancel",
        "waiting",
        &[("erase-order", now.plus(ENDED)), ("erase-original", now)],
        &[
            "lapse-draft",
            "lapse-unpaid",
            "lapse-rejected",
            "lapse-claim",
            "lapse-undecided",
            "lapse-unissued",
            "issue-receipt",
        ],
    );
    let late = at(40 * 24 * 3_600_000);
    for (action, from) in [("lapse", "waiting"), ("lapse unissued", "approved")] {
        check(
            action,
            from,
            &[
                ("erase-order", late.plus(LAPSE_TOLD)),
                ("erase-original", late),
                ("notify", late),
            ],
            &[
                "lapse-draft",
                "lapse-unpaid",
                "lapse-rejected",
                "lapse-claim",
                "lapse-undecided",
                "lapse-unissued",
                "issue-receipt",
            ],
        );
    }
    check("erase", "cancelled", &[], &["erase-order"]);
}

/// An inspector's deed in the last moment is done whole, and none is lost by
/// the order's end.
#[test]
fn the_last_moment_of_an_undecided_order() {
    let end = T0.plus(UNDECIDED);
    let Fixture { order, me, .. } = fixture("waiting");
    let claimed = order.claim(me, end.minus(Duration::from_secs(5)));
    let claimed = claimed.expect("there are five seconds left").order;
    let until = match claimed.state {
        State::Claimed { until, .. } => until,
        _ => panic!("it is claimed"),
    };
    assert_eq!(until, end, "no claim goes beyond the end");
    let just_before = end.minus(Duration::from_millis(1));
    let lapse = |order: &Order, now| order.clone().lapse(now).map(|step| step.event);
    assert_eq!(lapse(&claimed, just_before), Err(Refusal::WrongState));
    assert_eq!(lapse(&claimed, end), Ok(OrderEvent::LapsedUndecided));
    // Decided before the lapse is saved: the decision stands, and is final.
    let decided = claimed.decide(me, Verdict::Approved, &[], end);
    let decided = decided.expect("the claim is theirs").order;
    assert_eq!(lapse(&decided, end), Err(Refusal::WrongState));
    assert_eq!(decided.undo(me, end).err(), Some(Refusal::Final));
}

#[test]
fn erasing_leaves_nothing_of_the_person() {
    let step = act("erase", "cancelled").expect("possible");
    let order = step.order;
    assert_eq!(
        (order.key, order.applicant, order.phone, order.identity),
        (None, None, None, None)
    );
    assert_eq!(order.device, None);
    assert!(order.erased_at.is_some());
}

/// One WeChat user has an order for good; of an erased one they keep that it was theirs,
/// as the device does, and no openid.
#[test]
fn an_order_is_one_wechat_users() {
    let user = |digest: u8| WechatUser {
        union: None,
        digest: Digest([digest; 32]),
        openid: Some(Sealed(vec![digest])),
    };
    let check = |order: &Order, digest: u8, expected: Result<&str, Refusal>| {
        let found = order.clone().take_to_wechat(user(digest));
        let found = found.map(|step| {
            assert_eq!(step.order.wechat, Some(user(digest)));
            assert_eq!(step.order.updated_at, order.updated_at);
            step.event.code()
        });
        assert_eq!(found, expected, "{digest}");
    };
    let mut order = fixture("cancelled").order;
    check(&order, 1, Ok("taken-to-wechat"));
    order.wechat = Some(user(1));
    check(&order, 1, Ok("taken-to-wechat"));
    check(&order, 2, Err(Refusal::OtherUser));
    let erased = |left| order.clone().erase(left, at(1)).expect("possible").order;
    assert_eq!(erased(Left::Nothing).wechat, None);
    let tombstone = erased(Left::Tombstone);
    assert!(tombstone.is_tombstone() && tombstone.holds_somebody());
    let kept = tombstone.wechat.clone().expect("still theirs");
    assert_eq!((kept.digest, kept.openid), (Digest([1; 32]), None));
    check(&tombstone, 1, Err(Refusal::Erased));
    assert!(!tombstone.forget_whose().holds_somebody());
}

#[test]
fn a_decision_is_told_once_it_is_final() {
    let check = |state, ms, expected| {
        assert_eq!(
            fixture(state).order.status(at(ms)),
            expected,
            "{state} {ms}"
        );
    };
    check("approving", 0, Status::InReview);
    check("approving", 9_999, Status::InReview);
    check("approving", 10_000, Status::Approved);
    check("rejecting", 10_000, Status::Rejected);
    check("mine", 0, Status::InReview);
    check("second", 0, Status::Waiting);
}

#[test]
fn the_other_inspector_gives_the_second_opinion() {
    let Fixture { order, other, .. } = fixture("second");
    let step = order.claim(other, at(1)).expect("another person may");
    let step = step
        .order
        .decide(other, Verdict::Approved, &[], at(2))
        .expect("they hold it");
    assert_eq!(step.order.state.code(), "approved");
}

/// Why somebody asked is there until it is answered, taken back, or erased.
#[test]
fn the_question_is_kept_as_long_as_it_asks() {
    let asked = act("second opinion", "mine").expect("it is theirs").order;
    let Fixture {
        me,
        other,
        mut attempt,
        ..
    } = fixture("mine");
    let check = |outcome: Outcome, kept: bool| {
        let step = outcome.expect("possible");
        assert_eq!(step.order.question.is_some(), kept, "{:?}", step.event);
        step.order
    };
    check(asked.clone().undo(me, at(2_000)), false);
    let taken = check(asked.clone().claim(other, at(2_000)), true);
    let free = check(taken.clone().release(other, at(3_000)), true);
    check(free.undo(me, at(4_000)), false);
    let why = ["brows-covered".to_owned()];
    let rejected = taken.decide(other, Verdict::Rejected, &why, at(3_000));
    let rejected = check(rejected, true);
    check(rejected.submit(&mut attempt, at(20_000)), false);
    let ended = check(asked.cancel(at(2_000)), true);
    check(ended.erase(Left::Nothing, at(3_000)), false);
}

#[test]
fn a_rejection_without_a_reason_is_none() {
    let Fixture { order, me, .. } = fixture("mine");
    let outcome = order.decide(me, Verdict::Rejected, &[], at(1));
    assert_eq!(outcome.err(), Some(Refusal::NoReason));
}
