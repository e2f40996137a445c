//! When a review is expected, in words: minutes while somebody is there, otherwise
//! when somebody is there next.

use std::time::Duration;

use domain::opening::ReviewWait;
use domain::{Timestamp, china};
use usecases::applicant::QueuePlace;

use crate::Speech;

/// Days ahead that a weekday alone names.
const WEEK_DAYS: i32 = 7;

/// The place in the queue, and when the result is expected.
pub(crate) fn in_queue(s: Speech, place: QueuePlace, now: Timestamp) -> String {
    let ahead = s.with("ahead", place.ahead);
    match place.wait {
        ReviewWait::Within(length) => ahead
            .with("minutes", in_minutes(length))
            .say("application-waiting"),
        ReviewWait::From { opens, then } => ahead
            .with("opens", opening(s, opens, now))
            .with("minutes", in_minutes(then))
            .say("application-waiting.opens"),
        ReviewWait::Unknown => ahead.say("application-waiting.unknown"),
    }
}

/// When the result is expected of what is submitted now.
pub(crate) fn if_submitted(s: Speech, wait: ReviewWait, now: Timestamp) -> String {
    match wait {
        ReviewWait::Within(length) => s.with("minutes", in_minutes(length)).say("awaited-within"),
        ReviewWait::From { opens, then } => s
            .with("opens", opening(s, opens, now))
            .with("minutes", in_minutes(then))
            .say("awaited-opens"),
        ReviewWait::Unknown => s.say("awaited-unknown"),
    }
}

/// `13:30 today`, `9:00 tomorrow`, `9:00 on Monday`, `9:00 on 12 February`, in the
/// language.
pub(crate) fn opening(s: Speech, opens: Timestamp, now: Timestamp) -> String {
    let (then, today) = (china::civil(opens), china::date(now));
    let day = then.date();
    let ahead = today.until(day).map_or(i32::MAX, |span| span.get_days());
    let time = s.with("time", then.strftime("%-H:%M").to_string());
    match ahead {
        ..=0 => time.say("opening-today"),
        1 => time.say("opening-tomorrow"),
        2..WEEK_DAYS => time
            .with("day", weekday(s, day.weekday()))
            .say("opening-weekday"),
        _ => time
            .with("month", month(s, day))
            .with("day", day.day())
            .say("opening-date"),
    }
}

/// A weekday's name.
pub(crate) fn weekday(s: Speech, day: jiff::civil::Weekday) -> String {
    s.say(&format!("weekday-{}", day.to_monday_one_offset()))
}

/// A date without its year: `2 月 12 日`, `12 February`.
pub(crate) fn date(s: Speech, day: jiff::civil::Date) -> String {
    s.with("month", month(s, day))
        .with("day", day.day())
        .say("hours-day")
}

fn month(s: Speech, day: jiff::civil::Date) -> String {
    s.say(&format!("month-{}", day.month()))
}

/// Whole minutes, at least one.
fn in_minutes(length: Duration) -> u64 {
    length.as_secs().div_ceil(60).max(1)
}

#[cfg(test)]
mod tests {
    use domain::timestamp::minutes;
    use messages::Locale;

    use super::*;

    #[test]
    fn when_somebody_is_there() {
        let monday = china::begins("2027-01-04".parse().unwrap());
        let at = |day: u64, minute: u64| monday.plus(minutes(day * 24 * 60 + minute));
        let check = |opens, now, zh: &str, en: &str| {
            for (locale, expected) in [(Locale::Zh, zh), (Locale::En, en)] {
                assert_eq!(opening(Speech { locale }, opens, now), expected);
            }
        };
        let (nine, break_over) = (9 * 60, 13 * 60 + 30);
        check(at(0, break_over), at(0, 720), "今天 13:30", "13:30 today");
        check(at(1, nine), at(0, 1439), "明天 9:00", "9:00 tomorrow");
        check(at(4, nine), at(0, 0), "周五 9:00", "9:00 on Friday");
        check(at(6, nine), at(0, 0), "周日 9:00", "9:00 on Sunday");
        check(
            at(7, nine),
            at(0, 0),
            "1 月 11 日 9:00",
            "9:00 on 11 January",
        );
        check(
            at(365, nine),
            at(0, 0),
            "1 月 4 日 9:00",
            "9:00 on 4 January",
        );
    }

    #[test]
    fn when_a_result_is_expected() {
        let s = Speech { locale: Locale::Zh };
        let now = china::begins("2027-01-04".parse().unwrap());
        let check = |wait, in_line: &str, submitted: &str| {
            let place = QueuePlace { ahead: 2, wait };
            assert_eq!(in_queue(s, place, now), in_line);
            assert_eq!(if_submitted(s, wait, now), submitted);
        };
        check(
            ReviewWait::Within(minutes(5)),
            "前面还有 2 份，大约 5 分钟",
            "现在提交，大约 5 分钟有结果。",
        );
        check(
            ReviewWait::Within(Duration::ZERO),
            "前面还有 2 份，大约 1 分钟",
            "现在提交，大约 1 分钟有结果。",
        );
        check(
            ReviewWait::From {
                opens: now.plus(minutes(24 * 60 + 540)),
                then: minutes(10),
            },
            "前面还有 2 份。现在没有人审核，明天 9:00 开始，之后大约 10 分钟",
            "现在没有人审核。现在提交，明天 9:00 开始审核，之后大约 10 分钟有结果。",
        );
        check(
            ReviewWait::Unknown,
            "前面还有 2 份。现在没有人审核，下次什么时候还没有定",
            "现在没有人审核，下次什么时候还没有定。可以先提交，有人审核时按先后来。",
        );
    }
}
