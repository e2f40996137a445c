//! The conformance tests of storage, on PostgreSQL.

mod database;

use std::sync::Arc;

use storage::Storage;
use storage_suite::Ground;

use database::Database;

impl Ground for Database {
    async fn open(&self) -> Arc<dyn Storage> {
        Arc::new(self.storage().await)
    }
}

storage_suite::storage_suite!(
    Database::new(),
    ignore = "needs PostgreSQL: scripts/postgres-test"
);
