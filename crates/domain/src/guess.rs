//! Counting of wrong guesses at something a stranger must not find out: an
//! order's phone number, a receipt's person. Every kind of guess has an
//! [`Allowance`]: some misses at once, and one more after each interval.
//!
//! A success clears nothing: who knows one right answer could clear their count
//! with it, and guess on for ever. What was counted against one subject locks
//! that subject alone, so that nobody keeps others out. Where a subject is
//! shared by everybody (all look-ups, one receipt's number), it
//! [slows](Effect::Slows) instead: the other allowances shrink, and whoever has
//! made no mistake still gets in.

use std::time::Duration;

use crate::allowance::Allowance;
use crate::coded::coded;
use crate::staff::throttle::{Failures, SignIn};
use crate::timestamp::{Timestamp, days, minutes};

coded! {
    /// What a wrong guess is counted against.
    pub enum Guess {
        /// One order, by its number: guesses at its phone number. Locks its
        /// look-up, and no device that holds the order.
        OrderPhone = "order-phone",
        /// One order: guesses at the second proof, the end of the identity
        /// number.
        OrderProof = "order-proof",
        /// One network site (IPv4 address, IPv6 /56) that looks orders up.
        FinderSite = "finder-site",
        /// All look-ups of orders together.
        AllFinders = "all-finders",
        /// Whoever looks receipts up and one receipt's number: guesses at its
        /// person.
        CounterPair = "counter-pair",
        /// Whoever looks receipts up, at any number.
        CounterLooker = "counter-looker",
        /// One receipt's number, by whomever.
        CounterNumber = "counter-number",
        /// Whoever lists receipts by identity number.
        CounterList = "counter-list",
        /// Whoever opens a sealed photo of one receipt: guesses at its code.
        CounterCode = "counter-code",
    }
}

/// What happens when an allowance is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The guess is refused.
    Locks,
    /// The other allowances of the same guess shrink to their slowed size.
    Slows,
}

/// How many misses are allowed against one subject, and what follows then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Misses allowed.
    pub misses: Allowance,
    /// Misses at once while a shared subject slows; at least one.
    pub burst_slowed: u32,
    /// What happens when they are used up.
    pub effect: Effect,
}

const fn locks(burst: u32, burst_slowed: u32, one_back: Duration) -> Bound {
    Bound {
        misses: Allowance { burst, one_back },
        burst_slowed,
        effect: Effect::Locks,
    }
}

const fn slows(burst: u32, one_back: Duration) -> Bound {
    Bound {
        misses: Allowance { burst, one_back },
        burst_slowed: burst,
        effect: Effect::Slows,
    }
}

impl Guess {
    /// Its bound.
    #[must_use]
    pub const fn bound(self) -> Bound {
        match self {
            // A mainland phone number of which all but four digits are known
            // has 10,000 candidates: 10 at once and 4 a day try 15 % of them in
            // a year, the longest life of an order.
            Self::OrderPhone => locks(10, 3, minutes(6 * 60)),
            // Day, sequence and check digit of an identity number have about
            // 31,000 values for who knows the rest: 5 and 1 a day try 1 %.
            Self::OrderProof => locks(5, 5, days(1)),
            // A family or an office that mistypes.
            Self::FinderSite => locks(20, 4, minutes(10)),
            // Far more than a busy service's honest mistakes.
            Self::AllFinders => slows(500, minutes(1)),
            Self::CounterPair => locks(5, 2, minutes(30)),
            // A window or kiosk with a customer a minute, each second mistyping.
            Self::CounterLooker => locks(30, 30, minutes(2)),
            Self::CounterNumber => slows(50, minutes(5)),
            Self::CounterList => locks(10, 10, minutes(10)),
            Self::CounterCode => locks(5, 5, minutes(30)),
        }
    }
}

impl Bound {
    /// Time after which a full count is forgotten.
    #[must_use]
    pub const fn longest(self) -> Duration {
        self.misses.one_back.saturating_mul(self.misses.burst)
    }

    /// With one more miss at `now`. The count stays within the burst: more misses
    /// than allowed do not make a lock longer.
    #[must_use]
    pub fn another(self, misses: Failures, now: Timestamp) -> Failures {
        let counted = self.misses.another(misses, now);
        Failures {
            count: counted.count.min(self.misses.burst),
            ..counted
        }
    }

    /// When one more miss is allowed, if `burst` are allowed; `None` if now.
    fn wait(self, misses: Failures, burst: u32, now: Timestamp) -> Option<Timestamp> {
        let allowance = Allowance {
            burst,
            ..self.misses
        };
        match allowance.sign_in(misses, now) {
            SignIn::Allowed => None,
            SignIn::LockedUntil(until) => Some(until),
        }
    }
}

/// Whether a guess may be made, with these misses counted against each of its
/// subjects.
///
/// # Errors
/// The time from which on it may.
pub fn admit(subjects: &[(Guess, Failures)], now: Timestamp) -> Result<(), Timestamp> {
    let slowed = subjects.iter().any(|(guess, misses)| {
        let bound = guess.bound();
        bound.effect == Effect::Slows && bound.wait(*misses, bound.misses.burst, now).is_some()
    });
    let locking = subjects
        .iter()
        .map(|(guess, misses)| (guess.bound(), *misses))
        .filter(|(bound, _)| bound.effect == Effect::Locks);
    let waits = locking.filter_map(|(bound, misses)| {
        let burst = if slowed {
            bound.burst_slowed
        } else {
            bound.misses.burst
        };
        bound.wait(misses, burst, now)
    });
    waits.max().map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp(1_000_000_000);

    fn after(guess: Guess, misses: u32) -> Failures {
        let bound = guess.bound();
        (0..misses).fold(Failures::default(), |all, _| bound.another(all, START))
    }

    #[test]
    fn what_locks_and_what_slows() {
        use Guess::{
            AllFinders, CounterLooker, CounterNumber, CounterPair, FinderSite, OrderPhone,
        };
        let check = |subjects: &[(Guess, u32)], after_minutes: u64, expected: Option<u64>| {
            let subjects: Vec<_> = subjects.iter().map(|(g, n)| (*g, after(*g, *n))).collect();
            let found = admit(&subjects, START.plus(minutes(after_minutes)));
            let expected = expected.map(|until| START.plus(minutes(until)));
            assert_eq!(found.err(), expected, "{subjects:?} {after_minutes}");
        };
        check(&[(OrderPhone, 9)], 0, None);
        check(&[(OrderPhone, 10)], 0, Some(360));
        check(&[(OrderPhone, 10)], 359, Some(360));
        check(&[(OrderPhone, 10)], 360, None);
        // More misses than allowed do not make the lock longer.
        check(&[(OrderPhone, 60)], 0, Some(360));
        // The longest wait counts.
        check(&[(OrderPhone, 10), (FinderSite, 20)], 0, Some(360));
        check(&[(OrderPhone, 1), (FinderSite, 20)], 0, Some(10));
        // What everybody shares locks nobody, and leaves fewer tries.
        check(&[(AllFinders, 9_999)], 0, None);
        check(
            &[(AllFinders, 500), (OrderPhone, 2), (FinderSite, 3)],
            0,
            None,
        );
        check(&[(AllFinders, 500), (OrderPhone, 3)], 0, Some(360));
        check(&[(AllFinders, 499), (OrderPhone, 3)], 0, None);
        check(&[(AllFinders, 500), (FinderSite, 6)], 0, Some(30));
        // A number under attack locks no other looker.
        check(
            &[(CounterNumber, 50), (CounterPair, 0), (CounterLooker, 0)],
            0,
            None,
        );
        check(&[(CounterNumber, 50), (CounterPair, 2)], 0, Some(30));
        check(&[(CounterNumber, 49), (CounterPair, 4)], 0, None);
        check(&[(CounterPair, 5)], 0, Some(30));
    }

    #[test]
    fn an_allowance_is_a_promise() {
        for guess in Guess::ALL {
            let bound = guess.bound();
            let burst = bound.misses.burst;
            assert!((1..=burst).contains(&bound.burst_slowed));
            let misses = after(guess, burst);
            assert_eq!(misses.count, burst);
            let gone = START.plus(bound.longest());
            assert_eq!(bound.another(misses, gone).count, 1, "{guess:?}");
            assert!(bound.longest() <= crate::retention::GUESSES, "{guess:?}");
        }
    }

    proptest! {
        /// However the tries are spread, no more misses come through than the
        /// burst and one an interval.
        #[test]
        fn no_more_than_the_allowance(gaps_s in prop::collection::vec(0_u64..40_000, 1..200)) {
            let guess = Guess::OrderPhone;
            let bound = guess.bound();
            let allowance = bound.misses;
            let (mut misses, mut now, mut through) = (Failures::default(), START, 0_u128);
            for gap in gaps_s {
                now = now.plus(Duration::from_secs(gap));
                if admit(&[(guess, misses)], now).is_ok() {
                    through += 1;
                    misses = bound.another(misses, now);
                }
                let spent = now.since(START).as_millis() / allowance.one_back.as_millis();
                prop_assert!(through <= u128::from(allowance.burst) + spent);
            }
        }

        /// A clock put back opens nothing.
        #[test]
        fn a_clock_put_back(back_s in 0_u64..1_000_000) {
            let full = (Guess::OrderPhone, after(Guess::OrderPhone, 10));
            let earlier = START.minus(Duration::from_secs(back_s));
            prop_assert!(admit(&[full], earlier).is_err());
        }
    }
}
