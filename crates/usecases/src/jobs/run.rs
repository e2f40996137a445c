//! What each job does.

use domain::retention::LOG;
use domain::{Actor, Due, Job, JobId, Timestamp};

use super::daily::plan_tomorrow;
use super::fault::Fault;
use super::orders::{erase_original, lapse, lapse_unissued, system_step};
use super::sweep::sweep;
use super::tell::{notify, send_checkpoint, tell, warn_operator};
use crate::app::App;
use crate::applicant::{erase_order, purge_until_gone};
use crate::error::AppError;
use crate::terms::hold_to_terms;
use crate::{checkpoints, damage};

pub(super) async fn run(app: &App, id: JobId, job: &Job) -> Result<(), Fault> {
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
        Job::LapseDraft { order } | Job::LapseRejected { order } => lapse(app, order, job).await,
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
            trim_log(app, now).await?;
            plan_tomorrow(app, Job::TrimLog, now).await
        }
        Job::Sweep => sweep(app).await,
        Job::HoldToTerms => {
            hold_to_terms(app).await?;
            plan_tomorrow(app, Job::HoldToTerms, app.now()).await
        }
        Job::WarnOperator { way, noted_at } => warn_operator(app, way, noted_at).await,
        Job::SendCheckpoint { way, noted_at } => send_checkpoint(app, way, noted_at).await,
        Job::Purge => Ok(purge_until_gone(app).await?),
        Job::Scrub => {
            damage::scrub(app).await?;
            plan_tomorrow(app, Job::Scrub, app.now()).await
        }
        Job::CheckBills => {
            crate::online::reconcile(app).await?;
            let (now, job) = (app.now(), Job::CheckBills);
            let at = crate::online::next_bill(now);
            let mut tx = app.write().await?;
            app.enqueue(&mut *tx, &Due { job, at }, now).await?;
            Ok(app.conclude(tx).await?)
        }
        Job::AttestLog => {
            checkpoints::keep(app).await?;
            plan_tomorrow(app, Job::AttestLog, app.now()).await
        }
    }
}

/// Entries of one transaction, which keeps others from chaining as long as it lasts.
const TRIMMED_AT_ONCE: u32 = 2_000;

/// Deletes the entries that are over, a part at a time.
async fn trim_log(app: &App, now: Timestamp) -> Result<(), AppError> {
    loop {
        let mut tx = app.write().await?;
        let gone = tx.trim_log(now.minus(LOG), TRIMMED_AT_ONCE).await?;
        tx.save().await?;
        if gone < u64::from(TRIMMED_AT_ONCE) {
            return Ok(());
        }
    }
}
