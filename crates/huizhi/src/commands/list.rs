//! `catalogue list`: documents or cities.

use catalogue::{Authority, Catalogue, Category, City, Document, Gives, Text, fold};
use serde::Serialize;
use studio::in_locale;

use super::output::{print_json, print_lines};
use crate::cli::{List, Listed};
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;

/// What a list says of a document; `show` says the rest.
#[derive(Serialize)]
struct DocumentSummary<'a> {
    id: &'a str,
    names: &'a Text,
    aliases: &'a [String],
    category: Category,
    gives: Gives,
    #[serde(rename = "scope")]
    authority: Authority,
}

pub(super) fn run(
    arguments: &List,
    catalogue: &Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let filter = fold(arguments.filter.as_deref().unwrap_or_default());
    let locale = printer.locale();
    match arguments.what {
        Listed::Documents => {
            let found: Vec<&Document> = catalogue
                .documents()
                .iter()
                .filter(|d| document_has(d, &filter))
                .collect();
            if arguments.json {
                let summaries: Vec<DocumentSummary<'_>> = found.into_iter().map(summary).collect();
                return print_json(&summaries, printer);
            }
            let width = found
                .iter()
                .map(|d| d.id.as_str().len())
                .max()
                .unwrap_or_default();
            let line = |d: &&Document| {
                format!("{:width$}  {}", d.id.as_str(), in_locale(&d.names, locale))
            };
            Ok(print_lines(
                &found.iter().map(line).collect::<Vec<_>>(),
                printer,
            )?)
        }
        Listed::Cities => {
            let found: Vec<&City> = catalogue
                .cities()
                .iter()
                .filter(|c| city_has(c, &filter))
                .collect();
            if arguments.json {
                return print_json(&found, printer);
            }
            let width = found
                .iter()
                .map(|c| c.pinyin.len())
                .max()
                .unwrap_or_default();
            let line = |c: &&City| {
                let name = in_locale(&c.names, locale);
                format!("{}  {:width$}  {name}  {}", c.code, c.pinyin, c.province)
            };
            Ok(print_lines(
                &found.iter().map(line).collect::<Vec<_>>(),
                printer,
            )?)
        }
    }
}

fn summary(document: &Document) -> DocumentSummary<'_> {
    let Document {
        id,
        names,
        aliases,
        category,
        authority,
        gives,
        ..
    } = document;
    DocumentSummary {
        id: id.as_str(),
        names,
        aliases,
        category: *category,
        authority: *authority,
        gives: *gives,
    }
}

fn document_has(document: &Document, filter: &str) -> bool {
    let Document {
        id,
        names,
        aliases,
        pinyin,
        ..
    } = document;
    let own = [id.as_str(), &names.zh, &names.en];
    let others = aliases.iter().chain(pinyin).map(String::as_str);
    any_has(own.into_iter().chain(others), filter)
}

fn city_has(city: &City, filter: &str) -> bool {
    let code = city.code.to_string();
    let City {
        names,
        short,
        province,
        pinyin,
        initials,
        ..
    } = city;
    any_has(
        [
            code.as_str(),
            &names.zh,
            &names.en,
            short,
            province,
            pinyin,
            initials,
        ],
        filter,
    )
}

fn any_has<'a>(texts: impl IntoIterator<Item = &'a str>, filter: &str) -> bool {
    texts.into_iter().any(|text| fold(text).contains(filter))
}
