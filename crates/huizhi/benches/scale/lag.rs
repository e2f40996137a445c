//! How far the log's chain is behind what was written.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::cluster::Cluster;

/// Between two looks.
const EVERY: Duration = Duration::from_millis(100);
const OLDEST: &str =
    "SELECT coalesce(floor(extract(epoch FROM clock_timestamp()) * 1000) - min(at), 0)
    FROM log_inbox";

/// The database whose log is watched: the last one made.
fn watched_database(cluster: &Cluster) -> String {
    let newest = "SELECT datname FROM pg_database WHERE datname LIKE 'scale%'
        ORDER BY oid DESC LIMIT 1";
    let url = std::env::var("HUIZHI_TEST_POSTGRES").unwrap();
    let name = cluster.ask(&url, newest);
    let base = url.rsplit_once('/').unwrap().0;
    format!("{base}/{name}")
}

/// Does `work`; gives what it gave and the age in milliseconds that the oldest entry
/// which waited to be chained had at most.
pub(crate) fn watched<T>(cluster: Option<&Cluster>, work: impl FnOnce() -> T) -> (T, Option<u64>) {
    let Some(cluster) = cluster else {
        return (work(), None);
    };
    let database = watched_database(cluster);
    let (is_over, most) = (AtomicBool::new(false), Mutex::new(0));
    let given = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                let age: u64 = cluster.ask(&database, OLDEST).parse().unwrap();
                let mut most = most.lock().unwrap();
                *most = age.max(*most);
                drop(most);
                std::thread::sleep(EVERY);
            }
        });
        let given = work();
        is_over.store(true, Ordering::Relaxed);
        given
    });
    (given, Some(most.into_inner().unwrap()))
}
