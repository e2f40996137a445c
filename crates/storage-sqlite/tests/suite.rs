//! The conformance tests of storage, on files.

use std::path::PathBuf;
use std::sync::Arc;

use storage::Storage;
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};
use storage_suite::Ground;
use storage_suite::log::log_key;

/// A database file in a temporary directory.
struct File {
    path: PathBuf,
    _directory: tempfile::TempDir,
}

impl File {
    fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory is made");
        Self {
            path: directory.path().join("orders.db"),
            _directory: directory,
        }
    }
}

impl Ground for File {
    async fn open(&self) -> Arc<dyn Storage> {
        Arc::new(
            SqliteStorage::open(
                &self.path,
                SealKeys::new([1; 32], log_key()),
                Unsealed::Adopt,
            )
            .await
            .expect("the file opens"),
        )
    }
}

storage_suite::storage_suite!(File::new());
