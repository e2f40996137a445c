//! `[opening]`: when somebody is there to review, in China's time.

use std::collections::BTreeMap;

use domain::opening::{DaySpan, OpeningError, OpeningHours, Shift};
use jiff::civil::Date;
use serde::Deserialize;

/// Hours by weekday; a day that is not named has none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OpeningSettings {
    monday: Vec<String>,
    tuesday: Vec<String>,
    wednesday: Vec<String>,
    thursday: Vec<String>,
    friday: Vec<String>,
    saturday: Vec<String>,
    sunday: Vec<String>,
    /// Days, and spans of days, on which nobody is there.
    closed: Vec<String>,
    /// Days with hours of their own.
    extra: BTreeMap<String, Vec<String>>,
}

impl OpeningSettings {
    /// The hours as they are written.
    ///
    /// # Errors
    /// [`OpeningError`] for the first that cannot be.
    pub(super) fn read(&self) -> Result<OpeningHours, OpeningError> {
        let week = [
            shifts(&self.monday)?,
            shifts(&self.tuesday)?,
            shifts(&self.wednesday)?,
            shifts(&self.thursday)?,
            shifts(&self.friday)?,
            shifts(&self.saturday)?,
            shifts(&self.sunday)?,
        ];
        let closed = self.closed.iter().map(|span| span.parse::<DaySpan>());
        let closed: Vec<DaySpan> = closed.collect::<Result<_, _>>()?;
        let extra = self.extra.iter().map(|(day, own)| {
            let written = || OpeningError::Day {
                written: day.clone(),
            };
            Ok((day.parse::<Date>().map_err(|_| written())?, shifts(own)?))
        });
        OpeningHours::new(week, &closed, extra.collect::<Result<_, _>>()?)
    }
}

fn shifts(written: &[String]) -> Result<Vec<Shift>, OpeningError> {
    written.iter().map(|shift| shift.parse()).collect()
}
