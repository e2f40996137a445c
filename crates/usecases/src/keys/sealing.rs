//! Replacing the sealing key.

use std::time::Duration;

use blobs::{MasterKey, WrappedKey};
use domain::log::{LogAction, LogEntry, LogKey};
use domain::randomness::Randomness;
use domain::timestamp::minutes;
use domain::{Actor, OrderId, Sealed, StaffId, Timestamp};
use storage::{KeyChange, Purged, Rewrap, Rotated, Stretch};

use super::kept::{ROOT, open_log_key, unwrap_kept, wrap_kept, wrap_log_key, wrap_root};
use super::sealing_keys::SealingKeys;
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::{seal_second_factor, unseal_second_factor};
use crate::supervise::supervise_endless;

/// Puts everything that is under the sealing key under `new`, in one transaction, and
/// replaces the root key with it: rows are sealed anew, what was vouched ends, and a new
/// chain of the log begins with an entry of its own. `app` can write nothing afterwards;
/// the installation is opened again with `new`. Nobody serves meanwhile.
///
/// # Errors
/// [`AppError::KeyNotNew`]; storage. Nothing was changed then.
pub async fn rotate_all(app: &App, new: &MasterKey) -> Result<Rotated, AppError> {
    let keys = app.sealing().keys();
    let is_next = |(next, _): &(MasterKey, Timestamp)| next.id() == new.id();
    if keys.current.id() == new.id() || keys.next.as_ref().is_some_and(|next| !is_next(next)) {
        return Err(AppError::KeyNotNew);
    }
    let root = MasterKey::generate(&mut *app.randomness());
    let entry = entry(app, &keys.current.id().to_string(), &new.id().to_string());
    let mut both = BothKeys {
        keys,
        new: new.clone(),
        root: Some(root.clone()),
        randomness: app.randomness(),
    };
    let storage = &app.parts().storage;
    let rotated = storage
        .rotate_sealing(&|label| root.derive(label), &mut both, &entry)
        .await?;
    purge(app).await?;
    Ok(rotated)
}

fn entry(app: &App, old: &str, new: &str) -> LogEntry {
    LogEntry {
        at: app.now(),
        by: Actor::System,
        action: LogAction::SealingKeyRotated,
        subject: new.to_owned(),
        detail: old.to_owned(),
    }
}

/// The old wrapped keys are to be in no file.
async fn purge(app: &App) -> Result<(), AppError> {
    if app.parts().storage.purge().await? == Purged::HeldUp {
        tracing::warn!("another process reads the database; old wrapped keys stay in its log");
    }
    Ok(())
}

/// Begins to replace the sealing key by `new` while processes serve, or goes on with it.
/// `since` is when they hear of it: now, or in the past where none serves. After
/// [`HEARD`](super::HEARD) all of them wrap under the new one.
///
/// # Errors
/// [`AppError::KeyNotNew`] if it is the one in use, or another replacement is going on.
pub async fn begin_change(app: &App, new: &MasterKey, since: Timestamp) -> Result<(), AppError> {
    let current = app.sealing().keys().current;
    if current.id() == new.id() {
        return Err(AppError::KeyNotNew);
    }
    let mut tx = app.write().await?;
    match tx.key_change().await? {
        Some(change) if change.new_id == new.id().to_string() => drop(tx),
        Some(_) => return Err(AppError::KeyNotNew),
        None => {
            let change = SealingKeys::change(&current, new, since, &mut *app.randomness());
            tx.begin_key_change(&change).await?;
            tx.save().await?;
        }
    }
    hear(app).await
}

/// Wraps the keys of the next orders after `after` anew; other processes go on.
///
/// # Errors
/// Storage.
pub async fn rewrap(app: &App, after: &str) -> Result<Stretch, AppError> {
    let mut both = BothKeys::of(app)?;
    Ok(app.storage().rewrap_orders(after, &mut both).await?)
}

/// Time before a replacement of whose orders the last step looks again: longer than clocks
/// of machines may differ, whose orders' identifiers begin with their time.
const LOOK_AGAIN: Duration = minutes(60);

/// Ends the replacement: what is left goes under the new key. From here on the old one opens
/// nothing, and a process that holds it alone writes nothing.
///
/// # Errors
/// Storage; nothing was changed then.
pub async fn end_change(app: &App) -> Result<Rotated, AppError> {
    let mut both = BothKeys::of(app)?;
    let (_, at) = both.keys.next.clone().ok_or(AppError::NotFound)?;
    let since = OrderId::new(at.minus(LOOK_AGAIN), &mut *app.randomness()).to_string();
    let old = both.keys.current.id().to_string();
    let entry = entry(app, &old, &both.new.id().to_string());
    let storage = app.storage();
    let rotated = storage.end_key_change(&since, &mut both, &entry).await?;
    hear(app).await?;
    purge(app).await?;
    Ok(rotated)
}

/// How far a replacement is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Public id of the key that is replaced.
    pub old_id: String,
    /// Public id of the new key.
    pub new_id: String,
    /// When it began.
    pub since: Timestamp,
    /// Number of orders whose keys are under the old key.
    pub left: u64,
}

/// The replacement that is going on.
///
/// # Errors
/// Storage.
pub async fn progress(app: &App) -> Result<Option<Progress>, AppError> {
    let mut tx = app.read().await?;
    let Some(change) = tx.key_change().await? else {
        return Ok(None);
    };
    let left = tx.orders_under(&change.old_id).await?;
    let KeyChange {
        at, old_id, new_id, ..
    } = change;
    Ok(Some(Progress {
        old_id,
        new_id,
        since: at,
        left,
    }))
}

/// Whether the root key is the sealing key in use, as in data that an older version began:
/// a new sealing key alone does not end what whoever knows the old one can vouch for.
#[must_use]
pub fn root_is_sealing(app: &App) -> bool {
    app.parts().kept.root.id() == app.sealing().keys().current.id()
}

/// Time between two looks whether the sealing key is being replaced.
const LOOK: Duration = Duration::from_secs(1);

/// Looks whether the sealing key is being replaced, until `shutdown` completes.
pub async fn keep_watching<S>(app: &App, shutdown: impl Fn() -> S)
where
    S: Future<Output = ()> + Send + 'static,
{
    supervise_endless(app, shutdown, watch).await;
}

async fn watch(app: App) {
    loop {
        tokio::time::sleep(LOOK).await;
        if let Err(error) = hear(&app).await {
            tracing::warn!(
                code = error.code(),
                "whether the key is replaced is not known"
            );
        }
    }
}

/// Holds the keys that the database says are in use now.
///
/// # Errors
/// Storage; [`AppError::Seal`].
pub async fn hear(app: &App) -> Result<(), AppError> {
    let held = app.sealing().keys();
    let mut tx = app.read().await?;
    let change = tx.key_change().await?;
    let heard = match (change, held.next.clone()) {
        (Some(change), None) => SealingKeys::of_change(&held.current, &change)?,
        // Over, or all keys were replaced; then no key at hand opens what is kept.
        (None, Some((next, _))) => {
            let root = tx.kept_key(ROOT).await?;
            let opens = |kept: &Sealed| unwrap_kept(&next, ROOT, kept).is_ok();
            match root.as_ref().is_some_and(opens) {
                true => SealingKeys::one(next),
                false => return Ok(()),
            }
        }
        _ => return Ok(()),
    };
    drop(tx);
    app.storage().hold_keys(heard.ids());
    app.sealing().hear(heard);
    Ok(())
}

/// What is under the keys in use goes under the new one.
struct BothKeys {
    keys: SealingKeys,
    new: MasterKey,
    /// The root key that takes the place of the one in use.
    root: Option<MasterKey>,
    randomness: Box<dyn Randomness>,
}

impl BothKeys {
    fn of(app: &App) -> Result<Self, AppError> {
        let keys = app.sealing().keys();
        let (new, _) = keys.next.clone().ok_or(AppError::NotFound)?;
        Ok(Self {
            keys,
            new,
            root: None,
            randomness: app.randomness(),
        })
    }
}

impl Rewrap for BothKeys {
    fn order_key(&mut self, order: &str, wrapped: &Sealed) -> Option<Sealed> {
        let wrapped = WrappedKey::from_bytes(&wrapped.0).ok()?;
        let key = self
            .keys
            .opened(|key| key.unwrap_key(&wrapped, order))
            .ok()?;
        let wrapped = self.new.wrap(&key, order, &mut *self.randomness);
        Some(Sealed(wrapped.as_bytes().to_vec()))
    }

    fn second_factor(&mut self, staff: &str, sealed: &Sealed) -> Option<Sealed> {
        let staff: StaffId = staff.parse().ok()?;
        let opened = self
            .keys
            .opened(|key| unseal_second_factor(key, staff, sealed));
        let randomness = &mut *self.randomness;
        Some(seal_second_factor(
            &self.new,
            staff,
            &opened.ok()?,
            randomness,
        ))
    }

    fn kept_key(&mut self, name: &str, wrapped: &Sealed) -> Option<Sealed> {
        if name == ROOT
            && let Some(root) = &self.root
        {
            return Some(wrap_root(&self.new, root, &mut *self.randomness).1);
        }
        let key = self
            .keys
            .opened(|key| unwrap_kept(key, name, wrapped))
            .ok()?;
        Some(wrap_kept(&self.new, name, &key, &mut *self.randomness))
    }

    fn log_key(&mut self, first: i64, wrapped: &Sealed) -> Option<Sealed> {
        let key = self
            .keys
            .opened(|key| open_log_key(key, first, wrapped))
            .ok()?;
        Some(self.log_key_in_use(first, &key))
    }

    fn log_key_in_use(&mut self, first: i64, key: &LogKey) -> Sealed {
        wrap_log_key(&self.new, first, key, &mut *self.randomness)
    }
}
