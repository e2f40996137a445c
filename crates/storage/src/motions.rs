//! Motions that wait for a second operator.

use async_trait::async_trait;
use domain::MotionId;
use domain::staff::motion::Motion;

use crate::StorageError;

/// Motions.
#[async_trait]
pub trait Motions {
    /// Stores a new motion.
    async fn insert_motion(&mut self, motion: &Motion) -> Result<(), StorageError>;

    /// By identifier.
    async fn motion(&mut self, id: MotionId) -> Result<Option<Motion>, StorageError>;

    /// All, the oldest first; lapsed ones too.
    async fn motions(&mut self) -> Result<Vec<Motion>, StorageError>;

    /// Deletes one; does nothing if it does not exist.
    async fn delete_motion(&mut self, id: MotionId) -> Result<(), StorageError>;
}
