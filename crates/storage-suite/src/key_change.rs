//! Replacing the sealing key while others write.

use std::sync::Arc;

use domain::log::{LogAction, LogEntry, LogKey};
use domain::{Actor, Order, Sealed};
use storage::{KeyChange, Rewrap, Storage, StorageError};

use crate::fixtures::{at, order};
use crate::{Ground, reading, save, writing};

/// First byte of all ids of the two keys.
const OLD: u8 = 0xaa;
const NEW: u8 = 0xbb;

fn id(key: u8) -> String {
    format!("{key:02x}").repeat(8)
}

/// A value as it lies wrapped under a key: a version, the key's id, the value.
fn wrapped(key: u8, value: u8) -> Sealed {
    Sealed([&[1][..], &[key; 8], &[value]].concat())
}

/// Puts another key's id in the place of the old one's.
struct Ids;

impl Ids {
    fn anew(sealed: &Sealed) -> Option<Sealed> {
        let (key, value) = (sealed.0.get(1)?, sealed.0.get(9)?);
        (*key == OLD || *key == NEW).then(|| wrapped(NEW, *value))
    }
}

impl Rewrap for Ids {
    fn order_key(&mut self, _: &str, wrapped: &Sealed) -> Option<Sealed> {
        Self::anew(wrapped)
    }

    fn second_factor(&mut self, _: &str, sealed: &Sealed) -> Option<Sealed> {
        Self::anew(sealed)
    }

    fn kept_key(&mut self, _: &str, wrapped: &Sealed) -> Option<Sealed> {
        Self::anew(wrapped)
    }

    fn log_key(&mut self, _: i64, wrapped: &Sealed) -> Option<Sealed> {
        Self::anew(wrapped)
    }

    fn log_key_in_use(&mut self, _: i64, _: &LogKey) -> Sealed {
        wrapped(NEW, 0)
    }
}

fn begun(n: u64, key: u8) -> Order {
    Order {
        key: Some(wrapped(key, 7)),
        ..order(n)
    }
}

async fn insert(storage: &Arc<dyn Storage>, order: &Order) -> Result<(), StorageError> {
    let mut tx = storage.write().await?;
    tx.insert_order(order).await?;
    tx.save().await
}

async fn end(storage: &Arc<dyn Storage>) -> Result<u64, StorageError> {
    let entry = LogEntry {
        at: at(9),
        by: Actor::System,
        action: LogAction::SealingKeyRotated,
        subject: id(NEW),
        detail: id(OLD),
    };
    let ended = storage.end_key_change("", &mut Ids, &entry).await;
    ended.map(|rotated| rotated.orders)
}

/// Whoever holds the old key alone writes until the end and not afterwards, nobody writes
/// the old key back, and nothing is left under it.
pub async fn a_key_is_replaced_beside_writers(ground: &impl Ground) {
    let holding = async |keys: &[u8]| {
        let storage = ground.open().await;
        storage.hold_keys(keys.iter().map(|key| id(*key)).collect());
        storage
    };
    let (old, both) = (holding(&[OLD]).await, holding(&[OLD, NEW]).await);
    for n in 1..=3 {
        insert(&old, &begun(n, OLD)).await.expect("it is saved");
    }
    let mut tx = writing(&old).await;
    tx.keep_key("web", &wrapped(OLD, 1)).await.expect("kept");
    save(tx).await;
    let none = both.rewrap_orders("", &mut Ids).await;
    assert_eq!(
        none.expect_err("none is going on").code(),
        "storage-conflict"
    );

    let change = KeyChange {
        at: at(5),
        old_id: id(OLD),
        new_id: id(NEW),
        new: wrapped(OLD, 2),
        old: wrapped(NEW, 3),
    };
    let mut tx = writing(&both).await;
    tx.begin_key_change(&change).await.expect("it begins");
    save(tx).await;
    let mut tx = reading(&old).await;
    assert_eq!(tx.key_change().await.expect("read"), Some(change));
    let read = tx.order(begun(1, OLD).id).await.expect("read");
    drop(tx);
    insert(&old, &begun(4, OLD))
        .await
        .expect("both keys are taken");
    let foreign = insert(&both, &begun(8, 0xcc)).await;
    assert_eq!(foreign.expect_err("a third").code(), "storage-again");
    let done = both.rewrap_orders("", &mut Ids).await.expect("wrapped");
    assert_eq!((done.rotated.orders, done.last), (4, None));
    let again = both.rewrap_orders("", &mut Ids).await.expect("wrapped");
    assert_eq!(again.rotated.orders, 0, "the same again goes on");
    // Whoever read an order before does not write its old key back.
    let mut tx = writing(&old).await;
    let stale = tx.update_order(&read.expect("it is there")).await;
    assert_eq!(stale.expect_err("a new version").code(), "storage-conflict");
    drop(tx);
    insert(&old, &begun(5, OLD)).await.expect("not the end yet");
    let mut tx = reading(&both).await;
    assert_eq!(tx.orders_under(&id(OLD)).await.expect("counted"), 1);
    drop(tx);

    assert_eq!(end(&both).await.expect("it ends"), 1);
    let replaced = insert(&old, &begun(6, OLD)).await;
    assert_eq!(
        replaced.expect_err("the end").code(),
        "storage-key-replaced"
    );
    let late = insert(&both, &begun(6, OLD)).await;
    assert_eq!(late.expect_err("wrapped before").code(), "storage-again");
    insert(&both, &begun(7, NEW)).await.expect("it is saved");
    let mut tx = reading(&both).await;
    assert_eq!(tx.orders_under(&id(OLD)).await.expect("counted"), 0);
    assert_eq!(tx.orders_under(&id(NEW)).await.expect("counted"), 6);
    assert_eq!(tx.key_change().await.expect("read"), None);
    let kept = tx.kept_key("web").await.expect("read");
    assert_eq!(kept, Some(wrapped(NEW, 1)));
    drop(tx);
    let none = end(&both).await;
    assert_eq!(none.expect_err("it ended").code(), "storage-conflict");
    // Opened again, by the new key and by the old one.
    insert(&holding(&[NEW]).await, &begun(9, NEW))
        .await
        .expect("it is saved");
    let replaced = holding(&[OLD]).await.write().await;
    assert_eq!(
        replaced.err().map(|e| e.code()),
        Some("storage-key-replaced")
    );
}
