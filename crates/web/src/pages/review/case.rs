//! `/desk/orders/{number}`: one order under review: original and photo,
//! measured lines, findings, and the actions.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use catalogue::fold;
use compliance::Verdict;
use domain::{OrderNumber, OverruleClass};
use studio::{ReasonText, reason_text};
use usecases::MaskedApplicant;
use usecases::inspector::{self, CaseView, Holding};
use usecases::sign_in::SignedIn;

use super::doubt::doubted;
use super::figures::{MeasureRow, line, lines, measures, shots};
use super::queue::{Done, Just};
use super::rows::{QueueRow, rows, waited};
use crate::pages::application::about;
use crate::pages::application::drawing::{Shot, photo_size};
use crate::staff::Permitted;
use crate::{Frame, Page, PageError, Speech, Web};
use domain::staff::right::Review;

/// What a refused form still needs.
pub(crate) enum Needed {
    Nothing,
    /// A class of reason for each of these failing findings.
    WhyOverrule(Vec<String>),
    /// A rejection reason.
    WhichReason,
    /// Somebody who could give the second opinion that was asked for with this note.
    Colleague(String),
}

#[derive(Template)]
#[template(path = "review/case.html")]
struct CasePage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    rows: Vec<QueueRow>,
    waiting: u64,
    number: OrderNumber,
    document: String,
    city: Option<String>,
    waited: String,
    submissions: u16,
    masked: MaskedApplicant,
    before: Option<Shot>,
    after: Option<Shot>,
    failing: Vec<MeasureRow>,
    advised: Vec<MeasureRow>,
    passed: Vec<MeasureRow>,
    unmeasured: Vec<MeasureRow>,
    measures: Vec<MeasureRow>,
    /// Failing findings, each with the classes to choose from.
    overrule: Vec<MeasureRow>,
    classes: Vec<(&'static str, String)>,
    asks_reason: bool,
    note: String,
    groups: Vec<ReasonGroup>,
    last_rejection: Vec<String>,
    last_note: String,
    /// Whether the inspector holds the order.
    is_mine: bool,
    is_waiting: bool,
    nudges: Vec<NudgeButton>,
    is_nudged: bool,
    just: Just,
    second: Second,
    /// What WeChat says of the photo, if it doubts it.
    doubt: Option<String>,
}

/// The second opinion: asked, to be asked, or not to be had.
struct Second {
    /// Who asked and why, for whoever looks at the order.
    asked: Option<Asked>,
    may_be_taken_back: bool,
    /// Whether anybody could give one.
    is_to_be_had: bool,
    is_refused: bool,
    /// What was written before it was refused.
    note: String,
}

struct Asked {
    name: String,
    note: String,
}

struct ReasonGroup {
    name: String,
    reasons: Vec<ReasonChoice>,
}

struct ReasonChoice {
    id: String,
    name: String,
    key: Option<u8>,
    /// What the filter finds it by.
    keys: String,
    /// Whether a finding suggests it.
    is_suggested: bool,
}

struct NudgeButton {
    label: String,
    sign: &'static str,
    /// Keyboard shortcut, as `data-key` in the page.
    key: &'static str,
    right: f64,
    down: f64,
    scale: f64,
}

pub(crate) async fn page(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, PageError> {
    let number = OrderNumber::parse(&number).map_err(|_| PageError::NotFound)?;
    shown(&web, reviewer, number, done, Needed::Nothing, String::new()).await
}

pub(crate) async fn shown(
    web: &Web,
    Permitted { visit, me, permit }: Permitted<Review>,
    number: OrderNumber,
    done: Done,
    asked: Needed,
    note: String,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let case = inspector::look(&web.app, &permit, number).await?;
    let queue = inspector::queue(&web.app, &permit).await?;
    let (document, city) = about::names(s, web, &case.document, case.city);
    let entries = || case.report.findings.iter().flat_map(|f| &f.findings);
    let of = |verdict| lines(s, &case, verdict);
    let (before, after) = shots(s, &case);
    let needed = match &asked {
        Needed::WhyOverrule(findings) => findings.as_slice(),
        Needed::Nothing | Needed::WhichReason | Needed::Colleague(_) => &[],
    };
    let last = case.earlier.first();
    let second = second(&case, &asked);
    let page = CasePage {
        frame: Frame::new(&visit, format!("{document} {}", number.grouped())),
        rows: rows(s, web, &queue, Some(number)),
        waiting: queue.waiting,
        number,
        waited: waited(s, case.now, case.since),
        submissions: case.submissions,
        before,
        after,
        failing: of(Verdict::Fail),
        advised: of(Verdict::Advise),
        passed: of(Verdict::Pass),
        unmeasured: of(Verdict::NotMeasured),
        measures: measures(s, &case),
        overrule: entries()
            .filter(|entry| needed.contains(&entry.id))
            .map(|entry| line(s, entry))
            .collect(),
        classes: OverruleClass::ALL
            .map(|class| (class.code(), s.say(&format!("overrule-{}", class.code()))))
            .to_vec(),
        asks_reason: matches!(asked, Needed::WhichReason),
        note,
        groups: groups(s, web, &case),
        last_rejection: last
            .map(|decision| &decision.reasons)
            .into_iter()
            .flatten()
            .map(|id| reason_text(&web.catalogue, id, ReasonText::Name, s.locale))
            .collect(),
        last_note: last
            .map(|decision| decision.note.clone())
            .unwrap_or_default(),
        is_mine: case.holding == Holding::Mine,
        is_waiting: case.may_be_taken,
        nudges: nudges(s, &case),
        is_nudged: !case.report.nudge.is_none(),
        just: done.into(),
        second,
        doubt: case.doubt.as_ref().map(|doubt| doubted(s, doubt)),
        masked: case.applicant.clone(),
        document,
        city,
        me,
        s,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

fn second(case: &CaseView, asked: &Needed) -> Second {
    let refused = match asked {
        Needed::Colleague(note) => Some(note.clone()),
        Needed::Nothing | Needed::WhyOverrule(_) | Needed::WhichReason => None,
    };
    Second {
        asked: case.question.as_ref().map(|question| Asked {
            name: question.name.clone(),
            note: question.note.clone(),
        }),
        may_be_taken_back: case.may_be_taken_back,
        is_to_be_had: case.has_second,
        is_refused: refused.is_some(),
        note: refused.unwrap_or_default(),
    }
}

/// What the filter finds a reason by: its name in both languages, pinyin and initials.
fn keys(web: &Web, reason: &catalogue::Reason) -> String {
    let names = messages::Locale::ALL
        .map(|locale| reason_text(&web.catalogue, &reason.id, ReasonText::Name, locale));
    let names = names.iter().chain(&reason.pinyin);
    let folded = names.map(|name| fold(name)).collect::<Vec<_>>();
    folded.join(" ")
}

fn groups(s: Speech, web: &Web, case: &CaseView) -> Vec<ReasonGroup> {
    let objected: Vec<&str> = case
        .report
        .findings
        .iter()
        .flat_map(|findings| &findings.findings)
        .filter(|entry| matches!(entry.verdict, Verdict::Fail | Verdict::Advise))
        .map(|entry| entry.id.as_str())
        .collect();
    let failing = case.report.failing();
    // Ticked are those that are certain. A photo with a failing finding is not handed
    // in, so mostly there are none: then those of the advice.
    let found: Vec<&str> = match failing.is_empty() {
        true => objected.clone(),
        false => failing.iter().map(String::as_str).collect(),
    };
    let mut suggested = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    let mut by_group: BTreeMap<&str, Vec<ReasonChoice>> = BTreeMap::new();
    for reason in web.catalogue.reasons() {
        let is_objected = reason
            .findings
            .iter()
            .any(|f| objected.contains(&f.as_str()));
        let choice = ReasonChoice {
            id: reason.id.clone(),
            name: reason_text(&web.catalogue, &reason.id, ReasonText::Name, s.locale),
            key: reason.key,
            keys: keys(web, reason),
            is_suggested: reason.findings.iter().any(|f| found.contains(&f.as_str())),
        };
        if is_objected {
            suggested.push(choice);
            continue;
        }
        let group = reason.group.code();
        if !order.contains(&group) {
            order.push(group);
        }
        by_group.entry(group).or_default().push(choice);
    }
    let mut groups = Vec::new();
    if !suggested.is_empty() {
        groups.push(ReasonGroup {
            name: s.say("desk-suggested"),
            reasons: suggested,
        });
    }
    groups.extend(order.into_iter().filter_map(|group| {
        Some(ReasonGroup {
            name: s.say(&format!("reason-group-{group}")),
            reasons: by_group.remove(group)?,
        })
    }));
    groups
}

/// Steps of a nudge: a hundredth of the photo's width, or two hundredths of its
/// size; about the smallest visible step.
fn nudges(s: Speech, case: &CaseView) -> Vec<NudgeButton> {
    const STEP_OF_WIDTH: f64 = 0.01;
    const STEP_OF_SIZE: f64 = 1.02;
    let Some((width, _)) = photo_size(&case.report) else {
        return Vec::new();
    };
    let step = (f64::from(width) * STEP_OF_WIDTH).round().max(1.0);
    let now = case.report.nudge;
    let (right, down, scale) = (now.right.0, now.down.0, now.scale);
    let button = |name: &str, sign, key, right: f64, down: f64, scale: f64| NudgeButton {
        label: s.say(&format!("desk-nudge-{name}")),
        sign,
        key,
        right,
        down,
        scale,
    };
    vec![
        button("left", "←", "ArrowLeft", right - step, down, scale),
        button("up", "↑", "ArrowUp", right, down - step, scale),
        button("right", "→", "ArrowRight", right + step, down, scale),
        button("down", "↓", "ArrowDown", right, down + step, scale),
        button("smaller", "−", "-", right, down, scale / STEP_OF_SIZE),
        button("larger", "+", "+", right, down, scale * STEP_OF_SIZE),
    ]
}
