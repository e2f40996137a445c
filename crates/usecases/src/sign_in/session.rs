//! Sessions: who is signed in, beginning and ending one.

use domain::staff::right::RightKind;
use domain::staff::session::{Session as Age, UNUSED, session};
use domain::staff::{Forbidden, Right, Roles};
use domain::{Actor, StaffId, Timestamp};
use storage::{Colleague, Session, Transaction, traces};

use super::device;
use crate::app::App;
use crate::error::AppError;
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
    /// Whether an authenticator app is enabled.
    pub has_totp: bool,
    /// Whether a role requires a second factor and the account has none: it can
    /// do nothing but set one up.
    pub lacks_second_factor: bool,
}

impl SignedIn {
    /// A permit to use a right.
    ///
    /// # Errors
    /// [`Forbidden`] if no role has it, or while a required second factor is
    /// missing.
    pub fn permit<R: RightKind>(&self) -> Result<Permit<R>, Forbidden> {
        if self.lacks_second_factor {
            return Err(Forbidden(R::RIGHT));
        }
        Permit::of_staff(Actor::Staff(self.id), self.roles)
    }

    /// Whether a role has the right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.roles.may(right)
    }
}

/// A browser that has just been signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Admitted {
    /// The session's token.
    pub session: String,
    /// The token by which the browser is known from now on.
    pub device: String,
}

impl std::fmt::Debug for Admitted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Admitted")
    }
}

/// Begins a session of the account, and makes the browser known for it. `device`
/// is the token that the browser has, if any.
pub(super) async fn admit(
    app: &App,
    tx: &mut dyn Transaction,
    colleague: &Colleague,
    device: Option<&str>,
) -> Result<Admitted, AppError> {
    let now = app.now();
    let session = token(&mut *app.randomness());
    tx.insert_session(&Session {
        digest: digest(&session),
        staff: colleague.id,
        begun_at: now,
        used_at: now,
    })
    .await?;
    let device = device::keep(app, tx, colleague.id, device).await?;
    Ok(Admitted { session, device })
}

/// Who asks in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// A person did something, which renews the session.
    Person,
    /// A page that is open looks by itself. Else no screen that somebody walked away
    /// from would ever be signed out.
    Page,
}

/// The account of a session; renews the session.
///
/// # Errors
/// Storage.
pub async fn who(app: &App, token: &str) -> Result<Option<SignedIn>, AppError> {
    who_asks(app, token, Asks::Person).await
}

/// The account of a session, which is renewed if a person asks.
///
/// # Errors
/// Storage.
pub async fn who_asks(app: &App, token: &str, asks: Asks) -> Result<Option<SignedIn>, AppError> {
    let now = app.now();
    let digest = digest(token);
    let mut tx = app.read().await?;
    let Some(found) = tx.session(digest).await? else {
        return Ok(None);
    };
    let Some(colleague) = tx.colleague(found.staff).await? else {
        return Ok(None);
    };
    let is_required = colleague
        .roles
        .iter()
        .any(|role| app.requires_second_factor(role));
    let lacks_second_factor =
        is_required && colleague.totp.is_none() && tx.passkeys_of(colleague.id).await?.is_empty();
    drop(tx);
    let live = matches!(session(found.begun_at, found.used_at, now), Age::Live);
    if !live || colleague.disabled_at.is_some() {
        return Ok(None);
    }
    // Once a minute is precise enough for a limit of half an hour.
    if asks == Asks::Person && now.since(found.used_at) >= TOUCH {
        traces::harmless(async {
            let mut tx = app.write().await?;
            tx.touch_session(digest, now).await?;
            tx.save().await
        })
        .await?;
    }
    Ok(Some(SignedIn {
        id: colleague.id,
        name: colleague.name,
        roles: colleague.roles,
        must_change_password: colleague.password_is_initial,
        has_totp: colleague.totp.is_some(),
        lacks_second_factor,
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
