//! Channels by which notices are sent.

use async_trait::async_trait;

use crate::{Notice, SendError};

/// A notice was accepted by the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// The response: an SMTP code (250) or an HTTP status (200–299).
    pub status: u16,
}

/// A channel by which notices are sent.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Name for logs and metrics: `email`, `sms`, `web-hook`.
    fn name(&self) -> &'static str;

    /// Sends the notice once. `now_ms` is the time of sending, milliseconds
    /// since 1970 UTC. Returns within the channel's timeout.
    ///
    /// # Errors
    /// [`SendError`], which tells whether to retry. After a temporary error the
    /// notice may have arrived nevertheless.
    async fn send(&self, notice: &Notice, now_ms: i64) -> Result<Sent, SendError>;
}
