//! The manifest of a back-up: what the rest of it has to be.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use blobs::Digester;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::backup_error::BackupError;
use super::{MANIFEST, ROWS_PARTIAL};

/// The form of back-ups that this version makes, and the newest that it reads.
pub(super) const FORM: u32 = 1;

/// What a back-up is of and what it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Form of the whole back-up.
    pub(crate) form: u32,
    /// Version of the program that made it.
    pub(crate) program: String,
    /// When the rows were read, milliseconds since 1970 UTC.
    pub(crate) made_at_ms: i64,
    /// What installation it is of: the same for all of its back-ups, and those made after
    /// one was brought back.
    pub(crate) installation: String,
    /// Public id of the sealing key that its keys are under.
    pub(crate) sealing_key: String,
    /// Newest migration of its tables.
    pub(crate) migration: i64,
    /// The rows.
    pub(crate) rows: Rows,
    /// The files.
    pub(crate) files: Files,
    /// The newest entry of the log.
    pub(crate) log: Log,
    /// HMAC over all this but itself, under a key that only the sealing key opens.
    pub(crate) seal: String,
}

/// The file of the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rows {
    pub(crate) name: String,
    pub(crate) sha256: String,
    pub(crate) tables: BTreeMap<String, Table>,
}

/// A table, in the order of its keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    pub(crate) rows: u64,
    pub(crate) sha256: String,
}

/// The files that rows name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Files {
    pub(crate) count: u64,
    /// Over their names, in order.
    pub(crate) sha256: String,
    /// How many more rows name that were lost before.
    pub(crate) missing: u64,
}

/// The newest entry of the log, and a signed checkpoint of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Log {
    pub(crate) seq: i64,
    pub(crate) hash: String,
    pub(crate) checkpoint: String,
}

/// What every manifest says, of whatever form.
#[derive(Deserialize)]
struct OfAnyForm {
    form: u32,
}

impl Manifest {
    /// Reads the manifest of the back-up in `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Self, BackupError> {
        let bytes = match std::fs::read(folder.join(MANIFEST)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let path = folder.to_owned();
                return Err(match folder.join(ROWS_PARTIAL).exists() {
                    true => BackupError::Unfinished { path },
                    false => BackupError::Missing { path },
                });
            }
            Err(_) => return Err(BackupError::Manifest),
        };
        let any: OfAnyForm = serde_json::from_slice(&bytes).map_err(|_| BackupError::Manifest)?;
        if any.form > FORM {
            return Err(BackupError::Newer { form: any.form });
        }
        let read: Self = serde_json::from_slice(&bytes).map_err(|_| BackupError::Manifest)?;
        // It becomes a path.
        let is_name = read.rows.name == rows_name(&read.rows.sha256);
        let is_digest = read.rows.sha256.len() == 64
            && read
                .rows
                .sha256
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit());
        match is_name && is_digest {
            true => Ok(read),
            false => Err(BackupError::Manifest),
        }
    }

    /// Sealed by a key of the installation.
    pub(super) fn sealed(mut self, digests: &Digester) -> Self {
        self.seal = self.seal_by(digests);
        self
    }

    /// Whether the installation of this key wrote it so.
    pub(super) fn is_sealed_by(&self, digests: &Digester) -> bool {
        // Digests of both: comparing them tells nothing of the right one.
        let both = [&self.seal, &self.seal_by(digests)];
        let [given, right] = both.map(|seal| digests.digest("back-up compared", seal));
        given == right
    }

    fn seal_by(&self, digests: &Digester) -> String {
        let unsealed = Self {
            seal: String::new(),
            ..self.clone()
        };
        let text = serde_json::to_string(&unsealed).expect("plain data always serialises");
        hex::encode(digests.digest("back-up", &text))
    }

    /// Where its rows are.
    pub(super) fn rows_in(&self, folder: &Path) -> PathBuf {
        folder.join(&self.rows.name)
    }
}

/// Which installation it is: the same under each sealing key.
pub(super) fn installation(digests: &Digester) -> String {
    hex::encode(&digests.digest("installation", "")[..8])
}

/// Name of the file of rows with this digest.
pub(super) fn rows_name(sha256: &str) -> String {
    format!("rows-{}.db", sha256.get(..16).unwrap_or_default())
}

/// SHA-256 of a file, however large.
pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(hash.finalize())),
            read => hash.update(&buffer[..read]),
        }
    }
}
