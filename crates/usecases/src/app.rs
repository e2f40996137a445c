//! Shared state: storage, blobs, keys, catalogue, workers, clock.

use std::sync::Arc;

use blobs::{BlobStore, Digester, MasterKey, SystemRandomness};
use catalogue::{Ask, Catalogue, City, DivisionCode, Document, DocumentId, PhotoSpec};
use domain::log::{LogAction, LogEntry};
use domain::randomness::Randomness;
use domain::{Actor, Digest, NoticeChannel, Order, OrderId, Timestamp};
use notices::Channel;
use storage::{Storage, StorageError, Transaction};
use tokio::sync::broadcast;

use crate::clock::Clock;
use crate::error::AppError;
use crate::photo_workers::PhotoWorkers;

/// What an [`App`] is made of.
pub struct AppParts {
    /// The database.
    pub storage: Arc<dyn Storage>,
    /// The files.
    pub blobs: BlobStore,
    /// What everything personal is encrypted under.
    pub master: MasterKey,
    /// Documents, cities, limits.
    pub catalogue: Arc<Catalogue>,
    /// The engine.
    pub photo_workers: PhotoWorkers,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where keys, numbers and tokens come from.
    pub randomness: fn() -> Box<dyn Randomness>,
    /// Ways a notice leaves the service; may be empty.
    pub channels: Vec<Arc<dyn Channel>>,
    /// The address people reach the service at, for links in notices and codes
    /// on paper.
    pub public_url: Option<String>,
    /// Who issues receipts.
    pub issuer: receipts::Issuer,
}

/// Shared state: storage, blobs, keys, catalogue, workers, clock. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<AppParts>,
    changes: broadcast::Sender<OrderId>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

/// Changes a slow listener may fall behind by before it misses some; it then
/// looks again anyway.
const CHANGES_KEPT: usize = 256;

impl AppParts {
    /// The system's randomness.
    #[must_use]
    pub fn system_randomness() -> Box<dyn Randomness> {
        Box::new(SystemRandomness::default())
    }
}

impl App {
    /// An app of these parts.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        let (changes, _) = broadcast::channel(CHANGES_KEPT);
        Self {
            parts: Arc::new(parts),
            changes,
        }
    }

    /// Documents, cities, limits.
    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.parts.catalogue
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Orders as they change, for pages that follow one.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<OrderId> {
        self.changes.subscribe()
    }

    /// What is kept of a browser's device cookie.
    #[must_use]
    pub fn digest_device(&self, device: &str) -> Digest {
        self.digest("device", device)
    }

    /// A secret of the service for one purpose, such as cookies; the same at
    /// every start.
    #[must_use]
    pub fn secret(&self, label: &str) -> [u8; 32] {
        self.parts.master.derive(label)
    }

    /// Whether the database answers; its error's code where it does not.
    pub async fn ready(&self) -> Result<(), AppError> {
        self.read().await?.queue_size().await?;
        Ok(())
    }

    /// What the document asks of its applicant besides name, identity and phone;
    /// nothing, if the catalogue no longer has it.
    #[must_use]
    pub fn asks(&self, document: &DocumentId) -> &[Ask] {
        let document = self.catalogue().document_by_id(document.as_str());
        document.map_or(&[], |document| &document.asks)
    }

    /// Whether notices go out by e-mail, to those who gave an address.
    #[must_use]
    pub fn sends_email(&self) -> bool {
        self.channel(NoticeChannel::Email).is_some()
    }

    /// What notices leave by, if the settings have that way.
    pub(crate) fn channel(&self, way: NoticeChannel) -> Option<&dyn Channel> {
        let mut channels = self.parts.channels.iter();
        let channel = channels.find(|channel| channel.name() == way.code())?;
        Some(&**channel)
    }

    pub(crate) fn parts(&self) -> &AppParts {
        &self.parts
    }

    /// Where keys, numbers and tokens come from.
    #[must_use]
    pub fn randomness(&self) -> Box<dyn Randomness> {
        (self.parts.randomness)()
    }

    pub(crate) fn digest(&self, purpose: &str, text: &str) -> Digest {
        Digest(Digester::new(&self.parts.master).digest(purpose, text))
    }

    pub(crate) async fn read(&self) -> Result<Box<dyn Transaction>, StorageError> {
        self.parts.storage.read().await
    }

    pub(crate) async fn write(&self) -> Result<Box<dyn Transaction>, StorageError> {
        self.parts.storage.write().await
    }

    /// The order's document, city and what they ask of the photo. An order of
    /// a document the catalogue no longer has is not found.
    pub(crate) fn specification(&self, order: &Order) -> Result<PhotoSpec, AppError> {
        let (document, city) = self.purpose(&order.document, order.city)?;
        Ok(self.catalogue().specification(document, city))
    }

    pub(crate) fn purpose(
        &self,
        document: &DocumentId,
        city: Option<DivisionCode>,
    ) -> Result<(&Document, Option<&City>), AppError> {
        let catalogue = self.catalogue();
        let document = catalogue.document_by_id(document.as_str());
        let document = document.ok_or(AppError::NotFound)?;
        let city = city.map(|code| catalogue.city_by_code(code).ok_or(AppError::NotFound));
        Ok((document, city.transpose()?))
    }

    /// A look or another act that is no transition, for the log.
    pub(crate) async fn log(
        &self,
        tx: &mut dyn Transaction,
        by: Actor,
        action: LogAction,
        subject: &str,
        detail: &str,
    ) -> Result<(), AppError> {
        tx.append_log(&LogEntry {
            at: self.now(),
            by,
            action,
            subject: subject.to_owned(),
            detail: detail.to_owned(),
        })
        .await?;
        Ok(())
    }

    /// Tells whoever follows this order. Nobody listening is no error.
    pub(crate) fn changed(&self, order: OrderId) {
        let _nobody = self.changes.send(order);
    }
}
