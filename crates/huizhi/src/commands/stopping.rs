//! How a process that runs on is asked to stop.

use tokio::sync::watch;

/// Completes when the sender is dropped.
pub(super) async fn ended(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}

/// Completes when the process is asked to stop.
pub(super) async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without a handler the signal ends the process, which is acceptable.
    let _interrupted = tokio::signal::ctrl_c().await;
}
