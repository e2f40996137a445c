//! `GET /orders/{number}/receipt`: the receipt with its number, last day and
//! instructions; its files (`receipt.pdf`, `receipt.png`); and
//! `POST …/renew`, which begins an order with the same details. A sealed photo's
//! paper is drawn until `POST …/receipt/taken`.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use domain::ApplicantAction;
use domain::receipt::ReceiptStatus;
use usecases::applicant::{self, OwnOrder, ReceiptGlance};
use usecases::receipts::{self, Paper};
use usecases::sealed_photos::{self, CodeState};

use super::about::About;
use super::address::{self, Step};
use super::file_name::{Saved, disposition};
use super::opened::Opened;
use super::status::into_wechat;
use super::trouble::Trouble;
use crate::china_time;
use crate::{CsrfForm, Frame, Page, PageError, Pressed, Speech, Tab, Visit, Web, receipt_words};

#[derive(Template)]
#[template(path = "application/receipt.html")]
pub(crate) struct ReceiptPage {
    s: Speech,
    frame: Frame,
    about: About,
    number_name: String,
    number: String,
    tone: &'static str,
    icon: &'static str,
    word: String,
    why: String,
    uses: String,
    is_sample: bool,
    /// What is said of the code that alone opens the photo, and where to say
    /// that it was taken.
    code: Option<Code>,
    /// Its files, while it is valid.
    files: Option<Files>,
    renew: Option<String>,
    /// Code and link that lead to the order in the mini-programme.
    into_wechat: Option<(String, String)>,
}

struct Code {
    words: String,
    remedy: String,
    taken: Option<String>,
}

impl Code {
    fn of(s: Speech, state: CodeState, base: &str) -> Option<Self> {
        let (key, until, taken) = match state {
            CodeState::None => return None,
            CodeState::Kept { until } => (
                "receipt-code-kept",
                china_time::shown(until),
                Some(format!("{base}/receipt/taken")),
            ),
            CodeState::Taken => ("receipt-code-taken", String::new(), None),
        };
        let say = |key: &str| s.with("until", until.as_str()).say(key);
        Some(Self {
            words: say(key),
            remedy: say(&format!("{key}.remedy")),
            taken,
        })
    }
}

struct Files {
    picture: String,
    pdf: String,
    photo: String,
    print: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let order = own.summary(web.app.now());
    let trouble = |error| Trouble::of(&visit, error, Some(order.number));
    applicant::read_notices(&web.app, &own)
        .await
        .map_err(trouble)?;
    let receipt = receipts::of(&web.app, &own).await.map_err(trouble)?;
    let Some(receipt) = receipt else {
        return Err(Trouble::elsewhere(&address::order(order.number)));
    };
    let s = visit.speech();
    let (tone, icon) = look(receipt.glance.status);
    let base = address::order(order.number);
    let page = ReceiptPage {
        frame: Frame::new(&visit, s.say("receipt"))
            .tab(Tab::Orders)
            .back(base.clone()),
        about: About::new(s, &web, &order),
        number_name: receipt_words::number_name(s, receipt.number_name.as_ref()),
        number: receipt.number.grouped(),
        tone,
        icon,
        word: s.say(&format!("receipt-{}", receipt.glance.status.code())),
        why: why(s, &receipt.glance),
        uses: receipt_words::uses(s, receipt.uses),
        is_sample: receipt.is_sample,
        code: Code::of(s, receipt.code, &base),
        files: receipt.has_files.then(|| Files {
            picture: format!("{base}/receipt.png"),
            pdf: format!("{base}/receipt.pdf"),
            photo: format!("{}&save=1", address::photo(order.number, receipt.attempt)),
            print: Step::Print.of(order.number),
        }),
        renew: order
            .allows(ApplicantAction::Renew)
            .then(|| format!("{base}/renew")),
        into_wechat: into_wechat(&visit, &own),
        s,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)))
}

/// Tone and icon of a receipt's status.
pub(super) const fn look(status: ReceiptStatus) -> (&'static str, &'static str) {
    match status {
        ReceiptStatus::Valid => ("good", "ok"),
        ReceiptStatus::Sample | ReceiptStatus::Used => ("plain", "info"),
        ReceiptStatus::Expired | ReceiptStatus::Revoked => ("bad", "no"),
    }
}

/// What a receipt's status means.
pub(super) fn why(s: Speech, receipt: &ReceiptGlance) -> String {
    let revoked_for = receipt.revoked_for;
    let reason = revoked_for.map(|why| receipt_words::revoked_for(s, why));
    s.with("until", receipt.valid_until.to_string())
        .with(
            "at",
            receipt.ended_at.map(china_time::shown).unwrap_or_default(),
        )
        .with("why", reason.unwrap_or_default())
        .say(&format!("receipt-{}.why", receipt.status.code()))
}

/// The applicant has the paper: the service forgets its code.
pub(crate) async fn taken(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, Trouble> {
    let number = own.number();
    sealed_photos::taken(&web.app, &own)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(Redirect::to(&Step::Receipt.of(number)))
}

pub(crate) async fn pdf(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let bytes = receipts::paper(&web.app, &own, Paper::Pdf).await;
    let number = own.number();
    let bytes = bytes.map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    let name = (Saved::Receipt, "pdf");
    Ok(file(&web, &visit, &own, bytes, ("application/pdf", name)))
}

pub(crate) async fn picture(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
) -> Result<impl IntoResponse, Trouble> {
    let bytes = receipts::paper(&web.app, &own, Paper::Picture).await;
    let number = own.number();
    let bytes = bytes.map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    let name = (Saved::Receipt, "png");
    Ok(file(&web, &visit, &own, bytes, ("image/png", name)))
}

pub(super) fn file(
    web: &Web,
    visit: &Visit,
    own: &OwnOrder,
    bytes: Vec<u8>,
    (kind, name): (&'static str, (Saved, &str)),
) -> impl IntoResponse + use<> {
    let order = own.summary(web.app.now());
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
        (
            CONTENT_DISPOSITION,
            disposition(visit.speech(), web, &order, name, "inline"),
        ),
    ];
    (headers, bytes)
}

pub(crate) async fn renew(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Redirect, Trouble> {
    let device = visit.known_device().ok_or(PageError::FormExpired)?;
    let device = web.app.digest_device(device);
    let number = own.number();
    let new = applicant::renew(&web.app, &own, device)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(Redirect::to(&Step::Picture.of(new.number())))
}
