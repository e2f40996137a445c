//! The processes of the service.

use domain::randomness::seeded;
use domain::{Node, NodeId, NodeKind};

use crate::fixtures::{at, digest};
use crate::{Ground, reading, save, writing};

fn node(n: u8) -> Node {
    let started_at = at(n.into());
    Node {
        id: NodeId::new(started_at, &mut seeded(n.into())),
        kind: NodeKind::Serve,
        version: "0.1.0".to_owned(),
        catalogue: "2026-11-01".to_owned(),
        settings: digest(n),
        started_at,
        seen_at: started_at,
        slots: 0,
    }
}

/// A process reads back as it told of itself last, until it ends or is silent.
pub async fn processes_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in [3, 1, 2] {
        write.see_node(&node(n)).await.expect("a process is kept");
    }
    let later = Node {
        seen_at: at(50),
        kind: NodeKind::Work,
        slots: 8,
        catalogue: "2026-12-01".to_owned(),
        settings: digest(9),
        ..node(1)
    };
    write.see_node(&later).await.expect("it tells again");
    save(write).await;
    let mut read = reading(&storage).await;
    let found = read.nodes().await.expect("a list");
    assert_eq!(found, [later.clone(), node(2), node(3)]);
    drop(read);
    let mut write = writing(&storage).await;
    let gone = write.forget_silent_nodes(at(3)).await.expect("it is asked");
    assert_eq!(gone, 1);
    write.forget_node(node(3).id).await.expect("it ends");
    write.forget_node(node(3).id).await.expect("it ended");
    assert_eq!(write.nodes().await.expect("a list"), [later]);
}
