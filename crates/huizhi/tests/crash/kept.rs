//! What is in the database once the service is gone.

use std::path::Path;

use blobs::MasterKey;
use domain::Order;
use storage::{OrderFilter, Transaction};
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};

pub(crate) fn opened(data: &Path, look: impl AsyncFnOnce(&SqliteStorage)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let master = MasterKey::load(&data.join("master.key")).unwrap();
        let path = data.join("huizhi.db");
        let kept = storage_sqlite::evidence(&path).await.unwrap().root;
        let root = usecases::keys::root_of(&master, kept.as_ref()).unwrap();
        let keys = SealKeys::derived(|label| root.derive(label));
        let storage = SqliteStorage::open(&path, keys, Unsealed::Refuse);
        let storage = storage.await.unwrap();
        look(&storage).await;
        storage.close().await;
    });
}

pub(crate) async fn every_order(tx: &mut dyn Transaction) -> Vec<Order> {
    let mut orders = Vec::new();
    loop {
        let filter = OrderFilter {
            before: orders.last().map(|order: &Order| order.id),
            ..OrderFilter::default()
        };
        let page = tx.orders_found(&filter, 200).await.unwrap();
        if page.is_empty() {
            return orders;
        }
        orders.extend(page);
    }
}
