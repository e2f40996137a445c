//! Chains the log's entries that transactions left, where they write side by side.

use std::time::Duration;

use storage::LogChaining;

use crate::app::App;
use crate::supervise::supervise_endless;

/// Wait between two looks: entries are chained, and seen, so long after they were
/// written.
const NAP: Duration = Duration::from_millis(100);
/// Wait after the database failed.
const AFTER_FAULT: Duration = Duration::from_secs(1);

/// Chains what is left until `shutdown` completes. Returns at once where entries are
/// chained as they are written.
pub async fn keep_chaining<S>(app: &App, shutdown: impl Fn() -> S)
where
    S: Future<Output = ()> + Send + 'static,
{
    if app.storage().log_chaining() == LogChaining::AtOnce {
        return;
    }
    supervise_endless(app, shutdown, chain).await;
}

async fn chain(app: App) {
    loop {
        let nap = match app.storage().chain_log().await {
            Ok(chained) => {
                if chained.missing > 0 {
                    let count = chained.missing;
                    tracing::error!(
                        count,
                        "entries of the log were deleted before they were chained"
                    );
                }
                // There may be more.
                if chained.count > 0 {
                    continue;
                }
                NAP
            }
            Err(error) => {
                tracing::error!(code = error.code(), "the log could not be chained");
                AFTER_FAULT
            }
        };
        tokio::time::sleep(nap).await;
    }
}
