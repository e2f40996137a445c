//! The worker that runs due jobs. Running a job twice does no harm.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use domain::log::LogAction;
use domain::timestamp::days;
use domain::{
    Actor, AttemptId, Due, Job, JobId, NoticeChannel, Occasion, OrderId, Refusal, Timestamp,
};
use messages::{Args, Locale, text};
use notices::{EmailAddress, Persistence, PhoneNumber, Recipient};
use storage::ClaimedJob;

use crate::app::App;
use crate::applicant::{erase_order, open_details, purge_until_gone};
use crate::checkpoints::Destination;
use crate::error::AppError;
use crate::forgotten_files::delete_forgotten_files;
use crate::health::ClockState;
use crate::operator::lapse_motions;
use crate::sign_in::stale;
use crate::supervise::supervise;
use crate::terms::{ending_undecided, hold_to_terms};
use crate::{checkpoints, clock_watch, damage};

/// Time after which another worker takes over a job.
const LEASE: Duration = Duration::from_secs(120);
/// Tries of a job; the waits between them add up to about 15 hours.
const TRIES: u32 = 8;
/// Longest sleep of an idle worker.
const NAP: Duration = Duration::from_secs(1);
/// A younger file may belong to a transaction that is not saved yet.
const SWEEP_AGE: Duration = days(1);

/// Why a job failed, and whether to retry.
#[derive(Debug)]
struct Fault {
    code: &'static str,
    persistence: Persistence,
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        let persistence = match &error {
            AppError::Wechat(error) => match error.persistence() {
                wechat::Persistence::Temporary => Persistence::Temporary,
                wechat::Persistence::Permanent => Persistence::Permanent,
            },
            _ => Persistence::Temporary,
        };
        Self {
            code: error.code(),
            persistence,
        }
    }
}

impl From<storage::StorageError> for Fault {
    fn from(error: storage::StorageError) -> Self {
        AppError::from(error).into()
    }
}

/// Runs all due jobs; gives how many were run or tried. None after a jump of the
/// clock, until it is confirmed.
///
/// # Errors
/// Storage; a failed job is rescheduled and is no error.
pub async fn run_due(app: &App) -> Result<usize, AppError> {
    let mut ran = 0;
    if clock_watch::watch(app).await? != ClockState::Steady {
        return Ok(ran);
    }
    loop {
        let mut tx = app.write().await?;
        let taken = tx.take_job(app.now(), LEASE).await?;
        tx.save().await?;
        let Some(taken) = taken else {
            return Ok(ran);
        };
        ran += 1;
        let outcome = run_apart(app, &taken).await;
        app.heartbeat().beat();
        settle(app, &taken, outcome).await?;
    }
}

/// Runs a job as a task of its own, so that its panic is its own failure.
async fn run_apart(app: &App, taken: &ClaimedJob) -> Result<(), Fault> {
    let (app, id, job) = (app.clone(), taken.id, taken.job);
    let ran = tokio::spawn(async move { run(&app, id, &job).await });
    // Nothing aborts the task, so that an error is its panic, which the panic
    // hook has told with its place.
    ran.await.unwrap_or(Err(Fault {
        code: "job-panicked",
        persistence: Persistence::Temporary,
    }))
}

/// Keeps a worker running until `shutdown` completes: one that dies is started
/// again, after a wait that doubles.
pub async fn keep_working<S>(app: &App, shutdown: impl Fn() -> S)
where
    S: Future<Output = ()> + Send + 'static,
{
    supervise(&shutdown, |stop| {
        let app = app.clone();
        tokio::spawn(async move { work(&app, stop).await })
    })
    .await;
}

/// Runs due jobs, and deletes files that were forgotten, until `shutdown` completes.
pub async fn work(app: &App, shutdown: impl Future<Output = ()>) {
    let mut shutdown = pin!(shutdown);
    let mut is_planned = false;
    loop {
        if !is_planned {
            match begin_housekeeping(app).await {
                Ok(planned) => is_planned = planned,
                Err(error) => {
                    is_planned = true;
                    tracing::error!(code = error.code(), "housekeeping could not be planned");
                }
            }
        }
        if let Err(error) = run_due(app).await {
            tracing::error!(code = error.code(), "the jobs could not be read");
        }
        if let Err(error) = delete_forgotten_files(app).await {
            tracing::error!(code = error.code(), "the files to delete could not be read");
        }
        app.heartbeat().beat();
        tokio::select! {
            () = &mut shutdown => return,
            () = tokio::time::sleep(NAP) => {}
        }
    }
}

/// Plans the daily jobs, unless the clock waits to be confirmed: they would be due
/// at a time that never comes. Gives whether they are planned.
async fn begin_housekeeping(app: &App) -> Result<bool, AppError> {
    if clock_watch::watch(app).await? != ClockState::Steady {
        return Ok(false);
    }
    let at = app.now();
    let mut tx = app.write().await?;
    for job in Job::DAILY.into_iter().chain([Job::Purge]) {
        app.enqueue(&mut *tx, &Due { job, at }, app.now()).await?;
    }
    tx.save().await?;
    Ok(true)
}

async fn settle(app: &App, taken: &ClaimedJob, outcome: Result<(), Fault>) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    match outcome {
        Ok(()) => tx.job_done(taken.id).await?,
        Err(fault) => {
            let again = (fault.persistence == Persistence::Temporary && taken.tries + 1 < TRIES)
                .then(|| app.now().plus(wait_after(taken.tries)));
            tracing::warn!(
                job = taken.job.code(),
                code = fault.code,
                tries = taken.tries + 1,
                again = again.is_some(),
                "a job failed"
            );
            tx.job_failed(taken.id, fault.code, again).await?;
            // The operator sees that it died; such a job is tried again all the same: what
            // a daily one deletes must not stay, and money must not stay frozen.
            if again.is_none() && taken.job.is_never_given_up() {
                again_tomorrow(app, &mut *tx, taken.job, app.now()).await?;
            }
        }
    }
    tx.save().await?;
    Ok(())
}

/// Wait after each try: 10 s, 40 s, 3 min, 11 min, 43 min, 3 h, 11 h.
fn wait_after(tries: u32) -> Duration {
    Duration::from_secs(10 * 4_u64.pow(tries.min(TRIES)))
}

async fn run(app: &App, id: JobId, job: &Job) -> Result<(), Fault> {
    match *job {
        Job::Notify { order, occasion } => notify(app, id, order, occasion).await,
        Job::Tell {
            order,
            occasion,
            way,
            noted_at,
        } => tell(app, order, occasion, way, noted_at).await,
        Job::EraseOriginal { attempt } => erase_original(app, attempt).await,
        Job::LapseClaim { order } => {
            let transition = domain::Order::lapse_claim;
            system_step(app, order, transition).await
        }
        Job::LapseDraft { order } | Job::LapseRejected { order } => {
            system_step(app, order, domain::Order::lapse).await?;
            put_off(app, order, job).await
        }
        Job::LapseUnpaid { order } | Job::LapseUndecided { order } => {
            system_step(app, order, domain::Order::lapse).await
        }
        Job::ReturnMoney { order } => Ok(crate::till::return_money(app, order).await?),
        Job::Refund { payment } => Ok(crate::online::refund(app, payment).await?),
        Job::AskCharge { charge } => Ok(crate::online::ask_charge(app, charge).await?),
        Job::TellShipped { order } => Ok(crate::mini_programme::tell_shipped(app, order).await?),
        Job::CheckPhoto { attempt } => Ok(crate::mini_programme::check_photo(app, attempt).await?),
        Job::CheckMessage { order, message } => {
            Ok(crate::mini_programme::check_message(app, order, message).await?)
        }
        Job::CloseCharges { order } => Ok(crate::online::close_charges(app, order).await?),
        Job::LapseUnissued { order } => lapse_unissued(app, order).await,
        Job::EraseOrder { order } => match erase_order(app, order, Actor::System).await {
            // Already erased, or open again: nothing to do.
            Ok(_) | Err(AppError::Refused(_) | AppError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        },
        Job::IssueReceipt { order } => Ok(crate::receipts::issue(app, order).await?),
        Job::ForgetReceipt { receipt } => Ok(crate::receipts::forget(app, receipt).await?),
        Job::ForgetCode { receipt } => Ok(crate::sealed_photos::forget_code(app, receipt).await?),
        Job::EraseSealedPhoto { receipt } => Ok(crate::sealed_photos::erase(app, receipt).await?),
        Job::TrimLog => {
            let now = app.now();
            let mut tx = app.write().await?;
            tx.trim_log(now.minus(domain::retention::LOG)).await?;
            again_tomorrow(app, &mut *tx, Job::TrimLog, now).await?;
            tx.save().await?;
            Ok(())
        }
        Job::Sweep => sweep(app).await,
        Job::HoldToTerms => {
            hold_to_terms(app).await?;
            let mut tx = app.write().await?;
            again_tomorrow(app, &mut *tx, Job::HoldToTerms, app.now()).await?;
            Ok(tx.save().await?)
        }
        Job::WarnOperator { way, noted_at } => warn_operator(app, way, noted_at).await,
        Job::SendCheckpoint { way, noted_at } => send_checkpoint(app, way, noted_at).await,
        Job::Purge => Ok(purge_until_gone(app).await?),
        Job::Scrub => {
            damage::scrub(app).await?;
            plan_tomorrow(app, Job::Scrub).await
        }
        Job::CheckBills => {
            crate::online::reconcile(app).await?;
            let (now, job) = (app.now(), Job::CheckBills);
            let at = crate::online::next_bill(now);
            let mut tx = app.write().await?;
            app.enqueue(&mut *tx, &Due { job, at }, now).await?;
            Ok(tx.save().await?)
        }
        Job::AttestLog => {
            checkpoints::keep(app).await?;
            plan_tomorrow(app, Job::AttestLog).await
        }
    }
}

async fn plan_tomorrow(app: &App, job: Job) -> Result<(), Fault> {
    let mut tx = app.write().await?;
    again_tomorrow(app, &mut *tx, job, app.now()).await?;
    Ok(tx.save().await?)
}

async fn again_tomorrow(
    app: &App,
    tx: &mut dyn storage::Transaction,
    job: Job,
    now: Timestamp,
) -> Result<(), AppError> {
    let at = now.plus(days(1));
    app.enqueue(tx, &Due { job, at }, now).await
}

/// Applies a transition by the service itself; one that no longer applies does
/// nothing.
async fn system_step(
    app: &App,
    id: OrderId,
    transition: impl FnOnce(domain::Order, Timestamp) -> Result<domain::Step, Refusal> + Send,
) -> Result<(), Fault> {
    let mut tx = app.write().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    match app.apply(tx, order, Actor::System, transition).await {
        Ok(_) | Err(AppError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// The order was changed meanwhile: its time starts again.
async fn put_off(app: &App, id: OrderId, job: &Job) -> Result<(), Fault> {
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    let rest = match (order.status(now), job) {
        (domain::Status::Draft, Job::LapseDraft { .. }) => domain::retention::DRAFT,
        (domain::Status::Rejected, Job::LapseRejected { .. }) => domain::retention::REJECTED,
        _ => return Ok(()),
    };
    let at = order.updated_at.plus(rest);
    app.enqueue(&mut *tx, &Due { job: *job, at }, now).await?;
    tx.save().await?;
    Ok(())
}

/// Ends an approved order that still has no receipt, and whose photo was not given.
async fn lapse_unissued(app: &App, id: OrderId) -> Result<(), Fault> {
    let mut tx = app.write().await?;
    let is_given = tx.receipt_of_order(id).await?.is_some()
        || crate::receipts::photo_is_given(&mut *tx, id).await?;
    if is_given {
        return Ok(());
    }
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    let transition = domain::Order::lapse_unissued;
    match app.apply(tx, order, Actor::System, transition).await {
        Ok(_) | Err(AppError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn erase_original(app: &App, id: AttemptId) -> Result<(), Fault> {
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(mut attempt) = tx.attempt(id).await? else {
        return Ok(());
    };
    let order = tx.order(attempt.order).await?;
    if let Some(order) = order
        .as_ref()
        .filter(|order| order.needs_original(&attempt))
    {
        // The order can still be judged, and lapses before this comes again.
        let at = order.original_ends(&attempt);
        if at > now {
            let job = Job::EraseOriginal { attempt: id };
            app.enqueue(&mut *tx, &Due { job, at }, now).await?;
            tx.save().await?;
        }
        return Ok(());
    }
    let Some(original) = attempt.original.take() else {
        return Ok(());
    };
    tx.update_attempt(&attempt).await?;
    let forgotten = app.forget_files(&mut *tx, [original]).await?;
    tx.append_event(&domain::TimelineEntry {
        order: attempt.order,
        at: now,
        by: Actor::System,
        event: domain::OrderEvent::OriginalErased,
    })
    .await?;
    let subject = order.map(|order| order.number.to_string());
    let subject = subject.unwrap_or_default();
    app.log(
        &mut *tx,
        Actor::System,
        LogAction::OriginalErased,
        &subject,
        "",
    )
    .await?;
    tx.save().await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}

/// Deletes files that no row refers to, expired sessions, devices that are no
/// longer known, and old counts of guesses.
async fn sweep(app: &App) -> Result<(), Fault> {
    let now = app.now();
    // First what needs no file, so that a folder that fails keeps none of it.
    let mut tx = app.write().await?;
    tx.delete_sessions_unused_since(stale(now)).await?;
    tx.forget_guesses(now.minus(domain::retention::GUESSES))
        .await?;
    tx.forget_sign_in_counts(now.minus(domain::retention::GUESSES))
        .await?;
    tx.delete_letters(now.minus(domain::retention::LETTERS))
        .await?;
    tx.forget_pushes(now.minus(domain::retention::PUSHES))
        .await?;
    tx.forget_devices_unused_since(now.minus(domain::retention::DEVICES))
        .await?;
    lapse_motions(app, &mut *tx).await?;
    tx.save().await?;
    let before = now.minus(SWEEP_AGE).0;
    let blobs = &app.parts().blobs;
    let fault = |error: blobs::BlobError| Fault::from(AppError::from(error));
    for stored in blobs.written_before(before).await.map_err(fault)? {
        let name = domain::BlobRef(stored.key.to_string());
        let used = app.read().await?.blob_in_use(&name).await?;
        if !used {
            blobs.delete(&stored.key).await.map_err(fault)?;
        }
    }
    blobs.remove_unfinished(before).await.map_err(fault)?;
    let mut tx = app.write().await?;
    again_tomorrow(app, &mut *tx, Job::Sweep, now).await?;
    tx.save().await?;
    Ok(())
}

/// Enqueues one job for each configured channel.
async fn notify(app: &App, job: JobId, order: OrderId, occasion: Occasion) -> Result<(), Fault> {
    let at = app.now();
    let mut tx = app.write().await?;
    let concerned = tx.order(order).await?;
    let is_in_wechat = concerned.is_some_and(|order| order.wechat.is_some());
    for way in NoticeChannel::ALL {
        let is_theirs = way != NoticeChannel::Wechat || is_in_wechat;
        if is_theirs && app.tells(way, occasion) {
            let job = Job::Tell {
                order,
                occasion,
                way,
                noted_at: job.made_at(),
            };
            app.enqueue(&mut *tx, &Due { job, at }, app.now()).await?;
        }
    }
    Ok(tx.save().await?)
}

/// Notifies the applicant through one channel, which may have been removed from
/// the settings meanwhile.
async fn tell(
    app: &App,
    id: OrderId,
    occasion: Occasion,
    way: NoticeChannel,
    noted_at: Timestamp,
) -> Result<(), Fault> {
    let now = app.now();
    let order = app.read().await?.order(id).await?;
    let order = order.filter(|order| order.erased_at.is_none());
    if let (NoticeChannel::Wechat, Some(order)) = (way, &order) {
        return Ok(crate::mini_programme::tell(app, order, occasion, noted_at).await?);
    }
    let (Some(channel), Some(order)) = (app.channel(way), order) else {
        return Ok(());
    };
    let to = match way {
        NoticeChannel::Wechat => return Ok(()),
        NoticeChannel::WebHook => Recipient::System,
        NoticeChannel::Sms => {
            let Some(kept) = open_details(app, &order)? else {
                return Ok(());
            };
            let phone = PhoneNumber::new(kept.applicant.phone.as_str());
            Recipient::Phone(phone.ok_or(Fault {
                code: "not-a-phone-number",
                persistence: Persistence::Permanent,
            })?)
        }
        NoticeChannel::Email => {
            let email = open_details(app, &order)?.and_then(|kept| kept.applicant.email);
            let Some(email) = email else { return Ok(()) };
            let address = email.as_str().parse::<EmailAddress>();
            Recipient::Person(address.map_err(|error| Fault {
                code: error.code(),
                persistence: Persistence::Permanent,
            })?)
        }
    };
    let (subject, body) = words(app, occasion, &order.number.grouped(), way);
    let url = app.parts().public_url.as_ref();
    let notice = notices::Notice {
        // A retry sends the same notice.
        id: format!("{id}-{}-{}", occasion.code(), noted_at.0),
        to,
        kind: occasion.code().to_owned(),
        subject,
        body,
        order_number: order.number.to_string(),
        link: url.map(|url| format!("{}/orders/{}", url.trim_end_matches('/'), order.number)),
        checkpoint: None,
        at_ms: now.0,
    };
    let sent = channel.send(&notice, now.0).await;
    sent.map(|_| ()).map_err(|error| Fault {
        code: error.code(),
        persistence: error.persistence(),
    })
}

/// Tells the operator through one channel how many orders are about to end
/// undecided. Where meanwhile there are none, or no address is set, it tells
/// nothing.
async fn warn_operator(app: &App, way: NoticeChannel, noted_at: Timestamp) -> Result<(), Fault> {
    let now = app.now();
    let mut tx = app.read().await?;
    let ending = ending_undecided(&mut *tx, now).await?;
    drop(tx);
    let (Some(channel), true) = (app.channel(way), ending.waiting > 0) else {
        return Ok(());
    };
    let Some(to) = operator_by(app, way) else {
        return Ok(());
    };
    let first = ending
        .oldest
        .unwrap_or(now)
        .plus(domain::retention::UNDECIDED);
    let mut args = Args::new();
    args.set("count", ending.waiting.to_string());
    args.set("day", domain::china::date(first).to_string());
    let (subject, body) = in_languages("notice-undecided", &args, way);
    let url = app.parts().public_url.as_ref();
    let notice = notices::Notice {
        id: format!("undecided-{}", noted_at.0),
        to,
        kind: "undecided".to_owned(),
        subject,
        body,
        order_number: String::new(),
        link: url.map(|url| format!("{}/desk", url.trim_end_matches('/'))),
        checkpoint: None,
        at_ms: now.0,
    };
    let sent = channel.send(&notice, now.0).await;
    sent.map(|_| ()).map_err(|error| Fault {
        code: error.code(),
        persistence: error.persistence(),
    })
}

/// The operator, as reached through this channel; `None` if no address is set.
fn operator_by(app: &App, way: NoticeChannel) -> Option<Recipient> {
    match way {
        NoticeChannel::WebHook => Some(Recipient::System),
        NoticeChannel::Sms | NoticeChannel::Wechat => None,
        NoticeChannel::Email => {
            let address = app.parts().operator_email.as_ref()?;
            Some(Recipient::Person(address.parse::<EmailAddress>().ok()?))
        }
    }
}

/// Sends the operator a checkpoint of the log as it is now. A retry sends a newer
/// one, which attests more.
async fn send_checkpoint(app: &App, way: NoticeChannel, noted_at: Timestamp) -> Result<(), Fault> {
    let Some(destination) = Destination::by(way) else {
        return Ok(());
    };
    let (Some(channel), Some(to)) = (app.channel(way), operator_by(app, way)) else {
        // Removed from the settings meanwhile.
        app.health().reached(destination);
        return Ok(());
    };
    let now = app.now();
    let line = checkpoints::take(app).await?;
    let mut args = Args::new();
    args.set("day", domain::china::date(now).to_string());
    let (subject, words) = in_languages("notice-checkpoint", &args, way);
    let notice = notices::Notice {
        id: format!("checkpoint-{}", noted_at.0),
        to,
        kind: "checkpoint".to_owned(),
        subject,
        body: checkpoints::in_mail(&words, &line),
        order_number: String::new(),
        link: None,
        checkpoint: Some(line),
        at_ms: now.0,
    };
    match channel.send(&notice, now.0).await {
        Ok(_) => {
            app.health().reached(destination);
            Ok(())
        }
        Err(error) => {
            app.health().missed(destination);
            Err(Fault {
                code: error.code(),
                persistence: error.persistence(),
            })
        }
    }
}

/// Subject and body. The applicant's language is not known, so mails are in
/// both languages; web hooks are in Chinese and also contain the occasion's
/// code; text messages are short, and in the language of the settings.
fn words(app: &App, occasion: Occasion, number: &str, way: NoticeChannel) -> (String, String) {
    let mut args = Args::new();
    args.set("number", number.to_owned());
    if way == NoticeChannel::Sms {
        let locale = app.parts().sms.locale;
        let text = text(locale, &format!("sms-{}", occasion.code()), &args);
        return (String::new(), text);
    }
    in_languages(&format!("notice-{}", occasion.code()), &args, way)
}

fn in_languages(key: &str, args: &Args, way: NoticeChannel) -> (String, String) {
    let [(subject, body), english] = [Locale::Zh, Locale::En].map(|locale| {
        let body = text(locale, &format!("{key}.body"), args);
        (text(locale, key, args), body)
    });
    let body = match way {
        NoticeChannel::WebHook | NoticeChannel::Sms | NoticeChannel::Wechat => body,
        NoticeChannel::Email => format!("{body}\n\n{}\n{}", english.0, english.1),
    };
    (subject, body)
}

#[cfg(test)]
mod tests {
    use domain::applicant::Email;

    use super::*;

    #[test]
    fn every_address_that_is_taken_can_be_written_to() {
        let atoms = "!#$%&'*+-/=?^_`{|}~";
        for address in [
            "wei@example.org",
            "Wei.Li+id@mail.example.org",
            "123@qq.com",
            "a@b.cn",
            "1@1.2",
            &format!("{atoms}@example-1.org"),
            &format!("{}@{}.cn", "a".repeat(64), "b".repeat(63)),
            &format!("a@{}cn", "b.".repeat(124)),
        ] {
            let email = Email::parse(address).unwrap().unwrap();
            assert!(email.as_str().parse::<EmailAddress>().is_ok(), "{address}");
        }
    }

    #[test]
    fn waits_grow_to_half_a_day() {
        let check = |tries, seconds| assert_eq!(wait_after(tries).as_secs(), seconds);
        check(0, 10);
        check(1, 40);
        check(6, 40_960);
    }
}
