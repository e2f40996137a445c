//! What a person is told of one picture.

use std::path::Path;

use messages::{Args, text};
use portrait::ConstraintFit;
use studio::{PhotoFile, Stopwatch, Telling, advice, args, file_size, lacking, range, short};

use crate::exit_status::ExitStatus;
use crate::printer::Printer;
use crate::tried::Tried;

/// How long each step took. `name` is empty where there is one picture only.
pub(super) fn times(name: &str, watch: &Stopwatch, printer: &Printer) {
    let steps: Vec<String> = watch
        .timings
        .iter()
        .map(|t| format!("{} {:.0}", t.step, t.ms))
        .collect();
    let total = format!("{:.0}", watch.total_ms());
    line(
        name,
        "line-timings",
        &args([("steps", steps.join(", ")), ("total", total)]),
        printer,
    );
}

/// What came of the picture; returns how a run with it ends. `photo` is where
/// the photo went, `None` for stdout.
pub(super) fn outcome(
    name: &str,
    Tried { attempt, failure }: &Tried,
    photo: Option<&Path>,
    telling: Telling,
    printer: &Printer,
) -> ExitStatus {
    if let Some(failure) = failure {
        return printer.failure_of(name, failure);
    }
    let Some((made, file)) = attempt.photo.as_ref().zip(attempt.file.as_ref()) else {
        return ExitStatus::Done;
    };
    let tell = |key: &str, given: Args<'_>| line(name, key, &given, printer);
    for held in made.frame.held.iter().filter(|held| held.gave_px > 0.0) {
        tell("note-gave", gave(held, printer));
    }
    if made.bystanders > 0 {
        tell(
            "note-bystanders",
            args([("count", made.bystanders.to_string())]),
        );
    }
    for shortfall in &made.shortfalls {
        let said = lacking(shortfall, printer.locale());
        tell(
            "note-draft",
            args([("code", said.code.to_owned()), ("message", said.message)]),
        );
    }
    let report = attempt
        .compliance
        .iter()
        .flat_map(|report| &report.findings);
    for finding in report.filter(|finding| finding.verdict.objects()) {
        tell(
            "note-finding",
            args([("finding", studio::line(finding, printer.locale()))]),
        );
        for words in advice(finding, printer.locale(), telling) {
            printer.say(&words);
        }
    }
    let size = file_size(file.bytes().len());
    let path = photo.map_or_else(|| "-".to_owned(), |path| path.display().to_string());
    match file {
        PhotoFile::Jpeg(jpeg) => {
            let quality = jpeg.quality.to_string();
            tell(
                "done-jpeg",
                args([("path", path), ("size", size), ("quality", quality)]),
            );
        }
        PhotoFile::Png(_) => tell("done-png", args([("path", path), ("size", size)])),
    }
    if attempt.usable() {
        ExitStatus::Done
    } else {
        ExitStatus::NotUsable
    }
}

fn gave(held: &ConstraintFit, printer: &Printer) -> Args<'static> {
    let measure = format!("measure-{}", held.measure.key());
    args([
        ("measure", text(printer.locale(), &measure, &Args::new())),
        ("value", short(held.px)),
        ("range", range(held.min_px, held.max_px)),
    ])
}

fn line(name: &str, key: &str, given: &Args<'_>, printer: &Printer) {
    let said = text(printer.locale(), key, given);
    printer.say(&if name.is_empty() {
        said
    } else {
        format!("{name}: {said}")
    });
}
