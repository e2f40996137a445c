//! Photos that only their receipt's code opens, as rows.

use async_trait::async_trait;
use domain::{BlobRef, ReceiptId};
use storage::{SealedPhoto, SealedPhotos, StorageError};

use crate::row::{Row, ms};
use crate::statement::query;
use crate::transaction::SqlTransaction;

pub(crate) const SEALED_PHOTO: &str = "SELECT * FROM sealed_photos WHERE receipt = ?1";
const KEEP: &str = "INSERT INTO sealed_photos (receipt, photo, code, drawn_at)
    VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (receipt) DO UPDATE SET photo = excluded.photo, code = excluded.code,
    drawn_at = excluded.drawn_at";

fn read(row: Row<'_>) -> Result<SealedPhoto, StorageError> {
    Ok(SealedPhoto {
        receipt: row.parsed("receipt")?,
        photo: row.get::<Option<String>>("photo")?.map(BlobRef),
        code: row.get::<Option<String>>("code")?.map(BlobRef),
        drawn_at: row.time_if_any("drawn_at")?,
    })
}

#[async_trait]
impl SealedPhotos for SqlTransaction {
    async fn sealed_photo(
        &mut self,
        receipt: ReceiptId,
    ) -> Result<Option<SealedPhoto>, StorageError> {
        let query = query(SEALED_PHOTO).bind(receipt.to_string());
        self.one(query, "sealed_photos", read).await
    }

    async fn keep_sealed_photo(&mut self, kept: &SealedPhoto) -> Result<(), StorageError> {
        let statement = query(KEEP)
            .bind(kept.receipt.to_string())
            .bind(kept.photo.as_ref().map(|photo| photo.0.as_str()))
            .bind(kept.code.as_ref().map(|code| code.0.as_str()))
            .bind(ms(kept.drawn_at));
        self.run(statement).await
    }
}
