//! The tables. A released migration is never changed; its number means the same as in
//! databases in files.

use storage_sql::Migration;

/// All migrations in order; the first makes the tables as the first nineteen of a file do.
pub(crate) const MIGRATIONS: [Migration; 3] = [
    Migration {
        number: 19,
        sql: include_str!("../migrations/0019_base.sql"),
    },
    Migration {
        number: 20,
        sql: include_str!("../migrations/0020_pictures.sql"),
    },
    Migration {
        number: 23,
        sql: include_str!("../migrations/0023_keeping.sql"),
    },
];

/// Number of the last one.
pub(crate) const LAST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;
