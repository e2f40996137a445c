//! A way by which notices leave.

use async_trait::async_trait;

use crate::{Notice, SendError};

/// The other side has taken a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Its answer: an SMTP code (250) or an HTTP status (200–299).
    pub status: u16,
}

/// A way by which notices leave.
#[async_trait]
pub trait Channel: Send + Sync {
    /// The way's name, for logs and figures: `email`, `web-hook`.
    fn name(&self) -> &'static str;

    /// Sends the notice once. `now_ms` is the time of sending, milliseconds since
    /// 1970 UTC. Ends within the channel's timeout.
    ///
    /// # Errors
    /// [`SendError`], which says whether another try makes sense. After a
    /// temporary one the notice may have arrived all the same.
    async fn send(&self, notice: &Notice, now_ms: i64) -> Result<Sent, SendError>;
}
