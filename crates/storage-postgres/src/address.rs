//! Where the database is: an address of the form
//! `postgres://user:password@host:port/database`.

use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use crate::pool::Pool;

/// Connections of one process unless its address says otherwise.
const CONNECTIONS: u32 = 12;

/// The address of a database with how it is connected to. `Debug` shows no password.
#[derive(Clone)]
pub struct Address {
    options: Box<PgConnectOptions>,
    connections: u32,
    pooler: Pooler,
}

/// What stands between this program and the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pooler {
    /// Nothing, or what gives each connection one of the database's.
    #[default]
    None,
    /// What gives each transaction another connection, as pgbouncer does in the mode
    /// `transaction`: no statement is kept prepared.
    PerTransaction,
}

/// Why an address cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the database's address cannot be read")]
pub struct AddressError(#[source] sqlx::Error);

impl AddressError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "storage-address"
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = self.options.get_host();
        let database = self.options.get_database().unwrap_or_default();
        write!(f, "Address({host}, {database})")
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let options = PgConnectOptions::from_str(text).map_err(AddressError)?;
        Ok(Self {
            options: Box::new(options.application_name("huizhi")),
            connections: CONNECTIONS,
            pooler: Pooler::None,
        })
    }
}

impl Address {
    /// The same with at most so many connections at once, at least 2.
    #[must_use]
    pub fn with_connections(mut self, connections: u32) -> Self {
        self.connections = connections.max(2);
        self
    }

    /// The same behind a pooler.
    #[must_use]
    pub fn behind(mut self, pooler: Pooler) -> Self {
        self.pooler = pooler;
        if pooler == Pooler::PerTransaction {
            self.options = Box::new(self.options.statement_cache_capacity(0));
        }
        self
    }

    /// Connections to it, made when they are needed.
    pub(crate) fn pool(&self) -> Pool {
        Pool::new((*self.options).clone(), self.connections)
    }
}
