//! Receipts: issued after an approval, printed for the applicant, verified by
//! anybody.

use std::sync::Arc;

use catalogue::{DivisionCode, DocumentId, Gives, Mm, Text, Uses};
use domain::china;
use domain::log::LogAction;
use domain::money::PaidFor;
use domain::receipt::{Issue, Issuing, ReceiptStatus, RevokedFor, Standing, Terms};
use domain::staff::right::RevokeReceipt;
use domain::{
    Actor, AttemptId, Given, Left, Order, OrderEvent, OrderId, Receipt, ReceiptId, ReceiptNumber,
    Refusal, Step, Timestamp,
};
use jiff::civil::Date;
use receipts::token::{Claims, IssuerKey, KnownKey, PublicKey, verify_known};
use receipts::{Font, Issuer, Slip};
use serde::Deserialize;
use storage::{StorageError, Transaction};

use crate::app::App;
use crate::applicant::{OwnOrder, ReceiptGlance, open_details, plan_purge};
use crate::counter::name_digest;
use crate::error::AppError;
use crate::forgotten_files::Forgotten;
use crate::mini_programme::plan_shipping;
use crate::permit::Permit;
use crate::sealed_photos::{self, CodeState};

/// File format of a printed receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// An A4 page, as PDF.
    Pdf,
    /// An image for a phone, as PNG.
    Picture,
}

/// A verified token, and its receipt's status.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The signed content.
    pub claims: Claims,
    /// Status now; `None` if the service no longer knows the number.
    pub status: Option<ReceiptStatus>,
}

impl App {
    /// The key that signs receipts.
    #[must_use]
    pub fn issuer_key(&self) -> IssuerKey {
        self.parts().signing.key()
    }

    /// The public key that verifies what is signed now.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.parts().signing.public()
    }

    /// All public keys that verify receipts, the one in use first.
    #[must_use]
    pub fn known_keys(&self) -> Vec<KnownKey> {
        self.parts().signing.known()
    }

    /// The issuer of receipts.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.parts().issuer
    }
}

/// What an approved order of the document gives; a document that has left the
/// catalogue gave a receipt.
pub(crate) fn gives(app: &App, document: &DocumentId) -> Gives {
    let document = app.catalogue().document_by_id(document.as_str());
    document.map_or(Gives::Receipt, |document| document.gives)
}

/// What the order's approval gives: its receipt, if there is one.
pub(crate) fn given<'a>(app: &App, order: &Order, receipt: Option<&'a Receipt>) -> Given<'a> {
    match (receipt, gives(app, &order.document)) {
        (Some(receipt), _) => Given::Receipt(receipt),
        (None, Gives::Receipt) => Given::ReceiptAwaited,
        (None, Gives::Photo) => Given::Photo,
    }
}

/// Whether the order's photo was given, for a document without receipts.
pub(crate) async fn photo_is_given(
    tx: &mut dyn Transaction,
    order: OrderId,
) -> Result<bool, AppError> {
    has_happened(tx, order, &OrderEvent::PhotoGiven).await
}

/// Whether the applicant of an approved order was asked to pay for its receipt or photo.
pub(crate) async fn is_asked_to_pay(
    tx: &mut dyn Transaction,
    order: OrderId,
) -> Result<bool, AppError> {
    has_happened(tx, order, &OrderEvent::PaymentDue).await
}

async fn has_happened(
    tx: &mut dyn Transaction,
    order: OrderId,
    event: &OrderEvent,
) -> Result<bool, AppError> {
    let happened = tx.events_of(order).await?;
    Ok(happened.iter().any(|entry| entry.event == *event))
}

/// Takes the step of an approved order that leaves `event` in its timeline, unless that
/// was done before, or there is nothing to do it for: the decision was undone or is not
/// final, or the order is erased.
async fn once(
    app: &App,
    mut tx: Box<dyn Transaction>,
    order: Order,
    event: &OrderEvent,
    step: fn(Order, Timestamp) -> Result<Step, Refusal>,
) -> Result<(), AppError> {
    let (id, now) = (order.id, app.now());
    if has_happened(&mut *tx, id, event).await? {
        return Ok(());
    }
    let Ok(step) = step(order, now) else {
        return Ok(());
    };
    app.commit(&mut *tx, step, Actor::System, now).await?;
    if *event == OrderEvent::PhotoGiven {
        plan_shipping(app, &mut *tx, id, now).await?;
    }
    app.conclude(tx).await?;
    app.changed(id);
    Ok(())
}

/// Issues the receipt of an approved order, or gives the photo alone where the
/// document has no receipts; unless that was done or it is no longer approved. Where the
/// receipt is to be paid, its applicant is asked first.
pub(crate) async fn issue(app: &App, id: OrderId) -> Result<(), AppError> {
    let now = app.now();
    let receipt = ReceiptId::new(now, &mut *app.randomness());
    let prepared = sealed_photos::prepare(app, id, receipt).await?;
    let mut tx = app.write().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    if tx.receipt_of_order(id).await?.is_some() {
        return Ok(());
    }
    if order.bill.holds_up(PaidFor::Receipt) {
        return once(app, tx, order, &OrderEvent::PaymentDue, Order::ask_payment).await;
    }
    let attempt = match order.attempt {
        Some(attempt) => tx.attempt(attempt).await?,
        None => None,
    };
    let (Some(attempt), Some(details)) = (attempt, open_details(app, &order)?) else {
        return Ok(());
    };
    let (document, city) = app.purpose(&order.document, order.city)?;
    let Some(rule) = app.catalogue().receipt_rule(document, city) else {
        return once(app, tx, order, &OrderEvent::PhotoGiven, Order::give_photo).await;
    };
    let mut randomness = app.randomness();
    let with = Issuing {
        id: receipt,
        number: ReceiptNumber::generate(&mut *randomness),
        name: name_digest(app, &details.applicant.name),
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
    // Undone, erased or not final: nothing to issue.
    let Ok(mut step) = Receipt::issue(&order, &attempt, with, now) else {
        return Ok(());
    };
    step.receipt.token = token(app, &step.receipt, now)?;
    let receipt = app.commit(&mut *tx, step, Actor::System, now).await?;
    plan_shipping(app, &mut *tx, id, now).await?;
    let forgotten = if sealed_photos::seals(app, &order.document) {
        let prepared = prepared.ok_or(StorageError::Conflict)?;
        sealed_photos::seal(app, &mut *tx, &attempt, &receipt, prepared, now).await?
    } else {
        Forgotten::default()
    };
    app.conclude(tx).await?;
    app.delete_forgotten(forgotten).await;
    app.changed(id);
    Ok(())
}

fn token(app: &App, receipt: &Receipt, now: Timestamp) -> Result<String, AppError> {
    let claims = claims(receipt, china::date(now))?;
    Ok(receipts::token::sign(&claims, &app.issuer_key()))
}

/// What the receipt's code says, issued on that day.
fn claims(receipt: &Receipt, issued: Date) -> Result<Claims, AppError> {
    let photo = receipt.photo_hash.ok_or(AppError::NotFound)?;
    Ok(Claims {
        number: receipt.number,
        document: receipt.document.to_string(),
        city: receipt.city.map(catalogue::DivisionCode::number),
        photo_sha256: photo.0,
        taken: china::date(receipt.taken_at),
        issued,
        valid_until: receipt.valid_until,
        sample: receipt.issue == Issue::Sample,
    })
}

/// Holds a receipt's row against what was signed when it was issued: document,
/// city, photo, dates. A forgotten receipt has no code any more, and shows
/// nothing that it could vouch for.
///
/// # Errors
/// [`StorageError::Altered`] where they differ.
pub(crate) fn as_signed(app: &App, receipt: &Receipt) -> Result<(), AppError> {
    if receipt.token.is_empty() {
        return Ok(());
    }
    let signed = verify_known(&receipt.token, &app.known_keys());
    let signed = signed.ok().map(|genuine| genuine.claims);
    let agrees = signed
        .is_some_and(|signed| claims(receipt, signed.issued).is_ok_and(|stored| stored == signed));
    if !agrees {
        tracing::error!("a receipt is not what was signed");
        return Err(StorageError::Altered { table: "receipts" }.into());
    }
    Ok(())
}

/// A receipt as its applicant may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnReceipt {
    /// The receipt's number.
    pub number: ReceiptNumber,
    /// How it stands.
    pub glance: ReceiptGlance,
    /// How often it can be used.
    pub uses: Uses,
    /// Whether it is a sample.
    pub is_sample: bool,
    /// Signed text of its QR code; empty once deleted.
    pub token: String,
    /// The attempt whose photo it certifies.
    pub attempt: AttemptId,
    /// The form's name for the number.
    pub number_name: Option<Text>,
    /// Whether the printed receipt and the photo are still available.
    pub has_files: bool,
    /// What is kept of the code that opens its photo.
    pub code: CodeState,
}

/// The order's receipt, if it has one.
///
/// # Errors
/// Storage.
pub async fn of(app: &App, own: &OwnOrder) -> Result<Option<OwnReceipt>, AppError> {
    let mut tx = app.read().await?;
    let Some(receipt) = tx.receipt_of_order(own.order.id).await? else {
        return Ok(None);
    };
    let sealed = tx.sealed_photo(receipt.id).await?;
    drop(tx);
    let code = CodeState::of(sealed.as_ref(), receipt.id);
    Ok(Some({
        let glance = ReceiptGlance::of(&receipt, app.now());
        let has_ended = glance.status.has_ended();
        OwnReceipt {
            number: receipt.number,
            glance,
            uses: receipt.terms.uses,
            is_sample: receipt.issue == Issue::Sample,
            attempt: receipt.attempt,
            number_name: number_name(app, &receipt),
            has_files: own.order.key.is_some() && !has_ended && code != CodeState::Taken,
            code,
            token: receipt.token,
        }
    }))
}

pub(crate) async fn stored(app: &App, own: &OwnOrder) -> Result<Option<Receipt>, AppError> {
    Ok(app.read().await?.receipt_of_order(own.order.id).await?)
}

const fn revoked_for(receipt: &Receipt) -> Option<RevokedFor> {
    match receipt.standing {
        Standing::Revoked { why, .. } => Some(why),
        Standing::Good | Standing::Used { .. } => None,
    }
}

/// The order's receipt, printed.
///
/// # Errors
/// [`AppError::NotFound`] if there is none, or it is no longer valid;
/// [`AppError::SealedPhoto`] if its code is no longer kept; [`AppError::Paper`];
/// storage.
pub async fn paper(app: &App, own: &OwnOrder, paper: Paper) -> Result<Vec<u8>, AppError> {
    let order = &own.order;
    let mut tx = app.read().await?;
    let receipt = tx.receipt_of_order(order.id).await?;
    let receipt = receipt.ok_or(AppError::NotFound)?;
    let attempt = tx.attempt(receipt.attempt).await?;
    let sealed = tx.sealed_photo(receipt.id).await?;
    drop(tx);
    if receipt.status(app.now()).has_ended() {
        return Err(AppError::NotFound);
    }
    let (photo, photo_code) = match &sealed {
        None => {
            let blob = attempt.and_then(|attempt| attempt.photo);
            let blob = blob.ok_or(AppError::NotFound)?;
            (app.blob(order, "photo", &blob).await?, None)
        }
        Some(sealed) => {
            let opened = sealed_photos::by_kept_code(app, order, sealed).await?;
            (opened.photo, Some(opened.code))
        }
    };
    let details = open_details(app, order)?.ok_or(AppError::NotFound)?;
    let applicant = details.applicant;
    let (document, city) = app.purpose(&receipt.document, receipt.city)?;
    let spec = app.catalogue().specification(document, city);
    let rule = app.catalogue().rule_of_issued(document, city);
    let form = rule.form.clone();
    let words = Words {
        document: document.names.clone(),
        place: city.map(|city| app.catalogue().full_name(city)),
        name: match app.parts().name_on_paper {
            NameOnPaper::Whole => applicant.name.as_str().to_owned(),
            NameOnPaper::Masked => applicant.name.masked(),
        },
        identity: applicant.identity.masked(),
        code: code(app, &receipt),
        photo_size: receipts::photo_size(&spec),
    };
    let order_number = order.number;
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
            order: order_number,
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
            photo_code: photo_code.as_ref().map(|code| code.as_str()),
        };
        match paper {
            Paper::Pdf => receipts::pdf(&slip, Font::embedded()),
            Paper::Picture => receipts::picture(&slip, Font::embedded()),
        }
    });
    let drawn = drawn.await.map_err(|_| AppError::EngineStopped)??;
    if let Some(sealed) = &sealed {
        sealed_photos::drawn(app, sealed).await?;
    }
    Ok(drawn)
}

/// Content of the slip, gathered before it is drawn on another thread.
struct Words {
    document: Text,
    place: Option<Text>,
    name: String,
    identity: String,
    code: String,
    photo_size: (Mm, Mm),
}

/// Text of the QR code: a URL that any phone opens, if the service has a public
/// URL, else the token alone.
fn code(app: &App, receipt: &Receipt) -> String {
    match &app.parts().public_url {
        // Host names are case-insensitive, and upper case makes a smaller QR
        // code.
        Some(url) => {
            let url = url.trim_end_matches('/').to_uppercase();
            format!("{url}/V/{}", receipt.token)
        }
        None => receipt.token.clone(),
    }
}

/// The receipt form's name for the number: 回执号, 相片图像号.
fn number_name(app: &App, receipt: &Receipt) -> Option<Text> {
    let (document, city) = app.purpose(&receipt.document, receipt.city).ok()?;
    let rule = app.catalogue().rule_of_issued(document, city);
    let form = app.catalogue().receipt_form(&rule.form)?;
    Some(form.number_name.clone())
}

/// Verifies a receipt's token and looks up the receipt's status. Gives no
/// personal data.
///
/// # Errors
/// [`AppError::Token`] for a forged, damaged or foreign token; storage.
pub async fn verify(app: &App, text: &str) -> Result<Verified, AppError> {
    let claims = verify_known(text, &app.known_keys())?.claims;
    let mut tx = app.read().await?;
    // A number whose receipt is long gone may have been given again.
    let is_of = |receipt: &Receipt| {
        let photo = receipt.photo_hash.map(|hash| hash.0);
        receipt.valid_until == claims.valid_until
            && photo.is_none_or(|photo| photo == claims.photo_sha256)
    };
    let receipt = tx.receipt_by_number(claims.number).await?;
    let receipt = receipt.filter(is_of);
    Ok(Verified {
        status: receipt.map(|receipt| receipt.status(app.now())),
        claims,
    })
}

/// The receipt number in a scanned QR code, if the code is of this service.
#[must_use]
pub fn number_in(app: &App, scanned: &str) -> Option<ReceiptNumber> {
    let genuine = verify_known(scanned, &app.known_keys());
    genuine.ok().map(|genuine| genuine.claims.number)
}

/// How an applicant's name stands on their receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameOnPaper {
    /// As given: a counter compares it with the identity card.
    #[default]
    Whole,
    /// All but its last character hidden: a lost receipt says less.
    Masked,
}

/// A receipt as an operator may see it: without person and photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeReceipt {
    /// The receipt's number.
    pub number: ReceiptNumber,
    /// The document it was issued for.
    pub document: DocumentId,
    /// The document's issuing city.
    pub city: Option<DivisionCode>,
    /// Status.
    pub status: ReceiptStatus,
    /// Why it was revoked.
    pub revoked_for: Option<RevokedFor>,
    /// Last day of validity, in China.
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

/// Revokes a receipt.
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

/// A receipt by its number alone, for an operator who revokes it.
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

/// Ends the receipt of an order whose applicant asked for its erasure: revokes
/// it if it is valid, and deletes the applicant's digests. If `by` is anybody else,
/// only what is known of the photo is deleted. Gives what the erasure leaves.
pub(crate) async fn end_with_order(
    app: &App,
    tx: &mut dyn Transaction,
    order: OrderId,
    by: Actor,
    now: Timestamp,
) -> Result<Left, AppError> {
    let Some(mut receipt) = tx.receipt_of_order(order).await? else {
        return Ok(Left::Nothing);
    };
    if by != Actor::Applicant {
        let left = match receipt.is_remembered() {
            true => Left::Tombstone,
            false => Left::Nothing,
        };
        // The order is erased with its photo, so nothing is known of that any
        // more; the digests are deleted later, by their own job.
        tx.update_receipt(&receipt.forget_photo()).await?;
        return Ok(left);
    }
    if !receipt.status(now).has_ended() {
        let step = receipt.revoke(by, RevokedFor::Erased, now)?;
        receipt = app.commit(tx, step, by, now).await?;
    }
    tx.update_receipt(&receipt.forget()).await?;
    Ok(Left::Nothing)
}

/// Deletes the digests of an ended receipt's applicant, and what is left of its
/// order.
pub(crate) async fn forget(app: &App, id: ReceiptId) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let Some(receipt) = tx.receipt(id).await? else {
        return Ok(());
    };
    let number = receipt.number.to_string();
    let order = tx.order(receipt.order).await?;
    if let Some(order) = order.filter(Order::is_tombstone) {
        tx.update_order(&order.forget_whose()).await?;
    }
    tx.update_receipt(&receipt.forget()).await?;
    plan_purge(app, &mut *tx).await?;
    app.log(
        &mut *tx,
        Actor::System,
        LogAction::ReceiptForgotten,
        &number,
        "",
    )
    .await?;
    app.conclude(tx).await?;
    Ok(())
}
