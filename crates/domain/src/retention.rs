//! Retention periods. Each is defined here once, with its reason; tests check
//! them against the jobs that delete the data.

use std::time::Duration;

use serde::Deserialize;

use crate::timestamp::{days, minutes};

/// A draft that was not submitted.
pub const DRAFT: Duration = days(1);

/// An order that was handed in and not paid: time to come to the shop, over a weekend.
pub const UNPAID: Duration = days(3);

/// A submitted order that nobody decided. It ends before [`ORIGINAL`] does, so
/// that nobody has to judge a photo without the picture it was made from.
pub const UNDECIDED: Duration = days(29);

/// How long before an undecided order ends the operator is warned daily: enough
/// to find somebody who decides over a public holiday of a week.
pub const UNDECIDED_WARNING: Duration = days(10);

/// An order that lapsed after its submission stays readable while its applicant
/// is told: the tries of a notice take 15 hours.
pub const LAPSE_TOLD: Duration = days(1);

/// An approved order for which no receipt can be issued: time for the operator
/// to mend what stops it.
pub const UNISSUED: Duration = days(29);

/// An uploaded picture whose attempt is not decided, from its submission; before
/// that, from its upload.
pub const ORIGINAL: Duration = days(30);

/// Upper bound of every receipt's validity, and so of how long an approved
/// photo is kept: a year and its first day, as printed in Guangdong for
/// foreigners' exit-entry photos.
pub const RECEIPT: Duration = days(367);

/// The photo and details of an approved order without a receipt: time to download
/// it, to print it, and to complain.
pub const GIVEN: Duration = days(30);

/// The digests of an ended receipt's applicant: as long as this a counter can
/// answer "expired" or "used" instead of "no such number".
pub const RECEIPT_REMEMBERED: Duration = days(90);

/// The code of a sealed photo that the applicant has not taken: time to see the
/// notice and to find a printer.
pub const CODE: Duration = days(7);

/// The code after a paper with it was first drawn, unless the applicant says
/// before that they have it: time to print again when the paper jams.
pub const CODE_DRAWN: Duration = minutes(60);

/// A sealed photo after it was handed over, where a receipt is good once: time
/// to repeat a transfer that broke, with the same ticket.
pub const HANDED_OVER: Duration = minutes(15);

/// How long before a receipt's last day the applicant is reminded: enough to
/// have another photo approved.
pub const REMIND_BEFORE: Duration = days(14);

/// Counts of wrong guesses at orders and receipts; as long as the slowest
/// allowance ([`crate::guess::Guess::OrderProof`]) needs to be full again.
pub const GUESSES: Duration = days(5);

/// Digests of WeChat's pushes: each comes up to four times within a minute.
pub const PUSHES: Duration = days(1);

/// Why a picture gave no photo, where photos are made by processes of their own: until its
/// sender has read it.
pub const FAILED_PICTURE: Duration = days(1);

/// Browsers in which a member of staff signed in, as the digest of a token.
pub const DEVICES: Duration = crate::staff::standing::DEVICE_KNOWN;

/// A motion that waits for a second operator: a week of duty, after which who asked
/// may no longer need it.
pub const MOTION: Duration = days(7);

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

/// The record of a consent, which names nobody, after its order was erased:
/// PIPL article 56 asks for records of processing to be kept for three years.
pub const CONSENT: Duration = LOG;

/// Timeline and decisions of an erased order, which name no applicant but the
/// staff who decided: as long as the log.
pub const TRACES: Duration = LOG;

/// How long what is left of an order is kept after it was erased: its number, document,
/// place and dates, and how its receipt ended, which name nobody. Whoever comes with an old
/// receipt can be told that it was real and has ended. An order that was paid for stays
/// with its payments and the book: the Measures for the Administration of Accounting
/// Archives (Ministry of Finance and State Archives Administration, order 79 of 2015, annex
/// 1) have vouchers and ledgers kept for 30 years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u8")]
pub struct RemainsKept(u8);

/// The years are outside of what may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} to {} years", RemainsKept::LEAST, RemainsKept::MOST)]
pub struct NotSoLong;

impl RemainsKept {
    /// Fewest years: what tells of the order is kept for as long ([`LOG`], [`TRACES`]), and
    /// claims lapse after three years (Civil Code article 188).
    pub const LEAST: u8 = 3;
    /// Most years: as long as books.
    pub const MOST: u8 = 30;
    /// Where the operator chooses nothing: the fewest, and some for disputes that began in
    /// their last days.
    pub const USUAL: Self = Self(5);

    /// The time.
    #[must_use]
    pub const fn period(self) -> Duration {
        days(365 * self.0 as u64)
    }
}

impl Default for RemainsKept {
    fn default() -> Self {
        Self::USUAL
    }
}

impl TryFrom<u8> for RemainsKept {
    type Error = NotSoLong;

    fn try_from(years: u8) -> Result<Self, NotSoLong> {
        match years {
            Self::LEAST..=Self::MOST => Ok(Self(years)),
            _ => Err(NotSoLong),
        }
    }
}

/// Persons whose face data are stored from which on an operator files with the
/// provincial cyberspace authority within 30 working days: Measures for the
/// Security Management of Facial Recognition Technology, in force since 1 June
/// 2025.
pub const FILING_FROM_PERSONS: u64 = 100_000;

/// Persons from which on the operator is warned: four fifths.
pub const FILING_WARNING_PERSONS: u64 = FILING_FROM_PERSONS / 5 * 4;

/// What WeChat users write who have no order, after the last word of the conversation.
pub const LETTERS: Duration = days(30);

/// How long a job that died stays listed for the operator; what it should have
/// deleted is deleted by the daily pass.
pub const DEAD_JOB: Duration = days(30);

/// One line of the retention table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Key of the data's name in the message files: `retention-<id>`.
    pub id: &'static str,
    /// Longest time kept after the event that starts the period; data deleted
    /// by the daily jobs (`sweep`, `trim-log`, `hold-to-terms`) may stay one day longer.
    pub at_most: Duration,
    /// Code of the job that deletes it.
    pub job: &'static str,
}

/// All personal data that is kept, and what is left of it, with the job that deletes it.
/// `remains` is as long as the operator chose ([`RemainsKept`]); here as long as usual.
pub const KEPT: [Kept; 22] = [
    kept("draft", DRAFT, "lapse-draft"),
    kept("unpaid", UNPAID.saturating_add(LAPSE_TOLD), "lapse-unpaid"),
    kept(
        "undecided",
        UNDECIDED.saturating_add(LAPSE_TOLD),
        "lapse-undecided",
    ),
    kept(
        "unissued",
        UNISSUED.saturating_add(LAPSE_TOLD),
        "lapse-unissued",
    ),
    kept("original", ORIGINAL, "erase-original"),
    kept("photo", RECEIPT, "erase-order"),
    kept("given", GIVEN, "erase-order"),
    kept("receipt", RECEIPT_REMEMBERED, "forget-receipt"),
    kept("code", CODE, "forget-code"),
    kept("guesses", GUESSES, "sweep"),
    kept("sign-ins", GUESSES, "sweep"),
    kept("devices", DEVICES, "sweep"),
    kept("pushes", PUSHES, "sweep"),
    kept("letters", LETTERS, "sweep"),
    kept("wechat", ENDED, "erase-order"),
    kept("details", ENDED, "erase-order"),
    kept("closed", REJECTED, "lapse-rejected"),
    kept("messages", ENDED, "erase-order"),
    kept("consent", CONSENT, "hold-to-terms"),
    kept("traces", TRACES, "hold-to-terms"),
    kept("remains", RemainsKept::USUAL.period(), "hold-to-terms"),
    kept("log", LOG, "trim-log"),
];

const fn kept(id: &'static str, at_most: Duration, job: &'static str) -> Kept {
    Kept { id, at_most, job }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_kept_for_some_years() {
        let check = |years: u8, expected: Option<u64>| {
            let kept = RemainsKept::try_from(years).ok();
            let days = kept.map(|kept| kept.period().as_secs() / (24 * 60 * 60));
            assert_eq!(days, expected, "{years}");
        };
        check(0, None);
        check(2, None);
        check(3, Some(3 * 365));
        check(5, Some(5 * 365));
        check(30, Some(30 * 365));
        check(31, None);
        check(255, None);
        let least = RemainsKept(RemainsKept::LEAST).period();
        assert!(least >= TRACES && least >= LOG && least >= CONSENT);
    }
}
