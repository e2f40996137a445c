//! What clerks' windows serve, as rows.

use async_trait::async_trait;
use catalogue::DivisionCode;
use domain::StaffId;
use domain::staff::Scope;
use storage::{StorageError, Windows};

use crate::row::{Row, to_json};
use crate::statement::query;
use crate::transaction::SqlTransaction;

// The whole row: its seal vouches for the window.
pub(crate) const WINDOW: &str = "SELECT * FROM colleagues WHERE id = ?1";
const KEEP: &str = "UPDATE colleagues SET window_documents = ?2, window_cities = ?3 WHERE id = ?1";

fn read(row: Row<'_>) -> Result<Scope, StorageError> {
    if row.get::<Option<&str>>("window_documents")?.is_none() {
        return Ok(Scope::default());
    }
    let cities: Vec<u32> = row.json("window_cities")?;
    let cities: Result<_, _> = cities.into_iter().map(DivisionCode::try_from).collect();
    Ok(Scope {
        documents: row.json("window_documents")?,
        cities: cities.map_err(|_| row.unreadable())?,
    })
}

#[async_trait]
impl Windows for SqlTransaction {
    async fn window_of(&mut self, staff: StaffId) -> Result<Scope, StorageError> {
        let query = query(WINDOW).bind(staff.to_string());
        let window = self.one(query, "colleagues", read).await?;
        Ok(window.unwrap_or_default())
    }

    async fn keep_window(&mut self, staff: StaffId, window: &Scope) -> Result<(), StorageError> {
        let cities: Vec<u32> = window.cities.iter().map(|city| city.number()).collect();
        let (documents, cities) = match window.is_everything() {
            true => (None, None),
            false => (Some(to_json(&window.documents)?), Some(to_json(&cities)?)),
        };
        let statement = query(KEEP)
            .bind(staff.to_string())
            .bind(documents)
            .bind(cities);
        self.run(statement).await
    }
}
