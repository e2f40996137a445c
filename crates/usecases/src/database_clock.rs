//! The clock of a database that many machines use. Each of them tells its time, so that
//! the machines agree: a decision can be taken back on one as long as it is not final on
//! another, and a lease ends for all at once.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::Timestamp;
use storage::{Storage, StorageError};

use crate::clock::Clock;

/// Wait between two questions. Quartz drifts by less than 0.1 ms in it.
const EVERY: Duration = Duration::from_secs(5);
/// A slower answer says too little of when it was given.
const SLOWEST_ANSWER: Duration = Duration::from_millis(500);
/// Questions at the start until an answer is fast enough.
const FIRST_QUESTIONS: u32 = 5;
/// How long the time is told without an answer.
const FRESH: Duration = Duration::from_secs(60);

/// The time of a database, carried on by this machine's monotonic clock.
#[derive(Debug)]
pub struct DatabaseClock {
    last: Mutex<Sample>,
}

/// What the database's clock said at an instant.
#[derive(Clone, Copy, Debug)]
struct Sample {
    said: Timestamp,
    at: Instant,
}

impl DatabaseClock {
    /// Asks the database for the time. `None` where it has no clock of its own.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn of(storage: &dyn Storage) -> Result<Option<Self>, StorageError> {
        let mut slow = None;
        for _ in 0..FIRST_QUESTIONS {
            let Some((sample, took)) = ask(storage).await? else {
                return Ok(None);
            };
            slow = Some(sample);
            if took < SLOWEST_ANSWER {
                break;
            }
        }
        Ok(slow.map(|sample| Self {
            last: Mutex::new(sample),
        }))
    }

    /// Asks again and again, for ever.
    pub async fn keep_asking(&self, storage: &dyn Storage) {
        loop {
            tokio::time::sleep(EVERY).await;
            match ask(storage).await {
                Ok(Some((sample, took))) if took < SLOWEST_ANSWER => self.set(sample),
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(
                        code = error.code(),
                        "the database was not asked for the time"
                    );
                }
            }
        }
    }

    fn set(&self, sample: Sample) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = sample;
    }

    fn last(&self) -> Sample {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The database's time, and how long its answer took: half of that passed since.
async fn ask(storage: &dyn Storage) -> Result<Option<(Sample, Duration)>, StorageError> {
    let asked = Instant::now();
    let Some(said) = storage.time().await? else {
        return Ok(None);
    };
    let took = asked.elapsed();
    let at = asked + took / 2;
    Ok(Some((Sample { said, at }, took)))
}

impl Clock for DatabaseClock {
    fn now(&self) -> Timestamp {
        let last = self.last();
        last.said.plus(last.at.elapsed())
    }

    fn is_known(&self) -> bool {
        self.last().at.elapsed() < FRESH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_between_answers() {
        let begun = Instant::now();
        let check = |ago: Duration, is_known: bool| {
            let Some(at) = begun.checked_sub(ago) else {
                return;
            };
            let said = Timestamp(1_000_000);
            let clock = DatabaseClock {
                last: Mutex::new(Sample { said, at }),
            };
            let least = said.plus(ago);
            assert!((least..least.plus(Duration::from_secs(5))).contains(&clock.now()));
            assert_eq!(clock.is_known(), is_known, "{ago:?}");
        };
        check(Duration::ZERO, true);
        check(Duration::from_secs(50), true);
        check(Duration::from_secs(61), false);
    }
}
