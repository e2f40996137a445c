//! Tables of the decision, and what an attacker can and cannot do.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

const START: Timestamp = Timestamp(1_795_363_200_000);

fn stranger(pair: u32, address: u32, account: u32) -> Standing {
    let failures = |count| Failures { count, last: START };
    Standing::Stranger {
        pair: failures(pair),
        address: failures(address),
        account: failures(account),
    }
}

fn known(device: u32) -> Standing {
    Standing::KnownDevice {
        device: Failures {
            count: device,
            last: START,
        },
    }
}

#[test]
fn which_count_refuses_and_for_how_long() {
    let check = |standing: Standing, evaluated: bool, locked: Option<u64>| {
        let begun = standing.begin(START);
        let is_evaluated = matches!(begun, Verdict::Evaluate(_));
        assert_eq!(is_evaluated, evaluated, "{standing:?}");
        let locked = locked.map(|m| START.plus(minutes(m)));
        assert_eq!(standing.locked_here(START), locked, "{standing:?}");
    };
    check(stranger(0, 0, 0), true, None);
    check(stranger(4, 59, 99), true, None);
    check(stranger(5, 0, 0), false, Some(1));
    check(stranger(8, 0, 0), false, Some(60));
    check(stranger(0, 60, 0), false, Some(1));
    check(stranger(5, 62, 0), false, Some(3));
    // Refused, but the time is not told.
    check(stranger(0, 0, 100), false, None);
    check(known(4), true, None);
    check(known(5), false, Some(1));
}

#[test]
fn what_is_counted_and_given_back() {
    let check = |before: Standing, end: TryEnd, expected: Standing| {
        let Verdict::Evaluate(begun) = before.begin(START) else {
            panic!("{before:?} is refused");
        };
        let ended = begun.counted.end(&begun, end);
        assert_eq!(ended, expected, "{before:?} {end:?}");
    };
    check(stranger(1, 9, 50), TryEnd::Wrong, stranger(2, 10, 51));
    check(stranger(1, 9, 50), TryEnd::NoGuess, stranger(1, 9, 50));
    let signed_in = Standing::Stranger {
        pair: Failures::default(),
        address: Failures {
            count: 9,
            last: START,
        },
        account: Failures {
            count: 50,
            last: START,
        },
    };
    check(stranger(1, 9, 50), TryEnd::SignedIn, signed_in);
    check(known(3), TryEnd::Wrong, known(4));
    check(known(3), TryEnd::NoGuess, known(3));
    let clear = Standing::KnownDevice {
        device: Failures::default(),
    };
    check(known(3), TryEnd::SignedIn, clear);
}

/// A lock that ended must not begin again when the password was right and the
/// code is asked for; a wrong guess made meanwhile keeps its lock.
#[test]
fn what_was_no_guess_locks_nothing() {
    let later = START.plus(minutes(2));
    let before = stranger(5, 5, 5);
    let Verdict::Evaluate(begun) = before.begin(later) else {
        panic!("the lock has ended");
    };
    let ended = begun.counted.end(&begun, TryEnd::NoGuess);
    assert_eq!(ended, before);
    assert_eq!(ended.locked_here(later), None);
    let Verdict::Evaluate(other) = stranger(4, 4, 4).begin(later) else {
        panic!("it is free");
    };
    let ended = other.counted.end(&begun, TryEnd::NoGuess);
    assert_ne!(ended, before);
}

/// The counts as a service keeps them, for one account.
#[derive(Default)]
struct Kept {
    pairs: HashMap<usize, Failures>,
    addresses: HashMap<usize, Failures>,
    account: Failures,
    device: Failures,
}

impl Kept {
    /// A wrong guess from an unknown device; whether it was evaluated.
    fn guess(&mut self, from: usize, now: Timestamp) -> bool {
        let standing = Standing::Stranger {
            pair: self.pairs.get(&from).copied().unwrap_or_default(),
            address: self.addresses.get(&from).copied().unwrap_or_default(),
            account: self.account,
        };
        let Verdict::Evaluate(begun) = standing.begin(now) else {
            return false;
        };
        if let Standing::Stranger {
            pair,
            address,
            account,
        } = begun.counted.end(&begun, TryEnd::Wrong)
        {
            self.pairs.insert(from, pair);
            self.addresses.insert(from, address);
            self.account = account;
        }
        true
    }

    /// The owner on a known device, who types a wrong password `typos` times
    /// and then the right one; whether they get in.
    fn owner_gets_in(&mut self, typos: u32, now: Timestamp) -> bool {
        for _ in 0..typos {
            let standing = Standing::KnownDevice {
                device: self.device,
            };
            let Verdict::Evaluate(begun) = standing.begin(now) else {
                return false;
            };
            if let Standing::KnownDevice { device } = begun.counted {
                self.device = device;
            }
        }
        let standing = Standing::KnownDevice {
            device: self.device,
        };
        let Verdict::Evaluate(begun) = standing.begin(now) else {
            return false;
        };
        if let Standing::KnownDevice { device } = begun.counted.end(&begun, TryEnd::SignedIn) {
            self.device = device;
        }
        true
    }
}

proptest! {
    /// Guesses from `k` addresses over some days: how many are evaluated is
    /// bounded, and the owner's known device gets in at every moment.
    #[test]
    fn guessing_is_bounded_and_locks_nobody_out(
        addresses in 1_usize..40,
        waits in proptest::collection::vec((0_u64..40, 0_usize..40), 1..2_000),
        typos in 0_u32..5,
    ) {
        let mut kept = Kept::default();
        let mut now = START;
        let mut evaluated = 0_u64;
        for (wait, from) in waits {
            now = now.plus(minutes(wait));
            evaluated += u64::from(kept.guess(from % addresses, now));
            prop_assert!(kept.owner_gets_in(typos, now));
        }
        let passed = now.since(START).as_secs();
        let k = u64::try_from(addresses).unwrap();
        // Five, then after 1, 6 and 21 minutes, then one an hour; and a second
        // such start at most once a day, when the count was forgotten.
        let by_pairs = k * (8 * (passed / 86_400 + 1) + passed / 3_600 + 1);
        let by_account = 100 + passed / (15 * 60) + 1;
        prop_assert!(evaluated <= by_pairs.min(by_account), "{evaluated} of {by_pairs}, {by_account}");
    }
}

/// The fastest attacker, from one address and from a thousand, for 30 days.
#[test]
fn a_month_of_guessing() {
    let check = |addresses: usize, most: u32| {
        let mut kept = Kept::default();
        let mut evaluated = 0;
        for minute in 0..30 * 24 * 60 {
            let now = START.plus(minutes(minute));
            for from in 0..addresses.min(200) {
                evaluated += u32::from(kept.guess(from, now));
            }
        }
        assert!(evaluated <= most, "{addresses}: {evaluated}");
    };
    check(1, 8 + 30 * 24);
    check(200, 100 + 30 * 96);
}
