//! The job queue.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{Due, Job, Lane};
use storage::{ClaimedJob, DeadJob, Lease, Queued, StorageError, Transaction};

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

/// The job of this lane taken at `now`.
async fn take_of(write: &mut Box<dyn Transaction>, lane: Lane, now: u64) -> Option<ClaimedJob> {
    let taken = write.take_job(lane, at(now), LEASE).await;
    taken.expect("a job is asked for")
}

/// The job of rows alone taken at `now`.
async fn take(write: &mut Box<dyn Transaction>, now: u64) -> Option<ClaimedJob> {
    take_of(write, Lane::House, now).await
}

/// The run of this job that is the `tries`-th.
fn lease(id: u64, tries: u32) -> Lease {
    Lease { id: job(id), tries }
}

fn claimed(id: u64, job: Job, tries: u32) -> Option<ClaimedJob> {
    Some(ClaimedJob {
        lease: lease(id, tries),
        job,
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
    assert_eq!(take(&mut write, 25).await, claimed(2, lapse(2), 1));
    save(write).await;
    let mut write = writing(&storage).await;
    assert_eq!(take(&mut write, 25).await, claimed(3, lapse(3), 1));
    assert_eq!(take(&mut write, 25).await, None);
    assert_eq!(take(&mut write, 30).await, claimed(1, lapse(1), 1));
    for id in 1..=3 {
        write.job_done(lease(id, 1)).await.expect("it is done");
    }
}

/// A later job replaces a waiting one of the same key.
pub async fn a_key_waits_once(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    enqueue(&mut write, 2, lapse(1), 20).await;
    assert_eq!(take(&mut write, 19).await, None);
    assert_eq!(take(&mut write, 20).await, claimed(2, lapse(1), 1));
    assert_eq!(take(&mut write, 20).await, None);
}

/// A cancelled job is not taken; a running one is not stopped.
pub async fn a_withdrawn_job_is_gone(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    enqueue(&mut write, 2, Job::TrimLog, 10).await;
    write.cancel_job(&lapse(1)).await.expect("it is withdrawn");
    write
        .cancel_job(&lapse(1))
        .await
        .expect("once more does no harm");
    assert_eq!(take(&mut write, 10).await, claimed(2, Job::TrimLog, 1));
    write.cancel_job(&Job::TrimLog).await.expect("it is asked");
    assert_eq!(take(&mut write, 70).await, claimed(2, Job::TrimLog, 2));
}

/// A job whose lease expired is taken by another worker.
pub async fn a_lease_runs_out(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 1));
    assert_eq!(take(&mut write, 69).await, None);
    assert_eq!(take(&mut write, 70).await, claimed(1, lapse(1), 2));
}

/// A failed job is tried again at the given time, or never.
pub async fn a_failed_job_comes_again_or_dies(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 1));
    let again = write
        .job_failed(lease(1, 1), "mail-refused", Some(at(40)))
        .await;
    again.expect("it is put back");
    assert_eq!(take(&mut write, 39).await, None);
    assert_eq!(take(&mut write, 40).await, claimed(1, lapse(1), 2));
    assert_eq!(write.dead_jobs(9).await.expect("a list"), []);
    write
        .job_failed(lease(1, 2), "mail-gone", None)
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
    assert_eq!(take(&mut write, 50).await, claimed(2, lapse(1), 1));
}

/// A job enqueued while one of its key runs is separate; if the running one
/// fails, it is dropped.
pub async fn a_running_job_is_not_replaced(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 1));
    enqueue(&mut write, 2, lapse(1), 30).await;
    enqueue(&mut write, 3, lapse(1), 40).await;
    let failed = write
        .job_failed(lease(1, 1), "mail-refused", Some(at(20)))
        .await;
    failed.expect("it gives way");
    assert_eq!(take(&mut write, 39).await, None);
    assert_eq!(take(&mut write, 40).await, claimed(3, lapse(1), 1));
    write.job_done(lease(3, 1)).await.expect("it is done");
    assert_eq!(take(&mut write, 9_999).await, None);
}

/// Whoever comes late with a job settles nothing, writes nothing and keeps no lease:
/// another has taken it, or it was settled.
pub async fn a_lease_lost_settles_nothing(ground: &impl Ground) {
    let storage = ground.open().await;
    for (what, n) in [("taken by another", 1), ("put back", 2), ("done", 3)] {
        let mut write = writing(&storage).await;
        enqueue(&mut write, n, lapse(n), 10).await;
        assert_eq!(take(&mut write, 10).await, claimed(n, lapse(n), 1));
        write.hold_job(lease(n, 1)).await.expect("it is its own");
        match what {
            "taken by another" => {
                assert_eq!(take(&mut write, 70).await, claimed(n, lapse(n), 2));
            }
            "put back" => {
                let failed = write
                    .job_failed(lease(n, 1), "a-fault", Some(at(500)))
                    .await;
                failed.expect("it is put back");
            }
            _ => write.job_done(lease(n, 1)).await.expect("it is done"),
        }
        save(write).await;
        let again = Some(at(900));
        for late in ["hold", "renew", "done", "failed", "dead"] {
            let mut write = writing(&storage).await;
            let refused = match late {
                "hold" => write.hold_job(lease(n, 1)).await,
                "renew" => write.renew_job(lease(n, 1), at(900)).await,
                "done" => write.job_done(lease(n, 1)).await,
                "failed" => write.job_failed(lease(n, 1), "late", again).await,
                _ => write.job_failed(lease(n, 1), "late", None).await,
            };
            let is_refused = matches!(refused, Err(StorageError::Conflict));
            assert!(is_refused, "{what}, {late}: {refused:?}");
            save(write).await;
        }
        // Even saved, nothing of that was written.
        let mut write = writing(&storage).await;
        match what {
            "done" => assert_eq!(take(&mut write, 9_999).await, None),
            "put back" => {
                assert_eq!(take(&mut write, 499).await, None);
                assert_eq!(take(&mut write, 500).await, claimed(n, lapse(n), 2));
            }
            _ => {}
        }
        assert_eq!(write.dead_jobs(9).await.expect("a list"), []);
        if what != "done" {
            write.job_done(lease(n, 2)).await.expect("it is its own");
        }
        save(write).await;
    }
}

/// A job whose workers die with it is taken again and again, and each time counts;
/// whoever takes it can give it up at once.
pub async fn tries_count_when_taken(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    for tries in 1..=9 {
        let now = 10 + u64::from(tries) * 60;
        assert_eq!(take(&mut write, now).await, claimed(1, lapse(1), tries));
    }
    let given_up = write.job_failed(lease(1, 9), "lease-lost", None).await;
    given_up.expect("it dies");
    assert_eq!(take(&mut write, 99_999).await, None);
    let dead = write.dead_jobs(9).await.expect("a list");
    let [dead] = dead.as_slice() else {
        panic!("{dead:?}")
    };
    assert_eq!((dead.tries, dead.error.as_str()), (9, "lease-lost"));
}

/// A lease that is renewed is kept for as long as that.
pub async fn a_lease_is_renewed(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    enqueue(&mut write, 1, lapse(1), 10).await;
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 1));
    let renewed = write.renew_job(lease(1, 1), at(110)).await;
    renewed.expect("it is its own");
    assert_eq!(take(&mut write, 109).await, None);
    assert_eq!(take(&mut write, 110).await, claimed(1, lapse(1), 2));
}

/// A lane's jobs are taken by its workers alone.
pub async fn lanes_do_not_wait_for_each_other(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (id, job) in [(1, Job::CheckBills), (2, Job::Sweep), (3, Job::TrimLog)] {
        enqueue(&mut write, id, job, 10).await;
    }
    for (lane, id, job) in [
        (Lane::House, 3, Job::TrimLog),
        (Lane::Files, 2, Job::Sweep),
        (Lane::Outside, 1, Job::CheckBills),
    ] {
        assert_eq!(take_of(&mut write, lane, 10).await, claimed(id, job, 1));
        assert_eq!(take_of(&mut write, lane, 10).await, None);
    }
}

/// Whether a key waits, runs or died, the first of these that holds.
pub async fn what_is_queued_is_known(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let queued = async |write: &mut Box<dyn Transaction>| {
        let found = write.queued(&lapse(1)).await;
        found.expect("it is asked")
    };
    assert_eq!(queued(&mut write).await, Queued::Not);
    enqueue(&mut write, 1, lapse(1), 10).await;
    enqueue(&mut write, 2, lapse(2), 99).await;
    assert_eq!(queued(&mut write).await, Queued::Waiting { until: at(10) });
    assert_eq!(take(&mut write, 10).await, claimed(1, lapse(1), 1));
    assert_eq!(queued(&mut write).await, Queued::Running);
    enqueue(&mut write, 3, lapse(1), 20).await;
    assert_eq!(queued(&mut write).await, Queued::Waiting { until: at(20) });
    let died = write.job_failed(lease(1, 1), "a-fault", None).await;
    died.expect("it dies");
    assert_eq!(take(&mut write, 20).await, claimed(3, lapse(1), 1));
    assert_eq!(queued(&mut write).await, Queued::Running);
    let died = write.job_failed(lease(3, 1), "a-fault", None).await;
    died.expect("it dies");
    assert_eq!(queued(&mut write).await, Queued::Dead);
}

/// Workers who take at once each get another job.
pub async fn a_job_is_taken_by_one_of_many(ground: &impl Ground) {
    const WORKERS: u64 = 50;
    let openings = [ground.open().await, ground.open().await];
    let mut write = writing(&openings[0]).await;
    for n in 1..=WORKERS {
        enqueue(&mut write, n, lapse(n), 10).await;
    }
    save(write).await;
    let workers: Vec<_> = (1..=WORKERS)
        .zip(openings.iter().cycle())
        .map(|(_, storage)| {
            let storage = storage.clone();
            tokio::spawn(async move {
                let mut write = writing(&storage).await;
                let taken = take(&mut write, 10).await.expect("there is one for each");
                save(write).await;
                taken.lease.id
            })
        })
        .collect();
    let mut taken = BTreeSet::new();
    for worker in workers {
        taken.insert(worker.await.expect("a worker succeeds"));
    }
    assert_eq!(taken, (1..=WORKERS).map(job).collect());
    let mut write = writing(&openings[0]).await;
    assert_eq!(take(&mut write, 10).await, None);
}

/// Later than any job that is looked for each second.
const FAR: u64 = 100_000;
/// When a job due at [`FAR`] is near.
const NEAR: u64 = FAR - 3_600;

/// How many jobs were moved to those that are looked for.
async fn wind(write: &mut Box<dyn Transaction>, now: u64) -> u64 {
    let moved = write.wind_timers(at(now), 2).await;
    moved.expect("timers are wound")
}

/// Jobs that are due later than in an hour are not looked for until somebody moves them,
/// a few at once, the longest due first.
pub async fn far_jobs_wait_apart(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for id in 1..=3 {
        enqueue(&mut write, id, lapse(id), FAR + id).await;
    }
    assert_eq!(take(&mut write, FAR + 9).await, None);
    let queued = write.queued(&lapse(1)).await.expect("it is asked");
    assert_eq!(queued, Queued::Waiting { until: at(FAR + 1) });
    assert_eq!(wind(&mut write, NEAR).await, 0);
    assert_eq!(wind(&mut write, NEAR + 2).await, 2);
    assert_eq!(wind(&mut write, NEAR + 2).await, 0);
    assert_eq!(take(&mut write, FAR).await, None);
    assert_eq!(take(&mut write, FAR + 3).await, claimed(1, lapse(1), 1));
    assert_eq!(take(&mut write, FAR + 3).await, claimed(2, lapse(2), 1));
    assert_eq!(take(&mut write, FAR + 3).await, None);
    // Long past: no other time is lost than until somebody looks.
    assert_eq!(wind(&mut write, FAR * 2).await, 1);
    assert_eq!(take(&mut write, FAR + 3).await, claimed(3, lapse(3), 1));
}

/// A key waits once, near or far, and what is withdrawn is gone wherever it waited.
pub async fn a_key_waits_once_near_or_far(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let check = async |write: &mut Box<dyn Transaction>, until| {
        let queued = write.queued(&lapse(1)).await.expect("it is asked");
        assert_eq!(queued, Queued::Waiting { until: at(until) });
    };
    for (id, due) in [(1, FAR), (2, 20), (3, FAR + 1), (4, FAR + 2), (5, 30)] {
        enqueue(&mut write, id, lapse(1), due).await;
        check(&mut write, due).await;
    }
    assert_eq!(wind(&mut write, FAR * 2).await, 0);
    assert_eq!(take(&mut write, 30).await, claimed(5, lapse(1), 1));
    assert_eq!(take(&mut write, FAR * 2).await, claimed(5, lapse(1), 2));
    write.job_done(lease(5, 2)).await.expect("it is done");
    for (id, due) in [(6, FAR), (7, 40)] {
        enqueue(&mut write, id, lapse(1), due).await;
        write.cancel_job(&lapse(1)).await.expect("it is withdrawn");
        assert_eq!(wind(&mut write, FAR * 2).await, 0);
        assert_eq!(take(&mut write, FAR * 2).await, None);
    }
    // What failed gives way to a later one that waits far.
    enqueue(&mut write, 8, lapse(1), 50).await;
    assert_eq!(take(&mut write, 50).await, claimed(8, lapse(1), 1));
    enqueue(&mut write, 9, lapse(1), FAR).await;
    let failed = write.job_failed(lease(8, 1), "a-fault", Some(at(60))).await;
    failed.expect("it gives way");
    assert_eq!(take(&mut write, FAR * 2).await, None);
    check(&mut write, FAR).await;
}

/// While some move what falls due, others replace it and withdraw it: each key waits once
/// at the end, and none that was withdrawn.
pub async fn timers_are_wound_side_by_side(ground: &impl Ground) {
    const KEYS: u64 = 40;
    let openings = [ground.open().await, ground.open().await];
    let mut write = writing(&openings[0]).await;
    for n in 1..=KEYS {
        enqueue(&mut write, n, lapse(n), FAR).await;
    }
    save(write).await;
    let winders: Vec<_> = (0..KEYS / 2)
        .zip(openings.iter().cycle())
        .map(|(_, storage)| {
            let storage = storage.clone();
            tokio::spawn(async move {
                let mut write = writing(&storage).await;
                let moved = wind(&mut write, FAR).await;
                save(write).await;
                moved
            })
        })
        .collect();
    let others: Vec<_> = (1..=KEYS)
        .zip(openings.iter().cycle())
        .map(|(n, storage)| {
            let storage = storage.clone();
            tokio::spawn(async move {
                let mut write = writing(&storage).await;
                match n % 4 {
                    0 => write.cancel_job(&lapse(n)).await.expect("it is withdrawn"),
                    1 => enqueue(&mut write, KEYS + n, lapse(n), 10).await,
                    2 => enqueue(&mut write, KEYS + n, lapse(n), FAR * 2).await,
                    _ => return,
                }
                save(write).await;
            })
        })
        .collect();
    for winder in winders {
        winder.await.expect("somebody moves some");
    }
    for other in others {
        other.await.expect("a deed succeeds");
    }
    let mut write = writing(&openings[0]).await;
    while wind(&mut write, FAR * 3).await > 0 {}
    let mut taken = Vec::new();
    while let Some(job) = take(&mut write, FAR * 3).await {
        taken.push(job.lease.id);
    }
    taken.sort_unstable();
    let kept = |n: &u64| !n.is_multiple_of(4);
    let expected = (1..=KEYS).filter(kept).map(|n| match n % 4 {
        3 => job(n),
        _ => job(KEYS + n),
    });
    let mut expected: Vec<_> = expected.collect();
    expected.sort_unstable();
    assert_eq!(taken, expected);
}
