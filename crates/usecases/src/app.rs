//! Everything the service works with.

use std::sync::Arc;

use blobs::{BlobStore, DataKey, Digester, MasterKey, SystemRandomness, WrappedKey, open, seal};
use catalogue::{Ask, Catalogue, City, DivisionCode, Document, PhotoSpec};
use domain::log::LogEntry;
use domain::randomness::Randomness;
use domain::{
    Actor, BlobRef, Digest, Due, Job, JobId, NoticeChannel, Order, OrderId, Sealed, Step,
    TimelineEntry, Timestamp,
};
use notices::Channel;
use storage::{Notice, Storage, StorageError, Transaction};
use tokio::sync::broadcast;

use crate::clock::Clock;
use crate::error::AppError;
use crate::photo_workers::PhotoWorkers;

/// What a [`App`] is made of.
pub struct Parts {
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

/// Everything the service works with. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
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

impl Parts {
    /// The system's randomness.
    #[must_use]
    pub fn system_randomness() -> Box<dyn Randomness> {
        Box::new(SystemRandomness)
    }
}

impl App {
    /// An app of these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
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

    /// How many pictures are before the engine.
    #[must_use]
    pub fn pictures_waiting(&self) -> usize {
        self.parts.photo_workers.waiting()
    }

    /// Whether the database answers; its error's code where it does not.
    pub async fn ready(&self) -> Result<(), AppError> {
        self.read().await?.queue_size().await?;
        Ok(())
    }

    /// What the order's document asks of its applicant besides name, identity
    /// and phone; nothing, if the catalogue no longer has it.
    #[must_use]
    pub fn asks(&self, order: &Order) -> &[Ask] {
        let mut documents = self.catalogue().documents().iter();
        documents
            .find(|document| document.id == order.document)
            .map_or(&[], |document| &document.asks)
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

    pub(crate) fn parts(&self) -> &Parts {
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
        document: &str,
        city: Option<DivisionCode>,
    ) -> Result<(&Document, Option<&City>), AppError> {
        let catalogue = self.catalogue();
        let document = catalogue
            .documents()
            .iter()
            .find(|known| known.id == document)
            .ok_or(AppError::NotFound)?;
        let city = match city {
            None => None,
            Some(code) => Some(
                catalogue
                    .cities()
                    .iter()
                    .find(|city| city.code == code)
                    .ok_or(AppError::NotFound)?,
            ),
        };
        Ok((document, city))
    }

    /// A new data key, and as the order keeps it.
    pub(crate) fn new_key(&self, order: OrderId) -> Sealed {
        let mut randomness = self.randomness();
        let key = DataKey::generate(&mut *randomness);
        let wrapped = self
            .parts
            .master
            .wrap(&key, &order.to_string(), &mut *randomness);
        Sealed(wrapped.as_bytes().to_vec())
    }

    /// The order's data key; an erased order has none, and nothing of it can
    /// be read.
    pub(crate) fn key(&self, order: &Order) -> Result<DataKey, AppError> {
        let wrapped = order.key.as_ref().ok_or(AppError::NotFound)?;
        let wrapped = WrappedKey::from_bytes(&wrapped.0)?;
        Ok(self
            .parts
            .master
            .unwrap_key(&wrapped, &order.id.to_string())?)
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

    pub(crate) async fn keep_blob(
        &self,
        order: &Order,
        kind: &str,
        plain: Vec<u8>,
    ) -> Result<BlobRef, AppError> {
        let key = self.key(order)?;
        let mut randomness = self.randomness();
        let put = self.parts.blobs.put(&key, kind, plain, &mut *randomness);
        Ok(BlobRef(put.await?.to_string()))
    }

    pub(crate) async fn blob(
        &self,
        order: &Order,
        kind: &str,
        blob: &BlobRef,
    ) -> Result<Vec<u8>, AppError> {
        let key = self.key(order)?;
        let name = blob.0.parse().map_err(|_| AppError::NotFound)?;
        Ok(self.parts.blobs.get(&key, kind, &name).await?)
    }

    /// Deletes files no row speaks of any more. What fails is left for the
    /// sweep.
    pub(crate) async fn drop_blobs(&self, blobs: impl IntoIterator<Item = BlobRef>) {
        for blob in blobs {
            let Ok(name) = blob.0.parse() else { continue };
            if let Err(error) = self.parts.blobs.delete(&name).await {
                tracing::warn!(code = error.code(), "a file was left for the sweep");
            }
        }
    }

    /// Keeps a step: order, line of the timeline, log entry, work that follows
    /// and work that is moot, all in `tx`.
    pub(crate) async fn keep(
        &self,
        tx: &mut dyn Transaction,
        step: Step,
        by: Actor,
        now: Timestamp,
    ) -> Result<Order, AppError> {
        let Step {
            mut order,
            what,
            due,
            cancels,
        } = step;
        if matches!(what, domain::OrderEvent::Drafted) {
            tx.insert_order(&order).await?;
        } else {
            tx.update_order(&order).await?;
            order.version += 1;
        }
        let entry = LogEntry {
            at: now,
            by,
            action: what.code().to_owned(),
            subject: order.number.to_string(),
            detail: match &what {
                domain::OrderEvent::Rejected { reasons } => reasons.join(" "),
                _ => String::new(),
            },
        };
        tx.append_log(&entry).await?;
        tx.append_event(&TimelineEntry {
            order: order.id,
            at: now,
            by,
            what,
        })
        .await?;
        self.follow_up(tx, &cancels, &due, now).await?;
        Ok(order)
    }

    /// What a step makes needless and what it brings about. A notice stands
    /// from the moment of its cause, though it counts as news only from its
    /// own time on; its job tells people outside.
    pub(crate) async fn follow_up(
        &self,
        tx: &mut dyn Transaction,
        cancels: &[Job],
        due: &[Due],
        now: Timestamp,
    ) -> Result<(), AppError> {
        for job in cancels {
            tx.cancel_job(job).await?;
            if let Job::Notify { order, occasion } = *job {
                tx.cancel_notices(order, occasion, now).await?;
            }
        }
        for due in due {
            let id = JobId::new(now, &mut *self.randomness());
            tx.enqueue(id, due).await?;
            if let Job::Notify { order, occasion } = due.job {
                tx.insert_notice(&Notice {
                    order,
                    occasion,
                    at: due.at,
                    read_at: None,
                })
                .await?;
            }
        }
        Ok(())
    }

    /// A look or another act that is no transition, for the log.
    pub(crate) async fn log(
        &self,
        tx: &mut dyn Transaction,
        by: Actor,
        action: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), AppError> {
        tx.append_log(&LogEntry {
            at: self.now(),
            by,
            action: action.to_owned(),
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
