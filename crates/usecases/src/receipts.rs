//! Receipts: issued after an approval, printed for the applicant, checked by
//! anybody who holds one.

use std::sync::Arc;

use catalogue::{DivisionCode, DocumentId, Mm, Text, Uses};
use domain::china;
use domain::log::LogAction;
use domain::receipt::{Issue, Issuing, ReceiptStatus, RevokedFor, Standing, Terms};
use domain::staff::right::RevokeReceipt;
use domain::{Actor, AttemptId, OrderId, Receipt, ReceiptId, ReceiptNumber, Timestamp};
use jiff::civil::Date;
use portrait::{PRINT_DPI, lay_out};
use receipts::token::{Claims, IssuerKey, PublicKey};
use receipts::{Font, Issuer, Slip};
use storage::Transaction;

use crate::app::App;
use crate::applicant::{OwnOrder, open_details};
use crate::counter::name_digest;
use crate::error::AppError;
use crate::permit::Permit;

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
    pub status: Option<ReceiptStatus>,
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
    let (Some(attempt), Some(details)) = (attempt, open_details(app, &order)?) else {
        return Ok(());
    };
    let (document, city) = app.purpose(&order.document, order.city)?;
    let rule = app.catalogue().receipt_rule(document, city);
    let mut randomness = app.randomness();
    let with = Issuing {
        id: ReceiptId::new(now, &mut *randomness),
        number: ReceiptNumber::generate(&mut *randomness),
        name: name_digest(app, details.applicant.name.as_str()),
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
    step.receipt.token = token(app, &step.receipt, now);
    app.commit(&mut *tx, step, Actor::System, now).await?;
    tx.save().await?;
    app.changed(id);
    Ok(())
}

fn token(app: &App, receipt: &Receipt, now: Timestamp) -> String {
    let claims = Claims {
        number: receipt.number,
        document: receipt.document.to_string(),
        city: receipt.city.map(catalogue::DivisionCode::number),
        photo_sha256: receipt.photo_hash.0,
        taken: china::date(receipt.taken_at),
        issued: china::date(now),
        valid_until: receipt.valid_until,
        sample: receipt.issue == Issue::Sample,
    };
    receipts::token::sign(&claims, &app.issuer_key())
}

/// A receipt as its owner may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnReceipt {
    /// Its number.
    pub number: ReceiptNumber,
    /// How it stands.
    pub status: ReceiptStatus,
    /// When it was used up or declared void.
    pub ended_at: Option<Timestamp>,
    /// Why it was declared void.
    pub revoked_for: Option<RevokedFor>,
    /// The last day it is good for, in China.
    pub valid_until: Date,
    /// How often it is good.
    pub uses: Uses,
    /// Whether it was issued as a sample.
    pub is_sample: bool,
    /// The signed words of its two-dimensional code; empty once forgotten.
    pub token: String,
    /// The picture it vouches for.
    pub attempt: AttemptId,
    /// What its form calls the number.
    pub number_name: Option<Text>,
    /// Whether its paper and photo can be had still.
    pub has_files: bool,
}

/// The order's receipt, if it has one.
///
/// # Errors
/// Storage.
pub async fn of(app: &App, own: &OwnOrder) -> Result<Option<OwnReceipt>, AppError> {
    let receipt = stored(app, own).await?;
    Ok(receipt.map(|receipt| {
        let status = receipt.status(app.now());
        OwnReceipt {
            number: receipt.number,
            status,
            ended_at: match receipt.standing {
                Standing::Used { at, .. } | Standing::Revoked { at, .. } => Some(at),
                Standing::Good => None,
            },
            revoked_for: revoked_for(&receipt),
            valid_until: receipt.valid_until,
            uses: receipt.terms.uses,
            is_sample: receipt.issue == Issue::Sample,
            attempt: receipt.attempt,
            number_name: number_name(app, &receipt),
            has_files: own.order.key.is_some() && !status.has_ended(),
            token: receipt.token,
        }
    }))
}

async fn stored(app: &App, own: &OwnOrder) -> Result<Option<Receipt>, AppError> {
    Ok(app.read().await?.receipt_of_order(own.order.id).await?)
}

const fn revoked_for(receipt: &Receipt) -> Option<RevokedFor> {
    match receipt.standing {
        Standing::Revoked { why, .. } => Some(why),
        Standing::Good | Standing::Used { .. } => None,
    }
}

/// The order's receipt on paper.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, or no longer one that is good;
/// [`AppError::Paper`]; storage.
pub async fn paper(app: &App, own: &OwnOrder, paper: Paper) -> Result<Vec<u8>, AppError> {
    let order = &own.order;
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
    let details = open_details(app, order)?.ok_or(AppError::NotFound)?;
    let applicant = details.applicant;
    let (document, city) = app.purpose(&receipt.document, receipt.city)?;
    let spec = app.catalogue().specification(document, city);
    let rule = app.catalogue().receipt_rule(document, city);
    let form = rule.form.clone();
    let words = Words {
        document: document.names.clone(),
        place: city.map(|city| app.catalogue().full_name(city)),
        name: applicant.name.masked(),
        identity: applicant.identity.masked(),
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

/// What the form a receipt is printed on calls the number: 回执号, 相片图像号.
fn number_name(app: &App, receipt: &Receipt) -> Option<Text> {
    let (document, city) = app.purpose(&receipt.document, receipt.city).ok()?;
    let rule = app.catalogue().receipt_rule(document, city);
    let form = app.catalogue().receipt_form(&rule.form)?;
    Some(form.number_name.clone())
}

/// Quality of the sheet's JPEG: no block shows in a print.
const SHEET_QUALITY: u8 = 90;

/// The photo several times on a sheet of 6 inch paper, as JPEG.
///
/// # Errors
/// [`AppError::NotFound`] where there is no good receipt; storage.
pub async fn sheet(app: &App, own: &OwnOrder) -> Result<Vec<u8>, AppError> {
    let receipt = stored(app, own).await?.ok_or(AppError::NotFound)?;
    if receipt.status(app.now()).has_ended() {
        return Err(AppError::NotFound);
    }
    let photo = crate::applicant::photo(app, own, Some(receipt.attempt)).await?;
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
        status: receipt.map(|receipt| receipt.status(app.now())),
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

/// A receipt as an operator may see it: without its person and its photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeReceipt {
    /// Its number.
    pub number: ReceiptNumber,
    /// The document it was approved for.
    pub document: DocumentId,
    /// Where that is issued.
    pub city: Option<DivisionCode>,
    /// How it stands.
    pub status: ReceiptStatus,
    /// Why it was declared void.
    pub revoked_for: Option<RevokedFor>,
    /// The last day it is good for, in China.
    pub valid_until: Date,
}

impl OfficeReceipt {
    fn of(receipt: &Receipt, now: Timestamp) -> Self {
        Self {
            number: receipt.number,
            document: receipt.document.clone(),
            city: receipt.city,
            status: receipt.status(now),
            revoked_for: revoked_for(receipt),
            valid_until: receipt.valid_until,
        }
    }
}

/// Declares a receipt void.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Receipt`]; storage.
pub async fn revoke(
    app: &App,
    permit: &Permit<RevokeReceipt>,
    number: ReceiptNumber,
    why: RevokedFor,
) -> Result<OfficeReceipt, AppError> {
    let (by, now) = (permit.holder(), app.now());
    let mut tx = app.write().await?;
    let receipt = tx.receipt_by_number(number).await?;
    let step = receipt.ok_or(AppError::NotFound)?.revoke(by, why, now)?;
    let receipt = app.commit(&mut *tx, step, by, now).await?;
    tx.save().await?;
    app.changed(receipt.order);
    Ok(OfficeReceipt::of(&receipt, now))
}

/// A receipt by its number, without a person: what an operator needs to revoke
/// it.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn by_number(
    app: &App,
    _: &Permit<RevokeReceipt>,
    number: ReceiptNumber,
) -> Result<OfficeReceipt, AppError> {
    let receipt = app.read().await?.receipt_by_number(number).await?;
    let receipt = receipt.ok_or(AppError::NotFound)?;
    Ok(OfficeReceipt::of(&receipt, app.now()))
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
        receipt = app.commit(tx, step, by, now).await?;
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
    app.log(
        &mut *tx,
        Actor::System,
        LogAction::ReceiptForgotten,
        &number,
        "",
    )
    .await?;
    tx.save().await?;
    Ok(())
}
