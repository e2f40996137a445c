//! A value that may be secret: as it is, in a file, or in the environment.

use std::path::PathBuf;

use serde::Deserialize;
use zeroize::Zeroizing;

use super::is_open_to_others;

/// Where a value is.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum Secret {
    Written(String),
    File { file: PathBuf },
    Env { env: String },
}

/// Why a value cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretFault {
    #[error("there is no secret at {place}")]
    Missing { place: String },
    #[error("others can read the secret at {place}")]
    Open { place: String },
}

impl SecretFault {
    /// The file or variable.
    pub(crate) fn place(&self) -> &str {
        match self {
            Self::Missing { place } | Self::Open { place } => place,
        }
    }
}

impl Secret {
    /// Whether it stands in the settings themselves.
    pub(super) const fn is_written(&self) -> bool {
        matches!(self, Self::Written(_))
    }

    /// The value, without white space around it.
    ///
    /// # Errors
    /// [`SecretFault`].
    pub(super) fn read(&self) -> Result<Zeroizing<String>, SecretFault> {
        match self {
            Self::Written(written) => Ok(Zeroizing::new(written.clone())),
            Self::File { file } => {
                let place = || file.display().to_string();
                if is_open_to_others(file) {
                    return Err(SecretFault::Open { place: place() });
                }
                let text = std::fs::read_to_string(file);
                let text = text.map_err(|_| SecretFault::Missing { place: place() })?;
                Ok(Zeroizing::new(text.trim().to_owned()))
            }
            Self::Env { env } => {
                let found = std::env::var(env);
                let found = found.map_err(|_| SecretFault::Missing { place: env.clone() })?;
                Ok(Zeroizing::new(found.trim().to_owned()))
            }
        }
    }
}
