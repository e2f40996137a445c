//! How long a making of a picture may go on: as long as nobody else can have taken the
//! picture, and not for ever.

use std::time::Duration;

use storage::StorageError;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::renewed_lease::RenewedLease;

/// Time after which another process takes over a picture: several times what one takes.
pub(super) const LEASE: Duration = Duration::from_secs(20);
/// Longest making. The largest picture that is read takes some seconds on a slow core; what
/// takes longer is stuck, and is left to others to try or to give up.
pub(super) const LONGEST: Duration = Duration::from_secs(120);

/// How a making ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended<T> {
    /// By itself.
    Made(T),
    /// The process stops and does not wait for it.
    Stopped,
    /// Another has taken the picture, or may have.
    LeaseLost,
}

/// Waits for `run`, whose lease begins at `begun` and is renewed at each third of it. It
/// ends too when the process `hurries`, when another took the picture, and where the lease
/// cannot be renewed before it ends.
pub(super) async fn while_leased<T, R>(
    run: &mut (impl Future<Output = T> + Unpin),
    begun: Instant,
    hurries: &mut watch::Receiver<bool>,
    renew: impl Fn() -> R,
) -> Ended<T>
where
    R: Future<Output = Result<(), StorageError>>,
{
    let mut lease = RenewedLease::of(LEASE, begun);
    loop {
        tokio::select! {
            biased;
            made = &mut *run => return Ended::Made(made),
            () = hurried(hurries) => return Ended::Stopped,
            () = sleep_until(lease.due()) => {}
        }
        if begun.elapsed() >= LONGEST || lease.renew(renew()).await.is_err() {
            return Ended::LeaseLost;
        }
    }
}

/// Completes once the process hurries.
async fn hurried(hurries: &mut watch::Receiver<bool>) {
    if hurries.wait_for(|hurries| *hurries).await.is_err() {
        std::future::pending().await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::renewed_lease::tests::Renewal::{self, Given, Taken, Unreached};
    use crate::renewed_lease::tests::giving;

    #[tokio::test(start_paused = true)]
    async fn a_making_goes_on_as_long_as_its_lease() {
        let check =
            async |lasts_s, hurries_s: Option<u64>, renewals: &[Renewal], expected, at_s| {
                let begun = Instant::now();
                let times = AtomicUsize::new(0);
                let mut run = Box::pin(tokio::time::sleep(Duration::from_secs(lasts_s)));
                let (hurry, mut hurries) = watch::channel(false);
                tokio::spawn(async move {
                    if let Some(seconds) = hurries_s {
                        tokio::time::sleep(Duration::from_secs(seconds)).await;
                        hurry.send_replace(true);
                    }
                    hurry.closed().await;
                });
                let ended = while_leased(&mut run, begun, &mut hurries, giving(renewals, &times));
                let found = (ended.await, begun.elapsed().as_secs());
                assert_eq!(found, (expected, at_s), "{lasts_s} s");
            };
        check(5, None, &[Given], Ended::Made(()), 5).await;
        check(90, None, &[Given], Ended::Made(()), 90).await;
        check(999, None, &[Given], Ended::LeaseLost, 120).await;
        check(999, Some(3), &[Given], Ended::Stopped, 3).await;
        check(999, None, &[Given, Taken], Ended::LeaseLost, 13).await;
        check(999, None, &[Given, Unreached], Ended::LeaseLost, 26).await;
        check(15, None, &[Unreached, Given], Ended::Made(()), 15).await;
    }
}
