//! Whether a back-up is whole.

use std::collections::BTreeSet;
use std::path::Path;

use blobs::{BlobError, BlobKey, BlobStore};

use super::contents::{Named, stored};
use super::make::rows_in;
use super::manifest::{Manifest, sha256_of};
use super::{BackupError, FILES};
use crate::database::DatabaseError;
use crate::installation_error::InstallationError;
use storage_sql::Evidence;

/// A back-up whose rows are whole.
pub(crate) struct Backup {
    pub(crate) manifest: Manifest,
    /// What its rows tell of their keys.
    pub(crate) evidence: Evidence,
    pub(crate) named: Named,
    pub(crate) files: BlobStore,
}

impl Backup {
    /// Reads the back-up in `place`, and holds its rows and the names of its files against
    /// the manifest. Changes nothing.
    ///
    /// # Errors
    /// [`BackupError`].
    pub(crate) async fn read(place: &Path) -> Result<Self, InstallationError> {
        let manifest = Manifest::read(place)?;
        let rows = manifest.rows_in(place);
        let damaged = || BackupError::Damaged {
            name: manifest.rows.name.clone(),
        };
        match sha256_of(&rows) {
            Ok(sha256) if sha256 == manifest.rows.sha256 => {}
            Ok(_) | Err(_) => return Err(damaged().into()),
        }
        let evidence = storage_sqlite::evidence(&rows).await;
        let evidence = evidence.map_err(DatabaseError::from)?;
        let mut reading = rows_in(&rows).await?;
        let named = Named::by(&mut *reading).await;
        let named = named.map_err(usecases::AppError::from)?;
        drop(reading);
        let folder = place.join(FILES);
        if !folder.is_dir() {
            let name = FILES.to_owned();
            return Err(BackupError::Damaged { name }.into());
        }
        let files = BlobStore::in_folder(&folder)?;
        let found = stored(&files).await?;
        let lost: BTreeSet<BlobKey> = named.all.difference(&found).copied().collect();
        if named.listed(&lost) != manifest.files {
            let name = match lost.first() {
                Some(key) => format!("{FILES}/{key}"),
                None => FILES.to_owned(),
            };
            return Err(BackupError::Damaged { name }.into());
        }
        Ok(Self {
            manifest,
            evidence,
            named,
            files,
        })
    }
}

/// What a check found whole.
pub(crate) struct Checked {
    pub(crate) manifest: Manifest,
    /// Bytes of the files that were read.
    pub(crate) bytes: u64,
}

/// Reads the whole back-up in `place`, and holds all of it against its manifest. Needs no
/// key, and changes nothing.
///
/// # Errors
/// [`BackupError`].
pub(crate) async fn check(place: &Path) -> Result<Checked, InstallationError> {
    let backup = Backup::read(place).await?;
    let mut bytes = 0;
    for key in &backup.named.all {
        match backup.files.examine(*key).await {
            Ok(size) => bytes += size.unwrap_or(0),
            Err(BlobError::Sealed { key, .. }) => {
                let name = format!("{FILES}/{key}");
                return Err(BackupError::Damaged { name }.into());
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(Checked {
        manifest: backup.manifest,
        bytes,
    })
}
