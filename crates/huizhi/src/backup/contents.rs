//! What rows name: the files of an installation or of a back-up.

use std::collections::BTreeSet;

use blobs::{BlobError, BlobKey, BlobStore};
use sha2::{Digest as _, Sha256};
use storage::StorageError;
use storage_sql::{Connection, query};

use super::manifest;

/// The files that rows name.
pub(crate) struct Named {
    pub(crate) all: BTreeSet<BlobKey>,
    originals: BTreeSet<BlobKey>,
}

const ORIGINALS: &str = "SELECT original FROM attempts WHERE original IS NOT NULL
    UNION SELECT original FROM pictures WHERE original IS NOT NULL";
const OTHERS: &str = "SELECT photo FROM attempts WHERE photo IS NOT NULL
    UNION SELECT photo FROM sealed_photos WHERE photo IS NOT NULL
    UNION SELECT code FROM sealed_photos WHERE code IS NOT NULL";

impl Named {
    /// Those that these rows name.
    pub(crate) async fn by(rows: &mut dyn Connection) -> Result<Self, StorageError> {
        let originals = names(rows, ORIGINALS).await?;
        let mut all = names(rows, OTHERS).await?;
        all.extend(&originals);
        Ok(Self { all, originals })
    }

    /// What a file is, as it was put.
    pub(crate) fn kind(&self, key: &BlobKey) -> &'static str {
        match self.originals.contains(key) {
            true => "original",
            false => "photo",
        }
    }

    /// As a manifest says them, but for these that are lost.
    pub(super) fn listed(&self, lost: &BTreeSet<BlobKey>) -> manifest::Files {
        let mut hash = Sha256::new();
        let mut count = 0;
        for key in self.all.difference(lost) {
            hash.update(format!("{key}\n"));
            count += 1;
        }
        manifest::Files {
            count,
            sha256: hex::encode(hash.finalize()),
            missing: count_of(lost),
        }
    }
}

async fn names(
    rows: &mut dyn Connection,
    sql: &'static str,
) -> Result<BTreeSet<BlobKey>, StorageError> {
    let found = rows.fetch(query(sql)).await?;
    let texts = found.iter().filter_map(|row| row.first_text());
    Ok(texts.filter_map(|name| name.parse().ok()).collect())
}

/// All files of a store.
pub(crate) async fn stored(blobs: &BlobStore) -> Result<BTreeSet<BlobKey>, BlobError> {
    let mut all = BTreeSet::new();
    for first_byte in 0..=u8::MAX {
        all.append(&mut blobs.keys(first_byte).await?);
    }
    Ok(all)
}

pub(super) fn count_of(keys: &BTreeSet<BlobKey>) -> u64 {
    u64::try_from(keys.len()).unwrap_or(u64::MAX)
}
