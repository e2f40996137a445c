//! Load at a fixed rate: request number n goes out at its instant, whether or not
//! earlier ones have been answered, and its time counts from that instant. So a
//! service that stands still for a second shows it in all requests of that
//! second, and not only in the one it stood still on.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::client::{Page, agent};
use crate::filling::Filling;
use crate::serving::Service;
use crate::table::{self, Size};
use crate::times::Times;
use crate::uploads;

/// Status pages and calls of the order API, together.
const PER_SECOND: u32 = 200;
/// One queue page for so many of these.
const QUEUE_EVERY: usize = 50;
/// How long it goes on.
const SECONDS: u32 = 30;
/// Connections; so many requests can be under way at once.
const CONNECTIONS: usize = 16;
/// Time for the first photo to be begun, connections and caches to be there.
const WARM: usize = 2 * PER_SECOND as usize;

const KINDS: [&str; 3] = ["status page", "order API", "queue page"];
const GOAL_MS: u32 = 20;

/// A request of the schedule.
struct Planned {
    /// At which of the instants.
    instant: usize,
    /// Which of [`KINDS`].
    kind: usize,
    page: Page,
}

/// Everything that will be asked for, in the order of its instants.
fn schedule(filling: &Filling) -> Vec<Planned> {
    let mut planned = Vec::new();
    for instant in 0..WARM + (PER_SECOND * SECONDS) as usize {
        let mut plan = |kind, page| {
            planned.push(Planned {
                instant,
                kind,
                page,
            });
        };
        // Each applicant's program asks after their browser did.
        let own = &filling.known()[instant / 2 % filling.known().len()];
        if instant.is_multiple_of(2) {
            plan(0, own.status_page());
        } else {
            plan(1, own.api());
        }
        if instant.is_multiple_of(QUEUE_EVERY) {
            plan(2, filling.queue_page());
        }
    }
    planned
}

/// Measures a service over a database of `size` and prints a line a kind.
pub(crate) fn measure(service: &Service, filling: &Filling, picture: &[u8], size: Size) {
    let schedule = schedule(filling);
    let times = Mutex::new(KINDS.map(|_| Times::default()));
    let after = |planned: &Planned| Duration::from_secs(1) * planned.instant as u32 / PER_SECOND;
    while_photos_are_made(service, picture, schedule.len(), |n, agent, begun| {
        let planned = &schedule[n];
        let due = begun + after(planned);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        planned.page.get(agent, &service.url);
        let took = due.elapsed();
        if planned.instant >= WARM {
            times.lock().unwrap()[planned.kind].push(took);
        }
    });
    let mut times = times.into_inner().unwrap();
    for (name, times) in KINDS.iter().zip(&mut times) {
        table::times(&format!("{name}, {size}"), times, GOAL_MS);
    }
}

/// Does `work` of each number below `count`, in their order, over [`CONNECTIONS`]
/// connections, while photos are being made; `work` takes the instant at which it began.
/// Prints how many photos were made a minute.
pub(crate) fn while_photos_are_made(
    service: &Service,
    picture: &[u8],
    count: usize,
    work: impl Fn(usize, &ureq::Agent, Instant) + Sync,
) {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let begun = Instant::now();
    let made = std::thread::scope(|scope| {
        let uploading = scope.spawn(|| uploads::until(&stop, &service.url, picture));
        let connections: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| {
                    let agent = agent();
                    let mine = || next.fetch_add(1, Ordering::SeqCst);
                    let mut numbers = std::iter::repeat_with(mine);
                    while let Some(n) = numbers.next().filter(|n| *n < count) {
                        work(n, &agent, begun);
                    }
                })
            })
            .collect();
        for connection in connections {
            connection.join().unwrap();
        }
        stop.store(true, Ordering::SeqCst);
        uploading.join().unwrap()
    });
    let rate = made as f64 / begun.elapsed().as_secs_f64() * 60.0;
    table::remark("photos made a minute meanwhile", &format!("{rate:.0}"));
}
