//! No tests of their own: what `scripts/faults` starts from. One fills the folder of an installation for `scripts/faults copied`,
//! which copies it; one lays out a catalogue and a picture that passes it. What is written is what rows and files of orders look like to a copy, not
//! to a person: the photos are random bytes.

#![expect(clippy::unwrap_used, reason = "a tool of tests panics like them")]

#[path = "../program/ground.rs"]
mod ground;

use std::path::{Path, PathBuf};

use blobs::MasterKey;
use domain::log::{LogAction, LogEntry};
use domain::randomness::seeded;
use domain::{
    Actor, Attempt, AttemptId, BlobRef, Digest, Due, Fitness, Job, JobId, Order, OrderId,
    OrderNumber, PhotoHash, Purpose, Sealed, TimelineEntry, Timestamp,
};
use sha2::Digest as _;
use storage::{Storage, Transaction};
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};

/// Size of a photo's file.
const PHOTO_BYTES: usize = 2_048;
/// Orders a transaction.
const AT_ONCE: u64 = 1_000;

/// A catalogue and a portrait that it lets pass, in `HUIZHI_FILL_FOLDER`.
#[test]
#[ignore = "a part of scripts/faults"]
fn lays_out_a_picture() {
    let folder = PathBuf::from(std::env::var_os("HUIZHI_FILL_FOLDER").unwrap());
    let ground = ground::Ground::laid_out(&folder);
    assert!(ground.catalogue.is_dir() && ground.picture.is_file() && ground.data.is_dir());
}

/// `HUIZHI_FILL_FOLDER`, made by the service and with an order of its own, and
/// `HUIZHI_FILL_ORDERS`.
#[test]
#[ignore = "a part of scripts/faults"]
fn fills_a_folder() {
    let folder = PathBuf::from(std::env::var_os("HUIZHI_FILL_FOLDER").unwrap());
    let orders: u64 = std::env::var("HUIZHI_FILL_ORDERS")
        .unwrap()
        .parse()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let master = MasterKey::load(&folder.join("master.key")).unwrap();
        let file = folder.join("huizhi.db");
        let kept = storage_sqlite::evidence(&file).await.unwrap().root;
        let root = usecases::keys::root_of(&master, kept.as_ref()).unwrap();
        let keys = SealKeys::derived(|label| root.derive(label));
        let opened = SqliteStorage::open(&file, keys, Unsealed::Refuse);
        let storage = opened.await.unwrap();
        for first in (0..orders).step_by(usize::try_from(AT_ONCE).unwrap()) {
            let mut tx = storage.write().await.unwrap();
            for n in first..orders.min(first + AT_ONCE) {
                write(&mut *tx, n, &folder.join("blobs")).await;
            }
            tx.save().await.unwrap();
        }
        storage.close().await;
    });
}

/// Order `n` with its photo, line, job and entry of the log. Its identifier is older than
/// that of any order of the service, by which a copy tells the key.
async fn write(tx: &mut dyn Transaction, n: u64, blobs: &Path) {
    let mut randomness = seeded(n);
    let now = Timestamp(i64::try_from(n).unwrap());
    let purpose = Purpose {
        document: "resident-id-card".parse().unwrap(),
        city: "440300".parse().ok(),
    };
    let step = Order::draft(
        OrderId::new(now, &mut randomness),
        OrderNumber::generate(&mut randomness),
        Some(Digest([7; 32])),
        Sealed(vec![1, 2, 3]),
        purpose,
        now,
    );
    let order = &step.order;
    tx.insert_order(order).await.unwrap();
    let line = TimelineEntry {
        order: order.id,
        at: now,
        by: Actor::System,
        event: step.event.clone(),
    };
    tx.append_event(&line).await.unwrap();
    let attempt = Attempt {
        id: AttemptId::new(now, &mut randomness),
        order: order.id,
        ordinal: 0,
        prepared_at: now,
        submitted_at: None,
        original: None,
        photo: Some(photo(blobs, &mut randomness)),
        photo_hash: Some(PhotoHash([0xab; 32])),
        fitness: Fitness::Advised,
        catalogue_version: "2026-11-01".to_owned(),
        decision: None,
    };
    tx.insert_attempt(&attempt).await.unwrap();
    let due = Due {
        job: Job::LapseDraft { order: order.id },
        at: Timestamp(i64::MAX / 2),
    };
    tx.enqueue(JobId::new(now, &mut randomness), &due)
        .await
        .unwrap();
    let entry = LogEntry {
        at: now,
        by: Actor::System,
        action: LogAction::Drafted,
        subject: order.number.to_string(),
        detail: String::new(),
    };
    tx.append_log(&entry).await.unwrap();
}

/// A file of random bytes under the name that such a file has.
fn photo(blobs: &Path, randomness: &mut dyn domain::randomness::Randomness) -> BlobRef {
    let mut bytes = vec![0; PHOTO_BYTES];
    randomness.fill_bytes(&mut bytes);
    let digits = hex::encode(sha2::Sha256::digest(&bytes));
    let (folder, file) = digits.split_at(2);
    std::fs::create_dir_all(blobs.join(folder)).unwrap();
    std::fs::write(blobs.join(folder).join(file), &bytes).unwrap();
    BlobRef(format!("{folder}/{file}"))
}
