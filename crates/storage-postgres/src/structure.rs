//! Whether the rows hold together. Pages and indexes are PostgreSQL's to check, with
//! checksums and `amcheck`; what a wrong restore leaves shows here: rows that refer to
//! rows which are not there.

use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use storage::{GoOn, StorageError, Structure};

use crate::failed::failed;

/// Foreign keys of one column: table, column, the table and column referred to.
const REFERENCES: &str = "SELECT c.conrelid::regclass::text, a.attname::text,
        c.confrelid::regclass::text, f.attname::text
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
    ORDER BY 1, 2";

/// Checks all references, as long as `go_on` says so.
pub(crate) async fn check(
    connection: &mut PgConnection,
    go_on: &GoOn,
) -> Result<Structure, StorageError> {
    let references = sqlx::query(REFERENCES).fetch_all(&mut *connection).await;
    let mut damaged = 0_u32;
    for reference in references.map_err(failed)? {
        if !go_on() {
            return Ok(match damaged {
                0 => Structure::NotFinished,
                damaged => Structure::Damaged(damaged),
            });
        }
        let part = |place: usize| reference.try_get::<String, _>(place).map_err(failed);
        let (table, column, other, key) = (part(0)?, part(1)?, part(2)?, part(3)?);
        let lost = format!(
            "SELECT count(*) FROM {table} AS one WHERE one.{column} IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM {other} AS two WHERE two.{key} = one.{column})"
        );
        let lost = sqlx::query_scalar::<_, i64>(AssertSqlSafe(lost));
        let lost = lost.fetch_one(&mut *connection).await.map_err(failed)?;
        damaged = damaged.saturating_add(u32::try_from(lost).unwrap_or(u32::MAX));
    }
    Ok(match damaged {
        0 => Structure::Whole,
        damaged => Structure::Damaged(damaged),
    })
}
