//! Why a back-up was not made, is not whole, or was not brought back.

use std::path::PathBuf;

/// Why a back-up was not made, is not whole, or was not brought back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// The folder for it holds something else.
    #[error("{} holds something else", path.display())]
    PlaceInUse { path: PathBuf },
    /// The folder has the back-up of another installation.
    #[error("{} is the back-up of another installation", path.display())]
    OfAnother { path: PathBuf },
    /// Another process writes it.
    #[error("{} is being written", path.display())]
    Busy { path: PathBuf },
    /// There is no back-up.
    #[error("there is no back-up in {}", path.display())]
    Missing { path: PathBuf },
    /// It was begun and never finished.
    #[error("the back-up in {} was never finished", path.display())]
    Unfinished { path: PathBuf },
    /// A newer version of this program made it.
    #[error("the back-up is of form {form}")]
    Newer { form: u32 },
    /// The manifest does not read, or was changed.
    #[error("the manifest of the back-up is damaged")]
    Manifest,
    /// A file of it is not what the manifest says.
    #[error("{name} of the back-up is damaged or missing")]
    Damaged { name: String },
    /// Files that rows name are not there, and were not when it was made.
    #[error("{count} files are missing")]
    FilesMissing { count: u64 },
    /// There are files where it is to be brought back to.
    #[error("the target holds files")]
    TargetHasFiles,
}

impl BackupError {
    /// Stable code.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::PlaceInUse { .. } => "backup-place-in-use",
            Self::OfAnother { .. } => "backup-of-another",
            Self::Busy { .. } => "backup-busy",
            Self::Missing { .. } => "backup-missing",
            Self::Unfinished { .. } => "backup-unfinished",
            Self::Newer { .. } => "backup-newer",
            Self::Manifest => "backup-manifest",
            Self::Damaged { .. } => "backup-damaged",
            Self::FilesMissing { .. } => "backup-files-missing",
            Self::TargetHasFiles => "backup-target-has-files",
        }
    }
}
