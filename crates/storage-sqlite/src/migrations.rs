//! The tables. A released migration is never changed.

use storage_sql::{Leaves, Migration};

/// All migrations in order.
pub(crate) const MIGRATIONS: [Migration; 22] = [
    Migration {
        number: 1,
        sql: include_str!("../migrations/0001_orders.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 2,
        sql: include_str!("../migrations/0002_receipts.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 3,
        sql: include_str!("../migrations/0003_actors.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 4,
        sql: include_str!("../migrations/0004_seals.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 5,
        sql: include_str!("../migrations/0005_sign_ins.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 6,
        sql: include_str!("../migrations/0006_rights.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 7,
        sql: include_str!("../migrations/0007_sealed_photos.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 8,
        sql: include_str!("../migrations/0008_motions.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 9,
        sql: include_str!("../migrations/0009_second_opinions.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 10,
        sql: include_str!("../migrations/0010_order_search.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 11,
        sql: include_str!("../migrations/0011_money.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 12,
        sql: include_str!("../migrations/0012_charges.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 13,
        sql: include_str!("../migrations/0013_wechat.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 14,
        sql: include_str!("../migrations/0014_bill_checks.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 15,
        sql: include_str!("../migrations/0015_wechat_words.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 16,
        sql: include_str!("../migrations/0016_wechat_union.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 17,
        sql: include_str!("../migrations/0017_job_lanes.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 18,
        sql: include_str!("../migrations/0018_reports.sql"),
        leaves: Leaves::Nothing,
    },
    Migration {
        number: 19,
        sql: include_str!("../migrations/0019_nodes.sql"),
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
pub const LAST_MIGRATION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;
