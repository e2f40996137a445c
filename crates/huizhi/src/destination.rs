//! Where photos go, and under which names.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::atomic_file::Existing;
use crate::failure::{Failure, FileError, UsageError};
use crate::inputs::{Input, Inputs};

/// Where the photos of a run go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

/// Reads `-o`: `-` for stdout, a file for a single picture, else a folder, which may
/// not be there yet.
pub(crate) fn destination(
    out: &Path,
    inputs: &Inputs,
    endings: &[&'static str],
) -> Result<Destination, Failure> {
    if out == Path::new("-") {
        return if inputs.single {
            Ok(Destination::Stdout)
        } else {
            Err(UsageError::OutNotAFolder.into())
        };
    }
    let looks_like_a_folder =
        out.is_dir() || out.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    if looks_like_a_folder || (!inputs.single && out.extension().is_none()) {
        return Ok(Destination::Folder(out.to_owned()));
    }
    if !inputs.single {
        return Err(UsageError::OutNotAFolder.into());
    }
    if !has_ending(out, endings) {
        return Err(UsageError::OutEnding { ending: endings[0] }.into());
    }
    let input = inputs.pictures.first();
    if input.is_some_and(|input| is_same_file(input, out)) {
        return Err(FileError::IsInput {
            path: out.to_owned(),
        }
        .into());
    }
    Ok(Destination::File(out.to_owned()))
}

impl Destination {
    /// Makes the folder, if that is what it is. Called once there is something to put
    /// into it: a run that fails leaves nothing behind.
    pub(crate) fn make(&self) -> Result<(), FileError> {
        match self {
            Self::Stdout | Self::File(_) => Ok(()),
            Self::Folder(path) => {
                fs::create_dir_all(path).map_err(|source| FileError::Unwritable {
                    path: path.clone(),
                    source,
                })
            }
        }
    }
}

/// Whether `path` ends in one of `endings`, whatever their case.
pub(crate) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|e| endings.contains(&e.to_string_lossy().to_lowercase().as_str()))
}

/// Refuses a file that is there already, before any work is done for it.
pub(crate) fn check_free(path: &Path, existing: Existing) -> Result<(), FileError> {
    if existing == Existing::Keep && path.exists() {
        return Err(FileError::Exists {
            path: path.to_owned(),
        });
    }
    Ok(())
}

fn is_same_file(input: &Input, path: &Path) -> bool {
    let Input::File(input) = input else {
        return false;
    };
    match (input.canonicalize(), path.canonicalize()) {
        (Ok(input), Ok(path)) => input == path,
        _ => false,
    }
}

/// Gives each file of a folder a name of its own.
pub(crate) struct Namer {
    folder: PathBuf,
    /// Names given so far and names of pictures in the folder, in lower case,
    /// since some file systems do not tell the cases apart.
    taken: HashSet<String>,
}

impl Namer {
    /// Names for files in `folder` that are not those of `pictures`.
    pub(crate) fn new(folder: &Path, pictures: &[Input]) -> Self {
        let here = folder.canonicalize().ok();
        let taken = pictures.iter().filter_map(|picture| {
            let Input::File(path) = picture else {
                return None;
            };
            let path = path.canonicalize().ok()?;
            (path.parent() == here.as_deref()).then(|| {
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .to_lowercase()
            })
        });
        Self {
            folder: folder.to_owned(),
            taken: taken.collect(),
        }
    }

    /// `stem.ending`, or `stem-2.ending` and so on where that is taken.
    pub(crate) fn name(&mut self, stem: &str, ending: &str) -> PathBuf {
        self.name_unless(stem, ending, |_| false)
    }

    /// The same, also avoiding files that are there already.
    pub(crate) fn new_name(&mut self, stem: &str, ending: &str) -> PathBuf {
        self.name_unless(stem, ending, Path::exists)
    }

    fn name_unless(&mut self, stem: &str, ending: &str, avoided: fn(&Path) -> bool) -> PathBuf {
        let numbered = (2..).map(|n: u64| format!("{stem}-{n}.{ending}"));
        let name = std::iter::once(format!("{stem}.{ending}"))
            .chain(numbered)
            .find(|name| {
                !self.taken.contains(&name.to_lowercase()) && !avoided(&self.folder.join(name))
            })
            .expect("numbers do not run out");
        self.taken.insert(name.to_lowercase());
        self.folder.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_meet() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        let picture = here.join("A.jpg");
        fs::write(&picture, "").unwrap();
        let mut namer = Namer::new(here, &[Input::File(picture), Input::Stdin]);
        let mut check = |stem, expected| assert_eq!(namer.name(stem, "jpg"), here.join(expected));
        check("a", "a-2.jpg");
        check("b", "b.jpg");
        check("B", "B-2.jpg");
        check("b", "b-3.jpg");
        check("a-2", "a-2-2.jpg");
        fs::write(here.join("summary.csv"), "").unwrap();
        assert_eq!(namer.new_name("summary", "csv"), here.join("summary-2.csv"));
    }

    #[test]
    fn destinations() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        fs::write(here.join("in.jpg"), "").unwrap();
        let check = |out: &str, single, expected: Result<&str, &str>| {
            let inputs = Inputs {
                pictures: vec![Input::File(here.join("in.jpg"))],
                single,
            };
            let out = if out == "-" {
                PathBuf::from("-")
            } else {
                here.join(out)
            };
            let found = destination(&out, &inputs, &["jpg", "jpeg"]).map(|d| match d {
                Destination::Stdout => "stdout",
                Destination::File(_) => "file",
                Destination::Folder(_) => "folder",
            });
            let found = found.map_err(|failure| match failure {
                Failure::Usage(error) => error.code(),
                Failure::File(error) => error.code(),
                other => panic!("{other}"),
            });
            assert_eq!(found, expected, "{} {single}", out.display());
        };
        check("-", true, Ok("stdout"));
        check("-", false, Err("usage-out-not-a-folder"));
        check("out.jpg", true, Ok("file"));
        check("OUT.JPEG", true, Ok("file"));
        check("out.png", true, Err("usage-out-ending"));
        check("out", true, Err("usage-out-ending"));
        check("in.jpg", true, Err("file-is-input"));
        check("new/", true, Ok("folder"));
        check("new", true, Err("usage-out-ending"));
        check("other", false, Ok("folder"));
        check("out.jpg", false, Err("usage-out-not-a-folder"));
        // Nothing is made until something is written.
        assert!(!here.join("new").exists() && !here.join("other").exists());
        Destination::Folder(here.join("a/b")).make().unwrap();
        assert!(here.join("a/b").is_dir());
    }
}
