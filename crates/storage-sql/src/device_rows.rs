//! Devices from before cookies were authenticated, as rows.

use async_trait::async_trait;
use domain::Digest;
use storage::{OldDevices, StorageError};

use crate::row::digest;
use crate::statement::query;
use crate::transaction::SqlTransaction;

pub(crate) const IS_OLD: &str = "SELECT 1 FROM old_devices WHERE device = ?1";
const FORGET: &str = "DELETE FROM old_devices WHERE device = ?1";
const FORGET_IDLE: &str = "DELETE FROM old_devices WHERE NOT EXISTS
    (SELECT 1 FROM orders WHERE orders.device = old_devices.device)";

#[async_trait]
impl OldDevices for SqlTransaction {
    async fn is_old_device(&mut self, device: Digest) -> Result<bool, StorageError> {
        let query = query(IS_OLD).bind(digest(&device));
        Ok(self.one(query, "old_devices", |_| Ok(())).await?.is_some())
    }

    async fn forget_old_device(&mut self, device: Digest) -> Result<(), StorageError> {
        self.run(query(FORGET).bind(digest(&device))).await
    }

    async fn forget_idle_old_devices(&mut self) -> Result<u64, StorageError> {
        self.changed(query(FORGET_IDLE)).await
    }
}
