//! Errors of opening an installation, and of operations on it.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use blobs::BlobError;
use domain::log::Broken;
use usecases::AppError;
use usecases::bucket_owner::BucketFault;
use usecases::checkpoints::NotACheckpoint;
use usecases::operator::LogFault;

use crate::backup::BackupError;
use crate::database::DatabaseError;
use crate::exit_status::ExitStatus;
use crate::keys::KeyFault;
use crate::models::ModelError;
use crate::settings_file::SettingsFileError;

/// Why an installation could not be opened, or an operation on it failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InstallationError {
    #[error("cannot make {}", path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Key(#[from] KeyFault),
    #[error(transparent)]
    Blobs(#[from] BlobError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(transparent)]
    Settings(#[from] SettingsFileError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Log(#[from] LogFault),
    #[error("cannot listen on {address}")]
    Listen {
        address: SocketAddr,
        source: io::Error,
    },
    #[error("nobody is called that")]
    NobodyCalled { name: String },
    #[error("there is no data in {}", path.display())]
    NoData { path: PathBuf },
    #[error("the master key is {held}, and the data was sealed by {sealed_by}")]
    AnotherKey {
        /// The source that gave the key.
        place: String,
        sealed_by: String,
        held: String,
    },
    #[error("the signing key is not the one in use, {in_use}")]
    AnotherSigningKey {
        /// The source that gave the key; `None` for the one under the sealing key.
        place: Option<String>,
        in_use: String,
    },
    #[error("{place} gives another key than the one that takes its place, {new}")]
    AnotherChange {
        /// The source that gave a key.
        place: String,
        /// Public id of the key that the replacement began with.
        new: String,
    },
    #[error("nothing says where the key after {place} comes from")]
    NoNextKey { place: String },
    #[error("{} is open to others", path.display())]
    OpenToOthers { path: PathBuf },
    #[error("the database is damaged in {count} places")]
    Damaged { count: u32 },
    #[error(transparent)]
    Checkpoint(#[from] NotACheckpoint),
    #[error(transparent)]
    Copy(#[from] storage_postgres::CopyError),
    #[error(transparent)]
    Bucket(#[from] BucketFault),
    #[error(transparent)]
    RowsCopy(#[from] storage_sqlite::CopyError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("the settings name no database to copy to")]
    NoTarget,
    #[error("{count} files are missing")]
    FilesMissing { count: u64 },
    /// Photos are to be made for processes that serve, and the database is a file, which the
    /// one that serves has for itself.
    #[error("other processes cannot use the database")]
    WorkAlone,
    /// Photos are to be made for processes that serve, and the settings say that those make
    /// them.
    #[error("the settings say that photos are made by those who serve")]
    NotAskedToWork,
    #[error("{} is being served", path.display())]
    Served { path: PathBuf },
}

impl InstallationError {
    /// Stable code, for programs and message files.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "data-folder",
            Self::Key(fault) => fault.error.code(),
            Self::Blobs(error) => error.code(),
            Self::Database(error) => error.code(),
            Self::Model(error) => error.code(),
            Self::Settings(error) => error.code(),
            Self::App(error) => error.code(),
            Self::Log(LogFault::Broken(Broken::Cut(_))) => "log-cut",
            Self::Log(LogFault::Broken(Broken::Ends)) => "log-ends",
            Self::Log(LogFault::Broken(Broken::NotAsAttested(_))) => "log-not-as-attested",
            Self::Log(LogFault::Broken(_)) => "log-broken",
            Self::Log(LogFault::App(error)) => error.code(),
            Self::Listen { .. } => "cannot-listen",
            Self::NobodyCalled { .. } => "nobody-called",
            Self::NoData { .. } => "no-data",
            Self::AnotherKey { .. } => "master-key-another",
            Self::AnotherSigningKey { .. } => "signing-key-another",
            Self::AnotherChange { .. } => "key-change-another",
            Self::NoNextKey { .. } => "key-next-missing",
            Self::OpenToOthers { .. } => "data-open-to-others",
            Self::Damaged { .. } => "storage-damaged",
            Self::Checkpoint(_) => "checkpoint-not-genuine",
            Self::Copy(error) => error.code(),
            Self::Bucket(error) => error.code(),
            Self::RowsCopy(error) => error.code(),
            Self::Backup(error) => error.code(),
            Self::NoTarget => "storage-copy-no-target",
            Self::FilesMissing { .. } => "storage-copy-files-missing",
            Self::WorkAlone => "work-needs-database",
            Self::NotAskedToWork => "work-not-asked",
            Self::Served { .. } => "data-served",
        }
    }

    pub(crate) fn status(&self) -> ExitStatus {
        match self {
            Self::Folder { .. }
            | Self::Key(_)
            | Self::Blobs(_)
            | Self::Database(_)
            | Self::Listen { .. }
            | Self::NoData { .. }
            | Self::AnotherKey { .. }
            | Self::AnotherSigningKey { .. }
            | Self::NoNextKey { .. }
            | Self::AnotherChange { .. }
            | Self::OpenToOthers { .. }
            | Self::Damaged { .. }
            | Self::Copy(_)
            | Self::Bucket(_)
            | Self::RowsCopy(_)
            | Self::Backup(_)
            | Self::FilesMissing { .. }
            | Self::Model(_)
            | Self::Served { .. } => ExitStatus::Files,
            Self::Settings(_)
            | Self::WorkAlone
            | Self::NotAskedToWork
            | Self::NoTarget
            | Self::NobodyCalled { .. }
            | Self::App(_) => ExitStatus::Usage,
            Self::Log(_) | Self::Checkpoint(_) => ExitStatus::Unexpected,
        }
    }
}
