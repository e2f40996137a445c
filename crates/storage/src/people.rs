//! Who works here, who is signed in, and programs with keys.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::staff::{Roles, Scope};
use domain::{ApiKeyId, Digest, Sealed, StaffId, Timestamp};

use crate::StorageError;

/// Someone who works here.
#[derive(Clone, Debug, PartialEq)]
pub struct Colleague {
    /// Their identifier.
    pub id: StaffId,
    /// What they sign in as; unique, in lower case.
    pub name: String,
    /// The password's argon2 hash, in PHC form.
    pub password: String,
    /// They must choose a password of their own first.
    pub password_is_initial: bool,
    /// Second factor's secret, sealed under a key of the service.
    pub totp: Option<Sealed>,
    /// The last time step a code was used in.
    pub totp_last: Option<u64>,
    /// What they may do.
    pub roles: Roles,
    /// Sign-ins that failed since the last that did not.
    pub failures: Failures,
    /// Since when they may not sign in any more.
    pub disabled_at: Option<Timestamp>,
    /// When they were added.
    pub created_at: Timestamp,
}

/// Staff.
#[async_trait]
pub trait Staff {
    /// Adds one; [`StorageError::Taken`] if the name exists.
    async fn insert_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError>;

    /// Keeps one changed.
    async fn update_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError>;

    /// By identifier.
    async fn colleague(&mut self, id: StaffId) -> Result<Option<Colleague>, StorageError>;

    /// By the name they sign in as.
    async fn colleague_by_name(&mut self, name: &str) -> Result<Option<Colleague>, StorageError>;

    /// All, by name.
    async fn colleagues(&mut self) -> Result<Vec<Colleague>, StorageError>;
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token; the token itself is kept nowhere.
    pub digest: Digest,
    /// Who.
    pub staff: StaffId,
    /// When they signed in.
    pub begun_at: Timestamp,
    /// When they last did something.
    pub used_at: Timestamp,
}

/// Sessions.
#[async_trait]
pub trait Sessions {
    /// Keeps a new one.
    async fn insert_session(&mut self, session: &Session) -> Result<(), StorageError>;

    /// By its token's digest.
    async fn session(&mut self, digest: Digest) -> Result<Option<Session>, StorageError>;

    /// It was used.
    async fn touch_session(&mut self, digest: Digest, now: Timestamp) -> Result<(), StorageError>;

    /// It is over.
    async fn delete_session(&mut self, digest: Digest) -> Result<(), StorageError>;

    /// All of one person are over.
    async fn delete_sessions_of(&mut self, staff: StaffId) -> Result<(), StorageError>;

    /// Those last used before `before` are over; how many.
    async fn delete_sessions_unused_since(
        &mut self,
        before: Timestamp,
    ) -> Result<u64, StorageError>;
}

/// A key a program signs in with.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKey {
    /// Its identifier.
    pub id: ApiKeyId,
    /// What the operator calls it.
    pub name: String,
    /// SHA-256 of the key; the key itself is kept nowhere.
    pub digest: Digest,
    /// What it may do, as staff may.
    pub roles: Roles,
    /// Documents and cities it is limited to.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it no longer works.
    pub revoked_at: Option<Timestamp>,
}

/// API keys.
#[async_trait]
pub trait ApiKeys {
    /// Keeps a new one.
    async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError>;

    /// Keeps one changed.
    async fn update_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError>;

    /// By the key's digest.
    async fn api_key(&mut self, digest: Digest) -> Result<Option<ApiKey>, StorageError>;

    /// All, newest first.
    async fn api_keys(&mut self) -> Result<Vec<ApiKey>, StorageError>;
}
