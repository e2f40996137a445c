//! Look-ups use indexes: PostgreSQL, told not to go along tables where it need not,
//! finds one for every statement; and in tables of some size, of which it knows what is in
//! them, it chooses one by itself.

mod database;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use storage_sql::plans::look_ups;

use database::Database;

/// The statement as PostgreSQL reads it; without hints for SQLite's planner.
fn translated(sql: &str) -> String {
    let mut words: Vec<&str> = sql.split_whitespace().collect();
    while let Some(hint) = words.iter().position(|word| *word == "INDEXED") {
        words.drain(hint..hint + 3);
    }
    words.join(" ").replace('?', "$")
}

/// The plan of a statement whatever its parameters.
async fn plan(connection: &mut PgConnection, name: &str, sql: &str) -> String {
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
    let prepared = format!("PREPARE {name}{kinds} AS {sql}");
    let prepared = sqlx::raw_sql(AssertSqlSafe(prepared));
    let prepared = prepared.execute(&mut *connection).await;
    prepared.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let nothing = vec!["NULL"; parameters].join(", ");
    let nothing = match parameters {
        0 => String::new(),
        _ => format!("({nothing})"),
    };
    let explain = format!("EXPLAIN EXECUTE {name}{nothing}");
    let plan = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(connection);
    let plan = plan.await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
    plan.join("\n")
}

async fn run(connection: &mut PgConnection, sql: &'static str) {
    let done = sqlx::raw_sql(sql).execute(connection).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[tokio::test]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn every_look_up_is_by_index() {
    let database = Database::new();
    database.storage().await;
    let connection = PgConnection::connect(database.url().await).await;
    let mut connection = connection.expect("the database is reached");
    let settings = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off;
        SET plan_cache_mode = force_generic_plan";
    run(&mut connection, settings).await;
    for (number, (sql, _)) in look_ups().into_iter().enumerate() {
        let sql = translated(&sql);
        let plan = plan(&mut connection, &format!("look_up_{number}"), &sql).await;
        assert!(!plan.contains("Seq Scan"), "{sql}\n{plan}");
        // Lists with a limit come in the order of an index; what several indexes found has none.
        let is_list = sql.contains("LIMIT") && !sql.contains("UNION");
        let sorts = plan.contains("Sort Key") && is_list;
        assert!(!sorts, "{sql} sorts:\n{plan}");
    }
}

/// Tables that grow with the orders; the others stay small.
const GROWING: [&str; 9] = [
    "orders", "attempts", "events", "log", "receipts", "reports", "notices", "timers", "consents",
];

/// Rows as a service has them after some time, by their shares: most orders have ended, some
/// wait, half are erased. Nothing asks whether what a row refers to is there.
const FILLED: &str = "
SET session_replication_role = replica;
INSERT INTO orders (id, number, device, document, city, state, state_since, state_by,
        state_at, state_until, attempt, submissions, key, applicant, phone, identity, name,
        created_at, updated_at, erased_at, version, queued_since)
    SELECT lpad(n::text, 26, '0'), 'N' || n, kept, 'resident-id-card', '440300', state,
        n * 1000, 'staff:1', n * 1000, n * 1000, lpad(n::text, 26, '0'), 1, kept, kept, kept,
        kept, CASE WHEN kept IS NOT NULL THEN sha256((n % 500)::text::bytea) END,
        n * 1000, n * 1000, CASE WHEN n <= 10000 THEN n * 1000 END, 1,
        CASE WHEN state = 'waiting' THEN n * 1000 END
    FROM (SELECT n, CASE WHEN n > 10000 THEN sha256(n::text::bytea) END AS kept,
            CASE WHEN n > 19800 THEN 'waiting' WHEN n % 20 < 2 THEN 'lapsed'
                WHEN n % 20 < 5 THEN 'rejected' ELSE 'approved' END AS state
        FROM generate_series(1, 20000) AS n) AS made;
INSERT INTO attempts (id, order_id, ordinal, prepared_at, submitted_at, original, photo,
        photo_sha256, fitness, catalogue_version, verdict, decided_by, decided_at, reasons,
        note, overruled)
    SELECT id, id, 1, created_at, created_at,
        CASE WHEN state = 'waiting' THEN 'original ' || id END, 'photo ' || id, '', 'passed',
        '', verdict, by, at, list, note, list
    FROM orders, LATERAL (SELECT CASE WHEN state IN ('approved', 'rejected') THEN state END)
            AS decided (verdict),
        LATERAL (SELECT CASE WHEN verdict IS NOT NULL THEN 'staff:1' END,
            CASE WHEN verdict IS NOT NULL THEN state_at END,
            CASE WHEN verdict IS NOT NULL THEN '[]' END,
            CASE WHEN verdict IS NOT NULL THEN '' END) AS rest (by, at, list, note);
INSERT INTO receipts (id, number, order_id, attempt, document, city, terms, identity, name,
        photo_sha256, taken_at, approved_at, valid_until, standing, token, issue, version)
    SELECT id, 'R' || id, id, id, document, city, '{}', identity, name, '', state_at, state_at,
        to_char(date '2026-01-01' + (n / 60)::integer, 'YYYY-MM-DD'), 'good',
        CASE WHEN identity IS NOT NULL THEN 'HZ1' ELSE '' END, 'real', 1
    FROM (SELECT orders.*, row_number() OVER (ORDER BY id) AS n FROM orders
        WHERE state = 'approved') AS made;
INSERT INTO reports (attempt, order_id, sealed)
    SELECT id, id, 'sealed' FROM orders WHERE key IS NOT NULL;
INSERT INTO events (order_id, at, by_kind, what)
    SELECT id, created_at + n, 'house', '{}' FROM orders, generate_series(1, 4) AS n;
INSERT INTO log (seq, at, by_kind, action, subject, detail, hash)
    SELECT n, n, 'house', 'erased', '', '', sha256('') FROM generate_series(1, 40000) AS n;
INSERT INTO notices (order_id, at, occasion)
    SELECT id, created_at, 'submitted' FROM orders;
INSERT INTO consents (order_id, submissions, code, person, texts, kinds, given_at, erased_at)
    SELECT id, 1, sha256(id::bytea), '', '', '[]', created_at, erased_at FROM orders;
INSERT INTO timers (key, id, lane, job, due_at)
    SELECT 'erase-order:' || id, id, 'files', '{}', created_at FROM orders
    WHERE key IS NOT NULL;
INSERT INTO jobs (id, key, job, state, ready_at, tries)
    SELECT n::text, 'notify:' || n, '{}', 'waiting', n, 0 FROM generate_series(1, 100) AS n;
ANALYZE;
SET plan_cache_mode = force_generic_plan;
";

#[tokio::test]
#[ignore = "needs PostgreSQL: scripts/postgres-test"]
async fn a_filled_table_is_not_gone_along() {
    let database = Database::new();
    database.storage().await;
    let connection = PgConnection::connect(database.url().await).await;
    let mut connection = connection.expect("the database is reached");
    run(&mut connection, FILLED).await;
    let mut gone_along = Vec::new();
    for (number, (sql, _)) in look_ups().into_iter().enumerate() {
        let sql = translated(&sql);
        let plan = plan(&mut connection, &format!("look_up_{number}"), &sql).await;
        for table in GROWING {
            let whole = format!("Seq Scan on {table} ");
            // Counted at once as long as there are few persons, and else by parts.
            let is_of_few = sql.ends_with("FROM orders WHERE identity IS NOT NULL");
            // Along the index of the whole table, for rows that another side tells.
            let merged =
                plan.contains("Merge Join") && plan.contains(&format!("_pkey on {table} "));
            if (plan.contains(&whole) || merged) && !is_of_few {
                gone_along.push(format!("{sql}\n{plan}"));
            }
        }
    }
    assert!(gone_along.is_empty(), "{}", gone_along.join("\n\n"));
}
