//! The file that checkpoints of the audit log are appended to.

use std::io::Write as _;
use std::path::PathBuf;

use usecases::checkpoints::{BookUnwritable, CheckpointBook};

/// A file of checkpoints, one a line.
pub(crate) struct CheckpointFile(pub(crate) PathBuf);

impl CheckpointBook for CheckpointFile {
    fn append(&self, line: &str) -> Result<(), BookUnwritable> {
        let written = || {
            let mut options = std::fs::OpenOptions::new();
            let mut file = options.append(true).create(true).open(&self.0)?;
            writeln!(file, "{line}")?;
            file.sync_all()
        };
        written().map_err(|_: std::io::Error| BookUnwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_appended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("checkpoints");
        let file = CheckpointFile(path.clone());
        assert_eq!(file.append("one"), Ok(()));
        assert_eq!(file.append("two"), Ok(()));
        assert_eq!(std::fs::read_to_string(path).unwrap(), "one\ntwo\n");
        let nowhere = CheckpointFile(folder.path().join("gone/checkpoints"));
        assert_eq!(nowhere.append("one"), Err(BookUnwritable));
    }
}
