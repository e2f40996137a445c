//! Replacing a key: the new one is on the disk before the database changes, and
//! takes its place after. Killed at any moment, either the old or the new key
//! opens the data, and both are where the next start looks.

use std::path::Path;

use blobs::{MasterKey, replace_key_file};
use catalogue::Catalogue;
use domain::randomness::Randomness;
use storage::Rotated;
use usecases::AppParts;
use usecases::keys::{self, NewSigningKey, signing_of};

use super::choice::SigningAt;
use super::source::{KeySource, Variable};
use super::source_error::KeyFault;
use crate::installation::{
    Claim, Installation, claim_to_serve, has_data, open_to_serve, read_settings,
};
use crate::installation_error::InstallationError;

/// A key that was replaced.
#[derive(Debug)]
pub(crate) struct Replaced {
    /// Public id of the new key.
    pub(crate) id: String,
    /// Where the new key is.
    pub(crate) at: SigningAt,
    /// What is left for the operator to do.
    pub(crate) left: Left,
}

/// What the operator does after a replacement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// Nothing.
    Nothing,
    /// Name the new source in the settings in place of the old.
    Settings,
}

/// Opens the installation in `folder` alone.
async fn opened(
    folder: &Path,
    catalogue: Catalogue,
) -> Result<(Claim, Installation), InstallationError> {
    has_data(folder, &read_settings(folder)?)?;
    let (alone, settings) = claim_to_serve(folder)?;
    let installation = open_to_serve(&alone, folder, settings, catalogue).await?;
    Ok((alone, installation))
}

/// A key that is to be used next.
struct Next {
    key: MasterKey,
    /// Where it is until the database was changed.
    source: KeySource,
    /// Whose place it takes then.
    place: Option<KeySource>,
}

impl Next {
    /// From the configured next source; else, after a file, a new file beside it.
    fn of(
        current: &KeySource,
        next: Option<KeySource>,
        variable: Variable<'_>,
        randomness: &mut dyn Randomness,
    ) -> Result<Self, InstallationError> {
        let (source, place) = match (next, current.successor()) {
            (Some(next), _) => (next, None),
            // A key that an interrupted replacement left is as good as a new one.
            (None, Some(new)) => (KeySource::File(new), Some(current.clone())),
            (None, None) => {
                return Err(InstallationError::NoNextKey {
                    place: current.to_string(),
                });
            }
        };
        let key = source.read_or_make(variable, randomness)?;
        Ok(Self { key, source, place })
    }

    /// Puts the new key in the place of the old, which is gone then.
    fn put_in_place(self) -> Result<(KeySource, Left), KeyFault> {
        match (&self.source, self.place) {
            (KeySource::File(new), Some(place @ KeySource::File(_))) => {
                if let KeySource::File(path) = &place {
                    replace_key_file(new, path).map_err(|error| place.fault(error.into()))?;
                }
                Ok((place, Left::Nothing))
            }
            _ => Ok((self.source, Left::Settings)),
        }
    }
}

/// Replaces the sealing key of the installation in `folder`, which nobody serves.
///
/// # Errors
/// [`InstallationError`]; whatever it is, the installation opens.
pub(crate) async fn rotate_sealing(
    folder: &Path,
    catalogue: Catalogue,
    variable: Variable<'_>,
) -> Result<(Replaced, Rotated), InstallationError> {
    let (_alone, installation) = opened(folder, catalogue).await?;
    let next = installation.settings.keys().next_sealing()?;
    let current = &installation.keys.sealing.source;
    let next = {
        let mut randomness = AppParts::system_randomness();
        Next::of(current, next, variable, &mut *randomness)?
    };
    let rotated = keys::rotate_sealing(&installation.app, &next.key).await?;
    let id = next.key.id().to_string();
    let (source, left) = next.put_in_place()?;
    let at = SigningAt::Apart(source);
    Ok((Replaced { id, at, left }, rotated))
}

/// Replaces the signing key of the installation in `folder`, which nobody serves.
///
/// # Errors
/// As [`rotate_sealing`].
pub(crate) async fn rotate_signing(
    folder: &Path,
    catalogue: Catalogue,
    variable: Variable<'_>,
) -> Result<Replaced, InstallationError> {
    let (_alone, installation) = opened(folder, catalogue).await?;
    let app = &installation.app;
    let next = installation.settings.keys().next_signing()?;
    let next = match (&installation.keys.signing, next) {
        (SigningAt::UnderSealing, None) => {
            let public = keys::rotate_signing(app, NewSigningKey::UnderSealing).await?;
            return Ok(Replaced {
                id: public.short(),
                at: SigningAt::UnderSealing,
                left: Left::Nothing,
            });
        }
        (SigningAt::UnderSealing, Some(source)) => Next {
            key: {
                let mut randomness = AppParts::system_randomness();
                source.read_or_make(variable, &mut *randomness)?
            },
            source,
            place: None,
        },
        (SigningAt::Apart(current), next) => {
            let mut randomness = AppParts::system_randomness();
            Next::of(current, next, variable, &mut *randomness)?
        }
    };
    let secret = signing_of(&next.key);
    let public = keys::rotate_signing(app, NewSigningKey::Apart(secret)).await?;
    let (source, left) = next.put_in_place()?;
    Ok(Replaced {
        id: public.short(),
        at: SigningAt::Apart(source),
        left,
    })
}
