//! What breaks and what must hold: the server killed amid deeds, an answer to COMMIT that
//! never comes, a process that stops while it chains the log. The tests of this file run
//! one after the other, since they stop the server.

mod cutting_proxy;
mod database;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::log::{Epoch, LogAction, LogEntry, Verifier};
use domain::{Actor, Due, Job, OrderId};
use sqlx::Connection as _;
use storage::{Storage, StorageError};
use storage_postgres::{Address, PostgresStorage};
use storage_suite::fixtures::{at, job, order};
use storage_suite::log::log_key;

use cutting_proxy::{Cut, CuttingProxy};
use database::{Database, keys};

/// Rounds of killing; `HUIZHI_FAULT_ROUNDS` for more.
fn rounds() -> u32 {
    let asked = std::env::var("HUIZHI_FAULT_ROUNDS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(2)
}

/// An order, a job and an entry of the log in one transaction.
async fn deed(storage: &dyn Storage, n: u64) -> Result<OrderId, StorageError> {
    let order = order(n);
    let due = Due {
        job: Job::LapseDraft { order: order.id },
        at: at(n),
    };
    let mut tx = storage.write().await?;
    tx.insert_order(&order).await?;
    tx.enqueue(job(n), &due).await?;
    tx.append_log(&LogEntry {
        at: at(n),
        by: Actor::System,
        action: LogAction::PhotoSeen,
        subject: order.id.to_string(),
        detail: String::new(),
    })
    .await?;
    tx.save().await?;
    Ok(order.id)
}

/// Chains the log and verifies it; the subjects of its entries, each once.
async fn logged(storage: &dyn Storage) -> BTreeSet<String> {
    while storage.chain_log().await.expect("the log is chained").count > 0 {}
    let mut read = storage.read().await.expect("a transaction begins");
    let (last, hash) = read.log_root().await.expect("a root");
    let epochs = read.log_epochs().await.expect("epochs").into_iter();
    let epochs = epochs.map(|epoch| Epoch {
        first: epoch.first,
        before: epoch.before,
        key: log_key(),
    });
    let mut verifier = Verifier::after(last, hash, epochs.collect());
    let mut subjects = BTreeSet::new();
    let mut after = last;
    loop {
        let entries = read.log_after(after, 1_000).await.expect("entries");
        let Some(newest) = entries.last() else { break };
        after = newest.seq;
        for entry in &entries {
            verifier.take(entry).expect("the chain holds");
            let is_new = subjects.insert(entry.entry.subject.clone());
            assert!(is_new, "an entry is there twice");
        }
    }
    let ends = read.log_ends().await.expect("the ends");
    verifier.end(&ends).expect("the chain ends where it should");
    subjects
}

fn pg_ctl(words: &str) {
    let ctl = std::env::var("HUIZHI_TEST_POSTGRES_CTL").expect("scripts/with-postgres says how");
    let words = format!("{ctl} {words} >/dev/null");
    let done = Command::new("sh").args(["-c", &words]).status();
    assert!(done.expect("a shell runs").success(), "{words}");
}

/// Killed amid deeds, again and again: what was answered is there once, what was not is
/// there whole or not at all, the log is whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
#[expect(clippy::print_stdout, reason = "the counts are what the run is for")]
async fn killed_amid_deeds() {
    let database = Database::new();
    let storage: Arc<dyn Storage> = Arc::new(database.storage().await);
    let next = Arc::new(AtomicU64::new(1));
    let mut answered: BTreeSet<String> = BTreeSet::new();
    for _ in 0..rounds() {
        let is_over = Arc::new(AtomicBool::new(false));
        let doing: Vec<_> = (0..6)
            .map(|_| {
                let (storage, next) = (Arc::clone(&storage), Arc::clone(&next));
                let is_over = Arc::clone(&is_over);
                tokio::spawn(async move {
                    let mut done = Vec::new();
                    while !is_over.load(Ordering::Relaxed) {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        match deed(&*storage, n).await {
                            Ok(id) => done.push(id.to_string()),
                            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                        }
                        let _chained = storage.chain_log().await;
                    }
                    done
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(700)).await;
        tokio::task::spawn_blocking(|| {
            pg_ctl("-m immediate stop");
            pg_ctl("start");
        })
        .await
        .expect("the server is back");
        tokio::time::sleep(Duration::from_millis(500)).await;
        is_over.store(true, Ordering::Relaxed);
        for one in doing {
            answered.extend(one.await.expect("deeds end"));
        }
    }
    let logged = logged(&*storage).await;
    let made = next.load(Ordering::Relaxed);
    let mut there = BTreeSet::new();
    let mut read = storage.read().await.expect("a transaction begins");
    for n in 1..made {
        let id = order(n).id;
        let waits = Job::LapseDraft { order: id };
        let is_there = read.order(id).await.expect("it reads").is_some();
        let has_job = read.queued(&waits).await.expect("it reads") != storage::Queued::Not;
        assert_eq!(
            is_there, has_job,
            "an order without its job, or the other way"
        );
        if is_there {
            there.insert(id.to_string());
        }
    }
    assert_eq!(there, logged, "orders and entries of the log");
    let lost: Vec<_> = answered.difference(&there).collect();
    assert_eq!(lost, Vec::<&String>::new(), "answered and not there");
    assert!(answered.len() > 20, "deeds were done: {}", answered.len());
    println!(
        "{} rounds: {made} deeds begun, {} answered, {} there",
        rounds(),
        answered.len(),
        there.len()
    );
}

/// COMMIT reaches the server and its answer is lost: the deed is known to be done. Where
/// COMMIT itself is lost it is known not to be, and the same again succeeds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn an_answer_to_commit_is_lost() {
    let database = Database::new();
    database.storage().await;
    let proxy = CuttingProxy::before(database.url().await).await;
    let address: Address = proxy.url().parse().expect("an address");
    let storage = PostgresStorage::open(&address, keys()).await;
    let storage = storage.expect("the database opens");
    for (n, cut, expected) in [
        (1, Cut::Nothing, None),
        (2, Cut::AnswerToCommit, None),
        (3, Cut::Commit, Some("storage-again")),
        (3, Cut::Nothing, None),
        (4, Cut::AnswerToCommit, None),
    ] {
        proxy.cut(cut);
        let done = deed(&storage, n).await;
        let code = done.as_ref().err().map(StorageError::code);
        assert_eq!(code, expected, "{n}, {cut:?} cut");
    }
    assert_eq!(logged(&storage).await.len(), 4);
}

/// Connections over which no answer comes any more, and nobody says so: the deed is told
/// within the time that a page has, and others are made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn the_server_falls_silent() {
    let database = Database::new();
    database.storage().await;
    let proxy = CuttingProxy::before(database.url().await).await;
    let address: Address = proxy.url().parse().expect("an address");
    let storage = PostgresStorage::open(&address, keys()).await;
    let storage = Arc::new(storage.expect("the database opens"));
    let deeds = async |first: u64| {
        let deeds = (first..first + 4).map(|n| {
            let storage = Arc::clone(&storage);
            tokio::spawn(async move { deed(&*storage, n).await.map_err(|error| error.code()) })
        });
        let mut done = Vec::new();
        for one in deeds.collect::<Vec<_>>() {
            done.push(one.await.expect("a deed ends").err());
        }
        done
    };
    assert_eq!(deeds(1).await, [None; 4], "several connections are open");
    // One within a transaction, and those that nobody uses.
    let mut amid = storage.write().await.expect("a transaction begins");
    proxy.cut(Cut::Everything);
    let began = Instant::now();
    let (asked, told) = tokio::join!(amid.dead_jobs(1), deeds(5));
    assert_eq!(
        asked.map_err(|error| error.code()),
        Err("storage-unavailable")
    );
    drop(amid);
    assert!(
        told.iter().all(|code| *code != Some("storage-unknown")),
        "{told:?}"
    );
    assert!(
        began.elapsed() < Duration::from_secs(14),
        "{:?}",
        began.elapsed()
    );
    let began = Instant::now();
    assert_eq!(deeds(9).await, [None; 4], "others are made");
    assert!(storage.time().await.is_ok());
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
}

/// A process that stops while it chains keeps nobody's deeds waiting; when the server has
/// ended its transaction, another chains.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn whoever_chains_stops() {
    let database = Database::new();
    let storage = database.storage().await;
    let stopped = sqlx::PgConnection::connect(database.url().await).await;
    let mut stopped = stopped.expect("the database is reached");
    // As `chain_log` does, with a shorter time until it is ended.
    let chains = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '1500ms';
        SELECT pg_advisory_xact_lock((CAST(1215654266 AS bigint) << 32) + 3);
        SELECT * FROM log_ends FOR NO KEY UPDATE;
        DELETE FROM log_inbox";
    deed(&storage, 1).await.expect("a deed is done");
    let begun = sqlx::raw_sql(chains).execute(&mut stopped).await;
    begun.expect("it begins");
    let began = Instant::now();
    for n in 2..12 {
        deed(&storage, n).await.expect("a deed is done meanwhile");
    }
    assert_eq!(storage.chain_log().await.expect("another chains").count, 0);
    assert!(
        began.elapsed() < Duration::from_millis(1_400),
        "nobody waits"
    );
    while storage.chain_log().await.expect("it can be asked").count == 0 {
        assert!(began.elapsed() < Duration::from_secs(10), "another chains");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(logged(&storage).await.len(), 11);
}

/// Whoever deletes an entry before it is chained, or writes one that was chained once more,
/// is found out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn a_deleted_entry_is_missed() {
    let database = Database::new();
    let (storage, other) = (database.storage().await, database.storage().await);
    let somebody = sqlx::PgConnection::connect(database.url().await).await;
    let mut somebody = somebody.expect("the database is reached");
    let mut run = async |sql: &'static str| {
        let done = sqlx::raw_sql(sql).execute(&mut somebody).await;
        done.expect("somebody writes");
    };
    let chained = async || {
        let chained = storage.chain_log().await;
        chained
            .map(|chained| (chained.count, chained.missing))
            .map_err(|error| error.code())
    };
    let first = deed(&storage, 1).await.expect("a deed is done");
    assert_eq!(chained().await, Ok((1, 0)));
    // What was rolled back lacks nowhere.
    let mut tx = storage.write().await.expect("it begins");
    let entry = LogEntry {
        at: at(2),
        by: Actor::System,
        action: LogAction::PhotoSeen,
        subject: "never".to_owned(),
        detail: String::new(),
    };
    tx.append_log(&entry).await.expect("it is left");
    drop(tx);
    deed(&storage, 2).await.expect("a deed is done");
    assert_eq!(chained().await, Ok((1, 0)));
    for n in 3..=4 {
        deed(&storage, n).await.expect("a deed is done");
    }
    run("CREATE TABLE kept AS SELECT * FROM log_inbox").await;
    run("DELETE FROM log_inbox WHERE id = (SELECT min(id) FROM log_inbox)").await;
    let fifth = deed(&other, 5)
        .await
        .expect("another process's lane is whole");
    assert_eq!(chained().await, Ok((2, 1)));
    assert_eq!(chained().await, Ok((0, 0)));
    let mut tx = storage.read().await.expect("it begins");
    let entries = tx.log_after(0, 100).await.expect("they are read");
    drop(tx);
    let missing =
        |entry: &&domain::log::ChainedEntry| entry.entry.action == LogAction::EntriesMissing;
    let missing: Vec<_> = entries.iter().filter(missing).collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].entry.detail, "1");
    let subjects = logged(&storage).await;
    assert!(subjects.contains(&first.to_string()) && subjects.contains(&fifth.to_string()));
    assert!(!subjects.contains("never"));
    // What was chained is not chained again, and how far a lane came is nobody's to change.
    run("INSERT INTO log_inbox OVERRIDING SYSTEM VALUE SELECT * FROM kept").await;
    assert_eq!(chained().await, Err("row-altered"));
    run("DELETE FROM log_inbox").await;
    run("UPDATE log_lanes SET chained = chained + 1").await;
    deed(&storage, 6).await.expect("a deed is done");
    assert_eq!(chained().await, Err("row-altered"));
}
