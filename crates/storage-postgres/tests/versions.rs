//! Two versions of the program at once: tables of a newer one, with which this one goes on
//! or does not.

mod database;

use domain::Job;
use sqlx::{AssertSqlSafe, Connection as _};
use storage::{Storage, StorageError};
use storage_postgres::{Address, PostgresStorage};
use storage_suite::fixtures::order;

use database::{Database, keys};

async fn insert(storage: &PostgresStorage, n: u64) -> Result<(), StorageError> {
    let order = order(n);
    let mut tx = storage.write().await?;
    tx.order(order.id).await?;
    tx.queued(&Job::LapseDraft { order: order.id }).await?;
    tx.insert_order(&order).await?;
    tx.save().await
}

/// What a newer program's migration does to the tables, and whether an older program that
/// is at work goes on, and can be started again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn newer_tables() {
    const WIDER: &str = "ALTER TABLE orders ADD COLUMN later BIGINT;
        ALTER TABLE jobs ADD COLUMN later TEXT; CREATE TABLE later (id BIGINT)";
    // Statements; then the code of opening.
    let check = async |sql: &str, expected: Option<&str>| {
        let database = Database::new();
        let storage = database.storage().await;
        for n in 1..9 {
            insert(&storage, n).await.expect("an order is inserted");
        }
        let newer = sqlx::PgConnection::connect(database.url().await).await;
        let mut newer = newer.expect("the database is reached");
        let applied = format!("{sql}; INSERT INTO applied_migrations VALUES (9000)");
        let applied = sqlx::raw_sql(AssertSqlSafe(applied)).execute(&mut newer);
        applied.await.expect("the migration is applied");
        // Each connection that remembers the tables as they were is told so once, and asks
        // to be tried again.
        let mut again = 0;
        for n in 9..20 {
            while let Err(error) = insert(&storage, n).await {
                assert_eq!(error.code(), "storage-again", "{sql}");
                again += 1;
            }
        }
        assert!(again <= 4, "{sql}: {again}");
        let address: Address = database.url().await.parse().expect("an address");
        let opened = PostgresStorage::open(&address, keys()).await;
        let code = opened.map(drop).map_err(|error| error.code());
        assert_eq!(code.err(), expected, "{sql}");
    };
    let oldest =
        |migration: i64| format!("{WIDER}; UPDATE oldest_program SET migration = {migration}");
    check(&oldest(1), None).await;
    check(&oldest(9000), Some("storage-newer")).await;
    // As it stands: the last migration of this program.
    check(WIDER, None).await;
    // Of a program that did not say.
    let nobody = format!("{WIDER}; DELETE FROM oldest_program");
    check(&nobody, Some("storage-newer")).await;
    let before = format!("{WIDER}; DROP TABLE oldest_program");
    check(&before, Some("storage-newer")).await;
}
