//! The hours of the review desk, as lines of a table.

use domain::opening::{OpeningHours, Shift};
use domain::{Timestamp, china};
use jiff::civil::Weekday;

use crate::{Speech, awaited};

/// Days ahead whose exceptions are listed.
const AHEAD: usize = 60;
/// Most lines of exceptions.
const MOST_EXCEPTIONS: usize = 12;

/// Whether somebody is there now, and when next, as a sentence.
pub(crate) fn now(s: Speech, hours: &OpeningHours, now: Timestamp) -> String {
    match hours.next(now) {
        Some(opens) if opens == now => s.say("hours-open"),
        Some(opens) => s
            .with("opens", awaited::opening(s, opens, now))
            .say("hours-closed"),
        None => s.say("hours-unknown"),
    }
}

/// Lines of the week (days in a row with the same hours are one), then the days of
/// the next weeks that differ: what, and the hours.
pub(crate) fn lines(s: Speech, hours: &OpeningHours, now: Timestamp) -> Vec<(String, String)> {
    let mut lines = week(s, hours);
    let days = hours.exceptions(china::date(now), AHEAD);
    let mut runs: Vec<(jiff::civil::Date, jiff::civil::Date, &[Shift])> = Vec::new();
    for (day, shifts) in days {
        match runs.last_mut() {
            Some((_, last, same)) if *same == shifts && last.tomorrow().ok() == Some(day) => {
                *last = day;
            }
            _ => runs.push((day, day, shifts)),
        }
    }
    let runs = runs.into_iter().take(MOST_EXCEPTIONS);
    lines.extend(runs.map(|(first, last, shifts)| {
        let what = match first == last {
            true => awaited::date(s, first),
            false => s
                .with("first", awaited::date(s, first))
                .with("last", awaited::date(s, last))
                .say("hours-days-span"),
        };
        (what, shown(s, shifts))
    }));
    lines
}

fn week(s: Speech, hours: &OpeningHours) -> Vec<(String, String)> {
    let mut runs: Vec<(Weekday, Weekday, &[Shift])> = Vec::new();
    for weekday in Weekday::Monday.cycle_forward().take(7) {
        let shifts = hours.of_weekday(weekday);
        match runs.last_mut() {
            Some((_, last, same)) if *same == shifts => *last = weekday,
            _ => runs.push((weekday, weekday, shifts)),
        }
    }
    let runs = runs.into_iter().map(|(first, last, shifts)| {
        let what = match first == last {
            true => awaited::weekday(s, first),
            false => s
                .with("first", awaited::weekday(s, first))
                .with("last", awaited::weekday(s, last))
                .say("hours-span"),
        };
        (what, shown(s, shifts))
    });
    runs.collect()
}

fn shown(s: Speech, shifts: &[Shift]) -> String {
    if shifts.is_empty() {
        return s.say("hours-none");
    }
    let shown: Vec<String> = shifts.iter().map(Shift::to_string).collect();
    shown.join(&s.say("hours-and"))
}

#[cfg(test)]
mod tests {
    use messages::Locale;

    use super::*;

    #[test]
    fn the_week_and_what_differs() {
        let day = || {
            vec![
                "9:00-12:00".parse().unwrap(),
                "13:30-18:00".parse().unwrap(),
            ]
        };
        let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        let closed = ["2027-02-04/2027-02-10".parse().unwrap()];
        let extra = vec![(
            "2027-02-13".parse().unwrap(),
            vec!["9:00-15:00".parse().unwrap()],
        )];
        let hours = OpeningHours::new(week, &closed, extra).unwrap();
        let now = china::begins("2027-02-01".parse().unwrap());
        let shown = |locale| {
            let lines = lines(Speech { locale }, &hours, now);
            let lines: Vec<String> = lines.iter().map(|(a, b)| format!("{a} {b}")).collect();
            lines.join("\n")
        };
        assert_eq!(
            shown(Locale::Zh),
            "周一至周五 9:00–12:00、13:30–18:00\n周六至周日 没有人审核\n\
             2 月 4 日至 2 月 5 日 没有人审核\n2 月 8 日至 2 月 10 日 没有人审核\n\
             2 月 13 日 9:00–15:00"
        );
        assert_eq!(
            shown(Locale::En),
            "Monday to Friday 9:00–12:00, 13:30–18:00\nSaturday to Sunday nobody reviews\n\
             4 February to 5 February nobody reviews\n8 February to 10 February nobody reviews\n\
             13 February 9:00–15:00"
        );
    }
}
