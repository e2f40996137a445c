//! Whoever asks for the next order waits for nobody: what another is about to claim is
//! passed over.

mod database;

use std::sync::Arc;
use std::time::Duration;

use storage::Storage;
use storage_suite::fixtures::{at, order, order_in, scope, staff, waiting};
use storage_suite::{save, writing};

use database::Database;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn what_another_is_about_to_claim_is_passed_over() {
    /// The database waits for 2 s until it gives up.
    const AT_ONCE: Duration = Duration::from_secs(1);
    let database = Database::new();
    let storage: Arc<dyn Storage> = Arc::new(database.storage().await);
    let mut write = writing(&storage).await;
    for n in 1..=2 {
        let waits = order_in(n, waiting(n));
        write.insert_order(&waits).await.expect("an order is kept");
    }
    save(write).await;
    let (all, now) = (scope(&[], &[]), at(100));
    let mut asking = Vec::new();
    for (me, expected) in [(1, Some(1)), (2, Some(2)), (3, None)] {
        let mut tx = writing(&storage).await;
        let found = tokio::time::timeout(AT_ONCE, tx.claimable(staff(me), &all, now)).await;
        let found = found.expect("nobody is waited for");
        let found = found.expect("it is asked").map(|order| order.id);
        assert_eq!(found, expected.map(|n| order(n).id));
        // Still open while the next asks.
        asking.push(tx);
    }
}
