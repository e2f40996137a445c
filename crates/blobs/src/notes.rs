//! Small objects of text beside the files of a bucket: whose it is, what was attested.

use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::ObjectStoreExt as _;
use object_store::path::Path;

use crate::BlobError;
use crate::blob_store::BlobStore;
use crate::places::Places;

impl BlobStore {
    /// Whether it is a bucket, which others may reach too.
    #[must_use]
    pub fn is_bucket(&self) -> bool {
        matches!(self.places, Places::ByKind)
    }

    /// Whether there is no file in it.
    ///
    /// # Errors
    /// `blob-store`, `blob-unreachable`, `blob-refused`, `blob-no-bucket`.
    pub async fn is_empty(&self) -> Result<bool, BlobError> {
        for first_byte in 0..=u8::MAX {
            for beginning in self.places.beginnings(first_byte) {
                let first = self.store.list(Some(&beginning)).next().await;
                if first.transpose().map_err(BlobError::of)?.is_some() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Stores a text under a name of its own, in place of one that was there.
    ///
    /// # Errors
    /// As [`is_empty`](Self::is_empty).
    pub async fn put_note(&self, name: &str, text: &str) -> Result<(), BlobError> {
        let name = Path::from(name);
        let put = self.puts.put(&name, text.to_owned().into()).await;
        put.map(drop).map_err(BlobError::of)
    }

    /// The text under a name; `None` if there is none, or it is no text.
    ///
    /// # Errors
    /// As [`is_empty`](Self::is_empty).
    pub async fn note(&self, name: &str) -> Result<Option<String>, BlobError> {
        let found = match self.store.get(&Path::from(name)).await {
            Ok(found) => found.bytes().await,
            Err(error) => Err(error),
        };
        match found {
            Ok(bytes) => Ok(String::from_utf8(bytes.to_vec()).ok()),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(BlobError::of(error)),
        }
    }

    /// The names of the texts in a folder, in order.
    ///
    /// # Errors
    /// As [`is_empty`](Self::is_empty).
    pub async fn notes(&self, folder: &str) -> Result<Vec<String>, BlobError> {
        let listed = self.store.list(Some(&Path::from(folder)));
        let names = listed.map_ok(|object| object.location.to_string());
        let mut names: Vec<String> = names.try_collect().await.map_err(BlobError::of)?;
        names.sort_unstable();
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn texts_lie_beside_files() {
        let bucket = BlobStore::in_memory_bucket();
        assert!(bucket.is_bucket() && !BlobStore::in_memory().is_bucket());
        assert_eq!(bucket.note("whose").await.unwrap(), None);
        bucket.put_note("whose", "mine").await.unwrap();
        bucket.put_note("log/2", "two").await.unwrap();
        bucket.put_note("log/1", "one").await.unwrap();
        assert_eq!(bucket.note("whose").await.unwrap().as_deref(), Some("mine"));
        assert_eq!(bucket.notes("log").await.unwrap(), ["log/1", "log/2"]);
        // None of them is a file.
        assert!(bucket.is_empty().await.unwrap());
        for first_byte in 0..=u8::MAX {
            assert!(bucket.keys(first_byte).await.unwrap().is_empty());
        }
    }
}
