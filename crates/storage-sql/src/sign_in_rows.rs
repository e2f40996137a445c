//! Counts of failed sign-ins, known devices and passkeys as rows.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::{Digest, PasskeyId, StaffId, Timestamp};
use storage::{KnownDevices, Passkey, Passkeys, SignInCounts, StorageError};

use crate::row::{Row, digest, hexadecimal, ms};
use crate::statement::query;
use crate::transaction::SqlTransaction;

pub(crate) const COUNT: &str = "SELECT failures, failed_at FROM sign_in_counts WHERE of = ?1";
const KEEP_COUNT: &str = "INSERT INTO sign_in_counts (of, failures, failed_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (of) DO UPDATE SET failures = ?2, failed_at = ?3";
const NO_COUNT: &str = "DELETE FROM sign_in_counts WHERE of = ?1";
const FORGET_COUNTS: &str = "DELETE FROM sign_in_counts WHERE failed_at < ?1";

pub(crate) const DEVICE: &str =
    "SELECT used_at FROM known_devices WHERE device = ?1 AND staff = ?2";
const RENAME_DEVICE: &str = "UPDATE known_devices SET device = ?2 WHERE device = ?1";
const KEEP_DEVICE: &str = "INSERT INTO known_devices (device, staff, used_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (device, staff) DO UPDATE SET used_at = ?3";
pub(crate) const DROP_SURPLUS: &str = "DELETE FROM known_devices WHERE staff = ?1 AND device IN
    (SELECT device FROM known_devices WHERE staff = ?1 ORDER BY used_at DESC LIMIT 9223372036854775807 OFFSET ?2)";
const FORGET_DEVICES: &str = "DELETE FROM known_devices WHERE staff = ?1";
const FORGET_UNUSED: &str = "DELETE FROM known_devices WHERE used_at < ?1";

const PASSKEYS: &str = "passkeys";
const INSERT_PASSKEY: &str =
    "INSERT INTO passkeys (id, staff, name, credential, user_handle, fixed, state, created_at,
    used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const USE_PASSKEY: &str = "UPDATE passkeys SET state = ?2, used_at = ?3 WHERE id = ?1";
pub(crate) const PASSKEY: &str = "SELECT * FROM passkeys WHERE credential = ?1";
pub(crate) const PASSKEYS_OF: &str = "SELECT * FROM passkeys WHERE staff = ?1 ORDER BY id";
const DELETE_PASSKEY: &str = "DELETE FROM passkeys WHERE id = ?1";
const DELETE_PASSKEYS_OF: &str = "DELETE FROM passkeys WHERE staff = ?1";

fn read_failures(row: Row<'_>) -> Result<Failures, StorageError> {
    Ok(Failures {
        count: row.number("failures")?,
        last: row.time("failed_at")?,
    })
}

#[async_trait]
impl SignInCounts for SqlTransaction {
    async fn sign_in_count(&mut self, of: Digest) -> Result<Failures, StorageError> {
        self.hold_name(&hexadecimal(&of)).await?;
        let query = query(COUNT).bind(digest(&of));
        let found = self.one(query, "sign_in_counts", read_failures).await?;
        Ok(found.unwrap_or_default())
    }

    async fn keep_sign_in_count(
        &mut self,
        of: Digest,
        failures: Failures,
    ) -> Result<(), StorageError> {
        let of = digest(&of);
        if failures.count == 0 {
            return self.run(query(NO_COUNT).bind(of)).await;
        }
        let statement = query(KEEP_COUNT).bind(of);
        let statement = statement.bind(failures.count).bind(failures.last.0);
        self.run(statement).await
    }

    async fn forget_sign_in_counts(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        self.changed(query(FORGET_COUNTS).bind(before.0)).await
    }
}

#[async_trait]
impl KnownDevices for SqlTransaction {
    async fn known_device(
        &mut self,
        device: Digest,
        staff: StaffId,
    ) -> Result<Option<Timestamp>, StorageError> {
        let query = query(DEVICE).bind(digest(&device)).bind(staff.to_string());
        self.one(query, "known_devices", |row: Row<'_>| row.time("used_at"))
            .await
    }

    async fn rename_device(&mut self, old: Digest, new: Digest) -> Result<(), StorageError> {
        let statement = query(RENAME_DEVICE);
        self.run(statement.bind(digest(&old)).bind(digest(&new)))
            .await
    }

    async fn keep_device(
        &mut self,
        device: Digest,
        staff: StaffId,
        now: Timestamp,
        most: u32,
    ) -> Result<(), StorageError> {
        let kept = query(KEEP_DEVICE)
            .bind(digest(&device))
            .bind(staff.to_string())
            .bind(now.0);
        self.run(kept).await?;
        let surplus = query(DROP_SURPLUS).bind(staff.to_string()).bind(most);
        self.run(surplus).await
    }

    async fn forget_devices_of(&mut self, staff: StaffId) -> Result<(), StorageError> {
        self.run(query(FORGET_DEVICES).bind(staff.to_string()))
            .await
    }

    async fn forget_devices_unused_since(
        &mut self,
        before: Timestamp,
    ) -> Result<u64, StorageError> {
        self.changed(query(FORGET_UNUSED).bind(before.0)).await
    }
}

fn read_passkey(row: Row<'_>) -> Result<Passkey, StorageError> {
    Ok(Passkey {
        id: row.parsed("id")?,
        staff: row.parsed("staff")?,
        name: row.get("name")?,
        credential: row.get("credential")?,
        user_handle: row.get("user_handle")?,
        fixed: row.get("fixed")?,
        state: row.get("state")?,
        created_at: row.time("created_at")?,
        used_at: row.time_if_any("used_at")?,
    })
}

#[async_trait]
impl Passkeys for SqlTransaction {
    async fn insert_passkey(&mut self, passkey: &Passkey) -> Result<(), StorageError> {
        let statement = query(INSERT_PASSKEY)
            .bind(passkey.id.to_string())
            .bind(passkey.staff.to_string())
            .bind(passkey.name.as_str())
            .bind(passkey.credential.as_slice())
            .bind(passkey.user_handle.as_slice())
            .bind(passkey.fixed.as_slice())
            .bind(passkey.state.as_slice())
            .bind(passkey.created_at.0)
            .bind(ms(passkey.used_at));
        self.run(statement).await
    }

    async fn use_passkey(
        &mut self,
        id: PasskeyId,
        state: &[u8],
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let statement = query(USE_PASSKEY).bind(id.to_string()).bind(state);
        self.run(statement.bind(now.0)).await
    }

    async fn passkey(&mut self, credential: &[u8]) -> Result<Option<Passkey>, StorageError> {
        let query = query(PASSKEY).bind(credential);
        self.one(query, PASSKEYS, read_passkey).await
    }

    async fn passkeys_of(&mut self, staff: StaffId) -> Result<Vec<Passkey>, StorageError> {
        let query = query(PASSKEYS_OF).bind(staff.to_string());
        self.all(query, PASSKEYS, read_passkey).await
    }

    async fn delete_passkey(&mut self, id: PasskeyId) -> Result<(), StorageError> {
        self.run(query(DELETE_PASSKEY).bind(id.to_string())).await
    }

    async fn delete_passkeys_of(&mut self, staff: StaffId) -> Result<(), StorageError> {
        self.run(query(DELETE_PASSKEYS_OF).bind(staff.to_string()))
            .await
    }
}
