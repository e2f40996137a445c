//! `/office/receipts`: how a receipt stands, and declaring it void. Shows no
//! person and no photo: an operator needs neither.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::receipt::{RevokedFor, Standing};
use domain::{ReceiptNumber, ReceiptRefusal};
use serde::Deserialize;
use usecases::sign_in::SignedIn;
use usecases::{AppError, receipts};

use crate::pages::application::about;
use crate::staff::RevokerVisit;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "office/receipts.html")]
struct ReceiptsPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    number: String,
    error: String,
    found: Option<Found>,
    reasons: Vec<(&'static str, String)>,
    why_error: String,
}

struct Found {
    number: ReceiptNumber,
    word: String,
    /// Why it was declared void, if it was.
    revoked_for: Option<String>,
    document: String,
    city: Option<String>,
    valid_until: String,
}

impl Found {
    fn is_revocable(&self) -> bool {
        self.revoked_for.is_none()
    }
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    number: String,
    /// There where the receipt is to be revoked; empty where no reason was chosen.
    why: Option<String>,
}

pub(crate) async fn page(revoker: RevokerVisit) -> impl IntoResponse {
    Page(drawn(&revoker, String::new()))
}

fn drawn(RevokerVisit { visit, me, .. }: &RevokerVisit, number: String) -> ReceiptsPage {
    let s = visit.speech();
    let reason = |why: RevokedFor| (why.code(), reason(s, why));
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

fn reason(s: Speech, why: RevokedFor) -> String {
    s.say(&format!("receipt-revoked-{}", why.code()))
}

/// Looks a number up; with a reason, revokes it first. Sent twice, it shows the
/// same: a receipt that is void stays so.
pub(crate) async fn act(
    State(web): State<Web>,
    revoker: RevokerVisit,
    CsrfForm(asked): CsrfForm<Asked>,
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
    let word = receipt.status(web.app.now());
    page.found = Some(Found {
        number,
        word: s.say(&format!("receipt-{}", word.code())),
        revoked_for: match receipt.standing {
            Standing::Revoked { why, .. } => Some(reason(s, why)),
            Standing::Good | Standing::Used { .. } => None,
        },
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
