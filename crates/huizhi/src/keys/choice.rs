//! Which key is the one in use. A replacement that was interrupted leaves two:
//! the database tells which of them opens it.

use std::path::Path;

use blobs::{MasterKey, SealError, replace_key_file};
use domain::Sealed;
use domain::randomness::Randomness;
use usecases::AppError;
use usecases::keys::{SealingKeys, SigningKeyKept, prove, root_of, signing_of, wrap_root};
use zeroize::Zeroizing;

use super::settings::KeysSettings;
use super::source::{KeySource, Variable};
use crate::installation_error::InstallationError;
use storage_sql::{Evidence, SealKeys};

/// Both keys in use: where they are and their public ids.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) sealing: HeldAt,
    pub(crate) signing: SigningAt,
    /// First digits of the signing key's public key.
    pub(crate) signing_id: String,
}

/// A key's source, and the key's public id.
#[derive(Clone, Debug)]
pub(crate) struct HeldAt {
    pub(crate) source: KeySource,
    pub(crate) id: String,
}

/// Where the signing key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SigningAt {
    /// In the database, under the sealing key.
    UnderSealing,
    /// Apart from it.
    Apart(KeySource),
}

/// The sealing key of an installation, with what derives from it.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// The one that the service's keys are under.
    pub(crate) master: MasterKey,
    /// Whence a key came: this one, or while it is being replaced either.
    pub(crate) held: HeldAt,
    root: MasterKey,
    /// The root key as a new database keeps it from its beginning.
    new_root: Option<(&'static str, Sealed)>,
}

impl Chosen {
    /// What seals rows and chains the log.
    pub(crate) fn seal_keys(&self) -> SealKeys {
        let keys = SealKeys::derived(|label| self.root.derive(label));
        match &self.new_root {
            Some((name, root)) => keys.beginning_with(name, root.clone()),
            None => keys,
        }
    }

    /// Of data that is there.
    fn of(master: MasterKey, held: HeldAt, evidence: &Evidence) -> Result<Self, InstallationError> {
        let root = root_of(&master, evidence.root.as_ref()).map_err(AppError::from)?;
        Ok(Self {
            master,
            held,
            root,
            new_root: None,
        })
    }
}

/// The sealing key of the installation in `folder`, and its source. `evidence` is
/// `None` where there is no database yet: then a key that a file lacks is made.
///
/// # Errors
/// That of the configured source, if no candidate is the data's key:
/// [`InstallationError::Key`], [`InstallationError::AnotherKey`].
pub(crate) fn choose_sealing(
    folder: &Path,
    settings: &KeysSettings,
    evidence: Option<&Evidence>,
    variable: Variable<'_>,
    randomness: &mut dyn Randomness,
) -> Result<Chosen, InstallationError> {
    let configured = settings.sealing(folder)?;
    let Some(evidence) = evidence else {
        let master = configured.read_or_make(variable, randomness)?;
        let root = MasterKey::generate(randomness);
        let new_root = Some(wrap_root(&master, &root, randomness));
        return Ok(Chosen {
            held: held_at(&master, configured),
            master,
            root,
            new_root,
        });
    };
    let (kept, order) = (evidence.kept.as_ref(), evidence.order.as_ref());
    // The key that was read, and the one in use: another while it is being replaced.
    let proved = |source: &KeySource| {
        let key = source.read(variable)?;
        let fault = match prove(&key, kept, order) {
            Ok(()) => return Ok((key.clone(), key)),
            Err(fault) => fault,
        };
        if let Some(change) = &evidence.change
            && let Ok(both) = SealingKeys::of_change(&key, change)
            && prove(&both.current, kept, order).is_ok()
        {
            return Ok((key, both.current));
        }
        match fault {
            SealError::WrongKey { sealed_by, held } => Err(InstallationError::AnotherKey {
                place: source.to_string(),
                sealed_by: sealed_by.to_string(),
                held: held.to_string(),
            }),
            other => Err(AppError::from(other).into()),
        }
    };
    let fault = match proved(&configured) {
        Ok((key, master)) => return Chosen::of(master, held_at(&key, configured), evidence),
        Err(fault) => fault,
    };
    if let Some(new) = configured.successor()
        && let Ok((key, master)) = proved(&KeySource::File(new.clone()))
    {
        let source = match evidence.change {
            None => put_in_place(&new, configured),
            Some(_) => KeySource::File(new),
        };
        return Chosen::of(master, held_at(&key, source), evidence);
    }
    match settings.next_sealing()?.map(|next| (proved(&next), next)) {
        Some((Ok((key, master)), next)) => Chosen::of(master, held_at(&key, next), evidence),
        Some((Err(of_next), _)) => Err(plainer(fault, of_next)),
        None => Err(fault),
    }
}

/// What to say where neither the configured source nor the next one has the key: a
/// configured key that is another one may have been replaced, and then the next
/// source is at fault.
fn plainer(configured: InstallationError, next: InstallationError) -> InstallationError {
    match (&configured, &next) {
        (InstallationError::Key(_), _) => configured,
        (_, InstallationError::Key(_)) => next,
        _ => configured,
    }
}

fn held_at(key: &MasterKey, source: KeySource) -> HeldAt {
    let id = key.id().to_string();
    HeldAt { source, id }
}

/// The signing key's secret, and where it is. A new database takes any, and makes
/// one that a file lacks.
///
/// # Errors
/// As [`choose_sealing`]; [`InstallationError::AnotherSigningKey`].
pub(crate) fn choose_signing(
    kept: &SigningKeyKept,
    settings: &KeysSettings,
    variable: Variable<'_>,
    randomness: &mut dyn Randomness,
) -> Result<(Zeroizing<[u8; 32]>, SigningAt), InstallationError> {
    let another = |place: Option<String>| InstallationError::AnotherSigningKey {
        place,
        in_use: kept.short(),
    };
    let in_use = |key: MasterKey, place: &KeySource| {
        let secret = signing_of(&key);
        match kept.is_in_use(&secret) {
            true => Ok(secret),
            false => Err(another(Some(place.to_string()))),
        }
    };
    let proved = |source: &KeySource| in_use(source.read(variable)?, source);
    let configured = settings.signing()?;
    let fault = match &configured {
        None => {
            let secret = kept.under_sealing();
            if kept.is_in_use(&secret) {
                return Ok((secret, SigningAt::UnderSealing));
            }
            another(None)
        }
        Some(source) => {
            let key = match kept.is_of_new_data() {
                true => source.read_or_make(variable, randomness),
                false => source.read(variable),
            };
            let read = key.map_err(InstallationError::from);
            match read.and_then(|key| in_use(key, source)) {
                Ok(secret) => return Ok((secret, SigningAt::Apart(source.clone()))),
                Err(fault) => fault,
            }
        }
    };
    if let Some(configured) = configured
        && let Some(new) = configured.successor()
        && let Ok(secret) = proved(&KeySource::File(new.clone()))
    {
        let source = put_in_place(&new, configured);
        return Ok((secret, SigningAt::Apart(source)));
    }
    match settings.next_signing()?.map(|next| (proved(&next), next)) {
        Some((Ok(secret), next)) => Ok((secret, SigningAt::Apart(next))),
        Some((Err(of_next), _)) => Err(plainer(fault, of_next)),
        None => Err(fault),
    }
}

/// Finishes a replacement that was interrupted after the database: the new key's
/// file takes the place of `configured`. Where that is not possible, it is used
/// where it lies.
fn put_in_place(new: &Path, configured: KeySource) -> KeySource {
    let KeySource::File(path) = &configured else {
        return configured;
    };
    // Where it is gone, another process did it meanwhile.
    if replace_key_file(new, path).is_err() && new.exists() {
        return KeySource::File(new.to_owned());
    }
    configured
}
