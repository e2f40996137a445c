//! Signing in and out, passwords, and the second factor.

use domain::log::LogAction;
use domain::staff::right::RightKind;
use domain::staff::session::{Session as Age, UNUSED, session};
use domain::staff::throttle::{Failures, SignIn};
use domain::staff::totp::{TotpError, TotpSecret, UsedStep};
use domain::staff::{Forbidden, Right, Roles, password as policy};
use domain::{Actor, Sealed, StaffId, Timestamp};
use storage::{Colleague, Session};

use crate::app::App;
use crate::error::AppError;
use crate::password;
use crate::permit::Permit;
use crate::token::{digest, token};

/// A signed-in member of staff.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedIn {
    /// Internal id (ULID).
    pub id: StaffId,
    /// Sign-in name.
    pub name: String,
    /// Roles.
    pub roles: Roles,
    /// Whether the initial password is still in use.
    pub must_change_password: bool,
    /// Whether a second factor is enabled.
    pub has_totp: bool,
}

impl SignedIn {
    /// A permit to use a right.
    ///
    /// # Errors
    /// [`Forbidden`] if no role has it.
    pub fn permit<R: RightKind>(&self) -> Result<Permit<R>, Forbidden> {
        Permit::of_staff(Actor::Staff(self.id), self.roles)
    }

    /// Whether a role has the right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.roles.may(right)
    }
}

/// Why a sign-in failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name or password is wrong; the error does not tell which.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many failed tries.
    #[error("too many tries")]
    Locked {
        /// When the lock ends.
        until: Timestamp,
    },
    /// The second factor's code is required.
    #[error("the code is needed")]
    CodeNeeded,
    /// The code is wrong or was already used.
    #[error("the code is wrong")]
    CodeWrong,
    /// The account is disabled.
    #[error("the account was switched off")]
    Disabled,
    /// Any other error.
    #[error(transparent)]
    App(#[from] AppError),
}

impl SignInError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "sign-in-wrong",
            Self::Locked { .. } => "sign-in-locked",
            Self::CodeNeeded => "sign-in-code-needed",
            Self::CodeWrong => "sign-in-code-wrong",
            Self::Disabled => "sign-in-disabled",
            Self::App(error) => error.code(),
        }
    }
}

impl From<storage::StorageError> for SignInError {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

/// A normalised name: trimmed, in lower case.
pub(crate) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// A hash that no password matches: an unknown name takes as long as a wrong
/// password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Signs in; gives the session's token.
///
/// # Errors
/// See [`SignInError`].
pub async fn sign_in(
    app: &App,
    name: &str,
    given: &str,
    code: Option<&str>,
) -> Result<String, SignInError> {
    let now = app.now();
    let name = folded(name);
    let known = app.read().await?.colleague_by_name(&name).await?;
    if let Some(colleague) = &known
        && let SignIn::LockedUntil(until) = colleague.failures.sign_in(now)
    {
        return Err(SignInError::Locked { until });
    }
    let hash = known.as_ref().map_or(NOBODY, |c| &c.password).to_owned();
    let right = password::verify(app.hashing(), given.to_owned(), hash).await?;
    let Some(colleague) = known else {
        return Err(SignInError::Wrong);
    };
    // Read again: another try may have failed while the password was hashed.
    let mut tx = app.write().await?;
    let mut colleague = tx
        .colleague(colleague.id)
        .await?
        .ok_or(SignInError::Wrong)?;
    let checked = if right {
        check_code(app, &mut colleague, code, now)
    } else {
        Err(SignInError::Wrong)
    };
    let outcome = match checked {
        Ok(()) if colleague.disabled_at.is_some() => Err(SignInError::Disabled),
        Ok(()) => {
            colleague.failures = Failures::default();
            let token = token(&mut *app.randomness());
            tx.insert_session(&Session {
                digest: digest(&token),
                staff: colleague.id,
                begun_at: now,
                used_at: now,
            })
            .await?;
            Ok(token)
        }
        Err(refused @ (SignInError::Wrong | SignInError::CodeWrong)) => {
            colleague.failures = colleague.failures.another(now);
            Err(refused)
        }
        Err(other) => Err(other),
    };
    tx.update_colleague(&colleague).await?;
    let by = Actor::Staff(colleague.id);
    let (action, detail) = match &outcome {
        Ok(_) => (LogAction::SignedIn, ""),
        Err(SignInError::Wrong) => (LogAction::SignInWrong, ""),
        Err(SignInError::Locked { .. }) => (LogAction::SignInLocked, ""),
        Err(SignInError::CodeNeeded) => (LogAction::SignInCodeNeeded, ""),
        Err(SignInError::CodeWrong) => (LogAction::SignInCodeWrong, ""),
        Err(SignInError::Disabled) => (LogAction::SignInDisabled, ""),
        Err(SignInError::App(error)) => (LogAction::SignInFault, error.code()),
    };
    app.log(&mut *tx, by, action, &colleague.name, detail)
        .await?;
    tx.save().await?;
    outcome
}

fn check_code(
    app: &App,
    colleague: &mut Colleague,
    code: Option<&str>,
    now: Timestamp,
) -> Result<(), SignInError> {
    let Some(sealed) = &colleague.totp else {
        return Ok(());
    };
    let code = code.filter(|code| !code.trim().is_empty());
    let code = code.ok_or(SignInError::CodeNeeded)?;
    let secret = open_totp(app, colleague.id, sealed)?;
    let last = colleague.totp_last.map(UsedStep);
    let used = secret
        .check(code, last, now)
        .map_err(|_| SignInError::CodeWrong)?;
    colleague.totp_last = Some(used.0);
    Ok(())
}

/// The account of a session; renews the session.
///
/// # Errors
/// Storage.
pub async fn who(app: &App, token: &str) -> Result<Option<SignedIn>, AppError> {
    let now = app.now();
    let digest = digest(token);
    let mut tx = app.read().await?;
    let Some(found) = tx.session(digest).await? else {
        return Ok(None);
    };
    let Some(colleague) = tx.colleague(found.staff).await? else {
        return Ok(None);
    };
    drop(tx);
    let live = matches!(session(found.begun_at, found.used_at, now), Age::Live);
    if !live || colleague.disabled_at.is_some() {
        return Ok(None);
    }
    // Once a minute is precise enough for a limit of half an hour.
    if now.since(found.used_at) >= TOUCH {
        let mut tx = app.write().await?;
        tx.touch_session(digest, now).await?;
        tx.save().await?;
    }
    Ok(Some(SignedIn {
        id: colleague.id,
        name: colleague.name,
        roles: colleague.roles,
        must_change_password: colleague.password_is_initial,
        has_totp: colleague.totp.is_some(),
    }))
}

const TOUCH: std::time::Duration = std::time::Duration::from_secs(60);

/// Ends a session.
///
/// # Errors
/// Storage.
pub async fn sign_out(app: &App, token: &str) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    tx.delete_session(digest(token)).await?;
    tx.save().await?;
    Ok(())
}

/// Sessions last used before this instant have expired.
pub(crate) fn stale(now: Timestamp) -> Timestamp {
    now.minus(UNUSED)
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordChange {
    /// The old password is wrong.
    #[error("the old password is wrong")]
    Wrong,
    /// The new password is too easy to guess.
    #[error(transparent)]
    Weak(#[from] policy::PasswordError),
    /// Any other error.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Changes one's own password; all other sessions of the account end.
///
/// # Errors
/// See [`PasswordChange`].
pub async fn change_password(
    app: &App,
    me: &SignedIn,
    old: &str,
    new: &str,
) -> Result<(), PasswordChange> {
    policy::check(new, &me.name)?;
    let mut tx = app.read().await.map_err(AppError::from)?;
    let found = tx.colleague(me.id).await.map_err(AppError::from)?;
    drop(tx);
    let colleague = found.ok_or(AppError::NotFound)?;
    if !password::verify(app.hashing(), old.to_owned(), colleague.password).await? {
        return Err(PasswordChange::Wrong);
    }
    let hash = new_hash(app, new).await?;
    let changed = async {
        let mut tx = app.write().await?;
        let mut colleague = tx.colleague(me.id).await?.ok_or(AppError::NotFound)?;
        colleague.password = hash;
        colleague.password_is_initial = false;
        tx.update_colleague(&colleague).await?;
        tx.delete_sessions_of(me.id).await?;
        let by = Actor::Staff(me.id);
        app.log(
            &mut *tx,
            by,
            LogAction::PasswordChanged,
            &colleague.name,
            "",
        )
        .await?;
        tx.save().await?;
        Ok::<(), AppError>(())
    };
    Ok(changed.await?)
}

pub(crate) async fn new_hash(app: &App, password: &str) -> Result<String, AppError> {
    let mut salt = [0; 16];
    app.randomness().fill_bytes(&mut salt);
    password::hash(app.hashing(), password.to_owned(), salt).await
}

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

/// The secret for the account's authenticator app: the same at every call until
/// it is confirmed, so that reloading the page does not change it.
#[must_use]
pub fn begin_totp(app: &App, me: &SignedIn) -> NewTotp {
    let secret = offered(app, me);
    NewTotp {
        secret_base32: secret.base32(),
        url: secret.url("Huizhi", &me.name),
    }
}

fn offered(app: &App, me: &SignedIn) -> TotpSecret {
    let derived = app.digest("totp-offer", &me.id.to_string());
    let mut bytes = [0; 20];
    bytes.copy_from_slice(&derived.0[..20]);
    TotpSecret::from_bytes(bytes)
}

/// Enables the second factor, once a code proves that the app has the secret.
///
/// # Errors
/// [`SignInError::CodeWrong`]; storage.
pub async fn confirm_totp(app: &App, me: &SignedIn, code: &str) -> Result<(), SignInError> {
    let secret = offered(app, me);
    let now = app.now();
    let used = secret
        .check(code, None, now)
        .map_err(|_: TotpError| SignInError::CodeWrong)?;
    let mut tx = app.write().await?;
    let mut colleague = tx.colleague(me.id).await?.ok_or(AppError::NotFound)?;
    colleague.totp = Some(seal_totp(app, me.id, &secret));
    colleague.totp_last = Some(used.0);
    tx.update_colleague(&colleague).await?;
    let by = Actor::Staff(me.id);
    app.log(&mut *tx, by, LogAction::SecondFactorOn, &colleague.name, "")
        .await?;
    tx.save().await?;
    Ok(())
}

fn service_key(app: &App) -> blobs::DataKey {
    app.parts().master.data_key("second-factors")
}

fn seal_totp(app: &App, id: StaffId, secret: &TotpSecret) -> Sealed {
    let sealed = blobs::seal(
        &service_key(app),
        &format!("totp:{id}"),
        &secret.to_bytes(),
        &mut *app.randomness(),
    );
    Sealed(sealed)
}

fn open_totp(app: &App, id: StaffId, sealed: &Sealed) -> Result<TotpSecret, AppError> {
    let plain = blobs::open(&service_key(app), &format!("totp:{id}"), &sealed.0)?;
    let bytes = <[u8; 20]>::try_from(plain.as_slice()).map_err(|_| blobs::SealError::Damaged)?;
    Ok(TotpSecret::from_bytes(bytes))
}
