//! Files that a deed forgot are deleted, whenever the process ends.

use std::path::Path;
use std::sync::Arc;

use storage::Storage;
use usecases::{ManualClock, applicant, jobs};

use crate::service::{Service, staffed, waiting};
use crate::trust::in_folder;
use crate::unread::walk;

/// A service in files, which another process can go on with.
async fn begun(folder: &Path, clock: &Arc<ManualClock>) -> Service {
    let (app, storage) = in_folder(folder, clock).await;
    staffed(app, clock.clone(), storage).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_ends_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = folder.path().join("blobs");
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let service = begun(folder.path(), &clock).await;
    let own = waiting(&service, "a device").await;
    assert_eq!(walk(&blobs), 2, "original and photo");
    let mut changes = service.app.changes();
    // A deed announces itself once it is saved; then nothing of it goes on.
    tokio::select! {
        biased;
        changed = changes.recv() => drop(changed),
        done = applicant::erase(&service.app, &own) => panic!("it went on: {done:?}"),
    }
    let status = service.order(&own).await.status(service.app.now());
    assert_eq!(status.code(), "cancelled", "it is saved");
    // Of the files one or the other may be gone by now; the notes go last.
    let mut read = service.storage.read().await.unwrap();
    let noted = read.forgotten_blobs(9).await.unwrap();
    assert_eq!(noted.len(), 2, "both are noted");
    drop(read);
    service.storage.close().await;
    drop(service);

    let (app, storage) = in_folder(folder.path(), &clock).await;
    jobs::work(&app, async {}).await;
    assert_eq!(walk(&blobs), 0);
    let left = storage.read().await.unwrap().forgotten_blobs(9).await;
    assert_eq!(left.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_a_row_names_stays() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let service = begun(folder.path(), &clock).await;
    let own = waiting(&service, "a device").await;
    let attempt = service.order(&own).await.attempt.unwrap();
    let mut tx = service.storage.write().await.unwrap();
    let files = tx.attempt(attempt).await.unwrap().unwrap();
    let unknown = domain::BlobRef("no file's name".to_owned());
    for file in files
        .original
        .into_iter()
        .chain(files.photo)
        .chain([unknown])
    {
        tx.forget_blob(&file, service.app.now()).await.unwrap();
    }
    tx.save().await.unwrap();
    jobs::work(&service.app, async {}).await;
    assert_eq!(walk(&folder.path().join("blobs")), 2);
    let left = service
        .storage
        .read()
        .await
        .unwrap()
        .forgotten_blobs(9)
        .await;
    assert_eq!(left.unwrap(), []);
}
