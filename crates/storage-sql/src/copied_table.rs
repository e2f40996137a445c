//! The tables that a copy of a database takes along, in an order in which no row comes
//! before one that it refers to.

/// A table with what tells its rows apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub name: &'static str,
    /// Columns of its primary key, in order.
    pub key: &'static [&'static str],
}

const fn table(name: &'static str, key: &'static [&'static str]) -> CopiedTable {
    CopiedTable { name, key }
}

/// All tables but those that a database has for itself: `applied_migrations`, `nodes`, the
/// processes that use it, and in PostgreSQL `oldest_program`, `log_inbox` and `log_lanes`.
pub const COPIED: [CopiedTable; 46] = [
    table("row_seals", &["\"only\""]),
    table("log_root", &["\"only\""]),
    table("log_ends", &["\"only\""]),
    table("log", &["seq"]),
    table("log_epochs", &["first"]),
    table("time_seen", &["\"only\""]),
    table("kept_keys", &["name"]),
    table("key_change", &["\"only\""]),
    table("checkpoints", &["seq"]),
    table("damage", &["\"only\""]),
    table("signing_keys", &["public"]),
    table("colleagues", &["id"]),
    table("sessions", &["digest"]),
    table("api_keys", &["id"]),
    table("passkeys", &["id"]),
    table("known_devices", &["device", "staff"]),
    table("sign_in_counts", &["of"]),
    table("guesses", &["of"]),
    table("motions", &["id"]),
    table("old_devices", &["device"]),
    table("orders", &["id"]),
    table("attempts", &["id"]),
    table("reports", &["attempt"]),
    table("blob_deletes", &["blob"]),
    table("waits", &["slot", "length"]),
    // Its files are copied too; what is leased is free again when its lease ends.
    table("pictures", &["attempt"]),
    table("events", &["seq"]),
    table("messages", &["seq"]),
    table("notices", &["order_id", "at", "occasion"]),
    table("receipts", &["id"]),
    table("sealed_photos", &["receipt"]),
    table("consents", &["order_id", "submissions"]),
    table("payments", &["id"]),
    table("ledger", &["seq"]),
    table("charges", &["id"]),
    table("bill_checks", &["id"]),
    table("subscriptions", &["order_id", "template"]),
    table("untold", &["order_id"]),
    table("pushes", &["digest"]),
    table("letters", &["seq"]),
    table("safety_checks", &["subject_kind", "subject"]),
    table("jobs", &["id"]),
    table("timers", &["key"]),
    table("passes", &["name"]),
    table("day_figures", &["begins"]),
    table("tallies", &["name"]),
];
