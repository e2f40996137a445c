//! `catalogue show`: what a document asks of the photo, and by what authority.

use std::collections::BTreeMap;

use catalogue::{
    Acceptance, Catalogue, City, Confidence, Constraint, Dpi, PhotoSpec, Source, Text,
};
use messages::{Args, Locale, text};
use serde::Serialize;
use studio::{args, in_locale, range, short};

use super::output::{print_json, print_lines};
use crate::catalogue_choice::{Choice, choose};
use crate::cli::Show;
use crate::colour;
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::printer::Printer;

#[derive(Serialize)]
struct DocumentSpecification<'a> {
    id: &'a str,
    names: &'a Text,
    city: Option<&'a City>,
    specification: &'a PhotoSpec,
    acceptance: Option<&'a Acceptance>,
}

pub(super) fn run(
    arguments: &Show,
    catalogue: &Catalogue,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    let Choice {
        document,
        city,
        spec,
        acceptance,
    } = choose(catalogue, &arguments.document, arguments.city.as_deref())?;
    if arguments.json {
        let asked = DocumentSpecification {
            id: document.id.as_str(),
            names: &document.names,
            city,
            specification: &spec,
            acceptance: acceptance.as_ref(),
        };
        return print_json(&asked, printer);
    }
    let locale = printer.locale();
    let city = city.map_or(String::new(), |city| {
        format!(" · {}", in_locale(&city.names, locale))
    });
    let mut lines = vec![format!(
        "{}{city} ({})",
        in_locale(&document.names, locale),
        document.id
    )];
    lines.extend(specification(&spec, catalogue, locale));
    Ok(print_lines(&lines, printer)?)
}

fn specification(spec: &PhotoSpec, catalogue: &Catalogue, locale: Locale) -> Vec<String> {
    let say = |key: &str, given: Args<'_>| text(locale, key, &given);
    let mut sources = Sources::default();
    let kilobytes = |bytes: usize| short(bytes as f64 / 1024.0);
    let window = match (spec.file.min_bytes, spec.file.max_bytes) {
        (0, max) => format!("≤ {}", kilobytes(max)),
        (min, max) => format!("{}–{}", kilobytes(min), kilobytes(max)),
    };
    let quality = spec
        .file
        .min_quality
        .map_or("none".to_owned(), |quality| quality.to_string());
    let mut lines = vec![
        say("show-standard", args([("standard", spec.standard.clone())])),
        say(
            "show-size",
            args([
                ("px", format!("{}×{}", spec.width_px, spec.height_px)),
                (
                    "mm",
                    format!("{}×{}", short(spec.width_mm.0), short(spec.height_mm.0)),
                ),
                ("dpi", spec.dpi.0.to_string()),
                ("source", sources.mark(&spec.source)),
            ]),
        ),
        say(
            "show-background",
            args([
                ("colour", colour::show(spec.background.rgb)),
                ("source", sources.mark(&spec.background.source)),
            ]),
        ),
    ];
    let choices = spec.background.choices.iter().map(|shade| {
        let given = [
            ("colour", colour::show(shade.rgb)),
            ("name", in_locale(&shade.name, locale).to_owned()),
        ];
        say("show-background-choice", args(given))
    });
    lines.extend(choices);
    lines.extend([
        say(
            "show-file",
            args([
                ("window", window),
                ("quality", quality),
                ("source", sources.mark(&spec.file.source)),
            ]),
        ),
        say("show-rules", Args::new()),
    ]);
    let rule = |c: &Constraint, dpi, sources: &mut Sources| rule(c, dpi, sources, locale);
    lines.extend(
        spec.constraints
            .iter()
            .map(|c| rule(c, spec.dpi, &mut sources)),
    );
    if let Some(print) = &spec.print {
        let size = format!("{}×{}", short(print.width_mm.0), short(print.height_mm.0));
        let source = sources.mark(&print.source);
        lines.push(say("show-print", args([("mm", size), ("source", source)])));
        lines.extend(
            print
                .constraints
                .iter()
                .map(|c| rule(c, print.dpi, &mut sources)),
        );
    }
    lines.push(say("show-sources", Args::new()));
    lines.extend(sources.lines(locale));
    let effective = catalogue.effective().to_string();
    let given = [
        ("version", catalogue.version().to_owned()),
        ("effective", effective),
    ];
    lines.push(say("show-version", args(given)));
    lines
}

fn rule(c: &Constraint, dpi: Dpi, sources: &mut Sources, locale: Locale) -> String {
    let mm = |px: Option<catalogue::Px>| px.map(|px| px.to_mm(dpi).0);
    let measure = text(
        locale,
        &format!("measure-{}", c.measure.key()),
        &Args::new(),
    );
    let given = [
        ("priority", c.priority.to_string()),
        ("measure", measure),
        ("px", range(c.min.map(|px| px.0), c.max.map(|px| px.0))),
        ("mm", range(mm(c.min), mm(c.max))),
        ("target", short(c.target.0)),
        ("source", sources.mark(&c.source)),
    ];
    text(locale, "show-rule", &args(given))
}

/// Sources by their number, in the order of their first mention.
#[derive(Default)]
struct Sources {
    numbers: BTreeMap<String, usize>,
    cited: Vec<Source>,
}

impl Sources {
    /// `[1A]`: the first source of the list, of confidence A.
    fn mark(&mut self, source: &Source) -> String {
        let next = self.cited.len() + 1;
        let number = *self.numbers.entry(source.cite.clone()).or_insert(next);
        if number == next {
            self.cited.push(source.clone());
        }
        format!("[{number}{}]", letter(source.confidence))
    }

    fn lines(&self, locale: Locale) -> Vec<String> {
        let line = |(number, source): (usize, &Source)| {
            let note = source
                .note
                .as_ref()
                .map_or("", |note| in_locale(note, locale));
            let letter = letter(source.confidence);
            format!("  [{number}{letter}] {} {note}", source.cite)
                .trim_end()
                .to_owned()
        };
        (1..).zip(&self.cited).map(line).collect()
    }
}

const fn letter(confidence: Confidence) -> char {
    match confidence {
        Confidence::A => 'A',
        Confidence::B => 'B',
        Confidence::C => 'C',
        Confidence::D => 'D',
    }
}
