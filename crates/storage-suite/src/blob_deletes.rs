//! Files that are to be deleted.

use domain::BlobRef;

use crate::fixtures::{at, attempt, order};
use crate::{Ground, reading, save, writing};

fn blob(name: &str) -> BlobRef {
    BlobRef(name.to_owned())
}

/// Files come in the order in which they were noted; one noted again comes last, and one
/// that is settled no more.
pub async fn forgotten_files_come_in_turn(ground: &impl Ground) {
    let storage = ground.open().await;
    for (noted, settled, expected) in [
        (&[("c", 1), ("a", 2), ("b", 2)][..], &[][..], "c a b"),
        (&[("c", 3)], &[], "a b c"),
        (&[], &["b"], "a c"),
        (&[], &["a", "c", "unknown"], ""),
    ] {
        let mut write = writing(&storage).await;
        for (name, seconds) in noted {
            let kept = write.forget_blob(&blob(name), at(*seconds)).await;
            kept.expect("it is noted");
        }
        for name in settled {
            let gone = write.blob_is_settled(&blob(name)).await;
            gone.expect("it is settled");
        }
        save(write).await;
        let mut read = reading(&storage).await;
        let found = read.forgotten_blobs(9).await.expect("they are read");
        let names: Vec<&str> = found.iter().map(|blob| blob.0.as_str()).collect();
        assert_eq!(names.join(" "), expected);
        let first = read.forgotten_blobs(1).await.expect("they are read");
        assert_eq!(first.len(), names.len().min(1));
    }
}

/// A transaction that is not saved forgets nothing.
pub async fn nothing_is_forgotten_unsaved(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let kept = write.forget_blob(&blob("a"), at(1)).await;
    kept.expect("it is noted");
    drop(write);
    let mut read = reading(&storage).await;
    let found = read.forgotten_blobs(9).await.expect("they are read");
    assert_eq!(found, []);
}

/// An order that is erased unread has its files noted, and no other's.
pub async fn files_of_an_unread_order_are_noted(ground: &impl Ground) {
    let storage = ground.open().await;
    let (of, other) = (order(1), order(2));
    let mut write = writing(&storage).await;
    for (n, order) in [(1, &of), (2, &other)] {
        write.insert_order(order).await.expect("an order is kept");
        let kept = write.insert_attempt(&attempt(n, order)).await;
        kept.expect("an attempt is kept");
    }
    let erased = write.erase_unread(of.id, at(9)).await;
    erased.expect("it is erased");
    let found = write.forgotten_blobs(9).await.expect("they are read");
    assert_eq!(found, [blob("original-1"), blob("photo-1")]);
}
