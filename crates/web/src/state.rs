//! Shared state of all handlers. Cheap to clone.

use std::sync::Arc;

use catalogue::Catalogue;
use usecases::App;

use crate::{Closing, Metrics, RateLimits, Secrets, Settings};

/// The router's state.
#[derive(Clone)]
pub struct Web {
    /// The use cases.
    pub app: App,
    /// Documents, cities and photo requirements.
    pub catalogue: Arc<Catalogue>,
    /// The operator's settings.
    pub settings: Arc<Settings>,
    /// Secret keys of the pages.
    pub secrets: Arc<Secrets>,
    /// Rate limits.
    pub limits: Arc<RateLimits>,
    /// Metrics for the operator.
    pub metrics: Arc<Metrics>,
    /// Shutdown signal for event streams.
    pub closing: Closing,
}

impl Web {
    /// A state with rate limits and metrics at zero.
    #[must_use]
    pub fn new(app: App, settings: Settings, secrets: Secrets) -> Self {
        Self {
            catalogue: Arc::clone(app.catalogue()),
            app,
            limits: Arc::new(RateLimits::new(settings.limits)),
            settings: Arc::new(settings),
            secrets: Arc::new(secrets),
            metrics: Arc::new(Metrics::default()),
            closing: Closing::default(),
        }
    }
}
