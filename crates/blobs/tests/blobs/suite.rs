//! What every store of files does, whatever is under it: one function a case.
//! [`store_suite!`] makes each a test.

use std::sync::Arc;

use blobs::{BlobError, BlobKey, BlobStore, DataKey};
use domain::randomness::seeded;
use object_store::{ObjectStore, ObjectStoreExt};

/// The year 2255: later than any file a test writes.
pub(crate) const LATER_MS: i64 = 9_000_000_000_000;

/// An empty store.
pub(crate) struct Ground {
    pub(crate) store: BlobStore,
    /// What is under it.
    pub(crate) under: Arc<dyn ObjectStore>,
    /// What the names of photos begin with there.
    pub(crate) photos: &'static str,
    /// Kept as long as the store is used.
    pub(crate) _folder: Option<tempfile::TempDir>,
}

impl Ground {
    fn place(&self, blob: &BlobKey) -> object_store::path::Path {
        format!("{}{blob}", self.photos).into()
    }

    async fn replace(&self, blob: &BlobKey, bytes: Vec<u8>) {
        self.under
            .put(&self.place(blob), bytes.into())
            .await
            .unwrap();
    }

    async fn sealed(&self, blob: &BlobKey) -> Vec<u8> {
        let found = self.under.get(&self.place(blob)).await.unwrap();
        found.bytes().await.unwrap().to_vec()
    }
}

pub(crate) fn key(seed: u64) -> DataKey {
    DataKey::generate(&mut seeded(seed))
}

/// Puts a file under a nonce made of `seed`.
pub(crate) async fn put_as(
    store: &BlobStore,
    kind: &str,
    plain: &[u8],
    seed: u64,
) -> Result<BlobKey, BlobError> {
    let random = &mut seeded(seed);
    store.put(&key(1), kind, plain.to_vec(), random).await
}

pub(crate) async fn put(store: &BlobStore, plain: &[u8], seed: u64) -> BlobKey {
    put_as(store, "photo", plain, seed).await.unwrap()
}

pub(crate) async fn get(store: &BlobStore, blob: &BlobKey) -> Result<Vec<u8>, &'static str> {
    let got = store.get(&key(1), "photo", blob).await;
    got.map_err(|error| error.code())
}

pub(crate) fn first_byte(blob: &BlobKey) -> u8 {
    u8::from_str_radix(&blob.to_string()[..2], 16).unwrap()
}

/// The keys that are listed with the same first byte as `blob`.
async fn listed_beside(store: &BlobStore, blob: &BlobKey, before_ms: i64) -> Vec<BlobKey> {
    let listed = store.written_before(first_byte(blob), before_ms).await;
    listed.unwrap().into_iter().map(|blob| blob.key).collect()
}

pub(crate) async fn an_empty_store_can_be_used(ground: Ground) {
    ground.store.check().await.unwrap();
    for first_byte in [0, 127, 255] {
        let listed = ground.store.written_before(first_byte, LATER_MS).await;
        assert_eq!(listed.unwrap(), []);
        let removed = ground.store.remove_unfinished(first_byte, LATER_MS).await;
        assert_eq!(removed.unwrap(), 0);
    }
}

pub(crate) async fn what_is_put_is_got(Ground { store, _folder, .. }: Ground) {
    let large: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    for (seed, plain) in [&b""[..], b"pixels", &large].into_iter().enumerate() {
        let blob = put(&store, plain, seed as u64).await;
        assert_eq!(get(&store, &blob).await.as_deref(), Ok(plain));
        let size = store.size(&blob).await.unwrap();
        assert_eq!(size, Some(49 + plain.len() as u64));
    }
}

pub(crate) async fn it_opens_as_what_it_was_put_alone(Ground { store, _folder, .. }: Ground) {
    let check = async |as_put: &str, as_got: &str, seed: u64, expected: &[&str]| {
        let blob = put_as(&store, as_put, b"pixels", 9).await.unwrap();
        let got = store.get(&key(seed), as_got, &blob).await;
        let code = got.map_or_else(|error| error.code(), |_| "got");
        assert!(expected.contains(&code), "{as_put} as {as_got}: {code}");
    };
    check("photo", "photo", 1, &["got"]).await;
    check("original", "original", 1, &["got"]).await;
    check("photo", "photo", 2, &["wrong-key"]).await;
    check("original", "original", 2, &["wrong-key"]).await;
    check("photo", "code", 1, &["damaged"]).await;
    // Elsewhere, where places go by kind.
    check("photo", "original", 1, &["damaged", "blob-missing"]).await;
    check("original", "photo", 1, &["damaged", "blob-missing"]).await;
}

pub(crate) async fn what_is_missing_is_told(Ground { store, _folder, .. }: Ground) {
    let blob = put(&BlobStore::in_memory(), b"elsewhere", 1).await;
    assert_eq!(get(&store, &blob).await, Err("blob-missing"));
    assert_eq!(store.size(&blob).await.unwrap(), None);
    store.delete(&blob).await.unwrap();
    assert_eq!(listed_beside(&store, &blob, LATER_MS).await, []);
}

pub(crate) async fn what_is_deleted_is_gone(Ground { store, _folder, .. }: Ground) {
    for kind in ["photo", "original"] {
        let blob = put_as(&store, kind, b"pixels", 1).await.unwrap();
        let other = put(&store, b"other pixels", 2).await;
        store.delete(&blob).await.unwrap();
        store.delete(&blob).await.unwrap();
        let got = store.get(&key(1), kind, &blob).await;
        assert_eq!(got.unwrap_err().code(), "blob-missing", "{kind}");
        assert_eq!(store.size(&blob).await.unwrap(), None, "{kind}");
        let others = get(&store, &other).await;
        assert_eq!(others.as_deref(), Ok(&b"other pixels"[..]));
    }
}

pub(crate) async fn the_same_put_twice(Ground { store, _folder, .. }: Ground) {
    let first = put(&store, b"same", 10).await;
    let second = put(&store, b"same", 11).await;
    assert_ne!(first, second, "the same photo is two files");
    assert_eq!(put(&store, b"same", 10).await, first, "a repeated put");
    store.delete(&second).await.unwrap();
    assert_eq!(get(&store, &first).await.as_deref(), Ok(&b"same"[..]));
}

pub(crate) async fn damage_is_seen(ground: Ground) {
    let store = &ground.store;
    let blob = put(store, b"pixels", 1).await;
    let whole = ground.sealed(&blob).await;
    for place in [0, 1, whole.len() / 2, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        ground.replace(&blob, changed).await;
        assert_eq!(get(store, &blob).await, Err("damaged"), "byte {place}");
        ground.replace(&blob, whole[..place].to_vec()).await;
        assert_eq!(get(store, &blob).await, Err("damaged"), "cut at {place}");
    }
    let other = put(store, b"other pixels", 2).await;
    ground.replace(&blob, ground.sealed(&other).await).await;
    assert_eq!(get(store, &blob).await, Err("damaged"), "another's bytes");
    ground.replace(&blob, whole).await;
    assert_eq!(get(store, &blob).await.as_deref(), Ok(&b"pixels"[..]));
}

pub(crate) async fn files_are_listed_by_their_first_byte(Ground { store, _folder, .. }: Ground) {
    let mut blobs = Vec::new();
    for seed in 0..12 {
        let kind = ["photo", "original"][(seed % 2) as usize];
        blobs.push(put_as(&store, kind, b"same", seed).await.unwrap());
    }
    blobs.sort_unstable();
    for blob in &blobs {
        let beside: Vec<BlobKey> = blobs
            .iter()
            .filter(|other| first_byte(other) == first_byte(blob))
            .copied()
            .collect();
        assert_eq!(listed_beside(&store, blob, LATER_MS).await, beside);
        assert_eq!(listed_beside(&store, blob, 0).await, [], "later");
    }
    let bytes = first_byte(&blobs[0]);
    let listed = store.written_before(bytes, LATER_MS).await.unwrap();
    assert_eq!(listed[0].size_bytes, 49 + 4);
    let exactly = store.written_before(bytes, listed[0].written_ms).await;
    assert!(exactly.unwrap().iter().all(|blob| blob.key != blobs[0]));
}

pub(crate) async fn foreign_objects_are_left_alone(ground: Ground) {
    let blob = put(&ground.store, b"pixels", 1).await;
    let folder = blob.to_string()[..2].to_owned();
    for name in ["README", "ab", &format!("{folder}/note")] {
        let path = format!("{}{name}", ground.photos).into();
        let put = ground.under.put(&path, "foreign".into());
        // In a folder some of these names are taken by folders.
        let _taken = put.await;
    }
    assert_eq!(listed_beside(&ground.store, &blob, LATER_MS).await, [blob]);
}

pub(crate) async fn sixteen_at_once(Ground { store, _folder, .. }: Ground) {
    let tasks: Vec<_> = (0..16_u64)
        .map(|n| {
            let store = store.clone();
            // Four of them put the same file.
            tokio::spawn(async move {
                let blob = put(&store, b"pixels", n / 4).await;
                assert_eq!(get(&store, &blob).await.as_deref(), Ok(&b"pixels"[..]));
                blob
            })
        })
        .collect();
    let mut blobs = Vec::new();
    for task in tasks {
        blobs.push(task.await.unwrap());
    }
    blobs.dedup();
    assert_eq!(blobs.len(), 4);
    let tasks: Vec<_> = (0..16)
        .map(|n| {
            let (store, blob) = (store.clone(), blobs[n / 4]);
            tokio::spawn(async move { store.delete(&blob).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    for blob in blobs {
        assert_eq!(get(&store, &blob).await, Err("blob-missing"));
    }
}

pub(crate) async fn nothing_lies_there_in_clear(ground: Ground) {
    let plain = b"a face, a name, a number";
    let blob = put(&ground.store, plain, 1).await;
    let stored = ground.sealed(&blob).await;
    let mut windows = stored.windows(6);
    assert!(windows.all(|bytes| !plain.windows(6).any(|part| part == bytes)));
}

/// Errors tell nothing but keys.
pub(crate) async fn an_error_names_the_key(Ground { store, _folder, .. }: Ground) {
    let blob = put(&BlobStore::in_memory(), b"elsewhere", 1).await;
    let error = store.get(&key(1), "photo", &blob).await.unwrap_err();
    assert!(matches!(error, BlobError::Missing(missing) if missing == blob));
    assert!(!error.is_for_now() && !error.is_full());
}

/// Defines every case as a test over `$ground`, which makes a [`Ground`].
macro_rules! store_suite {
    ($ground:expr $(, #[$attribute:meta])?) => {
        $crate::suite::store_suite!($ground $(, #[$attribute])?;
            an_empty_store_can_be_used, what_is_put_is_got, it_opens_as_what_it_was_put_alone,
            what_is_missing_is_told, what_is_deleted_is_gone, the_same_put_twice, damage_is_seen,
            files_are_listed_by_their_first_byte, foreign_objects_are_left_alone,
            sixteen_at_once, nothing_lies_there_in_clear, an_error_names_the_key
        );
    };
    ($ground:expr; $($case:ident),*) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                $crate::suite::$case($ground).await;
            }
        )*
    };
    ($ground:expr, #[$attribute:meta]; $($case:ident),*) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            #[$attribute]
            async fn $case() {
                $crate::suite::$case($ground).await;
            }
        )*
    };
}
pub(crate) use store_suite;
