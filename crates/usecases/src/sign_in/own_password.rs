//! One's own password: proving it again within a session, and changing it.
//! Whoever finds an open session can guess here, so guesses are counted and
//! logged like those at the door.

use domain::log::LogAction;
use domain::staff::password as policy;
use domain::staff::standing::{TryEnd, Verdict};
use domain::{Actor, Timestamp};
use storage::Colleague;

use super::attempt::settle;
use super::counts::Counters;
use super::session::SignedIn;
use crate::app::App;
use crate::error::AppError;
use crate::password;

/// Why one's own password was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum OwnPasswordError {
    /// It is wrong.
    #[error("the password is wrong")]
    Wrong,
    /// Too many wrong ones; it was not checked.
    #[error("too many wrong passwords")]
    Locked {
        /// When it is checked again.
        until: Timestamp,
    },
    /// Any other error.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for OwnPasswordError {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

/// Checks one's own password again; gives the account.
pub(crate) async fn prove(
    app: &App,
    me: &SignedIn,
    given: &str,
) -> Result<Colleague, OwnPasswordError> {
    let mut tx = app.write().await?;
    let account = tx.colleague(me.id).await?.ok_or(AppError::NotFound)?;
    let counters = Counters::of_session(app, &account);
    let standing = counters.read(&mut *tx).await?;
    let Verdict::Evaluate(begun) = standing.begin(app.now()) else {
        let until = standing.locked_here(app.now()).unwrap_or(app.now());
        return Err(OwnPasswordError::Locked { until });
    };
    counters.keep(&mut *tx, begun.counted).await?;
    tx.save().await?;
    let verified =
        password::verify(app.hashing(), given.to_owned(), account.password.clone()).await;
    let end = match verified {
        Ok(true) => TryEnd::SignedIn,
        Ok(false) => TryEnd::Wrong,
        Err(_) => TryEnd::NoGuess,
    };
    let mut tx = app.write().await?;
    settle(&mut *tx, counters, &begun, end).await?;
    if end == TryEnd::Wrong {
        let by = Actor::Staff(me.id);
        app.log(&mut *tx, by, LogAction::OldPasswordWrong, &account.name, "")
            .await?;
    }
    tx.save().await?;
    if verified? {
        Ok(account)
    } else {
        Err(OwnPasswordError::Wrong)
    }
}

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordChange {
    /// The old password was not accepted.
    #[error(transparent)]
    Old(#[from] OwnPasswordError),
    /// The new password is the old one.
    #[error("the new password is the old one")]
    Same,
    /// The new password is too easy to guess.
    #[error(transparent)]
    Weak(#[from] policy::PasswordError),
}

impl From<AppError> for PasswordChange {
    fn from(error: AppError) -> Self {
        Self::Old(error.into())
    }
}

/// Changes one's own password; all sessions of the account end.
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
    let account = prove(app, me, old).await?;
    // A one-time password that somebody else has seen would stay in use.
    if old == new {
        return Err(PasswordChange::Same);
    }
    let hash = new_hash(app, new).await?;
    let changed = async {
        let mut tx = app.write().await?;
        let mut colleague = tx.colleague(me.id).await?.ok_or(AppError::NotFound)?;
        // Reset meanwhile: what was proved is no longer the password.
        if colleague.password != account.password {
            return Err(AppError::ChangedMeanwhile);
        }
        colleague.password = hash;
        colleague.password_is_initial = false;
        tx.update_colleague(&colleague).await?;
        tx.delete_sessions_of(me.id).await?;
        let by = Actor::Staff(me.id);
        let action = LogAction::PasswordChanged;
        app.log(&mut *tx, by, action, &colleague.name, "").await?;
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
