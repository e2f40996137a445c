//! `/verify`: verifies a receipt's QR code, for anybody. The code's URL is
//! `/V/{token}`: upper case makes a smaller code. Shows no name and no photo.

use ::receipts::token::TokenError;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use domain::receipt::{Issue, ReceiptStatus};
use serde::Deserialize;
use usecases::AppError;
use usecases::kept_checkpoints;
use usecases::receipts::{self, Verified};

use crate::pages::application::about;
use crate::{CsrfForm, Frame, LimitClass, Page, PageError, Speech, Tab, Visit, Web, guard};

pub(crate) fn routes(web: &Web) -> Router<Web> {
    let checks = Router::new()
        .route("/verify", get(page).post(pasted))
        .route("/V/{token}", get(scanned))
        .route("/v/{token}", get(scanned));
    guard::limited(checks, web, LimitClass::LookUps)
        .route("/verify/key", get(key))
        .route("/verify/keys", get(keys))
        .route("/verify/log", get(log))
}

#[derive(Template)]
#[template(path = "verify/verify.html")]
struct VerifyPage {
    s: Speech,
    frame: Frame,
    key: String,
    answer: Option<VerifyAnswer>,
}

struct VerifyAnswer {
    tone: &'static str,
    icon: &'static str,
    word: String,
    why: String,
    facts: Vec<(String, String)>,
    /// The receipt's number, with which its owner finds the order.
    number: Option<String>,
}

#[derive(Deserialize)]
struct Pasted {
    #[serde(default)]
    code: String,
}

async fn page(State(web): State<Web>, visit: Visit) -> impl IntoResponse {
    Page(drawn(&web, &visit, None))
}

async fn pasted(
    State(web): State<Web>,
    visit: Visit,
    CsrfForm(pasted): CsrfForm<Pasted>,
) -> Result<impl IntoResponse, PageError> {
    let answer = answer(&web, visit.speech(), pasted.code.trim()).await?;
    Ok(Page(drawn(&web, &visit, Some(answer))))
}

async fn scanned(
    State(web): State<Web>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    let answer = answer(&web, visit.speech(), &token).await?;
    Ok(Page(drawn(&web, &visit, Some(answer))))
}

/// The public key as text, for `huizhi receipt verify` on another machine.
async fn key(State(web): State<Web>) -> impl IntoResponse {
    let text = format!("{}\n", web.app.public_key());
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}

/// All public keys, one a line, the one in use first; an earlier one is followed by
/// its last day.
async fn keys(State(web): State<Web>) -> impl IntoResponse {
    let lines = web.app.known_keys().into_iter();
    let text: String = lines.map(|key| format!("{key}\n")).collect();
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}

/// Checkpoints that are shown: those of most of a day.
const CHECKPOINTS: u32 = 100;

/// The last checkpoints of the log as text, the newest first, one a line: whoever keeps one
/// can prove later what the log was.
async fn log(State(web): State<Web>) -> Result<impl IntoResponse, PageError> {
    let text = kept_checkpoints::published(&web.app, CHECKPOINTS).await?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text))
}

fn drawn(web: &Web, visit: &Visit, answer: Option<VerifyAnswer>) -> VerifyPage {
    let s = visit.speech();
    VerifyPage {
        frame: Frame::new(visit, s.say("verify")).tab(Tab::Home).back("/"),
        key: web.app.public_key().to_string(),
        s,
        answer,
    }
}

async fn answer(web: &Web, s: Speech, code: &str) -> Result<VerifyAnswer, PageError> {
    let said = |(tone, icon, key): Verdict, facts| VerifyAnswer {
        tone,
        icon,
        word: s.say(key),
        why: s.say(&format!("{key}.why")),
        facts,
        number: None,
    };
    match receipts::verify(&web.app, code).await {
        Ok(verified) => {
            let issue = if verified.claims.sample {
                Issue::Sample
            } else {
                Issue::Real
            };
            Ok(VerifyAnswer {
                number: verified.status.map(|_| verified.claims.number.to_string()),
                ..said(verdict(issue, verified.status), facts(web, s, &verified))
            })
        }
        Err(AppError::Token(TokenError::Signature | TokenError::UnknownKey)) => {
            Ok(said(("bad", "no", "verify-false"), Vec::new()))
        }
        Err(AppError::Token(_)) => Ok(said(("bad", "no", "verify-damaged"), Vec::new())),
        Err(error) => Err(error.into()),
    }
}

/// Tone, icon and message.
type Verdict = (&'static str, &'static str, &'static str);

/// The result for a valid signature; green only if counters accept the receipt
/// today.
fn verdict(issue: Issue, word: Option<ReceiptStatus>) -> Verdict {
    match word {
        _ if issue == Issue::Sample => ("plain", "info", "verify-genuine-sample"),
        Some(ReceiptStatus::Valid) => ("good", "ok", "verify-genuine"),
        Some(
            ReceiptStatus::Sample
            | ReceiptStatus::Used
            | ReceiptStatus::Expired
            | ReceiptStatus::Revoked,
        )
        | None => ("bad", "no", "verify-genuine-ended"),
    }
}

fn facts(web: &Web, s: Speech, Verified { claims, status }: &Verified) -> Vec<(String, String)> {
    let city = claims.city.and_then(|code| code.try_into().ok());
    let document = claims.document.parse().map_or_else(
        |_| claims.document.clone(),
        |id| about::document_name(s, web, &id),
    );
    let city = city.map(|code| about::place_name(s, web, code));
    let standing = match status {
        Some(status) => s.say(&format!("receipt-{}", status.code())),
        None => s.say("verify-forgotten"),
    };
    let mut facts = vec![
        (s.say("verify-standing"), standing),
        (s.say("verify-number"), claims.number.grouped()),
        (s.say("verify-document"), document),
    ];
    facts.extend(city.map(|city| (s.say("verify-city"), city)));
    facts.push((s.say("verify-taken"), claims.taken.to_string()));
    facts.push((s.say("verify-valid-until"), claims.valid_until.to_string()));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn green_is_only_what_a_counter_takes_today() {
        let check = |issue, word, expected| assert_eq!(verdict(issue, word).2, expected);
        check(Issue::Real, Some(ReceiptStatus::Valid), "verify-genuine");
        check(
            Issue::Real,
            Some(ReceiptStatus::Used),
            "verify-genuine-ended",
        );
        check(
            Issue::Real,
            Some(ReceiptStatus::Expired),
            "verify-genuine-ended",
        );
        check(
            Issue::Real,
            Some(ReceiptStatus::Revoked),
            "verify-genuine-ended",
        );
        check(Issue::Real, None, "verify-genuine-ended");
        check(
            Issue::Sample,
            Some(ReceiptStatus::Sample),
            "verify-genuine-sample",
        );
        check(
            Issue::Sample,
            Some(ReceiptStatus::Used),
            "verify-genuine-sample",
        );
        check(Issue::Sample, None, "verify-genuine-sample");
    }
}
