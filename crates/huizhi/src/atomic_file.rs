//! Files that are there whole or not at all.
//!
//! The bytes go to a file of another name in the same folder, which takes the
//! right name only when they are on the disk; an interrupted run leaves no
//! half photo.

use std::io::Write;
use std::path::Path;

use crate::failure::FileError;

/// What to do about a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Leave it, and fail.
    Keep,
    /// Put the new one in its place.
    Replace,
}

/// Writes `bytes` to `path`.
pub(crate) fn write(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), FileError> {
    let unwritable = |source| FileError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".huizhi-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The usual mode of a new file; the system takes the umask off it.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(unwritable)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(unwritable)?;
    match existing {
        Existing::Replace => file.persist(path).map_err(|e| unwritable(e.error))?,
        Existing::Keep => file
            .persist_noclobber(path)
            .map_err(|e| match e.error.kind() {
                std::io::ErrorKind::AlreadyExists => FileError::Exists {
                    path: path.to_owned(),
                },
                _ => unwritable(e.error),
            })?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn nothing_is_lost_and_nothing_is_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("照片.jpg");
        write(&path, b"one", Existing::Keep).unwrap();
        assert_eq!(
            write(&path, b"two", Existing::Keep).unwrap_err().code(),
            "file-exists"
        );
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"three", Existing::Replace).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("missing").join("a.jpg");
        assert_eq!(
            write(&nowhere, b"", Existing::Keep).unwrap_err().code(),
            "file-unwritable"
        );
    }
}
