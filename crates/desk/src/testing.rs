//! A house for tests: files in memory, a clock that stands, nothing leaves it.

use std::sync::Arc;

use blobs::{BlobStore, MasterKey};
use catalogue::Catalogue;
use notices::Channel;
use orders::Timestamp;
use storage::Storage;

use crate::{Clock, Darkroom, Desk, Line, ManualClock, Parts};

/// 2026-11-23 08:00 in China.
pub const MORNING: Timestamp = Timestamp(1_795_363_200_000 + 8 * 3_600_000);

/// A house over `storage` whose clock stands at [`MORNING`] and moves when told.
///
/// # Panics
/// Never with the catalogue that is embedded, which its own tests read.
#[must_use]
pub fn house(storage: Arc<dyn Storage>) -> (Desk, Arc<ManualClock>) {
    let catalogue = Catalogue::embedded().expect("its own tests read it");
    house_with(storage, catalogue)
}

/// The same with a catalogue of one's own.
#[must_use]
pub fn house_with(storage: Arc<dyn Storage>, catalogue: Catalogue) -> (Desk, Arc<ManualClock>) {
    house_telling(storage, catalogue, Vec::new())
}

/// The same with ways by which notices leave it.
#[must_use]
pub fn house_telling(
    storage: Arc<dyn Storage>,
    catalogue: Catalogue,
    channels: Vec<Arc<dyn Channel>>,
) -> (Desk, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(MORNING));
    let mut randomness = Parts::system_randomness();
    let desk = Desk::new(Parts {
        storage,
        blobs: BlobStore::in_memory(),
        master: MasterKey::generate(&mut *randomness),
        catalogue: Arc::new(catalogue),
        darkroom: Darkroom::open(Line::default()),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        randomness: Parts::system_randomness,
        channels,
        public_url: None,
        issuer: receipts::Issuer::Sample,
    });
    (desk, clock)
}
