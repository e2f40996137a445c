//! What the operator does: staff, keys, figures, log, messages.

use std::time::Duration;

use orders::china;
use orders::log::{Broken, Chained, Verifier};
use orders::staff::{Right, Role, Roles};
use orders::timestamp::days as so_many_days;
use orders::{Actor, ApiKeyId, Due, Job, JobId, Occasion, OrderNumber, StaffId};
use storage::{ApiKey, Colleague, DeadJob, FiguresRow, Period, QueueSize, Thread, Transaction};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::message::{self, Said};
use crate::permit::{Answerer, FiguresReader, LogReader, Manager};
use crate::programs::KEY_PREFIX;
use crate::sign_in::{folded, new_hash};
use crate::token::{digest, one_time_password, token};

/// Everyone, by name.
///
/// # Errors
/// Storage.
pub async fn colleagues(desk: &Desk, _: &Manager) -> Result<Vec<Colleague>, DeskError> {
    Ok(desk.read().await?.colleagues().await?)
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

/// Adds somebody; gives the password they sign in with once.
///
/// # Errors
/// [`DeskError::Text`] for an empty or overlong name, `storage-taken` for one
/// there is; storage.
pub async fn add(
    desk: &Desk,
    manager: &Manager,
    name: &str,
    roles: Roles,
) -> Result<String, DeskError> {
    let name = folded(name);
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    if !fits || name.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(DeskError::Text);
    }
    let password = one_time_password(&mut *desk.randomness());
    let hash = new_hash(desk, &password).await?;
    let now = desk.now();
    let mut tx = desk.write().await?;
    tx.insert_colleague(&Colleague {
        id: StaffId::new(now, &mut *desk.randomness()),
        name: name.clone(),
        password: hash,
        password_is_initial: true,
        totp: None,
        totp_last: None,
        roles,
        failures: orders::staff::throttle::Failures::default(),
        disabled_at: None,
        created_at: now,
    })
    .await?;
    let detail = role_names(roles);
    desk.log(&mut *tx, manager.actor, "staff-added", &name, &detail)
        .await?;
    tx.save().await?;
    Ok(password)
}

/// Makes the first operator, if there is nobody; gives name and password.
///
/// # Errors
/// Storage.
pub async fn first(desk: &Desk) -> Result<Option<(String, String)>, DeskError> {
    if !desk.read().await?.colleagues().await?.is_empty() {
        return Ok(None);
    }
    let name = "operator".to_owned();
    let roles = Roles::default()
        .with(Role::Operator)
        .with(Role::Inspector)
        .with(Role::Clerk);
    let password = add(desk, &Manager::house(), &name, roles).await?;
    Ok(Some((name, password)))
}

/// Changes what somebody may do.
///
/// # Errors
/// [`DeskError::LastManager`] where nobody could manage staff any more;
/// [`DeskError::NotFound`]; storage.
pub async fn set_roles(
    desk: &Desk,
    manager: &Manager,
    id: StaffId,
    roles: Roles,
) -> Result<(), DeskError> {
    let detail = role_names(roles);
    change(desk, manager, id, "roles-changed", &detail, |colleague| {
        colleague.roles = roles;
    })
    .await
}

/// Switches an account off; its sessions end.
///
/// # Errors
/// [`DeskError::LastManager`]; [`DeskError::NotFound`]; storage.
pub async fn disable(desk: &Desk, manager: &Manager, id: StaffId) -> Result<(), DeskError> {
    let now = desk.now();
    change(desk, manager, id, "staff-disabled", "", |colleague| {
        colleague.disabled_at = Some(now);
    })
    .await
}

/// Switches an account on again.
///
/// # Errors
/// [`DeskError::NotFound`]; storage.
pub async fn enable(desk: &Desk, manager: &Manager, id: StaffId) -> Result<(), DeskError> {
    change(desk, manager, id, "staff-enabled", "", |colleague| {
        colleague.disabled_at = None;
    })
    .await
}

/// A new password to sign in with once; the second factor is off and a lock is
/// lifted.
///
/// # Errors
/// [`DeskError::NotFound`]; storage.
pub async fn reset_password(
    desk: &Desk,
    manager: &Manager,
    id: StaffId,
) -> Result<String, DeskError> {
    let password = one_time_password(&mut *desk.randomness());
    let hash = new_hash(desk, &password).await?;
    change(desk, manager, id, "password-reset", "", |colleague| {
        colleague.password = hash;
        colleague.password_is_initial = true;
        colleague.totp = None;
        colleague.totp_last = None;
        colleague.failures = orders::staff::throttle::Failures::default();
    })
    .await?;
    Ok(password)
}

async fn change(
    desk: &Desk,
    manager: &Manager,
    id: StaffId,
    action: &str,
    detail: &str,
    edit: impl FnOnce(&mut Colleague) + Send,
) -> Result<(), DeskError> {
    let mut tx = desk.write().await?;
    let mut colleague = tx.colleague(id).await?.ok_or(DeskError::NotFound)?;
    edit(&mut colleague);
    tx.update_colleague(&colleague).await?;
    let may_manage = |c: &Colleague| c.disabled_at.is_none() && c.roles.may(Right::ManageStaff);
    if !tx.colleagues().await?.iter().any(may_manage) {
        return Err(DeskError::LastManager);
    }
    tx.delete_sessions_of(id).await?;
    desk.log(&mut *tx, manager.actor, action, &colleague.name, detail)
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
pub async fn api_keys(desk: &Desk, _: &Manager) -> Result<Vec<ApiKey>, DeskError> {
    Ok(desk.read().await?.api_keys().await?)
}

/// Makes a key; it is shown this once.
///
/// # Errors
/// [`DeskError::Text`], [`DeskError::UnknownName`] for a document or city there
/// is not; storage.
pub async fn add_api_key(desk: &Desk, manager: &Manager, new: NewKey) -> Result<String, DeskError> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(DeskError::Text);
    }
    let catalogue = desk.catalogue();
    let document = |id: &String| catalogue.documents().iter().any(|d| d.id == *id);
    let city = |code: &u32| {
        let cities = catalogue.cities();
        cities.iter().any(|city| city.code.number() == *code)
    };
    if !new.documents.iter().all(document) || !new.cities.iter().all(city) {
        return Err(DeskError::UnknownName);
    }
    let now = desk.now();
    let key = format!("{KEY_PREFIX}{}", token(&mut *desk.randomness()));
    let mut tx = desk.write().await?;
    tx.insert_api_key(&ApiKey {
        id: ApiKeyId::new(now, &mut *desk.randomness()),
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
    desk.log(&mut *tx, manager.actor, "key-made", &name, &detail)
        .await?;
    tx.save().await?;
    Ok(key)
}

/// The key no longer works.
///
/// # Errors
/// [`DeskError::NotFound`]; storage.
pub async fn revoke_api_key(desk: &Desk, manager: &Manager, id: ApiKeyId) -> Result<(), DeskError> {
    let mut tx = desk.write().await?;
    let keys = tx.api_keys().await?;
    let mut key = keys
        .into_iter()
        .find(|key| key.id == id)
        .ok_or(DeskError::NotFound)?;
    key.revoked_at = Some(desk.now());
    tx.update_api_key(&key).await?;
    desk.log(&mut *tx, manager.actor, "key-revoked", &key.name, "")
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
pub async fn figures(desk: &Desk, _: &FiguresReader, days: u16) -> Result<FiguresPage, DeskError> {
    let now = desk.now();
    let period = period(now, days.clamp(1, 366));
    let mut tx = desk.read().await?;
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
fn period(now: orders::Timestamp, days: u16) -> Period {
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
    desk: &Desk,
    _: &LogReader,
    before: Option<i64>,
) -> Result<Vec<Chained>, DeskError> {
    Ok(desk.read().await?.log_before(before, LOG_PAGE).await?)
}

/// Why the log is not what was written, or could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LogFault {
    /// An entry was changed or is missing.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// It could not be read.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<storage::StorageError> for LogFault {
    fn from(error: storage::StorageError) -> Self {
        Self::Desk(error.into())
    }
}

/// Goes along the whole log; gives how many entries it holds.
///
/// # Errors
/// Where the chain is broken; storage.
pub async fn verify_log(desk: &Desk) -> Result<u64, LogFault> {
    const STRETCH: u32 = 1000;
    let mut tx = desk.read().await?;
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
pub async fn threads(desk: &Desk, _: &Answerer) -> Result<Vec<Thread>, DeskError> {
    Ok(desk.read().await?.unanswered(100).await?)
}

/// An order's thread, oldest first.
///
/// # Errors
/// [`DeskError::NotFound`]; storage.
pub async fn thread(
    desk: &Desk,
    _: &Answerer,
    number: OrderNumber,
) -> Result<Vec<Said>, DeskError> {
    let mut tx = desk.read().await?;
    let order = tx.order_by_number(number).await?;
    let order = order.ok_or(DeskError::NotFound)?;
    message::thread(desk, &mut *tx, &order).await
}

/// Answers an applicant, who is told.
///
/// # Errors
/// [`DeskError::Text`]; [`DeskError::NotFound`]; storage.
pub async fn answer(
    desk: &Desk,
    answerer: &Answerer,
    number: OrderNumber,
    text: &str,
) -> Result<(), DeskError> {
    let now = desk.now();
    let mut tx = desk.write().await?;
    let order = tx.order_by_number(number).await?;
    let order = order.ok_or(DeskError::NotFound)?;
    message::write(desk, &mut *tx, &order, answerer.actor, text).await?;
    let job = Job::Notify {
        order: order.id,
        occasion: Occasion::Message,
    };
    desk.follow_up(&mut *tx, &[], &[Due { job, at: now }], now)
        .await?;
    let subject = number.to_string();
    desk.log(&mut *tx, answerer.actor, "message-answered", &subject, "")
        .await?;
    tx.save().await?;
    desk.changed(order.id);
    Ok(())
}

pub(crate) async fn enqueue(
    desk: &Desk,
    tx: &mut dyn Transaction,
    due: Due,
) -> Result<(), DeskError> {
    let id = JobId::new(desk.now(), &mut *desk.randomness());
    tx.enqueue(id, &due).await?;
    Ok(())
}

/// Who did it, for people: a colleague's name, else the kind of actor.
///
/// # Errors
/// Storage.
pub async fn name_of(
    desk: &Desk,
    _: &LogReader,
    actor: Actor,
) -> Result<Option<String>, DeskError> {
    match actor {
        Actor::Staff(id) => Ok(desk.read().await?.colleague(id).await?.map(|c| c.name)),
        Actor::Applicant | Actor::Program(_) | Actor::House => Ok(None),
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
        let now = orders::Timestamp(1_795_363_200_000 + 30 * 60_000);
        let found = period(now, 7);
        assert_eq!(found.until.0, 1_795_363_200_000 + 24 * 3_600_000);
        assert_eq!(found.until.since(found.from), so_many_days(7));
    }
}
