//! The key that signs receipts and checkpoints: the one in use, earlier ones, and
//! replacing it.

use blobs::MasterKey;
use domain::log::LogAction;
use domain::randomness::Randomness;
use domain::{Actor, Timestamp, china};
use receipts::token::{IssuerKey, KnownKey, PublicKey};
use storage::{KeptPublicKey, Storage, StorageError, Transaction};
use zeroize::Zeroizing;

use super::kept::{SIGNING, unwrap_kept, wrap_kept};
use crate::app::App;
use crate::error::AppError;

/// The key that signs, and the earlier ones.
#[derive(Clone)]
pub struct Signing {
    secret: Zeroizing<[u8; 32]>,
    retired: Vec<Retired>,
}

#[derive(Clone, Copy)]
struct Retired {
    key: PublicKey,
    at: Timestamp,
}

impl std::fmt::Debug for Signing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signing({})", self.public().short())
    }
}

/// What a key gives for signing.
pub fn signing_of(key: &MasterKey) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(key.derive("receipts"))
}

impl Signing {
    /// With this secret, and no earlier key.
    #[must_use]
    pub const fn new(secret: Zeroizing<[u8; 32]>) -> Self {
        Self {
            secret,
            retired: Vec::new(),
        }
    }

    /// The key that signs.
    #[must_use]
    pub fn key(&self) -> IssuerKey {
        IssuerKey::from_bytes(&self.secret)
    }

    /// Its public key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.key().public()
    }

    /// All public keys, the one in use first, with the last day of the others.
    #[must_use]
    pub fn known(&self) -> Vec<KnownKey> {
        let in_use = KnownKey {
            key: self.public(),
            last_day: None,
        };
        let retired = self.retired.iter().map(|retired| KnownKey {
            key: retired.key,
            last_day: Some(china::date(retired.at)),
        });
        std::iter::once(in_use).chain(retired).collect()
    }

    /// Whether a statement made at `at` is signed by the key of that time.
    #[must_use]
    pub fn attests(&self, statement: &[u8], signature: &[u8; 64], at: Timestamp) -> bool {
        let by_earlier = |one: &Retired| at <= one.at && one.key.attests(statement, signature);
        self.public().attests(statement, signature) || self.retired.iter().any(by_earlier)
    }
}

/// What the database says of the signing key.
pub struct SigningKeyKept {
    /// The public key in use; `None` if none was kept yet.
    in_use: Option<PublicKey>,
    retired: Vec<Retired>,
    /// What is kept under the sealing key, or derived from it.
    under_sealing: Zeroizing<[u8; 32]>,
    is_kept: bool,
    newness: Newness,
}

impl SigningKeyKept {
    /// Reads it.
    ///
    /// # Errors
    /// [`AppError::Seal`]; storage.
    pub async fn read(
        storage: &dyn Storage,
        master: &MasterKey,
        newness: Newness,
    ) -> Result<Self, AppError> {
        let mut tx = storage.read().await?;
        let kept = tx.kept_key(SIGNING).await?;
        let mut found = Self {
            in_use: None,
            retired: Vec::new(),
            is_kept: kept.is_some(),
            under_sealing: match kept {
                Some(kept) => unwrap_kept(master, SIGNING, &kept)?,
                None => signing_of(master),
            },
            newness,
        };
        for public in tx.signing_keys().await? {
            let table = "signing_keys";
            let key = public.public.parse();
            let key = key.map_err(|_| StorageError::Unreadable { table })?;
            match public.retired_at {
                None => found.in_use = Some(key),
                Some(at) => found.retired.push(Retired { key, at }),
            }
        }
        Ok(found)
    }

    /// Whether nothing was ever signed here, so that any key may begin.
    #[must_use]
    pub fn is_of_new_data(&self) -> bool {
        self.expected().is_none()
    }

    /// The secret under the sealing key.
    #[must_use]
    pub fn under_sealing(&self) -> Zeroizing<[u8; 32]> {
        self.under_sealing.clone()
    }

    /// The public key that has to sign, where that is known.
    fn expected(&self) -> Option<PublicKey> {
        let derived = || IssuerKey::from_bytes(&self.under_sealing).public();
        self.in_use
            .or_else(|| (self.newness == Newness::Used).then(derived))
    }

    /// Whether this secret is the one in use; in a new database any is.
    #[must_use]
    pub fn is_in_use(&self, secret: &[u8; 32]) -> bool {
        let public = IssuerKey::from_bytes(secret).public();
        self.expected()
            .is_none_or(|expected| expected.is_same(&public))
    }

    /// The public key in use, in short, for a message.
    #[must_use]
    pub fn short(&self) -> String {
        self.expected().map(|key| key.short()).unwrap_or_default()
    }

    /// Signs with `secret`, which is in use; keeps it at the first start.
    ///
    /// # Errors
    /// Storage.
    pub async fn sign_with(
        self,
        secret: Zeroizing<[u8; 32]>,
        storage: &dyn Storage,
        master: &MasterKey,
        random: fn() -> Box<dyn Randomness>,
    ) -> Result<Signing, AppError> {
        let signing = Signing {
            secret,
            retired: self.retired,
        };
        // What is derived from the sealing key would change with it.
        let is_to_keep = !self.is_kept && signing.secret == self.under_sealing;
        if self.in_use.is_none() || is_to_keep {
            let kept = wrap_kept(master, SIGNING, &signing.secret, &mut *random());
            let mut tx = storage.write().await?;
            if self.in_use.is_none() {
                tx.keep_signing_key(&KeptPublicKey {
                    public: signing.public().to_string(),
                    retired_at: None,
                })
                .await?;
            }
            if is_to_keep {
                tx.keep_key(SIGNING, &kept).await?;
            }
            Transaction::save(tx).await?;
        }
        Ok(signing)
    }
}

/// Whether anything was ever sealed in a database, and so perhaps signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newness {
    /// Nothing was.
    New,
    /// It is in use.
    Used,
}

/// Where a new signing key is kept.
pub enum NewSigningKey {
    /// In the database, under the sealing key; it is made here.
    UnderSealing,
    /// Elsewhere, by the operator; this is what it gives for signing.
    Apart(Zeroizing<[u8; 32]>),
}

/// Replaces the signing key, in one transaction. What the earlier ones signed stays
/// genuine: their public keys are kept, each with its last day. Gives the new
/// public key.
///
/// # Errors
/// [`AppError::KeyNotNew`]; storage. Nothing was changed then.
pub async fn rotate_signing(app: &App, new: NewSigningKey) -> Result<PublicKey, AppError> {
    let mut randomness = app.randomness();
    let (secret, kept) = match new {
        NewSigningKey::UnderSealing => {
            let mut secret = Zeroizing::new([0; 32]);
            randomness.fill_bytes(&mut *secret);
            let sealing = app.sealing().keys().current;
            let kept = wrap_kept(&sealing, SIGNING, &secret, &mut *randomness);
            (secret, Some(kept))
        }
        NewSigningKey::Apart(secret) => (secret, None),
    };
    drop(randomness);
    let public = IssuerKey::from_bytes(&secret).public();
    let now = app.now();
    let mut tx = app.write().await?;
    for earlier in tx.signing_keys().await? {
        let key: Result<PublicKey, _> = earlier.public.parse();
        if key.is_ok_and(|key| key.is_same(&public)) {
            return Err(AppError::KeyNotNew);
        }
        if earlier.retired_at.is_none() {
            tx.keep_signing_key(&KeptPublicKey {
                retired_at: Some(now),
                ..earlier
            })
            .await?;
        }
    }
    tx.keep_signing_key(&KeptPublicKey {
        public: public.to_string(),
        retired_at: None,
    })
    .await?;
    match kept {
        Some(kept) => tx.keep_key(SIGNING, &kept).await?,
        None => tx.forget_key(SIGNING).await?,
    }
    let (by, action) = (Actor::System, LogAction::SigningKeyRotated);
    let earlier = app.public_key().short();
    app.log(&mut *tx, by, action, &public.short(), &earlier)
        .await?;
    tx.save().await?;
    // Where somebody reads meanwhile, the next erasure empties the log of writes.
    app.parts().storage.purge().await?;
    Ok(public)
}
