//! Sealing under an order's own key: values in the database, and files.

use blobs::{DataKey, open, seal};
use domain::{BlobRef, Order, OrderId, Sealed};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::AppError;
use crate::kept_blob::KeptBlob;

impl App {
    /// A new data key, wrapped for the order.
    pub(crate) fn new_key(&self, order: OrderId) -> Sealed {
        let mut randomness = self.randomness();
        let key = DataKey::generate(&mut *randomness);
        let order = order.to_string();
        let now = self.now();
        self.sealing().wrap(&key, &order, now, &mut *randomness)
    }

    /// The order's data key; an erased order has none, and nothing of it can be
    /// read.
    pub(crate) fn key(&self, order: &Order) -> Result<DataKey, AppError> {
        let wrapped = order.key.as_ref().ok_or(AppError::NotFound)?;
        let order = order.id.to_string();
        Ok(self.sealing().unwrap_key(wrapped, &order)?)
    }

    pub(crate) fn seal(
        &self,
        order: &Order,
        context: &str,
        plain: &[u8],
    ) -> Result<Sealed, AppError> {
        let key = self.key(order)?;
        Ok(Sealed(seal(&key, context, plain, &mut *self.randomness())))
    }

    pub(crate) fn open(
        &self,
        order: &Order,
        context: &str,
        sealed: &Sealed,
    ) -> Result<Vec<u8>, AppError> {
        Ok(open(&self.key(order)?, context, &sealed.0)?)
    }

    /// Stores a file for a row of the order.
    pub(crate) async fn keep_blob(
        &self,
        order: &Order,
        kind: &str,
        plain: Vec<u8>,
    ) -> Result<KeptBlob, AppError> {
        let begun = KeptBlob::begin(self.now());
        let key = self.key(order)?;
        let mut randomness = self.randomness();
        let put = self.parts().blobs.put(&key, kind, plain, &mut *randomness);
        let name = BlobRef(put.await?.to_string());
        Ok(begun.named(name))
    }

    pub(crate) async fn blob(
        &self,
        order: &Order,
        kind: &str,
        blob: &BlobRef,
    ) -> Result<Vec<u8>, AppError> {
        let key = self.key(order)?;
        let name = blob.0.parse().map_err(|_| AppError::NotFound)?;
        Ok(self.parts().blobs.get(&key, kind, &name).await?)
    }

    /// The size of these files together, in bytes; one that is gone counts as
    /// nothing.
    pub(crate) async fn bytes_of(&self, blobs: Vec<BlobRef>) -> Result<u64, AppError> {
        let mut sum = 0;
        for blob in blobs {
            let Ok(name) = blob.0.parse() else { continue };
            sum += self.parts().blobs.size(&name).await?.unwrap_or(0);
        }
        Ok(sum)
    }

    /// A value as JSON, sealed under the order's key.
    pub(crate) fn seal_json(
        &self,
        order: &Order,
        context: &str,
        value: &impl Serialize,
    ) -> Result<Sealed, AppError> {
        let plain = serde_json::to_vec(value).expect("what is sealed is plain data");
        self.seal(order, context, &plain)
    }

    /// Opens a value sealed by `seal_json`.
    pub(crate) fn open_json<T: DeserializeOwned>(
        &self,
        order: &Order,
        context: &str,
        sealed: &Sealed,
    ) -> Result<T, AppError> {
        let plain = self.open(order, context, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| blobs::SealError::Damaged.into())
    }
}
