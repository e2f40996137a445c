//! `/office/receipts`: a receipt's status, and revocation. Shows neither person
//! nor photo: an operator needs neither.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::receipt::RevokedFor;
use domain::{ReceiptNumber, ReceiptRefusal};
use serde::Deserialize;
use usecases::sign_in::SignedIn;
use usecases::{AppError, receipts};

use crate::pages::application::about;
use crate::receipt_words::revoked_for;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::RevokeReceipt;

#[derive(Template)]
#[template(path = "office/receipts.html")]
struct ReceiptsPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    number: String,
    error: String,
    found: Option<FoundReceipt>,
    reasons: Vec<(&'static str, String)>,
    why_error: String,
}

struct FoundReceipt {
    number: ReceiptNumber,
    word: String,
    /// Why it was revoked, if it was.
    revoked_for: Option<String>,
    document: String,
    city: Option<String>,
    valid_until: String,
}

impl FoundReceipt {
    fn is_revocable(&self) -> bool {
        self.revoked_for.is_none()
    }
}

#[derive(Deserialize)]
pub(crate) struct ReceiptForm {
    #[serde(default)]
    number: String,
    /// Present if the receipt is to be revoked; empty if no reason was chosen.
    why: Option<String>,
}

pub(crate) async fn page(revoker: Permitted<RevokeReceipt>) -> impl IntoResponse {
    Page(drawn(&revoker, String::new()))
}

fn drawn(Permitted { visit, me, .. }: &Permitted<RevokeReceipt>, number: String) -> ReceiptsPage {
    let s = visit.speech();
    let reason = |why: RevokedFor| (why.code(), revoked_for(s, why));
    ReceiptsPage {
        frame: Frame::new(visit, s.say("office-receipts")),
        s,
        me: me.clone(),
        number,
        error: String::new(),
        found: None,
        reasons: RevokedFor::BY_OPERATOR.map(reason).to_vec(),
        why_error: String::new(),
    }
}

/// Looks up a number; with a reason, revokes the receipt first. Repeating it
/// has the same result: a revoked receipt stays revoked.
pub(crate) async fn act(
    State(web): State<Web>,
    revoker: Permitted<RevokeReceipt>,
    CsrfForm(asked): CsrfForm<ReceiptForm>,
) -> Result<Response, PageError> {
    let s = revoker.visit.speech();
    let mut page = drawn(&revoker, asked.number);
    let Ok(number) = page.number.parse::<ReceiptNumber>() else {
        return Ok(nothing(page));
    };
    match asked.why.as_deref() {
        None => {}
        Some("") => page.why_error = s.say("office-receipts-choose"),
        Some(why) => {
            let why = RevokedFor::chosen(why).ok_or(PageError::FormUnreadable)?;
            match receipts::revoke(&web.app, &revoker.permit, number, why).await {
                Ok(_) | Err(AppError::Receipt(ReceiptRefusal::Revoked)) => {}
                Err(AppError::NotFound) => return Ok(nothing(page)),
                Err(error) => return Err(error.into()),
            }
        }
    }
    let receipt = match receipts::by_number(&web.app, &revoker.permit, number).await {
        Ok(receipt) => receipt,
        Err(AppError::NotFound) => return Ok(nothing(page)),
        Err(error) => return Err(error.into()),
    };
    let (document, city) = about::names(s, &web, &receipt.document, receipt.city);
    page.found = Some(FoundReceipt {
        number,
        word: s.say(&format!("receipt-{}", receipt.status.code())),
        revoked_for: receipt.revoked_for.map(|why| revoked_for(s, why)),
        document,
        city,
        valid_until: receipt.valid_until.to_string(),
    });
    let status = if page.why_error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, Page(page)).into_response())
}

fn nothing(page: ReceiptsPage) -> Response {
    let error = page.s.say("office-receipts-nothing");
    (StatusCode::NOT_FOUND, Page(ReceiptsPage { error, ..page })).into_response()
}
