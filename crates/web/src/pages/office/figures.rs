//! `GET /office`: what was handed in and decided, how long people waited, why
//! photos were rejected. `?days=7|30|90`.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use storage::FiguresRow;
use usecases::operator;
use usecases::sign_in::SignedIn;

use crate::chart::{self, Bars, Chart, Series};
use crate::china_time::{day, lasting, shown};
use crate::staff::FiguresReaderVisit;
use crate::{Frame, Page, PageError, Speech, Web};

/// Periods that can be chosen, in days.
const PERIODS: [u16; 3] = [7, 30, 90];
/// The period where none, or another, was asked for.
const USUAL_PERIOD: u16 = 30;

/// The address's part after the question mark.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    days: Option<String>,
}

impl Asked {
    /// The period that was asked for, in days.
    pub(crate) fn days(&self) -> u16 {
        let days = self.days.as_deref().and_then(|days| days.parse().ok());
        days.filter(|days| PERIODS.contains(days))
            .unwrap_or(USUAL_PERIOD)
    }
}

#[derive(Template)]
#[template(path = "office/figures.html")]
pub(crate) struct Figures {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    days: u16,
    periods: [u16; 3],
    chart: Chart,
    rows: Vec<FiguresRow>,
    total: FiguresRow,
    half: Option<String>,
    most: Option<String>,
    reasons: Vec<Count>,
    states: Vec<Count>,
    waiting: u64,
    oldest: Option<Oldest>,
    dead: Vec<Dead>,
}

struct Count {
    name: String,
    count: u64,
}

struct Oldest {
    since: String,
    waited: String,
}

/// Work that is not tried again.
struct Dead {
    what: &'static str,
    tries: u32,
    error: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: FiguresReaderVisit,
    Query(asked): Query<Asked>,
) -> Result<Page<Figures>, PageError> {
    let s = visit.visit.speech();
    let days = asked.days();
    let found = operator::figures(&web.app, &visit.permit, days).await?;
    let now = web.app.now();
    let total = total(&found.days);
    let named = |prefix: &str, counts: Vec<(String, u64)>| -> Vec<Count> {
        let count = |(code, count)| Count {
            name: s.say(&format!("{prefix}{code}")),
            count,
        };
        counts.into_iter().map(count).collect()
    };
    Ok(Page(Figures {
        s,
        frame: Frame::new(&visit.visit, s.say("office-figures")),
        me: visit.me,
        days,
        periods: PERIODS,
        chart: chart::draw(bars(s, &found.days, &total)),
        total,
        half: found.p50.map(|length| lasting(s, length)),
        most: found.p95.map(|length| lasting(s, length)),
        reasons: named("reason-", found.reasons),
        states: named("office-state-", found.states),
        waiting: found.queue.waiting,
        oldest: found.queue.oldest.map(|since| Oldest {
            since: shown(since),
            waited: lasting(s, now.since(since)),
        }),
        dead: found
            .dead_jobs
            .into_iter()
            .map(|dead| Dead {
                what: dead.job.code(),
                tries: dead.tries,
                error: dead.error,
            })
            .collect(),
        rows: found.days,
    }))
}

impl Figures {
    fn day(row: &FiguresRow) -> String {
        day(row.from)
    }
}

fn total(rows: &[FiguresRow]) -> FiguresRow {
    rows.iter()
        .fold(FiguresRow::default(), |total, row| FiguresRow {
            from: total.from,
            submitted: total.submitted + row.submitted,
            approved: total.approved + row.approved,
            rejected: total.rejected + row.rejected,
        })
}

fn bars(s: Speech, rows: &[FiguresRow], total: &FiguresRow) -> Bars {
    let series = |name, fill, count: fn(&FiguresRow) -> u64| Series {
        name,
        fill,
        counts: rows.iter().map(count).collect(),
    };
    Bars {
        title: s.say("office-by-day"),
        description: s
            .with("submitted", total.submitted)
            .with("approved", total.approved)
            .with("rejected", total.rejected)
            .say("office-by-day-in-words"),
        // The year is in the table; month and day are enough below a bar.
        labels: rows
            .iter()
            .map(|row| day(row.from).split_off("2026-".len()))
            .collect(),
        series: vec![
            series(s.say("office-submitted"), "#7189BD", |row| row.submitted),
            series(s.say("office-approved"), "#06A050", |row| row.approved),
            series(s.say("office-rejected"), "#E0504A", |row| row.rejected),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_periods() {
        let check = |days: Option<&str>, expected| {
            let days = days.map(str::to_owned);
            assert_eq!(Asked { days }.days(), expected);
        };
        check(None, 30);
        check(Some("7"), 7);
        check(Some("90"), 90);
        check(Some("8"), 30);
        check(Some("-1"), 30);
        check(Some("seven"), 30);
    }
}
