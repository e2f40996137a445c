//! How good the photos are: tables over a folder of pictures.
//!
//! A tool for those who change the engine; it is not shipped. Takes a folder
//! of pictures (with a `labels.csv`, if there is one); prints tables, or JSON,
//! and writes contact sheets for a person to look at.

mod findings;
mod folder;
mod heads;
mod layer;
mod light;
mod mask;
mod matting;
mod metrics;
mod percentile;
mod photos;
mod report;
mod sheet;
mod table;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use catalogue::{Catalogue, PhotoSpec};
use clap::{Parser, ValueEnum};
use imaging::{Limits, RgbImage, decode};
use vision::RtenEngine;

use crate::matting::{Backdrop, Cast, Matter, Role};
use crate::photos::Outcome;
use crate::report::{EvaluationReport, Matting};
use crate::sheet::Sheet;
use crate::table::Detail;

/// Measures the photos that come of a folder of pictures.
#[derive(Parser)]
#[command(name = "evaluate")]
struct Arguments {
    /// Folder of pictures; `labels.csv` in it is made use of.
    photos: PathBuf,
    /// Folder for contact sheets (made when it is not there).
    #[arg(long)]
    out: Option<PathBuf>,
    /// Labels besides the folder's own, as CSV with a column `file` (`crates/evaluate/labels`).
    #[arg(long, value_name = "FILE")]
    labels: Vec<PathBuf>,
    /// Measure matting on the people named in this file alone, one name a line without an
    /// ending.
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    /// Folder that --cut-outs wrote: its people are put before other walls, whatever their
    /// own was, in place of those keyed off the pictures. Two engines measured with one
    /// folder have one truth.
    #[arg(long, value_name = "FOLDER")]
    people_from: Option<PathBuf>,
    /// Only write the folder's people without their walls into this folder, to
    /// train on (`scripts/train-matte`).
    #[arg(long, value_name = "FOLDER")]
    cut_outs: Option<PathBuf>,
    /// Only write the square around each head and its landmarks into this folder, to train on
    /// (`scripts/train-worn`).
    #[arg(long, value_name = "FOLDER")]
    heads: Option<PathBuf>,
    /// Only append to this file what the solver makes of the folder's composed pictures,
    /// to train on (`scripts/train-matte`).
    #[arg(long, value_name = "FILE")]
    solved: Option<PathBuf>,
    /// Write the composed pictures into this folder too, for other programs to cut out
    /// (`scripts/peers`).
    #[arg(long, value_name = "FOLDER", conflicts_with = "alphas")]
    composed: Option<PathBuf>,
    /// Measure matting by these alphas, not the engine's: a grey picture for each that
    /// --composed wrote, of the same name.
    #[arg(long, value_name = "FOLDER")]
    alphas: Option<PathBuf>,
    /// Print JSON in place of tables.
    #[arg(long)]
    json: bool,
    /// Print the figures over all pictures alone.
    #[arg(long)]
    summary: bool,
    /// The document the photos are for.
    #[arg(long, default_value = "身份证")]
    document: String,
    /// What to measure; everything when not given.
    #[arg(long, value_enum, value_delimiter = ',')]
    part: Vec<Part>,
    /// Only pictures whose name contains one of these.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Only these backdrops, by name.
    #[arg(long, value_delimiter = ',')]
    backdrop: Vec<String>,
}

impl Arguments {
    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|part| name.contains(part))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Each picture as a user would have it: geometry, shortfalls, second
    /// pass, background, face, times.
    Pictures,
    /// Analytic shapes through the matting steps.
    Shapes,
    /// Keyed people before other walls, against known alpha.
    Matting,
    /// What the compliance checks say of labelled pictures.
    Findings,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(text) => match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<String, Box<dyn std::error::Error>> {
    let catalogue = Catalogue::embedded().map_err(|problems| format!("{problems:?}"))?;
    let document = catalogue.document(&arguments.document)?;
    let spec = catalogue.specification(document, None);
    if let Some(folder) = &arguments.cut_outs {
        return write_cut_outs(arguments, &spec, folder);
    }
    if let Some(folder) = &arguments.heads {
        return write_heads(arguments, folder);
    }
    if let Some(file) = &arguments.solved {
        let count = matting::solved::append(&arguments.photos, &spec, file)?;
        return Ok(format!("{count} pictures\n"));
    }
    let wants = |part| arguments.part.is_empty() || arguments.part.contains(&part);
    let mut sheets = Vec::new();
    let mut report = EvaluationReport::default();
    if wants(Part::Pictures) {
        report.pictures = Some(measure_pictures(arguments, &spec, &mut sheets)?);
    }
    if wants(Part::Shapes) {
        report.shapes = Some(matting::shapes::measure());
    }
    if wants(Part::Matting) {
        report.matting = Some(measure_matting(arguments, &spec, &mut sheets)?);
    }
    if wants(Part::Findings) {
        let wants = |name: &str| arguments.wants(name);
        let labels = folder::labels(&arguments.photos, &arguments.labels)?;
        let found = findings::measure(&arguments.photos, labels, &spec, &wants)?;
        report.findings = Some(found);
    }
    if let Some(out) = &arguments.out {
        sheet::write(out, &sheets)?;
        fs::write(out.join("report.json"), serde_json::to_vec_pretty(&report)?)?;
    }
    Ok(if arguments.json {
        serde_json::to_string_pretty(&report)? + "\n"
    } else {
        report.text(if arguments.summary {
            Detail::Summary
        } else {
            Detail::EachPicture
        })
    })
}

fn write_cut_outs(
    arguments: &Arguments,
    spec: &PhotoSpec,
    folder: &Path,
) -> Result<String, Box<dyn std::error::Error>> {
    let engine = RtenEngine::new();
    fs::create_dir_all(folder)?;
    let mut rows = Vec::new();
    for entry in folder::pictures(&arguments.photos)? {
        if !arguments.wants(&entry.name) {
            continue;
        }
        if let Ok(picture) = decode(&fs::read(&entry.path)?, &Limits::default()) {
            let name = entry.stem();
            let row = matting::cut_outs::write(&engine, spec, &name, &picture.image, folder)?;
            rows.extend(row);
        }
    }
    matting::cut_outs::write_rows(folder, &rows)?;
    Ok(format!("{} cut-outs\n", rows.len()))
}

fn write_heads(arguments: &Arguments, folder: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let engine = RtenEngine::new();
    fs::create_dir_all(folder)?;
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_path(folder.join("heads.csv"))?;
    let mut count = 0;
    for entry in folder::pictures(&arguments.photos)? {
        if !arguments.wants(&entry.name) {
            continue;
        }
        if let Ok(picture) = decode(&fs::read(&entry.path)?, &Limits::default())
            && let Some(row) = heads::write(&engine, &entry.stem(), &picture.image, folder)?
        {
            writer.write_record(row)?;
            count += 1;
        }
    }
    writer.flush()?;
    Ok(format!("{count} heads\n"))
}

/// Photos a row of the contact sheet.
const ACROSS: usize = 6;

fn measure_pictures(
    arguments: &Arguments,
    spec: &PhotoSpec,
    sheets: &mut Vec<(String, Sheet)>,
) -> Result<Vec<Outcome>, Box<dyn std::error::Error>> {
    let engine = RtenEngine::new();
    let mut outcomes = Vec::new();
    let mut photos: Vec<(String, RgbImage)> = Vec::new();
    let mut warm = false;
    for entry in folder::pictures(&arguments.photos)? {
        if !arguments.wants(&entry.name) {
            continue;
        }
        let bytes = fs::read(&entry.path)?;
        if !warm {
            // The networks are loaded once; the times are those of a service.
            let (outcome, _) = photos::examine(&engine, spec, &entry.name, &bytes);
            warm = outcome.made.is_some();
        }
        let (outcome, photo) = photos::examine(&engine, spec, &entry.name, &bytes);
        if let Some(photo) = photo {
            photos.push((entry.name.clone(), photo));
        }
        outcomes.push(outcome);
    }
    let mut sheet = Sheet::default();
    for row in photos.chunks(ACROSS) {
        let names: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
        sheet.row(
            names.join(", "),
            row.iter().map(|(_, photo)| photo.clone()).collect(),
        );
    }
    sheets.push(("photos".to_owned(), sheet));
    Ok(outcomes)
}

fn measure_matting(
    arguments: &Arguments,
    spec: &PhotoSpec,
    sheets: &mut Vec<(String, Sheet)>,
) -> Result<Matting, Box<dyn std::error::Error>> {
    let engine = RtenEngine::new();
    let labels = folder::labels(&arguments.photos, &arguments.labels)?;
    let people = arguments.people.as_deref().map(folder::names).transpose()?;
    let mut cast = Cast::default();
    for entry in folder::pictures(&arguments.photos)? {
        let stem = entry.stem();
        if people.as_ref().is_some_and(|names| !names.contains(&stem)) {
            continue;
        }
        // A person may have said that there is no plain wall: then it is a
        // place to put others. Several people are neither.
        let noted = |column| {
            labels
                .get(&entry.name)
                .and_then(|row| row.get(column))
                .map(String::as_str)
        };
        if noted("single_subject").is_some_and(|value| value != "1") {
            continue;
        }
        let part = if arguments.people_from.is_some() || noted("plain_background") == Some("0") {
            Role::Place
        } else {
            Role::PersonIfPlain
        };
        if let Ok(picture) = decode(&fs::read(&entry.path)?, &Limits::default()) {
            matting::admit(&mut cast, &engine, &entry.name, &picture.image, part)?;
        }
    }
    if let Some(folder) = &arguments.people_from {
        let wanted = |name: &str| people.as_ref().is_none_or(|names| names.contains(name));
        matting::admit_cut_outs(&mut cast, folder, &wanted)?;
    }
    let mut keyed = Sheet::default();
    for (name, picture) in cast.on([40, 160, 60]) {
        keyed.row(name.to_owned(), vec![picture]);
    }
    cast.keep(&arguments.only);
    let backdrops: Vec<Backdrop> = Backdrop::ALL
        .into_iter()
        .filter(|b| {
            arguments.backdrop.is_empty() || arguments.backdrop.iter().any(|n| n == b.name())
        })
        .collect();
    let mut by_picture: Vec<(String, Sheet)> = Vec::new();
    let matter = match (&arguments.composed, &arguments.alphas) {
        (Some(folder), _) => {
            fs::create_dir_all(folder)?;
            Matter::EngineAndOthers(folder)
        }
        (None, Some(folder)) => Matter::Other(folder),
        (None, None) => Matter::Engine,
    };
    let trials = matting::trials(
        &cast,
        &engine,
        spec,
        &backdrops,
        matter,
        &mut |trial, shown| {
            let Some(shown) = shown.filter(|_| arguments.out.is_some()) else {
                return;
            };
            let name = format!("matting-{}", trial.picture);
            if by_picture.last().is_none_or(|(last, _)| *last != name) {
                by_picture.push((name, Sheet::default()));
            }
            if let (Some((_, sheet)), Some(error)) = (by_picture.last_mut(), &trial.error) {
                sheet.row(
                    format!(
                        "{}: rim {:.2} levels, p95 {:.1}",
                        trial.backdrop.name(),
                        error.rim_mean,
                        error.rim_p95
                    ),
                    vec![shown.source, shown.photo, shown.truth, shown.difference],
                );
            }
        },
    )?;
    sheets.push(("keyed".to_owned(), keyed));
    sheets.append(&mut by_picture);
    Ok(Matting {
        trials,
        refused: cast.refused,
    })
}
