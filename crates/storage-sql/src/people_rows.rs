//! Staff, sessions and API keys as rows.

use async_trait::async_trait;
use catalogue::DivisionCode;
use domain::staff::Scope;
use domain::staff::throttle::Failures;
use domain::{ApiKeyId, Digest, StaffId, Timestamp};
use storage::{ApiKey, ApiKeys, Colleague, Session, Sessions, Staff, StorageError};

use crate::row::{Row, digest, insert_and_update, ms, sealed, to_json};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const COLLEAGUES: &str = "colleagues";
insert_and_update! {
    INSERT_COLLEAGUE, UPDATE_COLLEAGUE,
    "colleagues",
    "name, password, password_is_initial, totp, totp_last, roles, failures, failed_at,
    disabled_at, created_at, totp_dropped",
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12"
}
const COLLEAGUE: &str = "SELECT * FROM colleagues WHERE id = ?1";
pub(crate) const COLLEAGUE_BY_NAME: &str = "SELECT * FROM colleagues WHERE name = ?1";
const KEEP_FAILURES: &str = "UPDATE colleagues SET failures = ?2, failed_at = ?3 WHERE id = ?1";
const ALL_COLLEAGUES: &str = "SELECT * FROM colleagues ORDER BY name";

const INSERT_SESSION: &str =
    "INSERT INTO sessions (digest, staff, begun_at, used_at) VALUES (?1, ?2, ?3, ?4)";
pub(crate) const SESSION: &str = "SELECT * FROM sessions WHERE digest = ?1";
const TOUCH_SESSION: &str = "UPDATE sessions SET used_at = ?2 WHERE digest = ?1";
const DELETE_SESSION: &str = "DELETE FROM sessions WHERE digest = ?1";
const DELETE_SESSIONS_OF: &str = "DELETE FROM sessions WHERE staff = ?1";
const DELETE_UNUSED: &str = "DELETE FROM sessions WHERE used_at < ?1";

const KEYS: &str = "api_keys";
insert_and_update! {
    INSERT_KEY, UPDATE_KEY,
    "api_keys",
    "name, digest, roles, documents, cities, created_at, expires_at, used_at, revoked_at",
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10"
}
pub(crate) const KEY: &str = "SELECT * FROM api_keys WHERE digest = ?1";
const TOUCH_KEY: &str = "UPDATE api_keys SET used_at = ?2 WHERE id = ?1";
const ALL_KEYS: &str = "SELECT * FROM api_keys ORDER BY id DESC";

fn bind_colleague(sql: &'static str, colleague: &Colleague) -> Result<Statement, StorageError> {
    let totp_last = colleague.totp_last.map(i64::try_from).transpose();
    Ok(query(sql)
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
        .bind(colleague.created_at.0)
        .bind(colleague.totp_dropped))
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
        totp_dropped: row.number("totp_dropped")?,
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
impl Staff for SqlTransaction {
    async fn insert_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError> {
        self.run(bind_colleague(INSERT_COLLEAGUE, colleague)?).await
    }

    async fn keep_failures(&mut self, id: StaffId, failures: Failures) -> Result<(), StorageError> {
        let statement = query(KEEP_FAILURES).bind(id.to_string());
        let statement = statement.bind(failures.count).bind(failures.last.0);
        self.run(statement).await
    }

    /// [`StorageError::Conflict`] if it does not exist.
    async fn update_colleague(&mut self, colleague: &Colleague) -> Result<(), StorageError> {
        let statement = bind_colleague(UPDATE_COLLEAGUE, colleague)?;
        self.update(statement).await
    }

    async fn colleague(&mut self, id: StaffId) -> Result<Option<Colleague>, StorageError> {
        let query = query(COLLEAGUE).bind(id.to_string());
        self.one(query, COLLEAGUES, read_colleague).await
    }

    async fn colleague_by_name(&mut self, name: &str) -> Result<Option<Colleague>, StorageError> {
        let query = query(COLLEAGUE_BY_NAME).bind(name);
        self.one(query, COLLEAGUES, read_colleague).await
    }

    async fn colleagues(&mut self) -> Result<Vec<Colleague>, StorageError> {
        let query = query(ALL_COLLEAGUES);
        self.all(query, COLLEAGUES, read_colleague).await
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
impl Sessions for SqlTransaction {
    async fn insert_session(&mut self, session: &Session) -> Result<(), StorageError> {
        let statement = query(INSERT_SESSION)
            .bind(digest(&session.digest))
            .bind(session.staff.to_string())
            .bind(session.begun_at.0)
            .bind(session.used_at.0);
        self.run(statement).await
    }

    async fn session(&mut self, token: Digest) -> Result<Option<Session>, StorageError> {
        let query = query(SESSION).bind(digest(&token));
        self.one(query, "sessions", read_session).await
    }

    async fn touch_session(&mut self, token: Digest, now: Timestamp) -> Result<(), StorageError> {
        // Read first, so that no session that somebody else wrote is sealed.
        if self.session(token).await?.is_none() {
            return Ok(());
        }
        let statement = query(TOUCH_SESSION).bind(digest(&token));
        self.run(statement.bind(now.0)).await
    }

    async fn delete_session(&mut self, token: Digest) -> Result<(), StorageError> {
        self.run(query(DELETE_SESSION).bind(digest(&token))).await
    }

    async fn delete_sessions_of(&mut self, staff: StaffId) -> Result<(), StorageError> {
        self.run(query(DELETE_SESSIONS_OF).bind(staff.to_string()))
            .await
    }

    async fn delete_sessions_unused_since(
        &mut self,
        before: Timestamp,
    ) -> Result<u64, StorageError> {
        self.changed(query(DELETE_UNUSED).bind(before.0)).await
    }
}

/// Cities are stored as numbers.
fn bind_key(sql: &'static str, key: &ApiKey) -> Result<Statement, StorageError> {
    let cities: Vec<u32> = key.scope.cities.iter().map(|city| city.number()).collect();
    Ok(query(sql)
        .bind(key.id.to_string())
        .bind(key.name.as_str())
        .bind(digest(&key.digest))
        .bind(to_json(&key.roles)?)
        .bind(to_json(&key.scope.documents)?)
        .bind(to_json(&cities)?)
        .bind(key.created_at.0)
        .bind(ms(key.expires_at))
        .bind(ms(key.used_at))
        .bind(ms(key.revoked_at)))
}

fn read_key(row: Row<'_>) -> Result<ApiKey, StorageError> {
    let cities: Vec<u32> = row.json("cities")?;
    let cities: Result<_, _> = cities.into_iter().map(DivisionCode::try_from).collect();
    Ok(ApiKey {
        id: row.parsed("id")?,
        name: row.get("name")?,
        digest: Digest(row.hash("digest")?),
        roles: row.json("roles")?,
        scope: Scope {
            documents: row.json("documents")?,
            cities: cities.map_err(|_| row.unreadable())?,
        },
        created_at: row.time("created_at")?,
        expires_at: row.time_if_any("expires_at")?,
        used_at: row.time_if_any("used_at")?,
        revoked_at: row.time_if_any("revoked_at")?,
    })
}

#[async_trait]
impl ApiKeys for SqlTransaction {
    async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError> {
        self.run(bind_key(INSERT_KEY, key)?).await
    }

    /// [`StorageError::Conflict`] if it does not exist.
    async fn update_api_key(&mut self, key: &ApiKey) -> Result<(), StorageError> {
        self.update(bind_key(UPDATE_KEY, key)?).await
    }

    async fn touch_api_key(&mut self, id: ApiKeyId, now: Timestamp) -> Result<(), StorageError> {
        let statement = query(TOUCH_KEY).bind(id.to_string());
        self.run(statement.bind(now.0)).await
    }

    async fn api_key(&mut self, key: Digest) -> Result<Option<ApiKey>, StorageError> {
        let query = query(KEY).bind(digest(&key));
        self.one(query, KEYS, read_key).await
    }

    async fn api_keys(&mut self) -> Result<Vec<ApiKey>, StorageError> {
        self.all(query(ALL_KEYS), KEYS, read_key).await
    }
}
