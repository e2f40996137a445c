//! What the operator does: staff, keys, figures, log, messages.

use std::time::Duration;

use domain::china;
use domain::log::{Broken, ChainedEntry, Verifier};
use domain::staff::{Right, Role, Roles};
use domain::timestamp::days as so_many_days;
use domain::{Actor, ApiKeyId, Due, Job, JobId, Occasion, OrderNumber, StaffId};
use storage::{ApiKey, Colleague, DeadJob, FiguresRow, Period, QueueSize, Thread, Transaction};

use crate::app::App;
use crate::error::AppError;
use crate::message::{self, ThreadMessage};
use crate::permit::{Answerer, FiguresReader, LogReader, Manager};
use crate::programs::KEY_PREFIX;
use crate::sign_in::{folded, new_hash};
use crate::token::{digest, one_time_password, token};

/// Everyone, by name.
///
/// # Errors
/// Storage.
pub async fn colleagues(app: &App, _: &Manager) -> Result<Vec<Colleague>, AppError> {
    Ok(app.read().await?.colleagues().await?)
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

/// Adds somebody; gives the password they sign in with once.
///
/// # Errors
/// [`AppError::Text`] for an empty or overlong name, `storage-taken` for one
/// there is; storage.
pub async fn add(
    app: &App,
    manager: &Manager,
    name: &str,
    roles: Roles,
) -> Result<String, AppError> {
    let name = folded(name);
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    if !fits || name.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(AppError::Text);
    }
    let password = one_time_password(&mut *app.randomness());
    let hash = new_hash(app, &password).await?;
    let now = app.now();
    let mut tx = app.write().await?;
    tx.insert_colleague(&Colleague {
        id: StaffId::new(now, &mut *app.randomness()),
        name: name.clone(),
        password: hash,
        password_is_initial: true,
        totp: None,
        totp_last: None,
        roles,
        failures: domain::staff::throttle::Failures::default(),
        disabled_at: None,
        created_at: now,
    })
    .await?;
    let detail = role_names(roles);
    app.log(&mut *tx, manager.actor, "staff-added", &name, &detail)
        .await?;
    tx.save().await?;
    Ok(password)
}

/// Makes the first operator, if there is nobody; gives name and password.
///
/// # Errors
/// Storage.
pub async fn first(app: &App) -> Result<Option<(String, String)>, AppError> {
    if !app.read().await?.colleagues().await?.is_empty() {
        return Ok(None);
    }
    let name = "operator".to_owned();
    let roles = Roles::default()
        .with(Role::Operator)
        .with(Role::Inspector)
        .with(Role::Clerk);
    let password = add(app, &Manager::house(), &name, roles).await?;
    Ok(Some((name, password)))
}

/// Changes what somebody may do.
///
/// # Errors
/// [`AppError::LastManager`] where nobody could manage staff any more;
/// [`AppError::NotFound`]; storage.
pub async fn set_roles(
    app: &App,
    manager: &Manager,
    id: StaffId,
    roles: Roles,
) -> Result<(), AppError> {
    let detail = role_names(roles);
    change(app, manager, id, "roles-changed", &detail, |colleague| {
        colleague.roles = roles;
    })
    .await
}

/// Switches an account off; its sessions end.
///
/// # Errors
/// [`AppError::LastManager`]; [`AppError::NotFound`]; storage.
pub async fn disable(app: &App, manager: &Manager, id: StaffId) -> Result<(), AppError> {
    let now = app.now();
    change(app, manager, id, "staff-disabled", "", |colleague| {
        colleague.disabled_at = Some(now);
    })
    .await
}

/// Switches an account on again.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn enable(app: &App, manager: &Manager, id: StaffId) -> Result<(), AppError> {
    change(app, manager, id, "staff-enabled", "", |colleague| {
        colleague.disabled_at = None;
    })
    .await
}

/// A new password to sign in with once; the second factor is off and a lock is
/// lifted.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn reset_password(app: &App, manager: &Manager, id: StaffId) -> Result<String, AppError> {
    let password = one_time_password(&mut *app.randomness());
    let hash = new_hash(app, &password).await?;
    change(app, manager, id, "password-reset", "", |colleague| {
        colleague.password = hash;
        colleague.password_is_initial = true;
        colleague.totp = None;
        colleague.totp_last = None;
        colleague.failures = domain::staff::throttle::Failures::default();
    })
    .await?;
    Ok(password)
}

async fn change(
    app: &App,
    manager: &Manager,
    id: StaffId,
    action: &str,
    detail: &str,
    edit: impl FnOnce(&mut Colleague) + Send,
) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let mut colleague = tx.colleague(id).await?.ok_or(AppError::NotFound)?;
    edit(&mut colleague);
    tx.update_colleague(&colleague).await?;
    let may_manage = |c: &Colleague| c.disabled_at.is_none() && c.roles.may(Right::ManageStaff);
    if !tx.colleagues().await?.iter().any(may_manage) {
        return Err(AppError::LastManager);
    }
    tx.delete_sessions_of(id).await?;
    app.log(&mut *tx, manager.actor, action, &colleague.name, detail)
        .await?;
    tx.save().await?;
    Ok(())
}

fn role_names(roles: Roles) -> String {
    let names: Vec<&str> = roles.iter().map(Role::code).collect();
    names.join(" ")
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What the operator calls it.
    pub name: String,
    /// What it may do.
    pub roles: Roles,
    /// Documents it may ask about; empty for all.
    pub documents: Vec<String>,
    /// Cities (six-digit codes) it may ask about; empty for all.
    pub cities: Vec<u32>,
}

/// All keys, newest first.
///
/// # Errors
/// Storage.
pub async fn api_keys(app: &App, _: &Manager) -> Result<Vec<ApiKey>, AppError> {
    Ok(app.read().await?.api_keys().await?)
}

/// Makes a key; it is shown this once.
///
/// # Errors
/// [`AppError::Text`], [`AppError::UnknownName`] for a document or city there
/// is not; storage.
pub async fn add_api_key(app: &App, manager: &Manager, new: NewKey) -> Result<String, AppError> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(AppError::Text);
    }
    let catalogue = app.catalogue();
    let document = |id: &String| catalogue.documents().iter().any(|d| d.id == *id);
    let city = |code: &u32| {
        let cities = catalogue.cities();
        cities.iter().any(|city| city.code.number() == *code)
    };
    if !new.documents.iter().all(document) || !new.cities.iter().all(city) {
        return Err(AppError::UnknownName);
    }
    let now = app.now();
    let key = format!("{KEY_PREFIX}{}", token(&mut *app.randomness()));
    let mut tx = app.write().await?;
    tx.insert_api_key(&ApiKey {
        id: ApiKeyId::new(now, &mut *app.randomness()),
        name: name.clone(),
        digest: digest(&key),
        roles: new.roles,
        documents: new.documents,
        cities: new.cities,
        created_at: now,
        revoked_at: None,
    })
    .await?;
    let detail = role_names(new.roles);
    app.log(&mut *tx, manager.actor, "key-made", &name, &detail)
        .await?;
    tx.save().await?;
    Ok(key)
}

/// The key no longer works.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn revoke_api_key(app: &App, manager: &Manager, id: ApiKeyId) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let keys = tx.api_keys().await?;
    let mut key = keys
        .into_iter()
        .find(|key| key.id == id)
        .ok_or(AppError::NotFound)?;
    key.revoked_at = Some(app.now());
    tx.update_api_key(&key).await?;
    app.log(&mut *tx, manager.actor, "key-revoked", &key.name, "")
        .await?;
    tx.save().await?;
    Ok(())
}

/// What the operator sees of the work.
#[derive(Clone, Debug)]
pub struct FiguresPage {
    /// Day by day, the last one today, in China's time.
    pub days: Vec<FiguresRow>,
    /// Half waited no longer, from submission to decision.
    pub p50: Option<Duration>,
    /// Nineteen in twenty waited no longer.
    pub p95: Option<Duration>,
    /// Rejection reasons, commonest first.
    pub reasons: Vec<(String, u64)>,
    /// Orders by state code.
    pub states: Vec<(String, u64)>,
    /// The queue now.
    pub queue: QueueSize,
    /// Work that failed for good.
    pub dead_jobs: Vec<DeadJob>,
}

/// The figures of the last `days`, today included.
///
/// # Errors
/// Storage.
pub async fn figures(app: &App, _: &FiguresReader, days: u16) -> Result<FiguresPage, AppError> {
    let now = app.now();
    let period = period(now, days.clamp(1, 366));
    let mut tx = app.read().await?;
    let times = tx.waiting_times(period).await?;
    Ok(FiguresPage {
        days: tx.by_day(period).await?,
        p50: percentile(&times, 50),
        p95: percentile(&times, 95),
        reasons: tx.reasons(period).await?,
        states: tx.by_state().await?,
        queue: tx.queue_size().await?,
        dead_jobs: tx.dead_jobs(20).await?,
    })
}

/// Whole days in China's time, the last one today.
fn period(now: domain::Timestamp, days: u16) -> Period {
    let until = china::ends(china::date(now));
    Period {
        from: until.minus(so_many_days(days.into())),
        until,
    }
}

/// Nearest rank, of values in ascending order.
fn percentile(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// Entries a page of the log shows.
const LOG_PAGE: u32 = 100;

/// The log, newest first, before an entry.
///
/// # Errors
/// Storage.
pub async fn log(
    app: &App,
    _: &LogReader,
    before: Option<i64>,
) -> Result<Vec<ChainedEntry>, AppError> {
    Ok(app.read().await?.log_before(before, LOG_PAGE).await?)
}

/// Why the log is not what was written, or could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LogFault {
    /// An entry was changed or is missing.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// It could not be read.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for LogFault {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

/// Goes along the whole log; gives how many entries it holds.
///
/// # Errors
/// Where the chain is broken; storage.
pub async fn verify_log(app: &App) -> Result<u64, LogFault> {
    const STRETCH: u32 = 1000;
    let mut tx = app.read().await?;
    let (root, hash) = tx.log_root().await?;
    let mut verifier = Verifier::after(root, hash);
    let mut last = root;
    let mut count = 0;
    loop {
        let entries = tx.log_after(last, STRETCH).await?;
        let Some(end) = entries.last() else {
            return Ok(count);
        };
        last = end.seq;
        for entry in &entries {
            verifier.take(entry)?;
            count += 1;
        }
    }
}

/// Threads that wait for an answer, longest first.
///
/// # Errors
/// Storage.
pub async fn threads(app: &App, _: &Answerer) -> Result<Vec<Thread>, AppError> {
    Ok(app.read().await?.unanswered(100).await?)
}

/// An order's thread, oldest first.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn thread(
    app: &App,
    _: &Answerer,
    number: OrderNumber,
) -> Result<Vec<ThreadMessage>, AppError> {
    let mut tx = app.read().await?;
    let order = tx.order_by_number(number).await?;
    let order = order.ok_or(AppError::NotFound)?;
    message::thread(app, &mut *tx, &order).await
}

/// Answers an applicant, who is told.
///
/// # Errors
/// [`AppError::Text`]; [`AppError::NotFound`]; storage.
pub async fn answer(
    app: &App,
    answerer: &Answerer,
    number: OrderNumber,
    text: &str,
) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let order = tx.order_by_number(number).await?;
    let order = order.ok_or(AppError::NotFound)?;
    message::write(app, &mut *tx, &order, answerer.actor, text).await?;
    let job = Job::Notify {
        order: order.id,
        occasion: Occasion::Message,
    };
    app.follow_up(&mut *tx, &[], &[Due { job, at: now }], now)
        .await?;
    let subject = number.to_string();
    app.log(&mut *tx, answerer.actor, "message-answered", &subject, "")
        .await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}

pub(crate) async fn enqueue(app: &App, tx: &mut dyn Transaction, due: Due) -> Result<(), AppError> {
    let id = JobId::new(app.now(), &mut *app.randomness());
    tx.enqueue(id, &due).await?;
    Ok(())
}

/// Who did it, for people: a colleague's name, else the kind of actor.
///
/// # Errors
/// Storage.
pub async fn name_of(app: &App, _: &LogReader, actor: Actor) -> Result<Option<String>, AppError> {
    match actor {
        Actor::Staff(id) => Ok(app.read().await?.colleague(id).await?.map(|c| c.name)),
        Actor::Applicant | Actor::Program(_) | Actor::System => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let minutes = |list: &[u64]| -> Vec<Duration> {
            list.iter().map(|m| Duration::from_secs(60 * m)).collect()
        };
        let check = |list: &[u64], percent, expected: Option<u64>| {
            let found = percentile(&minutes(list), percent);
            assert_eq!(found, expected.map(|m| Duration::from_secs(60 * m)));
        };
        check(&[], 50, None);
        check(&[3], 50, Some(3));
        check(&[3], 95, Some(3));
        check(&[1, 2, 3, 4], 50, Some(2));
        check(&[1, 2, 3, 4], 95, Some(4));
    }

    #[test]
    fn days_end_at_midnight_in_china() {
        // 2026-11-23 00:30 in China.
        let now = domain::Timestamp(1_795_363_200_000 + 30 * 60_000);
        let found = period(now, 7);
        assert_eq!(found.until.0, 1_795_363_200_000 + 24 * 3_600_000);
        assert_eq!(found.until.since(found.from), so_many_days(7));
    }
}
