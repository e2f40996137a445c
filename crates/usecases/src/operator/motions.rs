//! Two people for rights: what gives somebody rights that its maker lacks, or the
//! right to manage staff, waits for a second operator where the settings ask for
//! it. Whoever owns the machine is held to nothing here and is in the log as the
//! system.

use domain::log::LogAction;
use domain::staff::Right;
use domain::staff::Roles;
use domain::staff::motion::{Motion, MotionKind, Needs, NotYours, needs};
use domain::staff::right::ManageStaff;
use domain::{Actor, MotionId, StaffId, Timestamp};
use storage::{Colleague, Transaction};

use super::staff::{self, AccountChange, role_names};
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;
use crate::sign_in::{OwnPasswordError, SignedIn, new_hash, prove};
use crate::token::one_time_password;

/// What a motion asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A new account.
    Account {
        /// Its name, as typed.
        name: String,
        /// Its roles.
        roles: Roles,
    },
    /// Roles of an account.
    Roles {
        /// The account.
        of: StaffId,
        /// All its roles afterwards.
        roles: Roles,
    },
    /// The use of a disabled account.
    Enable(StaffId),
    /// A new one-time password of an account.
    Reset(StaffId),
}

/// How a motion stands to who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MotionStanding {
    /// They can approve it.
    Open,
    /// They cannot, and can refuse it.
    NotYours(NotYours),
}

/// A motion that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MotionView {
    /// Its identifier.
    pub id: MotionId,
    /// What is given.
    pub kind: MotionKind,
    /// The account's name.
    pub name: String,
    /// The account's roles afterwards.
    pub roles: Roles,
    /// Name of who made it.
    pub by: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it lapses.
    pub ends_at: Timestamp,
    /// How it stands to the reader.
    pub standing: MotionStanding,
}

/// Why a motion was not approved.
#[derive(Debug, thiserror::Error)]
pub enum NotApproved {
    /// The approver's own password was not accepted.
    #[error(transparent)]
    Password(#[from] OwnPasswordError),
    /// It is not theirs to approve.
    #[error(transparent)]
    NotYours(#[from] NotYours),
    /// Any other error; [`AppError::NotFound`] if it was decided or lapsed, or
    /// who made it may no longer manage staff.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for NotApproved {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

/// Holds a deed that gives `given` against the setting: `Ok` if its doer may do it
/// alone.
///
/// # Errors
/// [`AppError::SecondNeeded`]; storage.
pub(super) async fn alone(
    app: &App,
    tx: &mut dyn Transaction,
    by: Actor,
    given: Roles,
) -> Result<(), AppError> {
    if !app.parts().roles_need_two {
        return Ok(());
    }
    let own = match by {
        // Who owns the machine.
        Actor::System => return Ok(()),
        Actor::Staff(id) => tx.colleague(id).await?.map(|colleague| colleague.roles),
        // Nobody knows which person a program speaks for.
        _ => None,
    };
    match needs(given, own.unwrap_or(Roles::NONE)) {
        Needs::One => Ok(()),
        Needs::Two => Err(AppError::SecondNeeded),
    }
}

fn is_operator(colleague: &Colleague) -> bool {
    colleague.disabled_at.is_none() && colleague.roles.may(Right::ManageStaff)
}

/// Makes a motion, for a deed that was refused as [`AppError::SecondNeeded`].
///
/// # Errors
/// [`AppError::NoSecond`] if nobody else could approve it; [`AppError::Text`] and
/// [`AppError::NameTaken`] for a name; [`AppError::NotFound`]; storage.
pub async fn propose(
    app: &App,
    permit: &Permit<ManageStaff>,
    asked: Asked,
) -> Result<MotionView, AppError> {
    let Actor::Staff(by) = permit.holder() else {
        return Err(AppError::SecondNeeded);
    };
    let now = app.now();
    let mut tx = app.write().await?;
    let (kind, to, name, roles) = match asked {
        Asked::Account { name, roles } => {
            let name = staff::account_name(&name)?;
            if tx.colleague_by_name(&name).await?.is_some() {
                return Err(AppError::NameTaken);
            }
            (MotionKind::Account, None, name, roles)
        }
        Asked::Roles { of, roles } => {
            let one = tx.colleague(of).await?.ok_or(AppError::NotFound)?;
            (MotionKind::Roles, Some(of), one.name, roles)
        }
        Asked::Enable(of) => {
            let one = tx.colleague(of).await?.ok_or(AppError::NotFound)?;
            (MotionKind::Enable, Some(of), one.name, one.roles)
        }
        Asked::Reset(of) => {
            let one = tx.colleague(of).await?.ok_or(AppError::NotFound)?;
            (MotionKind::Reset, Some(of), one.name, one.roles)
        }
    };
    let motion = Motion {
        id: MotionId::new(now, &mut *app.randomness()),
        kind,
        to,
        name,
        roles,
        by,
        asked_at: now,
        ends_at: now.plus(domain::retention::MOTION),
    };
    let all = tx.colleagues().await?;
    let second = |one: &Colleague| is_operator(one) && motion.approvable_by(one.id).is_ok();
    if !all.iter().any(second) {
        return Err(AppError::NoSecond);
    }
    tx.insert_motion(&motion).await?;
    let detail = in_log(&motion);
    let action = LogAction::MotionMade;
    app.log(&mut *tx, permit.holder(), action, &motion.name, &detail)
        .await?;
    tx.save().await?;
    Ok(view(motion, permit.holder(), &all))
}

fn in_log(motion: &Motion) -> String {
    format!("{} {}", motion.kind.code(), role_names(motion.roles))
}

fn view(motion: Motion, reader: Actor, all: &[Colleague]) -> MotionView {
    let standing = match reader {
        Actor::Staff(reader) => match motion.approvable_by(reader) {
            Ok(()) => MotionStanding::Open,
            Err(not) => MotionStanding::NotYours(not),
        },
        _ => MotionStanding::NotYours(NotYours::Own),
    };
    let by = all.iter().find(|one| one.id == motion.by);
    MotionView {
        id: motion.id,
        kind: motion.kind,
        name: motion.name,
        roles: motion.roles,
        by: by.map_or(String::new(), |one| one.name.clone()),
        made_at: motion.asked_at,
        ends_at: motion.ends_at,
        standing,
    }
}

/// Motions that wait, the oldest first.
///
/// # Errors
/// Storage.
pub async fn motions(app: &App, permit: &Permit<ManageStaff>) -> Result<Vec<MotionView>, AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let all = tx.colleagues().await?;
    let waiting = tx.motions().await?.into_iter();
    let waiting = waiting.filter(|motion| !motion.has_lapsed(now));
    Ok(waiting
        .map(|motion| view(motion, permit.holder(), &all))
        .collect())
}

/// One motion that waits.
///
/// # Errors
/// [`AppError::NotFound`] if it was decided or lapsed; storage.
pub async fn motion(
    app: &App,
    permit: &Permit<ManageStaff>,
    id: MotionId,
) -> Result<MotionView, AppError> {
    let mut waiting = motions(app, permit).await?.into_iter();
    let found = waiting.find(|motion| motion.id == id);
    found.ok_or(AppError::NotFound)
}

/// Approves a motion by a second operator, who proves their own password; the deed
/// is done. Gives the account's one-time password, if it is a new one: whoever
/// approves hands it over.
///
/// # Errors
/// See [`NotApproved`].
pub async fn approve(
    app: &App,
    permit: &Permit<ManageStaff>,
    me: &SignedIn,
    own_password: &str,
    id: MotionId,
) -> Result<Option<String>, NotApproved> {
    prove(app, me, own_password).await?;
    let password = one_time_password(&mut *app.randomness());
    let hash = new_hash(app, &password).await?;
    let mut tx = app.write().await?;
    let motion = waiting(app, &mut *tx, id).await?;
    let approver = tx.colleague(me.id).await?;
    if !approver.is_some_and(|approver| is_operator(&approver)) {
        return Err(AppError::NotFound.into());
    }
    motion.approvable_by(me.id)?;
    let maker = tx.colleague(motion.by).await?;
    // Who made it may have been disabled for it.
    let Some(maker) = maker.filter(is_operator) else {
        return Err(AppError::NotFound.into());
    };
    tx.delete_motion(id).await?;
    let by = permit.holder();
    let detail = format!("{} by {}", in_log(&motion), maker.name);
    let action = LogAction::MotionApproved;
    app.log(&mut *tx, by, action, &motion.name, &detail).await?;
    let shown = match (motion.kind, motion.to) {
        (MotionKind::Account, _) => {
            let new = staff::NewAccount {
                name: motion.name,
                hash,
                roles: motion.roles,
            };
            staff::insert(app, &mut *tx, by, new).await?;
            Some(password)
        }
        (MotionKind::Roles, Some(of)) => {
            let change = AccountChange::Roles(motion.roles);
            staff::change(app, &mut *tx, by, of, change).await?;
            None
        }
        (MotionKind::Enable, Some(of)) => {
            unchanged(&mut *tx, of, motion.roles).await?;
            staff::change(app, &mut *tx, by, of, AccountChange::Enable).await?;
            None
        }
        (MotionKind::Reset, Some(of)) => {
            unchanged(&mut *tx, of, motion.roles).await?;
            staff::change(app, &mut *tx, by, of, AccountChange::Reset { hash }).await?;
            Some(password)
        }
        (_, None) => return Err(AppError::NotFound.into()),
    };
    tx.save().await?;
    Ok(shown)
}

/// The roles must be those that the approver was shown.
async fn unchanged(tx: &mut dyn Transaction, of: StaffId, shown: Roles) -> Result<(), AppError> {
    let one = tx.colleague(of).await?.ok_or(AppError::NotFound)?;
    if one.roles == shown {
        Ok(())
    } else {
        Err(AppError::ChangedMeanwhile)
    }
}

/// Refuses a motion; who made it takes it back so.
///
/// # Errors
/// [`AppError::NotFound`] if it was decided or lapsed; storage.
pub async fn refuse(app: &App, permit: &Permit<ManageStaff>, id: MotionId) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let motion = waiting(app, &mut *tx, id).await?;
    tx.delete_motion(id).await?;
    let (action, detail) = (LogAction::MotionRefused, in_log(&motion));
    app.log(&mut *tx, permit.holder(), action, &motion.name, &detail)
        .await?;
    tx.save().await?;
    Ok(())
}

async fn waiting(app: &App, tx: &mut dyn Transaction, id: MotionId) -> Result<Motion, AppError> {
    let found = tx.motion(id).await?;
    let waits = |motion: &Motion| !motion.has_lapsed(app.now());
    found.filter(waits).ok_or(AppError::NotFound)
}

/// Ends motions that nobody approved in time.
pub(crate) async fn lapse(app: &App, tx: &mut dyn Transaction) -> Result<(), AppError> {
    let now = app.now();
    for motion in tx.motions().await? {
        if motion.has_lapsed(now) {
            tx.delete_motion(motion.id).await?;
            let (action, detail) = (LogAction::MotionLapsed, in_log(&motion));
            app.log(tx, Actor::System, action, &motion.name, &detail)
                .await?;
        }
    }
    Ok(())
}

/// Whether motions can be approved at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwoPeople {
    /// One operator suffices.
    NotAsked,
    /// Two are asked for, and there are two or more.
    Ready,
    /// Two are asked for, and there are fewer: nothing can be approved.
    TooFew,
}

/// Whether two people are asked for, and there are.
///
/// # Errors
/// Storage.
pub async fn two_people(app: &App) -> Result<TwoPeople, AppError> {
    if !app.parts().roles_need_two {
        return Ok(TwoPeople::NotAsked);
    }
    let all = app.read().await?.colleagues().await?;
    Ok(match all.iter().filter(|one| is_operator(one)).count() {
        0 | 1 => TwoPeople::TooFew,
        _ => TwoPeople::Ready,
    })
}
