//! Shared state: storage, blobs, keys, catalogue, workers, clock.

use std::sync::Arc;

use blobs::{BlobStore, Digester, MasterKey, SystemRandomness};
use catalogue::{Ask, Catalogue, City, DivisionCode, Document, DocumentId, PhotoSpec};
use domain::log::{LogAction, LogEntry, LogKey};
use domain::money::{Offers, Price};
use domain::opening::OpeningHours;
use domain::randomness::Randomness;
use domain::retention::RemainsKept;
use domain::staff::{Role, Roles};
use domain::{Actor, Digest, NoticeChannel, Occasion, Order, OrderId, Timestamp};
use notices::Channel;
use payments::PayService;
use storage::{Storage, StorageError, Transaction};
use tokio::sync::{Semaphore, broadcast};

use crate::applicant::{UsualWait, turns};
use crate::checkpoints::CheckpointBook;
use crate::clock::Clock;
use crate::error::AppError;
use crate::following::Followed;
use crate::health::Health;
use crate::heartbeat::Heartbeat;
use crate::jobs::{Running, Winding};
use crate::keys::{Held, KeptKeys, SealingKeys, Signing};
use crate::mini_programme::MiniProgramme;
use crate::official_account::OfficialAccount;
use crate::password::HashGate;
use crate::photo_workers::PhotoWorkers;
use crate::pictures::{Awaited, EngineAt};
use crate::receipts::NameOnPaper;
use crate::sign_in::{Ceremonies, RelyingParty};
use crate::sms_rules::SmsRules;
use crate::upload_quota::{Stored, UploadQuota};

/// The parts an [`App`] is built from.
pub struct AppParts {
    /// The database.
    pub storage: Arc<dyn Storage>,
    /// The files.
    pub blobs: BlobStore,
    /// The sealing key that the service starts with, under which all personal data is
    /// encrypted. Ask [`App`] for the one to use: it may have been replaced since.
    pub master: MasterKey,
    /// The service's keys that are kept in the database, wrapped, and outlive a
    /// change of the sealing key.
    pub kept: KeptKeys,
    /// The key that signs receipts, and earlier ones.
    pub signing: Signing,
    /// The key of the log's chain.
    pub log_key: LogKey,
    /// Where checkpoints of the log are kept, outside the database.
    pub checkpoints: Option<Arc<dyn CheckpointBook>>,
    /// Channels that checkpoints of the log are sent through to the operator.
    pub checkpoints_to: Vec<NoticeChannel>,
    /// Documents, cities, limits.
    pub catalogue: Arc<Catalogue>,
    /// The photo workers.
    pub photo_workers: PhotoWorkers,
    /// Where photos of applicants' pictures are made.
    pub engine: EngineAt,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Random generator for keys, numbers and tokens.
    pub randomness: fn() -> Box<dyn Randomness>,
    /// Channels for notices outside the service; may be empty.
    pub channels: Vec<Arc<dyn Channel>>,
    /// The service's public URL, for links in notices and QR codes.
    pub public_url: Option<String>,
    /// The operator's e-mail address, for warnings; invalid ones are ignored.
    pub operator_email: Option<String>,
    /// The issuer of receipts.
    pub issuer: receipts::Issuer,
    /// How names stand on receipts.
    pub name_on_paper: NameOnPaper,
    /// Roles whose holders need a second factor.
    pub second_factor: Roles,
    /// The documents whose approved photos only their receipt's code opens.
    pub sealed_documents: Vec<DocumentId>,
    /// How long what is left of erased orders is kept.
    pub remains_kept: RemainsKept,
    /// Whether what gives rights needs two operators.
    pub roles_need_two: bool,
    /// What orders cost.
    pub offers: Offers,
    /// Services that are paid through over the internet; may be empty.
    pub payers: Vec<Arc<dyn PayService>>,
    /// The operator's mini-programme in WeChat.
    pub mini_programme: Option<MiniProgramme>,
    /// The operator's official account in WeChat.
    pub official_account: Option<OfficialAccount>,
    /// When somebody is there to review; `None` where nothing is said about it.
    pub opening: Option<OpeningHours>,
    /// What is told by text message, where that channel is configured.
    pub sms: SmsRules,
}

/// Shared state: storage, blobs, keys, catalogue, workers, clock. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<AppParts>,
    capabilities: Digester,
    sealing: Arc<Held>,
    relying_party: Arc<Option<RelyingParty>>,
    ceremonies: Arc<Ceremonies>,
    changes: broadcast::Sender<OrderId>,
    followed: Arc<Followed>,
    awaited: Arc<Awaited>,
    copies: Arc<Semaphore>,
    hashing: HashGate,
    quota: UploadQuota,
    stored: Arc<Stored>,
    heartbeat: Heartbeat,
    health: Arc<Health>,
    usual_wait: Arc<UsualWait>,
    winding: Arc<Winding>,
    /// The job that this is the app of, while it runs.
    running: Option<Arc<Running>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App")
    }
}

/// Buffered changes per listener; a listener that falls further behind misses
/// some and reads the order again.
const CHANGES_KEPT: usize = 256;

impl AppParts {
    /// The operating system's random generator.
    #[must_use]
    pub fn system_randomness() -> Box<dyn Randomness> {
        Box::new(SystemRandomness::default())
    }
}

impl App {
    /// Builds the app.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        let (changes, _) = broadcast::channel(CHANGES_KEPT);
        let app = Self {
            relying_party: Arc::new(RelyingParty::of(parts.public_url.as_deref())),
            ceremonies: Arc::default(),
            capabilities: Digester::passing(&parts.kept.root, "capabilities"),
            sealing: Arc::new(Held::new(SealingKeys {
                current: parts.master.clone(),
                next: parts.kept.next.clone(),
            })),
            parts: Arc::new(parts),
            changes,
            followed: Arc::default(),
            awaited: Arc::default(),
            copies: turns(),
            hashing: HashGate::default(),
            quota: UploadQuota::default(),
            stored: Arc::default(),
            heartbeat: Heartbeat::default(),
            health: Arc::default(),
            usual_wait: Arc::default(),
            winding: Arc::default(),
            running: None,
        };
        app.storage().hold_keys(app.sealing.keys().ids());
        app
    }

    /// The sealing keys that this process holds.
    pub(crate) fn sealing(&self) -> &Held {
        &self.sealing
    }

    /// The same with other bounds on what is stored before it is submitted.
    #[must_use]
    pub fn with_quota(self, quota: UploadQuota) -> Self {
        Self { quota, ..self }
    }

    /// Where passwords are hashed.
    pub(crate) const fn hashing(&self) -> &HashGate {
        &self.hashing
    }

    pub(crate) const fn quota(&self) -> (&UploadQuota, &Arc<Stored>) {
        (&self.quota, &self.stored)
    }

    pub(crate) const fn heartbeat(&self) -> &Heartbeat {
        &self.heartbeat
    }

    pub(crate) fn winding(&self) -> &Winding {
        &self.winding
    }

    /// Whether the worker of each lane of background jobs gave a sign of life of late.
    #[must_use]
    pub fn worker_lives(&self) -> bool {
        self.heartbeat.is_fresh()
    }

    /// Documents, cities, limits.
    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.parts.catalogue
    }

    /// How long what is left of erased orders is kept.
    #[must_use]
    pub fn remains_kept(&self) -> RemainsKept {
        self.parts.remains_kept
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// A stream of the ids of changed orders.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<OrderId> {
        self.changes.subscribe()
    }

    /// The database itself, for what is not a deed.
    pub(crate) fn storage(&self) -> &dyn Storage {
        &*self.parts.storage
    }

    /// The orders that are followed.
    pub(crate) const fn followed(&self) -> &Arc<Followed> {
        &self.followed
    }

    /// The pictures that are waited for.
    pub(crate) const fn awaited(&self) -> &Arc<Awaited> {
        &self.awaited
    }

    /// Where photos of applicants' pictures are made.
    #[must_use]
    pub fn engine_at(&self) -> EngineAt {
        self.parts.engine
    }

    /// Turns for copies of orders.
    pub(crate) const fn copies(&self) -> &Arc<Semaphore> {
        &self.copies
    }

    /// Whether whoever has this role needs a second factor.
    #[must_use]
    pub fn requires_second_factor(&self, role: Role) -> bool {
        self.parts.second_factor.has(role)
    }

    /// Who the service is to authenticators; `None` if its address cannot have
    /// passkeys.
    pub(crate) fn relying_party(&self) -> Option<&RelyingParty> {
        self.relying_party.as_ref().as_ref()
    }

    /// Passkey ceremonies that have begun.
    pub(crate) fn ceremonies(&self) -> &Ceremonies {
        &self.ceremonies
    }

    /// Digest of a browser's device cookie, as stored.
    #[must_use]
    pub fn digest_device(&self, device: &str) -> Digest {
        self.digest("device", device)
    }

    /// The secret of the pages' tokens and of devices' cookies; the same at every
    /// start.
    #[must_use]
    pub fn web_secret(&self) -> [u8; 32] {
        *self.parts.kept.web
    }

    /// Checks that the database can be read, by one row: probes ask each second. A time that
    /// the database has not told for long is as bad.
    ///
    /// # Errors
    /// Storage.
    pub async fn ready(&self) -> Result<(), AppError> {
        if !self.parts.clock.is_known() {
            return Err(StorageError::Unavailable("the time is not known".into()).into());
        }
        let mut tx = self.read().await?;
        tx.time_seen().await?;
        self.health().recall_damage(tx.damage().await?);
        Ok(())
    }

    /// The usual wait for a decision, as last computed.
    pub(crate) fn usual_wait(&self) -> &UsualWait {
        &self.usual_wait
    }

    /// What the background work found of the installation's state.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The document's further fields; empty if the catalogue no longer has the
    /// document.
    #[must_use]
    pub fn asks(&self, document: &DocumentId) -> &[Ask] {
        let document = self.catalogue().document_by_id(document.as_str());
        document.map_or(&[], |document| &document.asks)
    }

    /// Whether a channel for e-mail is configured.
    #[must_use]
    pub fn sends_email(&self) -> bool {
        self.channel(NoticeChannel::Email).is_some()
    }

    /// Whether the applicant is told of this through a configured channel of this
    /// kind.
    #[must_use]
    pub fn tells(&self, way: NoticeChannel, occasion: Occasion) -> bool {
        match way {
            NoticeChannel::Email | NoticeChannel::WebHook => self.channel(way).is_some(),
            NoticeChannel::Sms => {
                self.channel(way).is_some() && self.parts.sms.occasions.contains(&occasion)
            }
            NoticeChannel::Wechat => {
                let mini = self.parts.mini_programme.as_ref();
                mini.is_some_and(|mini| mini.tells(occasion))
            }
        }
    }

    /// When somebody is there to review; `None` where nothing is said about it.
    #[must_use]
    pub fn opening(&self) -> Option<&OpeningHours> {
        self.parts.opening.as_ref()
    }

    /// What an order for this document in this city costs, if it is begun now; `None`
    /// if it is free.
    #[must_use]
    pub fn price(&self, document: &DocumentId, city: Option<DivisionCode>) -> Option<Price> {
        self.parts.offers.price(document, city)
    }

    /// Whether anything costs something here.
    #[must_use]
    pub fn asks_for_money(&self) -> bool {
        self.parts.offers.ask_for_money()
    }

    /// The configured channel of this kind.
    pub(crate) fn channel(&self, way: NoticeChannel) -> Option<&dyn Channel> {
        let mut channels = self.parts.channels.iter();
        let channel = channels.find(|channel| channel.name() == way.code())?;
        Some(&**channel)
    }

    pub(crate) fn parts(&self) -> &AppParts {
        &self.parts
    }

    /// A random generator for keys, numbers and tokens.
    #[must_use]
    pub fn randomness(&self) -> Box<dyn Randomness> {
        (self.parts.randomness)()
    }

    pub(crate) fn digest(&self, purpose: &str, text: &str) -> Digest {
        Digest(self.parts.kept.digests.digest(purpose, text))
    }

    /// Seal of something that opens what it names for a while. It ends with the
    /// root key: whoever had the old one makes none.
    pub(crate) fn vouch(&self, purpose: &str, text: &str) -> Digest {
        Digest(self.capabilities.digest(purpose, text))
    }

    pub(crate) async fn read(&self) -> Result<Box<dyn Transaction>, StorageError> {
        self.parts.storage.read().await
    }

    /// A write transaction. That of a running job is the job's as long as its lease is:
    /// see [`Running`].
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if another has taken the job meanwhile.
    pub(crate) async fn write(&self) -> Result<Box<dyn Transaction>, StorageError> {
        let mut tx = self.parts.storage.write().await?;
        if let Some(running) = &self.running {
            running.hold(&mut *tx).await?;
        }
        Ok(tx)
    }

    /// Saves the transaction with which a deed ends. Where the deed is a running job, the
    /// job is settled in it, so that its effect is there once, whatever happens next; no
    /// [`Self::write`] succeeds after it.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub(crate) async fn conclude(&self, tx: Box<dyn Transaction>) -> Result<(), StorageError> {
        match &self.running {
            Some(running) => running.conclude(tx).await,
            None => tx.save().await,
        }
    }

    /// The app as this job has it while it runs.
    pub(crate) fn for_job(&self, running: Arc<Running>) -> Self {
        Self {
            running: Some(running),
            ..self.clone()
        }
    }

    /// The app as what follows a job has it, once the job is settled.
    pub(crate) fn after_job(&self) -> Self {
        Self {
            running: None,
            ..self.clone()
        }
    }

    /// The photo specification for the order's document and city.
    /// [`AppError::NotFound`] if the catalogue no longer has the document.
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

    /// Logs an action that is not a transition, such as a look at a photo.
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

    /// Announces a change of this order to listeners, if there are any.
    pub(crate) fn changed(&self, order: OrderId) {
        let _nobody = self.changes.send(order);
    }
}
