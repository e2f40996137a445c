//! The audit log.

use std::sync::Arc;

use domain::Actor;
use domain::log::{ChainedEntry, Epoch, GENESIS, LogAction, LogEntry, LogKey, Verifier};
use storage::{LogFilter, Storage, Transaction};

use crate::fixtures::{at, staff};
use crate::{Ground, reading, save, writing};

fn entry(n: u64) -> LogEntry {
    LogEntry {
        at: at(n),
        by: if n.is_multiple_of(2) {
            Actor::System
        } else {
            staff(n)
        },
        action: LogAction::PhotoSeen,
        subject: format!("s{n}"),
        detail: String::new(),
    }
}

/// The key that a ground opens its log with.
#[must_use]
pub fn log_key() -> LogKey {
    LogKey::from_bytes([7; 32])
}

async fn verified(read: &mut Box<dyn Transaction>) -> Vec<ChainedEntry> {
    let (last, hash) = read.log_root().await.expect("a root");
    let epochs = read.log_epochs().await.expect("epochs").into_iter();
    let epochs = epochs.map(|epoch| Epoch {
        first: epoch.first,
        before: epoch.before,
        key: log_key(),
    });
    let mut verifier = Verifier::after(last, hash, epochs.collect());
    let entries = read.log_after(last, 100).await.expect("entries");
    for entry in &entries {
        verifier.take(entry).expect("the chain holds");
    }
    let ends = read.log_ends().await.expect("the ends");
    verifier.end(&ends).expect("the chain ends where it should");
    entries
}

/// Chains what waits.
async fn chained(storage: &Arc<dyn Storage>) {
    while storage.chain_log().await.expect("the log is chained").count > 0 {}
}

fn numbers(entries: &[ChainedEntry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.seq).collect()
}

/// Sequence numbers are from 1 without gaps, each hash is over the one before;
/// also across transactions.
pub async fn the_chain_holds(ground: &impl Ground) {
    let storage = ground.open().await;
    for pair in [[1, 2], [3, 4]] {
        let mut write = writing(&storage).await;
        for n in pair {
            write.append_log(&entry(n)).await.expect("it is written");
        }
        save(write).await;
    }
    // A rolled-back transaction leaves no gap.
    let mut dropped = writing(&storage).await;
    dropped.append_log(&entry(9)).await.expect("it is written");
    drop(dropped);
    let mut write = writing(&storage).await;
    write.append_log(&entry(5)).await.expect("it is written");
    save(write).await;
    chained(&storage).await;
    let mut read = reading(&storage).await;
    assert_eq!(read.log_root().await.expect("a root"), (0, GENESIS));
    let entries = verified(&mut read).await;
    assert_eq!(numbers(&entries), [1, 2, 3, 4, 5]);
    let written: Vec<_> = entries.into_iter().map(|chained| chained.entry).collect();
    assert_eq!(written, (1..=5).map(entry).collect::<Vec<_>>());
    let page = read.log_after(2, 2).await.expect("a page");
    assert_eq!(numbers(&page), [3, 4]);
}

/// Entries are given newest first, filtered by action, in pages.
pub async fn the_log_is_filtered(ground: &impl Ground) {
    use LogAction::{Claimed, PhotoSeen, StaffAdded};
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (n, action) in (1..).zip([PhotoSeen, Claimed, PhotoSeen, StaffAdded, Claimed]) {
        let entry = LogEntry { action, ..entry(n) };
        write.append_log(&entry).await.expect("it is written");
    }
    save(write).await;
    chained(&storage).await;
    let mut read = reading(&storage).await;
    let mut check = async |before, actions: Option<&[LogAction]>, limit, expected: &[i64]| {
        let filter = LogFilter {
            before,
            actions: actions.map(<[_]>::to_vec),
        };
        let page = read.log_newest(&filter, limit).await.expect("a page");
        assert_eq!(numbers(&page), expected, "{filter:?}");
    };
    check(None, None, 2, &[5, 4]).await;
    check(Some(4), None, 2, &[3, 2]).await;
    check(Some(1), None, 2, &[]).await;
    check(None, Some(&[PhotoSeen]), 9, &[3, 1]).await;
    check(None, Some(&[Claimed, StaffAdded]), 2, &[5, 4]).await;
    check(Some(4), Some(&[Claimed, StaffAdded]), 2, &[2]).await;
    check(None, Some(&[LogAction::Erased]), 9, &[]).await;
    check(None, Some(&[]), 9, &[]).await;
}

/// Trimming moves the root and the rest still verifies; after trimming
/// everything the chain continues.
pub async fn a_trimmed_chain_holds(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in [10, 20, 30, 25, 40] {
        write.append_log(&entry(n)).await.expect("it is written");
    }
    save(write).await;
    chained(&storage).await;
    let mut write = writing(&storage).await;
    // (before, number trimmed, number left); an entry after a younger one
    // stays.
    for (before, gone, left) in [
        (10, 0, vec![1, 2, 3, 4, 5]),
        (21, 2, vec![3, 4, 5]),
        (28, 0, vec![3, 4, 5]),
        (40, 2, vec![5]),
        (41, 1, vec![]),
        (99, 0, vec![]),
    ] {
        assert_eq!(
            write.trim_log(at(before), 9).await.expect("it is trimmed"),
            gone
        );
        assert_eq!(
            numbers(&verified(&mut write).await),
            left,
            "before {before}"
        );
    }
    write.append_log(&entry(50)).await.expect("it is written");
    save(write).await;
    chained(&storage).await;
    let mut read = reading(&storage).await;
    assert_eq!(numbers(&verified(&mut read).await), [6]);
}

/// A log that is long is trimmed by parts; after each the rest verifies from its root.
pub async fn a_log_is_trimmed_by_parts(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in 1..=7 {
        write.append_log(&entry(n)).await.expect("it is written");
    }
    save(write).await;
    chained(&storage).await;
    for (gone, left) in [(3, &[4, 5, 6, 7][..]), (2, &[6, 7]), (0, &[6, 7])] {
        let mut write = writing(&storage).await;
        let trimmed = write.trim_log(at(6), 3).await;
        assert_eq!(trimmed.expect("it is trimmed"), gone);
        save(write).await;
        let mut read = reading(&storage).await;
        let entries = verified(&mut read).await;
        assert_eq!(numbers(&entries), left);
        let (root, _) = read.log_root().await.expect("a root");
        assert_eq!(root + 1, left[0]);
    }
}
