//! `catalogue validate`: checks the figures and corrections to them.

use std::path::Path;

use catalogue::{Catalogue, LoadError, Problem};
use serde::Serialize;
use studio::args;

use super::output::print_json;
use crate::catalogue_choice::load;
use crate::cli::Validate;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;

#[derive(Serialize)]
struct Validated<'a> {
    ok: bool,
    version: Option<&'a str>,
    documents: usize,
    cities: usize,
    problems: &'a [Problem],
}

/// `in_force` is the folder that other commands would use.
pub(super) fn run(
    arguments: &Validate,
    in_force: Option<&Path>,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let loaded = load(arguments.folder.as_deref().or(in_force)).and_then(|catalogue| {
        let late = catalogue.late_problems();
        if late.is_empty() {
            Ok(catalogue)
        } else {
            Err(LoadError::Invalid(late))
        }
    });
    match loaded {
        Ok(catalogue) => tell_sound(arguments, &catalogue, printer),
        Err(LoadError::Invalid(problems)) if arguments.json => {
            let validated = Validated {
                ok: false,
                version: None,
                documents: 0,
                cities: 0,
                problems: &problems,
            };
            print_json(&validated, printer)?;
            Ok(ExitStatus::Specification)
        }
        Err(error) => Err(error.into()),
    }
}

fn tell_sound(
    arguments: &Validate,
    catalogue: &Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let (documents, cities) = (catalogue.documents().len(), catalogue.cities().len());
    if arguments.json {
        let version = Some(catalogue.version());
        let validated = Validated {
            ok: true,
            version,
            documents,
            cities,
            problems: &[],
        };
        return print_json(&validated, printer);
    }
    let given = [
        ("documents", documents.to_string()),
        ("cities", cities.to_string()),
        ("version", catalogue.version().to_owned()),
    ];
    printer.line(&messages::text(
        printer.locale(),
        "validate-ok",
        &args(given),
    ))?;
    Ok(ExitStatus::Done)
}
