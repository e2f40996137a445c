//! The PostgreSQL that `scripts/with-postgres` started, with a database of this bench's.

use std::process::{Command, Stdio};

use domain::Timestamp;

use crate::filling::Copying;

/// Rows are copied into tables without indexes that only look-ups need, and without
/// asking row for row whether what they refer to is there.
const UNINDEXED: &str = "\\set ON_ERROR_STOP on
SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET client_min_messages = warning;
CREATE TEMP TABLE taken_away AS
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid);
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT * FROM taken_away LOOP EXECUTE 'DROP INDEX ' || one.name; END LOOP;
END $$;
";
/// The indexes again, and what the planner knows of the rows.
pub(crate) const INDEXED: &str = "DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT * FROM taken_away LOOP EXECUTE one.made; END LOOP;
END $$;
VACUUM ANALYZE;
CHECKPOINT;
";

pub(crate) struct Server {
    address: String,
    programs: String,
}

impl Server {
    /// An empty database on the server that the environment names.
    pub(crate) fn given() -> Option<Self> {
        let url = std::env::var("HUIZHI_TEST_POSTGRES").ok()?;
        let mut server = Self {
            programs: std::env::var("HUIZHI_TEST_POSTGRES_PROGRAMS").unwrap(),
            address: url,
        };
        server.ask("CREATE DATABASE million");
        let (base, _) = server.address.rsplit_once('/').unwrap();
        server.address = format!("{base}/million");
        Some(server)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    fn psql(&self) -> Command {
        let mut psql = Command::new(format!("{}/psql", self.programs));
        psql.args(["-At", "-q"]).arg(&self.address);
        psql
    }

    /// What the database answers, as text.
    pub(crate) fn ask(&self, sql: &str) -> String {
        let asked = self.psql().args(["-c", sql]).output().unwrap();
        let said = String::from_utf8_lossy(&asked.stderr);
        assert!(asked.status.success(), "{sql}: {said}");
        String::from_utf8(asked.stdout).unwrap().trim().to_owned()
    }

    /// The newest day whose figures are kept.
    pub(crate) fn newest_kept_day(&self) -> Timestamp {
        let newest = self.ask("SELECT coalesce(max(begins), 0) FROM day_figures");
        Timestamp(newest.parse().unwrap())
    }

    /// Begins to copy rows in.
    pub(crate) fn begin_copying(&self) -> Copying {
        let mut psql = self.psql();
        psql.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut copying = Copying {
            psql: psql.spawn().unwrap(),
        };
        copying.take(UNINDEXED);
        copying
    }
}
