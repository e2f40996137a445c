//! The pictures of a folder, and what a person noted of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file that may be a picture; its content decides.
pub(crate) struct PictureFile {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

impl PictureFile {
    /// The name without its ending.
    pub(crate) fn stem(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

/// The names in a file, one a line.
pub(crate) fn names(file: &Path) -> io::Result<BTreeSet<String>> {
    let text = fs::read_to_string(file)?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

const ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "webp", "heic", "heif", "jfif"];

/// The folder's pictures by name.
pub(crate) fn pictures(folder: &Path) -> io::Result<Vec<PictureFile>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if path.is_file() && ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            found.push(PictureFile { name, path });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// `labels.csv` of the folder: for each file, column → value. Empty without one.
pub(crate) type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// Reads the labels.
pub(crate) fn labels(folder: &Path) -> Result<Labels, csv::Error> {
    let path = folder.join("labels.csv");
    if !path.is_file() {
        return Ok(Labels::new());
    }
    let mut reader = csv::Reader::from_path(path)?;
    let mut labels = Labels::new();
    for row in reader.deserialize() {
        let mut row: BTreeMap<String, String> = row?;
        if let Some(file) = row.remove("file") {
            labels.insert(file, row);
        }
    }
    Ok(labels)
}
