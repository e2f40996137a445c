//! PostgreSQL in place of the file, where `scripts/with-postgres` started one: the same
//! journeys over the database that many processes share.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::program::HUIZHI;

/// Settings that name a new database; nothing where there is no PostgreSQL.
pub(crate) fn settings() -> Option<String> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let cluster = std::env::var("HUIZHI_TEST_POSTGRES").ok()?;
    let programs = std::env::var("HUIZHI_TEST_POSTGRES_PROGRAMS").unwrap();
    let name = format!(
        "journey_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let made = Command::new(format!("{programs}/psql"))
        .args(["-c", &format!("CREATE DATABASE {name}"), &cluster])
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let base = cluster.rsplit_once('/').unwrap().0;
    Some(format!("\n[database]\npostgres = \"{base}/{name}\"\n"))
}

/// Makes the tables; the first operator's one-time password.
pub(crate) fn init(data: &Path, catalogue: &Path) -> String {
    let made = Command::new(HUIZHI)
        .args(["--lang", "en", "storage", "init", "--data"])
        .arg(data)
        .arg("--catalogue")
        .arg(catalogue)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
    let password = said.split_once("one-time password").unwrap().1;
    password.split_whitespace().next().unwrap().to_owned()
}
