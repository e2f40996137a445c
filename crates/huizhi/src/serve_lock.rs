//! One service at a time on a data folder. Two would run the same jobs at once
//! and each hold the other's unfinished files for left-overs. The commands beside
//! it (`staff`, `audit`) are short and go through the database alone.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::installation_error::InstallationError;

const LOCK: &str = "serve.lock";

/// The folder is this process's to serve, until this is dropped or the process
/// ends, however it ends.
pub(crate) struct ServeLock {
    _locked: File,
}

/// Takes the folder, which exists.
///
/// # Errors
/// [`InstallationError::Served`] where another process has it; [`InstallationError::Folder`]
/// where nothing can be written or locked in it.
pub(crate) fn lock_folder(folder: &Path) -> Result<ServeLock, InstallationError> {
    let path = folder.to_owned();
    let failed = |source| InstallationError::Folder {
        path: path.clone(),
        source,
    };
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.join(LOCK))
        .map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(ServeLock { _locked: file }),
        Err(TryLockError::WouldBlock) => Err(InstallationError::Served { path }),
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
