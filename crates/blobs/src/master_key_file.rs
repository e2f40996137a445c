//! The master key's file: 64 hexadecimal digits, readable by its owner only.
//!
//! It is written atomically and never overwritten: under a temporary name,
//! synced, then hard-linked to its name, which fails if a key exists.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::MasterKey;
use crate::durable::sync_folder;
use domain::randomness::Randomness;

use crate::randomness::random;

/// Most bytes read from a key file: the digits and some white space.
const MOST_BYTES: u64 = 256;

/// Why the master key could not be loaded or created. Never contains the key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// There is no such file.
    #[error("there is no master key at {}", path.display())]
    Missing {
        /// Path of the file.
        path: PathBuf,
    },
    /// A key exists and is not overwritten.
    #[error("there is a master key at {} already", path.display())]
    Exists {
        /// Path of the file.
        path: PathBuf,
    },
    /// Others than the owner can read or write the file.
    #[error("the master key at {} is open to others (mode {mode:o}); use 600", path.display())]
    OpenToOthers {
        /// Path of the file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Not 64 digits.
    #[error("a master key has 64 hexadecimal digits, and this has {digits} characters")]
    Length {
        /// Number of characters found.
        digits: usize,
    },
    /// 64 characters that are not hexadecimal digits.
    #[error("the master key has characters that are not hexadecimal digits")]
    NotHex,
    /// The file could not be read or written.
    #[error("the master key at {} cannot be read or written", path.display())]
    Unreachable {
        /// Path of the file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

impl MasterKeyError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "master-key-missing",
            Self::Exists { .. } => "master-key-exists",
            Self::OpenToOthers { .. } => "master-key-open-to-others",
            Self::Length { .. } => "master-key-length",
            Self::NotHex => "master-key-not-hex",
            Self::Unreachable { .. } => "master-key-unreachable",
        }
    }
}

/// Whether the key existed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOrigin {
    /// It existed.
    Found,
    /// It was created now; the operator should keep a copy elsewhere.
    Created,
}

impl MasterKey {
    /// Loads the key from the file `path`.
    ///
    /// # Errors
    /// `master-key-missing`, `-open-to-others`, `-length`, `-not-hex`,
    /// `-unreachable`.
    pub fn load(path: &Path) -> Result<Self, MasterKeyError> {
        let file = File::open(path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => MasterKeyError::Missing { path: path.into() },
            _ => unreachable_at(path)(source),
        })?;
        refuse_open_to_others(&file, path)?;
        let mut text = Zeroizing::new(String::new());
        file.take(MOST_BYTES)
            .read_to_string(&mut text)
            .map_err(|source| match source.kind() {
                io::ErrorKind::InvalidData => MasterKeyError::NotHex,
                _ => unreachable_at(path)(source),
            })?;
        Self::from_hex(&text)
    }

    /// Creates a random key in the file `path` with mode 600. Durable when this
    /// returns.
    ///
    /// # Errors
    /// `master-key-exists`, `-unreachable`.
    pub fn create(path: &Path, randomness: &mut dyn Randomness) -> Result<Self, MasterKeyError> {
        let key = Self::generate(randomness);
        let suffix = hex::encode(random::<8>(randomness));
        let temporary = path.with_added_extension(format!("{suffix}.tmp"));
        let written = write_owner_only(&temporary, &key).and_then(|()| {
            // A link, not a rename: a rename would overwrite a key that another
            // process created meanwhile.
            fs::hard_link(&temporary, path)
        });
        // It may not exist.
        let _ = fs::remove_file(&temporary);
        written
            .and_then(|()| sync_folder(folder_of(path)))
            .map_err(|source| match source.kind() {
                io::ErrorKind::AlreadyExists => MasterKeyError::Exists { path: path.into() },
                _ => unreachable_at(path)(source),
            })?;
        Ok(key)
    }

    /// Loads the key from the file `path`, creating it if missing.
    ///
    /// If anything has been sealed already, use [`load`](Self::load): a new key
    /// in place of a lost one opens nothing.
    ///
    /// # Errors
    /// As [`load`](Self::load) and [`create`](Self::create).
    pub fn load_or_create(
        path: &Path,
        randomness: &mut dyn Randomness,
    ) -> Result<(Self, KeyOrigin), MasterKeyError> {
        match Self::load(path) {
            Err(MasterKeyError::Missing { .. }) => {}
            loaded => return Ok((loaded?, KeyOrigin::Found)),
        }
        match Self::create(path, randomness) {
            // Another process created it meanwhile.
            Err(MasterKeyError::Exists { .. }) => Ok((Self::load(path)?, KeyOrigin::Found)),
            created => Ok((created?, KeyOrigin::Created)),
        }
    }
}

/// Puts the key file `new` in the place of `path`, whose key is gone then.
/// Atomic, and durable when this returns.
///
/// # Errors
/// `master-key-missing` if `new` is not there, `-unreachable`.
pub fn replace_key_file(new: &Path, path: &Path) -> Result<(), MasterKeyError> {
    fs::rename(new, path)
        .and_then(|()| sync_folder(folder_of(path)))
        .map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => MasterKeyError::Missing { path: new.into() },
            _ => unreachable_at(path)(source),
        })
}

fn write_owner_only(path: &Path, key: &MasterKey) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(key.to_hex().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

#[cfg(unix)]
fn refuse_open_to_others(file: &File, path: &Path) -> Result<(), MasterKeyError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file
        .metadata()
        .map_err(unreachable_at(path))?
        .permissions()
        .mode()
        & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(MasterKeyError::OpenToOthers {
            path: path.into(),
            mode,
        })
    }
}

/// Other systems have no mode bits; the data folder's own permissions apply.
#[cfg(not(unix))]
fn refuse_open_to_others(_: &File, _: &Path) -> Result<(), MasterKeyError> {
    Ok(())
}

fn unreachable_at(path: &Path) -> impl FnOnce(io::Error) -> MasterKeyError {
    let path = path.to_owned();
    move |source| MasterKeyError::Unreachable { path, source }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
