//! The sealing keys that this process holds: one, and while it is being replaced two.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use blobs::{DataKey, MasterKey, SealError, WrappedKey};
use domain::randomness::Randomness;
use domain::{Sealed, Timestamp};
use storage::KeyChange;

/// Time that processes have to hear of a new key before anything is wrapped under it: they
/// look each second.
pub const HEARD: Duration = Duration::from_secs(5);

/// To whom the keys of a replacement belong, as orders' keys to their order.
const OWNER: &str = "the sealing key, while it is replaced";

/// The sealing keys of an installation at one time.
#[derive(Clone, Debug)]
pub struct SealingKeys {
    /// The one in use, that the service's keys are under.
    pub current: MasterKey,
    /// The one that takes its place, and since when it has been known.
    pub next: Option<(MasterKey, Timestamp)>,
}

impl SealingKeys {
    /// One that nobody replaces.
    #[must_use]
    pub const fn one(current: MasterKey) -> Self {
        Self {
            current,
            next: None,
        }
    }

    /// Both keys of a replacement, by whoever holds either.
    ///
    /// # Errors
    /// [`SealError`]; `wrong-key` with a third one.
    pub fn of_change(held: &MasterKey, change: &KeyChange) -> Result<Self, SealError> {
        let opened = |wrapped: &Sealed| {
            let wrapped = WrappedKey::from_bytes(&wrapped.0)?;
            held.unwrap_master(&wrapped, OWNER)
        };
        let (current, next) = match held.id().to_string() == change.new_id {
            true => (opened(&change.old)?, held.clone()),
            false => (held.clone(), opened(&change.new)?),
        };
        Ok(Self {
            current,
            next: Some((next, change.at)),
        })
    }

    /// The replacement of `current` by `next` from `at` on.
    pub(super) fn change(
        current: &MasterKey,
        next: &MasterKey,
        at: Timestamp,
        randomness: &mut dyn Randomness,
    ) -> KeyChange {
        let mut wrap = |by: &MasterKey, key: &MasterKey| {
            let wrapped = by.wrap_master(key, OWNER, &mut *randomness);
            Sealed(wrapped.as_bytes().to_vec())
        };
        KeyChange {
            at,
            old_id: current.id().to_string(),
            new_id: next.id().to_string(),
            new: wrap(current, next),
            old: wrap(next, current),
        }
    }

    /// The one that keys are wrapped under at this time.
    pub(crate) fn wrapping(&self, now: Timestamp) -> &MasterKey {
        match &self.next {
            Some((next, at)) if now >= at.plus(HEARD) => next,
            Some(_) | None => &self.current,
        }
    }

    /// All of them.
    fn all(&self) -> impl Iterator<Item = &MasterKey> {
        let next = self.next.as_ref().map(|(next, _)| next);
        std::iter::once(&self.current).chain(next)
    }

    /// Their public ids.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        self.all().map(|key| key.id().to_string()).collect()
    }

    /// What one of them opens.
    pub(crate) fn opened<T>(
        &self,
        open: impl Fn(&MasterKey) -> Result<T, SealError>,
    ) -> Result<T, SealError> {
        let first = open(&self.current);
        match (&first, &self.next) {
            (Err(_), Some((next, _))) => open(next).or(first),
            _ => first,
        }
    }
}

/// The sealing keys of this process, as it heard of them last.
#[derive(Debug)]
pub(crate) struct Held(RwLock<SealingKeys>);

impl Held {
    pub(crate) const fn new(keys: SealingKeys) -> Self {
        Self(RwLock::new(keys))
    }

    pub(crate) fn keys(&self) -> SealingKeys {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn hear(&self, keys: SealingKeys) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// Wraps a key for whom it belongs to.
    pub(crate) fn wrap(
        &self,
        key: &DataKey,
        belongs_to: &str,
        now: Timestamp,
        randomness: &mut dyn Randomness,
    ) -> Sealed {
        let keys = self.keys();
        let wrapped = keys.wrapping(now).wrap(key, belongs_to, randomness);
        Sealed(wrapped.as_bytes().to_vec())
    }

    /// Unwraps a key under any of them.
    pub(crate) fn unwrap_key(
        &self,
        wrapped: &Sealed,
        belongs_to: &str,
    ) -> Result<DataKey, SealError> {
        let wrapped = WrappedKey::from_bytes(&wrapped.0)?;
        self.keys()
            .opened(|key| key.unwrap_key(&wrapped, belongs_to))
    }
}
