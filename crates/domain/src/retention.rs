//! Retention periods. Each is defined here once, with its reason; tests check
//! them against the jobs that delete the data.

use std::time::Duration;

use crate::timestamp::{days, minutes};

/// A draft that was not submitted.
pub const DRAFT: Duration = days(1);

/// An uploaded picture whose attempt is not decided; an order that waits longer
/// is abandoned.
pub const ORIGINAL: Duration = days(30);

/// Upper bound of every receipt's validity, and so of how long an approved
/// photo is kept: a year and its first day, as printed in Guangdong for
/// foreigners' exit-entry photos.
pub const RECEIPT: Duration = days(367);

/// The digests of an ended receipt's applicant: as long as this a counter can
/// answer "expired" or "used" instead of "no such number".
pub const RECEIPT_REMEMBERED: Duration = days(90);

/// How long before a receipt's last day the applicant is reminded: enough to
/// have another photo approved.
pub const REMIND_BEFORE: Duration = days(14);

/// Counts of wrong guesses at receipt numbers.
pub const GUESSES: Duration = crate::staff::throttle::FORGOTTEN_AFTER;

/// Browsers in which a member of staff signed in, as the digest of a token.
pub const DEVICES: Duration = crate::staff::standing::DEVICE_KNOWN;

/// A rejected order that was not submitted again.
pub const REJECTED: Duration = days(30);

/// Personal data and photos of a cancelled, lapsed or used-up order: time for
/// complaints.
pub const ENDED: Duration = days(30);

/// An inspector's claim without renewal.
pub const CLAIM: Duration = minutes(10);

/// How long a decision can be undone; its consequences follow afterwards.
pub const UNDO: Duration = Duration::from_secs(10);

/// Log entries, which hold no name, number or picture. PIPL article 56 requires
/// records of processing to be kept for three years.
pub const LOG: Duration = days(3 * 365);

/// One line of the retention table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Key of the data's name in the message files: `retention-<id>`.
    pub id: &'static str,
    /// Longest time kept after the event that starts the period; data deleted
    /// by the daily jobs (`sweep`, `trim-log`) may stay one day longer.
    pub at_most: Duration,
    /// Code of the job that deletes it.
    pub job: &'static str,
}

/// All personal data that is kept, and the job that deletes it.
pub const KEPT: [Kept; 11] = [
    kept("draft", DRAFT, "lapse-draft"),
    kept("original", ORIGINAL, "erase-original"),
    kept("photo", RECEIPT, "erase-order"),
    kept("receipt", RECEIPT_REMEMBERED, "forget-receipt"),
    kept("guesses", GUESSES, "sweep"),
    kept("sign-ins", GUESSES, "sweep"),
    kept("devices", DEVICES, "sweep"),
    kept("details", ENDED, "erase-order"),
    kept("closed", REJECTED, "lapse-rejected"),
    kept("messages", ENDED, "erase-order"),
    kept("log", LOG, "trim-log"),
];

const fn kept(id: &'static str, at_most: Duration, job: &'static str) -> Kept {
    Kept { id, at_most, job }
}
