//! Ceremonies that have begun and not ended: what an authenticator was asked.
//! Kept in memory, each for one answer, a few minutes, and a bounded number; a
//! restart forgets them, and the person presses the button again.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::timestamp::minutes;
use domain::{Digest, StaffId, Timestamp};
use storage::traces;
use webauthn_rp::DiscoverableAuthenticationServerState;
use webauthn_rp::request::register::{RegistrationServerState, USER_HANDLE_MAX_LEN};
use webauthn_rp::response::SentChallenge;

/// How long an answer is waited for; what the library tells the browser too.
const LASTS: Duration = minutes(5);

/// Most ceremonies of one person or one address class.
const MOST_OF_ONE: usize = 8;

/// Most ceremonies in all, about 100 bytes each. The oldest goes first.
const MOST: usize = 2_048;

/// What was asked.
pub(super) enum Asked {
    /// To make a passkey for this account.
    Registration(StaffId, RegistrationServerState<USER_HANDLE_MAX_LEN>),
    /// To sign in.
    Assertion(DiscoverableAuthenticationServerState),
}

struct Begun {
    challenge: u128,
    /// Digest of the person or the address class that asked.
    by: Digest,
    at: Timestamp,
    asked: Asked,
}

/// Ceremonies that have begun, oldest first.
#[derive(Default)]
pub(crate) struct Ceremonies(Mutex<VecDeque<Begun>>);

impl Ceremonies {
    /// Remembers one.
    pub(super) fn begin(&self, challenge: u128, by: Digest, at: Timestamp, asked: Asked) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|begun| at.since(begun.at) < LASTS);
        let of_one = all.iter().filter(|begun| begun.by == by).count();
        if of_one >= MOST_OF_ONE
            && let Some(place) = all.iter().position(|begun| begun.by == by)
        {
            all.remove(place);
        }
        if all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(Begun {
            challenge,
            by,
            at,
            asked,
        });
    }

    /// Takes the one of this challenge, for its only answer.
    pub(super) fn take(&self, challenge: SentChallenge, now: Timestamp) -> Option<Asked> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = all
            .iter()
            .position(|begun| begun.challenge == challenge.0)?;
        let begun = all.remove(place)?;
        traces::leave();
        (now.since(begun.at) < LASTS).then_some(begun.asked)
    }
}

#[cfg(test)]
mod tests {
    use webauthn_rp::DiscoverableCredentialRequestOptions;

    use super::super::RelyingParty;
    use super::*;

    const START: Timestamp = Timestamp(1_000_000_000);

    fn asked() -> Asked {
        let party = RelyingParty::of(None).unwrap();
        let options = DiscoverableCredentialRequestOptions::passkey(&party.id);
        Asked::Assertion(options.start_ceremony().unwrap().0)
    }

    #[test]
    fn one_answer_in_time_and_of_a_bounded_number() {
        let all = Ceremonies::default();
        let by = |n: u8| Digest([n; 32]);
        let there = |challenge, at| all.take(SentChallenge(challenge), at).is_some();
        all.begin(1, by(1), START, asked());
        assert!(there(1, START), "it is answered");
        assert!(!there(1, START), "once");
        all.begin(2, by(1), START, asked());
        assert!(!there(2, START.plus(LASTS)), "in time");
        assert!(!there(99, START), "what was asked");
        // One who asks too often loses their own oldest.
        all.begin(3, by(2), START, asked());
        for n in 0..=8 {
            all.begin(10 + n, by(1), START, asked());
        }
        assert!(!there(10, START) && there(11, START) && there(3, START));
        // All together.
        for n in 0..MOST as u128 {
            let mut of = [0; 32];
            of[..16].copy_from_slice(&n.to_le_bytes());
            all.begin(1_000 + n, Digest(of), START, asked());
        }
        assert!(!there(12, START) && there(1_000, START));
    }
}
