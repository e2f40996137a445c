//! How long anything is kept. Least data, shortest time: each figure stands
//! here once, with why, and the tests hold it against the jobs that act on it.

use std::time::Duration;

use crate::timestamp::{days, minutes};

/// A draft nobody handed in: the applicant promised nothing yet.
pub const DRAFT: Duration = days(1);

/// An original whose attempt is not decided: an order that waits longer than
/// this has been forgotten by both sides.
pub const ORIGINAL: Duration = days(30);

/// An approved photo is kept as long as its receipt is good. No document's
/// receipt may last longer than this: a year and its first day, which
/// Guangdong prints for foreigners' exit-entry photos.
pub const RECEIPT: Duration = days(367);

/// Whose an ended receipt was, as digests: so long a counter can still say
/// "expired" or "used" rather than "no such number".
pub const RECEIPT_REMEMBERED: Duration = days(90);

/// How long before a receipt's end its owner is reminded: time to have another
/// photo approved.
pub const REMIND_BEFORE: Duration = days(14);

/// Wrong guesses at receipts' numbers, counted for whoever guesses.
pub const GUESSES: Duration = crate::staff::throttle::FORGOTTEN_AFTER;

/// A rejected order nobody resubmitted.
pub const REJECTED: Duration = days(30);

/// Person and photos of a cancelled, lapsed or used-up order: time enough for
/// a complaint.
pub const ENDED: Duration = days(30);

/// A claim nobody works on: two minutes a picture is slow already.
pub const CLAIM: Duration = minutes(10);

/// An inspector's slip can be taken back this long; what follows from a
/// decision happens after it.
pub const UNDO: Duration = Duration::from_secs(10);

/// Log entries; they hold no name, number or picture. Three years is how long
/// PIPL article 56 has assessments and records of processing kept.
pub const LOG: Duration = days(3 * 365);

/// One line of what is kept: the data, what ends it, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Key of the data's name in the message files: `retention-<id>`.
    pub id: &'static str,
    /// The longest it is kept after the event that starts its time; what daily
    /// housekeeping ends (`sweep`, `trim-log`) may stay one day more.
    pub at_most: Duration,
    /// Code of the job that ends it.
    pub job: &'static str,
}

/// Everything that is kept about a person, and what ends it.
pub const KEPT: [Kept; 9] = [
    kept("draft", DRAFT, "lapse-draft"),
    kept("original", ORIGINAL, "erase-original"),
    kept("photo", RECEIPT, "erase-order"),
    kept("receipt", RECEIPT_REMEMBERED, "forget-receipt"),
    kept("guesses", GUESSES, "sweep"),
    kept("details", ENDED, "erase-order"),
    kept("closed", REJECTED, "lapse-rejected"),
    kept("messages", ENDED, "erase-order"),
    kept("log", LOG, "trim-log"),
];

const fn kept(id: &'static str, at_most: Duration, job: &'static str) -> Kept {
    Kept { id, at_most, job }
}
