//! Creating folders so that they survive a power loss.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::Path;

/// Syncs a folder's entries to disk. A new or renamed file is durable only once
/// its folder is synced.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        // On other systems a folder cannot be opened as a file.
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Creates `folder` and its missing parents, readable by the owner only, and
/// syncs each. An existing folder is left as it is.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = match folder.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Err(io::ErrorKind::NotFound.into()),
    };
    make_folder(parent)?;
    match owner_only().create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
        made => made?,
    }
    sync_folder(parent)
}

/// Creates the folders `names` in `folder`, with one sync for all.
pub(crate) fn make_folders_in(
    folder: &Path,
    names: impl Iterator<Item = String>,
) -> io::Result<()> {
    for name in names {
        match owner_only().create(folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?,
        }
    }
    sync_folder(folder)
}

#[cfg(unix)]
fn owner_only() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn owner_only() -> DirBuilder {
    fs::DirBuilder::new()
}
