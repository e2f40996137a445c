//! When somebody is there to review: weekly hours in China's time, days on which
//! nobody is, and days with hours of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::civil::{Date, Weekday};

mod day_span;
mod error;
mod shift;

pub use day_span::DaySpan;
pub use error::OpeningError;
pub use shift::Shift;

use crate::china;
use crate::timestamp::Timestamp;

/// How far ahead an opening is looked for, in days. A year with a year's holidays
/// written in advance fits.
const HORIZON_DAYS: usize = 400;
/// Longest span of closed days, in days.
const LONGEST_SPAN_DAYS: usize = 366;

/// The hours of a review desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningHours {
    /// Monday first; each day's shifts in order, without overlap.
    week: [Vec<Shift>; 7],
    closed: BTreeSet<Date>,
    /// Days whose own hours replace the weekday's.
    extra: BTreeMap<Date, Vec<Shift>>,
}

/// An open stretch: from its first instant to the first instant after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: Timestamp,
    until: Timestamp,
}

impl OpeningHours {
    /// Hours by weekday (Monday first), days on which nobody is there, and days
    /// with hours of their own. Shifts may come in any order. A shift over midnight
    /// is two: one until 24:00, one from 0:00.
    ///
    /// # Errors
    /// [`OpeningError`]: shifts of a day overlap, a day is both closed and extra, an
    /// extra day has no shift or stands twice, a span of closed days is too long or
    /// runs backwards, or there is no hour at all.
    pub fn new(
        week: [Vec<Shift>; 7],
        closed: &[DaySpan],
        extra: Vec<(Date, Vec<Shift>)>,
    ) -> Result<Self, OpeningError> {
        let week = week.map(in_order);
        let [mon, tue, wed, thu, fri, sat, sun] = week;
        let week = [mon?, tue?, wed?, thu?, fri?, sat?, sun?];
        let closed: BTreeSet<Date> = closed.iter().flat_map(|span| span.days()).collect();
        let mut own = BTreeMap::new();
        for (day, shifts) in extra {
            if shifts.is_empty() {
                return Err(OpeningError::ExtraWithoutHours { day });
            }
            if closed.contains(&day) || own.insert(day, in_order(shifts)?).is_some() {
                return Err(OpeningError::DayTwice { day });
            }
        }
        if own.is_empty() && week.iter().all(Vec::is_empty) {
            return Err(OpeningError::NeverOpen);
        }
        Ok(Self {
            week,
            closed,
            extra: own,
        })
    }

    /// The shifts of a weekday as the week says.
    #[must_use]
    pub fn of_weekday(&self, weekday: Weekday) -> &[Shift] {
        let index = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
        &self.week[index]
    }

    /// The shifts of a day, with closed and extra days heeded.
    #[must_use]
    pub fn of_day(&self, day: Date) -> &[Shift] {
        if self.closed.contains(&day) {
            return &[];
        }
        match self.extra.get(&day) {
            Some(own) => own,
            None => self.of_weekday(day.weekday()),
        }
    }

    /// The days of the `count` from `first` whose hours are not their weekday's.
    pub fn exceptions(&self, first: Date, count: usize) -> impl Iterator<Item = (Date, &[Shift])> {
        let days = first.series(jiff::Span::new().days(1)).take(count);
        days.map(|day| (day, self.of_day(day)))
            .filter(|(day, shifts)| *shifts != self.of_weekday(day.weekday()))
    }

    /// Whether somebody is there.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.next(at) == Some(at)
    }

    /// The first instant from `at` on when somebody is there: `at` itself where
    /// somebody is. `None` where nobody will be for more than a year.
    #[must_use]
    pub fn next(&self, at: Timestamp) -> Option<Timestamp> {
        let stretch = self.stretches(at).find(|stretch| stretch.until > at)?;
        Some(stretch.from.max(at))
    }

    /// When somebody who needs `work` of open time from `at` on is done with it, in
    /// one go: within the stretch that is open at `at`, if it lasts; otherwise not
    /// before the next one.
    #[must_use]
    pub fn wait(&self, at: Timestamp, work: Duration) -> ReviewWait {
        let mut stretches = self.stretches(at).filter(|stretch| stretch.until > at);
        let Some(first) = stretches.next() else {
            return ReviewWait::Unknown;
        };
        if first.from > at {
            return ReviewWait::From {
                opens: first.from,
                then: work,
            };
        }
        let lasts = first.until.since(at);
        if work <= lasts {
            return ReviewWait::Within(work);
        }
        stretches
            .next()
            .map_or(ReviewWait::Unknown, |next| ReviewWait::From {
                opens: next.from,
                then: work.saturating_sub(lasts),
            })
    }

    /// How long somebody was there between two instants; at most what lies within
    /// the year after `from`.
    #[must_use]
    pub fn open_between(&self, from: Timestamp, until: Timestamp) -> Duration {
        let within = self.stretches(from);
        let within = within.take_while(|stretch| stretch.from < until);
        within
            .map(|stretch| stretch.until.min(until).since(stretch.from.max(from)))
            .sum()
    }

    /// Open stretches from the day of `at` on, in order; those that touch, as at
    /// midnight, are one.
    fn stretches(&self, at: Timestamp) -> impl Iterator<Item = Stretch> {
        let days = china::date(at)
            .series(jiff::Span::new().days(1))
            .take(HORIZON_DAYS);
        let mut shifts = days
            .flat_map(|day| self.of_day(day).iter().map(move |shift| shift.on(day)))
            .map(|(from, until)| Stretch { from, until })
            .peekable();
        std::iter::from_fn(move || {
            let mut stretch = shifts.next()?;
            while let Some(more) = shifts.next_if(|more| more.from == stretch.until) {
                stretch.until = more.until;
            }
            Some(stretch)
        })
    }
}

/// How long a review is expected to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewWait {
    /// Somebody is there: this long from now.
    Within(Duration),
    /// Nobody will come to it before `opens`.
    From {
        /// When somebody is there next.
        opens: Timestamp,
        /// How long it takes from then on.
        then: Duration,
    },
    /// It is not known when somebody is there next.
    Unknown,
}

/// A day's shifts in order.
fn in_order(mut shifts: Vec<Shift>) -> Result<Vec<Shift>, OpeningError> {
    shifts.sort();
    for pair in shifts.windows(2) {
        if let [first, second] = pair
            && second.from_minute() < first.until_minute()
        {
            return Err(OpeningError::Overlap {
                first: *first,
                second: *second,
            });
        }
    }
    Ok(shifts)
}

#[cfg(test)]
mod tests;
