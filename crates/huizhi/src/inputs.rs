//! Which pictures are meant, and their bytes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::failure::{FileError, UsageError};

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

/// The pictures of one run.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) pictures: Vec<Input>,
    /// One picture was named by itself, so that its photo may be one file.
    pub(crate) single: bool,
}

/// Endings of files that are taken out of a folder: what is read, and what
/// people mistake for it, which they are then told.
const ENDINGS: [&str; 19] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "heic", "heif", "hif", "gif", "bmp", "tif",
    "tiff", "avif", "jxl", "dng", "cr2", "nef", "arw",
];

impl Input {
    /// What to call the picture in messages: the file's name, or `-`.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path
                .file_name()
                .unwrap_or(path.as_os_str())
                .to_string_lossy()
                .into_owned(),
        }
    }

    /// The name of the photo made from it, without ending.
    pub(crate) fn stem(&self) -> String {
        match self {
            Self::Stdin => "photo".to_owned(),
            Self::File(path) => path.file_stem().map_or_else(
                || "photo".to_owned(),
                |stem| stem.to_string_lossy().into_owned(),
            ),
        }
    }

    /// The picture's bytes. Of a file longer than `most`, one byte more than
    /// that is read, so that the decoder refuses it without its filling memory.
    pub(crate) fn read(&self, most: usize) -> Result<Vec<u8>, FileError> {
        let most = most.saturating_add(1) as u64;
        let mut bytes = Vec::new();
        let read =
            |reader: &mut dyn Read, bytes: &mut Vec<u8>| reader.take(most).read_to_end(bytes);
        match self {
            Self::Stdin => read(&mut io::stdin().lock(), &mut bytes).map_err(|source| {
                FileError::Unreadable {
                    path: "-".into(),
                    source,
                }
            })?,
            Self::File(path) => File::open(path)
                .and_then(|mut file| read(&mut file, &mut bytes))
                .map_err(|source| FileError::Unreadable {
                    path: path.clone(),
                    source,
                })?,
        };
        Ok(bytes)
    }
}

/// Finds the pictures that `arguments` name: files, folders (not those inside
/// them), `-` for stdin. A file that is not there is found out when it is read.
pub(crate) fn find(arguments: &[PathBuf]) -> Result<Inputs, crate::failure::Failure> {
    let mut pictures = Vec::new();
    let mut single = arguments.len() == 1;
    for argument in arguments {
        if argument == Path::new("-") {
            pictures.push(Input::Stdin);
        } else if argument.is_dir() {
            single = false;
            pictures.extend(pictures_in(argument)?.into_iter().map(Input::File));
        } else {
            pictures.push(Input::File(argument.clone()));
        }
    }
    if !single && pictures.contains(&Input::Stdin) {
        return Err(UsageError::StdinAmongOthers.into());
    }
    Ok(Inputs { pictures, single })
}

fn pictures_in(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let unreadable = |source| FileError::Unreadable {
        path: folder.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if !hidden && ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) && path.is_file() {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(FileError::NoPictures {
            path: folder.to_owned(),
        });
    }
    found.sort_unstable();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folders_pictures_whatever_the_camera_calls_them() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.JPG", "b.HIF", "c.heic", "notes.txt", ".hidden.jpg"] {
            std::fs::write(folder.path().join(name), b"").unwrap();
        }
        let found = pictures_in(folder.path()).unwrap();
        let names: Vec<_> = found.iter().filter_map(|p| p.file_name()).collect();
        assert_eq!(names, ["a.JPG", "b.HIF", "c.heic"]);
    }
}
