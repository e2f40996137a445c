//! One service at a time on a data folder. Two would run the same jobs at once
//! and each hold the other's unfinished files for left-overs. The commands beside
//! it (`staff`, `audit`) are short and go through the database alone.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::house::HouseError;

const LOCK: &str = "serve.lock";

/// The folder is this process's to serve, until this is dropped or the process
/// ends, however it ends.
pub(crate) struct Alone {
    _locked: File,
}

/// Takes the folder, which exists.
///
/// # Errors
/// [`HouseError::Served`] where another process has it; [`HouseError::Folder`]
/// where nothing can be written or locked in it.
pub(crate) fn alone_in(folder: &Path) -> Result<Alone, HouseError> {
    let path = folder.to_owned();
    let failed = |source| HouseError::Folder {
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
        Ok(()) => Ok(Alone { _locked: file }),
        Err(TryLockError::WouldBlock) => Err(HouseError::Served { path }),
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
            let taken = alone_in(folder.path());
            assert_eq!(
                taken.as_ref().map(|_| ()).map_err(HouseError::code),
                expected
            );
            taken.ok()
        };
        let first = check(Ok(()));
        check(Err("data-served"));
        drop(first);
        check(Ok(()));
        let gone = alone_in(&folder.path().join("gone"));
        assert_eq!(gone.err().map(|error| error.code()), Some("data-folder"));
    }
}
