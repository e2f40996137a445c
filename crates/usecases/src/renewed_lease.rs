//! A lease that is renewed at each third of it, as long as what it is for goes on.

use std::time::Duration;

use storage::StorageError;
use tokio::time::Instant;

/// A lease, and when it is to be asked for anew.
pub(crate) struct RenewedLease {
    length: Duration,
    given: Instant,
    due: Instant,
}

/// Another has what the lease is for, or may have it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LeaseLost;

impl RenewedLease {
    /// A lease of `length` that was given at `given`.
    pub(crate) fn of(length: Duration, given: Instant) -> Self {
        let due = given + length / 3;
        Self { length, given, due }
    }

    /// When it is to be renewed.
    pub(crate) const fn due(&self) -> Instant {
        self.due
    }

    /// When it ends, unless it is renewed.
    pub(crate) fn end(&self) -> Instant {
        self.given + self.length
    }

    /// Takes what asking for it anew gave. Where nobody could be asked it is asked again, until
    /// it ends.
    ///
    /// # Errors
    /// [`LeaseLost`] where another took it, and where it ended meanwhile.
    pub(crate) async fn renew(
        &mut self,
        renewed: impl Future<Output = Result<(), StorageError>>,
    ) -> Result<(), LeaseLost> {
        let asked = Instant::now();
        match renewed.await {
            Ok(()) => self.given = asked,
            Err(StorageError::Conflict) => return Err(LeaseLost),
            Err(error) => {
                tracing::warn!(code = error.code(), "a lease could not be renewed");
                if Instant::now() >= self.end() {
                    return Err(LeaseLost);
                }
            }
        }
        self.due = (Instant::now() + self.length / 3).min(self.end());
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::future::{Ready, ready};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// What asking for a lease anew gives.
    #[derive(Clone, Copy)]
    pub(crate) enum Renewal {
        Given,
        Taken,
        Unreached,
    }

    /// Gives `answers` in turn, the last again and again, and counts in `times`.
    pub(crate) fn giving<'a>(
        answers: &'a [Renewal],
        times: &'a AtomicUsize,
    ) -> impl Fn() -> Ready<Result<(), StorageError>> + 'a {
        || {
            let nth = times.fetch_add(1, Ordering::Relaxed);
            ready(match answers[nth.min(answers.len() - 1)] {
                Renewal::Given => Ok(()),
                Renewal::Taken => Err(StorageError::Conflict),
                Renewal::Unreached => Err(StorageError::Again),
            })
        }
    }
}
