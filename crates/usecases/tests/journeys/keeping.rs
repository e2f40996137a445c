//! What keeps: checkpoints of the log, whose a bucket is, damage that was found.

use std::sync::Arc;

use blobs::{BlobStore, MasterKey};
use domain::NodeKind;
use domain::staff::Role;
use domain::timestamp::{days, minutes};
use storage::{KeptCheckpoint, Storage};
use storage_sqlite::{SaveRefused, SqliteStorage};
use usecases::bucket_owner::own_bucket;
use usecases::damage::{self, Extent, examine};
use usecases::keys::{KeptKeys, Signing, signing_of};
use usecases::nodes::{self, Started};
use usecases::{
    App, AppParts, ManualClock, Permit, Saving, checkpoints, jobs, kept_checkpoints, operator,
};

use crate::service::{approved, hired, lenient, staffed, waiting};
use crate::trust::in_folder;

/// An app over this storage, of the installation with this key, with its files there.
fn app_of(
    storage: &Arc<SqliteStorage>,
    key: &MasterKey,
    blobs: &BlobStore,
) -> (App, Arc<ManualClock>) {
    let (parts, clock) = usecases::testing::parts(storage.clone(), lenient());
    let app = App::new(AppParts {
        blobs: blobs.clone(),
        master: key.clone(),
        kept: KeptKeys::derived(key),
        signing: Signing::new(signing_of(key)),
        ..parts
    });
    (app, clock)
}

fn key() -> MasterKey {
    MasterKey::generate(&mut *AppParts::system_randomness())
}

async fn temporary() -> Arc<SqliteStorage> {
    Arc::new(SqliteStorage::temporary().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_is_kept_every_ten_minutes() {
    let bucket = BlobStore::in_memory_bucket();
    let storage = temporary().await;
    let (app, clock) = app_of(&storage, &key(), &bucket);
    let count = async || {
        let lines = kept_checkpoints::published(&app, 100).await.unwrap();
        let in_bucket = bucket.notes("checkpoints").await.unwrap();
        assert_eq!(in_bucket.len(), lines.lines().count());
        lines.lines().count()
    };
    let mut names = (0..).map(|n| format!("name-{n}"));
    let mut grow = async || drop(hired(&app, &names.next().unwrap(), Role::Clerk).await);
    grow().await;
    for (minutes_later, grows, expected) in [
        (0, false, 1),
        // Too soon, then nothing new, then both.
        (9, true, 1),
        (1, false, 2),
        (60, false, 2),
        (60, true, 3),
    ] {
        clock.advance(minutes(minutes_later));
        if grows {
            grow().await;
        }
        kept_checkpoints::attest(&app).await.unwrap();
        assert_eq!(count().await, expected, "{minutes_later}");
    }
    let kept = kept_checkpoints::in_bucket(&app).await.unwrap().unwrap();
    assert_eq!(kept.len(), 3);
    let owner = Permit::of_machine_owner();
    operator::verify_log(&app, &owner, &kept).await.unwrap();
    // Anybody can read what is published.
    let published = kept_checkpoints::published(&app, 2).await.unwrap();
    assert_eq!(checkpoints::read(&app, &published).unwrap().len(), 2);
}

/// Whoever puts a database back is found out by the bucket, and whoever writes to it by
/// what it holds itself.
#[tokio::test(flavor = "multi_thread")]
async fn kept_checkpoints_find_what_was_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("huizhi.db");
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let (bucket, key) = (BlobStore::in_memory_bucket(), key());
    let opened = async || {
        let (_, storage) = in_folder(folder.path(), &clock).await;
        let (app, _) = app_of(&storage, &key, &bucket);
        (app, storage)
    };
    let verified = async |app: &App| {
        let attested = kept_checkpoints::in_bucket(app).await.unwrap().unwrap();
        let owner = Permit::of_machine_owner();
        let verified = operator::verify_log(app, &owner, &attested).await;
        verified.map(drop).map_err(|fault| fault.to_string())
    };
    let (app, storage) = opened().await;
    hired(&app, "Li", Role::Clerk).await;
    storage.close().await;
    let earlier = std::fs::read(&file).unwrap();
    let (app, storage) = opened().await;
    hired(&app, "Wang", Role::Clerk).await;
    kept_checkpoints::attest(&app).await.unwrap();
    assert_eq!(verified(&app).await, Ok(()));
    storage.close().await;
    let later = std::fs::read(&file).unwrap();

    std::fs::write(&file, &earlier).unwrap();
    let (app, storage) = opened().await;
    assert!(verified(&app).await.unwrap_err().contains("missing"));
    // Another log of the same length.
    hired(&app, "Zhang", Role::Clerk).await;
    assert!(verified(&app).await.is_err(), "a fork");
    storage.close().await;

    for line in ["", "the line of another entry"] {
        std::fs::write(&file, &later).unwrap();
        let (app, storage) = opened().await;
        let mut tx = storage.write().await.unwrap();
        let kept = tx.checkpoints(1).await.unwrap().remove(0);
        let spoilt = KeptCheckpoint {
            seq: kept.seq - 1,
            line: if line.is_empty() {
                String::new()
            } else {
                kept.line.clone()
            },
            ..kept
        };
        tx.keep_checkpoint(&spoilt).await.unwrap();
        tx.save().await.unwrap();
        assert!(verified(&app).await.is_err(), "{line}");
        storage.close().await;
    }
}

/// Two installations never share a bucket.
#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_is_of_one_installation() {
    let code = async |app: &App| {
        own_bucket(app)
            .await
            .map_err(|fault| fault.code().to_owned())
    };
    let err = |code: &str| Err(code.to_owned());
    let bucket = BlobStore::in_memory_bucket();
    let (storage, key_of_one) = (temporary().await, key());
    let (one, clock) = app_of(&storage, &key_of_one, &bucket);
    // A new bucket, and again.
    assert_eq!(code(&one).await, Ok(()));
    assert_eq!(code(&one).await, Ok(()));
    let service = staffed(one.clone(), clock, storage.clone()).await;
    approved(&service, "a device").await;
    let files = async || {
        let mut count = 0;
        for first_byte in 0..=u8::MAX {
            count += bucket.keys(first_byte).await.unwrap().len();
        }
        count
    };
    let there = files().await;
    assert!(there > 0);
    // Another installation neither begins with it nor sweeps it.
    let (other, clock_of_other) = app_of(&temporary().await, &key(), &bucket);
    assert_eq!(code(&other).await, err("bucket-of-another"));
    clock_of_other.advance(days(400));
    jobs::work(&other, async {}).await;
    assert_eq!(files().await, there, "nothing is swept");
    // A bucket that says nothing yet.
    let unmarked = async || {
        let unmarked = BlobStore::in_memory_bucket();
        for first_byte in 0..=u8::MAX {
            let copied = unmarked.copy_from(&bucket, first_byte, |_| "photo").await;
            copied.unwrap();
        }
        unmarked
    };
    let (own, _) = app_of(&storage, &key_of_one, &unmarked().await);
    assert_eq!(code(&own).await, Ok(()), "its files are there");
    let (new, _) = app_of(&temporary().await, &key(), &unmarked().await);
    assert_eq!(code(&new).await, err("bucket-in-use"));
    let (elsewhere, _) = app_of(&storage, &key_of_one, &BlobStore::in_memory_bucket());
    assert_eq!(code(&elsewhere).await, err("bucket-mistaken"));
    let (in_folder, _) = app_of(&storage, &key_of_one, &BlobStore::in_memory());
    assert_eq!(code(&in_folder).await, Ok(()), "nobody else reaches it");
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_is_remembered_until_all_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let (app, storage) = in_folder(folder.path(), &clock).await;
    let service = staffed(app, clock.clone(), storage).await;
    let own = waiting(&service, "a device").await;
    let order = service.order(&own).await;
    let mut tx = service.storage.read().await.unwrap();
    let attempt = tx.attempt(order.attempt.unwrap()).await.unwrap().unwrap();
    drop(tx);
    let path = folder.path().join("blobs").join(attempt.photo.unwrap().0);
    let good = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    clock.advance(days(1));
    jobs::work(&service.app, async {}).await;
    let said = async |app: &App| {
        app.ready().await.unwrap();
        app.health().found().damaged
    };
    assert_eq!(said(&service.app).await, 1);
    service.storage.close().await;
    // Another process, or the same after a start.
    let (again, _storage) = in_folder(folder.path(), &clock).await;
    assert_eq!(again.health().found().damaged, 0);
    assert_eq!(said(&again).await, 1);
    std::fs::write(&path, good).unwrap();
    assert_eq!(said(&again).await, 1, "nobody looked");
    // The keys of `again` are others, so it finds its rows whole and opens no photo; what
    // `doctor --all` found is what counts.
    let found = examine(&again, Extent::All).await.unwrap();
    damage::remember(&again, &found).await.unwrap();
    let lost = u64::try_from(found.lost.len()).unwrap();
    assert_eq!(said(&again).await, lost);
}

#[tokio::test]
async fn a_database_that_takes_no_changes_is_noticed() {
    let storage = temporary().await;
    let (app, _) = usecases::testing::app(Arc::clone(&storage) as Arc<dyn Storage>);
    let node = app.node(Started {
        kind: NodeKind::Serve,
        version: "1",
        settings: [7; 32],
        slots: 0,
    });
    let saving = || app.health().found().saving;
    let tell = async || nodes::keep_telling(&app, node.clone(), async {}).await;
    tell().await;
    assert_eq!(saving(), Saving::Works);
    storage.refuse_saves(0, 1, SaveRefused::Conflict);
    tell().await;
    assert_eq!(saving(), Saving::Refused);
    // Another's transaction in the way is no sign of it.
    storage.refuse_saves(0, 1, SaveRefused::Again);
    tell().await;
    assert_eq!(saving(), Saving::Works);
}
