//! The data folder of an installation: database, files, key, settings.
//!
//! ```text
//! huizhi-data/
//!   master.key     what everything personal is encrypted under, unless `[keys]` of the
//!                  settings names another source; keep a copy elsewhere
//!   huizhi.db      orders, staff, log (SQLite), unless `[database]` names another
//!   blobs/         pictures and photos, encrypted, unless `[blobs]` of the settings
//!                  names a bucket
//!   settings.toml  the operator's settings; may be missing
//!   models/        networks for the person's outline that the operator added
//!   serve.lock     held by the service that runs
//!   seals.mark     says that the database's rows are sealed, so that nobody makes it
//!                  look like one of an older version
//! ```

use std::path::Path;
use std::sync::Arc;

use blobs::{BlobStore, Digester};
use catalogue::Catalogue;
use storage::Storage;
use storage_sql::{Evidence, SealKeys, Unsealed};
use usecases::bucket_owner::{is_nobodys, own_bucket};
use usecases::keys::{KeptKeys, Newness, Signing, SigningKeyKept, open_kept};
use usecases::pictures::EngineAt;
use usecases::{
    App, AppError, AppParts, Clock, DatabaseClock, PhotoWorkers, SystemClock, WorkerLimits,
    seal_plain_notes,
};
use vision::AddedModel;

use crate::database::{Opening, Place};
use crate::installation_error::InstallationError;
use crate::keys::{Chosen, Keys, KeysSettings, SigningAt, choose_sealing, choose_signing};
use crate::models;
use crate::serve_lock::{ServeLock, lock_folder};
use crate::settings_file::{SettingsFile, SettingsFileError};

/// An open installation.
pub(crate) struct Installation {
    pub(crate) app: App,
    pub(crate) settings: SettingsFile,
    pub(crate) keys: Keys,
    /// What seals rows and chains the log.
    pub(crate) seal_keys: SealKeys,
    /// The digests of look-ups.
    pub(crate) digests: Digester,
    /// The clock of a database for many, which is to be asked again and again.
    pub(crate) asking: Option<(Arc<DatabaseClock>, Arc<dyn Storage>)>,
}

/// What lets this process serve an installation.
pub(crate) enum Claim {
    /// Nobody else serves the folder.
    Alone { _lock: ServeLock },
    /// Its database is for many.
    AmongMany,
}

/// Claims the installation in `folder`, creating the folder if missing, and reads its
/// settings. A folder with a database in it is locked.
///
/// # Errors
/// [`InstallationError::Served`] if another process serves it; nothing is
/// changed then.
pub(crate) fn claim_to_serve(folder: &Path) -> Result<(Claim, SettingsFile), InstallationError> {
    make_folder(folder)?;
    let settings = read_settings(folder)?;
    let claim = match settings.database(folder)? {
        Place::File(_) => Claim::Alone {
            _lock: lock_folder(folder)?,
        },
        Place::Postgres(_) => Claim::AmongMany,
    };
    Ok((claim, settings))
}

/// Opens the installation in a folder that this process has locked for serving,
/// creating it if missing.
pub(crate) async fn open_to_serve(
    _claimed: &Claim,
    folder: &Path,
    settings: SettingsFile,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    // Seconds and many megabytes for a large one, and nobody else makes photos.
    let engine = EngineParts {
        added: models::load(folder, settings.matting())?,
        limits: WorkerLimits {
            slots: settings.engine_slots(),
            ..WorkerLimits::default()
        },
    };
    // Before anything is written: nothing could be served without it.
    if let Some(bucket) = settings.bucket()? {
        bucket.check().await?;
        if has_data(folder, &settings).is_err() {
            is_nobodys(&bucket).await?;
        }
    }
    let opened = open_in(Opening::AsTheyAre, folder, settings, catalogue, engine).await?;
    own_bucket(&opened.app).await?;
    Ok(opened)
}

/// The settings of the installation in `folder`, for a process that makes photos for those
/// that serve.
///
/// # Errors
/// [`InstallationError::WorkAlone`] if its database is a file;
/// [`InstallationError::NotAskedToWork`] if those that serve make them.
pub(crate) fn settings_to_work(folder: &Path) -> Result<SettingsFile, InstallationError> {
    let settings = read_settings(folder)?;
    match (settings.engine()?, settings.database(folder)?) {
        (EngineAt::Elsewhere, Place::Postgres(_)) => Ok(settings),
        (_, Place::File(_)) => Err(InstallationError::WorkAlone),
        (EngineAt::Here, Place::Postgres(_)) => Err(InstallationError::NotAskedToWork),
    }
}

/// Opens the installation in a folder for making photos, so many at once.
pub(crate) async fn open_to_work(
    folder: &Path,
    settings: SettingsFile,
    catalogue: Catalogue,
    slots: usize,
) -> Result<Installation, InstallationError> {
    make_folder(folder)?;
    let engine = EngineParts {
        added: models::load(folder, settings.matting())?,
        limits: WorkerLimits::for_others(slots),
    };
    if let Some(bucket) = settings.bucket()? {
        bucket.check().await?;
    }
    let opened = open_in(Opening::AsTheyAre, folder, settings, catalogue, engine).await?;
    own_bucket(&opened.app).await?;
    Ok(opened)
}

/// Opens the installation in `folder`, creating it if missing.
pub(crate) async fn open_or_make(
    folder: &Path,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    open_for(Opening::AsTheyAre, folder, catalogue).await
}

/// Opens the installation in `folder`, creating it if missing, and its tables as
/// `opening` says.
pub(crate) async fn open_for(
    opening: Opening,
    folder: &Path,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    make_folder(folder)?;
    let settings = read_settings(folder)?;
    // A mistyped bucket, before tables are made.
    if let (Opening::Make, Some(bucket)) = (opening, settings.bucket()?) {
        bucket.check().await?;
        is_nobodys(&bucket).await?;
    }
    let engine = EngineParts::default();
    let opened = open_in(opening, folder, settings, catalogue, engine).await?;
    if opening == Opening::Make {
        own_bucket(&opened.app).await?;
    }
    Ok(opened)
}

/// The settings in a data folder; those of an empty one are the defaults.
pub(crate) fn read_settings(folder: &Path) -> Result<SettingsFile, SettingsFileError> {
    SettingsFile::read(&folder.join("settings.toml"))
}

pub(crate) fn make_folder(folder: &Path) -> Result<(), InstallationError> {
    let failed = |source| InstallationError::Folder {
        path: folder.to_owned(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    close_to_others(folder)
}

/// Takes access to the data folder from everybody but its owner: what lies in it is
/// nobody else's, and a folder that others can enter shows them sizes and times of
/// every file.
///
/// # Errors
/// [`InstallationError::OpenToOthers`] where that is not possible.
#[cfg(unix)]
fn close_to_others(folder: &Path) -> Result<(), InstallationError> {
    use std::os::unix::fs::PermissionsExt as _;
    let failed = |source| InstallationError::Folder {
        path: folder.to_owned(),
        source,
    };
    let mode = |path: &Path| path.metadata().map(|found| found.permissions().mode());
    if mode(folder).map_err(failed)? & 0o077 == 0 {
        return Ok(());
    }
    // A file system without modes ignores it.
    let _refused = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700));
    if mode(folder).map_err(failed)? & 0o077 == 0 {
        return Ok(());
    }
    Err(InstallationError::OpenToOthers {
        path: folder.to_owned(),
    })
}

/// Other systems have no mode bits.
#[cfg(not(unix))]
fn close_to_others(_: &Path) -> Result<(), InstallationError> {
    Ok(())
}

/// Opens the installation in `folder`.
pub(crate) async fn open(
    folder: &Path,
    catalogue: Catalogue,
) -> Result<Installation, InstallationError> {
    let settings = read_settings(folder)?;
    has_data(folder, &settings)?;
    let engine = EngineParts::default();
    open_in(Opening::AsTheyAre, folder, settings, catalogue, engine).await
}

/// # Errors
/// [`InstallationError::NoData`] where the database would be a file in `folder` that is
/// not there.
pub(crate) fn has_data(folder: &Path, settings: &SettingsFile) -> Result<(), InstallationError> {
    match settings.database(folder)? {
        Place::File(path) if !path.exists() => Err(InstallationError::NoData {
            path: folder.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Where the installation in `folder` keeps its files.
pub(crate) fn blobs_of(
    folder: &Path,
    settings: &SettingsFile,
) -> Result<BlobStore, InstallationError> {
    match settings.bucket()? {
        Some(bucket) => Ok(bucket),
        None => blobs_in(folder),
    }
}

fn blobs_in(folder: &Path) -> Result<BlobStore, InstallationError> {
    Ok(BlobStore::in_folder(&folder.join("blobs"))?)
}

/// The engine of a process.
#[derive(Default)]
struct EngineParts {
    /// The operator's network for the person's outline.
    added: Option<Arc<AddedModel>>,
    limits: WorkerLimits,
}

const MARK: &str = "seals.mark";

async fn open_in(
    opening: Opening,
    folder: &Path,
    settings: SettingsFile,
    catalogue: Catalogue,
    engine: EngineParts,
) -> Result<Installation, InstallationError> {
    let engine_at = settings.engine()?;
    let bucket = settings.bucket()?;
    let mut randomness = AppParts::system_randomness();
    // A database whose key is lost must not get a new one: nothing in it could
    // be decrypted any more.
    let place = settings.database(folder)?;
    let evidence = place.evidence(opening).await?;
    let variable = |name: &str| std::env::var_os(name);
    let chosen = choose_sealing(
        folder,
        settings.keys(),
        evidence.as_ref(),
        &variable,
        &mut *randomness,
    )?;
    let evidence = evidence.unwrap_or_default();
    let files = Files {
        folder,
        place,
        opening,
    };
    let opened = open_database(&files, &chosen, settings.keys(), &evidence).await?;
    let keys = Keys {
        sealing: chosen.held,
        signing: opened.signing_at,
        signing_id: opened.signing.public().short(),
    };
    let blobs = match bucket {
        Some(bucket) => bucket,
        None => blobs_in(folder)?,
    };
    let digests = opened.kept.digests.clone();
    let channels = settings.channels()?;
    let sealed_documents = settings.sealed_documents(&catalogue)?;
    let offers = settings.offers(&catalogue)?;
    let payers = settings.payers()?;
    let mini_programme = settings.mini_programme()?;
    let official_account = settings.official_account()?;
    let opening = settings.opening()?;
    let clock = DatabaseClock::of(&*opened.storage).await;
    let clock = clock.map_err(AppError::from)?.map(Arc::new);
    let app = App::new(AppParts {
        storage: Arc::clone(&opened.storage),
        blobs,
        master: chosen.master,
        kept: opened.kept,
        signing: opened.signing,
        log_key: opened.seal_keys.log_key(),
        checkpoints: settings.checkpoints(),
        checkpoints_to: settings.checkpoints_to()?,
        catalogue: Arc::new(catalogue),
        photo_workers: PhotoWorkers::open(engine.limits, engine.added),
        engine: engine_at,
        clock: match &clock {
            Some(clock) => Arc::clone(clock) as Arc<dyn Clock>,
            None => Arc::new(SystemClock),
        },
        randomness: AppParts::system_randomness,
        channels,
        public_url: settings.public_url(),
        operator_email: settings.operator_email(),
        issuer: settings.issuer(),
        name_on_paper: settings.name_on_paper(),
        second_factor: settings.second_factor(),
        remains_kept: settings.remains_kept(),
        sealed_documents,
        offers,
        payers,
        mini_programme,
        official_account,
        roles_need_two: settings.roles_need_two(),
        opening,
        sms: settings.sms_rules(),
    });
    seal_plain_notes(&app).await?;
    Ok(Installation {
        app,
        settings,
        keys,
        seal_keys: opened.seal_keys,
        digests,
        asking: clock.map(|clock| (clock, opened.storage)),
    })
}

struct OpenedDatabase {
    storage: Arc<dyn Storage>,
    kept: KeptKeys,
    signing: Signing,
    signing_at: SigningAt,
    seal_keys: SealKeys,
}

/// What a database is opened by, besides its keys.
struct Files<'a> {
    folder: &'a Path,
    place: Place,
    opening: Opening,
}

/// Opens the database with the keys that the sealing key gives, which was proved to
/// be the right one.
async fn open_database(
    files: &Files<'_>,
    chosen: &Chosen,
    settings: &KeysSettings,
    evidence: &Evidence,
) -> Result<OpenedDatabase, InstallationError> {
    let mark = files.folder.join(MARK);
    let unsealed = match &files.place {
        Place::File(_) if !mark.exists() => Unsealed::Adopt,
        // There is no version without seals.
        Place::File(_) | Place::Postgres(_) => Unsealed::Refuse,
    };
    let (keys, master) = (chosen.seal_keys(), &chosen.master);
    let storage = files.place.open(keys.clone(), unsealed, files.opening);
    let storage = storage.await?;
    let newness = match (&evidence.kept, &evidence.order) {
        (None, None) => Newness::New,
        _ => Newness::Used,
    };
    let found = SigningKeyKept::read(&*storage, master, newness).await?;
    let (secret, signing_at) = {
        let mut randomness = AppParts::system_randomness();
        let variable = |name: &str| std::env::var_os(name);
        choose_signing(&found, settings, &variable, &mut *randomness)?
    };
    let random = AppParts::system_randomness;
    let signing = found.sign_with(secret, &*storage, master, random).await?;
    // The digests' key is written last: it says that the data is in use.
    let kept = open_kept(&*storage, master, random).await?;
    if unsealed == Unsealed::Adopt {
        let failed = |source| InstallationError::Folder {
            path: files.folder.to_owned(),
            source,
        };
        write_new(&mark, &hex::encode(master.derive("seals.mark"))).map_err(failed)?;
    }
    Ok(OpenedDatabase {
        storage,
        kept,
        signing,
        signing_at,
        seal_keys: keys,
    })
}

/// Writes a new file that only its owner reads.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}
