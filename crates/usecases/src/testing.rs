//! A service for tests: files in memory, a manual clock, no outgoing channels.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use blobs::{BlobStore, MasterKey};
use catalogue::Catalogue;
use domain::Timestamp;
use domain::guess::Guess;
use domain::log::LogKey;
use notices::Channel;
use storage::{OrderFilter, Storage};

use crate::clock::Trust;
use crate::keys::{KeptKeys, Signing, signing_of};
use crate::pictures::EngineAt;
use crate::{App, AppParts, Clock, PhotoWorkers, WorkerLimits};

/// 2026-11-23 08:00 in China.
pub const MORNING: Timestamp = Timestamp(1_795_363_200_000 + 8 * 3_600_000);

/// The key of the row that counts wrong guesses at `subject`.
#[must_use]
pub fn guess_row(app: &App, guess: Guess, subject: &str) -> String {
    crate::guessing::row(app, guess, subject)
}

/// The code of an order's sealed photo, as its paper carries it; `None` if it is no
/// longer kept.
pub async fn photo_code(app: &App, number: &str) -> Option<String> {
    let number = number.parse().ok()?;
    let mut tx = app.read().await.ok()?;
    let order = tx.order_by_number(number).await.ok()??;
    let receipt = tx.receipt_of_order(order.id).await.ok()??;
    let sealed = tx.sealed_photo(receipt.id).await.ok()??;
    drop(tx);
    let opened = crate::sealed_photos::by_kept_code(app, &order, &sealed).await;
    opened.ok().map(|opened| opened.code.to_string())
}

/// How many orders were begun; `None` where storage fails.
pub async fn orders_begun(app: &App) -> Option<usize> {
    const MOST: u32 = 1_000;
    let mut tx = app.read().await.ok()?;
    let found = tx.orders_found(&OrderFilter::default(), MOST).await.ok()?;
    Some(found.len())
}

/// A service over `storage` whose clock is at [`MORNING`].
///
/// # Panics
/// Never with the embedded catalogue, which its own tests read.
#[must_use]
pub fn app(storage: Arc<dyn Storage>) -> (App, Arc<ManualClock>) {
    let catalogue = Catalogue::embedded().expect("its own tests read it");
    app_with_catalogue(storage, catalogue)
}

/// The same with another catalogue.
#[must_use]
pub fn app_with_catalogue(
    storage: Arc<dyn Storage>,
    catalogue: Catalogue,
) -> (App, Arc<ManualClock>) {
    app_with_channels(storage, catalogue, Vec::new())
}

/// The same with channels for notices.
#[must_use]
pub fn app_with_channels(
    storage: Arc<dyn Storage>,
    catalogue: Catalogue,
    channels: Vec<Arc<dyn Channel>>,
) -> (App, Arc<ManualClock>) {
    let (parts, clock) = parts(storage, catalogue);
    let app = App::new(AppParts { channels, ..parts });
    (app, clock)
}

/// The parts of such a service, for tests that replace one.
#[must_use]
pub fn parts(storage: Arc<dyn Storage>, catalogue: Catalogue) -> (AppParts, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(MORNING));
    let mut randomness = AppParts::system_randomness();
    let master = MasterKey::generate(&mut *randomness);
    let parts = AppParts {
        storage,
        blobs: BlobStore::in_memory(),
        kept: KeptKeys::derived(&master),
        signing: Signing::new(signing_of(&master)),
        master,
        // That of a temporary database.
        log_key: LogKey::from_bytes([0; 32]),
        checkpoints: None,
        checkpoints_to: Vec::new(),
        catalogue: Arc::new(catalogue),
        photo_workers: PhotoWorkers::open(WorkerLimits::default(), None),
        engine: EngineAt::Here,
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        randomness: AppParts::system_randomness,
        channels: Vec::new(),
        operator_email: None,
        public_url: None,
        issuer: receipts::Issuer::Sample,
        name_on_paper: crate::receipts::NameOnPaper::default(),
        second_factor: domain::staff::Roles::NONE,
        sealed_documents: Vec::new(),
        remains_kept: domain::retention::RemainsKept::USUAL,
        roles_need_two: false,
        offers: domain::money::Offers::default(),
        payers: Vec::new(),
        mini_programme: None,
        official_account: None,
        opening: None,
        sms: crate::SmsRules::default(),
    };
    (parts, clock)
}

/// A clock that moves only when told.
#[derive(Debug)]
pub struct ManualClock(AtomicI64, Trust);

impl ManualClock {
    /// A clock at `at`, whose every step is meant.
    #[must_use]
    pub const fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.0), Trust::SetByHand)
    }

    /// A clock at `at` that is watched for jumps, as the system's is.
    #[must_use]
    pub const fn watched(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.0), Trust::Watched)
    }

    /// Moves the clock forward by `later`.
    pub fn advance(&self, later: std::time::Duration) {
        self.set(Clock::now(self).plus(later));
    }

    /// Sets the clock to `now`.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    fn trust(&self) -> Trust {
        self.1
    }
}
