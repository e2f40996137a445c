//! Encrypted files: stored, read, deleted, listed; leftovers and damage.

use std::fs;
use std::path::{Path, PathBuf};

use blobs::{BlobError, BlobKey, BlobStore, DataKey};
use domain::randomness::seeded;

/// The year 2255: later than any file a test writes.
const LATER_MS: i64 = 9_000_000_000_000;

fn key(seed: u64) -> DataKey {
    DataKey::generate(&mut seeded(seed))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

async fn put(store: &BlobStore, plain: &[u8], seed: u64) -> BlobKey {
    store
        .put(&key(1), "photo", plain.to_vec(), &mut seeded(seed))
        .await
        .unwrap()
}

async fn get(store: &BlobStore, blob: &BlobKey) -> Result<Vec<u8>, &'static str> {
    let got = store.get(&key(1), "photo", blob).await;
    got.map_err(|error| error.code())
}

fn at(folder: &Path, blob: &BlobKey) -> PathBuf {
    folder.join(blob.to_string())
}

/// Requirements on every backend.
async fn keeps_what_it_is_given(store: BlobStore) {
    let large: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    for (seed, plain) in [&b""[..], b"pixels", &large].into_iter().enumerate() {
        let blob = put(&store, plain, seed as u64).await;
        assert_eq!(get(&store, &blob).await.as_deref(), Ok(plain));
        let other_kind = store.get(&key(1), "original", &blob).await;
        assert_eq!(other_kind.unwrap_err().code(), "damaged");
        let other_key = store.get(&key(2), "photo", &blob).await;
        assert_eq!(other_key.unwrap_err().code(), "wrong-key");
    }
    let (first, second) = (
        put(&store, b"same", 10).await,
        put(&store, b"same", 11).await,
    );
    assert_ne!(first, second, "the same photo twice is two files");

    let listed = store.written_before(LATER_MS).await.unwrap();
    assert_eq!(listed.len(), 5);
    let one = listed.iter().find(|blob| blob.key == first).unwrap();
    assert_eq!(one.size_bytes, 49 + 4);
    assert_eq!(store.written_before(0).await.unwrap(), []);
    let exactly: Vec<_> = store.written_before(one.written_ms).await.unwrap();
    assert!(exactly.iter().all(|blob| blob.written_ms < one.written_ms));

    store.delete(&first).await.unwrap();
    store.delete(&first).await.unwrap();
    assert_eq!(get(&store, &first).await, Err("blob-missing"));
    assert_eq!(get(&store, &second).await.as_deref(), Ok(&b"same"[..]));
    assert_eq!(store.written_before(LATER_MS).await.unwrap().len(), 4);
}

#[tokio::test]
async fn memory_keeps_what_it_is_given() {
    keeps_what_it_is_given(BlobStore::in_memory()).await;
}

#[tokio::test]
async fn a_folder_keeps_what_it_is_given() {
    let folder = folder();
    keeps_what_it_is_given(BlobStore::in_folder(&folder.path().join("a/b")).unwrap()).await;
}

#[tokio::test]
async fn a_folder_opened_again_has_it_still() {
    let folder = folder();
    let blob = put(&BlobStore::in_folder(folder.path()).unwrap(), b"pixels", 1).await;
    let again = BlobStore::in_folder(folder.path()).unwrap();
    assert_eq!(get(&again, &blob).await.as_deref(), Ok(&b"pixels"[..]));
}

#[tokio::test]
async fn nothing_lies_there_in_clear() {
    let folder = folder();
    let store = BlobStore::in_folder(folder.path()).unwrap();
    let plain = b"a face, a name, a number";
    let blob = put(&store, plain, 1).await;
    let stored = fs::read(at(folder.path(), &blob)).unwrap();
    assert!(
        stored
            .windows(6)
            .all(|bytes| !plain.windows(6).any(|part| part == bytes))
    );
}

#[tokio::test]
async fn every_damage_is_seen() {
    let folder = folder();
    let store = BlobStore::in_folder(folder.path()).unwrap();
    let blob = put(&store, b"pixels", 1).await;
    let path = at(folder.path(), &blob);
    let whole = fs::read(&path).unwrap();
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&path, &changed).unwrap();
        assert_eq!(get(&store, &blob).await, Err("damaged"), "byte {place}");
        fs::write(&path, &whole[..place]).unwrap();
        assert_eq!(get(&store, &blob).await, Err("damaged"), "cut at {place}");
    }
    // Another blob's bytes under this key and kind.
    let other = put(&store, b"other pixels", 2).await;
    fs::copy(at(folder.path(), &other), &path).unwrap();
    assert_eq!(get(&store, &blob).await, Err("damaged"));
}

/// What a process that dies while writing leaves: a temporary file, complete or
/// partial, beside or instead of the blob.
#[tokio::test]
async fn a_write_that_was_interrupted_is_never_seen() {
    let folder = folder();
    let store = BlobStore::in_folder(folder.path()).unwrap();
    let blob = put(&store, b"pixels", 1).await;
    let path = at(folder.path(), &blob);
    let whole = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let unfinished = PathBuf::from(format!("{}#1", path.display()));
    fs::write(&unfinished, &whole[..whole.len() / 2]).unwrap();

    let again = BlobStore::in_folder(folder.path()).unwrap();
    assert_eq!(get(&again, &blob).await, Err("blob-missing"));
    assert_eq!(again.written_before(LATER_MS).await.unwrap(), []);

    // Repeating the write is not blocked by it.
    assert_eq!(put(&again, b"pixels", 1).await, blob);
    assert_eq!(get(&again, &blob).await.as_deref(), Ok(&b"pixels"[..]));
    assert!(unfinished.exists());

    assert_eq!(again.remove_unfinished(0).await.unwrap(), 0, "too young");
    assert_eq!(again.remove_unfinished(LATER_MS).await.unwrap(), 1);
    assert!(!unfinished.exists());
    assert_eq!(get(&again, &blob).await.as_deref(), Ok(&b"pixels"[..]));
    assert_eq!(again.written_before(LATER_MS).await.unwrap().len(), 1);
}

#[tokio::test]
async fn foreign_files_are_not_listed() {
    let folder = folder();
    let store = BlobStore::in_folder(folder.path()).unwrap();
    fs::write(folder.path().join("README"), "not a blob").unwrap();
    fs::write(folder.path().join("00").join("note"), "not a blob").unwrap();
    assert_eq!(store.written_before(LATER_MS).await.unwrap(), []);
}

#[tokio::test]
async fn writes_at_the_same_time_do_not_disturb_each_other() {
    let folder = folder();
    let store = BlobStore::in_folder(folder.path()).unwrap();
    let tasks: Vec<_> = (0..20_u64)
        .map(|seed| {
            let store = store.clone();
            // Pairs of tasks write the same file.
            tokio::spawn(async move { put(&store, b"pixels", seed / 2).await })
        })
        .collect();
    for task in tasks {
        let blob = task.await.unwrap();
        assert_eq!(get(&store, &blob).await.as_deref(), Ok(&b"pixels"[..]));
    }
    assert_eq!(store.written_before(LATER_MS).await.unwrap().len(), 10);
}

#[cfg(unix)]
#[tokio::test]
async fn the_folder_is_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let blobs = folder.path().join("blobs");
    let store = BlobStore::in_folder(&blobs).unwrap();
    let blob = put(&store, b"pixels", 1).await;
    for place in [blobs.clone(), at(&blobs, &blob).parent().unwrap().into()] {
        let mode = fs::metadata(&place).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o700, "{}", place.display());
    }
}

#[test]
fn a_file_in_the_folders_place_is_an_error() {
    let folder = folder();
    let path = folder.path().join("blobs");
    fs::write(&path, "").unwrap();
    let error = BlobStore::in_folder(&path).unwrap_err();
    assert!(matches!(error, BlobError::Folder { .. }), "{error:?}");
    assert_eq!(error.code(), "blob-folder");
}

#[test]
fn blob_keys_are_read_as_they_are_written() {
    let check = |text: &str, valid: bool| {
        let read = text.parse::<BlobKey>();
        assert_eq!(read.is_ok(), valid, "{text}");
        if let Ok(key) = read {
            assert_eq!(key.to_string(), text);
        }
    };
    let rest = "0123456789abcdef".repeat(4)[..62].to_owned();
    check(&format!("ab/{rest}"), true);
    check(&format!("AB/{rest}"), false);
    check(&format!("ab{rest}"), false);
    check(&format!("a/b{rest}"), false);
    check(&format!("ab/{rest}0"), false);
    check(&format!("ab/{}", &rest[1..]), false);
    check(&format!("ab/{}g", &rest[1..]), false);
    check(&format!("ab/{rest}#1"), false);
    check("../etc/passwd", false);
    check("", false);
}
