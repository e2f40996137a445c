//! A copy of everything kept of an order, for its applicant: a ZIP with
//! `order.json` (described in `docs/api.md`), pictures, and the receipt.
//!
//! The files are fetched and written one at a time, so that a copy holds one
//! picture in memory, and few copies are made at once. Files are stored as they
//! are: pictures do not get smaller.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use domain::applicant::Applicant;
use domain::applicant::consent::Consent;
use domain::log::LogAction;
use domain::money::{Fen, Payment};
use domain::receipt::Receipt;
use domain::{Actor, Attempt, BlobRef, Order, OrderEvent, Overruled, Status, Timestamp, told};
use serde::Serialize;
use storage::{Notice, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::details::{PROPOSAL, open_details};
use super::own_order::OwnOrder;
use crate::app::App;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::message::{self, ThreadMessage};
use crate::mini_programme::openid_of;
use crate::note::{open_note, open_question};
use crate::receipts::{self, Paper};
use crate::sealed_photos::CodeState;
use crate::sealed_report::kept_report;

/// Copies made at once; each holds one picture of up to 40 MB.
pub(crate) const MOST_AT_ONCE: usize = 2;

/// Version of `order.json`.
const VERSION: u32 = 1;

/// The document `order.json`. Times are milliseconds since 1970 UTC.
#[derive(Serialize)]
struct OrderCopy {
    version: u32,
    copied_at: Timestamp,
    number: String,
    document: String,
    city: Option<String>,
    status: &'static str,
    submissions: u16,
    created_at: Timestamp,
    updated_at: Timestamp,
    ends_at: Option<Timestamp>,
    applicant: Option<Applicant>,
    proposal: Option<Applicant>,
    /// Why an inspector asked a colleague for a second opinion.
    #[serde(skip_serializing_if = "String::is_empty")]
    question: String,
    consents: Vec<Consent>,
    consent_code: Option<String>,
    /// Who the applicant is to the mini-programme; absent for an order that is in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    wechat_openid: Option<String>,
    timeline: Vec<EventCopy>,
    pictures: Vec<PictureCopy>,
    messages: Vec<MessageCopy>,
    notices: Vec<NoticeCopy>,
    receipt: Option<ReceiptCopy>,
    /// What it costs; absent if it is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    bill: Option<BillCopy>,
}

#[derive(Serialize)]
struct EventCopy {
    at: Timestamp,
    by: &'static str,
    event: OrderEvent,
}

#[derive(Serialize)]
struct PictureCopy {
    uploaded_at: Timestamp,
    submitted_at: Option<Timestamp>,
    fitness: &'static str,
    catalogue_version: String,
    original: Option<String>,
    photo: Option<String>,
    photo_sha256: Option<String>,
    decision: Option<DecisionCopy>,
    report: AttemptReport,
}

#[derive(Serialize)]
struct DecisionCopy {
    verdict: &'static str,
    at: Timestamp,
    reasons: Vec<String>,
    note: String,
    overruled: Vec<Overruled>,
}

#[derive(Serialize)]
struct MessageCopy {
    at: Timestamp,
    by: &'static str,
    text: String,
}

#[derive(Serialize)]
struct NoticeCopy {
    at: Timestamp,
    occasion: &'static str,
    read_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct ReceiptCopy {
    number: String,
    status: &'static str,
    valid_until: String,
    approved_at: Timestamp,
    photo_sha256: Option<String>,
    token: String,
    /// `none`: the photo is not sealed. `kept`: the paper still carries its code.
    /// `taken`: only the paper that was taken opens it.
    code: &'static str,
    file: Option<&'static str>,
}

/// Amounts are fen of CNY.
#[derive(Serialize)]
struct BillCopy {
    price: Fen,
    paid_for: &'static str,
    status: &'static str,
    payments: Vec<PaymentCopy>,
}

#[derive(Serialize)]
struct PaymentCopy {
    at: Timestamp,
    way: &'static str,
    amount: Fen,
    reference: String,
    status: &'static str,
}

/// A file of the copy that is still to be written.
enum File {
    Json(Vec<u8>),
    Picture { kind: &'static str, blob: BlobRef },
    Receipt,
}

/// Bytes written and not yet taken.
#[derive(Clone, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Pending {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A copy being made; [`Self::next`] gives it piece by piece.
pub struct OrderCopyStream {
    app: App,
    own: OwnOrder,
    /// The last first.
    files: Vec<(String, File)>,
    zip: Option<ZipWriter<StreamWriter<Pending>>>,
    pending: Pending,
    _turn: OwnedSemaphorePermit,
}

impl std::fmt::Debug for OrderCopyStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OrderCopyStream({} files left)", self.files.len())
    }
}

/// Begins a copy of everything kept of the order. Logged. Only on the device the
/// order was begun on: whoever knows number and phone may not see all of it.
///
/// # Errors
/// [`AppError::NotFound`] for an erased order or another device;
/// [`AppError::Busy`] while others are being copied; storage.
pub async fn copy(app: &App, own: &OwnOrder) -> Result<OrderCopyStream, AppError> {
    if !own.may_be_copied() {
        return Err(AppError::NotFound);
    }
    let turn = Arc::clone(app.copies()).try_acquire_owned();
    let turn = turn.map_err(|_| AppError::Busy {
        place: MOST_AT_ONCE,
    })?;
    let now = app.now();
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    let subject = order.number.to_string();
    app.log(
        &mut *tx,
        Actor::Applicant,
        LogAction::CopyGiven,
        &subject,
        "",
    )
    .await?;
    let (json, mut files) = everything(app, &mut *tx, &order, now).await?;
    tx.save().await?;
    let json = serde_json::to_vec_pretty(&json).expect("what is copied is plain data");
    files.insert(0, ("order.json".to_owned(), File::Json(json)));
    files.reverse();
    let pending = Pending::default();
    Ok(OrderCopyStream {
        app: app.clone(),
        own: OwnOrder {
            order,
            proof: own.proof,
        },
        files,
        zip: Some(ZipWriter::new_stream(pending.clone())),
        pending,
        _turn: turn,
    })
}

/// The semaphore for [`MOST_AT_ONCE`] copies.
pub(crate) fn turns() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(MOST_AT_ONCE))
}

impl OrderCopyStream {
    /// The next piece of the ZIP; `None` after the last.
    ///
    /// # Errors
    /// A file that cannot be opened; the copy ends there and is not whole.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>, AppError>> {
        let mut zip = self.zip.take()?;
        let Some((name, file)) = self.files.pop() else {
            return Some(match zip.finish() {
                Ok(_) => Ok(self.pending.take()),
                Err(_) => Err(AppError::EngineStopped),
            });
        };
        let bytes = match self.bytes(file).await {
            Ok(bytes) => bytes,
            Err(error) => return Some(Err(error)),
        };
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        // Writing to memory does not fail.
        let written = zip
            .start_file(name, options)
            .map_err(io::Error::from)
            .and_then(|()| zip.write_all(&bytes));
        if written.is_err() {
            return Some(Err(AppError::EngineStopped));
        }
        self.zip = Some(zip);
        Some(Ok(self.pending.take()))
    }

    async fn bytes(&self, file: File) -> Result<Vec<u8>, AppError> {
        match file {
            File::Json(bytes) => Ok(bytes),
            File::Picture { kind, blob } => self.app.blob(&self.own.order, kind, &blob).await,
            File::Receipt => receipts::paper(&self.app, &self.own, Paper::Pdf).await,
        }
    }
}

async fn everything(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    now: Timestamp,
) -> Result<(OrderCopy, Vec<(String, File)>), AppError> {
    let kept = open_details(app, order)?;
    let proposal = order.proposal.as_ref();
    let proposal = proposal.map(|sealed| app.open_json(order, PROPOSAL, sealed));
    let receipt = tx.receipt_of_order(order.id).await?;
    let sealed = match &receipt {
        Some(receipt) => tx.sealed_photo(receipt.id).await?,
        None => None,
    };
    let timeline = told(order, tx.events_of(order.id).await?, now);
    let status = order.status(now);
    let mut files = Vec::new();
    let mut pictures = Vec::new();
    for (place, attempt) in (1..).zip(tx.attempts_of(order.id).await?) {
        let report = kept_report(tx, attempt.id).await?.open(app, order)?;
        pictures.push(picture(
            app,
            order,
            place,
            (attempt, report),
            status,
            &mut files,
        )?);
    }
    let messages = message::thread(app, tx, order).await?;
    let notices = tx.notices_of(order.id, now).await?;
    let payments = tx.payments_of(order.id).await?;
    let (applicant, consents, code) = match kept {
        Some(kept) => (Some(kept.applicant), kept.consents, kept.consent_code),
        None => (None, Vec::new(), None),
    };
    let copy = OrderCopy {
        version: VERSION,
        copied_at: now,
        number: order.number.to_string(),
        document: order.document.to_string(),
        city: order.city.map(|city| city.to_string()),
        status: status.code(),
        submissions: order.submissions,
        created_at: order.created_at,
        updated_at: order.updated_at,
        ends_at: order
            .ends(receipts::given(app, order, receipt.as_ref()))
            .map(|due| due.at),
        applicant,
        proposal: proposal.transpose()?,
        question: open_question(app, order)?,
        consents,
        consent_code: code.map(|code| code.grouped()),
        wechat_openid: openid_of(app, order)?,
        timeline: timeline
            .into_iter()
            .map(|entry| EventCopy {
                at: entry.at,
                by: entry.by.kind(),
                event: entry.event,
            })
            .collect(),
        pictures,
        messages: messages.into_iter().map(said).collect(),
        notices: notices.into_iter().map(noticed).collect(),
        receipt: receipt.map(|receipt| {
            let code = CodeState::of(sealed.as_ref(), receipt.id);
            let has_file = !receipt.status(now).has_ended() && code != CodeState::Taken;
            if has_file {
                files.push(("receipt.pdf".to_owned(), File::Receipt));
            }
            receipt_copy(receipt, now, code, has_file.then_some("receipt.pdf"))
        }),
        bill: order.bill.price().map(|price| BillCopy {
            price: price.amount(),
            paid_for: price.paid_for().code(),
            status: order.bill_status().code(),
            payments: payments.iter().map(paid).collect(),
        }),
    };
    Ok((copy, files))
}

fn picture(
    app: &App,
    order: &Order,
    place: u32,
    (attempt, report): (Attempt, AttemptReport),
    status: Status,
    files: &mut Vec<(String, File)>,
) -> Result<PictureCopy, AppError> {
    let mut file = |kind: &'static str, blob: Option<BlobRef>, ending: &str| {
        let blob = blob?;
        let name = format!("picture-{place}/{kind}.{ending}");
        files.push((name.clone(), File::Picture { kind, blob }));
        Some(name)
    };
    // As it was uploaded, in whatever format.
    let format = report.picture.as_ref().map(|facts| facts.format.as_str());
    let ending = match format {
        Some("PNG") => "png",
        Some("WebP") => "webp",
        Some("HEIC") => "heic",
        Some("TIFF") => "tif",
        _ => "jpg",
    };
    // A decision that can still be undone is hidden.
    let is_current = order.attempt == Some(attempt.id);
    let is_told = !is_current || matches!(status, Status::Approved | Status::Rejected);
    let note = open_note(app, order, &attempt)?;
    Ok(PictureCopy {
        uploaded_at: attempt.prepared_at,
        submitted_at: attempt.submitted_at,
        fitness: attempt.fitness.code(),
        catalogue_version: attempt.catalogue_version,
        original: file("original", attempt.original, ending),
        photo: file("photo", attempt.photo, "jpg"),
        photo_sha256: attempt.photo_hash.map(|hash| hash.to_string()),
        decision: attempt
            .decision
            .filter(|_| is_told)
            .map(|decision| DecisionCopy {
                verdict: decision.verdict.code(),
                at: decision.at,
                reasons: decision.reasons,
                note,
                overruled: decision.overruled,
            }),
        report,
    })
}

fn said(said: ThreadMessage) -> MessageCopy {
    MessageCopy {
        at: said.at,
        by: said.by.kind(),
        text: said.text,
    }
}

fn noticed(notice: Notice) -> NoticeCopy {
    NoticeCopy {
        at: notice.at,
        occasion: notice.occasion.code(),
        read_at: notice.read_at,
    }
}

fn paid(payment: &Payment) -> PaymentCopy {
    PaymentCopy {
        at: payment.at,
        way: payment.way.code(),
        amount: payment.amount,
        reference: payment.reference.clone(),
        status: payment.status().code(),
    }
}

fn receipt_copy(
    receipt: Receipt,
    now: Timestamp,
    code: CodeState,
    file: Option<&'static str>,
) -> ReceiptCopy {
    ReceiptCopy {
        code: code.kind(),
        number: receipt.number.to_string(),
        status: receipt.status(now).code(),
        valid_until: receipt.valid_until.to_string(),
        approved_at: receipt.approved_at,
        photo_sha256: receipt.photo_hash.map(|hash| hash.to_string()),
        token: receipt.token,
        file,
    }
}
