//! Replacing a key: the new one is on the disk before the database changes, and
//! takes its place after. Killed at any moment, either the old or the new key
//! opens the data, and both are where the next start looks. The sealing key is replaced
//! while processes serve: they hear of the new one from the database.

use std::path::Path;
use std::time::Duration;

use blobs::{MasterKey, replace_key_file};
use catalogue::Catalogue;
use domain::randomness::Randomness;
use storage::Rotated;
use usecases::keys::{self, HEARD, NewSigningKey, Progress, signing_of};
use usecases::{App, AppError, AppParts, Permit, nodes};

use super::choice::SigningAt;
use super::source::{KeySource, Variable};
use super::source_error::KeyFault;
use crate::database::Place;
use crate::installation::{
    Claim, Installation, claim_to_serve, has_data, open, open_to_serve, read_settings,
};
use crate::installation_error::InstallationError;
use crate::serve_lock::lock_folder;

/// A key that was replaced.
#[derive(Debug)]
pub(crate) struct Replaced {
    /// Public id of the new key.
    pub(crate) id: String,
    /// Where the new key is.
    pub(crate) at: SigningAt,
    /// What is left for the operator to do.
    pub(crate) left: Left,
    /// What becomes of what the old key vouched for.
    pub(crate) vouched: Vouched,
}

/// What becomes of what the old sealing key vouched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vouched {
    /// The old key vouches for nothing.
    Nothing,
    /// Whoever knows the old key knows what the service vouches by: it is the root key.
    AsBefore,
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

    /// That of a replacement which is going on.
    fn begun(
        change: &Progress,
        current: &KeySource,
        next: Option<KeySource>,
        variable: Variable<'_>,
    ) -> Result<Self, InstallationError> {
        let is_new = |source: &KeySource| {
            let key = source.read(variable)?;
            match key.id().to_string() == change.new_id {
                true => Ok(key),
                false => Err(InstallationError::AnotherChange {
                    place: source.to_string(),
                    new: change.new_id.clone(),
                }),
            }
        };
        // It may be in its place already.
        if let Ok(key) = is_new(current) {
            let source = current.clone();
            return Ok(Self {
                key,
                place: Some(source.clone()),
                source,
            });
        }
        let (source, place) = match (next, current.successor()) {
            (Some(next), _) => (next, None),
            (None, Some(new)) => (KeySource::File(new), Some(current.clone())),
            (None, None) => {
                let place = current.to_string();
                return Err(InstallationError::NoNextKey { place });
            }
        };
        let key = is_new(&source)?;
        Ok(Self { key, source, place })
    }

    /// Puts the new key in the place of the old, which is gone then.
    fn put_in_place(self) -> Result<(KeySource, Left), KeyFault> {
        match (&self.source, self.place) {
            (source, Some(place)) if *source == place => Ok((place, Left::Nothing)),
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

/// How much is replaced with the sealing key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// It alone, while processes serve.
    Sealing,
    /// All that derives from it or from the root key too, while nobody serves.
    All,
}

/// Whether processes serve that have to hear of a new key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Serving {
    /// Some do.
    Some,
    /// None does.
    None,
}

/// Replaces the sealing key of the installation in `folder`. `told` hears how many orders
/// are done, some times a second.
///
/// # Errors
/// [`InstallationError`]; whatever it is, the installation opens, and the same again goes
/// on.
pub(crate) async fn rotate_sealing(
    folder: &Path,
    which: Which,
    catalogue: Catalogue,
    variable: Variable<'_>,
    told: &mut dyn FnMut(u64),
) -> Result<(Replaced, Rotated), InstallationError> {
    let (_alone, installation) = match which {
        Which::All => {
            let (alone, installation) = opened(folder, catalogue).await?;
            (Some(alone), installation)
        }
        Which::Sealing => (None, open(folder, catalogue).await?),
    };
    let app = &installation.app;
    let next = installation.settings.keys().next_sealing()?;
    let current = &installation.keys.sealing.source;
    let next = match keys::progress(app).await? {
        None => {
            let mut randomness = AppParts::system_randomness();
            Next::of(current, next, variable, &mut *randomness)?
        }
        // Of one that is going on the key is there.
        Some(change) => Next::begun(&change, current, next, variable)?,
    };
    let vouched = match which == Which::Sealing && keys::root_is_sealing(app) {
        true => Vouched::AsBefore,
        false => Vouched::Nothing,
    };
    let rotated = match which {
        Which::All => keys::rotate_all(app, &next.key).await?,
        Which::Sealing => in_the_background(app, folder, &next.key, told).await?,
    };
    let id = next.key.id().to_string();
    let (source, left) = next.put_in_place()?;
    let replaced = Replaced {
        id,
        at: SigningAt::Apart(source),
        left,
        vouched,
    };
    Ok((replaced, rotated))
}

/// Wait between two stretches, so that whoever serves has the database most of the time.
const BREATH: Duration = Duration::from_millis(20);

/// Replaces the sealing key while processes serve.
async fn in_the_background(
    app: &App,
    folder: &Path,
    next: &MasterKey,
    told: &mut dyn FnMut(u64),
) -> Result<Rotated, InstallationError> {
    let serving = serving(app, folder).await?;
    let since = match serving {
        Serving::Some => app.now(),
        Serving::None => app.now().minus(HEARD),
    };
    keys::begin_change(app, next, since).await?;
    // As many as serve have heard of it then, and wrap under it.
    let since = keys::progress(app)
        .await?
        .map_or(since, |begun| begun.since);
    let heard = since.plus(HEARD + Duration::from_secs(1));
    if serving == Serving::Some {
        tokio::time::sleep(heard.since(app.now())).await;
    }
    let mut rotated = Rotated::default();
    let mut after = String::new();
    loop {
        let done = match keys::rewrap(app, &after).await {
            // Another's transaction was in the way.
            Err(AppError::Again) => {
                tokio::time::sleep(BREATH).await;
                continue;
            }
            done => done?,
        };
        rotated.orders += done.rotated.orders;
        rotated.unopened += done.rotated.unopened;
        told(rotated.orders);
        match done.last {
            Some(last) => after = last,
            None => break,
        }
        tokio::time::sleep(BREATH).await;
    }
    let rest = keys::end_change(app).await?;
    rotated.orders += rest.orders;
    rotated.unopened = rotated.unopened.max(rest.unopened);
    Ok(rotated)
}

/// Whether processes serve the installation.
async fn serving(app: &App, folder: &Path) -> Result<Serving, InstallationError> {
    let settings = read_settings(folder)?;
    let is_served = match settings.database(folder)? {
        Place::File(_) => lock_folder(folder).is_err(),
        Place::Postgres(_) => {
            let processes = nodes::processes(app, &Permit::of_machine_owner()).await?;
            processes.lines.iter().any(|line| line.is_live)
        }
    };
    Ok(match is_served {
        true => Serving::Some,
        false => Serving::None,
    })
}

/// How far the replacement of the sealing key is that was begun, if one was.
///
/// # Errors
/// [`InstallationError`].
pub(crate) async fn change_status(
    folder: &Path,
    catalogue: Catalogue,
) -> Result<Option<Progress>, InstallationError> {
    let installation = open(folder, catalogue).await?;
    Ok(keys::progress(&installation.app).await?)
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
                vouched: Vouched::Nothing,
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
        vouched: Vouched::Nothing,
    })
}
