//! The processes of the service, as rows.

use async_trait::async_trait;
use domain::{Digest, Node, NodeId, Timestamp};
use storage::{Nodes, StorageError};

use crate::row::{Row, digest};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "nodes";
const SEE: &str = "INSERT INTO nodes (id, kind, version, catalogue, settings, started_at, seen_at,
        slots)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version,
        catalogue = excluded.catalogue, settings = excluded.settings,
        started_at = excluded.started_at, seen_at = excluded.seen_at,
        slots = excluded.slots";
const FORGET: &str = "DELETE FROM nodes WHERE id = ?1";
const FORGET_SILENT: &str = "DELETE FROM nodes WHERE seen_at < ?1";
const NODES: &str = "SELECT * FROM nodes ORDER BY started_at, id";

fn read(row: Row<'_>) -> Result<Node, StorageError> {
    Ok(Node {
        id: row.parsed("id")?,
        kind: row.word("kind")?,
        version: row.get("version")?,
        catalogue: row.get("catalogue")?,
        settings: Digest(row.hash("settings")?),
        started_at: row.time("started_at")?,
        seen_at: row.time("seen_at")?,
        slots: row.number("slots")?,
    })
}

#[async_trait]
impl Nodes for SqlTransaction {
    async fn see_node(&mut self, node: &Node) -> Result<(), StorageError> {
        let statement = query(SEE)
            .bind(node.id.to_string())
            .bind(node.kind.code())
            .bind(node.version.as_str())
            .bind(node.catalogue.as_str())
            .bind(digest(&node.settings))
            .bind(node.started_at.0)
            .bind(node.seen_at.0)
            .bind(node.slots);
        self.run(statement).await
    }

    async fn forget_node(&mut self, id: NodeId) -> Result<(), StorageError> {
        self.run(query(FORGET).bind(id.to_string())).await
    }

    async fn forget_silent_nodes(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        self.changed(query(FORGET_SILENT).bind(before.0)).await
    }

    async fn nodes(&mut self) -> Result<Vec<Node>, StorageError> {
        self.all(query(NODES), TABLE, read).await
    }
}
