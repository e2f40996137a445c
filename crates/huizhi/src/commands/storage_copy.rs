//! `storage copy`: from a data folder to a database, and where wanted a bucket, that many
//! machines share. Files first, then rows, then a comparison of all tables; at last the old
//! database is marked, so that nobody goes on with it by mistake.

use std::path::{Path, PathBuf};

use blobs::{BlobKey, BlobStore};
use messages::Args;
use storage_postgres::{Address, Then, copy_from};
use storage_sql::{Connection, SealKeys, Unsealed};
use storage_sqlite::{SqliteStorage, Use, mark, reading};
use studio::args;
use usecases::AppParts;

use crate::backup::Named;
use crate::cli::{StorageCopy, StorageTables};
use crate::database::{Opening, Place};
use crate::exit_status::ExitStatus;
use crate::failure::Failure;
use crate::installation::{blobs_of, claim_to_serve, has_data, make_folder, read_settings};
use crate::installation_error::InstallationError;
use crate::keys::{Chosen, choose_sealing};
use crate::printer::Printer;
use crate::settings_file::SettingsFile;

/// One end of a copy.
struct End {
    folder: PathBuf,
    settings: SettingsFile,
    blobs: BlobStore,
}

impl End {
    fn of(folder: &Path) -> Result<Self, InstallationError> {
        let settings = read_settings(folder)?;
        let blobs = blobs_of(folder, &settings)?;
        Ok(Self {
            folder: folder.to_owned(),
            settings,
            blobs,
        })
    }
}

pub(super) fn run(arguments: &StorageCopy, printer: &Printer) -> Result<ExitStatus, Failure> {
    super::runtime::runtime(2).block_on(copy(arguments, printer))?;
    Ok(ExitStatus::Done)
}

async fn copy(arguments: &StorageCopy, printer: &Printer) -> Result<(), InstallationError> {
    has_data(&arguments.from, &read_settings(&arguments.from)?)?;
    make_folder(&arguments.data)?;
    let (from, to) = (End::of(&arguments.from)?, End::of(&arguments.data)?);
    let (Place::File(file), Place::Postgres(address)) = (
        from.settings.database(&from.folder)?,
        to.settings.database(&to.folder)?,
    ) else {
        return Err(InstallationError::NoTarget);
    };
    // The right key, in both folders, before anything is written.
    let chosen = key_of(&to, &file).await?;
    if arguments.files {
        let copied = copy_files(&from, &to, &file).await?;
        printer.tell("storage-copied-files", &count(copied));
        return Ok(());
    }
    let (_alone, _) = claim_to_serve(&from.folder)?;
    let keys = || chosen.seal_keys();
    // Its tables as this version has them, like those of the target.
    let opened = SqliteStorage::open(&file, keys(), Unsealed::Refuse).await;
    let opened = opened.map_err(crate::database::DatabaseError::from)?;
    opened.close().await;
    let copied = copy_files(&from, &to, &file).await?;
    printer.tell("storage-copied-files", &count(copied));
    let lost = lost_files(&to, &file).await?;
    if lost > 0 && !arguments.without_missing {
        return Err(InstallationError::FilesMissing { count: lost });
    }
    copy_rows(&file, &address, keys(), printer).await?;
    let marked = mark(&file, Use::Moved).await;
    marked.map_err(crate::database::DatabaseError::from)?;
    printer.tell("storage-copied", &Args::new());
    Ok(())
}

async fn copy_rows(
    file: &Path,
    address: &Address,
    keys: SealKeys,
    printer: &Printer,
) -> Result<(), InstallationError> {
    let mut rows = source(file).await?;
    let mut counted: Vec<(&'static str, u64)> = Vec::new();
    let mut told = |table: storage_sql::CopiedTable, copied| match counted.last_mut() {
        Some((name, sum)) if *name == table.name => *sum += copied,
        _ => counted.push((table.name, copied)),
    };
    copy_from(&mut *rows, address, keys, Then::Moved, &mut told).await?;
    for (table, copied) in counted {
        let given = args([("table", table.to_owned()), ("count", copied.to_string())]);
        printer.tell("storage-copied-rows", &given);
    }
    Ok(())
}

fn count(count: u64) -> Args<'static> {
    args([("count", count.to_string())])
}

/// The sealing key as the target has it, which must be that of the data.
async fn key_of(to: &End, file: &Path) -> Result<Chosen, InstallationError> {
    let place = Place::File(file.to_owned());
    let evidence = place.evidence(Opening::AsTheyAre).await?;
    let variable = |name: &str| std::env::var_os(name);
    let mut randomness = AppParts::system_randomness();
    choose_sealing(
        &to.folder,
        to.settings.keys(),
        evidence.as_ref(),
        &variable,
        &mut *randomness,
    )
}

async fn source(file: &Path) -> Result<Box<dyn Connection>, InstallationError> {
    let rows = reading(file).await;
    Ok(rows.map_err(crate::database::DatabaseError::from)?)
}

/// The files that rows name.
async fn named_in(file: &Path) -> Result<Named, InstallationError> {
    let named = Named::by(&mut *source(file).await?).await;
    Ok(named.map_err(usecases::AppError::from)?)
}

/// Copies the files that the target has not; gives how many.
async fn copy_files(from: &End, to: &End, file: &Path) -> Result<u64, InstallationError> {
    let named = named_in(file).await?;
    let kind_of = |key: &BlobKey| named.kind(key);
    let mut copied = 0;
    for first_byte in 0..=u8::MAX {
        copied += to.blobs.copy_from(&from.blobs, first_byte, kind_of).await?;
    }
    Ok(copied)
}

/// How many files that rows name the target has not.
async fn lost_files(to: &End, file: &Path) -> Result<u64, InstallationError> {
    let mut named = named_in(file).await?.all;
    for first_byte in 0..=u8::MAX {
        for key in to.blobs.keys(first_byte).await? {
            named.remove(&key);
        }
    }
    Ok(u64::try_from(named.len()).unwrap_or(u64::MAX))
}

/// Takes the mark away that a copy left.
pub(super) fn reopen(arguments: &StorageTables, printer: &Printer) -> Result<ExitStatus, Failure> {
    let folder = &arguments.data;
    super::runtime::runtime(1).block_on(async {
        let settings = read_settings(folder)?;
        has_data(folder, &settings)?;
        let (_alone, _) = claim_to_serve(folder)?;
        if let Place::File(file) = settings.database(folder)? {
            let marked = mark(&file, Use::Here).await;
            marked.map_err(crate::database::DatabaseError::from)?;
        }
        Ok::<_, InstallationError>(())
    })?;
    printer.tell("storage-reopened", &Args::new());
    Ok(ExitStatus::Done)
}
