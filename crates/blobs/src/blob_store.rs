//! Encrypted files: each sealed under a data key and named by its hash.
//!
//! In a folder, a file is written under a temporary name (`…#1`), synced,
//! renamed, and its folder synced before [`BlobStore::put`] returns;
//! `object_store` does this on request. Temporary files are neither read nor
//! listed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::durable::{make_folder, make_folders_in, sync_folder};
use domain::randomness::Randomness;

use crate::randomness::random;
use crate::sealed::{open, seal_with};
use crate::{BlobKey, DataKey, SealError};

/// Why a file could not be stored or read. Contains no personal data or
/// content.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no file with this key.
    #[error("there is no blob {0}")]
    Missing(BlobKey),
    /// The file cannot be decrypted.
    #[error("the blob {key} does not open")]
    Sealed {
        /// The file's key.
        key: BlobKey,
        /// Reason.
        source: SealError,
    },
    /// The folder could not be created or read.
    #[error("the blob folder {} cannot be used", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The store could not be read or written.
    #[error("the blob store cannot be read or written")]
    Store(#[source] object_store::Error),
}

impl BlobError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "blob-missing",
            Self::Sealed { source, .. } => source.code(),
            Self::Folder { .. } => "blob-folder",
            Self::Store(_) => "blob-store",
        }
    }

    /// Whether the disk had no room for a file.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(self);
        while let Some(error) = cause {
            let system = error.downcast_ref::<io::Error>().map(io::Error::kind);
            if let Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) = system {
                return true;
            }
            cause = error.source();
        }
        false
    }
}

/// A file in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its key.
    pub key: BlobKey,
    /// When it was written, milliseconds since 1970 UTC, by the store's clock.
    pub written_ms: i64,
    /// Size in the store, sealed, in bytes.
    pub size_bytes: u64,
}

/// A store of sealed files. Clones share one store.
#[derive(Debug, Clone)]
pub struct BlobStore {
    store: Arc<dyn ObjectStore>,
    /// Folder to search for temporary files of interrupted writes; `None` for
    /// other stores.
    folder: Option<PathBuf>,
}

impl BlobStore {
    /// A store in `folder`, which is created (readable by its owner only) if
    /// missing.
    ///
    /// # Errors
    /// `blob-folder`, `blob-store`.
    pub fn in_folder(folder: &Path) -> Result<Self, BlobError> {
        let unusable = |source| BlobError::Folder {
            path: folder.into(),
            source,
        };
        make_folder(folder).map_err(unusable)?;
        // All first-level folders are created now: a folder created by one
        // write and used by a concurrent one would be synced only by the first.
        let first_level = (0..=u8::MAX).map(|byte| hex::encode([byte]));
        make_folders_in(folder, first_level).map_err(unusable)?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(BlobError::Store)?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            folder: Some(folder.into()),
        })
    }

    /// A store in memory, for tests and trials.
    pub fn in_memory() -> Self {
        Self::over(Arc::new(InMemory::new()))
    }

    /// A store over any object store whose writes are atomic and durable.
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self {
            store,
            folder: None,
        }
    }

    /// Seals `plain` under `key` and stores it. `kind` names what it is
    /// ("original", "photo") and must be given to [`get`](Self::get) again. The
    /// file is durable when this returns.
    ///
    /// # Errors
    /// `blob-store`; nothing was stored then.
    pub async fn put(
        &self,
        key: &DataKey,
        kind: &str,
        plain: Vec<u8>,
        randomness: &mut dyn Randomness,
    ) -> Result<BlobKey, BlobError> {
        let nonce = random(randomness);
        let (key, kind) = (key.clone(), kind.to_owned());
        let (blob, sealed) = off_the_runtime(move || {
            let sealed = seal_with(&key, &kind, &plain, nonce);
            (BlobKey::of(&sealed), sealed)
        })
        .await;
        self.store
            .put(&blob.path(), sealed.into())
            .await
            .map_err(BlobError::Store)?;
        Ok(blob)
    }

    /// The bytes stored with [`put`](Self::put) under this key and kind.
    ///
    /// # Errors
    /// `blob-missing`, `blob-store`; `damaged` when the bytes are not those that
    /// were stored or are of another kind; `wrong-key`, `unknown-version`.
    pub async fn get(
        &self,
        key: &DataKey,
        kind: &str,
        blob: &BlobKey,
    ) -> Result<Vec<u8>, BlobError> {
        let blob = *blob;
        let reading = |error| match error {
            object_store::Error::NotFound { .. } => BlobError::Missing(blob),
            other => BlobError::Store(other),
        };
        let found = self.store.get(&blob.path()).await.map_err(reading)?;
        let sealed = found.bytes().await.map_err(reading)?;
        let (key, kind) = (key.clone(), kind.to_owned());
        off_the_runtime(move || {
            if BlobKey::of(&sealed) != blob {
                return Err(SealError::Damaged);
            }
            open(&key, &kind, &sealed)
        })
        .await
        .map_err(|source| BlobError::Sealed { key: blob, source })
    }

    /// Size of a file in the store, sealed, in bytes; `None` if there is none.
    ///
    /// # Errors
    /// `blob-store`.
    pub async fn size(&self, blob: &BlobKey) -> Result<Option<u64>, BlobError> {
        match self.store.head(&blob.path()).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(BlobError::Store(error)),
        }
    }

    /// Deletes the file; succeeds if there is none. In a folder it is gone after a
    /// power loss too.
    ///
    /// # Errors
    /// `blob-store`, `blob-folder`.
    pub async fn delete(&self, blob: &BlobKey) -> Result<(), BlobError> {
        match self.store.delete(&blob.path()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(BlobError::Store(error)),
        }
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let path = folder.join(blob.to_string());
        off_the_runtime(move || {
            let parent = path.parent().unwrap_or(&path);
            sync_folder(parent).map_err(|source| BlobError::Folder {
                path: parent.into(),
                source,
            })
        })
        .await
    }

    /// All files written before `before_ms` (milliseconds since 1970 UTC),
    /// sorted by key; used to find files that no order refers to. Use a time
    /// some hours ago, since a file is stored before its order is saved.
    ///
    /// # Errors
    /// `blob-store`.
    pub async fn written_before(&self, before_ms: i64) -> Result<Vec<StoredBlob>, BlobError> {
        let mut found: Vec<StoredBlob> = self
            .store
            .list(None)
            .try_filter_map(|object| async move {
                let written_ms = object.last_modified.timestamp_millis();
                let key = object.location.as_ref().parse::<BlobKey>().ok();
                Ok(key
                    .filter(|_| written_ms < before_ms)
                    .map(|key| StoredBlob {
                        key,
                        written_ms,
                        size_bytes: object.size,
                    }))
            })
            .try_collect()
            .await
            .map_err(BlobError::Store)?;
        found.sort_unstable_by_key(|blob| blob.key);
        Ok(found)
    }

    /// Deletes temporary files of writes interrupted before `before_ms`
    /// (milliseconds since 1970 UTC); gives how many. Younger ones may belong
    /// to a running write.
    ///
    /// # Errors
    /// `blob-folder`.
    pub async fn remove_unfinished(&self, before_ms: i64) -> Result<usize, BlobError> {
        let Some(folder) = self.folder.clone() else {
            return Ok(0);
        };
        let before = UNIX_EPOCH + Duration::from_millis(u64::try_from(before_ms).unwrap_or(0));
        off_the_runtime(move || {
            remove_unfinished_in(&folder, before).map_err(|source| BlobError::Folder {
                path: folder,
                source,
            })
        })
        .await
    }
}

/// Deletes files named `<blob>#<number>` in the first-level folders.
fn remove_unfinished_in(folder: &Path, before: SystemTime) -> io::Result<usize> {
    let mut removed = 0;
    for first_level in std::fs::read_dir(folder)? {
        let first_level = first_level?.path();
        if !first_level.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(first_level)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().contains('#') {
                match remove_if_older(&entry.path(), before) {
                    // The write has finished meanwhile.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    done => removed += usize::from(done?),
                }
            }
        }
    }
    Ok(removed)
}

fn remove_if_older(file: &Path, before: SystemTime) -> io::Result<bool> {
    let older = std::fs::metadata(file)?.modified()? < before;
    if older {
        std::fs::remove_file(file)?;
    }
    Ok(older)
}

/// Runs work of some milliseconds of CPU time on the blocking thread pool.
async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // The task is never cancelled: an error is its panic, which is passed
        // on.
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known() {
        let check = |kind: io::ErrorKind, expected| {
            let error = BlobError::Store(object_store::Error::Generic {
                store: "LocalFileSystem",
                source: Box::new(io::Error::from(kind)),
            });
            assert_eq!(error.is_full(), expected, "{kind:?}");
        };
        check(io::ErrorKind::StorageFull, true);
        check(io::ErrorKind::QuotaExceeded, true);
        check(io::ErrorKind::PermissionDenied, false);
    }
}
