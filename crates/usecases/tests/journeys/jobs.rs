//! The workers of background jobs: what a late one does, what is done once, what is given
//! up, and who waits for whom.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::log::{LogAction, LogEntry};
use domain::timestamp::{days, minutes};
use domain::{
    Due, Job, JobId, Lane, NoticeChannel, Occasion, Order, OrderNumber, Status, Timestamp,
};
use notices::{Channel, Notice, SendError, Sent};
use storage::{
    DeadJob, Derive, LogFilter, Purged, Queued, Rewrap, Rotated, Storage, StorageError, Stretch,
    Transaction,
};
use storage_sqlite::SqliteStorage;
use tokio::sync::{Notify, watch};
use usecases::{App, AppParts, Clock, ManualClock, applicant, jobs};

use crate::service::{died, identity_card, lenient};

const DEVICE: &str = "a device";

/// What happens to a job while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    None,
    /// Another worker takes it before it writes.
    Taken(Job),
    /// The database cannot be reached any more once it wrote.
    CutOff(Job),
}

/// A database under which that happens.
struct Fated {
    inner: Arc<SqliteStorage>,
    fate: Mutex<Fate>,
    clock: Arc<ManualClock>,
    /// Write transactions that began while the job ran.
    begun: Mutex<u32>,
}

impl Fated {
    fn set(&self, fate: Fate) {
        *self.fate.lock().unwrap() = fate;
        *self.begun.lock().unwrap() = 0;
    }
}

#[async_trait]
impl Storage for Fated {
    async fn read(&self) -> Result<Box<dyn Transaction>, StorageError> {
        self.inner.read().await
    }

    async fn write(&self) -> Result<Box<dyn Transaction>, StorageError> {
        let fate = *self.fate.lock().unwrap();
        if let Fate::Taken(job) | Fate::CutOff(job) = fate
            && queued(&self.inner, &job).await == Queued::Running
        {
            let nth = {
                let mut begun = self.begun.lock().unwrap();
                *begun += 1;
                *begun
            };
            match fate {
                Fate::Taken(_) if nth == 1 => rob(&self.inner, &self.clock, job).await,
                Fate::CutOff(_) if nth > 1 => return Err(StorageError::Unavailable("cut".into())),
                _ => {}
            }
        }
        self.inner.write().await
    }

    async fn purge(&self) -> Result<Purged, StorageError> {
        self.inner.purge().await
    }

    async fn rotate_sealing(
        &self,
        derive: Derive<'_>,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError> {
        self.inner.rotate_sealing(derive, rewrap, entry).await
    }

    fn hold_keys(&self, ids: Vec<String>) {
        self.inner.hold_keys(ids);
    }

    async fn rewrap_orders(
        &self,
        after: &str,
        rewrap: &mut dyn Rewrap,
    ) -> Result<Stretch, StorageError> {
        self.inner.rewrap_orders(after, rewrap).await
    }

    async fn end_key_change(
        &self,
        since: &str,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError> {
        self.inner.end_key_change(since, rewrap, entry).await
    }
}

/// Another worker takes the job, whose lease is over by its clock.
async fn rob(storage: &SqliteStorage, clock: &ManualClock, job: Job) {
    let mut tx = storage.write().await.unwrap();
    let (later, lease) = (clock.now().plus(minutes(3)), minutes(2));
    let taken = tx.take_job(job.lane(), later, lease).await.unwrap();
    let taken = taken.unwrap();
    assert_eq!((taken.job, taken.lease.tries), (job, 2));
    tx.save().await.unwrap();
}

async fn queued(storage: &SqliteStorage, job: &Job) -> Queued {
    storage.read().await.unwrap().queued(job).await.unwrap()
}

struct House {
    app: App,
    clock: Arc<ManualClock>,
    storage: Arc<SqliteStorage>,
    fated: Arc<Fated>,
}

impl House {
    async fn new(channels: Vec<Arc<dyn Channel>>) -> Self {
        Self::over(
            Arc::new(SqliteStorage::temporary().await.unwrap()),
            channels,
        )
    }

    fn over(storage: Arc<SqliteStorage>, channels: Vec<Arc<dyn Channel>>) -> Self {
        let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
        let fated = Arc::new(Fated {
            inner: storage.clone(),
            fate: Mutex::new(Fate::None),
            clock: clock.clone(),
            begun: Mutex::default(),
        });
        let (parts, _) = usecases::testing::parts(fated.clone(), lenient());
        let app = App::new(AppParts {
            channels,
            clock: clock.clone(),
            ..parts
        });
        Self {
            app,
            clock,
            storage,
            fated,
        }
    }

    async fn begun(&self) -> OrderNumber {
        let device = self.app.digest_device(DEVICE);
        let own = applicant::begin(&self.app, device, identity_card()).await;
        own.unwrap().number()
    }

    async fn order(&self, number: OrderNumber) -> Order {
        let mut tx = self.storage.read().await.unwrap();
        tx.order_by_number(number).await.unwrap().unwrap()
    }

    async fn enqueue(&self, job: Job) {
        let now = self.app.now();
        let mut tx = self.storage.write().await.unwrap();
        let id = JobId::new(now, &mut *self.app.randomness());
        tx.enqueue(id, &Due { job, at: now }).await.unwrap();
        tx.save().await.unwrap();
    }

    /// How often the log says this.
    async fn logged(&self, action: LogAction) -> usize {
        let mut tx = self.storage.read().await.unwrap();
        let actions = Some(vec![action]);
        let filter = LogFilter {
            actions,
            ..LogFilter::default()
        };
        tx.log_newest(&filter, 99).await.unwrap().len()
    }

    async fn dead(&self) -> Vec<DeadJob> {
        let mut tx = self.storage.read().await.unwrap();
        tx.dead_jobs(9).await.unwrap()
    }

    /// An order with the job due that does this.
    async fn with_due(&self, what: LogAction) -> Job {
        let number = self.begun().await;
        let order = self.order(number).await.id;
        if what == LogAction::Lapsed {
            self.clock.advance(domain::retention::DRAFT);
            return Job::LapseDraft { order };
        }
        let device = self.app.digest_device(DEVICE);
        let shown = applicant::Credentials {
            device: Some(device),
            wechat: None,
            wechat_union: None,
            grants: Vec::new(),
        };
        let own = applicant::open(&self.app, number, &shown).await.unwrap();
        applicant::cancel(&self.app, &own.unwrap()).await.unwrap();
        self.clock.advance(domain::retention::ENDED);
        Job::EraseOrder { order }
    }
}

/// A worker whose job another has taken writes nothing, and settles nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_worker_changes_nothing() {
    for what in [LogAction::Lapsed, LogAction::Erased] {
        let house = House::new(Vec::new()).await;
        let job = house.with_due(what).await;
        house.fated.set(Fate::Taken(job));
        jobs::run_due(&house.app).await.unwrap();
        assert_eq!(house.logged(what).await, 0, "{what:?}");
        assert_eq!(queued(&house.storage, &job).await, Queued::Running);
        assert_eq!(house.dead().await, [], "{what:?}");
        // Whoever took it stopped: it is run again, once.
        house.fated.set(Fate::None);
        house.clock.advance(minutes(5));
        jobs::run_due(&house.app).await.unwrap();
        assert_eq!(house.logged(what).await, 1, "{what:?}");
        assert_eq!(queued(&house.storage, &job).await, Queued::Not);
    }
}

/// So too in each of several transactions, before its last.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_worker_changes_nothing_on_its_way() {
    let house = House::new(Vec::new()).await;
    let lapse = house.with_due(LogAction::Lapsed).await;
    let mut tx = house.storage.write().await.unwrap();
    tx.cancel_job(&lapse).await.unwrap();
    tx.save().await.unwrap();
    house.enqueue(Job::HoldToTerms).await;
    house.fated.set(Fate::Taken(Job::HoldToTerms));
    jobs::run_due(&house.app).await.unwrap();
    assert_eq!(queued(&house.storage, &lapse).await, Queued::Not);
    assert_eq!(house.logged(LogAction::Lapsed).await, 0);
    house.fated.set(Fate::None);
    house.clock.advance(minutes(5));
    jobs::run_due(&house.app).await.unwrap();
    assert_eq!(house.logged(LogAction::Lapsed).await, 1);
}

/// What a job does in the database and that it is done are one: a worker that is cut off
/// right afterwards leaves nothing to do again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_settled() {
    for what in [LogAction::Lapsed, LogAction::Erased] {
        let house = House::new(Vec::new()).await;
        let job = house.with_due(what).await;
        house.fated.set(Fate::CutOff(job));
        let _cut_off = jobs::run_due(&house.app).await;
        assert_eq!(house.logged(what).await, 1, "{what:?}");
        assert_eq!(queued(&house.storage, &job).await, Queued::Not, "{what:?}");
    }
}

/// A job each of whose runs ended with its process is given up before it ends another. One
/// that is never given up is tried again the next day.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_ends_its_worker_is_given_up() {
    for (runs, is_run) in [(7, true), (8, false)] {
        let house = House::new(Vec::new()).await;
        let number = house.begun().await;
        let order = house.order(number).await.id;
        house.clock.advance(domain::retention::DRAFT);
        house.enqueue(Job::TrimLog).await;
        let lapse = Job::LapseDraft { order };
        for _ in 0..runs {
            let mut tx = house.storage.write().await.unwrap();
            tx.wind_timers(house.app.now(), 9).await.unwrap();
            for _ in [lapse, Job::TrimLog] {
                let taken = tx.take_job(Lane::House, house.app.now(), minutes(2)).await;
                assert!(taken.unwrap().is_some());
            }
            tx.save().await.unwrap();
            house.clock.advance(minutes(2));
        }
        jobs::run_due(&house.app).await.unwrap();
        let status = house.order(number).await.status(house.app.now());
        assert_eq!(status == Status::Lapsed, is_run, "{runs} runs");
        let mut dead: Vec<_> = house.dead().await.into_iter().collect();
        dead.sort_by_key(|dead| dead.job.code());
        let dead: Vec<_> = dead
            .iter()
            .map(|dead| (dead.job, dead.tries, dead.error.as_str()))
            .collect();
        let expected = [(lapse, 9, "lease-lost"), (Job::TrimLog, 9, "lease-lost")];
        assert_eq!(dead, if is_run { &[][..] } else { &expected });
        let tomorrow = house.app.now().plus(days(1));
        assert_eq!(
            queued(&house.storage, &Job::TrimLog).await,
            Queued::Waiting { until: tomorrow },
            "{runs} runs"
        );
    }
}

/// A channel that is as slow as it is told to be.
#[derive(Default)]
struct Slow {
    begun: Notify,
    released: Notify,
}

#[async_trait]
impl Channel for Slow {
    fn name(&self) -> &'static str {
        NoticeChannel::WebHook.code()
    }

    async fn send(&self, _: &Notice, _: i64) -> Result<Sent, SendError> {
        self.begun.notify_one();
        self.released.notified().await;
        Ok(Sent { status: 200 })
    }
}

async fn tell(house: &House, number: OrderNumber) -> Job {
    let job = Job::Tell {
        order: house.order(number).await.id,
        occasion: Occasion::Submitted,
        way: NoticeChannel::WebHook,
        noted_at: house.app.now(),
    };
    house.enqueue(job).await;
    job
}

/// A service that does not answer holds up nothing but calls to services.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_call_holds_up_no_order() {
    const PATIENCE: Duration = Duration::from_secs(60);

    let slow = Arc::new(Slow::default());
    let house = House::new(vec![slow.clone()]).await;
    let number = house.begun().await;
    tell(&house, number).await;
    let mut changes = house.app.changes();
    let (stop, stopped) = watch::channel(());
    let app = house.app.clone();
    let working = tokio::spawn(async move {
        let stopped = || {
            let mut stopped = stopped.clone();
            async move { while stopped.changed().await.is_ok() {} }
        };
        jobs::keep_working(&app, stopped).await;
    });
    let called = tokio::time::timeout(PATIENCE, slow.begun.notified());
    called.await.expect("the call is made");
    house.clock.advance(domain::retention::DRAFT);
    let changed = tokio::time::timeout(PATIENCE, changes.recv()).await;
    let changed = changed.expect("the draft lapses meanwhile").unwrap();
    assert_eq!(changed, house.order(number).await.id);
    slow.released.notify_one();
    drop(stop);
    let ended = tokio::time::timeout(PATIENCE, working).await;
    ended.expect("the workers end").unwrap();
}

/// A channel whose calls take so long that another worker takes over.
struct TooSlow {
    storage: Arc<SqliteStorage>,
    clock: Arc<ManualClock>,
    job: Mutex<Option<Job>>,
    sent: Mutex<Vec<String>>,
}

#[async_trait]
impl Channel for TooSlow {
    fn name(&self) -> &'static str {
        NoticeChannel::WebHook.code()
    }

    async fn send(&self, notice: &Notice, _: i64) -> Result<Sent, SendError> {
        self.sent.lock().unwrap().push(notice.id.clone());
        let job = self.job.lock().unwrap().take();
        if let Some(job) = job {
            rob(&self.storage, &self.clock, job).await;
        }
        Ok(Sent { status: 200 })
    }
}

/// A call whose worker lost its lease is made again, under the same number.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_made_at_least_once_under_one_number() {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let channel = Arc::new(TooSlow {
        storage: storage.clone(),
        clock: Arc::new(ManualClock::at(usecases::testing::MORNING)),
        job: Mutex::default(),
        sent: Mutex::default(),
    });
    let house = House::over(storage, vec![channel.clone()]);
    let number = house.begun().await;
    let job = tell(&house, number).await;
    *channel.job.lock().unwrap() = Some(job);
    jobs::run_due(&house.app).await.unwrap();
    assert_eq!(queued(&house.storage, &job).await, Queued::Running);
    house.clock.advance(minutes(5));
    jobs::run_due(&house.app).await.unwrap();
    assert_eq!(queued(&house.storage, &job).await, Queued::Not);
    let sent = channel.sent.lock().unwrap().clone();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1]);
}

/// Neither a start nor another process shifts the daily jobs. Those that died are planned
/// anew, and those that a wrong clock planned.
#[tokio::test(flavor = "multi_thread")]
async fn a_start_leaves_the_daily_jobs_where_they_are() {
    let house = House::new(Vec::new()).await;
    let daily = [Job::AttestLog, Job::TrimLog, Job::HoldToTerms, Job::Scrub];
    let times = async || {
        let mut times = Vec::new();
        for job in daily {
            let Queued::Waiting { until } = queued(&house.storage, &job).await else {
                panic!("{} does not wait", job.code());
            };
            times.push(until);
        }
        times
    };
    let tomorrow = |house: &House| vec![house.app.now().plus(days(1)); daily.len()];
    jobs::work(&house.app, async {}).await;
    let first = times().await;
    assert_eq!(first, tomorrow(&house));
    house.clock.advance(minutes(60));
    jobs::work(&house.app, async {}).await;
    assert_eq!(times().await, first, "once more started");
    // One is running in another process.
    house.clock.set(first[0]);
    let mut tx = house.storage.write().await.unwrap();
    tx.wind_timers(first[0], 99).await.unwrap();
    let taken = tx
        .take_job(Lane::Files, first[0], minutes(2))
        .await
        .unwrap();
    let running = taken.unwrap().job;
    tx.save().await.unwrap();
    jobs::work(&house.app, async {}).await;
    assert_eq!(queued(&house.storage, &running).await, Queued::Running);
    house.clock.advance(minutes(2));
    jobs::run_due(&house.app).await.unwrap();
    let mut tx = house.storage.write().await.unwrap();
    let id = JobId::new(Timestamp(0), &mut *house.app.randomness());
    died(&mut *tx, id, Job::TrimLog).await;
    tx.save().await.unwrap();
    assert_eq!(queued(&house.storage, &Job::TrimLog).await, Queued::Dead);
    jobs::work(&house.app, async {}).await;
    assert!(queued(&house.storage, &Job::TrimLog).await.waits(), "died");
    // As by a clock that was years ahead.
    house.clock.advance(days(365 * 100));
    jobs::work(&house.app, async {}).await;
    house.clock.set(first[0].plus(days(3)));
    jobs::work(&house.app, async {}).await;
    assert_eq!(times().await, tomorrow(&house), "set right");
}
