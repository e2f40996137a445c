//! Answers that are late: what was asked for is done, and said after a wait.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::StandIn;

/// How many answers to come are late, and by how much.
#[derive(Debug, Default)]
pub(crate) struct Late {
    left: u32,
    by: Duration,
}

/// Answers, late if the answer is one of those.
pub(crate) async fn wait(
    State(stand_in): State<StandIn>,
    request: Request,
    next: Next,
) -> Response {
    let by = stand_in.state().late.take();
    let answer = next.run(request).await;
    if let Some(by) = by {
        tokio::time::sleep(by).await;
    }
    answer
}

impl Late {
    fn take(&mut self) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        Some(self.by)
    }
}

impl StandIn {
    /// The next `count` answers of either host come so much later.
    pub fn answer_late(&self, by: Duration, count: u32) {
        self.state().late = Late { left: count, by };
    }
}
