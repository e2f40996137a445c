//! Kills a service in the middle of what clients do.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::program::Service;

/// Lets `clients` threads work, and kills the service once `deeds_first` deeds
/// are acknowledged; the instant itself is whatever the threads are doing then.
/// A client counts its deeds, and ends once the service is gone or it is told to
/// stop.
pub(crate) fn killed_amid(
    service: &mut Service,
    clients: usize,
    deeds_first: usize,
    client: impl Fn(&str, &AtomicUsize, &AtomicBool) + Sync,
) {
    let (deeds, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..clients)
            .map(|_| scope.spawn(|| client(&service.url, &deeds, &stop)))
            .collect();
        // Clients that give up before they are made to have failed.
        let at_work = || clients.iter().any(|client| !client.is_finished());
        while deeds.load(Ordering::SeqCst) < deeds_first && at_work() {
            std::thread::yield_now();
        }
        service.process.kill().unwrap();
        stop.store(true, Ordering::SeqCst);
    });
    service.process.wait().unwrap();
    assert!(deeds.load(Ordering::SeqCst) >= deeds_first);
}
