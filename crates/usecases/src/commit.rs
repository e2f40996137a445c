//! Saving a step of an order or a receipt with its consequences: timeline
//! entry, log entry, jobs and notices, in one transaction.

use async_trait::async_trait;
use domain::log::LogEntry;
use domain::{
    Actor, Due, Job, JobId, Order, OrderEvent, OrderId, Receipt, ReceiptStep, Refusal, Step,
    TimelineEntry, Timestamp,
};
use storage::{Notice, StorageError, Transaction};

use crate::app::App;
use crate::error::AppError;

/// The consequences of a step, besides the changed row.
pub(crate) struct Consequences {
    /// The order whose timeline gets the entry.
    order: OrderId,
    /// The row's number, as in the log.
    subject: String,
    event: OrderEvent,
    due: Vec<Due>,
    cancels: Vec<Job>,
}

/// A step that can be saved.
#[async_trait]
pub(crate) trait Saved: Send {
    /// The changed row.
    type Row: Send;

    /// Saves the row; its version is incremented.
    async fn save(
        self,
        tx: &mut dyn Transaction,
        now: Timestamp,
    ) -> Result<(Self::Row, Consequences), StorageError>;
}

#[async_trait]
impl Saved for Step {
    type Row = Order;

    async fn save(
        self,
        tx: &mut dyn Transaction,
        _: Timestamp,
    ) -> Result<(Order, Consequences), StorageError> {
        let mut order = self.order;
        if self.event == OrderEvent::Drafted {
            tx.insert_order(&order).await?;
        } else {
            tx.update_order(&order).await?;
            order.version += 1;
        }
        let consequences = Consequences {
            order: order.id,
            subject: order.number.to_string(),
            event: self.event,
            due: self.due,
            cancels: self.cancels,
        };
        Ok((order, consequences))
    }
}

#[async_trait]
impl Saved for ReceiptStep {
    type Row = Receipt;

    async fn save(
        self,
        tx: &mut dyn Transaction,
        now: Timestamp,
    ) -> Result<(Receipt, Consequences), StorageError> {
        let mut receipt = self.receipt;
        if self.event == OrderEvent::ReceiptIssued {
            tx.insert_receipt(&receipt).await?;
        } else {
            tx.update_receipt(&receipt).await?;
            receipt.version += 1;
        }
        // The order's page shows its receipt and is refreshed when the order
        // changes.
        if let Some(mut order) = tx.order(receipt.order).await? {
            order.updated_at = now;
            tx.update_order(&order).await?;
        }
        let consequences = Consequences {
            order: receipt.order,
            subject: receipt.number.to_string(),
            event: self.event,
            due: self.due,
            cancels: self.cancels,
        };
        Ok((receipt, consequences))
    }
}

impl App {
    /// Saves a step with its consequences in `tx`; gives the saved row.
    pub(crate) async fn commit<S: Saved>(
        &self,
        tx: &mut dyn Transaction,
        step: S,
        by: Actor,
        now: Timestamp,
    ) -> Result<S::Row, AppError> {
        let (row, consequences) = step.save(tx, now).await?;
        let Consequences {
            order,
            subject,
            event,
            due,
            cancels,
        } = consequences;
        let detail = match &event {
            OrderEvent::Rejected { reasons } => reasons.join(" "),
            OrderEvent::ReceiptRevoked { why } => why.code().to_owned(),
            OrderEvent::Paid { amount, way } => format!("{amount} {}", way.code()),
            OrderEvent::RefundAsked { amount }
            | OrderEvent::Refunded { amount }
            | OrderEvent::RefundFailed { amount } => amount.to_string(),
            _ => String::new(),
        };
        tx.append_log(&LogEntry {
            at: now,
            by,
            action: (&event).into(),
            subject,
            detail,
        })
        .await?;
        tx.append_event(&TimelineEntry {
            order,
            at: now,
            by,
            event,
        })
        .await?;
        for job in &cancels {
            self.cancel(tx, job, now).await?;
        }
        for due in &due {
            self.enqueue(tx, due, now).await?;
        }
        Ok(row)
    }

    /// Applies a transition to `order`, as read in `tx`; saves, which concludes the job
    /// that does it, and announces the change to listeners.
    ///
    /// # Errors
    /// [`AppError::Refused`]; storage.
    pub(crate) async fn apply(
        &self,
        mut tx: Box<dyn Transaction>,
        order: Order,
        by: Actor,
        transition: impl FnOnce(Order, Timestamp) -> Result<Step, Refusal> + Send,
    ) -> Result<Order, AppError> {
        let now = self.now();
        let step = transition(order, now)?;
        let order = self.commit(&mut *tx, step, by, now).await?;
        self.conclude(tx).await?;
        self.changed(order.id);
        Ok(order)
    }

    /// Enqueues a job. A job that notifies also stores the notice, which is
    /// shown from its due time on; the job sends it through the channels.
    pub(crate) async fn enqueue(
        &self,
        tx: &mut dyn Transaction,
        due: &Due,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let id = JobId::new(now, &mut *self.randomness());
        tx.enqueue(id, due).await?;
        if let Job::Notify { order, occasion } = due.job {
            tx.insert_notice(&Notice {
                order,
                occasion,
                at: due.at,
                read_at: None,
            })
            .await?;
        }
        Ok(())
    }

    /// Cancels a queued job and its notice.
    async fn cancel(
        &self,
        tx: &mut dyn Transaction,
        job: &Job,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        tx.cancel_job(job).await?;
        if let Job::Notify { order, occasion } = *job {
            tx.cancel_notices(order, occasion, now).await?;
        }
        Ok(())
    }
}
