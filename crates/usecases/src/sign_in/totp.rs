//! The authenticator app as second factor.

use blobs::{MasterKey, SealError};
use domain::log::LogAction;
use domain::randomness::Randomness;
use domain::staff::totp::{TotpError, TotpSecret};
use domain::{Actor, Sealed, StaffId};
use storage::Colleague;

use super::own_password::{OwnPasswordError, prove};
use super::session::SignedIn;
use crate::app::App;
use crate::error::AppError;

/// A second factor that is not enabled yet.
#[derive(Clone, PartialEq, Eq)]
pub struct NewTotp {
    /// The secret in base 32, for typing into an app.
    pub secret_base32: String,
    /// The `otpauth://` URL, for a QR code.
    pub url: String,
}

impl std::fmt::Debug for NewTotp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewTotp")
    }
}

/// Why the authenticator app was not switched on.
#[derive(Debug, thiserror::Error)]
pub enum TotpSwitch {
    /// The code is wrong.
    #[error("the code is wrong")]
    CodeWrong,
    /// There is one already; it is switched off first, with the password.
    #[error("there is one already")]
    AlreadyOn,
    /// Any other error.
    #[error(transparent)]
    App(#[from] AppError),
}

/// The secret for the account's authenticator app: the same at every call until
/// it is confirmed, so that reloading the page does not change it.
///
/// # Errors
/// Storage.
pub async fn begin_totp(app: &App, me: &SignedIn) -> Result<NewTotp, AppError> {
    let found = app.read().await?.colleague(me.id).await?;
    let secret = offered(app, &found.ok_or(AppError::NotFound)?);
    Ok(NewTotp {
        secret_base32: secret.base32(),
        url: secret.url("Huizhi", &me.name),
    })
}

/// Differs after every reset and after every secret that was dropped, so that
/// nobody who knew an old one knows the next.
fn offered(app: &App, account: &Colleague) -> TotpSecret {
    let of = format!(
        "{}\n{}\n{}",
        account.id, account.totp_dropped, account.password
    );
    let derived = app.vouch("totp-offer", &of);
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&derived.0[..20]);
    TotpSecret::from_bytes(bytes)
}

/// Enables the second factor, once a code proves that the app has the secret.
///
/// # Errors
/// See [`TotpSwitch`].
pub async fn confirm_totp(app: &App, me: &SignedIn, code: &str) -> Result<(), TotpSwitch> {
    let now = app.now();
    let mut tx = app.write().await.map_err(AppError::from)?;
    let found = tx.colleague(me.id).await.map_err(AppError::from)?;
    let mut colleague = found.ok_or(AppError::NotFound)?;
    if colleague.totp.is_some() {
        return Err(TotpSwitch::AlreadyOn);
    }
    let secret = offered(app, &colleague);
    let used = secret
        .check(code, None, now)
        .map_err(|_: TotpError| TotpSwitch::CodeWrong)?;
    colleague.totp = Some(seal_totp(app, me.id, &secret));
    colleague.totp_last = Some(used.0);
    let switched = async {
        tx.update_colleague(&colleague).await?;
        let (by, action) = (Actor::Staff(me.id), LogAction::SecondFactorOn);
        app.log(&mut *tx, by, action, &colleague.name, "totp")
            .await?;
        tx.save().await?;
        Ok::<(), AppError>(())
    };
    Ok(switched.await?)
}

/// Switches the authenticator app off, after one's password was proved again.
///
/// # Errors
/// See [`OwnPasswordError`].
pub async fn switch_off_totp(
    app: &App,
    me: &SignedIn,
    password: &str,
) -> Result<(), OwnPasswordError> {
    prove(app, me, password).await?;
    let mut tx = app.write().await?;
    let mut colleague = tx.colleague(me.id).await?.ok_or(AppError::NotFound)?;
    drop_totp(&mut colleague);
    tx.update_colleague(&colleague).await?;
    let (by, action) = (Actor::Staff(me.id), LogAction::SecondFactorOff);
    app.log(&mut *tx, by, action, &colleague.name, "totp")
        .await?;
    tx.save().await?;
    Ok(())
}

/// Drops the account's secret; the next one offered is another.
pub(crate) fn drop_totp(colleague: &mut Colleague) {
    colleague.totp = None;
    colleague.totp_last = None;
    colleague.totp_dropped = colleague.totp_dropped.saturating_add(1);
}

fn seal_totp(app: &App, id: StaffId, secret: &TotpSecret) -> Sealed {
    let keys = app.sealing().keys();
    let key = keys.wrapping(app.now());
    seal_second_factor(key, id, secret, &mut *app.randomness())
}

pub(super) fn open_totp(app: &App, id: StaffId, sealed: &Sealed) -> Result<TotpSecret, AppError> {
    let keys = app.sealing().keys();
    Ok(keys.opened(|key| unseal_second_factor(key, id, sealed))?)
}

/// The purpose of the derived key, and the place that a secret belongs to.
const PURPOSE: &str = "second-factors";

fn place(id: StaffId) -> String {
    format!("totp:{id}")
}

pub(crate) fn seal_second_factor(
    master: &MasterKey,
    id: StaffId,
    secret: &TotpSecret,
    randomness: &mut dyn Randomness,
) -> Sealed {
    let key = master.data_key(PURPOSE);
    let bytes = secret.to_bytes();
    Sealed(blobs::seal(&key, &place(id), &bytes, randomness))
}

pub(crate) fn unseal_second_factor(
    master: &MasterKey,
    id: StaffId,
    sealed: &Sealed,
) -> Result<TotpSecret, SealError> {
    let plain = blobs::open(&master.data_key(PURPOSE), &place(id), &sealed.0)?;
    let bytes = <[u8; 20]>::try_from(plain.as_slice()).map_err(|_| SealError::Damaged)?;
    Ok(TotpSecret::from_bytes(bytes))
}
