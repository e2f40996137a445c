//! Receipts: issued after an approval, printed for the applicant, checked by
//! anybody who holds one.

use std::sync::Arc;

use catalogue::{Mm, ReceiptForm, Text};
use domain::china;
use domain::receipt::{Issue, Issuing, ReceiptStatus, RevokedFor, Terms};
use domain::{Actor, OrderId, Receipt, ReceiptId, ReceiptNumber, ReceiptStep, Timestamp};
use portrait::{PRINT_DPI, lay_out};
use receipts::token::{Claims, IssuerKey, PublicKey};
use receipts::{Font, Issuer, Slip};
use storage::Transaction;

use crate::app::App;
use crate::applicant::{OwnOrder, open_details_of};
use crate::error::AppError;
use crate::permit::Revoker;

/// Which form a receipt is printed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A sheet of A4, as PDF.
    Pdf,
    /// A picture for the phone, as PNG.
    Picture,
}

/// What a code on paper says, and how its receipt stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// What was signed.
    pub claims: Claims,
    /// How it stands now; `None` where this service does not know the number
    /// any more.
    pub word: Option<ReceiptStatus>,
}

impl App {
    /// What receipts are signed with; the same at every start, as long as the
    /// master key is.
    #[must_use]
    pub fn issuer_key(&self) -> IssuerKey {
        IssuerKey::from_bytes(&self.secret("receipts"))
    }

    /// What anybody may check them with.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.issuer_key().public()
    }

    /// Who issues receipts.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.parts().issuer
    }

    /// Keeps a receipt's step: receipt, line of the timeline, log entry, work
    /// that follows and work that is moot, all in `tx`.
    pub(crate) async fn keep_receipt(
        &self,
        tx: &mut dyn Transaction,
        step: ReceiptStep,
        by: Actor,
        now: Timestamp,
    ) -> Result<Receipt, AppError> {
        let ReceiptStep {
            mut receipt,
            what,
            due,
            cancels,
        } = step;
        if matches!(what, domain::OrderEvent::ReceiptIssued) {
            tx.insert_receipt(&receipt).await?;
        } else {
            tx.update_receipt(&receipt).await?;
            receipt.version += 1;
        }
        // The order's page shows its receipt, and follows the order.
        if let Some(mut order) = tx.order(receipt.order).await? {
            order.updated_at = now;
            tx.update_order(&order).await?;
        }
        let detail = match &what {
            domain::OrderEvent::ReceiptRevoked { why } => why.code(),
            _ => "",
        };
        let subject = receipt.number.to_string();
        self.log(tx, by, what.code(), &subject, detail).await?;
        tx.append_event(&domain::TimelineEntry {
            order: receipt.order,
            at: now,
            by,
            what,
        })
        .await?;
        self.follow_up(tx, &cancels, &due, now).await?;
        Ok(receipt)
    }
}

/// Issues the receipt of an approved order, unless it has one or is not
/// approved any more.
pub(crate) async fn issue(app: &App, id: OrderId) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    if tx.receipt_of_order(id).await?.is_some() {
        return Ok(());
    }
    let attempt = match order.attempt {
        Some(attempt) => tx.attempt(attempt).await?,
        None => None,
    };
    let (Some(attempt), Some(details)) = (attempt, open_details_of(app, &order)?) else {
        return Ok(());
    };
    let (document, city) = app.purpose(&order.document, order.city)?;
    let rule = app.catalogue().receipt_rule(document, city);
    let mut randomness = app.randomness();
    let with = Issuing {
        id: ReceiptId::new(now, &mut *randomness),
        number: ReceiptNumber::generate(&mut *randomness),
        name: name_digest(app, details.name.as_str()),
        terms: Terms {
            uses: rule.uses,
            counts_in: rule.counts_in,
            also_for: rule.also_for.clone(),
        },
        validity: rule.validity,
        issue: match app.issuer() {
            Issuer::Sample => Issue::Sample,
            Issuer::Named { .. } => Issue::Real,
        },
    };
    drop(randomness);
    // Undone, erased or not final: then nothing is to be issued.
    let Ok(mut step) = Receipt::issue(&order, &attempt, with, now) else {
        return Ok(());
    };
    step.receipt.token = token(app, &step.receipt, now)?;
    app.keep_receipt(&mut *tx, step, Actor::System, now).await?;
    tx.save().await?;
    app.changed(id);
    Ok(())
}

fn token(app: &App, receipt: &Receipt, now: Timestamp) -> Result<String, AppError> {
    let mut photo_sha256 = [0; 32];
    hex::decode_to_slice(&receipt.photo_sha256, &mut photo_sha256)
        .map_err(|_| blobs::SealError::Damaged)?;
    let claims = Claims {
        number: receipt.number,
        document: receipt.document.clone(),
        city: receipt.city.map(catalogue::DivisionCode::number),
        photo_sha256,
        taken: china::date(receipt.taken_at),
        issued: china::date(now),
        valid_until: receipt.valid_until,
        sample: receipt.issue == Issue::Sample,
    };
    Ok(receipts::token::sign(&claims, &app.issuer_key()))
}

/// What is kept of a name to find a receipt by: spaces and the case of Latin
/// letters do not matter at a counter.
pub(crate) fn name_digest(app: &App, name: &str) -> domain::Digest {
    let plain: String = name.split_whitespace().collect();
    app.digest("name", &plain.to_lowercase())
}

/// The order's receipt, if it has one.
///
/// # Errors
/// Storage.
pub async fn of(app: &App, own: &OwnOrder) -> Result<Option<Receipt>, AppError> {
    let mut tx = app.read().await?;
    Ok(tx.receipt_of_order(own.order().id).await?)
}

/// The order's receipt on paper.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, or no longer one that is good;
/// [`AppError::Paper`]; storage.
pub async fn paper(app: &App, own: &OwnOrder, paper: Paper) -> Result<Vec<u8>, AppError> {
    let order = own.order();
    let mut tx = app.read().await?;
    let receipt = tx.receipt_of_order(order.id).await?;
    let receipt = receipt.ok_or(AppError::NotFound)?;
    let attempt = tx.attempt(receipt.attempt).await?;
    drop(tx);
    if receipt.status(app.now()).has_ended() {
        return Err(AppError::NotFound);
    }
    let blob = attempt.and_then(|attempt| attempt.photo);
    let photo = app
        .blob(order, "photo", &blob.ok_or(AppError::NotFound)?)
        .await?;
    let details = open_details_of(app, order)?.ok_or(AppError::NotFound)?;
    let (document, city) = app.purpose(&receipt.document, receipt.city)?;
    let spec = app.catalogue().specification(document, city);
    let rule = app.catalogue().receipt_rule(document, city);
    let form = rule.form.clone();
    let words = Words {
        document: document.names.clone(),
        place: city.map(|city| app.catalogue().full_name(city)),
        name: details.name.masked(),
        identity: details.identity.masked(),
        code: code(app, &receipt),
        photo_size: receipts::photo_size(&spec),
    };
    let catalogue = Arc::clone(app.catalogue());
    let issuer = match receipt.issue {
        Issue::Sample => Issuer::Sample,
        Issue::Real => app.issuer().clone(),
    };
    let drawn = tokio::task::spawn_blocking(move || {
        let form = catalogue
            .receipt_form(&form)
            .expect("the catalogue checks that every rule's form is there");
        let slip = Slip {
            form,
            number: receipt.number,
            document: words.document,
            place: words.place,
            applicant: receipts::Applicant {
                name: words.name,
                identity: words.identity,
            },
            photo: &photo,
            photo_size: words.photo_size,
            taken: china::date(receipt.taken_at),
            approved: china::date(receipt.approved_at),
            valid_until: receipt.valid_until,
            issuer,
            code: &words.code,
        };
        match paper {
            Paper::Pdf => receipts::pdf(&slip, Font::embedded()),
            Paper::Picture => receipts::picture(&slip, Font::embedded()),
        }
    });
    let drawn = drawn.await.map_err(|_| AppError::EngineStopped)?;
    Ok(drawn?)
}

/// What the slip says, gathered before it is drawn elsewhere.
struct Words {
    document: Text,
    place: Option<Text>,
    name: String,
    identity: String,
    code: String,
    photo_size: (Mm, Mm),
}

/// What the two-dimensional code says: an address any phone opens, where the
/// house has one, else the signed words alone.
fn code(app: &App, receipt: &Receipt) -> String {
    match &app.parts().public_url {
        // Host names have no case, and upper case makes a smaller code.
        Some(url) => {
            let url = url.trim_end_matches('/').to_uppercase();
            format!("{url}/V/{}", receipt.token)
        }
        None => receipt.token.clone(),
    }
}

/// The form a receipt is printed on.
#[must_use]
pub fn form<'a>(app: &'a App, receipt: &Receipt) -> Option<&'a ReceiptForm> {
    let (document, city) = app.purpose(&receipt.document, receipt.city).ok()?;
    let rule = app.catalogue().receipt_rule(document, city);
    app.catalogue().receipt_form(&rule.form)
}

/// Quality of the sheet's JPEG: no block shows in a print.
const SHEET_QUALITY: u8 = 90;

/// The photo several times on a sheet of 6 inch paper, as JPEG.
///
/// # Errors
/// [`AppError::NotFound`] where there is no good receipt; storage.
pub async fn sheet(app: &App, own: &OwnOrder) -> Result<Vec<u8>, AppError> {
    let receipt = of(app, own).await?.ok_or(AppError::NotFound)?;
    if receipt.status(app.now()).has_ended() {
        return Err(AppError::NotFound);
    }
    let photo = crate::applicant::photo(app, own, receipt.attempt).await?;
    let (document, city) = app.purpose(&receipt.document, receipt.city)?;
    let spec = app.catalogue().specification(document, city);
    // What the file shows, not the paper photo of documents whose print shows
    // more.
    let size = (spec.width_mm, spec.height_mm);
    let drawn = tokio::task::spawn_blocking(move || {
        let image = imaging::decode(&photo, &imaging::Limits::default())
            .ok()?
            .image;
        let sheet = lay_out(portrait::Paper::Inch6, size, PRINT_DPI, None).ok()?;
        let target = imaging::JpegTarget {
            dpi: PRINT_DPI.0,
            min_bytes: 0,
            max_bytes: usize::MAX,
            min_quality: SHEET_QUALITY,
        };
        let jpeg = imaging::encode_jpeg(&sheet.draw(&image), &target).ok()?;
        Some(jpeg.bytes)
    });
    let drawn = drawn.await.map_err(|_| AppError::EngineStopped)?;
    // A photo that was approved decodes and fits on paper; if not, there is
    // nothing the applicant could do.
    drawn.ok_or(AppError::NotFound)
}

/// What a code on paper is worth: who signed it, and how its receipt stands.
/// Names nobody.
///
/// # Errors
/// [`AppError::Token`] for a forged, damaged or foreign one; storage.
pub async fn verify(app: &App, text: &str) -> Result<Verified, AppError> {
    let claims = receipts::token::verify(text, &[app.public_key()])?.claims;
    let mut tx = app.read().await?;
    let receipt = tx.receipt_by_number(claims.number).await?;
    Ok(Verified {
        word: receipt.map(|receipt| receipt.status(app.now())),
        claims,
    })
}

/// The number in what a scanner read off a paper's two-dimensional code, if
/// the code is of this service.
#[must_use]
pub fn number_in(app: &App, scanned: &str) -> Option<ReceiptNumber> {
    let genuine = receipts::token::verify(scanned, &[app.public_key()]);
    genuine.ok().map(|genuine| genuine.claims.number)
}

/// Declares a receipt void.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Receipt`]; storage.
pub async fn revoke(
    app: &App,
    revoker: &Revoker,
    number: ReceiptNumber,
    why: RevokedFor,
) -> Result<Receipt, AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let receipt = tx.receipt_by_number(number).await?;
    let receipt = receipt.ok_or(AppError::NotFound)?;
    let step = receipt.revoke(revoker.actor, why, now)?;
    let receipt = app.keep_receipt(&mut *tx, step, revoker.actor, now).await?;
    tx.save().await?;
    app.changed(receipt.order);
    Ok(receipt)
}

/// A receipt by its number, without a person: what an operator needs to revoke
/// it.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn by_number(app: &App, _: &Revoker, number: ReceiptNumber) -> Result<Receipt, AppError> {
    let mut tx = app.read().await?;
    let receipt = tx.receipt_by_number(number).await?;
    receipt.ok_or(AppError::NotFound)
}

/// The receipt of an order that is being erased: void, if it was good, and
/// nobody's, if its owner wished the erasure.
pub(crate) async fn end_with_order(
    app: &App,
    tx: &mut dyn Transaction,
    order: OrderId,
    by: Actor,
    now: Timestamp,
) -> Result<(), AppError> {
    if by != Actor::Applicant {
        return Ok(());
    }
    let Some(mut receipt) = tx.receipt_of_order(order).await? else {
        return Ok(());
    };
    if !receipt.status(now).has_ended() {
        let step = receipt.revoke(by, RevokedFor::Erased, now)?;
        receipt = app.keep_receipt(tx, step, by, now).await?;
    }
    tx.update_receipt(&receipt.forget()).await?;
    Ok(())
}

/// Forgets whose an ended receipt was.
pub(crate) async fn forget(app: &App, id: ReceiptId) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let Some(receipt) = tx.receipt(id).await? else {
        return Ok(());
    };
    let number = receipt.number.to_string();
    tx.update_receipt(&receipt.forget()).await?;
    app.log(&mut *tx, Actor::System, "receipt-forgotten", &number, "")
        .await?;
    tx.save().await?;
    Ok(())
}
