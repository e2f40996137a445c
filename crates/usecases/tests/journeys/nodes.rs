//! Each process tells of itself as long as it runs.

use std::sync::Arc;
use std::time::Duration;

use domain::NodeKind;
use domain::timestamp::days;
use storage::Storage;
use storage_sqlite::SqliteStorage;
use usecases::nodes::{self, Started};
use usecases::testing::app;

#[tokio::test]
async fn a_process_is_there_until_it_stops_or_was_silent_for_a_day() {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, clock) = app(Arc::clone(&storage) as Arc<dyn Storage>);
    let node = |version| {
        app.node(Started {
            kind: NodeKind::Serve,
            version,
            settings: [7; 32],
            slots: 0,
        })
    };
    let there = async || {
        let mut tx = storage.read().await.unwrap();
        let nodes = tx.nodes().await.unwrap();
        let versions = nodes.into_iter().map(|node| node.version);
        versions.collect::<Vec<_>>()
    };
    nodes::tell(&app, &node("killed")).await.unwrap();
    clock.advance(days(1));
    // It is asked whether to stop after it told of itself.
    let mut seen = Vec::new();
    let stop = async { seen = there().await };
    nodes::keep_telling(&app, node("stopped"), stop).await;
    assert_eq!(seen, ["killed", "stopped"]);
    assert_eq!(there().await, ["killed"]);
    clock.advance(Duration::from_millis(1));
    nodes::tell(&app, &node("new")).await.unwrap();
    assert_eq!(there().await, ["new"]);
    let mut tx = storage.read().await.unwrap();
    let kept = tx.nodes().await.unwrap().remove(0);
    assert_ne!(kept.settings.0, [7; 32], "a digest under a key");
    assert_eq!(kept.settings, node("another").settings);
}
