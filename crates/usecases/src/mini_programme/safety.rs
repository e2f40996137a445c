//! Content safety, where the operator turned it on: WeChat looks at the photos that its users
//! hand in and at what they write, and what it doubts is for a person to look at. It decides
//! nothing, and nothing waits for it.
//!
//! A photo is fetched by WeChat from an address that opens for an hour; what it says comes as
//! a push. Words go there at once.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::log::LogAction;
use domain::timestamp::minutes;
use domain::{
    Actor, Attempt, AttemptId, Digest, Due, Job, MessageId, Order, OrderId, SafetyCheck,
    SafetySubject, SafetyVerdict, Timestamp,
};
use serde::Deserialize;
use storage::Transaction;
use wechat::{Kind, PictureChecked, Suggestion, WechatError};

use super::session::{failed, openid_of};
use crate::app::App;
use crate::applicant::OwnOrder;
use crate::error::AppError;
use crate::message;

/// Path of the service below which WeChat fetches photos.
pub const PICTURE_PATH: &str = "/wechat/pictures";

/// How long WeChat may fetch a photo: it says that it looks within half an hour.
const FETCHED_WITHIN: Duration = minutes(60);

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// Photos that are handed in.
    Photos,
    /// Messages to the staff, but for those written in WeChat's own window.
    Messages,
}

/// What WeChat is asked about.
pub type Checks = BTreeSet<Checked>;

impl App {
    /// Whether WeChat is asked about this, for its users.
    #[must_use]
    pub fn checks_by_wechat(&self, what: Checked) -> bool {
        let mini = self.parts().mini_programme.as_ref();
        mini.is_some_and(|mini| mini.checks.contains(&what))
    }
}

/// Whether WeChat will look at the order's photo once it is handed in.
#[must_use]
pub fn looks_at_photo(app: &App, own: &OwnOrder) -> bool {
    is_looked_at(app, &own.order)
}

/// Whether WeChat reads what the order's applicant writes.
#[must_use]
pub fn reads_messages(app: &App, own: &OwnOrder) -> bool {
    own.order.wechat.is_some() && app.checks_by_wechat(Checked::Messages)
}

fn is_looked_at(app: &App, order: &Order) -> bool {
    order.wechat.is_some() && app.checks_by_wechat(Checked::Photos)
}

/// Plans the check of a photo that is handed in, if it is to be made.
pub(crate) async fn plan_photo(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    now: Timestamp,
) -> Result<(), AppError> {
    let asked = order.attempt.filter(|_| is_looked_at(app, order));
    let Some(attempt) = asked else {
        return Ok(());
    };
    let job = Job::CheckPhoto { attempt };
    app.enqueue(tx, &Due { job, at: now }, now).await
}

/// Plans the check of the message that was just written, if it is to be made.
pub(crate) async fn plan_message(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    message: MessageId,
    now: Timestamp,
) -> Result<(), AppError> {
    if order.wechat.is_none() || !app.checks_by_wechat(Checked::Messages) {
        return Ok(());
    }
    let job = Job::CheckMessage {
        order: order.id,
        message,
    };
    app.enqueue(tx, &Due { job, at: now }, now).await
}

/// Asks WeChat to look at a photo.
///
/// # Errors
/// [`AppError::Wechat`]; storage.
pub(crate) async fn check_photo(app: &App, id: AttemptId) -> Result<(), AppError> {
    let (Ok(mini), Some(url)) = (app.mini_programme(), &app.parts().public_url) else {
        return Ok(());
    };
    let mut tx = app.read().await?;
    let Some(attempt) = tx.attempt(id).await? else {
        return Ok(());
    };
    let Some(order) = tx.order(attempt.order).await? else {
        return Ok(());
    };
    drop(tx);
    let (Some(openid), true) = (openid_of(app, &order)?, attempt.photo.is_some()) else {
        return Ok(());
    };
    let now = app.now();
    let name = picture_name(app, id, now.plus(FETCHED_WITHIN));
    let url = format!("{}{PICTURE_PATH}/{name}", url.trim_end_matches('/'));
    let asked = mini.wechat.check_picture(&openid, &url, now.0).await;
    let (trace, verdict) = match asked {
        Ok(trace) => (Some(trace_of(app, &trace)), SafetyVerdict::Asked),
        Err(WechatError::NotThere) => (None, SafetyVerdict::Unseen),
        Err(error) => return Err(failed(error).into()),
    };
    let check = SafetyCheck {
        subject: SafetySubject::Attempt(id),
        order: order.id,
        trace,
        at: now,
        verdict,
        label: 0,
    };
    set(app, check).await
}

/// Asks WeChat about a message.
///
/// # Errors
/// [`AppError::Wechat`]; storage.
pub(crate) async fn check_message(
    app: &App,
    id: OrderId,
    message: MessageId,
) -> Result<(), AppError> {
    let Ok(mini) = app.mini_programme() else {
        return Ok(());
    };
    let mut tx = app.read().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    let Some(openid) = openid_of(app, &order)? else {
        return Ok(());
    };
    let Some(words) = message::words(app, &mut *tx, &order, message).await? else {
        return Ok(());
    };
    drop(tx);
    let now = app.now();
    let said = mini
        .wechat
        .check_words(&openid, Kind::Message, &words, now.0);
    let (verdict, label) = match said.await {
        Ok(said) => verdict(said),
        Err(WechatError::NotThere) => (SafetyVerdict::Unseen, 0),
        Err(error) => return Err(failed(error).into()),
    };
    let check = SafetyCheck {
        subject: SafetySubject::Message(message),
        order: id,
        trace: None,
        at: now,
        verdict,
        label,
    };
    set(app, check).await
}

/// Takes what a push says of a photo, once; gives the order.
///
/// # Errors
/// [`AppError::NotFound`] for a check that is not known, perhaps not yet; storage.
pub(super) async fn take(
    app: &App,
    tx: &mut dyn Transaction,
    checked: &PictureChecked,
) -> Result<OrderId, AppError> {
    let found = tx
        .safety_check_by_trace(trace_of(app, &checked.trace))
        .await?;
    let check = found.ok_or(AppError::NotFound)?;
    let id = check.order;
    if check.verdict != SafetyVerdict::Asked {
        return Ok(id);
    }
    let (verdict, label) = checked.said.map_or((SafetyVerdict::Unseen, 0), verdict);
    let check = SafetyCheck {
        verdict,
        label,
        ..check
    };
    tx.set_safety_check(&check).await?;
    let order = tx.order(id).await?;
    if let Some(order) = order.filter(|_| verdict.is_for_a_person()) {
        let (subject, detail) = (
            order.number.to_string(),
            format!("{} {label}", verdict.code()),
        );
        let (by, action) = (Actor::System, LogAction::PhotoDoubted);
        app.log(tx, by, action, &subject, &detail).await?;
    }
    Ok(id)
}

/// The photo that WeChat fetches under this name, as JPEG.
///
/// # Errors
/// [`AppError::NotFound`] for a name that is not ours or is over, and for a photo that is
/// gone; storage.
pub async fn fetched(app: &App, name: &str) -> Result<Vec<u8>, AppError> {
    let mut parts = name.splitn(3, '.');
    let mut part = || parts.next().ok_or(AppError::NotFound);
    let (id, until) = (part()?, part()?);
    let id: AttemptId = id.parse().map_err(|_| AppError::NotFound)?;
    let until = until
        .parse()
        .map(Timestamp)
        .map_err(|_| AppError::NotFound)?;
    let ours = picture_name(app, id, until);
    let is_ours = app.vouch("picture-compare", name) == app.vouch("picture-compare", &ours);
    if !is_ours || app.now() >= until || !app.checks_by_wechat(Checked::Photos) {
        return Err(AppError::NotFound);
    }
    let mut tx = app.read().await?;
    let attempt = tx.attempt(id).await?.ok_or(AppError::NotFound)?;
    let order = tx.order(attempt.order).await?.ok_or(AppError::NotFound)?;
    drop(tx);
    let blob = attempt.photo.ok_or(AppError::NotFound)?;
    app.blob(&order, "photo", &blob).await
}

/// What WeChat says of the photo of an attempt, where a person should know it: it doubts it,
/// or holds it for forbidden.
pub(crate) async fn doubt_about(
    tx: &mut dyn Transaction,
    order: &Order,
    attempt: AttemptId,
) -> Result<Option<SafetyCheck>, AppError> {
    let mut checks = tx.safety_checks_of(order.id).await?.into_iter();
    Ok(checks.find(|check| {
        check.subject == SafetySubject::Attempt(attempt) && check.verdict.is_for_a_person()
    }))
}

/// Whether WeChat was asked about the photo of an attempt, or is about to be, and may still
/// say what it thinks.
pub(crate) async fn is_check_awaited(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    attempt: &Attempt,
) -> Result<bool, AppError> {
    let Some(submitted_at) = attempt.submitted_at.filter(|_| is_looked_at(app, order)) else {
        return Ok(false);
    };
    let subject = SafetySubject::Attempt(attempt.id);
    let checks = tx.safety_checks_of(order.id).await?;
    let said = checks.iter().find(|check| check.subject == subject);
    let is_open = said.is_none_or(|check| check.verdict == SafetyVerdict::Asked);
    Ok(is_open && app.now() < submitted_at.plus(FETCHED_WITHIN))
}

/// Attempt, end and seal; only the service writes one.
fn picture_name(app: &App, attempt: AttemptId, until: Timestamp) -> String {
    let stated = format!("{attempt}.{}", until.0);
    let seal = app.vouch("wechat-picture", &stated);
    format!("{stated}.{}", URL_SAFE_NO_PAD.encode(seal.0))
}

fn trace_of(app: &App, trace: &str) -> Digest {
    app.digest("wechat-trace", trace)
}

const fn verdict(said: Suggestion) -> (SafetyVerdict, i64) {
    match said {
        Suggestion::Pass => (SafetyVerdict::Passed, 0),
        Suggestion::Review { label } => (SafetyVerdict::Doubtful, label),
        Suggestion::Risky { label } => (SafetyVerdict::Risky, label),
    }
}

/// Keeps it, unless the order was erased meanwhile.
async fn set(app: &App, check: SafetyCheck) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let order = tx.order(check.order).await?;
    if order.is_some_and(|order| order.key.is_some()) {
        tx.set_safety_check(&check).await?;
    }
    tx.save().await?;
    app.changed(check.order);
    Ok(())
}
