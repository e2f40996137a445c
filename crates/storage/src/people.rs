//! Staff, sessions, and API keys.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::staff::{Roles, Scope};
use domain::{ApiKeyId, Digest, Sealed, StaffId, Timestamp};

use crate::StorageError;

/// A member of staff.
#[derive(Clone, Debug, PartialEq)]
pub struct Colleague {
    /// Internal id (ULID).
    pub id: StaffId,
    /// Sign-in name; unique, in lower case.
    pub name: String,
    /// Argon2 hash of the password, in PHC format.
    pub password: String,
    /// Whether the initial password is still in use and must be changed.
    pub password_is_initial: bool,
    /// Second factor's secret, sealed under a key of the service.
    pub totp: Option<Sealed>,
    /// Time step of the last accepted code.
    pub totp_last: Option<u64>,
    /// How many secrets were dropped, by a reset or by their owner; each offer
    /// differs from those before, and counts of guesses begin anew.
    pub totp_dropped: u32,
    /// Roles.
    pub roles: Roles,
    /// Failed sign-ins from devices that are not known, as they have not come
    /// back by `last`; see [`domain::staff::standing::BY_ACCOUNT`].
    pub failures: Failures,
    /// When the account was disabled; `None` if enabled.
    pub disabled_at: Option<Timestamp>,
    /// When the account was created.
    pub created_at: Timestamp,
}

/// Staff.
#[async_trait]
pub trait Staff {
    /// Stores a new member of staff; [`StorageError::Taken`] if the name
    /// exists.
    async fn insert_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError>;

    /// Stores their failed sign-ins alone; does nothing if they do not exist.
    async fn keep_failures(&mut self, id: StaffId, failures: Failures) -> Result<(), StorageError>;

    /// Stores a changed member of staff.
    async fn update_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError>;

    /// By identifier.
    async fn colleague(&mut self, id: StaffId) -> Result<Option<Colleague>, StorageError>;

    /// By sign-in name.
    async fn colleague_by_name(&mut self, name: &str) -> Result<Option<Colleague>, StorageError>;

    /// All, sorted by name.
    async fn colleagues(&mut self) -> Result<Vec<Colleague>, StorageError>;
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token; the token itself is not stored.
    pub digest: Digest,
    /// The member of staff.
    pub staff: StaffId,
    /// When the session began.
    pub begun_at: Timestamp,
    /// When it was last used.
    pub used_at: Timestamp,
}

/// Sessions.
#[async_trait]
pub trait Sessions {
    /// Stores a new session.
    async fn insert_session(&mut self, session: &Session) -> Result<(), StorageError>;

    /// By its token's digest.
    async fn session(&mut self, digest: Digest) -> Result<Option<Session>, StorageError>;

    /// Sets the time of last use.
    async fn touch_session(&mut self, digest: Digest, now: Timestamp) -> Result<(), StorageError>;

    /// Deletes a session.
    async fn delete_session(&mut self, digest: Digest) -> Result<(), StorageError>;

    /// Deletes all sessions of a member of staff.
    async fn delete_sessions_of(&mut self, staff: StaffId) -> Result<(), StorageError>;

    /// Deletes sessions last used before `before`; gives how many.
    async fn delete_sessions_unused_since(
        &mut self,
        before: Timestamp,
    ) -> Result<u64, StorageError>;
}

/// An API key of a program.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKey {
    /// Internal id (ULID).
    pub id: ApiKeyId,
    /// Name given by the operator.
    pub name: String,
    /// SHA-256 of the key; the key itself is not stored.
    pub digest: Digest,
    /// Roles, as for staff.
    pub roles: Roles,
    /// Documents and cities it is limited to.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the hour; `None` if never.
    pub used_at: Option<Timestamp>,
    /// When it was revoked; `None` if valid.
    pub revoked_at: Option<Timestamp>,
}

/// API keys.
#[async_trait]
pub trait ApiKeys {
    /// Stores a new key.
    async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError>;

    /// Stores a changed key.
    async fn update_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError>;

    /// Stores when it was last used.
    async fn touch_api_key(&mut self, id: ApiKeyId, now: Timestamp) -> Result<(), StorageError>;

    /// By the key's digest.
    async fn api_key(&mut self, digest: Digest) -> Result<Option<ApiKey>, StorageError>;

    /// All, newest first.
    async fn api_keys(&mut self) -> Result<Vec<ApiKey>, StorageError>;
}
