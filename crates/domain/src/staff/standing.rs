//! Whether a sign-in is evaluated: the one decision about tries, made before
//! anything is hashed.
//!
//! What a try counts against depends on whence it comes:
//!
//! | from | counted by | why |
//! |---|---|---|
//! | a device where the account's owner signed in before | device and account | nobody else can spend it, so nobody else can lock it |
//! | anywhere else | address class and account | stops the one who guesses, not the owner elsewhere |
//! | | address class | stops one who tries one password on many names |
//! | | account | bounds guessing from many addresses |
//!
//! A try is counted when it begins, so that tries made at once cannot pass; what
//! was no wrong guess is given back. Names that do not exist are counted in the
//! same way, so that no refusal tells which do.

use super::throttle::{Failures, SignIn};
use crate::allowance::Allowance;
use crate::timestamp::{Timestamp, days, minutes};

/// Failures from one address class, over all accounts. A whole office may have
/// one address, so it is wide; a day of it is 1,500 guesses, for all names.
pub const BY_ADDRESS: Allowance = Allowance {
    burst: 60,
    one_back: minutes(1),
};

/// Failures on one account from devices that are not known, over all addresses.
/// A hundred is what NIST SP 800-63B-4, 3.2.2, allows in a row; after that 96 a
/// day, so that a year of guessing from anywhere stays below 36,000.
pub const BY_ACCOUNT: Allowance = Allowance {
    burst: 100,
    one_back: minutes(15),
};

/// How long a device stays known after its last sign-in.
pub const DEVICE_KNOWN: std::time::Duration = days(90);

/// Most devices known for one account; the one unused longest is dropped.
pub const MOST_DEVICES: usize = 20;

/// Counts of failures that a try is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// From a device where this account signed in before.
    KnownDevice {
        /// Failures of this device with this account.
        device: Failures,
    },
    /// From any other.
    Stranger {
        /// Failures of this address class with this account.
        pair: Failures,
        /// Failures of this address class.
        address: Failures,
        /// Failures with this account.
        account: Failures,
    },
}

/// What is to be done with a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Evaluate it; it is counted.
    Evaluate(Begun),
    /// Refuse it without evaluating; nothing is counted.
    Refuse,
}

/// A try that is being evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The counts before it.
    pub before: Standing,
    /// The counts with it.
    pub counted: Standing,
}

/// What an evaluated try turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryEnd {
    /// A sign-in.
    SignedIn,
    /// A wrong guess.
    Wrong,
    /// Not a guess: a further proof is asked for, or the service failed.
    NoGuess,
}

impl Standing {
    /// Decides on a try at `now`.
    #[must_use]
    pub fn begin(self, now: Timestamp) -> Verdict {
        let (all_allow, counted) = match self {
            Self::KnownDevice { device } => (
                allows(device.sign_in(now)),
                Self::KnownDevice {
                    device: device.another(now),
                },
            ),
            Self::Stranger {
                pair,
                address,
                account,
            } => (
                allows(pair.sign_in(now))
                    && allows(BY_ADDRESS.sign_in(address, now))
                    && allows(BY_ACCOUNT.sign_in(account, now)),
                Self::Stranger {
                    pair: pair.another(now),
                    address: BY_ADDRESS.another(address, now),
                    account: BY_ACCOUNT.another(account, now),
                },
            ),
        };
        if all_allow {
            Verdict::Evaluate(Begun {
                before: self,
                counted,
            })
        } else {
            Verdict::Refuse
        }
    }

    /// The counts as they stand when the try `begun` ended. A sign-in clears what
    /// belongs to this account's owner alone; of what is shared with others it
    /// gives back its own try only, so that nobody clears other people's guesses
    /// by signing in as themselves.
    #[must_use]
    pub fn end(self, begun: &Begun, end: TryEnd) -> Self {
        if end == TryEnd::Wrong {
            return self;
        }
        // Nobody else tried meanwhile: as if there had been no try, so that a
        // lock that ended does not begin again.
        if end == TryEnd::NoGuess && self == begun.counted {
            return begun.before;
        }
        let own = |failures: Failures| match end {
            TryEnd::SignedIn => Failures::default(),
            TryEnd::NoGuess | TryEnd::Wrong => failures.one_fewer(),
        };
        match self {
            Self::KnownDevice { device } => Self::KnownDevice {
                device: own(device),
            },
            Self::Stranger {
                pair,
                address,
                account,
            } => Self::Stranger {
                pair: own(pair),
                address: BY_ADDRESS.given_back(address),
                account: BY_ACCOUNT.given_back(account),
            },
        }
    }

    /// When the next try from here is evaluated, if it is not at `now`. Tells of
    /// this device or address only: the account's own count would tell that
    /// others guess at it.
    #[must_use]
    pub fn locked_here(self, now: Timestamp) -> Option<Timestamp> {
        let until = |sign_in| match sign_in {
            SignIn::Allowed => None,
            SignIn::LockedUntil(until) => Some(until),
        };
        match self {
            Self::KnownDevice { device } => until(device.sign_in(now)),
            Self::Stranger { pair, address, .. } => {
                until(pair.sign_in(now)).max(until(BY_ADDRESS.sign_in(address, now)))
            }
        }
    }
}

const fn allows(sign_in: SignIn) -> bool {
    matches!(sign_in, SignIn::Allowed)
}

#[cfg(test)]
mod tests;
