//! A database of its own for each test, in the cluster that `scripts/with-postgres`
//! started.

use sqlx::{AssertSqlSafe, Connection as _};
use storage_postgres::{Address, PostgresStorage};
use storage_sql::SealKeys;
use storage_suite::log::log_key;
use tokio::sync::OnceCell;

/// A database, made when it is first opened.
pub(crate) struct Database {
    url: OnceCell<String>,
}

impl Database {
    pub(crate) const fn new() -> Self {
        let url = OnceCell::const_new();
        Self { url }
    }

    /// Its address.
    pub(crate) async fn url(&self) -> &str {
        self.url.get_or_init(made).await
    }

    /// The database, with its tables.
    pub(crate) async fn storage(&self) -> PostgresStorage {
        let address: Address = self.url().await.parse().expect("an address");
        let opened = PostgresStorage::migrate(&address.with_connections(4), keys()).await;
        opened.expect("the database opens")
    }
}

/// The keys of every test.
pub(crate) fn keys() -> SealKeys {
    SealKeys::new([1; 32], log_key())
}

/// Makes a database; its address.
async fn made() -> String {
    let cluster = std::env::var("HUIZHI_TEST_POSTGRES");
    let cluster = cluster.expect("PostgreSQL runs: scripts/with-postgres starts it");
    let mut connection = sqlx::PgConnection::connect(&cluster)
        .await
        .expect("the cluster is reached");
    let name = sqlx::query_scalar::<_, String>("SELECT 't_' || gen_random_uuid()");
    let name = name.fetch_one(&mut connection).await.expect("a name");
    let make = sqlx::query(AssertSqlSafe(format!("CREATE DATABASE \"{name}\"")));
    make.execute(&mut connection).await.expect("it is made");
    let base = cluster.rsplit_once('/').expect("an address has a path").0;
    format!("{base}/{name}")
}
