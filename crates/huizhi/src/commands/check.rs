//! `photo check`: what an inspector would object to in one picture.

use catalogue::Catalogue;
use compliance::Verdict;
use imaging::encode_png;
use portrait::{Edit, Outline, annotate_regions};
use serde::Serialize;
use studio::{
    Extras, Findings, Form, Lacking, Request, Stopwatch, Telling, advice, args, in_locale, line,
    name, nothing_to_judge, photograph,
};

use super::detail::Detail;
use super::output::PLAIN_DATA;
use super::told;
use crate::atomic_file::{self, Existing};
use crate::catalogue_choice::choose_for_photo;
use crate::cli::Check;
use crate::destination::{check_free, has_ending};
use crate::engine_choice::engine;
use crate::exit_status::ExitStatus;
use crate::failure::{Failure, UsageError};
use crate::inputs;
use crate::printer::Printer;
use crate::report::{PhotoReport, Setting, report};
use crate::tried::Tried;

const FAILED: [u8; 3] = [200, 20, 30];
const ADVISED: [u8; 3] = [220, 140, 0];

/// The findings first, then what else `photo make --json` tells.
#[derive(Serialize)]
struct Checked<'a> {
    /// `null` where the picture could not even be read.
    #[serde(flatten)]
    findings: Option<Findings>,
    report: PhotoReport<'a>,
}

pub(super) fn run(
    arguments: &Check,
    catalogue: &Catalogue,
    detail: Detail,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let purpose = &arguments.purpose;
    let choice = choose_for_photo(catalogue, &purpose.document, purpose.city.as_deref())?;
    let inputs = inputs::find(std::slice::from_ref(&arguments.picture))?;
    let input = match inputs.pictures.as_slice() {
        [input] if inputs.single => input,
        _ => return Err(UsageError::OutNotAFolder.into()),
    };
    let existing = if arguments.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    if let Some(path) = &arguments.annotate {
        if !has_ending(path, &["png"]) {
            return Err(UsageError::OutEnding { ending: "png" }.into());
        }
        check_free(path, existing)?;
    }
    let request = Request {
        form: Form::Jpeg(choice.spec.background.rgb),
        limits: (&arguments.limits).into(),
        lacking: Lacking::Draft,
        extras: Extras::default(),
        edit: Edit::default(),
        spec: choice.spec.clone(),
    };
    let mut watch = Stopwatch::start();
    let bytes = input.read(request.limits.max_bytes)?;
    watch.ended("read");
    let engine = engine(&arguments.matting)?;
    let tried = Tried::from(photograph(&engine, &bytes, &request, &mut watch));
    if let (Some(path), Some(drawn)) = (&arguments.annotate, drawn(&tried)?) {
        atomic_file::write(path, &drawn, existing)?;
    }
    if detail == Detail::Times {
        told::times("", &watch, printer);
    }
    if arguments.json {
        let setting = Setting::new(catalogue, &choice, &request, &engine);
        let name = input.name();
        let mut report = report(&setting, &name, &bytes, &tried, None, &watch.timings);
        let no_photo = match &tried.failure {
            Some(Failure::Photo(failure)) => Some(nothing_to_judge(failure)),
            _ => None,
        };
        let checked = Checked {
            findings: report.compliance.take().or(no_photo),
            report,
        };
        printer.line(&serde_json::to_string_pretty(&checked).expect(PLAIN_DATA))?;
    } else {
        let title = match choice.city {
            Some(city) => format!(
                "{} · {}",
                in_locale(&choice.document.names, printer.locale()),
                in_locale(&city.names, printer.locale())
            ),
            None => in_locale(&choice.document.names, printer.locale()).to_owned(),
        };
        tell(&tried, &title, arguments.telling(), printer)?;
    }
    Ok(match (verdict(&tried), &tried.failure) {
        (Some(verdict), _) if !verdict.may_be_handed_in() => ExitStatus::NotUsable,
        (None, Some(failure)) => failure.status(),
        _ => ExitStatus::Done,
    })
}

/// The verdict of the findings; that of a picture without a person is that it
/// fails, and one that could not be read has none.
fn verdict(tried: &Tried) -> Option<Verdict> {
    match (&tried.attempt.compliance, &tried.failure) {
        (Some(report), _) => Some(report.verdict()),
        (None, Some(Failure::Photo(studio::Failure::Make(_)))) => Some(Verdict::Fail),
        (None, _) => None,
    }
}

/// For a person: what fails and what to do, what to look at, and what is in
/// order.
fn tell(tried: &Tried, title: &str, telling: Telling, printer: &Printer) -> Result<(), Failure> {
    let locale = printer.locale();
    let compliance = &tried.attempt.compliance;
    let failure = tried.failure.as_ref();
    if let Some(failure) = failure.filter(|_| compliance.is_none()) {
        printer.failure(failure);
        return Ok(());
    }
    let Some(report) = compliance else {
        return Ok(());
    };
    let of = |verdict| report.findings.iter().filter(move |f| f.verdict == verdict);
    let count = |verdict| of(verdict).count().to_string();
    let overall = match report.verdict() {
        Verdict::Fail => "fail",
        Verdict::Advise => "advise",
        Verdict::Pass | Verdict::NotMeasured => "pass",
    };
    printer.line(&messages::text(
        locale,
        "check-title",
        &args([
            ("title", title.to_owned()),
            ("verdict", overall.to_owned()),
            ("failed", count(Verdict::Fail)),
            ("advised", count(Verdict::Advise)),
            ("passed", count(Verdict::Pass)),
        ]),
    ))?;
    for verdict in [Verdict::Fail, Verdict::Advise] {
        for finding in of(verdict) {
            printer.line("")?;
            printer.line(&line(finding, locale))?;
            for words in advice(finding, locale, telling) {
                printer.line(&words)?;
            }
        }
    }
    let names = |verdict| {
        let names: Vec<String> = of(verdict).map(|f| name(f, locale)).collect();
        names.join(&messages::text(
            locale,
            "list-comma",
            &messages::Args::new(),
        ))
    };
    for (verdict, key) in [
        (Verdict::Pass, "check-passed"),
        (Verdict::NotMeasured, "check-unmeasured"),
    ] {
        let names = names(verdict);
        if !names.is_empty() {
            printer.line("")?;
            printer.line(&messages::text(locale, key, &args([("names", names)])))?;
        }
    }
    Ok(())
}

/// The picture with the places of what was objected to; `None` without a face.
fn drawn(Tried { attempt, .. }: &Tried) -> Result<Option<Vec<u8>>, Failure> {
    let Some((photo, report)) = attempt.photo.as_ref().zip(attempt.compliance.as_ref()) else {
        return Ok(None);
    };
    let mut outlines: Vec<Outline> = Vec::new();
    for finding in &report.findings {
        let colour = match finding.verdict {
            Verdict::Fail => FAILED,
            Verdict::Advise => ADVISED,
            Verdict::Pass | Verdict::NotMeasured => continue,
        };
        outlines.extend(finding.regions.iter().map(|r| (r.0.clone(), colour)));
    }
    // Any density: this picture is for the screen.
    const SCREEN_DPI: u16 = 96;
    let image = annotate_regions(&photo.upright, &outlines);
    Ok(Some(encode_png(&image, SCREEN_DPI)?))
}
