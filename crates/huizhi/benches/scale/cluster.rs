//! The PostgreSQL that `scripts/with-postgres` started.

use std::process::Command;

pub(crate) struct Cluster {
    url: String,
}

impl Cluster {
    /// The cluster that the environment names.
    pub(crate) fn given() -> Option<Self> {
        let url = std::env::var("HUIZHI_TEST_POSTGRES").ok()?;
        Some(Self { url })
    }

    /// Makes a database; its address.
    pub(crate) fn database(&self, name: &str) -> String {
        self.ask(&self.url, &format!("CREATE DATABASE {name}"));
        let base = self.url.rsplit_once('/').unwrap().0;
        format!("{base}/{name}")
    }

    /// What the database at `url` answers, as text.
    pub(crate) fn ask(&self, url: &str, sql: &str) -> String {
        let programs = std::env::var("HUIZHI_TEST_POSTGRES_PROGRAMS").unwrap();
        let asked = Command::new(format!("{programs}/psql"))
            .args(["-At", "-c", sql, url])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&asked.stderr);
        assert!(asked.status.success(), "{sql}: {said}");
        String::from_utf8(asked.stdout).unwrap().trim().to_owned()
    }
}
