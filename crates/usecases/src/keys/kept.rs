//! The service's keys that are kept in the database, wrapped under the sealing
//! key: they stay what they are when it is replaced.

use blobs::{Digester, MasterKey, SealError, WrappedKey};
use domain::log::LogKey;
use domain::randomness::Randomness;
use domain::{Sealed, Timestamp};
use storage::{Storage, Transaction};
use zeroize::Zeroizing;

use super::sealing_keys::SealingKeys;
use crate::error::AppError;

/// Names in `kept_keys`.
pub(super) const DIGESTS: &str = "digests";
pub(super) const WEB: &str = "web";
pub(super) const SIGNING: &str = "signing";
pub(super) const ROOT: &str = "root";
const INSTALLATION: &str = "installation";

/// The service's keys as kept.
#[derive(Clone, Debug)]
pub struct KeptKeys {
    /// Digests for look-up.
    pub digests: Digester,
    /// Secret of the pages' tokens and of devices' cookies.
    pub web: Zeroizing<[u8; 32]>,
    /// What seals of rows, the log's chain, and all that is vouched for a while derive from.
    pub root: MasterKey,
    /// What says which installation this is; another after a back-up was brought back.
    pub installation: Zeroizing<[u8; 32]>,
    /// The sealing key that takes the place of the one in use, and since when.
    pub next: Option<(MasterKey, Timestamp)>,
}

impl KeptKeys {
    /// Those that are kept at the first start, from the root key of the database. That of
    /// an older version's is the sealing key itself.
    #[must_use]
    pub fn derived(root: &MasterKey) -> Self {
        Self {
            digests: Digester::new(root),
            web: Zeroizing::new(root.derive("csrf")),
            root: root.clone(),
            installation: Zeroizing::new(root.derive(INSTALLATION)),
            next: None,
        }
    }
}

/// To whom a kept key belongs, as orders' keys to their order.
fn owner(name: &str) -> String {
    match name {
        DIGESTS => Digester::OWNER.to_owned(),
        other => format!("key of the service: {other}"),
    }
}

pub(super) fn wrap_kept(
    master: &MasterKey,
    name: &str,
    secret: &[u8; 32],
    randomness: &mut dyn Randomness,
) -> Sealed {
    let wrapped = master.wrap_secret(secret, &owner(name), randomness);
    Sealed(wrapped.as_bytes().to_vec())
}

pub(super) fn unwrap_kept(
    master: &MasterKey,
    name: &str,
    wrapped: &Sealed,
) -> Result<Zeroizing<[u8; 32]>, SealError> {
    let wrapped = WrappedKey::from_bytes(&wrapped.0)?;
    master.unwrap_secret(&wrapped, &owner(name))
}

fn log_owner(first: i64) -> String {
    format!("key of the log from entry {first}")
}

/// An earlier key of the log, for keeping.
pub(crate) fn wrap_log_key(
    master: &MasterKey,
    first: i64,
    key: &LogKey,
    randomness: &mut dyn Randomness,
) -> Sealed {
    let wrapped = master.wrap_secret(key.bytes(), &log_owner(first), randomness);
    Sealed(wrapped.as_bytes().to_vec())
}

/// An earlier key of the log, as kept.
pub(crate) fn open_log_key(
    master: &MasterKey,
    first: i64,
    wrapped: &Sealed,
) -> Result<LogKey, SealError> {
    let wrapped = WrappedKey::from_bytes(&wrapped.0)?;
    let bytes = master.unwrap_secret(&wrapped, &log_owner(first))?;
    Ok(LogKey::from_bytes(*bytes))
}

/// The root key of a database, as it keeps it; one of an older version keeps none, and its
/// sealing key is it.
///
/// # Errors
/// [`SealError`]; `wrong-key` with another sealing key.
pub fn root_of(master: &MasterKey, kept: Option<&Sealed>) -> Result<MasterKey, SealError> {
    let Some(kept) = kept else {
        return Ok(master.clone());
    };
    let wrapped = WrappedKey::from_bytes(&kept.0)?;
    master.unwrap_master(&wrapped, &owner(ROOT))
}

/// A root key as it is kept: its name and what is stored under it.
pub fn wrap_root(
    master: &MasterKey,
    root: &MasterKey,
    randomness: &mut dyn Randomness,
) -> (&'static str, Sealed) {
    let wrapped = master.wrap_master(root, &owner(ROOT), randomness);
    (ROOT, Sealed(wrapped.as_bytes().to_vec()))
}

/// The key of another installation, as it is kept: its name and what is stored under it.
pub fn another_installation(
    master: &MasterKey,
    randomness: &mut dyn Randomness,
) -> (&'static str, Sealed) {
    let mut key = Zeroizing::new([0; 32]);
    randomness.fill_bytes(&mut *key);
    (
        INSTALLATION,
        wrap_kept(master, INSTALLATION, &key, randomness),
    )
}

/// Whether `master` is the key of a database that holds these values: the kept
/// digest key, and in an older version's any order with its wrapped key. A
/// database without either is new.
///
/// # Errors
/// [`SealError`]; `wrong-key` names both keys.
pub fn prove(
    master: &MasterKey,
    digests: Option<&Sealed>,
    order: Option<&(String, Sealed)>,
) -> Result<(), SealError> {
    match (digests, order) {
        (Some(kept), _) => unwrap_kept(master, DIGESTS, kept).map(|_| ()),
        (None, Some((order, wrapped))) => {
            let wrapped = WrappedKey::from_bytes(&wrapped.0)?;
            master.unwrap_key(&wrapped, order).map(|_| ())
        }
        (None, None) => Ok(()),
    }
}

/// Opens the kept keys. One that is missing, as in a new database or an older
/// version's, is derived as it always was, and kept.
///
/// # Errors
/// [`AppError::Seal`] with another master key; storage.
pub async fn open_kept(
    storage: &dyn Storage,
    master: &MasterKey,
    random: fn() -> Box<dyn Randomness>,
) -> Result<KeptKeys, AppError> {
    let mut tx = storage.read().await?;
    let digests = tx.kept_key(DIGESTS).await?;
    let web = tx.kept_key(WEB).await?;
    let root = tx.kept_key(ROOT).await?;
    let installation = tx.kept_key(INSTALLATION).await?;
    let change = tx.key_change().await?;
    drop(tx);
    let mut kept = KeptKeys::derived(&root_of(master, root.as_ref())?);
    if let Some(change) = &change {
        kept.next = SealingKeys::of_change(master, change)?.next;
    }
    if let Some(digests) = &digests {
        kept.digests = Digester::unwrap_key(master, &WrappedKey::from_bytes(&digests.0)?)?;
    }
    if let Some(web) = &web {
        kept.web = unwrap_kept(master, WEB, web)?;
    }
    match &installation {
        Some(key) => kept.installation = unwrap_kept(master, INSTALLATION, key)?,
        None => random().fill_bytes(&mut *kept.installation),
    }
    if digests.is_some() && web.is_some() && root.is_some() && installation.is_some() {
        return Ok(kept);
    }
    let wrapped = kept.digests.wrapped(master, &mut *random());
    let digests = Sealed(wrapped.as_bytes().to_vec());
    let web = wrap_kept(master, WEB, &kept.web, &mut *random());
    let mut tx = storage.write().await?;
    if root.is_none() {
        let (name, root) = wrap_root(master, &kept.root, &mut *random());
        tx.keep_key(name, &root).await?;
    }
    if installation.is_none() {
        let key = wrap_kept(master, INSTALLATION, &kept.installation, &mut *random());
        tx.keep_key(INSTALLATION, &key).await?;
    }
    tx.keep_key(WEB, &web).await?;
    tx.keep_key(DIGESTS, &digests).await?;
    Transaction::save(tx).await?;
    Ok(kept)
}
