//! Photos that only their receipt's code opens (end-to-end mode).
//!
//! When the receipt of such a document is issued, the photo is encrypted under
//! a fresh key, and every other picture of the order is deleted. The key is the
//! code of the paper. The service keeps it, sealed under the order's key, until
//! the applicant has taken it or [`CODE`] has passed; from then on it holds a
//! file that nothing it knows opens. The counter sends the scanned code, and
//! the photo is decrypted in memory for that answer.
//!
//! The file is sealed twice: under the code, and around that under the order's
//! key, so that erasing the order needs no code, and a lost paper opens nothing
//! without the service.

use blobs::PhotoCode;
use catalogue::DocumentId;
use domain::log::LogAction;
use domain::money::PaidFor;
use domain::retention::{CODE, CODE_DRAWN};
use domain::{
    Actor, Attempt, BlobRef, Due, Job, Order, OrderId, PhotoHash, Receipt, ReceiptId, Timestamp,
};
use storage::{SealedPhoto, Transaction};
use zeroize::Zeroizing;

use crate::app::App;
use crate::applicant::OwnOrder;
use crate::error::AppError;
use crate::forgotten_files::Forgotten;
use crate::kept_blob::KeptBlob;

/// Kind of the file, and context of the kept code.
const FILE: &str = "sealed-photo";
const KEPT_CODE: &str = "photo-code";

/// Why a sealed photo is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedRefusal {
    /// The photo is sealed, and no code was sent.
    #[error("the photo opens with its receipt's code")]
    CodeNeeded,
    /// The text is not a code.
    #[error("this is not the code of a photo")]
    CodeUnreadable,
    /// It is the code of another photo.
    #[error("the code does not open this photo")]
    CodeWrong,
    /// The code was taken, or not taken in time, and was deleted.
    #[error("the code is no longer kept")]
    CodeTaken,
    /// The photo was retrieved, and was deleted.
    #[error("the photo was handed over and is deleted")]
    Gone,
}

impl SealedRefusal {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::CodeNeeded,
        Self::CodeUnreadable,
        Self::CodeWrong,
        Self::CodeTaken,
        Self::Gone,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CodeNeeded => "photo-code-needed",
            Self::CodeUnreadable => "photo-code-unreadable",
            Self::CodeWrong => "photo-code-wrong",
            Self::CodeTaken => "photo-code-taken",
            Self::Gone => "photo-gone",
        }
    }
}

/// How a receipt's photo opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoLock {
    /// With the ticket of a look-up.
    Ticket,
    /// With the receipt's code besides.
    Code,
    /// Not any more: it was retrieved.
    Gone,
}

impl PhotoLock {
    pub(crate) fn of(sealed: Option<&SealedPhoto>) -> Self {
        match sealed {
            None => Self::Ticket,
            Some(SealedPhoto { photo: None, .. }) => Self::Gone,
            Some(_) => Self::Code,
        }
    }
}

/// What the service still has of a photo's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// The photo has no code: it is not sealed.
    None,
    /// It is kept for the applicant to take.
    Kept {
        /// When it is deleted, taken or not.
        until: Timestamp,
    },
    /// It was deleted: only the paper has it.
    Taken,
}

impl CodeState {
    /// `none`, `kept` or `taken`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Kept { .. } => "kept",
            Self::Taken => "taken",
        }
    }

    pub(crate) fn of(sealed: Option<&SealedPhoto>, receipt: ReceiptId) -> Self {
        match sealed {
            None => Self::None,
            Some(SealedPhoto { code: None, .. }) => Self::Taken,
            Some(SealedPhoto { drawn_at, .. }) => {
                let at_most = receipt.made_at().plus(CODE);
                let until = drawn_at.map_or(at_most, |at| at.plus(CODE_DRAWN).min(at_most));
                Self::Kept { until }
            }
        }
    }
}

fn context(receipt: ReceiptId) -> String {
    format!("photo of receipt {receipt}")
}

/// Whether photos of `document` are sealed, as the operator set.
pub(crate) fn seals(app: &App, document: &DocumentId) -> bool {
    app.parts().sealed_documents.contains(document)
}

/// The files of a photo that is about to be sealed. Written before the transaction that
/// names them; where it comes to nothing, the sweep deletes them.
pub(crate) struct Prepared {
    /// The photo as it was.
    of: BlobRef,
    hash: PhotoHash,
    photo: KeptBlob,
    code: KeptBlob,
}

/// Seals the photo of an approved order for a receipt that is to be issued; `None` where
/// photos of its document are not sealed, or there is nothing to issue for.
pub(crate) async fn prepare(
    app: &App,
    order: OrderId,
    receipt: ReceiptId,
) -> Result<Option<Prepared>, AppError> {
    let mut tx = app.read().await?;
    let order = tx.order(order).await?;
    let Some(order) = order.filter(|order| seals(app, &order.document)) else {
        return Ok(None);
    };
    let is_due = order.key.is_some() && !order.bill.holds_up(PaidFor::Receipt);
    let (Some(id), true, None) = (order.attempt, is_due, tx.receipt_of_order(order.id).await?)
    else {
        return Ok(None);
    };
    let of = tx.attempt(id).await?.and_then(|attempt| attempt.photo);
    drop(tx);
    let Some(of) = of else {
        return Ok(None);
    };
    let photo = Zeroizing::new(app.blob(&order, "photo", &of).await?);
    let hash = PhotoHash::of(&photo);
    let (code, inner) = {
        let mut randomness = app.randomness();
        let code = PhotoCode::generate(&mut *randomness);
        let inner = code.seal(&context(receipt), &photo, &mut *randomness);
        (code, inner)
    };
    let photo = app.keep_blob(&order, FILE, inner).await?;
    let kept = app.keep_blob(&order, KEPT_CODE, code.text().as_bytes().to_vec());
    Ok(Some(Prepared {
        of,
        hash,
        photo,
        code: kept.await?,
    }))
}

/// Has a receipt that is being issued vouch for the sealed photo, and forgets every other
/// picture of its order.
pub(crate) async fn seal(
    app: &App,
    tx: &mut dyn Transaction,
    attempt: &Attempt,
    receipt: &Receipt,
    prepared: Prepared,
    now: Timestamp,
) -> Result<Forgotten, AppError> {
    if attempt.photo.as_ref() != Some(&prepared.of) {
        // Changed meanwhile: the job comes again.
        return Err(storage::StorageError::Conflict.into());
    }
    if Some(prepared.hash) != receipt.photo_hash {
        return Err(blobs::SealError::Damaged.into());
    }
    tx.keep_sealed_photo(&SealedPhoto {
        receipt: receipt.id,
        photo: Some(prepared.photo.in_time(app)?),
        code: Some(prepared.code.in_time(app)?),
        drawn_at: None,
    })
    .await?;
    let mut files = Vec::new();
    for mut attempt in tx.attempts_of(receipt.order).await? {
        files.extend(attempt.original.take());
        files.extend(attempt.photo.take());
        tx.update_attempt(&attempt).await?;
    }
    let job = Job::ForgetCode {
        receipt: receipt.id,
    };
    let at = now.plus(CODE);
    app.enqueue(tx, &Due { job, at }, now).await?;
    app.forget_files(tx, files).await
}

/// A photo with the code that opens it.
pub(crate) struct Opened {
    pub(crate) photo: Vec<u8>,
    pub(crate) code: Zeroizing<String>,
}

/// The photo by the kept code.
///
/// # Errors
/// [`SealedRefusal::CodeTaken`] if the code is no longer kept.
pub(crate) async fn by_kept_code(
    app: &App,
    order: &Order,
    sealed: &SealedPhoto,
) -> Result<Opened, AppError> {
    let kept = sealed.code.as_ref().ok_or(SealedRefusal::CodeTaken)?;
    let text = Zeroizing::new(app.blob(order, KEPT_CODE, kept).await?);
    let text = std::str::from_utf8(&text).map_err(|_| blobs::SealError::Damaged)?;
    let code = Zeroizing::new(text.to_owned());
    let parsed = PhotoCode::parse(&code).ok_or(blobs::SealError::Damaged)?;
    let photo = under_code(app, order, sealed).await?.open(&parsed)?;
    Ok(Opened { photo, code })
}

/// A photo that only its code opens any more.
pub(crate) struct UnderCode {
    receipt: ReceiptId,
    inner: Vec<u8>,
}

impl UnderCode {
    /// The photo by this code.
    ///
    /// # Errors
    /// [`SealedRefusal::CodeWrong`].
    pub(crate) fn open(&self, code: &PhotoCode) -> Result<Vec<u8>, SealedRefusal> {
        let photo = code.open(&context(self.receipt), &self.inner);
        photo.map_err(|_| SealedRefusal::CodeWrong)
    }
}

/// Fetches the file and opens the outer seal alone, which needs no code: whether it is there
/// and whole.
///
/// # Errors
/// [`SealedRefusal::Gone`]; a missing or damaged file.
pub(crate) async fn under_code(
    app: &App,
    order: &Order,
    sealed: &SealedPhoto,
) -> Result<UnderCode, AppError> {
    let file = sealed.photo.as_ref().ok_or(SealedRefusal::Gone)?;
    let inner = app.blob(order, FILE, file).await?;
    let receipt = sealed.receipt;
    Ok(UnderCode { receipt, inner })
}

/// Notes that a paper with the code was drawn; the code is kept a while longer,
/// for a printer that fails.
pub(crate) async fn drawn(app: &App, sealed: &SealedPhoto) -> Result<(), AppError> {
    if sealed.drawn_at.is_some() {
        return Ok(());
    }
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(mut sealed) = tx.sealed_photo(sealed.receipt).await? else {
        return Ok(());
    };
    if sealed.code.is_some() && sealed.drawn_at.is_none() {
        sealed.drawn_at = Some(now);
        tx.keep_sealed_photo(&sealed).await?;
        let receipt = sealed.receipt;
        let CodeState::Kept { until } = CodeState::of(Some(&sealed), receipt) else {
            return Ok(());
        };
        let job = Job::ForgetCode { receipt };
        app.enqueue(&mut *tx, &Due { job, at: until }, now).await?;
        tx.save().await?;
    }
    Ok(())
}

/// The applicant has the paper: its code is deleted here.
///
/// # Errors
/// [`AppError::NotFound`] if the order has no sealed receipt; storage.
pub async fn taken(app: &App, own: &OwnOrder) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let receipt = tx.receipt_of_order(own.order.id).await?;
    let receipt = receipt.ok_or(AppError::NotFound)?;
    let mut sealed = tx
        .sealed_photo(receipt.id)
        .await?
        .ok_or(AppError::NotFound)?;
    let Some(code) = sealed.code.take() else {
        return Ok(());
    };
    tx.keep_sealed_photo(&sealed).await?;
    let (by, action) = (Actor::Applicant, LogAction::ReceiptCodeTaken);
    app.log(&mut *tx, by, action, receipt.number.as_str(), "")
        .await?;
    let forgotten = app.forget_files(&mut *tx, [code]).await?;
    tx.save().await?;
    app.delete_forgotten(forgotten).await;
    app.changed(own.order.id);
    Ok(())
}

/// Deletes the kept code, if it is still there.
pub(crate) async fn forget_code(app: &App, id: ReceiptId) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let Some(mut sealed) = tx.sealed_photo(id).await? else {
        return Ok(());
    };
    let Some(code) = sealed.code.take() else {
        return Ok(());
    };
    tx.keep_sealed_photo(&sealed).await?;
    log_of(app, &mut *tx, id, LogAction::ReceiptCodeForgotten).await?;
    let forgotten = app.forget_files(&mut *tx, [code]).await?;
    app.conclude(tx).await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}

/// Deletes the file of a photo that was handed over.
pub(crate) async fn erase(app: &App, id: ReceiptId) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let forgotten = forget_photo(app, &mut *tx, id).await?;
    app.conclude(tx).await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}

/// Forgets photo and code of a receipt, if it has a sealed one.
pub(crate) async fn forget_photo(
    app: &App,
    tx: &mut dyn Transaction,
    id: ReceiptId,
) -> Result<Forgotten, AppError> {
    let Some(mut sealed) = tx.sealed_photo(id).await? else {
        return Ok(Forgotten::default());
    };
    let (code, photo) = (sealed.code.take(), sealed.photo.take());
    tx.keep_sealed_photo(&sealed).await?;
    if photo.is_some() {
        log_of(app, tx, id, LogAction::SealedPhotoErased).await?;
    }
    app.forget_files(tx, code.into_iter().chain(photo)).await
}

/// As [`forget_photo`], of an order that is being erased.
pub(crate) async fn forget_photo_of(
    app: &App,
    tx: &mut dyn Transaction,
    order: OrderId,
) -> Result<Forgotten, AppError> {
    match tx.receipt_of_order(order).await? {
        Some(receipt) => forget_photo(app, tx, receipt.id).await,
        None => Ok(Forgotten::default()),
    }
}

async fn log_of(
    app: &App,
    tx: &mut dyn Transaction,
    id: ReceiptId,
    action: LogAction,
) -> Result<(), AppError> {
    let receipt = tx.receipt(id).await?;
    let number = receipt.map(|receipt| receipt.number.to_string());
    let subject = number.unwrap_or_default();
    app.log(tx, Actor::System, action, &subject, "").await
}
