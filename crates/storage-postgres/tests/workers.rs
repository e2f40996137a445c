//! Many workers over many jobs, some of which come back after their lease: each effect is
//! there once.

mod database;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::log::{LogAction, LogEntry};
use domain::{Actor, Due, Job, Timestamp};
use sqlx::Connection as _;
use storage::{ClaimedJob, Storage, StorageError};
use storage_suite::fixtures::{at, job, order};
use tokio::sync::Barrier;

use database::Database;

const WORKERS: usize = 50;
/// When all are due, put in the line, and taken: those whose lease ended are taken before
/// others.
const DUE: u64 = 1_000_000;
/// One of so many takes a lease that ends at once.
const LATE: u64 = 10;

/// How many jobs; `HUIZHI_FAULT_JOBS` for more.
fn jobs() -> u64 {
    let asked = std::env::var("HUIZHI_FAULT_JOBS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(1_000)
}

/// What came of the workers' runs.
#[derive(Debug, Default)]
struct Counts {
    taken: AtomicU64,
    late: AtomicU64,
    fenced: AtomicU64,
    again: AtomicU64,
}

/// Does what the job is for, and settles it, in one transaction.
async fn carry_out(storage: &dyn Storage, taken: &ClaimedJob) -> Result<(), StorageError> {
    let mut tx = storage.write().await?;
    tx.hold_job(taken.lease).await?;
    tx.append_log(&LogEntry {
        at: at(1),
        by: Actor::System,
        action: LogAction::PhotoSeen,
        subject: taken.lease.id.to_string(),
        detail: String::new(),
    })
    .await?;
    tx.job_done(taken.lease).await?;
    tx.save().await
}

async fn take(
    storage: &dyn Storage,
    now: Timestamp,
    lease: Duration,
) -> Result<Option<ClaimedJob>, StorageError> {
    let mut tx = storage.write().await?;
    let lane = Job::LapseDraft { order: order(1).id }.lane();
    let taken = tx.take_job(lane, now, lease).await?;
    tx.save().await?;
    Ok(taken)
}

async fn work(storage: Arc<dyn Storage>, n: u64, counts: Arc<Counts>, all: Arc<Barrier>) {
    const LEASE: Duration = Duration::from_secs(120);
    let now = at(DUE);
    all.wait().await;
    loop {
        let turn = counts.taken.load(Ordering::Relaxed);
        let is_late = (turn + n).is_multiple_of(LATE);
        let lease = if is_late { Duration::ZERO } else { LEASE };
        let taken = match take(&*storage, now, lease).await {
            Ok(Some(taken)) => taken,
            Ok(None) => return,
            Err(error) => {
                assert_eq!(error.code(), "storage-again");
                counts.again.fetch_add(1, Ordering::Relaxed);
                continue;
            }
        };
        counts.taken.fetch_add(1, Ordering::Relaxed);
        if is_late {
            counts.late.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        loop {
            match carry_out(&*storage, &taken).await {
                Ok(()) => break,
                Err(StorageError::Conflict) => {
                    assert!(is_late, "nobody else takes a job that is leased");
                    counts.fenced.fetch_add(1, Ordering::Relaxed);
                    break;
                }
                Err(error) => {
                    assert_eq!(error.code(), "storage-again");
                    counts.again.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
#[expect(clippy::print_stdout, reason = "the counts are what the run is for")]
async fn each_effect_is_there_once() {
    let database = Database::new();
    let storage: Arc<dyn Storage> = Arc::new(database.storage().await);
    let mut tx = storage.write().await.expect("a transaction begins");
    for n in 1..=jobs() {
        let order = order(n).id;
        let due = Due {
            job: Job::LapseDraft { order },
            at: at(DUE),
        };
        tx.enqueue(job(DUE + n), &due)
            .await
            .expect("a job is enqueued");
    }
    tx.save().await.expect("the jobs are saved");
    let (counts, all) = (Arc::<Counts>::default(), Arc::new(Barrier::new(WORKERS)));
    let workers: Vec<_> = (0..WORKERS as u64)
        .map(|n| {
            let (storage, counts, all) =
                (Arc::clone(&storage), Arc::clone(&counts), Arc::clone(&all));
            tokio::spawn(work(storage, n, counts, all))
        })
        .collect();
    for worker in workers {
        worker.await.expect("a worker ends");
    }
    let looked = sqlx::PgConnection::connect(database.url().await).await;
    let mut looked = looked.expect("the database is reached");
    let rows = sqlx::query_as::<_, (String,)>("SELECT subject FROM log_inbox");
    let effects = rows.fetch_all(&mut looked).await.expect("effects");
    let distinct: BTreeSet<_> = effects.iter().map(|(subject,)| subject).collect();
    let left = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM jobs");
    let left = left.fetch_one(&mut looked).await.expect("a count");
    println!("{} effects, {counts:?}", effects.len());
    assert_eq!(
        (effects.len(), distinct.len(), left),
        (jobs() as usize, jobs() as usize, 0)
    );
    assert!(
        counts.fenced.load(Ordering::Relaxed) > 0,
        "some came back late"
    );
}
