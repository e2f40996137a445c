//! `[database]`: a database elsewhere than in the data folder.

use std::num::NonZeroU32;

use serde::Deserialize;
use storage_postgres::{Address, AddressError, Pooler};

use super::secret::{Secret, SecretFault};
use crate::database::Place;

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatabaseSettings {
    /// `postgres://user:password@host:5432/name`.
    postgres: Secret,
    /// Connections of this process at most.
    connections: Option<NonZeroU32>,
    #[serde(default)]
    pooler: PoolerSetting,
}

/// What stands between; as [`Pooler`].
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PoolerSetting {
    #[default]
    None,
    Transaction,
}

// It contains a password.
impl std::fmt::Debug for DatabaseSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseSettings(…)")
    }
}

/// Why the database cannot be looked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseFault {
    #[error(transparent)]
    Secret(#[from] SecretFault),
    #[error(transparent)]
    Address(#[from] AddressError),
}

impl DatabaseFault {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Secret(SecretFault::Missing { .. }) => "database-secret-missing",
            Self::Secret(SecretFault::Open { .. }) => "database-secret-open",
            Self::Address(error) => error.code(),
        }
    }
}

impl DatabaseSettings {
    /// Whether the address stands in the settings, with its password.
    pub(super) const fn holds_secrets(&self) -> bool {
        self.postgres.is_written()
    }

    /// Where the database is.
    ///
    /// # Errors
    /// [`DatabaseFault`].
    pub(super) fn place(&self) -> Result<Place, DatabaseFault> {
        let address: Address = self.postgres.read()?.parse()?;
        let address = match self.connections {
            Some(connections) => address.with_connections(connections.get()),
            None => address,
        };
        Ok(Place::Postgres(address.behind(match self.pooler {
            PoolerSetting::None => Pooler::None,
            PoolerSetting::Transaction => Pooler::PerTransaction,
        })))
    }
}
