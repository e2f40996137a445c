//! Staff, sessions and keys of programs as rows.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::{Digest, StaffId, Timestamp};
use sqlx::Sqlite;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use storage::{ApiKey, ApiKeys, Colleague, Session, Sessions, Staff, StorageError};

use crate::row::{Row, digest, each, failed, ms, one, sealed, to_json};
use crate::transaction::SqliteTransaction;

const INSERT_COLLEAGUE: &str = "INSERT INTO colleagues (
    id, name, password, password_is_initial, totp, totp_last, roles, failures, failed_at,
    disabled_at, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
const UPDATE_COLLEAGUE: &str = "UPDATE colleagues SET
    name = ?2, password = ?3, password_is_initial = ?4, totp = ?5, totp_last = ?6,
    roles = ?7, failures = ?8, failed_at = ?9, disabled_at = ?10, created_at = ?11
    WHERE id = ?1";
const COLLEAGUE: &str = "SELECT * FROM colleagues WHERE id = ?1";
pub(crate) const COLLEAGUE_BY_NAME: &str = "SELECT * FROM colleagues WHERE name = ?1";
const COLLEAGUES: &str = "SELECT * FROM colleagues ORDER BY name";

const INSERT_SESSION: &str =
    "INSERT INTO sessions (digest, staff, begun_at, used_at) VALUES (?1, ?2, ?3, ?4)";
pub(crate) const SESSION: &str = "SELECT * FROM sessions WHERE digest = ?1";
const TOUCH_SESSION: &str = "UPDATE sessions SET used_at = ?2 WHERE digest = ?1";
const DELETE_SESSION: &str = "DELETE FROM sessions WHERE digest = ?1";
const DELETE_SESSIONS_OF: &str = "DELETE FROM sessions WHERE staff = ?1";
const DELETE_UNUSED: &str = "DELETE FROM sessions WHERE used_at < ?1";

const INSERT_KEY: &str = "INSERT INTO api_keys (
    id, name, digest, roles, documents, cities, created_at, revoked_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const UPDATE_KEY: &str = "UPDATE api_keys SET
    name = ?2, digest = ?3, roles = ?4, documents = ?5, cities = ?6, created_at = ?7,
    revoked_at = ?8
    WHERE id = ?1";
pub(crate) const KEY: &str = "SELECT * FROM api_keys WHERE digest = ?1";
const KEYS: &str = "SELECT * FROM api_keys ORDER BY id DESC";

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

fn bind_colleague<'q>(
    query: Bound<'q>,
    colleague: &'q Colleague,
) -> Result<Bound<'q>, StorageError> {
    let totp_last = colleague.totp_last.map(i64::try_from).transpose();
    Ok(query
        .bind(colleague.id.to_string())
        .bind(colleague.name.as_str())
        .bind(colleague.password.as_str())
        .bind(colleague.password_is_initial)
        .bind(sealed(colleague.totp.as_ref()))
        .bind(totp_last.map_err(|error| StorageError::Database(Box::new(error)))?)
        .bind(to_json(&colleague.roles)?)
        .bind(colleague.failures.count)
        .bind(colleague.failures.last.0)
        .bind(ms(colleague.disabled_at))
        .bind(colleague.created_at.0))
}

fn read_colleague(row: Row<'_>) -> Result<Colleague, StorageError> {
    let totp_last: Option<i64> = row.get("totp_last")?;
    Ok(Colleague {
        id: row.parsed("id")?,
        name: row.get("name")?,
        password: row.get("password")?,
        password_is_initial: row.get("password_is_initial")?,
        totp: row.sealed_if_any("totp")?,
        totp_last: totp_last
            .map(u64::try_from)
            .transpose()
            .map_err(|_| row.unreadable())?,
        roles: row.json("roles")?,
        failures: Failures {
            count: row.number("failures")?,
            last: row.time("failed_at")?,
        },
        disabled_at: row.time_if_any("disabled_at")?,
        created_at: row.time("created_at")?,
    })
}

#[async_trait]
impl Staff for SqliteTransaction {
    async fn insert_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError> {
        bind_colleague(sqlx::query(INSERT_COLLEAGUE), colleague)?
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// [`StorageError::Conflict`] if there is none.
    async fn update_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError> {
        let done = bind_colleague(sqlx::query(UPDATE_COLLEAGUE), colleague)?
            .execute(self.connection())
            .await
            .map_err(failed)?;
        match done.rows_affected() {
            0 => Err(StorageError::Conflict),
            _ => Ok(()),
        }
    }

    async fn colleague(&mut self, id: StaffId) -> Result<Option<Colleague>, StorageError> {
        let row = sqlx::query(COLLEAGUE)
            .bind(id.to_string())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        one(row.as_ref(), "colleagues", read_colleague)
    }

    async fn colleague_by_name(&mut self, name: &str) -> Result<Option<Colleague>, StorageError> {
        let row = sqlx::query(COLLEAGUE_BY_NAME)
            .bind(name.to_owned())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        one(row.as_ref(), "colleagues", read_colleague)
    }

    async fn colleagues(&mut self) -> Result<Vec<Colleague>, StorageError> {
        let rows = sqlx::query(COLLEAGUES)
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, "colleagues", read_colleague)
    }
}

fn read_session(row: Row<'_>) -> Result<Session, StorageError> {
    Ok(Session {
        digest: Digest(row.hash("digest")?),
        staff: row.parsed("staff")?,
        begun_at: row.time("begun_at")?,
        used_at: row.time("used_at")?,
    })
}

#[async_trait]
impl Sessions for SqliteTransaction {
    async fn insert_session(&mut self, session: &Session) -> Result<(), StorageError> {
        sqlx::query(INSERT_SESSION)
            .bind(digest(&session.digest))
            .bind(session.staff.to_string())
            .bind(session.begun_at.0)
            .bind(session.used_at.0)
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn session(&mut self, digest: Digest) -> Result<Option<Session>, StorageError> {
        let row = sqlx::query(SESSION)
            .bind(digest.0.to_vec())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        one(row.as_ref(), "sessions", read_session)
    }

    async fn touch_session(&mut self, digest: Digest, now: Timestamp) -> Result<(), StorageError> {
        sqlx::query(TOUCH_SESSION)
            .bind(digest.0.to_vec())
            .bind(now.0)
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn delete_session(&mut self, digest: Digest) -> Result<(), StorageError> {
        sqlx::query(DELETE_SESSION)
            .bind(digest.0.to_vec())
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn delete_sessions_of(&mut self, staff: StaffId) -> Result<(), StorageError> {
        sqlx::query(DELETE_SESSIONS_OF)
            .bind(staff.to_string())
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn delete_sessions_unused_since(
        &mut self,
        before: Timestamp,
    ) -> Result<u64, StorageError> {
        let done = sqlx::query(DELETE_UNUSED)
            .bind(before.0)
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected())
    }
}

fn bind_key<'q>(query: Bound<'q>, key: &'q ApiKey) -> Result<Bound<'q>, StorageError> {
    Ok(query
        .bind(key.id.to_string())
        .bind(key.name.as_str())
        .bind(digest(&key.digest))
        .bind(to_json(&key.roles)?)
        .bind(to_json(&key.documents)?)
        .bind(to_json(&key.cities)?)
        .bind(key.created_at.0)
        .bind(ms(key.revoked_at)))
}

fn read_key(row: Row<'_>) -> Result<ApiKey, StorageError> {
    Ok(ApiKey {
        id: row.parsed("id")?,
        name: row.get("name")?,
        digest: Digest(row.hash("digest")?),
        roles: row.json("roles")?,
        documents: row.json("documents")?,
        cities: row.json("cities")?,
        created_at: row.time("created_at")?,
        revoked_at: row.time_if_any("revoked_at")?,
    })
}

#[async_trait]
impl ApiKeys for SqliteTransaction {
    async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError> {
        bind_key(sqlx::query(INSERT_KEY), key)?
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// [`StorageError::Conflict`] if there is none.
    async fn update_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError> {
        let done = bind_key(sqlx::query(UPDATE_KEY), key)?
            .execute(self.connection())
            .await
            .map_err(failed)?;
        match done.rows_affected() {
            0 => Err(StorageError::Conflict),
            _ => Ok(()),
        }
    }

    async fn api_key(&mut self, digest: Digest) -> Result<Option<ApiKey>, StorageError> {
        let row = sqlx::query(KEY)
            .bind(digest.0.to_vec())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        one(row.as_ref(), "api_keys", read_key)
    }

    async fn api_keys(&mut self) -> Result<Vec<ApiKey>, StorageError> {
        let rows = sqlx::query(KEYS)
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, "api_keys", read_key)
    }
}
