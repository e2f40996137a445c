//! Why hours cannot be as they are written.

use jiff::civil::Date;

use super::{LONGEST_SPAN_DAYS, Shift};

/// Why hours cannot be as they are written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// Not of the form `9:00-12:30`, between 0:00 and 24:00.
    #[error("'{written}' is no time like 9:00-12:30")]
    Shift {
        /// What is written.
        written: String,
    },
    /// Its end is not after its beginning.
    #[error("{written} ends before it begins; over midnight it is two: until 24:00, from 0:00")]
    ShiftBackwards {
        /// What is written.
        written: String,
    },
    /// Two shifts of one day.
    #[error("{first} and {second} overlap")]
    Overlap {
        /// The earlier one.
        first: Shift,
        /// The later one.
        second: Shift,
    },
    /// Not a date, or a span of dates that is too long or runs backwards.
    #[error(
        "'{written}' is no day like 2027-05-01 and no span of at most {LONGEST_SPAN_DAYS} days \
         like 2027-05-01/2027-05-05"
    )]
    Day {
        /// What is written.
        written: String,
    },
    /// Both closed and extra, or extra twice.
    #[error("{day} stands twice")]
    DayTwice {
        /// The day.
        day: Date,
    },
    /// An extra day without hours.
    #[error("{day} has no hours")]
    ExtraWithoutHours {
        /// The day.
        day: Date,
    },
    /// No hour on any day.
    #[error("there is no hour on any day")]
    NeverOpen,
}

impl OpeningError {
    /// What is wrong, as it is written in the settings; empty for [`Self::NeverOpen`].
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Shift { written } | Self::ShiftBackwards { written } | Self::Day { written } => {
                written.clone()
            }
            Self::Overlap { first, second } => format!("{first} {second}"),
            Self::DayTwice { day } | Self::ExtraWithoutHours { day } => day.to_string(),
            Self::NeverOpen => String::new(),
        }
    }

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Shift { .. } => "opening-shift",
            Self::ShiftBackwards { .. } => "opening-shift-backwards",
            Self::Overlap { .. } => "opening-overlap",
            Self::Day { .. } => "opening-day",
            Self::DayTwice { .. } => "opening-day-twice",
            Self::ExtraWithoutHours { .. } => "opening-extra-without-hours",
            Self::NeverOpen => "opening-never",
        }
    }
}
