//! Why a run of a job failed, and when it is tried again.

use std::time::Duration;

use notices::Persistence;

use crate::error::AppError;

/// Tries of a job; the waits between them add up to about 15 hours.
pub(super) const TRIES: u32 = 8;

/// Why a job failed, and whether to retry.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) persistence: Persistence,
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        let persistence = match &error {
            AppError::Wechat(error) => match error.persistence() {
                wechat::Persistence::Temporary => Persistence::Temporary,
                wechat::Persistence::Permanent => Persistence::Permanent,
            },
            _ => Persistence::Temporary,
        };
        Self {
            code: error.code(),
            persistence,
        }
    }
}

impl From<storage::StorageError> for Fault {
    fn from(error: storage::StorageError) -> Self {
        AppError::from(error).into()
    }
}

impl Fault {
    /// The run ended otherwise than by itself.
    pub(super) const fn of_run(code: &'static str) -> Self {
        Self {
            code,
            persistence: Persistence::Temporary,
        }
    }

    /// How long to wait after a job failed so at its `tries`-th try; `None` if it is not
    /// tried again.
    pub(super) fn wait_after(&self, tries: u32) -> Option<Duration> {
        (self.persistence == Persistence::Temporary && tries < TRIES).then(|| wait_after(tries))
    }
}

/// Wait after each try: 10 s, 40 s, 3 min, 11 min, 43 min, 3 h, 11 h.
fn wait_after(tries: u32) -> Duration {
    Duration::from_secs(10 * 4_u64.pow(tries.saturating_sub(1).min(TRIES)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_day() {
        let check = |persistence, tries, seconds: Option<u64>| {
            let fault = Fault {
                persistence,
                ..Fault::of_run("a-fault")
            };
            let wait = fault.wait_after(tries).map(|wait| wait.as_secs());
            assert_eq!(wait, seconds, "{persistence:?}, {tries}");
        };
        check(Persistence::Temporary, 1, Some(10));
        check(Persistence::Temporary, 2, Some(40));
        check(Persistence::Temporary, 7, Some(40_960));
        check(Persistence::Temporary, 8, None);
        check(Persistence::Permanent, 1, None);
    }
}
