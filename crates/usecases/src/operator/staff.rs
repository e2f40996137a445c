//! Staff accounts and roles.

use domain::log::LogAction;
use domain::staff::right::ManageStaff;
use domain::staff::standing::BY_ACCOUNT;
use domain::staff::throttle::{Failures, SignIn};
use domain::staff::{Right, Role, Roles};
use domain::{Actor, StaffId, Timestamp, plain_text};
use storage::{Colleague, Transaction};

use super::motions;
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;
use crate::sign_in::{drop_totp, folded, new_hash};
use crate::token::one_time_password;

/// A staff account, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColleagueView {
    /// Their identifier.
    pub id: StaffId,
    /// Sign-in name.
    pub name: String,
    /// Roles.
    pub roles: Roles,
    /// Whether the account can be used.
    pub state: AccountState,
    /// Whether the initial password is still in use.
    pub has_first_password: bool,
    /// Whether a second factor is enabled.
    pub has_second_factor: bool,
    /// When the account was created.
    pub created_at: Timestamp,
    /// When the account was disabled; `None` if enabled.
    pub disabled_at: Option<Timestamp>,
}

/// Whether a staff account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// It can.
    Works,
    /// It can; the initial password must be changed first.
    New,
    /// It can, but for a while only from devices where its owner signed in before:
    /// too many sign-ins failed elsewhere.
    Locked,
    /// Disabled.
    Disabled,
}

impl ColleagueView {
    async fn of(
        tx: &mut dyn Transaction,
        colleague: Colleague,
        now: Timestamp,
    ) -> Result<Self, AppError> {
        let has_passkey = !tx.passkeys_of(colleague.id).await?.is_empty();
        let state = match BY_ACCOUNT.sign_in(colleague.failures, now) {
            _ if colleague.disabled_at.is_some() => AccountState::Disabled,
            SignIn::LockedUntil(_) => AccountState::Locked,
            SignIn::Allowed if colleague.password_is_initial => AccountState::New,
            SignIn::Allowed => AccountState::Works,
        };
        Ok(Self {
            id: colleague.id,
            name: colleague.name,
            roles: colleague.roles,
            state,
            has_first_password: colleague.password_is_initial,
            has_second_factor: has_passkey || colleague.totp.is_some(),
            created_at: colleague.created_at,
            disabled_at: colleague.disabled_at,
        })
    }
}

/// All accounts, sorted by name.
///
/// # Errors
/// Storage.
pub async fn colleagues(
    app: &App,
    _: &Permit<ManageStaff>,
) -> Result<Vec<ColleagueView>, AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let mut views = Vec::new();
    for one in tx.colleagues().await? {
        views.push(ColleagueView::of(&mut *tx, one, now).await?);
    }
    Ok(views)
}

/// One account.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn colleague(
    app: &App,
    _: &Permit<ManageStaff>,
    id: StaffId,
) -> Result<ColleagueView, AppError> {
    let mut tx = app.read().await?;
    let found = tx.colleague(id).await?.ok_or(AppError::NotFound)?;
    ColleagueView::of(&mut *tx, found, app.now()).await
}

/// Longest name, in characters.
pub(super) const LONGEST_NAME: usize = 40;

/// A name that an account can have.
pub(super) fn account_name(typed: &str) -> Result<String, AppError> {
    let name = plain_text::name(&folded(typed), LONGEST_NAME).ok_or(AppError::Text)?;
    if name.chars().any(char::is_whitespace) {
        return Err(AppError::Text);
    }
    Ok(name)
}

/// Adds an account; gives its initial password.
///
/// # Errors
/// [`AppError::Text`] for an empty or overlong name, [`AppError::NameTaken`]
/// for an existing one; [`AppError::SecondNeeded`]; storage.
pub async fn add(
    app: &App,
    permit: &Permit<ManageStaff>,
    name: &str,
    roles: Roles,
) -> Result<String, AppError> {
    let name = account_name(name)?;
    let password = one_time_password(&mut *app.randomness());
    let hash = new_hash(app, &password).await?;
    let by = permit.holder();
    let mut tx = app.write().await?;
    motions::alone(app, &mut *tx, by, roles).await?;
    insert(app, &mut *tx, by, NewAccount { name, hash, roles }).await?;
    tx.save().await?;
    Ok(password)
}

/// An account to be added.
pub(super) struct NewAccount {
    pub(super) name: String,
    /// Hash of its initial password.
    pub(super) hash: String,
    pub(super) roles: Roles,
}

pub(super) async fn insert(
    app: &App,
    tx: &mut dyn Transaction,
    by: Actor,
    new: NewAccount,
) -> Result<(), AppError> {
    let now = app.now();
    let NewAccount { name, hash, roles } = new;
    tx.insert_colleague(&Colleague {
        id: StaffId::new(now, &mut *app.randomness()),
        name: name.clone(),
        password: hash,
        password_is_initial: true,
        totp: None,
        totp_last: None,
        totp_dropped: 0,
        roles,
        failures: Failures::default(),
        disabled_at: None,
        created_at: now,
    })
    .await?;
    let detail = role_names(roles);
    app.log(tx, by, LogAction::StaffAdded, &name, &detail).await
}

/// Name of the first operator where none is chosen. It may be known: nobody is
/// locked out by guesses at a name.
pub const FIRST_OPERATOR: &str = "operator";

/// Makes the first operator under this name if there are no accounts; gives name
/// and initial password.
///
/// # Errors
/// Storage.
pub async fn first(app: &App, name: &str) -> Result<Option<(String, String)>, AppError> {
    if !app.read().await?.colleagues().await?.is_empty() {
        return Ok(None);
    }
    let name = folded(name);
    let roles = Role::ALL.into_iter().collect();
    let password = add(app, &Permit::of_machine_owner(), &name, roles).await?;
    Ok(Some((name, password)))
}

/// Sets an account's roles; its sessions end.
///
/// # Errors
/// [`AppError::LastManager`] if nobody could manage staff afterwards;
/// [`AppError::SecondNeeded`]; [`AppError::NotFound`]; storage.
pub async fn set_roles(
    app: &App,
    permit: &Permit<ManageStaff>,
    id: StaffId,
    roles: Roles,
) -> Result<ColleagueView, AppError> {
    do_alone(app, permit, id, AccountChange::Roles(roles)).await
}

/// Disables an account; its sessions end.
///
/// # Errors
/// [`AppError::LastManager`]; [`AppError::NotFound`]; storage.
pub async fn disable(
    app: &App,
    permit: &Permit<ManageStaff>,
    id: StaffId,
) -> Result<ColleagueView, AppError> {
    do_alone(app, permit, id, AccountChange::Disable).await
}

/// Enables an account.
///
/// # Errors
/// [`AppError::SecondNeeded`]; [`AppError::NotFound`]; storage.
pub async fn enable(
    app: &App,
    permit: &Permit<ManageStaff>,
    id: StaffId,
) -> Result<ColleagueView, AppError> {
    do_alone(app, permit, id, AccountChange::Enable).await
}

/// Resets the password; gives the new initial one. Second factors, passkeys and
/// known devices are dropped, and a lock is lifted: whoever had them has not.
///
/// # Errors
/// [`AppError::SecondNeeded`]; [`AppError::NotFound`]; storage.
pub async fn reset_password(
    app: &App,
    permit: &Permit<ManageStaff>,
    id: StaffId,
) -> Result<String, AppError> {
    let password = one_time_password(&mut *app.randomness());
    let hash = new_hash(app, &password).await?;
    do_alone(app, permit, id, AccountChange::Reset { hash }).await?;
    Ok(password)
}

/// A change of an account.
pub(super) enum AccountChange {
    Roles(Roles),
    Disable,
    Enable,
    Reset { hash: String },
}

impl AccountChange {
    /// The rights that it gives to somebody, by `by` to `one`.
    fn gives(&self, by: Actor, one: &Colleague) -> Roles {
        match self {
            Self::Roles(new) => new.iter().filter(|role| !one.roles.has(*role)).collect(),
            Self::Disable => Roles::NONE,
            // One's own account gives one nothing.
            Self::Reset { .. } if by == Actor::Staff(one.id) => Roles::NONE,
            Self::Enable | Self::Reset { .. } => one.roles,
        }
    }
}

/// Changes an account, if whoever does it may do so alone.
async fn do_alone(
    app: &App,
    permit: &Permit<ManageStaff>,
    id: StaffId,
    change: AccountChange,
) -> Result<ColleagueView, AppError> {
    let by = permit.holder();
    let mut tx = app.write().await?;
    let one = tx.colleague(id).await?.ok_or(AppError::NotFound)?;
    motions::alone(app, &mut *tx, by, change.gives(by, &one)).await?;
    let view = self::change(app, &mut *tx, by, id, change).await?;
    tx.save().await?;
    Ok(view)
}

pub(super) async fn change(
    app: &App,
    tx: &mut dyn Transaction,
    by: Actor,
    id: StaffId,
    change: AccountChange,
) -> Result<ColleagueView, AppError> {
    let mut colleague = tx.colleague(id).await?.ok_or(AppError::NotFound)?;
    let (action, detail) = match change {
        AccountChange::Roles(roles) => {
            colleague.roles = roles;
            (LogAction::RolesChanged, role_names(roles))
        }
        AccountChange::Disable => {
            colleague.disabled_at = Some(app.now());
            (LogAction::StaffDisabled, String::new())
        }
        AccountChange::Enable => {
            colleague.disabled_at = None;
            (LogAction::StaffEnabled, String::new())
        }
        AccountChange::Reset { hash } => {
            colleague.password = hash;
            colleague.password_is_initial = true;
            drop_totp(&mut colleague);
            colleague.failures = Failures::default();
            (LogAction::PasswordReset, String::new())
        }
    };
    tx.update_colleague(&colleague).await?;
    let may_manage = |c: &Colleague| c.disabled_at.is_none() && c.roles.may(Right::ManageStaff);
    if !tx.colleagues().await?.iter().any(may_manage) {
        return Err(AppError::LastManager);
    }
    tx.delete_sessions_of(id).await?;
    if action == LogAction::PasswordReset {
        tx.delete_passkeys_of(id).await?;
        tx.forget_devices_of(id).await?;
    }
    app.log(tx, by, action, &colleague.name, &detail).await?;
    ColleagueView::of(tx, colleague, app.now()).await
}

pub(super) fn role_names(roles: Roles) -> String {
    let names: Vec<&str> = roles.iter().map(Role::code).collect();
    names.join(" ")
}
