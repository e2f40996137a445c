//! Rows of a file are copied to PostgreSQL, also when the copy is interrupted, and what is
//! there afterwards is the same.

mod database;

use std::collections::BTreeSet;
use std::path::Path;

use domain::log::{LogAction, LogEntry};
use domain::{Actor, Due, Job, OrderEvent, TimelineEntry};
use sqlx::{Connection as _, Row as _};
use storage::{Storage, Transaction};
use storage_postgres::{Address, PostgresStorage, Then, copy_from, evidence};
use storage_sql::{COPIED, Unsealed};
use storage_sqlite::{SqliteStorage, Use, mark, reading};
use storage_suite::fixtures::{at, attempt, bill, digest, job, order, order_in, waiting};

use database::{Database, keys};

/// More than two stretches of orders.
const ORDERS: u64 = 2_300;

async fn opened(path: &Path) -> SqliteStorage {
    let opened = SqliteStorage::open(path, keys(), Unsealed::Adopt).await;
    opened.expect("the file opens")
}

async fn filled(path: &Path) {
    let storage = opened(path).await;
    let mut tx = storage.write().await.expect("it begins");
    for n in 1..=ORDERS {
        fill(&mut *tx, n).await;
    }
    tx.save().await.expect("it is saved");
    storage.close().await;
}

async fn fill(tx: &mut dyn Transaction, n: u64) {
    let mut order = match n % 3 {
        0 => order(n),
        _ => order_in(n, waiting(n)),
    };
    order.bill = bill(n);
    tx.insert_order(&order).await.expect("an order");
    let attempt = attempt(n, &order);
    tx.insert_attempt(&attempt).await.expect("an attempt");
    tx.append_event(&TimelineEntry {
        order: order.id,
        at: at(n),
        by: Actor::System,
        event: OrderEvent::Drafted,
    })
    .await
    .expect("an event");
    tx.enqueue(
        job(n),
        &Due {
            job: Job::LapseDraft { order: order.id },
            at: at(n),
        },
    )
    .await
    .expect("a job");
    if n.is_multiple_of(100) {
        tx.append_log(&LogEntry {
            at: at(n),
            by: Actor::System,
            action: LogAction::PhotoSeen,
            subject: n.to_string(),
            detail: String::new(),
        })
        .await
        .expect("an entry");
        tx.note_push(digest(u8::try_from(n / 100).expect("few")), at(n))
            .await
            .expect("a push");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn an_interrupted_copy_goes_on() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let path = folder.path().join("huizhi.db");
    filled(&path).await;
    let database = Database::new();
    let address: Address = database.url().await.parse().expect("an address");

    // Each time it is ended after so many stretches.
    for stretches in [1, 3, 2] {
        let (path, address) = (path.clone(), address.clone());
        let interrupted = tokio::spawn(async move {
            let mut from = reading(&path).await.expect("the file reads");
            let mut left = stretches;
            let mut told = |_, _| {
                left -= 1;
                assert!(left > 0, "the copy is ended here");
            };
            copy_from(&mut *from, &address, keys(), Then::Moved, &mut told).await
        });
        interrupted.await.expect_err("it was ended");
    }
    let half = PostgresStorage::open(&address, keys()).await;
    let half = half.expect_err("a half copy is not used");
    assert_eq!(half.code(), "storage-half-copied");

    let mut from = reading(&path).await.expect("the file reads");
    let mut copied = 0;
    let mut told = |_, rows| copied += rows;
    let done = copy_from(&mut *from, &address, keys(), Then::Moved, &mut told).await;
    done.expect("the copy is whole");
    assert!((1..4 * ORDERS).contains(&copied), "it went on: {copied}");
    drop(from);
    let mut from = reading(&path).await.expect("the file reads");
    let mut told = |_, _| {};
    let again = copy_from(&mut *from, &address, keys(), Then::Moved, &mut told).await;
    let again = again.expect_err("it is in use");
    assert_eq!(again.code(), "storage-not-empty");

    let storage = PostgresStorage::open(&address, keys()).await;
    let storage = storage.expect("the copy is used");
    let mut tx = storage.write().await.expect("it begins");
    for n in [1, ORDERS / 2, ORDERS] {
        let found = tx.order(order(n).id).await.expect("it reads, seal and all");
        assert_eq!(found.map(|found| found.bill), Some(bill(n)));
        let events = tx.events_of(order(n).id).await.expect("they read");
        assert_eq!(events.len(), 1);
    }
    // Numbers of rows go on.
    fill(&mut *tx, ORDERS + 100).await;
    tx.save().await.expect("it is saved");
    while storage.chain_log().await.expect("the log is chained").count > 0 {}
    let mut read = storage.read().await.expect("it begins");
    let entries = read.log_after(0, 100).await.expect("entries");
    assert_eq!(entries.len(), 24);
}

/// Ended before the tables were made, right after, and when they were emptied.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn a_copy_that_ended_at_the_tables_goes_on() {
    let begun = "CREATE TABLE copy_progress (name TEXT PRIMARY KEY, copied BIGINT NOT NULL)";
    let emptied = "INSERT INTO copy_progress VALUES ('', 0); DELETE FROM row_seals;
        DELETE FROM log_root; DELETE FROM log_ends; DELETE FROM log_epochs";
    for (has_tables, then) in [(false, ""), (true, ""), (true, emptied)] {
        let folder = tempfile::tempdir().expect("a folder is made");
        let path = folder.path().join("huizhi.db");
        opened(&path).await.close().await;
        let database = Database::new();
        let address: Address = database.url().await.parse().expect("an address");
        let connection = sqlx::PgConnection::connect(database.url().await).await;
        let mut connection = connection.expect("it is reached");
        let made = sqlx::raw_sql(begun).execute(&mut connection).await;
        made.expect("a copy began");
        if has_tables {
            let made = PostgresStorage::migrate(&address, keys()).await;
            made.expect("the tables are made").close().await;
        }
        let done = sqlx::raw_sql(then).execute(&mut connection).await;
        done.expect("it went on so far");
        let mut from = reading(&path).await.expect("the file reads");
        let mut told = |_, _| {};
        let done = copy_from(&mut *from, &address, keys(), Then::Moved, &mut told).await;
        done.expect("the copy is whole");
        let used = PostgresStorage::open(&address, keys()).await;
        used.expect("the copy is used").close().await;
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn what_was_moved_is_not_used() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let path = folder.path().join("huizhi.db");
    opened(&path).await.close().await;
    mark(&path, Use::Moved).await.expect("it is marked");
    let refused = SqliteStorage::open(&path, keys(), Unsealed::Adopt).await;
    assert_eq!(refused.expect_err("it was moved").code(), "storage-moved");
    mark(&path, Use::Here)
        .await
        .expect("the mark is taken away");
    opened(&path).await.close().await;
}

/// A table that a later migration adds is copied, or said here not to be.
#[tokio::test]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn every_table_is_copied() {
    /// Of a database itself.
    const OWN: [&str; 5] = [
        "applied_migrations",
        "log_inbox",
        "log_lanes",
        "nodes",
        "oldest_program",
    ];
    let copied: BTreeSet<&str> = COPIED.iter().map(|table| table.name).collect();
    assert_eq!(copied.len(), COPIED.len());
    let check = |tables: Vec<String>| {
        let tables = tables.iter().map(String::as_str);
        let tables: BTreeSet<&str> = tables.filter(|name| !OWN.contains(name)).collect();
        assert_eq!(tables, copied);
    };
    let database = Database::new();
    database.storage().await;
    let connection = sqlx::PgConnection::connect(database.url().await).await;
    let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
    let mut connection = connection.expect("it is reached");
    let tables = sqlx::query(tables).fetch_all(&mut connection).await;
    let tables = tables.expect("a list");
    check(tables.iter().map(|row| row.get(0)).collect());

    let folder = tempfile::tempdir().expect("a folder is made");
    let path = folder.path().join("huizhi.db");
    opened(&path).await.close().await;
    let url = format!("sqlite://{}", path.display());
    let connection = sqlx::SqliteConnection::connect(&url).await;
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    let mut connection = connection.expect("it opens");
    let tables = sqlx::query(tables).fetch_all(&mut connection).await;
    let tables = tables.expect("a list");
    check(tables.iter().map(|row| row.get(0)).collect());
    let address: Address = database.url().await.parse().expect("an address");
    let found = evidence(&address).await.expect("it is asked");
    assert!(!found.is_half_copied);
}
