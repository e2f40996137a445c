//! The files of an operator's folder, and laying them over the embedded ones.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use toml::Table;

use crate::gazetteer::{CITIES_FILE, COUNTIES_FILE, Corrections, PROVINCES_FILE};
use crate::merge;
use crate::section::Notes;
use crate::{Problem, ProblemKind};

pub(crate) const CATALOGUE_FILE: &str = "catalogue.toml";
/// Limits of the compliance checks.
pub(crate) const CHECKS_FILE: &str = "checks.toml";
/// Rules and forms of receipts.
pub(crate) const RECEIPTS_FILE: &str = "receipts.toml";
/// Reasons for which an inspector sends a photo back.
pub(crate) const REASONS_FILE: &str = "reasons.toml";
/// Classes of large cities.
pub(crate) const LARGE_CITIES_FILE: &str = "large-cities.toml";
const DOCUMENTS_FOLDER: &str = "documents";

/// Why an operator's folder could not be laid over the catalogue.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The file or folder, as the operator named it.
        path: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// The files are wrong; all that is wrong, in the order of the files.
    #[error("the catalogue's files have {} problem(s): {}", .0.len(), Lines(.0))]
    Invalid(Vec<Problem>),
}

impl LoadError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "catalogue-unreadable",
            Self::Invalid(_) => "catalogue-invalid",
        }
    }
}

struct Lines<'a>(&'a [Problem]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

/// The path of a document's file.
pub(crate) fn document_file(id: &str) -> String {
    format!("{DOCUMENTS_FOLDER}/{id}.toml")
}

/// An operator's files, by their path in the folder; empty for none.
#[derive(Default)]
pub(crate) struct Folder(pub(crate) BTreeMap<String, String>);

impl Folder {
    pub(crate) fn read(path: &Path, notes: &Notes) -> Result<Self, LoadError> {
        let mut files = BTreeMap::new();
        for name in names_in(path)? {
            let inside = path.join(&name);
            if name == DOCUMENTS_FOLDER {
                for name in names_in(&inside)? {
                    let file = format!("{DOCUMENTS_FOLDER}/{name}");
                    if name.ends_with(".toml") {
                        files.extend(
                            read_text(&inside.join(&name), &file, notes)?.map(|t| (file, t)),
                        );
                    } else if !is_remark(&name) {
                        notes.add(&file, "", ProblemKind::UnknownFile);
                    }
                }
            } else if [
                CATALOGUE_FILE,
                CHECKS_FILE,
                RECEIPTS_FILE,
                REASONS_FILE,
                LARGE_CITIES_FILE,
                PROVINCES_FILE,
                CITIES_FILE,
                COUNTIES_FILE,
            ]
            .contains(&name.as_str())
            {
                files.extend(read_text(&inside, &name, notes)?.map(|text| (name, text)));
            } else if !is_remark(&name) {
                notes.add(&name, "", ProblemKind::UnknownFile);
            }
        }
        Ok(Self(files))
    }

    fn get(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(String::as_str)
    }

    pub(crate) fn tables(&self) -> Corrections<'_> {
        Corrections {
            provinces: self.get(PROVINCES_FILE),
            cities: self.get(CITIES_FILE),
            counties: self.get(COUNTIES_FILE),
        }
    }

    pub(crate) fn document_ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|file| {
            file.strip_prefix(DOCUMENTS_FOLDER)?
                .strip_prefix('/')?
                .strip_suffix(".toml")
        })
    }

    /// A file's table: the embedded one with the operator's laid over it.
    pub(crate) fn merged(
        &self,
        file: &str,
        embedded: Option<&str>,
        notes: &Notes,
    ) -> Option<Table> {
        let mut table = Table::new();
        for text in [embedded, self.get(file)].into_iter().flatten() {
            merge::lay_over(&mut table, &parse(text, file, notes)?);
        }
        Some(table)
    }

    /// The operator's table of a file alone; `None` without one.
    pub(crate) fn own(&self, file: &str, notes: &Notes) -> Option<Table> {
        parse(self.get(file)?, file, notes)
    }

    /// FNV-1a over names and contents: two versions of the corrections must be
    /// told apart, nobody needs to be kept from forging one.
    pub(crate) fn fingerprint(&self) -> Option<u32> {
        let bytes = self
            .0
            .iter()
            .flat_map(|(file, text)| file.bytes().chain([0]).chain(text.bytes()));
        let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        (!self.0.is_empty()).then_some(hash)
    }
}

/// Files that say something to people, and those that editors and systems leave.
fn is_remark(name: &str) -> bool {
    name.starts_with('.') || name.ends_with(".md") || name.ends_with(".txt") || name.ends_with('~')
}

fn names_in(folder: &Path) -> Result<Vec<String>, LoadError> {
    let unreadable = |source| LoadError::Unreadable {
        path: folder.display().to_string(),
        source,
    };
    let mut names = fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| {
            Ok(entry
                .map_err(unreadable)?
                .file_name()
                .to_string_lossy()
                .into_owned())
        })
        .collect::<Result<Vec<_>, _>>()?;
    names.sort_unstable();
    Ok(names)
}

fn read_text(path: &Path, file: &str, notes: &Notes) -> Result<Option<String>, LoadError> {
    let bytes = fs::read(path).map_err(|source| LoadError::Unreadable {
        path: path.display().to_string(),
        source,
    })?;
    let text = String::from_utf8(bytes).ok();
    if text.is_none() {
        notes.add(file, "", ProblemKind::Encoding);
    }
    Ok(text)
}

/// The table of a file's text; notes what is not TOML.
pub(crate) fn parse(text: &str, file: &str, notes: &Notes) -> Option<Table> {
    let text = text.trim_start_matches('\u{feff}');
    text.parse::<Table>()
        .map_err(|error| {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let message = error.message().to_owned();
            notes.add(
                file,
                format!("line {line}"),
                ProblemKind::Syntax { message },
            );
        })
        .ok()
}
