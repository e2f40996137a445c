//! What every handler may reach. Cheap to clone.

use std::sync::Arc;

use catalogue::Catalogue;
use usecases::App;

use crate::{Closing, Metrics, RateLimits, Secrets, Settings};

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
    /// Given when the service stops, so that streams without end do end.
    pub closing: Closing,
}

impl Web {
    /// A state whose limits and figures start at nothing.
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
