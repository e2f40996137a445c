//! What signing in needs beside the account: counts of failures, devices that
//! are known, and passkeys.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::{Digest, PasskeyId, StaffId, Timestamp};

use crate::StorageError;

/// Counts of failed sign-ins. What is counted is a keyed digest of an address
/// class, an account's name or a device, so that neither is stored.
#[async_trait]
pub trait SignInCounts {
    /// Failures of `of`.
    async fn sign_in_count(&mut self, of: Digest) -> Result<Failures, StorageError>;

    /// Stores that count; a count of zero deletes it.
    async fn keep_sign_in_count(
        &mut self,
        of: Digest,
        failures: Failures,
    ) -> Result<(), StorageError>;

    /// Deletes counts whose time is before `before`; gives how many.
    async fn forget_sign_in_counts(&mut self, before: Timestamp) -> Result<u64, StorageError>;
}

/// Browsers in which a member of staff signed in before.
#[async_trait]
pub trait KnownDevices {
    /// When `staff` last signed in on the device of this token's digest.
    async fn known_device(
        &mut self,
        device: Digest,
        staff: StaffId,
    ) -> Result<Option<Timestamp>, StorageError>;

    /// Gives a device another token: all who are known on `old` are on `new`.
    async fn rename_device(&mut self, old: Digest, new: Digest) -> Result<(), StorageError>;

    /// Stores that `staff` signed in on the device at `now`, and drops those of
    /// their devices that were unused longest, so that `most` are left.
    async fn keep_device(
        &mut self,
        device: Digest,
        staff: StaffId,
        now: Timestamp,
        most: u32,
    ) -> Result<(), StorageError>;

    /// Deletes all devices of a member of staff.
    async fn forget_devices_of(&mut self, staff: StaffId) -> Result<(), StorageError>;

    /// Deletes devices last used before `before`; gives how many.
    async fn forget_devices_unused_since(&mut self, before: Timestamp)
    -> Result<u64, StorageError>;
}

/// A passkey of a member of staff: a WebAuthn credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Internal id (ULID).
    pub id: PasskeyId,
    /// Whose it is.
    pub staff: StaffId,
    /// Name given by its owner.
    pub name: String,
    /// The credential's identifier, as the authenticator gave it; unique.
    pub credential: Vec<u8>,
    /// The handle by which authenticators know the account; the same for all
    /// passkeys of one account, and without meaning.
    pub user_handle: Vec<u8>,
    /// Public key and what never changes, encoded by the WebAuthn library.
    pub fixed: Vec<u8>,
    /// Signature counter and backup flags, encoded by the same.
    pub state: Vec<u8>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last signed somebody in; `None` if never.
    pub used_at: Option<Timestamp>,
}

/// Passkeys.
#[async_trait]
pub trait Passkeys {
    /// Stores a new passkey; [`StorageError::Taken`] if the credential exists.
    async fn insert_passkey(&mut self, passkey: &Passkey) -> Result<(), StorageError>;

    /// Stores a use: the state after it, and when.
    async fn use_passkey(
        &mut self,
        id: PasskeyId,
        state: &[u8],
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// By the credential's identifier.
    async fn passkey(&mut self, credential: &[u8]) -> Result<Option<Passkey>, StorageError>;

    /// All of a member of staff, oldest first.
    async fn passkeys_of(&mut self, staff: StaffId) -> Result<Vec<Passkey>, StorageError>;

    /// Deletes one.
    async fn delete_passkey(&mut self, id: PasskeyId) -> Result<(), StorageError>;

    /// Deletes all of a member of staff.
    async fn delete_passkeys_of(&mut self, staff: StaffId) -> Result<(), StorageError>;
}
