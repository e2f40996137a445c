use super::*;
use crate::timestamp::minutes;

/// The instant of a civil time in China.
fn at(civil: &str) -> Timestamp {
    let time: jiff::civil::DateTime = civil.parse().unwrap();
    let into_day = time.duration_since(time.date().at(0, 0, 0, 0));
    china::begins(time.date()).plus(into_day.unsigned_abs())
}

fn shown(at: Timestamp) -> String {
    china::civil(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn shifts(written: &str) -> Vec<Shift> {
    let parts = written.split_whitespace();
    parts.map(|shift| shift.parse().unwrap()).collect()
}

/// The hours of the same weekdays, `weekend`, closed spans and extra days.
fn hours(
    weekdays: &str,
    weekend: &str,
    closed: &[&str],
    extra: &[(&str, &str)],
) -> Result<OpeningHours, OpeningError> {
    let week = [(); 7].map(|()| ());
    let mut number = 0;
    let week = week.map(|()| {
        number += 1;
        shifts(if number <= 5 { weekdays } else { weekend })
    });
    let closed: Vec<DaySpan> = closed.iter().map(|span| span.parse().unwrap()).collect();
    let extra = extra
        .iter()
        .map(|(day, own)| (day.parse().unwrap(), shifts(own)))
        .collect();
    OpeningHours::new(week, &closed, extra)
}

/// Nine to six with a break; New Year's days closed; a Sunday worked instead.
fn office() -> OpeningHours {
    hours(
        "13:30-18:00 9:00-12:00",
        "",
        &["2027-02-05/2027-02-11", "2027-03-01"],
        &[("2027-02-14", "10:00-16:00")],
    )
    .unwrap()
}

#[test]
fn the_next_opening() {
    // 2027-01-04 is a Monday.
    let check = |hours: &OpeningHours, from: &str, expected: &str| {
        let next = hours.next(at(from)).map(shown);
        assert_eq!(next.as_deref().unwrap_or("never"), expected, "{from}");
        assert_eq!(
            hours.is_open(at(from)),
            expected == from.replace('T', " "),
            "{from}"
        );
    };
    let office = office();
    for (from, expected) in [
        ("2027-01-04T00:00", "2027-01-04 09:00"),
        ("2027-01-04T08:59", "2027-01-04 09:00"),
        ("2027-01-04T09:00", "2027-01-04 09:00"),
        ("2027-01-04T11:59", "2027-01-04 11:59"),
        // The break.
        ("2027-01-04T12:00", "2027-01-04 13:30"),
        ("2027-01-04T13:29", "2027-01-04 13:30"),
        ("2027-01-04T17:59", "2027-01-04 17:59"),
        ("2027-01-04T18:00", "2027-01-05 09:00"),
        // The weekend.
        ("2027-01-08T18:00", "2027-01-11 09:00"),
        ("2027-01-09T12:00", "2027-01-11 09:00"),
        ("2027-01-10T23:59", "2027-01-11 09:00"),
        // A week of holidays, from Friday, and the Sunday that is worked for it.
        ("2027-02-04T18:00", "2027-02-12 09:00"),
        ("2027-02-05T10:00", "2027-02-12 09:00"),
        ("2027-02-12T18:00", "2027-02-14 10:00"),
        ("2027-02-14T12:30", "2027-02-14 12:30"),
        ("2027-02-14T16:00", "2027-02-15 09:00"),
        // One day.
        ("2027-02-28T10:00", "2027-03-02 09:00"),
        // A year's end.
        ("2027-12-31T20:00", "2028-01-03 09:00"),
    ] {
        check(&office, from, expected);
    }
    let night = hours("22:00-24:00 0:00-2:00", "", &[], &[]).unwrap();
    for (from, expected) in [
        ("2027-01-04T23:59", "2027-01-04 23:59"),
        ("2027-01-05T00:00", "2027-01-05 00:00"),
        ("2027-01-05T02:00", "2027-01-05 22:00"),
        // Friday's night ends with Friday.
        ("2027-01-09T00:00", "2027-01-11 00:00"),
    ] {
        check(&night, from, expected);
    }
    let always = hours("0:00-24:00", "0:00-24:00", &[], &[]).unwrap();
    check(&always, "2027-01-09T03:00", "2027-01-09 03:00");
    let once = hours("", "", &[], &[("2027-01-09", "9:00-10:00")]).unwrap();
    check(&once, "2027-01-04T09:00", "2027-01-09 09:00");
    check(&once, "2027-01-09T10:00", "never");
    // Further away than anybody plans.
    check(&once, "2025-01-01T00:00", "never");
}

#[test]
fn the_wait() {
    let check = |hours: &OpeningHours, from: &str, work: u64, expected: &str| {
        let wait = match hours.wait(at(from), minutes(work)) {
            ReviewWait::Within(length) => format!("{} min", length.as_secs() / 60),
            ReviewWait::From { opens, then } => {
                format!("{} + {} min", shown(opens), then.as_secs() / 60)
            }
            ReviewWait::Unknown => "unknown".to_owned(),
        };
        assert_eq!(wait, expected, "{from} {work}");
    };
    let office = office();
    for (from, work, expected) in [
        ("2027-01-04T09:00", 10, "10 min"),
        ("2027-01-04T09:00", 0, "0 min"),
        ("2027-01-04T11:50", 10, "10 min"),
        // What the break cuts off is done after it.
        ("2027-01-04T11:50", 11, "2027-01-04 13:30 + 1 min"),
        ("2027-01-04T12:00", 10, "2027-01-04 13:30 + 10 min"),
        ("2027-01-04T17:55", 10, "2027-01-05 09:00 + 5 min"),
        ("2027-01-04T20:00", 10, "2027-01-05 09:00 + 10 min"),
        ("2027-02-04T20:00", 10, "2027-02-12 09:00 + 10 min"),
    ] {
        check(&office, from, work, expected);
    }
    let night = hours("22:00-24:00 0:00-2:00", "", &[], &[]).unwrap();
    // One stretch over midnight.
    check(&night, "2027-01-04T23:50", 60, "60 min");
    let once = hours("", "", &[], &[("2027-01-09", "9:00-10:00")]).unwrap();
    check(&once, "2027-01-09T09:50", 10, "10 min");
    check(&once, "2027-01-09T09:50", 11, "unknown");
    check(&once, "2027-01-09T10:00", 1, "unknown");
}

#[test]
fn open_time_between() {
    let office = office();
    let check = |from: &str, until: &str, expected: u64| {
        let open = office.open_between(at(from), at(until));
        assert_eq!(open.as_secs() / 60, expected, "{from} {until}");
    };
    check("2027-01-04T09:00", "2027-01-04T09:10", 10);
    check("2027-01-04T11:50", "2027-01-04T13:40", 20);
    check("2027-01-04T17:50", "2027-01-05T09:05", 15);
    check("2027-01-04T20:00", "2027-01-05T08:00", 0);
    check("2027-01-08T00:00", "2027-01-12T00:00", 2 * 450);
    check("2027-01-05T00:00", "2027-01-04T00:00", 0);
}

#[test]
fn days_that_differ() {
    let office = office();
    let first = "2027-02-01".parse().unwrap();
    let differing: Vec<String> = office
        .exceptions(first, 30)
        .map(|(day, own)| format!("{day} {}", own.len()))
        .collect();
    // Saturdays and Sundays of a holiday are closed anyway.
    assert_eq!(
        differing,
        [
            "2027-02-05 0",
            "2027-02-08 0",
            "2027-02-09 0",
            "2027-02-10 0",
            "2027-02-11 0",
            "2027-02-14 1",
            "2027-03-01 0",
        ]
    );
}

#[test]
fn what_cannot_be() {
    let check = |weekdays: &str, closed: &[&str], extra: &[(&str, &str)], expected: &str| {
        let refused = hours(weekdays, "", closed, extra).unwrap_err();
        assert_eq!(refused.code(), expected, "{refused}");
    };
    check("9:00-12:00 11:59-18:00", &[], &[], "opening-overlap");
    check("9:00-18:00 10:00-11:00", &[], &[], "opening-overlap");
    check("", &[], &[], "opening-never");
    check("", &["2027-05-01"], &[], "opening-never");
    let sunday = [("2027-05-02", "9:00-12:00")];
    check(
        "9:00-18:00",
        &["2027-05-01/2027-05-05"],
        &sunday,
        "opening-day-twice",
    );
    check(
        "9:00-18:00",
        &[],
        &[sunday, sunday].concat(),
        "opening-day-twice",
    );
    check(
        "9:00-18:00",
        &[],
        &[("2027-05-02", "")],
        "opening-extra-without-hours",
    );
    // Shifts may touch.
    assert!(hours("9:00-12:00 12:00-18:00", "", &[], &[]).is_ok());
}
