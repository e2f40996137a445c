//! Orders of the queue, in words.

use domain::{Fitness, OrderNumber, Timestamp};
use usecases::inspector::{Holding, Queue, QueueLine};

use crate::pages::application::about;
use crate::{Speech, Web};

/// An order in the queue.
pub(crate) struct QueueRow {
    pub(crate) number: OrderNumber,
    pub(crate) document: String,
    pub(crate) city: String,
    pub(crate) waited: String,
    /// How often it was submitted.
    pub(crate) submissions: u16,
    /// Its claim, if of interest: empty, `mine`, `taken`, `asked` or `second`.
    pub(crate) standing: &'static str,
    pub(crate) fitness: &'static str,
    pub(crate) is_current: bool,
    /// Whether nobody who sees it can take it now: the keys pass it over.
    pub(crate) is_held: bool,
}

/// The queue, with the order `current` marked.
pub(crate) fn rows(
    s: Speech,
    web: &Web,
    queue: &Queue,
    current: Option<OrderNumber>,
) -> Vec<QueueRow> {
    let row = |line: &QueueLine| {
        let (document, city) = about::names(s, web, &line.document, line.city);
        let standing = match line.holding {
            Holding::Mine => "mine",
            Holding::Others => "taken",
            Holding::Asked => "asked",
            Holding::Free if line.is_second_opinion => "second",
            Holding::Free => "",
        };
        QueueRow {
            number: line.number,
            document,
            city: city.unwrap_or_default(),
            waited: waited(s, queue.now, line.since),
            submissions: line.submissions,
            standing,
            is_held: matches!(line.holding, Holding::Others | Holding::Asked),
            fitness: match line.fitness {
                Fitness::Good => "good",
                Fitness::Advised => "advised",
                Fitness::Failing | Fitness::NoPhoto => "failing",
            },
            is_current: current == Some(line.number),
        }
    };
    queue.lines.iter().map(row).collect()
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
