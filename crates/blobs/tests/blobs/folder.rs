//! Files in a folder: what is on the disk, and what is left of a write that broke off.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use blobs::{BlobError, BlobKey, BlobStore};
use object_store::local::LocalFileSystem;

use crate::suite::{Ground, LATER_MS, first_byte, get, put, store_suite};

fn in_a_folder() -> Ground {
    let folder = folder();
    let path = folder.path().join("a/b");
    let store = BlobStore::in_folder(&path).unwrap();
    Ground {
        store,
        under: Arc::new(LocalFileSystem::new_with_prefix(path).unwrap()),
        photos: "",
        _folder: Some(folder),
    }
}

store_suite!(in_a_folder());

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// How many files are listed with the same first byte as `blob`.
async fn listed(store: &BlobStore, blob: &BlobKey) -> usize {
    let listed = store.written_before(first_byte(blob), LATER_MS).await;
    listed.unwrap().len()
}

fn at(folder: &Path, blob: &BlobKey) -> PathBuf {
    folder.join(blob.to_string())
}

#[tokio::test]
async fn a_folder_opened_again_has_it_still() {
    let folder = folder();
    let blob = put(&BlobStore::in_folder(folder.path()).unwrap(), b"pixels", 1).await;
    let again = BlobStore::in_folder(folder.path()).unwrap();
    assert_eq!(get(&again, &blob).await.as_deref(), Ok(&b"pixels"[..]));
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
    assert_eq!(listed(&again, &blob).await, 0);

    // Repeating the write is not blocked by it.
    assert_eq!(put(&again, b"pixels", 1).await, blob);
    assert_eq!(get(&again, &blob).await.as_deref(), Ok(&b"pixels"[..]));
    assert!(unfinished.exists());

    let byte = first_byte(&blob);
    let removed = async |byte, before_ms| again.remove_unfinished(byte, before_ms).await.unwrap();
    assert_eq!(removed(byte, 0).await, 0, "too young");
    assert_eq!(
        removed(byte.wrapping_add(1), LATER_MS).await,
        0,
        "elsewhere"
    );
    assert_eq!(removed(byte, LATER_MS).await, 1);
    assert!(!unfinished.exists());
    assert_eq!(get(&again, &blob).await.as_deref(), Ok(&b"pixels"[..]));
    assert_eq!(listed(&again, &blob).await, 1);
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
