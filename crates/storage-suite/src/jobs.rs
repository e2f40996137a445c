//! The job queue.

use std::time::Duration;

use domain::{Due, Job};
use storage::{ClaimedJob, DeadJob, Transaction};

use crate::Ground;
use crate::fixtures::{at, job, order};
use crate::{save, writing};

const LEASE: Duration = Duration::from_secs(60);

fn lapse(n: u64) -> Job {
    Job::LapseDraft { order: order(n).id }
}

async fn enqueue(write: &mut Box<dyn Transaction>, id: u64, job_of: Job, due: u64) {
    let due = Due {
        job: job_of,
        at: at(due),
    };
    write
        .enqueue(job(id), &due)
        .await
        .expect("a job is enqueued");
}

/// The job taken at `now`.
async fn take(write: &mut Box<dyn Transaction>, now: u64) -> Option<ClaimedJob> {
    write
        .take_job(at(now), LEASE)
        .await
        .expect("a job is asked for")
}

fn claimed(id: u64, job_of: Job, tries: u32) -> Option<ClaimedJob> {
    Some(ClaimedJob {
        id: job(id),
        job: job_of,
        tries,
    })
}

/// Jobs are taken once due, the longest due first.
pub async fn jobs_come_when_due(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (id, due) in [(1, 30), (2, 10), (3, 20)] {
        enqueue(&mut write, id, lapse(id), due).await;
    }
    assert_eq!(take(&mut write, 9).await, None);
    assert_eq!(take(&mut write, 25).await, claimed(2, lapse(2), 0));
    save(write).await;
    let mut write = writing(&storage).await;
    assert_eq!(take(&mut write, 25).await, claimed(3, lapse(3), 0));
    assert_eq!(take(&mut write, 25).await, None);
    assert_eq!(take(&mut write, 30).await, claimed(1, lapse(1), 0));
    for id in 1..=3 {
        write.job_done(job(id)).await.expect("it is done");
    }
}

/// A later job replaces a waiting one of the same key.
pub async fn a_key_waits_once(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    enqueue(&mut write, 2, lapse(1), 20).await;
    assert_eq!(take(&mut write, 19).await, None);
    assert_eq!(take(&mut write, 20).await, claimed(2, lapse(1), 0));
    assert_eq!(take(&mut write, 20).await, None);
}

/// A cancelled job is not taken; a running one is not stopped.
pub async fn a_withdrawn_job_is_gone(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    enqueue(&mut write, 2, Job::Sweep, 10).await;
    write.cancel_job(&lapse(1)).await.expect("it is withdrawn");
    write
        .cancel_job(&lapse(1))
        .await
        .expect("once more does no harm");
    assert_eq!(take(&mut write, 10).await, claimed(2, Job::Sweep, 0));
    write.cancel_job(&Job::Sweep).await.expect("it is asked");
    assert_eq!(take(&mut write, 70).await, claimed(2, Job::Sweep, 1));
}

/// A job whose lease expired is taken by another worker.
pub async fn a_lease_runs_out(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 0));
    assert_eq!(take(&mut write, 69).await, None);
    assert_eq!(take(&mut write, 70).await, claimed(1, lapse(1), 1));
}

/// A failed job is tried again at the given time, or never.
pub async fn a_failed_job_comes_again_or_dies(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 0));
    let again = write.job_failed(job(1), "mail-refused", Some(at(40))).await;
    again.expect("it is put back");
    assert_eq!(take(&mut write, 39).await, None);
    assert_eq!(take(&mut write, 40).await, claimed(1, lapse(1), 1));
    assert_eq!(write.dead_jobs(9).await.expect("a list"), []);
    write
        .job_failed(job(1), "mail-gone", None)
        .await
        .expect("it dies");
    assert_eq!(take(&mut write, 9_999).await, None);
    let dead = DeadJob {
        id: job(1),
        job: lapse(1),
        tries: 2,
        error: "mail-gone".to_owned(),
    };
    assert_eq!(write.dead_jobs(9).await.expect("a list"), [dead]);
    // Dead jobs do not block their key.
    enqueue(&mut write, 2, lapse(1), 50).await;
    assert_eq!(take(&mut write, 50).await, claimed(2, lapse(1), 0));
}

/// A job enqueued while one of its key runs is separate; if the running one
/// fails, it is dropped.
pub async fn a_running_job_is_not_replaced(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 0));
    enqueue(&mut write, 2, lapse(1), 30).await;
    enqueue(&mut write, 3, lapse(1), 40).await;
    let failed = write.job_failed(job(1), "mail-refused", Some(at(20))).await;
    failed.expect("it gives way");
    assert_eq!(take(&mut write, 39).await, None);
    assert_eq!(take(&mut write, 40).await, claimed(3, lapse(1), 0));
    write.job_done(job(3)).await.expect("it is done");
    assert_eq!(take(&mut write, 9_999).await, None);
}
