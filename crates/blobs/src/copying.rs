//! Copies files from one store to another, as they are: sealed, under the same keys.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::{ObjectStoreExt as _, PutPayload};

use crate::blob_store::BlobStore;
use crate::{BlobError, BlobKey, SealError};

/// Files on their way at once.
const AT_ONCE: usize = 8;

/// What became of files that were to be copied.
#[derive(Clone, Debug, Default)]
pub struct Copied {
    /// How many were.
    pub count: u64,
    /// Those that are not there.
    pub missing: Vec<BlobKey>,
}

impl BlobStore {
    /// Copies the files of `from` whose keys begin with `first_byte` and that are not here
    /// yet; gives how many. `kind_of` tells what each is, as [`put`](Self::put) was told.
    ///
    /// # Errors
    /// As of `put` and `get`; what was copied stays.
    pub async fn copy_from(
        &self,
        from: &Self,
        first_byte: u8,
        kind_of: impl Fn(&BlobKey) -> &'static str + Sync,
    ) -> Result<u64, BlobError> {
        let here: BTreeSet<BlobKey> = self.keys(first_byte).await?;
        let there = from.keys(first_byte).await?;
        let missing = there.difference(&here).copied();
        let copied = stream::iter(missing.map(|key| {
            let kind = kind_of(&key);
            async move { self.copy_one(from, key, kind).await }
        }));
        let copied = copied.buffer_unordered(AT_ONCE);
        copied.try_fold(0, async |sum, one| Ok(sum + one)).await
    }

    /// Copies these files of `from`, as [`copy_from`](Self::copy_from) does, whether they
    /// are here or not.
    ///
    /// # Errors
    /// As of `put` and `get`; what was copied stays.
    pub async fn copy_these(
        &self,
        from: &Self,
        keys: impl IntoIterator<Item = BlobKey>,
        kind_of: impl Fn(&BlobKey) -> &'static str + Sync,
    ) -> Result<Copied, BlobError> {
        let copied = stream::iter(keys.into_iter().map(|key| {
            let kind = kind_of(&key);
            async move {
                let copied = self.copy_one(from, key, kind).await?;
                Ok::<_, BlobError>((key, copied))
            }
        }));
        let copied = copied.buffer_unordered(AT_ONCE);
        let added = copied.try_fold(Copied::default(), async |mut all, (key, copied)| {
            match copied {
                0 => all.missing.push(key),
                copied => all.count += copied,
            }
            Ok(all)
        });
        added.await
    }

    /// Reads a file and holds it against its name; gives its size in bytes, `None` if there
    /// is none.
    ///
    /// # Errors
    /// `damaged`; as of `get`.
    pub async fn examine(&self, key: BlobKey) -> Result<Option<u64>, BlobError> {
        let sealed = self.sealed_bytes(key).await?;
        let size = sealed.map(|sealed| sealed.content_length());
        Ok(size.map(|size| u64::try_from(size).unwrap_or(u64::MAX)))
    }

    /// Keys of all files that begin with this byte.
    ///
    /// # Errors
    /// As [`written_before`](Self::written_before).
    pub async fn keys(&self, first_byte: u8) -> Result<BTreeSet<BlobKey>, BlobError> {
        let stored = self.written_before(first_byte, i64::MAX).await?;
        Ok(stored.into_iter().map(|stored| stored.key).collect())
    }

    /// Copies one file; gives 0 if it was deleted meanwhile.
    async fn copy_one(&self, from: &Self, key: BlobKey, kind: &str) -> Result<u64, BlobError> {
        let Some(sealed) = from.sealed_bytes(key).await? else {
            return Ok(0);
        };
        let here = self.places.of(kind, &key);
        let put = self.puts.put(&here, sealed).await;
        put.map_err(BlobError::of)?;
        Ok(1)
    }

    /// A file as it is stored, which has to be that of its name.
    async fn sealed_bytes(&self, key: BlobKey) -> Result<Option<PutPayload>, BlobError> {
        for place in self.places.all(&key) {
            let found = match self.store.get(&place).await {
                Ok(found) => found.bytes().await,
                Err(error) => Err(error),
            };
            let sealed = match found {
                Ok(sealed) => sealed,
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(error) => return Err(BlobError::of(error)),
            };
            if BlobKey::of(&sealed) != key {
                let source = SealError::Damaged;
                return Err(BlobError::Sealed { key, source });
            }
            return Ok(Some(sealed.into()));
        }
        Ok(None)
    }
}
