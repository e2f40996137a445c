//! Encrypted files: each sealed under a data key and named by its hash.
//!
//! In a bucket, a file is one object, whole or not there. In a folder, a file is written under a temporary name (`…#1`), synced,
//! renamed, and its folder synced before [`BlobStore::put`] returns;
//! `object_store` does this on request. Temporary files are neither read nor
//! listed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::{StreamExt, TryStreamExt, future};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::{ObjectStore, ObjectStoreExt};

use domain::randomness::Randomness;

use crate::bucket::Clients;
use crate::durable::{make_folder, make_folders_in, sync_folder};
use crate::places::Places;
use crate::randomness::random;
use crate::sealed::{open, seal_with};
use crate::{BlobError, BlobKey, Bucket, BucketError, DataKey, SealError};

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
    pub(crate) store: Arc<dyn ObjectStore>,
    /// The same store, which waits longer.
    pub(crate) puts: Arc<dyn ObjectStore>,
    pub(crate) places: Places,
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
            .map_err(BlobError::of)?
            .with_fsync(true);
        Ok(Self {
            folder: Some(folder.into()),
            ..Self::over(Arc::new(store))
        })
    }

    /// A store in a bucket. Nothing is asked of the bucket: see
    /// [`check`](Self::check).
    ///
    /// # Errors
    /// [`BucketError`].
    pub fn in_bucket(bucket: &Bucket) -> Result<Self, BucketError> {
        let Clients { puts, others } = Clients::of(bucket)?;
        Ok(Self {
            store: others,
            puts,
            places: Places::ByKind,
            folder: None,
        })
    }

    /// A store in memory, for tests and trials.
    pub fn in_memory() -> Self {
        Self::over(Arc::new(InMemory::new()))
    }

    /// A bucket in memory, for tests and trials.
    pub fn in_memory_bucket() -> Self {
        Self {
            places: Places::ByKind,
            ..Self::in_memory()
        }
    }

    /// A store over any object store whose writes are atomic and durable.
    pub fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self {
            puts: Arc::clone(&store),
            store,
            places: Places::ByKey,
            folder: None,
        }
    }

    /// Asks the store for the name of one file, to find out whether it can be used;
    /// writes nothing.
    ///
    /// # Errors
    /// `blob-unreachable`, `blob-refused`, `blob-no-bucket`, `blob-store`.
    pub async fn check(&self) -> Result<(), BlobError> {
        for beginning in self.places.beginnings(0) {
            let first = self.store.list(Some(&beginning)).next().await;
            first.transpose().map_err(BlobError::of)?;
        }
        Ok(())
    }

    /// Seals `plain` under `key` and stores it. `kind` names what it is
    /// ("original", "photo") and must be given to [`get`](Self::get) again. The
    /// file is durable when this returns.
    ///
    /// # Errors
    /// `blob-store`; nothing was stored then. With a bucket also `blob-unreachable`,
    /// `blob-refused` and `blob-no-bucket`; after the first of them it may have been
    /// stored all the same, and is a file that nothing refers to.
    pub async fn put(
        &self,
        key: &DataKey,
        kind: &str,
        plain: Vec<u8>,
        randomness: &mut dyn Randomness,
    ) -> Result<BlobKey, BlobError> {
        let nonce = random(randomness);
        let (key, of_kind) = (key.clone(), kind.to_owned());
        let (blob, sealed) = off_the_runtime(move || {
            let sealed = seal_with(&key, &of_kind, &plain, nonce);
            (BlobKey::of(&sealed), sealed)
        })
        .await;
        self.puts
            .put(&self.places.of(kind, &blob), sealed.into())
            .await
            .map_err(BlobError::of)?;
        Ok(blob)
    }

    /// The bytes stored with [`put`](Self::put) under this key and kind.
    ///
    /// # Errors
    /// `blob-missing`, `blob-store`, `blob-unreachable`, `blob-refused`; `damaged` when the bytes are not those that
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
            other => BlobError::of(other),
        };
        let mut found = self.store.get(&self.places.of(kind, &blob)).await;
        // A file that was copied here from a folder, which tells no kinds apart.
        if let Some(place) = self.places.elsewhere(kind, &blob)
            && let Err(object_store::Error::NotFound { .. }) = &found
        {
            found = self.store.get(&place).await;
        }
        let found = found.map_err(reading)?;
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
    /// `blob-store`, `blob-unreachable`, `blob-refused`.
    pub async fn size(&self, blob: &BlobKey) -> Result<Option<u64>, BlobError> {
        for place in self.places.all(blob) {
            match self.store.head(&place).await {
                Ok(found) => return Ok(Some(found.size)),
                Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(BlobError::of(error)),
            }
        }
        Ok(None)
    }

    /// Deletes the file; succeeds if there is none. In a folder it is gone after a
    /// power loss too.
    ///
    /// # Errors
    /// `blob-store`, `blob-folder`, `blob-unreachable`, `blob-refused`.
    pub async fn delete(&self, blob: &BlobKey) -> Result<(), BlobError> {
        let deleted = self.places.all(blob).into_iter().map(async |place| {
            match self.store.delete(&place).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(BlobError::of(error)),
            }
        });
        future::try_join_all(deleted).await?;
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

    /// The files written before `before_ms` (milliseconds since 1970 UTC) whose keys
    /// begin with `first_byte`, sorted by key; used to find files that no order refers
    /// to. Use a time some hours ago, since a file is stored before its order is saved.
    ///
    /// # Errors
    /// `blob-store`, `blob-unreachable`, `blob-refused`, `blob-no-bucket`.
    pub async fn written_before(
        &self,
        first_byte: u8,
        before_ms: i64,
    ) -> Result<Vec<StoredBlob>, BlobError> {
        let mut found = Vec::new();
        for beginning in self.places.beginnings(first_byte) {
            let mut listed = self.store.list(Some(&beginning));
            while let Some(object) = listed.try_next().await.map_err(BlobError::of)? {
                let written_ms = object.last_modified.timestamp_millis();
                let key = self.places.key(&object.location);
                found.extend(
                    key.filter(|_| written_ms < before_ms)
                        .map(|key| StoredBlob {
                            key,
                            written_ms,
                            size_bytes: object.size,
                        }),
                );
            }
        }
        found.sort_unstable_by_key(|blob| blob.key);
        Ok(found)
    }

    /// Deletes temporary files of writes interrupted before `before_ms`
    /// (milliseconds since 1970 UTC) of files whose keys begin with `first_byte`; gives
    /// how many. Younger ones may belong to a running write. Only a folder has any.
    ///
    /// # Errors
    /// `blob-folder`.
    pub async fn remove_unfinished(
        &self,
        first_byte: u8,
        before_ms: i64,
    ) -> Result<usize, BlobError> {
        let Some(folder) = &self.folder else {
            return Ok(0);
        };
        let folder = folder.join(hex::encode([first_byte]));
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

/// Deletes files named `<blob>#<number>` in a first-level folder.
fn remove_unfinished_in(folder: &Path, before: SystemTime) -> io::Result<usize> {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().contains('#') {
            match remove_if_older(&entry.path(), before) {
                // The write has finished meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                done => removed += usize::from(done?),
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
