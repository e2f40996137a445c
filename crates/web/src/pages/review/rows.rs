//! Lines of the queue, in words.

use domain::{OrderNumber, StaffId, Timestamp};
use usecases::inspector::Queue;

use crate::pages::application::about;
use crate::{Speech, Web};

/// A line of the queue.
pub(crate) struct Row {
    pub(crate) number: OrderNumber,
    pub(crate) document: String,
    pub(crate) city: String,
    pub(crate) waited: String,
    /// How often it was handed in.
    pub(crate) submissions: u16,
    /// Who has it, as far as it matters: empty, `mine`, `taken` or `second`.
    pub(crate) standing: &'static str,
    pub(crate) fitness: &'static str,
    pub(crate) is_current: bool,
}

/// The queue as `me` sees it, with `current` open.
pub(crate) fn rows(
    s: Speech,
    web: &Web,
    queue: &Queue,
    me: StaffId,
    current: Option<OrderNumber>,
) -> Vec<Row> {
    let row = |row: &storage::QueueRow| {
        let (document, city) = about::names(s, web, &row.document, row.city);
        let standing = match row.claim {
            Some((by, _)) if by == me => "mine",
            Some((_, until)) if until > queue.now => "taken",
            _ if row.asked_by == Some(me) => "taken",
            _ if row.asked_by.is_some() => "second",
            _ => "",
        };
        Row {
            number: row.number,
            document,
            city: city.unwrap_or_default(),
            waited: waited(s, queue.now, row.since),
            submissions: row.submissions,
            standing,
            fitness: match row.fitness {
                domain::Fitness::Good => "good",
                domain::Fitness::Advised => "advised",
                domain::Fitness::Failing | domain::Fitness::NoPhoto => "failing",
            },
            is_current: current == Some(row.number),
        }
    };
    queue.rows.iter().map(row).collect()
}

/// `4 min`, `3 h`, `2 days`.
pub(crate) fn waited(s: Speech, now: Timestamp, since: Timestamp) -> String {
    let minutes = now.since(since).as_secs() / 60;
    let (key, count) = match minutes {
        0..60 => ("desk-minutes", minutes),
        60..2880 => ("desk-hours", minutes / 60),
        _ => ("desk-days", minutes / 1440),
    };
    s.with("count", count).say(key)
}
