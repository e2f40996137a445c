//! `catalogue where`: whether a photo made by oneself is accepted.

use catalogue::{Acceptance, Answer, Catalogue, City, Text};
use messages::text;
use serde::Serialize;
use studio::{args, in_locale};

use super::output::{print_json, print_lines};
use crate::cli::Where;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;

#[derive(Serialize)]
struct AcceptanceInCity<'a> {
    id: &'a str,
    names: &'a Text,
    city: &'a City,
    acceptance: &'a Acceptance,
}

pub(super) fn run(
    arguments: &Where,
    catalogue: &Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let document = catalogue.document(&arguments.document)?;
    let city = catalogue.city(&arguments.city)?;
    let acceptance = catalogue.acceptance(document, city);
    if arguments.json {
        let answered = AcceptanceInCity {
            id: document.id.as_str(),
            names: &document.names,
            city,
            acceptance: &acceptance,
        };
        return print_json(&answered, printer);
    }
    let locale = printer.locale();
    let answer = match acceptance.answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => "unknown",
        Answer::NotApplicable => "not-applicable",
    };
    let given = [
        ("document", in_locale(&document.names, locale).to_owned()),
        ("city", in_locale(&city.names, locale).to_owned()),
        ("answer", answer.to_owned()),
    ];
    let mut lines = vec![text(locale, "where-answer", &args(given))];
    lines.push(in_locale(&acceptance.reason, locale).to_owned());
    lines.extend(
        acceptance
            .instead
            .iter()
            .map(|instead| in_locale(instead, locale).to_owned()),
    );
    let source = [
        ("cite", acceptance.source.cite.clone()),
        ("confidence", format!("{:?}", acceptance.source.confidence)),
    ];
    lines.push(text(locale, "where-source", &args(source)));
    Ok(print_lines(&lines, printer)?)
}
