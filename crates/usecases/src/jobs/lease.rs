//! How long a run may go on: as long as nobody else can have taken its job.

use std::time::Duration;

use domain::Span;
use storage::StorageError;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::renewed_lease::RenewedLease;

/// Time after which another worker takes over a job.
pub(super) const LEASE: Duration = Duration::from_secs(120);

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended<T> {
    /// By itself, with this outcome.
    Ran(T),
    /// By a panic, which the panic hook has told with its place.
    Panicked,
    /// It took longer than its lease, and was stopped.
    Overran,
    /// Another has taken its job, or may have, and it was stopped.
    LeaseLost,
}

/// Waits for a run whose lease begins at `begun`. A lease that is to last as long as the
/// run is renewed at each third of it; one that another took, or that cannot be renewed
/// before it ends, stops the run. So does the end of one that is not renewed.
pub(super) async fn while_leased<T, R>(
    mut run: JoinHandle<T>,
    begun: Instant,
    span: Span,
    renew: impl Fn() -> R,
) -> Ended<T>
where
    R: Future<Output = Result<(), StorageError>>,
{
    let mut lease = RenewedLease::of(LEASE, begun);
    let stopped = loop {
        let until = match span {
            Span::OneLease => lease.end(),
            Span::AsLongAsNeeded => lease.due(),
        };
        tokio::select! {
            ran = &mut run => return ran.map_or(Ended::Panicked, Ended::Ran),
            () = sleep_until(until) => {}
        }
        if span == Span::OneLease {
            break Ended::Overran;
        }
        if lease.renew(renew()).await.is_err() {
            break Ended::LeaseLost;
        }
    };
    run.abort();
    match run.await {
        // It ended just before it was stopped.
        Ok(ran) => Ended::Ran(ran),
        Err(error) if error.is_panic() => Ended::Panicked,
        Err(_) => stopped,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::renewed_lease::tests::Renewal::{self, Given, Taken, Unreached};
    use crate::renewed_lease::tests::giving;

    #[tokio::test(start_paused = true)]
    async fn a_run_goes_on_as_long_as_its_lease() {
        use Span::{AsLongAsNeeded, OneLease};

        let check = async |span, lasts_s: u64, renewals: &[Renewal], expected, took_s, asked| {
            let begun = Instant::now();
            let times = AtomicUsize::new(0);
            let run = tokio::spawn(tokio::time::sleep(Duration::from_secs(lasts_s)));
            let ended = while_leased(run, begun, span, giving(renewals, &times));
            let found = (ended.await, begun.elapsed().as_secs());
            assert_eq!(found, (expected, took_s), "{span:?}, {lasts_s} s");
            assert_eq!(times.into_inner(), asked, "{span:?}, {lasts_s} s");
        };
        check(OneLease, 119, &[Given], Ended::Ran(()), 119, 0).await;
        check(OneLease, 999, &[Given], Ended::Overran, 120, 0).await;
        check(AsLongAsNeeded, 39, &[Given], Ended::Ran(()), 39, 0).await;
        check(AsLongAsNeeded, 999, &[Given], Ended::Ran(()), 999, 24).await;
        let late = [Given, Given, Taken];
        check(AsLongAsNeeded, 999, &late, Ended::LeaseLost, 120, 3).await;
        let back = [Unreached, Unreached, Given];
        check(AsLongAsNeeded, 130, &back, Ended::Ran(()), 130, 3).await;
        let late = [Given, Unreached];
        check(AsLongAsNeeded, 999, &late, Ended::LeaseLost, 160, 4).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_panic_is_told_from_a_stop() {
        let run = tokio::spawn(async { panic!("a test's panic") });
        let begun = Instant::now();
        let ended: Ended<()> = while_leased(run, begun, Span::OneLease, || async { Ok(()) }).await;
        assert_eq!(ended, Ended::Panicked);
    }
}
