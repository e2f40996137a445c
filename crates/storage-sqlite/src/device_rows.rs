//! Devices from before cookies were authenticated, as rows.

use async_trait::async_trait;
use domain::Digest;
use sqlx::SqlitePool;
use storage::{OldDevices, StorageError};

use crate::row::{digest, failed};
use crate::transaction::SqliteTransaction;

pub(crate) const IS_OLD: &str = "SELECT 1 FROM old_devices WHERE device = ?1";
const ADD: &str = "INSERT INTO old_devices (device) VALUES (?1)";
const FORGET: &str = "DELETE FROM old_devices WHERE device = ?1";
const FORGET_IDLE: &str = "DELETE FROM old_devices WHERE NOT EXISTS
    (SELECT 1 FROM orders WHERE orders.device = old_devices.device)";

pub(crate) async fn add(writer: &SqlitePool, device: Digest) -> Result<(), StorageError> {
    let statement = sqlx::query(ADD).bind(digest(&device));
    statement.execute(writer).await.map_err(failed)?;
    Ok(())
}

#[async_trait]
impl OldDevices for SqliteTransaction {
    async fn is_old_device(&mut self, device: Digest) -> Result<bool, StorageError> {
        let query = sqlx::query(IS_OLD).bind(digest(&device));
        Ok(self.one(query, "old_devices", |_| Ok(())).await?.is_some())
    }

    async fn forget_old_device(&mut self, device: Digest) -> Result<(), StorageError> {
        self.run(sqlx::query(FORGET).bind(digest(&device))).await
    }

    async fn forget_idle_old_devices(&mut self) -> Result<u64, StorageError> {
        self.changed(sqlx::query(FORGET_IDLE)).await
    }
}
