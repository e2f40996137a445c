//! How much one client may store, and how much all pictures may take that are
//! not submitted: a draft costs nobody anything, so drafts must not fill the
//! disk.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;

use crate::error::AppError;
use crate::requester::Requester;

/// Bounds on what is stored before it is submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadQuota {
    /// Bytes that one client may store in an hour.
    pub bytes_per_hour: u64,
    /// Bytes that all pictures and photos that are not submitted may take.
    pub unsubmitted_bytes: u64,
}

impl Default for UploadQuota {
    /// 400 MB an hour: 80 pictures of 5 MB, from an office behind one address.
    /// 8 GB: 1,600 drafts of a day.
    fn default() -> Self {
        Self {
            bytes_per_hour: 400_000_000,
            unsubmitted_bytes: 8_000_000_000,
        }
    }
}

const HOUR_MS: u64 = 3_600_000;
/// Number of clients above which those whose hour has passed are dropped.
const MOST_CLIENTS: usize = 10_000;
/// After this long the sum of what is stored is taken again: meanwhile drafts
/// were submitted, replaced or erased.
const SUM_AGE_MS: i64 = 60_000;

/// What was stored of late.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    by_client: Mutex<HashMap<Requester, Level>>,
    sum: Mutex<Option<Sum>>,
}

/// What one client stored, less what its hour has let go.
#[derive(Clone, Copy, Debug)]
struct Level {
    bytes: u64,
    at: Timestamp,
}

/// The sum of what is not submitted.
#[derive(Clone, Copy, Debug)]
struct Sum {
    bytes: u64,
    counted_at: Timestamp,
}

impl UploadQuota {
    fn level(&self, level: Level, now: Timestamp) -> u64 {
        let passed_ms = u64::try_from(now.0.saturating_sub(level.at.0)).unwrap_or(0);
        let gone = u128::from(passed_ms) * u128::from(self.bytes_per_hour) / u128::from(HOUR_MS);
        level
            .bytes
            .saturating_sub(u64::try_from(gone).unwrap_or(u64::MAX))
    }

    /// Counts `bytes` for `client`; one picture is always let through by a
    /// client that stored nothing.
    ///
    /// # Errors
    /// [`AppError::Quota`] with the time until there is room.
    pub(crate) fn count(
        &self,
        stored: &Stored,
        client: Requester,
        bytes: u64,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut clients = stored
            .by_client
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if clients.len() > MOST_CLIENTS {
            clients.retain(|_, level| self.level(*level, now) > 0);
        }
        let before = clients
            .get(&client)
            .map_or(0, |level| self.level(*level, now));
        let after = before.saturating_add(bytes);
        if before > 0 && after > self.bytes_per_hour {
            let over = after - self.bytes_per_hour;
            let wait_ms = u128::from(over.min(before)) * u128::from(HOUR_MS)
                / u128::from(self.bytes_per_hour.max(1));
            return Err(AppError::Quota {
                wait: Duration::from_millis(u64::try_from(wait_ms).unwrap_or(HOUR_MS)),
            });
        }
        clients.insert(
            client,
            Level {
                bytes: after,
                at: now,
            },
        );
        Ok(())
    }

    /// Whether the sum has to be counted again.
    pub(crate) fn is_stale(stored: &Stored, now: Timestamp) -> bool {
        let sum = stored.sum.lock().unwrap_or_else(PoisonError::into_inner);
        sum.is_none_or(|sum| (now.0 - sum.counted_at.0).abs() > SUM_AGE_MS)
    }

    /// Notes the sum as counted now.
    pub(crate) fn counted(stored: &Stored, bytes: u64, now: Timestamp) {
        let mut sum = stored.sum.lock().unwrap_or_else(PoisonError::into_inner);
        *sum = Some(Sum {
            bytes,
            counted_at: now,
        });
    }

    /// Adds `bytes` to the sum.
    ///
    /// # Errors
    /// [`AppError::StoreFull`].
    pub(crate) fn add(&self, stored: &Stored, bytes: u64) -> Result<(), AppError> {
        let mut sum = stored.sum.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sum) = &mut *sum {
            let after = sum.bytes.saturating_add(bytes);
            if after > self.unsubmitted_bytes {
                return Err(AppError::StoreFull);
            }
            sum.bytes = after;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_lets_go_what_was_stored() {
        let quota = UploadQuota {
            bytes_per_hour: 100,
            unsubmitted_bytes: 250,
        };
        let stored = Stored::default();
        let client = |last| Requester::Client([last; 16]);
        let mut at = Timestamp(0);
        let mut check = |later_s: u64, who, bytes, wait_s: Option<u64>| {
            at = at.plus(Duration::from_secs(later_s));
            let found = match quota.count(&stored, client(who), bytes, at) {
                Ok(()) => None,
                Err(AppError::Quota { wait }) => Some(wait.as_secs()),
                Err(other) => panic!("{other}"),
            };
            assert_eq!(found, wait_s, "{who} {bytes}");
        };
        check(0, 1, 60, None);
        check(0, 1, 41, Some(36));
        check(0, 2, 100, None);
        check(36, 1, 41, None);
        check(0, 1, 50, Some(1800));
        // Larger than the quota: alone, once the hour is over.
        check(0, 1, 500, Some(3600));
        check(3600, 1, 500, None);
        check(0, 1, 1, Some(14_436));
    }

    #[test]
    fn what_is_not_submitted_has_a_bound() {
        let quota = UploadQuota {
            bytes_per_hour: 100,
            unsubmitted_bytes: 250,
        };
        let stored = Stored::default();
        let now = Timestamp(0);
        assert!(UploadQuota::is_stale(&stored, now));
        UploadQuota::counted(&stored, 200, now);
        assert!(!UploadQuota::is_stale(&stored, now));
        assert!(quota.add(&stored, 50).is_ok());
        assert!(matches!(quota.add(&stored, 1), Err(AppError::StoreFull)));
        UploadQuota::counted(&stored, 100, now);
        assert!(quota.add(&stored, 1).is_ok());
        assert!(UploadQuota::is_stale(
            &stored,
            now.plus(Duration::from_secs(61))
        ));
    }
}
