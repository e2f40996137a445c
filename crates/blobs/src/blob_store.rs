//! Files at rest: each sealed under its data key and named by its hash.
//!
//! In a folder, a file is written under a temporary name (`…#1`), put on the
//! disk, renamed and its folder put on the disk before [`BlobStore::put`]
//! returns; `object_store` does so when told to. A temporary file is no blob:
//! it is neither read nor listed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::durable::{make_folder, make_folders_in};
use domain::randomness::Randomness;

use crate::randomness::random;
use crate::sealed::{open, seal_with};
use crate::{BlobKey, DataKey, SealError};

/// Why a file could not be stored or read. Names no person and no content.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no file of this key.
    #[error("there is no blob {0}")]
    Missing(BlobKey),
    /// The file is there and does not open.
    #[error("the blob {key} does not open")]
    Sealed {
        /// Which file.
        key: BlobKey,
        /// Why.
        source: SealError,
    },
    /// The folder could not be made or read.
    #[error("the blob folder {} cannot be used", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
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
}

/// A file that lies in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its key.
    pub key: BlobKey,
    /// When it was written, milliseconds since 1970 UTC, by the store's clock.
    pub written_ms: i64,
    /// Bytes in the store, sealed.
    pub size_bytes: u64,
}

/// A store of sealed files. Clones share it.
#[derive(Debug, Clone)]
pub struct BlobStore {
    store: Arc<dyn ObjectStore>,
    /// Where temporary files of an interrupted write may lie.
    folder: Option<PathBuf>,
}

impl BlobStore {
    /// The store in `folder`, which is made, readable by its owner alone, if it
    /// is not there.
    ///
    /// # Errors
    /// `blob-folder`, `blob-store`.
    pub fn in_folder(folder: &Path) -> Result<Self, BlobError> {
        let unusable = |source| BlobError::Folder {
            path: folder.into(),
            source,
        };
        make_folder(folder).map_err(unusable)?;
        // All of the first level now: a folder made by one write and used by
        // another would reach the disk only with the first.
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

    /// A store that is gone with the process; for tests and trials.
    pub fn in_memory() -> Self {
        Self::over(Arc::new(InMemory::new()))
    }

    /// The store over any object store whose writes are whole and durable.
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self {
            store,
            folder: None,
        }
    }

    /// Seals and stores `plain`. `kind` says what it is ("original", "photo")
    /// and must be said again to [`get`](Self::get) it. When this returns, the
    /// file outlasts a crash.
    ///
    /// # Errors
    /// `blob-store`; nothing can be read under any key then.
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

    /// What was [`put`](Self::put) under this key and kind.
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

    /// Deletes the file; one that is not there is deleted already. After a power
    /// cut it may be back, unreadable once its data key is forgotten, and
    /// [`written_before`](Self::written_before) finds it.
    ///
    /// # Errors
    /// `blob-store`.
    pub async fn delete(&self, blob: &BlobKey) -> Result<(), BlobError> {
        match self.store.delete(&blob.path()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(BlobError::Store(error)),
        }
    }

    /// All files written before `before_ms` (milliseconds since 1970 UTC), in
    /// the order of their keys: those that no order names are orphans. Let some
    /// hours pass first, for a file is stored before its order is saved.
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

    /// Removes the temporary files of writes that were interrupted before
    /// `before_ms` (milliseconds since 1970 UTC), and says how many. One that is
    /// younger may belong to a write under way.
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

/// Removes files named `<blob>#<number>` in the folders of the first level.
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
                    // The write came to its end meanwhile.
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

/// Runs work that keeps a core busy for milliseconds where it holds up nobody.
async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // It is never cancelled; so it panicked, and so does the caller.
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
