//! Rows and log against somebody who can write to the database's file and does
//! not have the keys.

use std::path::{Path, PathBuf};

use domain::log::{Epoch, LogAction, LogEntry, LogKey, Verifier};
use domain::staff::throttle::Failures;
use domain::staff::{Role, Roles, Scope};
use domain::{Actor, ApiKeyId, Digest, StaffId, Timestamp};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};
use storage::{ApiKey, Colleague, RowPlace, Session, Storage, Structure, Transaction};
use storage_sqlite::{OpenError, SealKeys, SqliteStorage, Unsealed};

const LOG_KEY: [u8; 32] = [2; 32];

struct Ground {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder is made");
        Self {
            path: folder.path().join("huizhi.db"),
            _folder: folder,
        }
    }

    async fn open(&self, unsealed: Unsealed) -> Result<SqliteStorage, OpenError> {
        let keys = SealKeys::new([1; 32], LogKey::from_bytes(LOG_KEY));
        SqliteStorage::open(&self.path, keys, unsealed).await
    }

    /// What another program writes to the file.
    async fn tampered(&self, sql: &str) {
        tamper(&self.path, sql).await;
    }
}

async fn tamper(path: &Path, sql: &str) {
    let url = format!("sqlite://{}", path.display());
    let mut other = SqliteConnection::connect(&url).await.expect("it opens");
    let done = other.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())));
    done.await.expect("another program writes");
    other.close().await.expect("it closes");
}

fn id(n: u32) -> String {
    format!("01J000000000000000000000{n:02}")
}

fn colleague(n: u32, name: &str, role: Role) -> Colleague {
    Colleague {
        id: id(n).parse().expect("an identifier"),
        name: name.to_owned(),
        password: "a hash".to_owned(),
        password_is_initial: false,
        totp: None,
        totp_last: None,
        totp_dropped: 0,
        roles: Roles::NONE.with(role),
        failures: Failures::default(),
        disabled_at: None,
        created_at: Timestamp(1),
    }
}

/// Two colleagues, a session of the first, a key.
async fn filled() -> Ground {
    let ground = Ground::new();
    let storage = ground.open(Unsealed::Adopt).await.expect("it opens");
    let mut tx = storage.write().await.expect("it begins");
    let staff: StaffId = id(1).parse().expect("an identifier");
    for one in [
        colleague(1, "li", Role::Clerk),
        colleague(2, "wang", Role::Operator),
    ] {
        tx.insert_colleague(&one).await.expect("it is written");
        // What was written is read within the transaction, seal and all.
        assert_eq!(tx.colleague(one.id).await.expect("it reads"), Some(one));
    }
    tx.insert_session(&Session {
        digest: Digest([9; 32]),
        staff,
        begun_at: Timestamp(1),
        used_at: Timestamp(1),
    })
    .await
    .expect("it is written");
    tx.touch_session(Digest([9; 32]), Timestamp(5))
        .await
        .expect("it is written");
    tx.insert_api_key(&ApiKey {
        id: ApiKeyId::new(Timestamp(1), &mut domain::randomness::seeded(1)),
        name: "kiosk".to_owned(),
        digest: Digest([8; 32]),
        roles: Roles::NONE.with(Role::Clerk),
        scope: Scope::default(),
        created_at: Timestamp(1),
        revoked_at: Some(Timestamp(2)),
        expires_at: None,
        used_at: None,
    })
    .await
    .expect("it is written");
    tx.save().await.expect("it is saved");
    storage.close().await;
    ground
}

async fn reads(tx: &mut Box<dyn Transaction>) -> Vec<(&'static str, Option<&'static str>)> {
    let by = |n: u32| id(n).parse::<StaffId>().expect("an identifier");
    vec![
        ("li", tx.colleague(by(1)).await.err().map(|e| e.code())),
        ("wang", tx.colleague(by(2)).await.err().map(|e| e.code())),
        (
            "session",
            tx.session(Digest([9; 32])).await.err().map(|e| e.code()),
        ),
        (
            "key",
            tx.api_key(Digest([8; 32])).await.err().map(|e| e.code()),
        ),
    ]
}

#[tokio::test]
async fn a_row_written_by_another_is_not_read() {
    // What is written, whose row, and the table that a check names.
    for (sql, expected, table) in [
        ("SELECT 1", &[][..], None),
        (
            "UPDATE colleagues SET roles = '[\"operator\"]' WHERE name = 'li'",
            &["li"],
            Some("colleagues"),
        ),
        (
            "UPDATE colleagues SET password = (SELECT password || 'x' FROM colleagues WHERE name = 'wang')
                WHERE name = 'li'",
            &["li"],
            Some("colleagues"),
        ),
        // With the seal of another row, and with none.
        (
            "UPDATE colleagues SET roles = (SELECT roles FROM colleagues WHERE name = 'wang'),
                mac = (SELECT mac FROM colleagues WHERE name = 'wang') WHERE name = 'li'",
            &["li"],
            Some("colleagues"),
        ),
        (
            "UPDATE colleagues SET mac = NULL WHERE name = 'wang'",
            &["wang"],
            Some("colleagues"),
        ),
        (
            "UPDATE sessions SET staff = '01J00000000000000000000002'",
            &["session"],
            Some("sessions"),
        ),
        (
            "UPDATE api_keys SET revoked_at = NULL",
            &["key"],
            Some("api_keys"),
        ),
        ("UPDATE api_keys SET roles = '[]'", &["key"], Some("api_keys")),
        (
            "PRAGMA foreign_keys = OFF; INSERT INTO ledger (at, payment, number, document, way,
                movement, amount, reference, by_kind)
            VALUES (1, 'p', '22222222222', 'passport', 'till', 'taken', 500, 'A-1', 'house')",
            &[],
            Some("ledger"),
        ),
        (
            "INSERT INTO time_seen (only, at) VALUES (1, 5)",
            &[],
            Some("time_seen"),
        ),
    ] {
        let ground = filled().await;
        ground.tampered(sql).await;
        let storage = ground.open(Unsealed::Refuse).await.expect("it opens");
        let mut tx = storage.write().await.expect("it begins");
        // A write to another row seals nothing that is altered.
        let three = colleague(3, "zhao", Role::Clerk);
        tx.insert_colleague(&three).await.expect("it is written");
        tx.save().await.expect("it is saved");
        let mut tx = storage.read().await.expect("it begins");
        for (name, code) in reads(&mut tx).await {
            let altered = expected.contains(&name).then_some("row-altered");
            assert_eq!(code, altered, "{name} after {sql}");
        }
        let mut place = Some(RowPlace::default());
        let mut found = Vec::new();
        let mut count = 0;
        while let Some(at) = place {
            // One row at a time.
            let checked = tx.check_rows(&at, 1).await.expect("they are checked");
            count += checked.count;
            found.extend(checked.altered.into_iter().map(|row| row.table));
            place = checked.next;
        }
        assert_eq!(found, Vec::from_iter(table), "{sql}");
        let added = sql.contains("INSERT INTO");
        assert_eq!(count, 5 + u64::from(added), "{sql}");
    }
}

#[tokio::test]
async fn a_touched_session_is_not_adopted() {
    let ground = filled().await;
    let sql = "UPDATE sessions SET staff = '01J00000000000000000000002'";
    ground.tampered(sql).await;
    let storage = ground.open(Unsealed::Refuse).await.expect("it opens");
    let mut tx = storage.write().await.expect("it begins");
    let touched = tx.touch_session(Digest([9; 32]), Timestamp(9)).await;
    assert_eq!(touched.expect_err("it is altered").code(), "row-altered");
}

/// Rows are adopted once; whoever removes the seals to have others adopted is
/// refused.
#[tokio::test]
async fn seals_are_not_made_twice() {
    for (sql, unsealed, expected) in [
        ("SELECT 1", Unsealed::Refuse, Ok(())),
        (
            "DELETE FROM row_seals",
            Unsealed::Adopt,
            Err("storage-seals-missing"),
        ),
        (
            "UPDATE row_seals SET mac = x'00'",
            Unsealed::Adopt,
            Err("storage-seals-missing"),
        ),
        // Made to look like one of an older version: what is outside of the
        // database tells.
        (
            "DELETE FROM applied_migrations WHERE number >= 4",
            Unsealed::Refuse,
            Err("storage-seals-missing"),
        ),
    ] {
        let ground = filled().await;
        ground.tampered(sql).await;
        let opened = ground.open(unsealed).await;
        let opened = opened.map(|_| ()).map_err(|error| error.code());
        assert_eq!(opened, expected, "{sql}");
    }
}

#[tokio::test]
async fn another_key_reads_nothing() {
    let ground = filled().await;
    let keys = SealKeys::new([3; 32], LogKey::from_bytes(LOG_KEY));
    let opened = SqliteStorage::open(&ground.path, keys, Unsealed::Adopt).await;
    assert_eq!(
        opened.expect_err("another key").code(),
        "storage-seals-missing"
    );
}

fn entry(n: i64) -> LogEntry {
    LogEntry {
        at: Timestamp(n),
        by: Actor::System,
        action: LogAction::Approved,
        subject: format!("s{n}"),
        detail: String::new(),
    }
}

/// The log after `sql`: `Ok` or the fault, where the ends read at all.
async fn verified(ground: &Ground) -> Result<u64, String> {
    let storage = ground.open(Unsealed::Refuse).await.expect("it opens");
    let mut tx = storage.read().await.expect("it begins");
    let ends = tx.log_ends().await.map_err(|e| e.code().to_owned())?;
    let epochs = tx.log_epochs().await.map_err(|e| e.code().to_owned())?;
    let epochs = epochs.into_iter().map(|epoch| Epoch {
        first: epoch.first,
        before: epoch.before,
        key: LogKey::from_bytes(LOG_KEY),
    });
    let mut verifier = Verifier::after(ends.root, ends.root_hash, epochs.collect());
    let entries = tx.log_after(ends.root, 100).await.expect("entries");
    for one in &entries {
        verifier.take(one).map_err(|fault| format!("{fault:?}"))?;
    }
    verifier.end(&ends).map_err(|fault| format!("{fault:?}"))?;
    Ok(entries.len() as u64)
}

#[tokio::test]
async fn a_forged_log_is_found() {
    for (sql, expected) in [
        ("SELECT 1", Ok(9)),
        (
            "UPDATE log SET action = 'rejected' WHERE seq = 5",
            Err("Changed(5)"),
        ),
        (
            "UPDATE log SET at = at + 1 WHERE seq = 7",
            Err("Changed(7)"),
        ),
        (
            "UPDATE log SET by_kind = 'staff', by_id = '01J00000000000000000000001' WHERE seq = 7",
            Err("Changed(7)"),
        ),
        ("DELETE FROM log WHERE seq = 6", Err("Missing(7)")),
        (
            "UPDATE log SET seq = -1 WHERE seq = 5; UPDATE log SET seq = 5 WHERE seq = 6;
            UPDATE log SET seq = 6 WHERE seq = -1",
            Err("Changed(5)"),
        ),
        ("DELETE FROM log WHERE seq <= 5", Err("Missing(6)")),
        // With the root, or the ends, moved along.
        (
            "UPDATE log_root SET (seq, hash) = (SELECT seq, hash FROM log WHERE seq = 5);
            DELETE FROM log WHERE seq <= 5",
            Err("Missing(6)"),
        ),
        (
            "UPDATE log_ends SET (root, root_hash) = (SELECT seq, hash FROM log WHERE seq = 5);
            DELETE FROM log WHERE seq <= 5",
            Err("row-altered"),
        ),
        ("DELETE FROM log WHERE seq > 7", Err("Cut(7)")),
        (
            "UPDATE log_ends SET (head, head_hash) = (SELECT seq, hash FROM log WHERE seq = 7);
            DELETE FROM log WHERE seq > 7",
            Err("row-altered"),
        ),
        ("DELETE FROM log", Err("Cut(0)")),
        (
            "DELETE FROM log; UPDATE log_root SET seq = 0, hash = zeroblob(32)",
            Err("Cut(0)"),
        ),
        ("DELETE FROM log; DELETE FROM log_ends", Err("row-altered")),
        (
            "DELETE FROM log; UPDATE log_ends SET root = 0, head = 0, root_hash = zeroblob(32),
            head_hash = zeroblob(32)",
            Err("row-altered"),
        ),
        ("DELETE FROM log_epochs", Err("row-altered")),
        ("UPDATE log_epochs SET first = 10", Err("row-altered")),
    ] {
        let ground = Ground::new();
        let storage = ground.open(Unsealed::Adopt).await.expect("it opens");
        let mut tx = storage.write().await.expect("it begins");
        for n in 1..=9 {
            tx.append_log(&entry(n)).await.expect("it is written");
        }
        tx.save().await.expect("it is saved");
        storage.close().await;
        ground.tampered(sql).await;
        let found = verified(&ground).await;
        assert_eq!(found, expected.map_err(str::to_owned), "{sql}");
    }
}

/// What goes on after a cut does not hide it.
#[tokio::test]
async fn a_cut_stays() {
    let ground = Ground::new();
    let storage = ground.open(Unsealed::Adopt).await.expect("it opens");
    let mut tx = storage.write().await.expect("it begins");
    for n in 1..=5 {
        tx.append_log(&entry(n)).await.expect("it is written");
    }
    tx.save().await.expect("it is saved");
    ground.tampered("DELETE FROM log WHERE seq > 3").await;
    let mut tx = storage.write().await.expect("it begins");
    tx.append_log(&entry(6)).await.expect("it is written");
    tx.save().await.expect("it is saved");
    storage.close().await;
    assert_eq!(verified(&ground).await, Err("Missing(6)".to_owned()));
}

#[tokio::test]
async fn an_overwritten_page_is_found() {
    let ground = filled().await;
    let storage = ground.open(Unsealed::Refuse).await.expect("it opens");
    let check = async |storage: &SqliteStorage| {
        let mut tx = storage.read().await.expect("it begins");
        tx.check_structure(std::sync::Arc::new(|| true)).await
    };
    assert_eq!(check(&storage).await.expect("it runs"), Structure::Whole);
    storage.close().await;
    let mut bytes = std::fs::read(&ground.path).expect("a file");
    let page = 4096;
    let at = bytes.len() / page / 2 * page;
    bytes[at..at + page].fill(0xa5);
    std::fs::write(&ground.path, bytes).expect("it is written");
    let url = format!("sqlite://{}", ground.path.display());
    drop(url);
    match ground.open(Unsealed::Refuse).await {
        Err(_) => {}
        Ok(storage) => {
            let found = check(&storage).await.expect("it runs");
            assert!(matches!(found, Structure::Damaged(_)), "{found:?}");
        }
    }
}
