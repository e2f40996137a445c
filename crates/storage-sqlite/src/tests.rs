//! What is specific to this backend: look-ups use indexes, the connections'
//! settings, and files of older and newer versions.

use domain::randomness::seeded;
use domain::receipt::{RevokedFor, Standing, Terms};
use domain::{
    Actor, AttemptId, ChargeId, Job, MessageId, NoticeChannel, Occasion, OrderEvent, OrderId,
    PaymentId, ReceiptId, Timestamp,
};
use sqlx::{AssertSqlSafe, Row as _};

use storage_sql::plans::look_ups;
use storage_sql::{Connection as _, query};
use storage_suite::fixtures::order;

use super::*;

fn keys() -> SealKeys {
    SealKeys::new([1; 32], LogKey::from_bytes([2; 32]))
}

async fn opened(path: &Path) -> Result<SqliteStorage, OpenError> {
    SqliteStorage::open(path, keys(), Unsealed::Adopt).await
}

async fn temporary() -> SqliteStorage {
    SqliteStorage::temporary().await.expect("a database opens")
}

#[tokio::test]
async fn every_look_up_is_by_index() {
    let storage = temporary().await;
    for (sql, index) in look_ups() {
        let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(&storage.writer)
            .await
            .expect("the query is planned");
        let plan: Vec<String> = rows
            .iter()
            .map(|row| row.try_get("detail").expect("a plan has details"))
            .collect();
        // Scanning a partial index is fine, and what a statement found itself; scanning a
        // table is not.
        let is_own = |name: &str| {
            plan.iter()
                .any(|step| step == &format!("CO-ROUTINE {name}"))
        };
        let along_a_table = plan.iter().any(|step| {
            step.strip_prefix("SCAN ").is_some_and(|what| {
                !what.contains("USING") && !what.contains("VIRTUAL") && !is_own(what)
            })
        });
        let plan = plan.join("; ");
        assert!(plan.contains(index), "{index} is not in: {plan}");
        assert!(!along_a_table, "{sql} goes along a table: {plan}");
        // Aggregate queries may sort, and what several indexes found; lists with a limit
        // must not.
        let is_list = sql.contains("LIMIT") && !sql.contains("UNION");
        let sorts = plan.contains("TEMP B-TREE FOR ORDER BY") && is_list;
        assert!(!sorts, "{sql} sorts: {plan}");
    }
}

#[tokio::test]
async fn connections_are_set_to_lose_nothing() {
    let storage = temporary().await;
    let check = async |pool: &SqlitePool, pragma: &str, expected: &str| {
        let row = sqlx::query(AssertSqlSafe(format!("PRAGMA {pragma}")))
            .fetch_one(pool)
            .await
            .expect("the pragma reads");
        let value: String = row
            .try_get_unchecked::<String, _>(0)
            .expect("a pragma has a value");
        assert_eq!(value, expected, "{pragma}");
    };
    for pool in [&storage.writer, &storage.readers] {
        check(pool, "journal_mode", "wal").await;
        check(pool, "synchronous", "2").await;
        check(pool, "foreign_keys", "1").await;
        check(pool, "secure_delete", "1").await;
        check(pool, "temp_store", "2").await;
    }
    check(&storage.writer, "query_only", "0").await;
    check(&storage.readers, "query_only", "1").await;
}

/// Rows as written up to migration 2, where an actor is an identifier alone, of
/// an API key or of a member of staff.
const OLD_ROWS: &str = r#"
INSERT INTO colleagues (id, name, password, password_is_initial, roles, failures, failed_at,
    created_at)
    VALUES ('01J00000000000000000000001', 'li', '', 0, '["inspector"]', 0, 0, 0);
INSERT INTO api_keys (id, name, digest, roles, documents, cities, created_at) VALUES
    ('01J00000000000000000000002', 'window', zeroblob(32), '["inspector"]',
        '["passport"]', '[440300]', 0);
INSERT INTO orders (id, number, document, state, state_since, state_asked_by, state_by, state_at,
    state_until, submissions, created_at, updated_at, version, queued_since) VALUES
    ('01J00000000000000000000011', '22222222222', 'passport', 'claimed', 1,
        '01J00000000000000000000001', '01J00000000000000000000002', NULL, 9, 1, 0, 0, 0, 1),
    ('01J00000000000000000000012', '3222222222P', 'passport', 'approved', 1,
        '01J00000000000000000000002', '01J00000000000000000000001', 2, 9, 1, 0, 0, 0, NULL),
    ('01J00000000000000000000013', '4222222222B', 'passport', 'draft', NULL,
        NULL, NULL, NULL, NULL, 0, 0, 0, 0, NULL);
INSERT INTO attempts (id, order_id, ordinal, prepared_at, submitted_at, photo_sha256, report, fitness,
    catalogue_version, verdict, decided_by, decided_at, reasons, note, overruled) VALUES
    ('01J00000000000000000000021', '01J00000000000000000000011', 1, 0, 1,
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', x'21', 'advised',
        '1', 'rejected', '01J00000000000000000000002', 600001, '["hair"]', '',
        '[{"finding":"pose","class":"bodily"}]'),
    ('01J00000000000000000000022', '01J00000000000000000000012', 1, 0, NULL, NULL, x'',
        'no-photo', '1', 'approved', '01J00000000000000000000001', 2, '[]', '', '[]'),
    ('01J00000000000000000000023', '01J00000000000000000000013', 0, 0, NULL, NULL, x'23',
        'good', '1', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO events (order_id, at, by_kind, by_id, what) VALUES
    ('01J00000000000000000000012', 1, 'house', NULL,
        '{"what":"details-given","consent_version":"3"}'),
    ('01J00000000000000000000012', 2, 'program', '01J00000000000000000000002',
        '{"what":"rejected","reasons":["hair"]}'),
    ('01J00000000000000000000012', 3, 'staff', '01J00000000000000000000001',
        '{"what":"receipt-revoked","why":"another-person"}');
INSERT INTO receipts (id, number, order_id, attempt, document, terms, photo_sha256, taken_at,
    approved_at, valid_until, standing, token, issue, version) VALUES
    ('01J00000000000000000000031', '222222222222', '01J00000000000000000000012',
        '01J00000000000000000000022', 'passport',
        '{"uses":"once","counts-in":"province","also-for":["residence-permit"]}',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0, 0, '2027-05-22',
        '{"standing":"revoked","by":{"who":"staff","id":"01J00000000000000000000001"},"at":2,"why":"another-person"}',
        '', 'real', 0);
"#;

/// Rows of older versions are migrated with the same meaning.
#[tokio::test]
async fn older_rows_are_brought_up_to_date() {
    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    open::owners_only(&path).expect("a file is made");
    let writer = open::writer(&path).await.expect("a file opens");
    let begun = SqliteConnection::writing(&writer).await.expect("it begins");
    let old = &migrations::MIGRATIONS[..2];
    migrate(Box::new(begun), old, &keys(), Unsealed::Adopt)
        .await
        .expect("old tables");
    let written = sqlx::raw_sql(OLD_ROWS).execute(&writer).await;
    written.expect("old rows are written");
    // Sealed by an older version, and checked before its columns change.
    let begun = SqliteConnection::writing(&writer).await.expect("it begins");
    let sealed = &migrations::MIGRATIONS[..16];
    migrate(Box::new(begun), sealed, &keys(), Unsealed::Adopt)
        .await
        .expect("rows are sealed");
    writer.close().await;

    let storage = opened(&path).await.expect("a file opens");
    let mut read = storage.read().await.expect("a transaction begins");
    let id = |n: u32| format!("01J000000000000000000000{n:02}");
    let staff = Actor::Staff(id(1).parse().expect("an identifier"));
    let program = Actor::Program(id(2).parse().expect("an identifier"));

    let found = sqlx::query_as::<_, (Option<String>, Option<String>)>(
        "SELECT state_asked_by, state_by FROM orders ORDER BY id",
    );
    let found = found.fetch_all(&storage.writer).await.expect("columns");
    let text = |actor: Actor| Some(actor.to_string());
    let expected = [
        (text(staff), text(program)),
        (text(program), text(staff)),
        (None, None),
    ];
    assert_eq!(found, expected);
    for (n, by) in [(21, Some(program)), (22, Some(staff)), (23, None)] {
        let attempt = read.attempt(id(n).parse().expect("an identifier")).await;
        let attempt = attempt.expect("it reads").expect("it is there");
        assert_eq!(attempt.decision.map(|decision| decision.by), by);
    }
    // They have a table of their own since; one of an erased order was empty.
    for (n, expected) in [(21, Some(0x21)), (22, None), (23, Some(0x23))] {
        let report = read.report(id(n).parse().expect("an identifier")).await;
        let report = report.expect("it reads").map(|report| report.0);
        assert_eq!(report, expected.map(|byte| vec![byte]), "{n}");
    }
    let period = storage::Period {
        from: domain::Timestamp(0),
        until: domain::Timestamp(900_000),
    };
    let waits = read.wait_lengths(period).await.expect("they read");
    let ten_minutes = storage::WaitLength::of(std::time::Duration::from_mins(10));
    assert_eq!(waits, [(ten_minutes, 1)]);
    let of = id(12).parse().expect("an identifier");
    let order = read.order(of).await.expect("it reads");
    assert_eq!(order.map(|order| order.state.code()), Some("approved"));
    let queue = read.queue(&domain::staff::Scope::default(), 9).await;
    let claims: Vec<_> = queue
        .expect("a queue")
        .iter()
        .map(|row| row.claim)
        .collect();
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].map(|claim| claim.by), Some(program));

    let key = read.api_keys().await.expect("they read").remove(0);
    assert_eq!(key.scope.documents, ["passport"]);
    assert_eq!(key.scope.cities, ["440300".parse().expect("a code")]);
    let events = read.events_of(of).await.expect("they read");
    let expected = [
        (
            Actor::System,
            OrderEvent::DetailsGiven {
                consent_version: "3".to_owned(),
            },
        ),
        (
            program,
            OrderEvent::Rejected {
                reasons: vec!["hair".to_owned()],
            },
        ),
        (
            staff,
            OrderEvent::ReceiptRevoked {
                why: RevokedFor::AnotherPerson,
            },
        ),
    ];
    let found: Vec<_> = events
        .into_iter()
        .map(|line| (line.by, line.event))
        .collect();
    assert_eq!(found, expected);
    let receipt = read.receipt_of_order(of).await.expect("it reads");
    let receipt = receipt.expect("it is there");
    let terms = Terms {
        uses: catalogue::Uses::Once,
        counts_in: catalogue::CountsIn::Province,
        also_for: vec!["residence-permit".parse().expect("an identifier")],
    };
    assert_eq!(receipt.terms, terms);
    let standing = Standing::Revoked {
        by: staff,
        at: domain::Timestamp(2),
        why: RevokedFor::AnotherPerson,
    };
    assert_eq!(receipt.standing, standing);
}

/// One job of each kind there was before there were lanes.
fn every_job() -> Vec<Job> {
    let mut of = seeded(1);
    let at = Timestamp(0);
    let order = OrderId::new(at, &mut of);
    let attempt = AttemptId::new(at, &mut of);
    let receipt = ReceiptId::new(at, &mut of);
    let payment = PaymentId::new(at, &mut of);
    let charge = ChargeId::new(at, &mut of);
    let message = MessageId::new(at, &mut of);
    let (occasion, way, noted_at) = (Occasion::Lapsed, NoticeChannel::Sms, at);
    let tell = Job::Tell {
        order,
        occasion,
        way,
        noted_at,
    };
    let mut jobs = vec![
        Job::Notify { order, occasion },
        tell,
        Job::EraseOriginal { attempt },
        Job::LapseClaim { order },
        Job::LapseDraft { order },
        Job::LapseUnpaid { order },
        Job::LapseRejected { order },
        Job::LapseUndecided { order },
        Job::LapseUnissued { order },
        Job::ReturnMoney { order },
        Job::Refund { payment },
        Job::AskCharge { charge },
        Job::TellShipped { order },
        Job::CheckPhoto { attempt },
        Job::CheckMessage { order, message },
        Job::CloseCharges { order },
        Job::EraseOrder { order },
        Job::IssueReceipt { order },
        Job::ForgetReceipt { receipt },
        Job::ForgetCode { receipt },
        Job::EraseSealedPhoto { receipt },
        Job::WarnOperator { way, noted_at },
        Job::SendCheckpoint { way, noted_at },
        Job::Purge,
    ];
    jobs.extend(Job::DAILY);
    jobs
}

/// Jobs enqueued before there were lanes are in the lane that they are enqueued to today.
#[tokio::test]
async fn older_jobs_get_their_lanes() {
    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    let writer = older(&path, 16).await;
    let jobs = every_job();
    for (place, job) in jobs.iter().enumerate() {
        let add = sqlx::query(
            "INSERT INTO jobs (id, key, job, state, ready_at, tries)
                VALUES (?1, ?2, '', 'waiting', 0, 0)",
        );
        let id = format!("{place:02}");
        let added = add.bind(id).bind(job.key()).execute(&writer).await;
        added.expect("an old row is written");
    }
    writer.close().await;

    let storage = opened(&path).await.expect("a file opens");
    let found = sqlx::query_scalar::<_, String>("SELECT lane FROM jobs ORDER BY id");
    let found = found.fetch_all(&storage.writer).await.expect("lanes");
    assert_eq!(found.len(), jobs.len());
    for (lane, job) in found.iter().zip(jobs) {
        assert_eq!(lane, job.lane().code(), "{}", job.code());
    }
}

/// A file as it was after its first `count` migrations.
async fn older(path: &Path, count: usize) -> sqlx::SqlitePool {
    open::owners_only(path).expect("a file is made");
    let writer = open::writer(path).await.expect("a file opens");
    let begun = SqliteConnection::writing(&writer).await.expect("it begins");
    let old = &migrations::MIGRATIONS[..count];
    let migrated = migrate(Box::new(begun), old, &keys(), Unsealed::Adopt).await;
    migrated.expect("old tables");
    writer
}

/// Of the jobs of an older version, those that wait for long and were never tried lie apart.
#[tokio::test]
async fn older_jobs_that_wait_for_long_lie_apart() {
    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    let writer = older(&path, 19).await;
    let far = 9_000_000_000_000_i64;
    for (id, state, ready_at, tries) in [
        ("far", "waiting", Some(far), 0),
        ("due", "waiting", Some(0), 0),
        ("tried", "waiting", Some(far), 1),
        ("leased", "leased", Some(far), 1),
        ("dead", "dead", None, 8),
    ] {
        let add = sqlx::query(
            "INSERT INTO jobs (id, key, job, state, ready_at, tries)
                VALUES (?1, ?1, ?1, ?2, ?3, ?4)",
        );
        let add = add.bind(id).bind(state).bind(ready_at).bind(tries);
        add.execute(&writer).await.expect("an old row is written");
    }
    writer.close().await;

    let storage = opened(&path).await.expect("a file opens");
    for (table, expected) in [
        ("jobs", &["dead", "due", "leased", "tried"][..]),
        ("timers", &["far"]),
    ] {
        let ids = format!("SELECT id FROM {table} ORDER BY id");
        let ids = sqlx::query_scalar::<_, String>(AssertSqlSafe(ids));
        let ids = ids.fetch_all(&storage.writer).await.expect("jobs");
        assert_eq!(ids, expected, "{table}");
    }
}

/// A migration that changes no sealed row leaves their seals alone, however many there are;
/// what was altered stays refused.
#[tokio::test]
async fn a_migration_rewrites_rows_only_where_it_changes_them() {
    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    let storage = opened(&path).await.expect("a file opens");
    let (whole, altered) = (order(1), order(2));
    let mut write = storage.write().await.expect("a transaction begins");
    for order in [&whole, &altered] {
        write.insert_order(order).await.expect("it is kept");
    }
    write.save().await.expect("it is saved");
    let alter = "UPDATE orders SET created_at = 0 WHERE id = ?1";
    let alter = sqlx::query(alter).bind(altered.id.to_string());
    alter.execute(&storage.writer).await.expect("it is altered");
    let forbid = "CREATE TRIGGER still BEFORE UPDATE ON orders
        BEGIN SELECT RAISE(ABORT, 'rewritten'); END";
    let forbid = sqlx::query(forbid).execute(&storage.writer);
    forbid.await.expect("a trigger is made");
    let next = |leaves| {
        let mut all = migrations::MIGRATIONS.to_vec();
        all.push(storage_sql::Migration {
            number: 98,
            sql: "CREATE TABLE something (id TEXT)",
            leaves,
        });
        all
    };
    let run = async |leaves| {
        let begun = SqliteConnection::writing(&storage.writer).await;
        let begun = Box::new(begun.expect("it begins"));
        migrate(begun, &next(leaves), &keys(), Unsealed::Refuse).await
    };
    assert!(run(storage_sql::Leaves::Nothing).await.is_err());
    let kept = run(storage_sql::Leaves::Seals).await;
    kept.expect("nothing is rewritten");
    let mut read = storage.read().await.expect("a transaction begins");
    assert_eq!(read.order(whole.id).await.expect("it is read"), Some(whole));
    let refused = read.order(altered.id).await.expect_err("it was altered");
    assert_eq!(refused.code(), "row-altered");
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_left_alone() {
    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    let storage = opened(&path).await.expect("a file opens");
    sqlx::query("INSERT INTO applied_migrations (number) VALUES (99)")
        .execute(&storage.writer)
        .await
        .expect("a row is written");
    storage.close().await;
    let refused = opened(&path).await.expect_err("it is newer");
    assert_eq!(refused.code(), "storage-newer");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    let storage = opened(&path).await.expect("a file opens");
    let wal = directory.path().join("orders.db-wal");
    for file in [&path, &wal] {
        let mode = std::fs::metadata(file)
            .expect("the file is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    drop(storage);
}

#[tokio::test]
async fn a_missing_directory_is_an_error() {
    let refused = opened(Path::new("no-such-directory/orders.db")).await;
    assert_eq!(
        refused.expect_err("nowhere to put it").code(),
        "storage-file"
    );
}

/// Not even the program itself changes the ledger.
#[tokio::test]
async fn the_ledger_is_only_ever_added_to() {
    let storage = temporary().await;
    let written = "INSERT INTO ledger (at, payment, number, document, way, movement, amount,
            reference, by_kind)
        VALUES (1, 'p', '22222222222', 'passport', 'till', 'taken', 500, 'A-1', 'house')";
    let begun = SqliteConnection::writing(&storage.writer).await;
    let mut writing = begun.expect("it begins");
    let mut check = async |sql: &'static str, is_possible: bool| {
        let done = writing.execute(query(sql)).await;
        assert_eq!(done.is_ok(), is_possible, "{sql}: {done:?}");
    };
    check(written, true).await;
    check("UPDATE ledger SET amount = 5", false).await;
    check("UPDATE ledger SET at = 2, mac = NULL", false).await;
    check("DELETE FROM ledger", false).await;
    // Its seal is made anew with the sealing key.
    check("UPDATE ledger SET mac = x'00'", true).await;
}

async fn run(storage: &SqliteStorage, sql: &'static str) -> Result<(), StorageError> {
    let mut writing = SqliteConnection::writing(&storage.writer).await?;
    writing.execute(query(sql)).await.map(drop)
}

/// A database that may not grow stands for a disk that is full: SQLite says the same.
#[tokio::test]
async fn a_full_disk_is_told_as_that() {
    let storage = temporary().await;
    sqlx::query("PRAGMA max_page_count = 1")
        .execute(&storage.writer)
        .await
        .expect("the size is limited to what it is");
    let large = "CREATE TABLE large AS SELECT zeroblob(1000000)";
    let full = run(&storage, large).await.expect_err("there is no room");
    assert_eq!(full.code(), "storage-full");
}

/// As SQLite does on a full disk at the end of a transaction, and on other faults.
#[tokio::test]
async fn a_transaction_that_sqlite_ended_is_got_over() {
    let storage = temporary().await;
    for _ in 0..3 {
        let ended = run(&storage, "ROLLBACK").await;
        ended.expect("another transaction begins");
    }
}
