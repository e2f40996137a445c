//! `GET /office`: statistics of submissions, decisions, waiting times and
//! rejection reasons. `?days=7|30|90`.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use studio::{ReasonText, reason_text};
use usecases::nodes::{self, ProcessLine, Processes};
use usecases::operator::{self, DayFigures, Filing, Gauges};
use usecases::pictures::EngineState;
use usecases::sign_in::SignedIn;

use crate::chart::{self, Bars, Chart, Series};
use crate::china_time::{day, lasting, shown};
use crate::proxied::ProxyFault;
use crate::staff::Permitted;
use crate::{Frame, Page, PageError, Speech, Web};
use domain::staff::right::SeeFigures;

/// Periods to choose from, in days.
const PERIODS: [u16; 3] = [7, 30, 90];
/// Default period, in days.
const USUAL_PERIOD: u16 = 30;

/// Query string of the page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FiguresQuery {
    days: Option<String>,
}

impl FiguresQuery {
    /// The requested period, in days.
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
    rows: Vec<DayFigures>,
    total: DayFigures,
    half: Option<String>,
    most: Option<String>,
    reasons: Vec<Count>,
    states: Vec<Count>,
    states_at: Option<String>,
    waiting: u64,
    oldest: Option<Oldest>,
    dead: Vec<Dead>,
    persons: u64,
    processes: Vec<Process>,
    warnings: Vec<Warning>,
}

/// A process of the service.
struct Process {
    name: String,
    /// What it does, in words.
    does: String,
    version: String,
    catalogue: String,
    since: String,
    seen: String,
    is_live: bool,
}

/// Something that asks for the operator.
#[derive(Clone)]
struct Warning {
    what: String,
    remedy: String,
}

struct Count {
    name: String,
    count: u64,
}

struct Oldest {
    since: String,
    waited: String,
}

/// A job that is not tried again.
struct Dead {
    what: &'static str,
    tries: u32,
    error: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<SeeFigures>,
    Query(asked): Query<FiguresQuery>,
) -> Result<Page<Figures>, PageError> {
    let s = visit.visit.speech();
    let days = asked.days();
    let found = operator::figures(&web.app, &visit.permit, days).await?;
    let processes = nodes::processes(&web.app, &visit.permit).await?;
    let total = total(&found.days);
    let reason = |(id, count): (String, u64)| Count {
        name: reason_text(&web.catalogue, &id, ReasonText::Name, s.locale),
        count,
    };
    let state = |(code, count): (String, u64)| Count {
        name: s.say(&format!("office-state-{code}")),
        count,
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
        reasons: found.reasons.into_iter().map(reason).collect(),
        states: found.states.into_iter().map(state).collect(),
        states_at: found
            .states_at
            .map(|at| s.with("at", shown(at)).say("office-counted-at")),
        waiting: found.waiting,
        oldest: found.oldest.map(|since| Oldest {
            since: shown(since),
            waited: lasting(s, found.now.since(since)),
        }),
        persons: found.gauges.persons,
        warnings: [
            proxy_warnings(s, &web.proxy_faults.found(found.now)),
            warnings(s, &found.gauges, &processes),
        ]
        .concat(),
        processes: processes
            .lines
            .into_iter()
            .map(|line| process(s, line))
            .collect(),
        dead: found
            .dead_jobs
            .into_iter()
            .map(|dead| Dead {
                what: dead.job,
                tries: dead.tries,
                error: dead.error,
            })
            .collect(),
        rows: found.days,
    }))
}

fn process(s: Speech, line: ProcessLine) -> Process {
    let does = format!("office-process-{}", line.kind.code());
    Process {
        does: s.with("slots", line.slots).say(&does),
        name: line.name,
        version: line.version,
        catalogue: line.catalogue,
        since: shown(line.started_at),
        seen: shown(line.seen_at),
        is_live: line.is_live,
    }
}

fn proxy_warnings(s: Speech, faults: &[ProxyFault]) -> Vec<Warning> {
    let warning = |fault: &ProxyFault| {
        let key = format!("office-{}", fault.code());
        Warning {
            what: s.say(&key),
            remedy: s.say(&format!("{key}.remedy")),
        }
    };
    faults.iter().map(warning).collect()
}

fn warnings(s: Speech, gauges: &Gauges, processes: &Processes) -> Vec<Warning> {
    let mut warnings = Vec::new();
    warnings.extend(processes.differ_in.iter().map(|what| {
        let key = format!("office-processes-differ-{}", what.code());
        Warning {
            what: s.say(&key),
            remedy: s.say(&format!("{key}.remedy")),
        }
    }));
    if processes.engine == EngineState::Away {
        warnings.push(Warning {
            what: s.say("office-engine-away"),
            remedy: s.say("office-engine-away.remedy"),
        });
    }
    if let (1.., Some(first)) = (gauges.ending_undecided, gauges.first_ends) {
        let say = s
            .with("count", gauges.ending_undecided)
            .with("at", shown(first));
        warnings.push(Warning {
            what: say.say("office-undecided"),
            remedy: s.say("office-undecided.remedy"),
        });
    }
    if gauges.refunds_due > 0 {
        warnings.push(Warning {
            what: s
                .with("count", gauges.refunds_due)
                .say("office-refunds-due"),
            remedy: s.say("office-refunds-due.remedy"),
        });
    }
    let filing = match gauges.filing {
        Filing::No => None,
        Filing::Soon => Some("office-filing-soon"),
        Filing::Due => Some("office-filing-due"),
    };
    warnings.extend(gauges.unreached.iter().map(|destination| {
        let key = format!("office-unreached-{}", destination.code());
        Warning {
            what: s.say(&key),
            remedy: s.say("office-unreached.remedy"),
        }
    }));
    warnings.extend(filing.map(|key| Warning {
        what: s.with("persons", gauges.persons).say(key),
        remedy: s.say(&format!("{key}.remedy")),
    }));
    warnings
}

impl Figures {
    fn day(row: &DayFigures) -> String {
        day(row.from)
    }
}

fn total(rows: &[DayFigures]) -> DayFigures {
    rows.iter()
        .fold(DayFigures::default(), |total, row| DayFigures {
            from: total.from,
            submitted: total.submitted + row.submitted,
            approved: total.approved + row.approved,
            rejected: total.rejected + row.rejected,
        })
}

fn bars(s: Speech, rows: &[DayFigures], total: &DayFigures) -> Bars {
    let series = |name, fill, count: fn(&DayFigures) -> u64| Series {
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
        // Month and day are enough below a bar; the table has the year.
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
            assert_eq!(FiguresQuery { days }.days(), expected);
        };
        check(None, 30);
        check(Some("7"), 7);
        check(Some("90"), 90);
        check(Some("8"), 30);
        check(Some("-1"), 30);
        check(Some("seven"), 30);
    }
}
