//! Makes a back-up of an installation, beside the service or without it.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use blobs::{BlobKey, BlobStore, Digester};
use catalogue::Catalogue;
use domain::Timestamp;
use storage_sql::{Connection, SealKeys};
use storage_sqlite::Copied;
use usecases::{Clock as _, SystemClock, checkpoints};

use super::contents::{Named, count_of, stored};
use super::manifest::{FORM, Log, Manifest, Rows, Table, installation, rows_name, sha256_of};
use super::{BackupError, FILES, LOCK, MANIFEST, ROWS_PARTIAL};
use crate::atomic_file::{Existing, write};
use crate::database::{DatabaseError, Place};
use crate::failure::FileError;
use crate::installation::{blobs_of, make_folder, open};
use crate::installation_error::InstallationError;
use crate::serve_lock::lock_in;

/// Times that the rows are read again because files were deleted while they were copied.
const TRIES: u32 = 3;

/// Whether files that were lost before keep a back-up from being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// They do.
    Refuse,
    /// They are left out and counted.
    LeaveOut,
}

/// A back-up that was made.
pub(crate) struct Made {
    pub(crate) manifest: Manifest,
    /// Files that were not in it before.
    pub(crate) copied: u64,
    /// Files that no row names any more.
    pub(crate) deleted: u64,
}

/// Makes the back-up of the installation in `data` in the folder `place`, or brings the one
/// that is there up to date. Until the end the one of before stays whole.
///
/// # Errors
/// [`InstallationError`].
pub(crate) async fn make(
    data: &Path,
    place: &Path,
    lost: Lost,
    catalogue: Catalogue,
) -> Result<Made, InstallationError> {
    let opened = open(data, catalogue).await?;
    let source = opened.settings.database(data)?;
    let from = blobs_of(data, &opened.settings)?;
    let digests = &opened.digests;
    // Before anything is written there.
    if place.exists() {
        is_ours(place, digests)?;
    }
    make_folder(place)?;
    let busy = || BackupError::Busy {
        path: place.to_owned(),
    };
    let _alone = lock_in(place, LOCK)?.ok_or_else(busy)?;
    is_ours(place, digests)?;
    let to = BlobStore::in_folder(&place.join(FILES))?;
    let mut here = stored(&to).await?;
    let before = here.len();
    // Most files, so that few are left for the time after the rows were read.
    let named = Named::by(&mut *rows_of(&source).await?).await;
    let named = named.map_err(usecases::AppError::from)?;
    copy(&from, &to, &named, &mut here).await?;
    let mut tries = 0;
    let (made_at, copied, named, missing) = loop {
        tries += 1;
        let made_at = SystemClock.now();
        let copied = copy_rows(&source, place, &opened.seal_keys).await?;
        let mut rows = rows_in(&place.join(ROWS_PARTIAL)).await?;
        let named = Named::by(&mut *rows).await;
        let named = named.map_err(usecases::AppError::from)?;
        drop(rows);
        let missing = copy(&from, &to, &named, &mut here).await?;
        if missing.is_empty() {
            break (made_at, copied, named, missing);
        }
        // Those that no row names any more were deleted since the rows were read.
        let now = Named::by(&mut *rows_of(&source).await?).await;
        let now = now.map_err(usecases::AppError::from)?;
        let gone = count_of(&missing.intersection(&now.all).copied().collect());
        if gone > 0 && lost == Lost::Refuse {
            return Err(BackupError::FilesMissing { count: gone }.into());
        }
        if gone == count_of(&missing) || tries == TRIES {
            break (made_at, copied, named, missing);
        }
    };
    let added = here.len().saturating_sub(before);
    let (name, sha256) = keep_rows(place).map_err(|source| unwritable(place, source))?;
    let checkpoint = checkpoints::attest(&opened.app, &copied.ends);
    let manifest = Manifest {
        form: FORM,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at_ms: made_at.0,
        installation: installation(digests),
        sealing_key: opened.keys.sealing.id.clone(),
        migration: migration_of(&place.join(&name)).await?,
        rows: Rows {
            name,
            sha256,
            tables: tables(&copied),
        },
        files: named.listed(&missing),
        log: Log {
            seq: copied.ends.head,
            hash: hex::encode(copied.ends.head_hash),
            checkpoint,
        },
        seal: String::new(),
    };
    let manifest = manifest.sealed(digests);
    let text = serde_json::to_string_pretty(&manifest).expect("plain data always serialises");
    let path = place.join(MANIFEST);
    let written = write(&path, text.as_bytes(), Existing::Replace);
    written.map_err(|error| match error {
        FileError::Unwritable { source, .. } => unwritable(place, source),
        other => unwritable(place, io::Error::other(other)),
    })?;
    sync(place).map_err(|source| unwritable(place, source))?;
    let deleted = sweep(place, &to, &manifest, &named, &here, made_at).await?;
    Ok(Made {
        manifest,
        copied: u64::try_from(added).unwrap_or(u64::MAX),
        deleted,
    })
}

fn unwritable(place: &Path, source: io::Error) -> InstallationError {
    InstallationError::Folder {
        path: place.to_owned(),
        source,
    }
}

/// That `place` is empty, or has a back-up of this installation, whole or not.
fn is_ours(place: &Path, digests: &Digester) -> Result<(), InstallationError> {
    let path = || place.to_owned();
    match Manifest::read(place) {
        Ok(manifest) if manifest.installation == installation(digests) => return Ok(()),
        Ok(_) => return Err(BackupError::OfAnother { path: path() }.into()),
        Err(BackupError::Missing { .. } | BackupError::Unfinished { .. }) => {}
        Err(other) => return Err(other.into()),
    }
    let entries = std::fs::read_dir(place).map_err(|source| unwritable(place, source))?;
    for entry in entries {
        let name = entry
            .map_err(|source| unwritable(place, source))?
            .file_name();
        let name = name.to_string_lossy();
        let is_ours = name == FILES || name == LOCK || name.starts_with(ROWS_PARTIAL);
        if !is_ours && !is_rows(&name) {
            return Err(BackupError::PlaceInUse { path: path() }.into());
        }
    }
    Ok(())
}

fn is_rows(name: &str) -> bool {
    name.starts_with("rows-") && name.ends_with(".db")
}

/// A connection that reads all rows as they stand now.
async fn rows_of(source: &Place) -> Result<Box<dyn Connection>, InstallationError> {
    match source {
        Place::File(path) => rows_in(path).await,
        Place::Postgres(address) => {
            let rows = storage_postgres::snapshot(address).await;
            Ok(rows.map_err(DatabaseError::from)?)
        }
    }
}

pub(super) async fn rows_in(file: &Path) -> Result<Box<dyn Connection>, InstallationError> {
    let rows = storage_sqlite::reading(file).await;
    Ok(rows.map_err(DatabaseError::from)?)
}

async fn copy_rows(
    source: &Place,
    place: &Path,
    keys: &SealKeys,
) -> Result<Copied, InstallationError> {
    for ending in ["", "-wal", "-shm"] {
        let path = place.join(format!("{ROWS_PARTIAL}{ending}"));
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(unwritable(place, error));
            }
            _ => {}
        }
    }
    let rows = rows_of(source).await?;
    Ok(storage_sqlite::copy_from(rows, &place.join(ROWS_PARTIAL), keys).await?)
}

/// Copies the named files that are not here; gives those that are nowhere.
async fn copy(
    from: &BlobStore,
    to: &BlobStore,
    named: &Named,
    here: &mut BTreeSet<BlobKey>,
) -> Result<BTreeSet<BlobKey>, InstallationError> {
    let lacking: Vec<BlobKey> = named.all.difference(here).copied().collect();
    let copied = to
        .copy_these(from, lacking.iter().copied(), |key| named.kind(key))
        .await?;
    let missing: BTreeSet<BlobKey> = copied.missing.into_iter().collect();
    here.extend(lacking.iter().filter(|key| !missing.contains(key)));
    Ok(missing)
}

/// Gives the rows, which are whole, their name; says it, and what they hash to.
fn keep_rows(place: &Path) -> io::Result<(String, String)> {
    let partial = place.join(ROWS_PARTIAL);
    std::fs::File::open(&partial)?.sync_all()?;
    let sha256 = sha256_of(&partial)?;
    let name = rows_name(&sha256);
    std::fs::rename(&partial, place.join(&name))?;
    sync(place)?;
    Ok((name, sha256))
}

/// A name in a folder lasts once the folder is on the disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

async fn migration_of(file: &Path) -> Result<i64, InstallationError> {
    let found = storage_sqlite::evidence(file).await;
    Ok(found.map_err(DatabaseError::from)?.migration)
}

fn tables(copied: &Copied) -> std::collections::BTreeMap<String, Table> {
    let line = |(table, digest): &(storage_sql::CopiedTable, storage_sql::TableDigest)| {
        let of = Table {
            rows: digest.rows,
            sha256: hex::encode(digest.sha256),
        };
        (table.name.to_owned(), of)
    };
    copied.tables.iter().map(line).collect()
}

/// Deletes what the back-up before had and this one has not; gives the number of files.
async fn sweep(
    place: &Path,
    to: &BlobStore,
    manifest: &Manifest,
    named: &Named,
    here: &BTreeSet<BlobKey>,
    made_at: Timestamp,
) -> Result<u64, InstallationError> {
    let entries = std::fs::read_dir(place).map_err(|source| unwritable(place, source))?;
    let paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_rows(&name) && name != manifest.rows.name.as_str() {
            std::fs::remove_file(&path).map_err(|source| unwritable(place, source))?;
        }
    }
    let mut deleted = 0;
    for key in here.difference(&named.all) {
        to.delete(key).await?;
        deleted += 1;
    }
    for first_byte in 0..=u8::MAX {
        to.remove_unfinished(first_byte, made_at.0).await?;
    }
    Ok(deleted)
}
