//! Replacing the sealing key: all of it or nothing, and nothing is written by a
//! process that still holds the old one.

use std::path::PathBuf;

use domain::log::{Epoch, LogAction, LogEntry, LogKey, Verifier};
use domain::staff::throttle::Failures;
use domain::staff::{Role, Roles};
use domain::{Actor, Sealed, StaffId, Timestamp};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use storage::{Colleague, Rewrap, Rotated, RowPlace, Storage, StorageError};
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};

struct Ground {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

/// What the key `n` gives for a label.
fn derive(n: u8) -> impl Fn(&str) -> [u8; 32] + Sync {
    move |label: &str| {
        let mut bytes = [n; 32];
        bytes[0] = u8::try_from(label.len()).expect("a short label");
        bytes
    }
}

impl Ground {
    async fn open(&self, n: u8) -> Result<SqliteStorage, &'static str> {
        let keys = SealKeys::derived(derive(n));
        let opened = SqliteStorage::open(&self.path, keys, Unsealed::Refuse).await;
        opened.map_err(|error| error.code())
    }

    async fn tamper(&self, sql: &'static str) {
        let url = format!("sqlite://{}", self.path.display());
        let mut other = SqliteConnection::connect(&url).await.expect("it opens");
        other.execute(sql).await.expect("another program writes");
        other.close().await.expect("it closes");
    }
}

/// "Seals" by naming the key before the content.
struct Names {
    old: u8,
    new: u8,
}

impl Names {
    fn anew(&self, sealed: &Sealed) -> Option<Sealed> {
        let (by, plain) = sealed.0.split_first()?;
        (*by == self.old).then(|| Sealed([&[self.new], plain].concat()))
    }
}

impl Rewrap for Names {
    fn order_key(&mut self, _: &str, wrapped: &Sealed) -> Option<Sealed> {
        self.anew(wrapped)
    }

    fn second_factor(&mut self, _: &str, sealed: &Sealed) -> Option<Sealed> {
        self.anew(sealed)
    }

    fn kept_key(&mut self, _: &str, wrapped: &Sealed) -> Option<Sealed> {
        self.anew(wrapped)
    }

    fn log_key(&mut self, _: i64, wrapped: &Sealed) -> Option<Sealed> {
        self.anew(wrapped)
    }

    fn log_key_in_use(&mut self, _: i64, key: &LogKey) -> Sealed {
        Sealed([&[self.new], &key.bytes()[..]].concat())
    }
}

fn id(n: u32) -> StaffId {
    let text = format!("01J000000000000000000000{n:02}");
    text.parse().expect("an identifier")
}

fn entry(action: LogAction) -> LogEntry {
    LogEntry {
        at: Timestamp(1),
        by: Actor::System,
        action,
        subject: String::new(),
        detail: String::new(),
    }
}

/// Two colleagues, one of whom has a second factor; two kept keys; two entries.
async fn filled() -> Ground {
    let folder = tempfile::tempdir().expect("a folder is made");
    let ground = Ground {
        path: folder.path().join("huizhi.db"),
        _folder: folder,
    };
    let keys = SealKeys::derived(derive(1));
    let storage = SqliteStorage::open(&ground.path, keys, Unsealed::Adopt).await;
    let storage = storage.expect("it opens");
    let mut tx = storage.write().await.expect("it begins");
    for (n, name, totp) in [(1, "li", None), (2, "wang", Some(Sealed(vec![1, 7])))] {
        tx.insert_colleague(&Colleague {
            id: id(n),
            name: name.to_owned(),
            password: "a hash".to_owned(),
            password_is_initial: false,
            totp,
            totp_last: None,
            totp_dropped: 0,
            roles: Roles::NONE.with(Role::Operator),
            failures: Failures::default(),
            disabled_at: None,
            created_at: Timestamp(1),
        })
        .await
        .expect("it is written");
    }
    tx.keep_key("digests", &Sealed(vec![1, 8]))
        .await
        .expect("it is kept");
    tx.keep_key("web", &Sealed(vec![1, 9]))
        .await
        .expect("it is kept");
    for action in [LogAction::StaffAdded, LogAction::SignedIn] {
        tx.append_log(&entry(action)).await.expect("it is written");
    }
    tx.save().await.expect("it is saved");
    storage.close().await;
    ground
}

async fn rotate(storage: &SqliteStorage, old: u8, new: u8) -> Result<Rotated, StorageError> {
    let entry = entry(LogAction::SealingKeyRotated);
    let rewrap = &mut Names { old, new };
    storage.rotate_sealing(&derive(new), rewrap, &entry).await
}

/// The number of entries, under keys that `key` opens; or the first fault.
async fn verified(storage: &SqliteStorage, key: u8) -> Result<usize, String> {
    let mut tx = storage.read().await.expect("it begins");
    let ends = tx.log_ends().await.map_err(|e| e.code().to_owned())?;
    let epochs = tx.log_epochs().await.map_err(|e| e.code().to_owned())?;
    let opened = |kept: Option<Sealed>| match kept {
        None => SealKeys::derived(derive(key)).log_key(),
        Some(kept) => {
            let (by, bytes) = kept.0.split_first().expect("it names its key");
            assert_eq!(*by, key, "it was wrapped anew");
            LogKey::from_bytes(bytes.try_into().expect("a key"))
        }
    };
    let epochs = epochs.into_iter().map(|epoch| Epoch {
        first: epoch.first,
        before: epoch.before,
        key: opened(epoch.key),
    });
    let mut verifier = Verifier::after(ends.root, ends.root_hash, epochs.collect());
    let entries = tx.log_after(ends.root, 100).await.expect("entries");
    for one in &entries {
        verifier.take(one).map_err(|fault| format!("{fault:?}"))?;
    }
    verifier.end(&ends).map_err(|fault| format!("{fault:?}"))?;
    Ok(entries.len())
}

#[tokio::test]
async fn everything_is_under_the_new_key() {
    let ground = filled().await;
    // Each time by the key before.
    for (old, new) in [(1, 2), (2, 3)] {
        let storage = ground.open(old).await.expect("it opens");
        let rotated = rotate(&storage, old, new).await.expect("it is done");
        assert_eq!(rotated, Rotated::default());
        storage.close().await;
        assert_eq!(ground.open(old).await.err(), Some("storage-seals-missing"));
        let storage = ground.open(new).await.expect("the new key opens it");
        let mut tx = storage.read().await.expect("it begins");
        for (name, plain) in [("digests", 8), ("web", 9)] {
            let kept = tx.kept_key(name).await.expect("it reads");
            assert_eq!(kept, Some(Sealed(vec![new, plain])));
        }
        let wang = tx.colleague(id(2)).await.expect("its seal is right");
        assert_eq!(wang.and_then(|wang| wang.totp), Some(Sealed(vec![new, 7])));
        let checked = tx.check_rows(&RowPlace::default(), 100).await;
        assert_eq!(checked.expect("it reads").altered, Vec::new());
        drop(tx);
        let entries = 2 + usize::from(new - 1);
        assert_eq!(verified(&storage, new).await, Ok(entries));
        storage.close().await;
    }
}

/// What was written under an earlier key of the log is held together all the same.
#[tokio::test]
async fn a_forged_log_is_found_across_keys() {
    for (sql, expected) in [
        ("SELECT 1", Ok(4)),
        (
            "UPDATE log SET subject = 'x' WHERE seq = 1",
            Err("Changed(1)"),
        ),
        (
            "UPDATE log SET subject = 'x' WHERE seq = 3",
            Err("Changed(3)"),
        ),
        (
            "UPDATE log SET subject = 'x' WHERE seq = 4",
            Err("Changed(4)"),
        ),
        ("DELETE FROM log WHERE seq = 2", Err("Missing(3)")),
        ("DELETE FROM log_epochs WHERE first > 1", Err("Changed(3)")),
        (
            "UPDATE log_epochs SET before = zeroblob(32) WHERE first = 3",
            Err("row-altered"),
        ),
    ] {
        let ground = filled().await;
        for (old, new) in [(1, 2), (2, 3)] {
            let storage = ground.open(old).await.expect("it opens");
            rotate(&storage, old, new).await.expect("it is done");
            storage.close().await;
        }
        ground.tamper(sql).await;
        let storage = ground.open(3).await.expect("it opens");
        let found = verified(&storage, 3).await;
        assert_eq!(found, expected.map_err(str::to_owned), "{sql}");
    }
}

#[tokio::test]
async fn what_was_altered_stays_refused() {
    let ground = filled().await;
    ground
        .tamper("UPDATE colleagues SET roles = '[\"inspector\"]' WHERE name = 'li'")
        .await;
    // A value that does not open is left, and counted.
    ground
        .tamper("UPDATE colleagues SET totp = x'0909' WHERE name = 'wang'")
        .await;
    let storage = ground.open(1).await.expect("it opens");
    let rotated = rotate(&storage, 1, 2).await.expect("it is done");
    assert_eq!((rotated.orders, rotated.unopened), (0, 1));
    storage.close().await;
    let storage = ground.open(2).await.expect("it opens");
    let mut tx = storage.read().await.expect("it begins");
    for n in [1, 2] {
        let read = tx.colleague(id(n)).await.map(|_| ());
        assert_eq!(read.map_err(|error| error.code()), Err("row-altered"));
    }
}

#[tokio::test]
async fn it_is_done_whole_or_not_at_all() {
    for (sql, expected) in [
        (
            "UPDATE kept_keys SET sealed = x'0909' WHERE name = 'web'",
            "row-altered",
        ),
        ("UPDATE log_ends SET head = 9", "row-altered"),
        ("DELETE FROM log_epochs", "row-altered"),
    ] {
        let ground = filled().await;
        ground.tamper(sql).await;
        let storage = ground.open(1).await.expect("it opens");
        let failed = rotate(&storage, 1, 2).await.expect_err(sql);
        assert_eq!(failed.code(), expected, "{sql}");
        storage.close().await;
        let storage = ground.open(1).await.expect("the old key opens it");
        let mut tx = storage.read().await.expect("it begins");
        let wang = tx.colleague(id(2)).await.expect("its seal is right");
        assert_eq!(
            wang.and_then(|wang| wang.totp),
            Some(Sealed(vec![1, 7])),
            "{sql}"
        );
        assert!(ground.open(2).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn a_process_with_the_old_key_writes_nothing() {
    let ground = filled().await;
    let other = ground.open(1).await.expect("it opens");
    drop(other.write().await.expect("it writes"));
    let storage = ground.open(1).await.expect("it opens");
    rotate(&storage, 1, 2).await.expect("it is done");
    for stale in [&other, &storage] {
        let refused = stale.write().await.err().map(|error| error.code());
        assert_eq!(refused, Some("storage-key-replaced"));
        let again = rotate(stale, 1, 3).await.err().map(|error| error.code());
        assert_eq!(again, Some("storage-key-replaced"));
    }
}
