//! What only this backend promises: that look-ups are by index, what the
//! connections are set to, and what becomes of a file from the future.

use sqlx::{AssertSqlSafe, Row as _};

use super::*;
use crate::{
    attempt_rows, event_rows, figures, job_rows, log_rows, message_rows, order_rows, people_rows,
    receipt_rows,
};

async fn temporary() -> SqliteStorage {
    SqliteStorage::temporary().await.expect("a database opens")
}

#[tokio::test]
async fn every_look_up_is_by_index() {
    let storage = temporary().await;
    let check = async |sql: &str, index: &str| {
        let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(&storage.writer)
            .await
            .expect("the query is planned");
        let plan: Vec<String> = rows
            .iter()
            .map(|row| row.try_get("detail").expect("a plan has details"))
            .collect();
        // Going along a partial index is fine, along a table is not.
        let along_a_table = plan.iter().any(|step| {
            step.starts_with("SCAN") && !step.contains("USING") && !step.contains("VIRTUAL")
        });
        let plan = plan.join("; ");
        assert!(plan.contains(index), "{index} is not in: {plan}");
        assert!(!along_a_table, "{sql} goes along a table: {plan}");
        // Ordered figures sort what they found; lists with a limit must not.
        let sorts = plan.contains("TEMP B-TREE") && sql.contains("LIMIT");
        assert!(!sorts, "{sql} sorts: {plan}");
    };
    check(order_rows::BY_ID, "sqlite_autoindex_orders_1 (id=?)").await;
    check(
        order_rows::BY_NUMBER,
        "sqlite_autoindex_orders_2 (number=?)",
    )
    .await;
    check(order_rows::OF_DEVICE, "orders_device (device=?)").await;
    check(order_rows::BEFORE, "sqlite_autoindex_orders_1 (id<?)").await;
    check(order_rows::QUEUE, "orders_queued").await;
    check(order_rows::QUEUE_SIZE, "COVERING INDEX orders_queued").await;
    check(order_rows::QUEUE_PLACE, "COVERING INDEX orders_queued").await;
    check(attempt_rows::OF_ORDER, "attempts_order (order_id=?)").await;
    check(attempt_rows::BLOB_IN_USE, "attempts_original").await;
    check(attempt_rows::BLOB_IN_USE, "attempts_photo").await;
    check(event_rows::OF_ORDER, "events_order (order_id=?)").await;
    check(job_rows::TAKE, "jobs_ready (ready_at<?)").await;
    check(job_rows::NEXT_AT, "jobs_ready").await;
    check(job_rows::DEAD_JOBS, "jobs_dead").await;
    check(log_rows::HEAD, "INTEGER PRIMARY KEY (rowid=?)").await;
    check(log_rows::AFTER, "INTEGER PRIMARY KEY (rowid>?)").await;
    check(log_rows::BEFORE, "INTEGER PRIMARY KEY (rowid<?)").await;
    check(message_rows::OF_ORDER, "messages_order (order_id=?)").await;
    check(message_rows::UNANSWERED, "messages_unanswered").await;
    check(
        message_rows::NOTICES_OF,
        "PRIMARY KEY (order_id=? AND at<?)",
    )
    .await;
    check(people_rows::COLLEAGUE_BY_NAME, "(name=?)").await;
    check(people_rows::SESSION, "(digest=?)").await;
    check(people_rows::KEY, "(digest=?)").await;
    check(receipt_rows::BY_ID, "sqlite_autoindex_receipts_1 (id=?)").await;
    check(
        receipt_rows::BY_NUMBER,
        "sqlite_autoindex_receipts_2 (number=?)",
    )
    .await;
    check(
        receipt_rows::OF_ORDER,
        "sqlite_autoindex_receipts_3 (order_id=?)",
    )
    .await;
    check(receipt_rows::OF_IDENTITY, "receipts_identity (identity=?)").await;
    check(receipt_rows::GUESSES, "PRIMARY KEY (of=?)").await;
    check(figures::SUBMITTED, "attempts_submitted").await;
    check(figures::DECIDED, "attempts_decided").await;
    check(figures::WAITED, "attempts_decided").await;
    check(figures::REASONS, "attempts_decided").await;
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
    }
    check(&storage.writer, "query_only", "0").await;
    check(&storage.readers, "query_only", "1").await;
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_left_alone() {
    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    let storage = SqliteStorage::open(&path).await.expect("a file opens");
    sqlx::query("INSERT INTO applied_migrations (number) VALUES (99)")
        .execute(&storage.writer)
        .await
        .expect("a row is written");
    storage.close().await;
    let refused = SqliteStorage::open(&path).await.expect_err("it is newer");
    assert_eq!(refused.code(), "storage-newer");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_reads_the_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = tempfile::tempdir().expect("a directory is made");
    let path = directory.path().join("orders.db");
    let storage = SqliteStorage::open(&path).await.expect("a file opens");
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
    let refused = SqliteStorage::open(Path::new("no-such-directory/orders.db")).await;
    assert_eq!(
        refused.expect_err("nowhere to put it").code(),
        "storage-file"
    );
}
