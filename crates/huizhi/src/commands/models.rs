//! `models add`, `fetch`, `list`, `remove`: networks of the operator's own for the person's outline.

use messages::Args;
use serde_json::json;
use studio::args;

use super::output::print_json;
use crate::cli::{ModelsAdd, ModelsCommand, ModelsFetch, ModelsList, ModelsRemove};
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::models::{self, Record, like, named, presets};
use crate::printer::Printer;

pub(super) fn run(command: &ModelsCommand, printer: &Printer) -> Result<ExitStatus, Failure> {
    match command {
        ModelsCommand::Add(arguments) => add(arguments, printer),
        ModelsCommand::Fetch(arguments) => fetch(arguments, printer),
        ModelsCommand::List(arguments) => list(arguments, printer),
        ModelsCommand::Remove(arguments) => remove(arguments, printer),
    }
}

fn add(arguments: &ModelsAdd, printer: &Printer) -> Result<ExitStatus, Failure> {
    let mut preset = like(&arguments.like)?;
    if let Some(licence) = &arguments.licence {
        preset.licence.clone_from(licence);
    }
    let bytes = models::read_network(&arguments.file)?;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => arguments.like.trim_end_matches(".toml").to_owned(),
    };
    let record = models::keep(&arguments.data, &name, &preset, bytes)?;
    say_added(&name, &record, &preset.sha256, printer);
    Ok(ExitStatus::Done)
}

fn fetch(arguments: &ModelsFetch, printer: &Printer) -> Result<ExitStatus, Failure> {
    let preset = named(&arguments.preset)?;
    let name = arguments.name.as_deref().unwrap_or(&arguments.preset);
    let bytes = models::fetched(&preset, arguments.from.as_deref())?;
    let record = models::keep(&arguments.data, name, &preset, bytes)?;
    say_added(name, &record, &preset.sha256, printer);
    Ok(ExitStatus::Done)
}

fn say_added(name: &str, record: &Record, known: &str, printer: &Printer) {
    let given = args([
        ("name", name.to_owned()),
        ("title", record.title.clone()),
        ("licence", record.licence.clone()),
        ("sha256", record.sha256.clone()),
    ]);
    printer.tell("model-added", &given);
    if !known.is_empty() && known != record.sha256 {
        printer.tell("model-added-other", &given);
    }
}

fn list(arguments: &ModelsList, printer: &Printer) -> Result<ExitStatus, Failure> {
    let there = models::all(&arguments.data)?;
    if arguments.json {
        let rows: Vec<_> = there
            .iter()
            .map(|(name, record)| {
                json!({
                    "name": name, "title": record.title, "licence": record.licence,
                    "origin": record.origin, "sha256": record.sha256,
                })
            })
            .collect();
        return print_json(&json!({ "models": rows }), printer);
    }
    if there.is_empty() {
        let known = presets().iter().map(|(name, _)| *name);
        let known = args([("known", known.collect::<Vec<_>>().join(", "))]);
        printer.say(&messages::text(printer.locale(), "model-none", &known));
        return Ok(ExitStatus::Done);
    }
    for (name, record) in &there {
        let given = args([
            ("name", name.clone()),
            ("title", record.title.clone()),
            ("licence", record.licence.clone()),
            ("origin", record.origin.clone()),
            ("sha256", record.sha256.clone()),
        ]);
        printer.line(&messages::text(printer.locale(), "model-line", &given))?;
    }
    Ok(ExitStatus::Done)
}

fn remove(arguments: &ModelsRemove, printer: &Printer) -> Result<ExitStatus, Failure> {
    models::remove(&arguments.data, &arguments.name)?;
    let name: Args<'_> = args([("name", arguments.name.clone())]);
    printer.tell("model-removed", &name);
    Ok(ExitStatus::Done)
}
