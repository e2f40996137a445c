//! Shared state of all handlers. Cheap to clone.

use std::sync::Arc;

use catalogue::Catalogue;
use usecases::App;

use crate::proxied::ProxyFaults;
use crate::shares::Shares;
use crate::{Closing, Metrics, RateLimits, Secrets, Settings, guard};

/// Event streams in all; each holds a connection.
const STREAMS: usize = 400;
/// Event streams of one client: the open pages of a family or an office.
const STREAMS_PER_CLIENT: usize = 40;
/// Sign-ins in work at once. The hashing itself is bounded in `usecases`.
const SIGN_INS: usize = 24;
/// Sign-ins of one client in work at once: colleagues at the start of a shift.
const SIGN_INS_PER_CLIENT: usize = 4;

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
    /// Memory for the bodies of requests, in bytes.
    pub(crate) memory: Shares,
    /// Event streams.
    pub(crate) streams: Shares,
    /// Sign-ins whose password is being hashed.
    pub(crate) sign_ins: Shares,
    /// Where proxy and settings do not agree.
    pub(crate) proxy_faults: Arc<ProxyFaults>,
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
            memory: guard::memory(),
            streams: Shares::new(STREAMS, STREAMS_PER_CLIENT),
            sign_ins: Shares::new(SIGN_INS, SIGN_INS_PER_CLIENT),
            proxy_faults: Arc::default(),
            metrics: Arc::new(Metrics::default()),
            closing: Closing::default(),
        }
    }
}
