//! The processes of the service.

use async_trait::async_trait;
use domain::{Node, NodeId, Timestamp};

use crate::StorageError;

/// The processes of the service.
#[async_trait]
pub trait Nodes {
    /// Stores a process, or what it says of itself now.
    async fn see_node(&mut self, node: &Node) -> Result<(), StorageError>;

    /// Deletes a process that ends.
    async fn forget_node(&mut self, id: NodeId) -> Result<(), StorageError>;

    /// Deletes those that were not seen since `before`; gives how many.
    async fn forget_silent_nodes(&mut self, before: Timestamp) -> Result<u64, StorageError>;

    /// All of them, in the order of their start.
    async fn nodes(&mut self) -> Result<Vec<Node>, StorageError>;
}
