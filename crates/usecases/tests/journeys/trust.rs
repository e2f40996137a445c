//! What somebody finds who reads the files of an installation, and what is noticed
//! when somebody writes to them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::ANYBODY;
use crate::service::{
    Service, approved, drafted, hired, lenient, picture, ruling, service, staffed, waiting,
};
use blobs::BlobStore;
use domain::log::LogKey;
use domain::staff::Role;
use domain::timestamp::days;
use domain::{Job, Lane, Timestamp, Verdict};
use storage::Storage;
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};
use usecases::applicant::{self, OwnOrder};
use usecases::counter::{self, Person, PhotoPurpose, Window};
use usecases::inspector::Ruling;
use usecases::{
    App, AppParts, ClockState, ManualClock, Permit, checkpoints, clock_watch, damage, inspector,
    jobs, operator,
};

const DEVICE: &str = "a device";

/// A service whose files lie in `folder`, with a clock that is watched.
pub(crate) async fn in_folder(
    folder: &Path,
    clock: &Arc<ManualClock>,
) -> (App, Arc<SqliteStorage>) {
    let keys = SealKeys::new([0; 32], LogKey::from_bytes([0; 32]));
    let storage = SqliteStorage::open(&folder.join("huizhi.db"), keys, Unsealed::Adopt).await;
    let storage = Arc::new(storage.unwrap());
    let catalogue = lenient();
    let (parts, _) = usecases::testing::parts(storage.clone(), catalogue);
    let app = App::new(AppParts {
        blobs: BlobStore::in_folder(&folder.join("blobs")).unwrap(),
        clock: clock.clone(),
        ..parts
    });
    (app, storage)
}

/// The same as a service of the other journeys, in files.
async fn in_files(folder: &Path) -> Service {
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let (app, storage) = in_folder(folder, &clock).await;
    staffed(app, clock, storage).await
}

/// Whether any file under `folder` holds these bytes.
pub(crate) fn anywhere(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return anywhere(&path, bytes);
        }
        let content = std::fs::read(&path).unwrap_or_default();
        content.windows(bytes.len()).any(|part| part == bytes)
    })
}

/// What must be gone with an order, as it stands in the files.
async fn traces(service: &Service, own: &OwnOrder) -> Vec<(&'static str, Vec<u8>)> {
    let order = service.order(own).await;
    let mut tx = service.storage.read().await.unwrap();
    let attempt = tx.attempt(order.attempt.unwrap()).await.unwrap().unwrap();
    let report = tx.report(attempt.id).await.unwrap().unwrap();
    let mut traces = vec![
        ("wrapped key", order.key.unwrap().0),
        ("sealed details", order.applicant.unwrap().0),
        ("phone digest", order.phone.unwrap().0.to_vec()),
        ("identity digest", order.identity.unwrap().0.to_vec()),
        ("device digest", order.device.unwrap().0.to_vec()),
        ("sealed report", report.0[..64].to_vec()),
        (
            "photo hash",
            attempt.photo_hash.unwrap().to_string().into_bytes(),
        ),
    ];
    if let Some(receipt) = tx.receipt_of_order(order.id).await.unwrap() {
        traces.push(("name digest", receipt.name.unwrap().0.to_vec()));
        traces.push(("code", receipt.token.into_bytes()));
    }
    traces
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_in_no_file() {
    // With an original, and with a receipt.
    for stage in [Stage::Waiting, Stage::Approved] {
        erased_in(stage).await;
    }
}

#[derive(Clone, Copy)]
enum Stage {
    Waiting,
    Approved,
}

async fn erased_in(stage: Stage) {
    let folder = tempfile::tempdir().unwrap();
    let service = in_files(folder.path()).await;
    let left = |traces: &[(&'static str, Vec<u8>)]| {
        let found = traces
            .iter()
            .filter(|(_, bytes)| anywhere(folder.path(), bytes));
        found.map(|(name, _)| *name).collect::<Vec<_>>()
    };
    let own = match stage {
        Stage::Waiting => waiting(&service, DEVICE).await,
        Stage::Approved => approved(&service, DEVICE).await,
    };
    for n in 0..20 {
        let purpose = crate::service::identity_card();
        let device = service.app.digest_device(&format!("device {n}"));
        applicant::begin(&service.app, device, purpose)
            .await
            .unwrap();
    }
    let before = traces(&service, &own).await;
    assert_eq!(left(&before).len(), before.len(), "all of it is there");
    applicant::erase(&service.app, &own).await.unwrap();
    // At once, while the service runs.
    assert_eq!(left(&before), Vec::<&str>::new());
    service.storage.close().await;
    assert_eq!(left(&before), Vec::<&str>::new());
}

/// A reader that holds an erasure up is waited for: the job repeats it.
#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_is_held_up_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let service = in_files(folder.path()).await;
    let own = waiting(&service, DEVICE).await;
    let before = traces(&service, &own).await;
    let there = || {
        before
            .iter()
            .any(|(_, bytes)| anywhere(folder.path(), bytes))
    };
    let reader = service.storage.read().await.unwrap();
    applicant::erase(&service.app, &own).await.unwrap();
    assert!(there(), "the reader still sees it");
    jobs::run_due(&service.app).await.unwrap();
    assert!(there());
    drop(reader);
    service.clock.advance(Duration::from_secs(10));
    jobs::run_due(&service.app).await.unwrap();
    assert!(!there());
    let mut tx = service.storage.write().await.unwrap();
    let later = service.app.now().plus(days(1));
    tx.wind_timers(later, 999).await.unwrap();
    while let Some(taken) = tx.take_job(Lane::Files, later, days(9)).await.unwrap() {
        assert_ne!(taken.job, Job::Purge, "it is done");
    }
}

/// With the photo, its hash goes; whose receipt it was stays for a while.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_outlives_its_photo_without_its_hash() {
    let service = service().await;
    let own = approved(&service, DEVICE).await;
    let order = service.order(&own).await.id;
    service.clock.advance(days(182));
    jobs::run_due(&service.app).await.unwrap();
    let mut tx = service.storage.read().await.unwrap();
    let receipt = tx.receipt_of_order(order).await.unwrap().unwrap();
    assert!(receipt.identity.is_some() && receipt.name.is_some());
    assert_eq!((receipt.photo_hash, receipt.token.as_str()), (None, ""));
    for attempt in tx.attempts_of(order).await.unwrap() {
        assert_eq!(attempt.photo_hash, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let service = in_files(folder.path()).await;
    let own = waiting(&service, DEVICE).await;
    let note = ruling(Verdict::Rejected).note;
    inspector::take(&service.app, &service.reviewer, own.number())
        .await
        .unwrap();
    // What nobody sees of it is left out.
    let typed = Ruling {
        note: format!("{note}\u{202e}\u{1b}"),
        ..ruling(Verdict::Rejected)
    };
    inspector::decide(&service.app, &service.reviewer, own.number(), typed)
        .await
        .unwrap();
    service.clock.advance(Duration::from_secs(11));
    assert!(!anywhere(folder.path(), note.as_bytes()));
    let own = service.opened(own.number(), DEVICE).await.unwrap();
    let shown = applicant::show(&service.app, &own).await.unwrap();
    assert_eq!(shown.rejection.unwrap().note, note);
}

/// A start with a wrong clock deletes nothing, however often the jobs are run.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_deletes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::watched(usecases::testing::MORNING));
    let (app, storage) = in_folder(folder.path(), &clock).await;
    hired(&app, "Li", Role::Inspector).await;
    let device = app.digest_device(DEVICE);
    let own = applicant::begin(&app, device, crate::service::identity_card());
    let number = own.await.unwrap().number();
    jobs::work(&app, async {}).await;
    let count = async || {
        let mut tx = storage.read().await.unwrap();
        let order = tx.order_by_number(number).await.unwrap().unwrap();
        (
            tx.log_after(0, 100).await.unwrap().len(),
            order.key.is_some(),
        )
    };
    let before = count().await;
    let jumped = |state: ClockState| matches!(state, ClockState::Jumped { .. });
    let at = clock_at(&clock);
    for (later, expected) in [
        // A day off, or a clock set right, is no jump.
        (Duration::from_secs(60), false),
        // The year 2200, and a clock whose battery is empty.
        (days(173 * 365), true),
        (days(2), true),
    ] {
        clock.set(at.plus(later));
        jobs::work(&app, async {}).await;
        assert_eq!(jumped(app.health().found().clock), expected, "{later:?}");
        assert_eq!(count().await, before, "{later:?}");
    }
    clock.set(at.minus(days(400)));
    jobs::work(&app, async {}).await;
    assert!(jumped(app.health().found().clock), "back");
    assert_eq!(count().await, before, "back");
    // Set right, it goes on without anybody.
    clock.set(at.plus(Duration::from_secs(120)));
    jobs::work(&app, async {}).await;
    assert!(!jumped(app.health().found().clock));
    // Confirmed, what is over is deleted.
    clock.set(at.plus(days(3)));
    jobs::work(&app, async {}).await;
    assert_eq!(count().await, before);
    clock_watch::confirm(&app).await.unwrap();
    jobs::work(&app, async {}).await;
    assert!(!count().await.1, "the draft has lapsed");
}

fn clock_at(clock: &ManualClock) -> domain::Timestamp {
    usecases::Clock::now(clock)
}

/// A photo that is missing or damaged is told at the counter, and its receipt is
/// neither called valid nor used up.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_without_its_photo_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let service = in_files(folder.path()).await;
    let app = &service.app;
    let own = approved(&service, DEVICE).await;
    let receipt = usecases::receipts::of(app, &own).await.unwrap().unwrap();
    let me = hired(app, "wang", Role::Clerk).await;
    let clerk = me.permit().unwrap();
    let (window, number) = (Window::default(), receipt.number.grouped());
    let person = Person::typed("11010519491231002x");
    let look = || counter::look_up(app, &clerk, &window, &number, &person);
    look().await.unwrap();
    let mut tx = service.storage.read().await.unwrap();
    let blob = tx.attempt(receipt.attempt).await.unwrap().unwrap().photo;
    drop(tx);
    let path = folder.path().join("blobs").join(blob.unwrap().0);
    let good = std::fs::read(&path).unwrap();
    let consumer = me.permit().unwrap();
    let mut changed = good.clone();
    changed[100] ^= 1;
    for bad in [None, Some(&good[..good.len() / 2]), Some(&changed[..])] {
        let ticket = look().await.unwrap().ticket.unwrap();
        let use_up = || counter::use_up(app, &clerk, &consumer, &window, &ticket);
        match bad {
            None => std::fs::remove_file(&path).unwrap(),
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
        }
        assert_eq!(look().await.unwrap_err().code(), "receipt-photo-lost");
        assert_eq!(use_up().await.unwrap_err().code(), "receipt-photo-lost");
        let photo = counter::photo(app, &clerk, &ticket, PhotoPurpose::Compare).await;
        assert_eq!(photo.unwrap_err().code(), "receipt-photo-lost");
        // It is found before anybody comes with it.
        service.clock.advance(days(1));
        jobs::work(app, async {}).await;
        assert_eq!(app.health().found().damaged, 1);
        let found = damage::examine(app, damage::Extent::All).await.unwrap();
        assert_eq!((found.lost.len(), found.is_well()), (1, false));
        service.clock.advance(days(1));
        std::fs::write(&path, &good).unwrap();
        look().await.unwrap();
        jobs::run_due(app).await.unwrap();
    }
    let ticket = look().await.unwrap().ticket.unwrap();
    let used = counter::use_up(app, &clerk, &consumer, &window, &ticket).await;
    used.unwrap();
    let found = damage::examine(app, damage::Extent::Sample(10)).await;
    assert!(found.unwrap().is_well());
}

/// A database put back as a whole is whole in itself; a checkpoint tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_finds_what_was_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(usecases::testing::MORNING));
    let database = folder.path().join("huizhi.db");
    let (app, storage) = in_folder(folder.path(), &clock).await;
    hired(&app, "Li", Role::Inspector).await;
    storage.close().await;
    let earlier = std::fs::read(&database).unwrap();
    let parts_of = |app: &App| checkpoints::read(app, "not a checkpoint").is_err();
    assert!(parts_of(&app));

    let keys = SealKeys::new([0; 32], LogKey::from_bytes([0; 32]));
    let storage = SqliteStorage::open(&database, keys.clone(), Unsealed::Adopt).await;
    let storage = Arc::new(storage.unwrap());
    let catalogue = lenient();
    let (parts, _) = usecases::testing::parts(storage.clone(), catalogue);
    let (master, signing) = (parts.master.clone(), parts.signing.clone());
    let app = App::new(parts);
    hired(&app, "Wang", Role::Clerk).await;
    let line = checkpoints::take(&app).await.unwrap();
    let owner = Permit::of_machine_owner();
    let verify = async |app: &App, text: &str| {
        let attested = checkpoints::read(app, text).map_err(|fault| fault.to_string())?;
        let found = operator::verify_log(app, &owner, &attested).await;
        found.map_err(|fault| fault.to_string())
    };
    assert!(verify(&app, &line).await.is_ok());
    for forged in [
        line.replacen(" 4 ", " 5 ", 1),
        line.replacen("huizhi", "Huizhi", 1),
        format!("{line}0"),
    ] {
        if forged != line {
            assert!(verify(&app, &forged).await.is_err(), "{forged}");
        }
    }
    storage.close().await;
    drop(app);

    std::fs::write(&database, earlier).unwrap();
    let storage = SqliteStorage::open(&database, keys, Unsealed::Adopt).await;
    let storage: Arc<dyn Storage> = Arc::new(storage.unwrap());
    let catalogue = lenient();
    let (parts, _) = usecases::testing::parts(storage, catalogue);
    let app = App::new(AppParts {
        master,
        signing,
        ..parts
    });
    assert!(verify(&app, "").await.is_ok(), "whole in itself");
    let found = verify(&app, &line).await.unwrap_err();
    assert!(found.contains("are missing"), "{found}");
    hired(&app, "Zhao", Role::Clerk).await;
    let found = verify(&app, &line).await.unwrap_err();
    assert!(found.contains("checkpoint"), "{found}");
}

/// Where the log was trimmed, a checkpoint of the last entry that went still tells one log
/// from another.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_of_the_root_counts() {
    let first = Arc::new(SqliteStorage::temporary().await.unwrap());
    let second = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (parts, _) = usecases::testing::parts(first.clone(), lenient());
    let (master, signing) = (parts.master.clone(), parts.signing.clone());
    let app = App::new(parts);
    let (parts, _) = usecases::testing::parts(second, lenient());
    let other = App::new(AppParts {
        master,
        signing,
        ..parts
    });
    hired(&app, "Wang", Role::Clerk).await;
    hired(&other, "Zhao", Role::Clerk).await;
    let (own, others) = (
        checkpoints::take(&app).await,
        checkpoints::take(&other).await,
    );
    let (own, others) = (own.unwrap(), others.unwrap());
    let mut tx = first.write().await.unwrap();
    assert!(tx.trim_log(Timestamp(i64::MAX), 99).await.unwrap() > 0);
    tx.save().await.unwrap();
    hired(&app, "Chen", Role::Clerk).await;
    let owner = Permit::of_machine_owner();
    let verify = async |line: &str| {
        let attested = checkpoints::read(&app, line).unwrap();
        let found = operator::verify_log(&app, &owner, &attested).await;
        found.map_err(|fault| fault.to_string())
    };
    assert!(verify(&own).await.is_ok());
    let found = verify(&others).await.unwrap_err();
    assert!(found.contains("checkpoint"), "{found}");
}

/// Whoever writes to the database cannot have one attempt judged by the report of another.
#[tokio::test(flavor = "multi_thread")]
async fn a_report_opens_for_its_attempt_alone() {
    let service = service().await;
    let Service { app, storage, .. } = &service;
    let own = drafted(&service, DEVICE).await;
    let first = service.order(&own).await.attempt.unwrap();
    let theirs = storage.read().await.unwrap().report(first).await.unwrap();
    applicant::put_picture(app, &own, ANYBODY, picture())
        .await
        .unwrap();
    let own = service.opened(own.number(), DEVICE).await.unwrap();
    assert!(applicant::show(app, &own).await.is_ok());
    let second = service.order(&own).await.attempt.unwrap();
    let mut tx = storage.write().await.unwrap();
    let attempt = tx.attempt(second).await.unwrap().unwrap();
    tx.keep_report(&attempt, &theirs.unwrap()).await.unwrap();
    tx.save().await.unwrap();
    let refused = applicant::show(app, &own).await.unwrap_err();
    assert_eq!(refused.code(), "damaged");
}
