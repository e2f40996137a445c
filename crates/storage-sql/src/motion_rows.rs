//! Motions that wait for a second operator, as rows.

use async_trait::async_trait;
use domain::MotionId;
use domain::staff::motion::{Motion, MotionKind};
use storage::{Motions, StorageError};

use crate::row::{Row, to_json};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "motions";
const INSERT: &str =
    "INSERT INTO motions (id, kind, staff, name, roles, asked_by, asked_at, ends_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const ONE: &str = "SELECT * FROM motions WHERE id = ?1";
const ALL: &str = "SELECT * FROM motions ORDER BY id";
const DELETE: &str = "DELETE FROM motions WHERE id = ?1";

fn read(row: Row<'_>) -> Result<Motion, StorageError> {
    let kind: String = row.get("kind")?;
    Ok(Motion {
        id: row.parsed("id")?,
        kind: MotionKind::from_code(&kind).ok_or_else(|| row.unreadable())?,
        to: row.parsed_if_any("staff")?,
        name: row.get("name")?,
        roles: row.json("roles")?,
        by: row.parsed("asked_by")?,
        asked_at: row.time("asked_at")?,
        ends_at: row.time("ends_at")?,
    })
}

#[async_trait]
impl Motions for SqlTransaction {
    async fn insert_motion(&mut self, motion: &Motion) -> Result<(), StorageError> {
        let statement = query(INSERT)
            .bind(motion.id.to_string())
            .bind(motion.kind.code())
            .bind(motion.to.map(|id| id.to_string()))
            .bind(motion.name.as_str())
            .bind(to_json(&motion.roles)?)
            .bind(motion.by.to_string())
            .bind(motion.asked_at.0)
            .bind(motion.ends_at.0);
        self.run(statement).await
    }

    async fn motion(&mut self, id: MotionId) -> Result<Option<Motion>, StorageError> {
        let query = query(ONE).bind(id.to_string());
        self.one(query, TABLE, read).await
    }

    async fn motions(&mut self) -> Result<Vec<Motion>, StorageError> {
        self.all(query(ALL), TABLE, read).await
    }

    async fn delete_motion(&mut self, id: MotionId) -> Result<(), StorageError> {
        self.run(query(DELETE).bind(id.to_string())).await
    }
}
