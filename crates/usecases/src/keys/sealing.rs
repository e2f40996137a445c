//! Replacing the sealing key. The service stands still meanwhile.

use blobs::{MasterKey, WrappedKey};
use domain::Sealed;
use domain::log::{LogAction, LogEntry, LogKey};
use domain::randomness::Randomness;
use domain::{Actor, StaffId};
use storage::{Purged, Rewrap, Rotated};

use super::kept::{open_log_key, unwrap_kept, wrap_kept, wrap_log_key};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::{seal_second_factor, unseal_second_factor};

/// Puts everything that is under the sealing key under `new`, in one transaction,
/// and begins a new chain of the log with an entry of its own. `app` can write
/// nothing afterwards; the installation is opened again with `new`.
///
/// # Errors
/// [`AppError::KeyNotNew`]; storage. Nothing was changed then.
pub async fn rotate_sealing(app: &App, new: &MasterKey) -> Result<Rotated, AppError> {
    let old = &app.parts().master;
    if old.id() == new.id() {
        return Err(AppError::KeyNotNew);
    }
    let entry = LogEntry {
        at: app.now(),
        by: Actor::System,
        action: LogAction::SealingKeyRotated,
        subject: new.id().to_string(),
        detail: old.id().to_string(),
    };
    let mut both = BothKeys {
        old,
        new,
        randomness: app.randomness(),
    };
    let storage = &app.parts().storage;
    let rotated = storage
        .rotate_sealing(&|label| new.derive(label), &mut both, &entry)
        .await?;
    // The old wrapped keys are to be in no file.
    if storage.purge().await? == Purged::HeldUp {
        tracing::warn!("another process reads the database; old wrapped keys stay in its log");
    }
    Ok(rotated)
}

struct BothKeys<'a> {
    old: &'a MasterKey,
    new: &'a MasterKey,
    randomness: Box<dyn Randomness>,
}

impl Rewrap for BothKeys<'_> {
    fn order_key(&mut self, order: &str, wrapped: &Sealed) -> Option<Sealed> {
        let wrapped = WrappedKey::from_bytes(&wrapped.0).ok()?;
        let key = self.old.unwrap_key(&wrapped, order).ok()?;
        let wrapped = self.new.wrap(&key, order, &mut *self.randomness);
        Some(Sealed(wrapped.as_bytes().to_vec()))
    }

    fn second_factor(&mut self, staff: &str, sealed: &Sealed) -> Option<Sealed> {
        let staff: StaffId = staff.parse().ok()?;
        let secret = unseal_second_factor(self.old, staff, sealed).ok()?;
        Some(seal_second_factor(
            self.new,
            staff,
            &secret,
            &mut *self.randomness,
        ))
    }

    fn kept_key(&mut self, name: &str, wrapped: &Sealed) -> Option<Sealed> {
        let key = unwrap_kept(self.old, name, wrapped).ok()?;
        Some(wrap_kept(self.new, name, &key, &mut *self.randomness))
    }

    fn log_key(&mut self, first: i64, wrapped: &Sealed) -> Option<Sealed> {
        let key = open_log_key(self.old, first, wrapped).ok()?;
        Some(self.log_key_in_use(first, &key))
    }

    fn log_key_in_use(&mut self, first: i64, key: &LogKey) -> Sealed {
        wrap_log_key(self.new, first, key, &mut *self.randomness)
    }
}
