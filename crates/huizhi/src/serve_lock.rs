//! A lock that allows one service per data folder. Two would run the same jobs
//! at once, and each would delete the other's unfinished files. Other commands
//! (`staff`, `audit`) may run beside it: they are short and use only the
//! database.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::installation_error::InstallationError;

const LOCK: &str = "serve.lock";

/// The lock on a data folder; released when dropped or when the process ends in
/// any way.
pub(crate) struct ServeLock {
    _locked: File,
}

/// Locks `folder`, which must exist.
///
/// # Errors
/// [`InstallationError::Served`] if another process holds the lock;
/// [`InstallationError::Folder`] if the lock file cannot be written or locked.
pub(crate) fn lock_folder(folder: &Path) -> Result<ServeLock, InstallationError> {
    let path = folder.to_owned();
    lock_in(folder, LOCK)?.ok_or(InstallationError::Served { path })
}

/// Locks the file `name` in `folder`, which must exist; `None` if another process holds it.
///
/// # Errors
/// [`InstallationError::Folder`] if the file cannot be written or locked.
pub(crate) fn lock_in(folder: &Path, name: &str) -> Result<Option<ServeLock>, InstallationError> {
    let failed = |source| InstallationError::Folder {
        path: folder.to_owned(),
        source,
    };
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(folder.join(name)).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(ServeLock { _locked: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_served_once_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let check = |expected: Result<(), &str>| {
            let taken = lock_folder(folder.path());
            assert_eq!(
                taken.as_ref().map(|_| ()).map_err(InstallationError::code),
                expected
            );
            taken.ok()
        };
        let first = check(Ok(()));
        check(Err("data-served"));
        drop(first);
        check(Ok(()));
        let gone = lock_folder(&folder.path().join("gone"));
        assert_eq!(gone.err().map(|error| error.code()), Some("data-folder"));
    }
}
