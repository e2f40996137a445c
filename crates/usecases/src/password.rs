//! Password hashing with argon2id, off the threads that serve requests, a few
//! at once: each takes 19 MiB and tens of milliseconds of a core.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::error::AppError;

/// Passwords hashed at once: 38 MiB, and a core is left to the pages.
const AT_ONCE: usize = 2;
/// Passwords that wait; who would have to wait behind more is refused. About
/// a second's work.
const WAITING: usize = 24;

/// Where every hashing passes. Clones share one gate.
#[derive(Clone, Debug)]
pub(crate) struct HashGate {
    slots: Arc<Semaphore>,
    /// Hashings that wait or are in work.
    entered: Arc<AtomicUsize>,
}

impl Default for HashGate {
    fn default() -> Self {
        Self {
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            entered: Arc::default(),
        }
    }
}

/// A place in the line; left when dropped.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl HashGate {
    /// Runs `work` once there is a slot.
    ///
    /// # Errors
    /// [`AppError::HashingBusy`] if too many wait; [`AppError::Hash`].
    async fn pass<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let before = self.entered.fetch_add(1, Ordering::SeqCst);
        let place = Place(Arc::clone(&self.entered));
        if before >= AT_ONCE + WAITING {
            return Err(AppError::HashingBusy);
        }
        let slot = Arc::clone(&self.slots).acquire_owned().await;
        let slot = slot.map_err(|_| AppError::Hash)?;
        let worked = tokio::task::spawn_blocking(move || {
            // Both go on with the work when the request is given up: what has
            // begun takes its memory to the end.
            let _held = (slot, place);
            work()
        });
        worked.await.map_err(|_| AppError::Hash)?
    }
}

/// The hash in PHC format, with argon2's default parameters (19 MiB, two
/// passes, one lane: OWASP's recommendation).
///
/// # Errors
/// [`AppError::HashingBusy`]; [`AppError::Hash`].
pub(crate) async fn hash(
    gate: &HashGate,
    password: String,
    salt: [u8; 16],
) -> Result<String, AppError> {
    gate.pass(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash: PasswordHash| hash.to_string())
            .map_err(|_| AppError::Hash)
    })
    .await
}

/// Whether `password` matches `hash`. One that is longer than any that can be
/// set is wrong: what is hashed of it is bounded, so that it takes as long as
/// any other.
///
/// # Errors
/// [`AppError::HashingBusy`]; [`AppError::Hash`].
pub(crate) async fn verify(
    gate: &HashGate,
    mut password: String,
    hash: String,
) -> Result<bool, AppError> {
    let is_too_long = password.len() > domain::staff::password::MOST_BYTES;
    if is_too_long {
        password = String::new();
    }
    gate.pass(move || {
        let hash = PasswordHash::new(&hash).map_err(|_| AppError::Hash)?;
        let matches = Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok();
        Ok(matches && !is_too_long)
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::time::Duration;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn few_hash_at_once_and_few_wait() {
        let gate = HashGate::default();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..120 {
            let (gate, now, most) = (gate.clone(), Arc::clone(&now), Arc::clone(&most));
            all.spawn(async move {
                gate.pass(move || {
                    let running = now.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(running, Ordering::SeqCst);
                    std::thread::park_timeout(Duration::from_millis(5));
                    now.fetch_sub(1, Ordering::SeqCst);
                    Ok(())
                })
                .await
            });
        }
        let outcomes = all.join_all().await;
        let refused = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Err(AppError::HashingBusy)))
            .count();
        assert!(most.load(Ordering::SeqCst) <= AT_ONCE);
        assert!(
            refused > 0 && refused <= 120 - AT_ONCE - WAITING,
            "{refused}"
        );
        assert_eq!(gate.entered.load(Ordering::SeqCst), 0);
        assert!(gate.pass(|| Ok(())).await.is_ok());
    }

    #[tokio::test]
    async fn a_password_is_held_against_its_hash() {
        let gate = HashGate::default();
        let check = async |set: &str, given: &str, expected| {
            let hashed = hash(&gate, set.to_owned(), [7; 16]).await.unwrap();
            let found = verify(&gate, given.to_owned(), hashed).await.unwrap();
            assert_eq!(found, expected, "{set} {given}");
        };
        check("violet harbour", "violet harbour", true).await;
        check("violet harbour", "violet harbor", false).await;
        check("", &"x".repeat(300), false).await;
    }
}
