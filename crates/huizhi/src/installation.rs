//! The data folder of an installation: database, files, key, settings.
//!
//! ```text
//! huizhi-data/
//!   master.key     what everything personal is encrypted under; keep a copy elsewhere
//!   huizhi.db      orders, staff, log (SQLite)
//!   blobs/         pictures and photos, encrypted
//!   settings.toml  the operator's settings; may be missing
//!   serve.lock     held by the service that runs
//! ```

use std::path::Path;
use std::sync::Arc;

use blobs::{BlobStore, MasterKey};
use catalogue::Catalogue;
use storage_sqlite::SqliteStorage;
use usecases::{App, AppParts, PhotoWorkers, SystemClock, WorkerLimits};

use crate::installation_error::InstallationError;
use crate::serve_lock::{ServeLock, lock_folder};
use crate::settings_file::{SettingsFile, SettingsFileError};

/// An open installation.
pub(crate) struct Installation {
    pub(crate) app: App,
    pub(crate) settings: SettingsFile,
}

/// Locks `folder` for serving, creating it if missing, and reads its settings.
///
/// # Errors
/// [`InstallationError::Served`] if another process serves it; nothing is
/// changed then.
pub(crate) fn claim_to_serve(
    folder: &Path,
) -> Result<(ServeLock, SettingsFile), InstallationError> {
    make_folder(folder)?;
    let lock = lock_folder(folder)?;
    Ok((lock, read_settings(folder)?))
}

/// Opens the installation in a folder that this process has locked for serving,
/// creating it if missing.
pub(crate) async fn open_to_serve(
    _claimed: &ServeLock,
    folder: &Path,
    settings: SettingsFile,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    open_in(folder, settings, catalogue).await
}

/// Opens the installation in `folder`, creating it if missing.
pub(crate) async fn open_or_make(
    folder: &Path,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    make_folder(folder)?;
    open_in(folder, read_settings(folder)?, catalogue).await
}

fn read_settings(folder: &Path) -> Result<SettingsFile, SettingsFileError> {
    SettingsFile::read(&folder.join("settings.toml"))
}

fn make_folder(folder: &Path) -> Result<(), InstallationError> {
    std::fs::create_dir_all(folder).map_err(|source| InstallationError::Folder {
        path: folder.to_owned(),
        source,
    })
}

/// Opens the installation in `folder`.
pub(crate) async fn open(
    folder: &Path,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    if !folder.join(DATABASE).exists() {
        return Err(InstallationError::NoData {
            path: folder.to_owned(),
        });
    }
    open_in(folder, read_settings(folder)?, catalogue).await
}

const DATABASE: &str = "huizhi.db";
const KEY: &str = "master.key";

async fn open_in(
    folder: &Path,
    settings: SettingsFile,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    let mut randomness = AppParts::system_randomness();
    // A database whose key is lost must not get a new one: nothing in it could
    // be decrypted any more.
    let master = if folder.join(DATABASE).exists() {
        MasterKey::load(&folder.join(KEY))?
    } else {
        MasterKey::load_or_create(&folder.join(KEY), &mut *randomness)?.0
    };
    let storage = SqliteStorage::open(&folder.join(DATABASE)).await?;
    let blobs = BlobStore::in_folder(&folder.join("blobs"))?;
    let channels = settings.channels()?;
    let app = App::new(AppParts {
        storage: Arc::new(storage),
        blobs,
        master,
        catalogue: Arc::new(catalogue),
        photo_workers: PhotoWorkers::open(WorkerLimits {
            slots: settings.engine_slots(),
            ..WorkerLimits::default()
        }),
        clock: Arc::new(SystemClock),
        randomness: AppParts::system_randomness,
        channels,
        public_url: settings.public_url(),
        issuer: settings.issuer(),
        second_factor: settings.second_factor(),
    });
    Ok(Installation { app, settings })
}
