//! `/office/receipts`: how a receipt stands, and declaring it void. Shows no
//! person and no photo: an operator needs neither.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::sign_in::SignedIn;
use desk::{DeskError, receipts};
use orders::ReceiptNumber;
use orders::receipt::{RevokedFor, Word};
use serde::Deserialize;

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
}

struct Found {
    number: ReceiptNumber,
    word: String,
    document: String,
    city: Option<String>,
    valid_until: String,
    is_revocable: bool,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    number: String,
    #[serde(default)]
    why: String,
}

pub(crate) async fn page(revoker: RevokerVisit) -> impl IntoResponse {
    Page(drawn(&revoker, String::new(), String::new(), None))
}

fn drawn(
    RevokerVisit { visit, me, .. }: &RevokerVisit,
    number: String,
    error: String,
    found: Option<Found>,
) -> ReceiptsPage {
    let s = visit.speech();
    ReceiptsPage {
        frame: Frame::new(visit, s.say("office-receipts")),
        s,
        me: me.clone(),
        number,
        error,
        found,
        reasons: RevokedFor::BY_OPERATOR
            .map(|why| {
                (
                    why.code(),
                    s.say(&format!("receipt-revoked-{}", why.code())),
                )
            })
            .to_vec(),
    }
}

/// Looks a number up; with a reason, revokes it.
pub(crate) async fn act(
    State(web): State<Web>,
    revoker: RevokerVisit,
    CsrfForm(asked): CsrfForm<Asked>,
) -> Result<Response, PageError> {
    let s = revoker.visit.speech();
    let Ok(number) = asked.number.parse::<ReceiptNumber>() else {
        return Ok(nothing(&revoker, asked.number));
    };
    if !asked.why.is_empty() {
        let why = RevokedFor::chosen(&asked.why).ok_or(PageError::FormUnreadable)?;
        receipts::revoke(&web.desk, &revoker.permit, number, why).await?;
        return Ok(Redirect::to("/office/receipts").into_response());
    }
    let receipt = match receipts::by_number(&web.desk, &revoker.permit, number).await {
        Ok(receipt) => receipt,
        Err(DeskError::NotFound) => return Ok(nothing(&revoker, asked.number)),
        Err(error) => return Err(error.into()),
    };
    let (document, city) = about::names(s, &web, &receipt.document, receipt.city);
    let word = receipt.word(web.desk.now());
    let found = Found {
        number,
        word: s.say(&format!("receipt-{}", word.code())),
        document,
        city,
        valid_until: receipt.valid_until.to_string(),
        is_revocable: word != Word::Revoked,
    };
    Ok(Page(drawn(&revoker, asked.number, String::new(), Some(found))).into_response())
}

fn nothing(revoker: &RevokerVisit, number: String) -> Response {
    let error = revoker.visit.speech().say("office-receipts-nothing");
    (
        StatusCode::NOT_FOUND,
        Page(drawn(revoker, number, error, None)),
    )
        .into_response()
}
