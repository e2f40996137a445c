//! Session lifetimes.

use std::time::Duration;

use crate::timestamp::{Timestamp, minutes};

/// Longest session from sign-in: a working day.
pub const LONGEST: Duration = minutes(12 * 60);

/// Longest time without use: limits how long an unattended screen shows photos.
pub const UNUSED: Duration = minutes(30);

/// State of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    /// In use.
    Live,
    /// Ended by inactivity.
    Idle,
    /// Ended by age.
    Ended,
}

impl Session {
    /// Stable code of why it ended; `None` while live.
    #[must_use]
    pub const fn refusal(self) -> Option<&'static str> {
        match self {
            Self::Live => None,
            Self::Idle => Some("session-idle"),
            Self::Ended => Some("session-ended"),
        }
    }
}

/// The state at `now` of a session begun and last used at these times.
#[must_use]
pub fn session(begun: Timestamp, last_used: Timestamp, now: Timestamp) -> Session {
    if now.since(begun) >= LONGEST {
        Session::Ended
    } else if now.since(last_used) >= UNUSED {
        Session::Idle
    } else {
        Session::Live
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_by_age_and_by_disuse() {
        let begun = Timestamp(1_000_000);
        let check = |used, now, expected: Session, refusal| {
            let at = |m| begun.plus(minutes(m));
            assert_eq!(session(begun, at(used), at(now)), expected, "{used} {now}");
            assert_eq!(expected.refusal(), refusal);
        };
        check(0, 0, Session::Live, None);
        check(0, 29, Session::Live, None);
        check(0, 30, Session::Idle, Some("session-idle"));
        check(700, 719, Session::Live, None);
        check(719, 720, Session::Ended, Some("session-ended"));
        check(0, 720, Session::Ended, Some("session-ended"));
        // Last use in the future, after the clock was set back.
        check(20, 10, Session::Live, None);
    }
}
