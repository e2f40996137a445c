//! Devices from before cookies were authenticated.

use async_trait::async_trait;
use domain::Digest;

use crate::StorageError;

/// Devices whose cookie carries no proof that this service made it. The set was
/// taken once, when the database was migrated, and only shrinks.
#[async_trait]
pub trait OldDevices {
    /// Whether the device is one of them.
    async fn is_old_device(&mut self, device: Digest) -> Result<bool, StorageError>;

    /// Takes it out: it has an authenticated cookie now, or was left.
    async fn forget_old_device(&mut self, device: Digest) -> Result<(), StorageError>;

    /// Takes out those that no order names any more; gives how many.
    async fn forget_idle_old_devices(&mut self) -> Result<u64, StorageError>;
}
