//! The tables. A released migration is never changed; its number means the same as in
//! databases in files.

use storage_sql::{Leaves, Migration};

/// All migrations in order; the first makes the tables as the first nineteen of a file do.
pub(crate) const MIGRATIONS: [Migration; 4] = [
    Migration {
        number: 19,
        sql: include_str!("../migrations/0019_base.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 20,
        sql: include_str!("../migrations/0020_pictures.sql"),
        leaves: Leaves::Seals,
    },
    Migration {
        number: 21,
        sql: include_str!("../migrations/0021_growth.sql"),
        leaves: Leaves::Seals,
    },
    Migration {
        number: 23,
        sql: include_str!("../migrations/0023_keeping.sql"),
        leaves: Leaves::Nothing,
    },
];

/// Number of the last one.
pub(crate) const LAST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;
