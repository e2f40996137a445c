//! Storage as rows of SQL tables, for databases of several kinds.
//!
//! Takes a [`Connection`] inside a transaction; gives a [`storage::Transaction`]. The
//! statements, the columns and the seals of rows (`row_seal.rs`) stand here once; a
//! backend has connections, tables and what is its own. Statements are SQL that SQLite
//! 3.35 and PostgreSQL 15 understand alike, with the parameters `?1`, `?2`; the few
//! functions of one that the other lacks are made there (`json_each`, `unhex`). Where
//! they cannot agree, the connection says its [`Dialect`].

mod attempt_rows;
mod backed_up;
mod bill_check_rows;
mod blob_delete_rows;
mod charge_rows;
mod connection;
mod consent_rows;
mod copied_table;
mod copy;
mod device_rows;
mod event_rows;
mod evidence;
mod figures;
mod job_rows;
mod key_change;
mod letter_rows;
mod log_lanes;
mod log_rows;
mod message_rows;
mod money_rows;
mod motion_rows;
mod node_rows;
mod order_rows;
mod people_rows;
mod picture_rows;
pub mod plans;
mod receipt_rows;
mod remains_rows;
mod report_rows;
mod rotation;
mod row;
mod row_seal;
mod safety_rows;
mod schema;
mod seal_keys;
mod sealed_photo_rows;
mod sealed_under;
mod sign_in_rows;
mod state_columns;
mod statement;
mod subscription_rows;
mod terms_rows;
mod transaction;
mod upkeep_rows;
mod value;
mod wait_rows;
mod window_rows;

pub use backed_up::{Restored, chain_copied, end_restoration, waiting_entries};
pub use connection::{Connection, Dialect};
pub use copied_table::{COPIED, CopiedTable};
pub use copy::{
    TableDigest, begin_copy, copied_rows, copy_stretch, copy_table, digest_table, empty_for_copy,
    end_copy, is_half_copied,
};
pub use evidence::{Evidence, evidence};
pub use key_change::{end_key_change, rewrap_orders};
pub use log_lanes::Lanes;
pub use rotation::rotate;
pub use row::SqlRow;
pub use schema::{Leaves, Migration, SchemaError, mark_moved, migrate, open_writing, unmark_moved};
pub use seal_keys::{SealKeys, Unsealed};
pub use statement::{Holds, Statement, query};
pub use transaction::SqlTransaction;
pub use value::{Kind, Value};
