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

const ENDINGS: [&str; 10] = [
    "jpg", "jpeg", "png", "webp", "heic", "heif", "hif", "jfif", "tif", "tiff",
];

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

/// For each file, column → value.
pub(crate) type Labels = BTreeMap<String, BTreeMap<String, String>>;

/// Reads `labels.csv` of the folder, if there is one, and `further` files of the same kind;
/// what a later one says of a file is added.
pub(crate) fn labels(folder: &Path, further: &[PathBuf]) -> Result<Labels, csv::Error> {
    let own = folder.join("labels.csv");
    let own = own.is_file().then_some(own);
    let mut labels = Labels::new();
    for path in own.iter().chain(further) {
        let mut reader = csv::Reader::from_path(path)?;
        for row in reader.deserialize() {
            let mut row: BTreeMap<String, String> = row?;
            if let Some(file) = row.remove("file") {
                labels.entry(file).or_default().extend(row);
            }
        }
    }
    Ok(labels)
}
