//! Look-ups use indexes: PostgreSQL, told not to go along tables where it need not,
//! finds one for every statement.

mod database;

use sqlx::{AssertSqlSafe, Connection as _, Row as _};
use storage_sql::plans::LOOK_UPS;

use database::Database;

/// The statement as PostgreSQL reads it; without hints for SQLite's planner.
fn translated(sql: &str) -> String {
    let mut words: Vec<&str> = sql.split_whitespace().collect();
    while let Some(hint) = words.iter().position(|word| *word == "INDEXED") {
        words.drain(hint..hint + 3);
    }
    words.join(" ").replace('?', "$")
}

#[tokio::test]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn every_look_up_is_by_index() {
    let database = Database::new();
    database.storage().await;
    let connection = sqlx::PgConnection::connect(database.url().await).await;
    let mut connection = connection.expect("the database is reached");
    let settings = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off;
        SET plan_cache_mode = force_generic_plan";
    let set = sqlx::raw_sql(settings).execute(&mut connection).await;
    set.expect("the planner is told");
    for (number, (sql, _)) in LOOK_UPS.iter().enumerate() {
        let sql = translated(sql);
        let parameters = (1..20).filter(|n| sql.contains(&format!("${n}"))).count();
        // Where a parameter may be missing, nothing else says that it is a text.
        let kind = |n: usize| match sql.contains(&format!("${n} IS NULL")) {
            true => "TEXT",
            false => "unknown",
        };
        let kinds: Vec<&str> = (1..=parameters).map(kind).collect();
        let kinds = match parameters {
            0 => String::new(),
            _ => format!("({})", kinds.join(", ")),
        };
        let prepared = format!("PREPARE look_up_{number}{kinds} AS {sql}");
        let prepared = sqlx::raw_sql(AssertSqlSafe(prepared));
        let prepared = prepared.execute(&mut connection).await;
        prepared.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let nothing = vec!["NULL"; parameters].join(", ");
        let nothing = match parameters {
            0 => String::new(),
            _ => format!("({nothing})"),
        };
        let explain = format!("EXPLAIN EXECUTE look_up_{number}{nothing}");
        let plan = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut connection);
        let plan = plan.await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
        let plan = plan.join("\n");
        assert!(!plan.contains("Seq Scan"), "{sql}\n{plan}");
        // Lists with a limit come in the order of an index.
        let sorts = plan.contains("Sort Key") && sql.contains("LIMIT");
        assert!(!sorts, "{sql} sorts:\n{plan}");
    }
}
