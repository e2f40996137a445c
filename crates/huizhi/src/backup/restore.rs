//! Brings a back-up back into a folder, or a database and a bucket, that are empty.

use std::path::Path;

use blobs::{BlobError, BlobStore, Digester, MasterKey, WrappedKey};
use domain::Actor;
use domain::log::{LogAction, LogEntry};
use storage_postgres::Address;
use storage_sql::{Restored, SealKeys};
use usecases::bucket_owner::says_whose;
use usecases::keys::another_installation;
use usecases::{AppError, AppParts, Clock as _, SystemClock};

use super::check::Backup;
use super::contents::stored;
use super::make::sync;
use super::{BackupError, FILES};
use crate::database::{DatabaseError, Place};
use crate::installation::{blobs_of, make_folder, read_settings};
use crate::installation_error::InstallationError;
use crate::keys::{Chosen, choose_sealing};
use crate::serve_lock::lock_folder;

/// The database file until it can be used.
const RESTORING: &str = "huizhi.db.restoring";

/// What was brought back.
pub(crate) struct Brought {
    pub(crate) rows: u64,
    pub(crate) files: u64,
}

/// Brings the back-up in `place` to the installation that the settings in `data` describe,
/// which has no data yet. Nothing is written before all that can be asked was asked; where
/// it is interrupted, the same again goes on.
///
/// # Errors
/// [`InstallationError`].
pub(crate) async fn restore(place: &Path, data: &Path) -> Result<Brought, InstallationError> {
    let backup = Backup::read(place).await?;
    let settings = read_settings(data)?;
    let known = storage_sqlite::LAST_MIGRATION;
    if backup.manifest.migration > known {
        let found = backup.manifest.migration;
        let newer = storage_sqlite::SchemaError::Newer { found, known };
        return Err(DatabaseError::from(storage_sqlite::OpenError::from(newer)).into());
    }
    let target = settings.database(data)?;
    is_empty(&target).await?;
    let chosen = key_of(&backup, data, settings.keys())?;
    let bucket = settings.bucket()?;
    if let Some(bucket) = &bucket {
        bucket.check().await?;
        if says_whose(bucket).await? {
            return Err(BackupError::TargetHasFiles.into());
        }
        has_no_other(&backup, bucket).await?;
    } else if data.join("blobs").is_dir() {
        has_no_other(&backup, &blobs_of(data, &settings)?).await?;
    }
    // From here on things are written.
    make_folder(data)?;
    let _alone = lock_folder(data)?;
    let to = blobs_of(data, &settings)?;
    let files = copy_files(&backup, &to).await?;
    let keys = chosen.seal_keys();
    let restored = Restored {
        entry: entry(&backup),
        kept: vec![another_installation(
            &chosen.master,
            &mut *AppParts::system_randomness(),
        )],
    };
    let partial = data.join(RESTORING);
    copy_rows(&backup.manifest.rows_in(place), &partial)
        .map_err(|source| unwritable(data, source))?;
    match &target {
        Place::File(file) => to_file(&backup, &partial, file, &keys, &restored).await?,
        Place::Postgres(address) => to_postgres(&partial, address, keys, &restored).await?,
    }
    delete_rows(&partial)
        .and_then(|()| sync(data))
        .map_err(|source| unwritable(data, source))?;
    let rows = backup.manifest.rows.tables.values();
    Ok(Brought {
        rows: rows.map(|table| table.rows).sum(),
        files,
    })
}

fn unwritable(folder: &Path, source: std::io::Error) -> InstallationError {
    InstallationError::Folder {
        path: folder.to_owned(),
        source,
    }
}

/// That the database has nothing, or what an interrupted restoration left.
async fn is_empty(target: &Place) -> Result<(), InstallationError> {
    let is_empty = match target {
        Place::File(path) => !path.exists(),
        Place::Postgres(address) => {
            let found = storage_postgres::evidence(address).await;
            let found = found.map_err(DatabaseError::from)?;
            found.migration == 0 || found.is_half_copied
        }
    };
    match is_empty {
        true => Ok(()),
        false => Err(DatabaseError::NotEmpty.into()),
    }
}

/// That the target has no file which is not of the back-up.
async fn has_no_other(backup: &Backup, to: &BlobStore) -> Result<(), InstallationError> {
    match stored(to).await?.is_subset(&backup.named.all) {
        true => Ok(()),
        false => Err(BackupError::TargetHasFiles.into()),
    }
}

/// The sealing key of the target, which has to be that of the back-up and of whoever wrote
/// its manifest.
fn key_of(
    backup: &Backup,
    data: &Path,
    keys: &crate::keys::KeysSettings,
) -> Result<Chosen, InstallationError> {
    let variable = |name: &str| std::env::var_os(name);
    let mut randomness = AppParts::system_randomness();
    let evidence = Some(&backup.evidence);
    let chosen = choose_sealing(data, keys, evidence, &variable, &mut *randomness)?;
    match digests(&chosen.master, backup)? {
        digests if backup.manifest.is_sealed_by(&digests) => Ok(chosen),
        _ => Err(BackupError::Manifest.into()),
    }
}

fn digests(master: &MasterKey, backup: &Backup) -> Result<Digester, InstallationError> {
    let kept = backup.evidence.kept.as_ref().ok_or(BackupError::Manifest)?;
    let wrapped = WrappedKey::from_bytes(&kept.0);
    let digests = wrapped.and_then(|wrapped| Digester::unwrap_key(master, &wrapped));
    Ok(digests.map_err(AppError::from)?)
}

fn entry(backup: &Backup) -> LogEntry {
    LogEntry {
        at: SystemClock.now(),
        by: Actor::System,
        action: LogAction::Restored,
        subject: backup.manifest.log.seq.to_string(),
        detail: backup.manifest.made_at_ms.to_string(),
    }
}

/// Copies all files; gives how many there are.
async fn copy_files(backup: &Backup, to: &BlobStore) -> Result<u64, InstallationError> {
    let here = stored(to).await?;
    let lacking = backup.named.all.difference(&here).copied();
    let kind = |key: &blobs::BlobKey| backup.named.kind(key);
    let copied = to.copy_these(&backup.files, lacking, kind).await;
    let copied = copied.map_err(|error| match error {
        BlobError::Sealed { key, .. } => {
            let name = format!("{FILES}/{key}");
            InstallationError::from(BackupError::Damaged { name })
        }
        other => other.into(),
    })?;
    let missing = u64::try_from(copied.missing.len()).unwrap_or(u64::MAX);
    match missing == backup.manifest.files.missing {
        true => Ok(backup.manifest.files.count),
        false => Err(BackupError::FilesMissing { count: missing }.into()),
    }
}

/// Deletes the copy of the rows, and what SQLite left beside it.
fn delete_rows(path: &Path) -> std::io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Copies the rows: the back-up itself is not opened for writing.
fn copy_rows(from: &Path, to: &Path) -> std::io::Result<()> {
    delete_rows(to)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(to)?;
    std::io::copy(&mut std::fs::File::open(from)?, &mut file)?;
    file.sync_all()
}

/// Takes the copied rows into use as the database file.
async fn to_file(
    backup: &Backup,
    partial: &Path,
    file: &Path,
    keys: &SealKeys,
    restored: &Restored,
) -> Result<(), InstallationError> {
    let taken = storage_sqlite::tables(partial).await?;
    for (table, digest) in taken {
        let expected = backup.manifest.rows.tables.get(table.name);
        let is_same = expected.is_none_or(|expected| {
            expected.rows == digest.rows && expected.sha256 == hex::encode(digest.sha256)
        });
        if !is_same {
            let table = table.name;
            return Err(storage_sqlite::CopyError::Differs { table }.into());
        }
    }
    let taken = storage_sqlite::restored(partial, keys, restored).await;
    taken.map_err(DatabaseError::from)?;
    let renamed = std::fs::File::open(partial)
        .and_then(|copied| copied.sync_all())
        .and_then(|()| std::fs::rename(partial, file));
    renamed.map_err(|source| unwritable(file, source))
}

/// Copies the rows into PostgreSQL.
async fn to_postgres(
    partial: &Path,
    address: &Address,
    keys: SealKeys,
    restored: &Restored,
) -> Result<(), InstallationError> {
    // Its tables as this version has them, like those of the target.
    let unsealed = storage_sql::Unsealed::Refuse;
    let opened = storage_sqlite::SqliteStorage::open(partial, keys.clone(), unsealed).await;
    opened.map_err(DatabaseError::from)?.close().await;
    let mut rows = storage_sqlite::reading(partial)
        .await
        .map_err(DatabaseError::from)?;
    let then = storage_postgres::Then::Restored(restored);
    storage_postgres::copy_from(&mut *rows, address, keys, then, &mut |_, _| {}).await?;
    Ok(())
}
