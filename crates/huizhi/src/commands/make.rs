//! `photo make`: pictures to ID photos.

use std::path::{Path, PathBuf};

use catalogue::{Answer, Catalogue};
use portrait::Edit;
use studio::{Extras, Form, Lacking, Request, Stopwatch, args, in_locale, photograph};
use vision::RtenEngine;

use super::detail::Detail;
use super::output::PLAIN_DATA;
use super::told;
use crate::atomic_file::{self, Existing};
use crate::batch_record::{Outcome, Record, record};
use crate::catalogue_choice::choose_for_photo;
use crate::cli::Make;
use crate::colour;
use crate::contact_sheet::contact_sheet;
use crate::destination::{Destination, Namer, check_free, destination, has_ending};
use crate::engine_choice::engine;
use crate::exit_status::ExitStatus;
use crate::failure::{Failure, FileError, UsageError};
use crate::inputs::{self, Input, Inputs};
use crate::printer::Printer;
use crate::report::{PhotoReport, Setting, report};
use crate::summary::summary;
use crate::tried::Tried;

/// Files one picture may become.
struct Targets {
    /// `None` for stdout.
    photo: Option<PathBuf>,
    annotated: Option<PathBuf>,
    report: Option<PathBuf>,
}

pub(super) fn run(
    arguments: &Make,
    catalogue: &Catalogue,
    detail: Detail,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let choice = choose_for_photo(
        catalogue,
        &arguments.purpose.document,
        arguments.purpose.city.as_deref(),
    )?;
    let background = arguments
        .background
        .as_deref()
        .map(colour::parse)
        .transpose()?;
    let form = if arguments.transparent {
        Form::Transparent
    } else {
        Form::Jpeg(background.unwrap_or(choice.spec.background.rgb))
    };
    let inputs = inputs::find(&arguments.pictures)?;
    let (ending, endings): (&str, &[&str]) = match form {
        Form::Jpeg(_) => ("jpg", &["jpg", "jpeg"]),
        Form::Transparent => ("png", &["png"]),
    };
    let destination = destination(&arguments.out, &inputs, endings)?;
    check_sense(arguments, &inputs, &destination)?;
    let acceptance = choice.acceptance.as_ref();
    if let Some(acceptance) = acceptance.filter(|a| a.answer != Answer::Yes) {
        let reason = in_locale(&acceptance.reason, printer.locale()).to_owned();
        printer.tell("note-acceptance", &args([("reason", reason)]));
    }

    let edit = match &arguments.edit {
        None => Edit::default(),
        Some(_) if !inputs.single => return Err(UsageError::EditOnePicture.into()),
        Some(path) => edit_in(path)?,
    };
    let request = Request {
        spec: choice.spec.clone(),
        limits: (&arguments.limits).into(),
        form,
        lacking: if arguments.draft {
            Lacking::Draft
        } else {
            Lacking::Refuse
        },
        extras: Extras {
            thumbnail: !inputs.single,
            annotated: arguments.annotate.is_some(),
        },
        edit,
    };
    let engine = engine(&arguments.matting)?;
    let setting = Setting::new(catalogue, &choice, &request, &engine);
    let mut namer = match &destination {
        Destination::Folder(folder) => Some(Namer::new(folder, &inputs.pictures)),
        Destination::Stdout | Destination::File(_) => None,
    };
    let printer = if inputs.single {
        printer
    } else {
        &printer.with_bar(inputs.pictures.len())
    };
    let run = Run {
        arguments,
        request: &request,
        setting: &setting,
        engine: &engine,
        detail,
        printer,
        destination: &destination,
    };
    let mut worst = ExitStatus::Done;
    let mut records = Vec::new();
    for input in &inputs.pictures {
        let name = input.name();
        printer.working_on(&name);
        let targets = targets(arguments, &destination, namer.as_mut(), input, ending);
        let (status, record) = run.one(input, name, &targets, inputs.single)?;
        worst = worst.max(status);
        records.push(record);
        printer.step();
    }
    printer.finish();
    if let (Some(namer), false) = (&mut namer, inputs.single) {
        let title = in_locale(&choice.document.names, printer.locale());
        run.leave_records(namer, &records, title)?;
    }
    Ok(worst)
}

/// Reads the corrections by hand.
fn edit_in(path: &Path) -> Result<Edit, UsageError> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string());
    let edit = text.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()));
    edit.map_err(|wrong| UsageError::Edit { wrong })
}

/// Refuses what the grammar allows and yet makes no sense together.
fn check_sense(
    arguments: &Make,
    inputs: &Inputs,
    destination: &Destination,
) -> Result<(), UsageError> {
    let beside = is_beside(arguments.annotate.as_deref());
    let to_stdout = *destination == Destination::Stdout;
    if to_stdout && arguments.json {
        return Err(UsageError::StdoutTaken);
    }
    if to_stdout && (beside || arguments.report) {
        return Err(UsageError::NothingBeside);
    }
    match &arguments.annotate {
        Some(_) if beside => Ok(()),
        Some(_) if !inputs.single => Err(UsageError::AnnotateOneFile),
        Some(path) if !has_ending(path, &["png"]) => Err(UsageError::OutEnding { ending: "png" }),
        _ => Ok(()),
    }
}

fn is_beside(annotate: Option<&Path>) -> bool {
    annotate == Some(Path::new("beside"))
}

fn targets(
    arguments: &Make,
    destination: &Destination,
    namer: Option<&mut Namer>,
    input: &Input,
    ending: &str,
) -> Targets {
    let photo = match (destination, namer) {
        (Destination::File(path), _) => Some(path.clone()),
        (Destination::Folder(_), Some(namer)) => Some(namer.name(&input.stem(), ending)),
        _ => None,
    };
    let beside = |addition: &str| {
        let photo = photo.as_ref()?;
        let stem = photo.file_stem().unwrap_or_default().to_string_lossy();
        Some(photo.with_file_name(format!("{stem}{addition}")))
    };
    Targets {
        annotated: if is_beside(arguments.annotate.as_deref()) {
            beside(".annotated.png")
        } else {
            arguments.annotate.clone()
        },
        report: arguments.report.then(|| beside(".json")).flatten(),
        photo,
    }
}

/// What stays the same from picture to picture.
struct Run<'a> {
    arguments: &'a Make,
    request: &'a Request,
    setting: &'a Setting<'a>,
    engine: &'a RtenEngine,
    detail: Detail,
    printer: &'a Printer,
    destination: &'a Destination,
}

impl Run<'_> {
    fn existing(&self) -> Existing {
        if self.arguments.force {
            Existing::Replace
        } else {
            Existing::Keep
        }
    }

    /// Makes one photo, writes it and tells about it. Only a stdout that does
    /// not take data ends the run.
    fn one(
        &self,
        input: &Input,
        name: String,
        targets: &Targets,
        lock: bool,
    ) -> Result<(ExitStatus, Record), FileError> {
        let mut watch = Stopwatch::start();
        let mut bytes = Vec::new();
        let mut tried = match self.read(input, targets) {
            Ok(read) => {
                bytes = read;
                watch.ended("read");
                photograph(self.engine, &bytes, self.request, &mut watch).into()
            }
            Err(failure) => Tried::from(failure),
        };
        let written = self.write(&tried, targets);
        watch.ended("write");
        if let Err(failure) = written {
            tried.failure = Some(failure.into());
        }
        let wrote = tried.attempt.file.is_some() && tried.failure.is_none();
        let photo = wrote.then(|| {
            let file = targets.photo.as_ref().and_then(|path| path.file_name());
            file.map_or_else(
                || "-".to_owned(),
                |name| name.to_string_lossy().into_owned(),
            )
        });
        let report = report(
            self.setting,
            &name,
            &bytes,
            &tried,
            photo.clone(),
            &watch.timings,
        );
        self.hand_over(&report, targets, &mut tried.failure)?;
        drop(report);
        let photo_path = targets.photo.as_deref();
        let called = if lock { "" } else { &name };
        if self.detail == Detail::Times {
            told::times(called, &watch, self.printer);
        }
        let status = told::outcome(
            called,
            &tried,
            photo_path,
            self.arguments.telling(),
            self.printer,
        );
        let locale = self.printer.locale();
        Ok((
            status,
            record(name, &mut tried, photo, watch.total_ms(), locale),
        ))
    }

    fn read(&self, input: &Input, targets: &Targets) -> Result<Vec<u8>, FileError> {
        for path in [&targets.photo, &targets.annotated, &targets.report]
            .into_iter()
            .flatten()
        {
            check_free(path, self.existing())?;
        }
        input.read(self.request.limits.max_bytes)
    }

    /// Writes the photo and what is drawn of it; nothing where there is no photo.
    fn write(&self, Tried { attempt, .. }: &Tried, targets: &Targets) -> Result<(), FileError> {
        let Some(file) = &attempt.file else {
            return Ok(());
        };
        self.destination.make()?;
        if let (Some(png), Some(path)) = (&attempt.annotated, &targets.annotated) {
            atomic_file::write(path, png, self.existing())?;
        }
        match &targets.photo {
            Some(path) => atomic_file::write(path, file.bytes(), self.existing()),
            None => self.printer.data(file.bytes()),
        }
    }

    /// The report, to stdout and to its file. The file's failure is the
    /// picture's.
    fn hand_over(
        &self,
        report: &PhotoReport<'_>,
        targets: &Targets,
        failure: &mut Option<Failure>,
    ) -> Result<(), FileError> {
        if self.arguments.json {
            self.printer
                .line(&serde_json::to_string(report).expect(PLAIN_DATA))?;
        }
        // Beside an earlier photo that was kept, a report on this run would mislead.
        let kept = matches!(failure, Some(Failure::File(FileError::Exists { .. })));
        if let (Some(path), false) = (&targets.report, kept) {
            let json = serde_json::to_vec_pretty(report).expect(PLAIN_DATA);
            let made = self.destination.make();
            if let Err(error) = made.and_then(|()| atomic_file::write(path, &json, self.existing()))
            {
                failure.get_or_insert(error.into());
            }
        }
        Ok(())
    }

    /// The table and the page of a run over several pictures.
    fn leave_records(
        &self,
        namer: &mut Namer,
        records: &[Record],
        title: &str,
    ) -> Result<(), Failure> {
        self.destination.make()?;
        let table = namer.new_name("summary", "csv");
        atomic_file::write(
            &table,
            &summary(records, &self.request.spec),
            Existing::Keep,
        )?;
        let page = namer.new_name("contact-sheet", "html");
        let html = contact_sheet(records, title, self.printer.locale());
        atomic_file::write(&page, html.as_bytes(), Existing::Keep)?;
        let count = |holds: fn(&Record) -> bool| records.iter().filter(|r| holds(r)).count();
        let made = count(|record| record.photo.is_some());
        let usable = count(|record| record.outcome == Outcome::Usable);
        let given = [
            ("made", made.to_string()),
            ("usable", usable.to_string()),
            ("all", records.len().to_string()),
            ("table", table.display().to_string()),
            ("page", page.display().to_string()),
        ];
        self.printer.tell("done-batch", &args(given));
        Ok(())
    }
}
