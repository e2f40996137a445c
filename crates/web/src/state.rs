//! What every handler may reach. Cheap to clone.

use std::sync::Arc;

use catalogue::Catalogue;
use usecases::App;

use crate::{AlwaysReady, Closing, Metrics, RateLimits, Ready, Secrets, Settings};

/// Fills a buffer with random bytes; an argument so that tests repeat.
pub type Random = fn(&mut [u8]);

/// The state behind the router.
#[derive(Clone)]
pub struct Web {
    /// What people do: orders, reviews, staff.
    pub app: App,
    /// Documents, cities and what they ask of a photo.
    pub catalogue: Arc<Catalogue>,
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// Keys that sign what is handed to browsers.
    pub secrets: Arc<Secrets>,
    /// How often one address may ask.
    pub limits: Arc<RateLimits>,
    /// What is counted for the operator.
    pub metrics: Arc<Metrics>,
    /// Says whether the parts behind the pages work.
    pub ready: Arc<dyn Ready>,
    /// Where tokens come from.
    pub random: Random,
    /// Given when the service stops, so that streams without end do end.
    pub closing: Closing,
}

impl Web {
    /// A state with the system's randomness and nothing to wait for.
    #[must_use]
    pub fn new(app: App, settings: Settings, secrets: Secrets) -> Self {
        Self {
            catalogue: Arc::clone(app.catalogue()),
            app,
            limits: Arc::new(RateLimits::new(settings.limits)),
            settings: Arc::new(settings),
            secrets: Arc::new(secrets),
            metrics: Arc::new(Metrics::default()),
            ready: Arc::new(AlwaysReady),
            random: system_random,
            closing: Closing::default(),
        }
    }

    /// Asks `ready` before `/readyz` says yes.
    #[must_use]
    pub fn with_ready(self, ready: Arc<dyn Ready>) -> Self {
        Self { ready, ..self }
    }

    /// Takes randomness from `random`.
    #[must_use]
    pub fn with_random(self, random: Random) -> Self {
        Self { random, ..self }
    }
}

/// The operating system's randomness.
///
/// # Panics
/// Where the system has none; nothing secret could be made then.
pub fn system_random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system has a source of randomness");
}
