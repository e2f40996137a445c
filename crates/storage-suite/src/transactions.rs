//! Guarantees of transactions.

use domain::staff::Scope;

use crate::fixtures::{order, order_in, waiting};
use crate::{Ground, reading, save, writing};

/// Dropping a transaction rolls it back.
pub async fn what_is_dropped_never_was(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    write
        .insert_order(&order(1))
        .await
        .expect("an order is kept");
    drop(write);
    let mut write = writing(&storage).await;
    assert_eq!(write.order(order(1).id).await.expect("it is asked"), None);
    write
        .insert_order(&order(1))
        .await
        .expect("its number is free");
    save(write).await;
}

/// Concurrent writers on two connections wait for each other: none fails, and
/// no change is lost.
pub async fn writers_take_turns(ground: &impl Ground) {
    const WRITERS: u16 = 20;
    let openings = [ground.open().await, ground.open().await];
    let mut write = writing(&openings[0]).await;
    write
        .insert_order(&order(1))
        .await
        .expect("an order is kept");
    save(write).await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|n| {
            let storage = openings[usize::from(n % 2)].clone();
            tokio::spawn(async move {
                let mut write = writing(&storage).await;
                let found = write.order(order(1).id).await.expect("it is read");
                let mut found = found.expect("it is there");
                found.submissions += 1;
                write.update_order(&found).await.expect("it is changed");
                save(write).await;
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("a writer succeeds");
    }
    let mut read = reading(&openings[1]).await;
    let found = read.order(order(1).id).await.expect("it is read");
    let found = found.expect("it is there");
    assert_eq!(
        (found.submissions, found.version),
        (WRITERS, i64::from(WRITERS))
    );
}

/// A reader sees the snapshot it began with, during and after another's write.
pub async fn a_reader_sees_one_state(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut before = reading(&storage).await;
    let mut write = writing(&storage).await;
    write
        .insert_order(&order_in(1, waiting(1)))
        .await
        .expect("an order is kept");
    let mut during = reading(&storage).await;
    save(write).await;
    let mut after = reading(&storage).await;
    for (read, expected) in [(&mut before, 0), (&mut during, 0), (&mut after, 1)] {
        assert_eq!(
            read.queue_size(&Scope::default())
                .await
                .expect("a size")
                .waiting,
            expected
        );
    }
}

/// A read transaction writes nothing, whether it is refused or dropped.
pub async fn a_reader_changes_nothing(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut read = reading(&storage).await;
    let refused = read.insert_order(&order(1)).await;
    assert!(refused.is_err(), "a reader writes");
    drop(read);
    let mut read = reading(&storage).await;
    assert_eq!(read.order(order(1).id).await.expect("it is asked"), None);
}

/// Reopened without being closed, the database has everything that was saved.
pub async fn reopened_everything_is_there(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    write
        .insert_order(&order(1))
        .await
        .expect("an order is kept");
    save(write).await;
    let mut lost = writing(&storage).await;
    lost.insert_order(&order(2))
        .await
        .expect("an order is kept");
    drop((lost, storage));
    let storage = ground.open().await;
    let mut read = reading(&storage).await;
    assert_eq!(
        read.order(order(1).id).await.expect("it is read"),
        Some(order(1))
    );
    assert_eq!(read.order(order(2).id).await.expect("it is asked"), None);
}
