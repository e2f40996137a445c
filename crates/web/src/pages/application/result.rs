//! `GET /orders/{number}/result`: picture and photo side by side, the measured
//! lines, and the findings, gravest first.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use compliance::Verdict;
use domain::{ApplicantAction, Fitness, OrderNumber};
use serde_json::json;
use studio::WordedFinding;
use usecases::AttemptReport;
use usecases::applicant::{self, OrderSummary, PictureView};
use usecases::pictures::Unmade;

use super::about::About;
use super::address::{self, Step};
use super::drawing::{Over, Shot, photo_size, picture_size, places};
use super::making::making;
use super::opened::Opened;
use super::picture::{SaidWrong, said};
use super::reader::Reader;
use super::trouble::Trouble;
use super::upload::unfit;
use crate::backdrop::BackdropQuery;
use crate::measured::{Measure, drawn, measures, placed_on};
use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "application/result.html")]
pub(crate) struct ResultPage {
    s: Speech,
    frame: Frame,
    about: About,
    /// CSS class of the headline: good, unsure or bad.
    tone: &'static str,
    icon: &'static str,
    what: String,
    remedy: String,
    before: Option<Shot>,
    after: Option<Shot>,
    measures: Vec<Measure>,
    wrongs: Vec<SaidWrong>,
    failing: Vec<FindingRow>,
    advised: Vec<FindingRow>,
    unmeasured: Vec<FindingRow>,
    passed: Vec<FindingRow>,
    /// What folds a finding's figures away.
    figures: String,
    again: String,
    /// Target of 就用这张; `None` if the picture cannot be used.
    on: Option<String>,
}

/// A finding in words.
struct FindingRow {
    /// What is wrong, or what is in order.
    line: String,
    reason: String,
    remedy: String,
    /// What was measured, and against what.
    figures: String,
}

impl ResultPage {
    fn has_lines(&self) -> bool {
        let drawn = |shot: &Option<Shot>| {
            shot.as_ref()
                .is_some_and(|shot| !shot.lines.is_empty() || !shot.places.is_empty())
        };
        drawn(&self.before) || drawn(&self.after)
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    reader: Reader,
    Opened(own): Opened,
) -> Result<Response, Trouble> {
    let number = own.number();
    let order = applicant::show(&web.app, &own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    if !order.summary.allows(ApplicantAction::Change) {
        return Err(Trouble::elsewhere(&address::order(number)));
    }
    match &order.unmade {
        Some(Unmade::Making { .. }) => return Ok(making(&web, &visit, &order.summary, reader)),
        Some(Unmade::Refused(wrongs)) => {
            let wrongs_said = said(visit.speech(), wrongs);
            let (order, asked) = (&order.summary, BackdropQuery::default());
            let code = wrongs.first().map_or("unexpected", |wrong| &wrong.code);
            return Ok(unfit(
                reader,
                &web,
                &visit,
                (order, &asked),
                code,
                wrongs_said,
            ));
        }
        None => {}
    }
    let Some(picture) = &order.picture else {
        return Err(Trouble::elsewhere(&Step::Picture.of(number)));
    };
    let page = result_page(&web, &visit, &order.summary, picture);
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok(match reader {
        Reader::Person => (headers, Page(page)).into_response(),
        Reader::Script => (headers, Json(told(&page, picture))).into_response(),
    })
}

/// What came of the picture, for a script that shows it in a row.
fn told(page: &ResultPage, picture: &PictureView) -> serde_json::Value {
    let wrongs = page
        .wrongs
        .iter()
        .map(|wrong| (&wrong.message, &wrong.remedy));
    let found = page.failing.iter().chain(&page.advised);
    let found = found.map(|found| (&found.line, &found.remedy));
    let said = wrongs.chain(found);
    let said = said.map(|(message, remedy)| json!({ "message": message, "remedy": remedy }));
    json!({
        "fitness": picture.fitness.code(),
        "may_be_handed_in": page.on.is_some(),
        "what": page.what,
        "photo": page.after.as_ref().map(|shot| shot.src.as_str()),
        "wrongs": said.collect::<Vec<_>>(),
    })
}

fn result_page(
    web: &Web,
    visit: &Visit,
    order: &OrderSummary,
    picture: &PictureView,
) -> ResultPage {
    let report = &picture.report;
    let s = visit.speech();
    let number = order.number;
    let (tone, icon, code) = match picture.fitness {
        Fitness::Good => ("good", "ok", "good"),
        Fitness::Advised => ("unsure", "warn", "advised"),
        Fitness::Failing => ("bad", "no", "failing"),
        Fitness::NoPhoto => ("bad", "no", "no-photo"),
    };
    let usable = picture.fitness.may_be_handed_in();
    let next = if order.has_details {
        Step::Confirm
    } else {
        Step::Details
    };
    let key = format!("application-result-{code}");
    let found = |verdict| found(s, report, verdict);
    // A picture that cannot be checked has only its faults listed.
    let wrongs = match picture.fitness {
        Fitness::NoPhoto => said(s, &report.wrongs),
        Fitness::Good | Fitness::Advised | Fitness::Failing => Vec::new(),
    };
    ResultPage {
        s,
        frame: Frame::new(visit, s.say("application-result-title"))
            .tab(Tab::Orders)
            .back(Step::Picture.of(number)),
        about: About::new(s, web, order),
        tone,
        icon,
        what: s.say(&key),
        remedy: s.say(&format!("{key}.remedy")),
        before: before(s, number, picture),
        after: after(s, number, picture),
        measures: measures(s, report),
        failing: if wrongs.is_empty() {
            found(Verdict::Fail)
        } else {
            Vec::new()
        },
        wrongs,
        advised: found(Verdict::Advise),
        unmeasured: found(Verdict::NotMeasured),
        passed: found(Verdict::Pass),
        figures: s.say("judged-figures"),
        again: address::retake(number),
        on: usable.then(|| next.of(number)),
    }
}

/// CSS class of a finding's place; `None` for a finding that passed.
fn objection(entry: &WordedFinding) -> Option<&'static str> {
    match entry.verdict {
        Verdict::Fail => Some("fail"),
        Verdict::Advise => Some("advise"),
        Verdict::Pass | Verdict::NotMeasured => None,
    }
}

fn before(s: Speech, number: OrderNumber, picture: &PictureView) -> Option<Shot> {
    let report = &picture.report;
    if !picture.has_original {
        return None;
    }
    let (width, height) = picture_size(report)?;
    let entries = report.findings.iter().flat_map(|all| &all.findings);
    let places = match placed_on(report) {
        Some(_) => places(entries, Over::Picture, objection),
        None => Vec::new(),
    };
    Some(Shot {
        src: address::preview(number, picture.attempt),
        alt: s.say("application-before"),
        width,
        height,
        places,
        bands: Vec::new(),
        lines: Vec::new(),
    })
}

fn after(s: Speech, number: OrderNumber, picture: &PictureView) -> Option<Shot> {
    let report = &picture.report;
    if !picture.has_photo {
        return None;
    }
    let (width, height) = photo_size(report)?;
    let (bands, lines) = report.rulers.as_ref().map(drawn).unwrap_or_default();
    Some(Shot {
        src: address::photo(number, picture.attempt),
        alt: s.say("application-after"),
        width,
        height,
        places: Vec::new(),
        bands,
        lines,
    })
}

fn found(s: Speech, report: &AttemptReport, verdict: Verdict) -> Vec<FindingRow> {
    let entries = report.findings.iter().flat_map(|all| &all.findings);
    let of = |text: &Option<catalogue::Text>| {
        text.as_ref()
            .map_or_else(String::new, |text| s.of(text).to_owned())
    };
    entries
        .filter(|entry| entry.verdict == verdict)
        .map(|entry| FindingRow {
            line: entry.headline(s.locale),
            reason: match verdict {
                Verdict::NotMeasured => entry.value_text(s.locale).unwrap_or_default(),
                _ => of(&entry.reason),
            },
            remedy: of(&entry.remedy),
            figures: entry.figures(s.locale).unwrap_or_default(),
        })
        .collect()
}
