//! A sealed photo at the counter: the code scanned from its receipt opens it,
//! for the answer alone. `POST …/open` shows it on the receipt's page, inside
//! the page itself, for no address of its own could be asked for again without
//! the code; `POST …/photo.jpg` downloads it.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::staff::right::LookUpReceipt;
use serde::Deserialize;
use usecases::AppError;
use usecases::counter::{self, PhotoPurpose, Ticket};

use super::found::{Scan, shown};
use crate::staff::Permitted;
use crate::{CsrfForm, PageError, Web, china_time};

#[derive(Deserialize)]
pub(crate) struct CodeForm {
    code: String,
}

pub(crate) async fn open(
    State(web): State<Web>,
    clerk: Permitted<LookUpReceipt>,
    headers: HeaderMap,
    Path(ticket): Path<String>,
    CsrfForm(CodeForm { code }): CsrfForm<CodeForm>,
) -> Result<Response, PageError> {
    let ticket = Ticket(ticket);
    let compare = PhotoPurpose::Compare;
    let opened = counter::sealed_photo(&web.app, &clerk.permit, &ticket, compare, &code).await;
    let (status, scan) = match opened {
        Ok((_, photo)) => {
            let data = format!("data:image/jpeg;base64,{}", STANDARD.encode(photo));
            (StatusCode::OK, Scan::Opened { data, code })
        }
        Err(error) => refused(&web, &clerk, error)?,
    };
    let page = shown(&web, clerk, &headers, &ticket, scan).await?;
    Ok((status, page).into_response())
}

pub(crate) async fn save(
    State(web): State<Web>,
    clerk: Permitted<LookUpReceipt>,
    headers: HeaderMap,
    Path(ticket): Path<String>,
    CsrfForm(CodeForm { code }): CsrfForm<CodeForm>,
) -> Result<Response, PageError> {
    let ticket = Ticket(ticket);
    let hand_over = PhotoPurpose::HandOver;
    match counter::sealed_photo(&web.app, &clerk.permit, &ticket, hand_over, &code).await {
        Ok((number, bytes)) => {
            let headers = [
                (CONTENT_TYPE, "image/jpeg".to_owned()),
                (
                    CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{number}.jpg\""),
                ),
            ];
            Ok((headers, bytes).into_response())
        }
        Err(error) => {
            let (status, scan) = refused(&web, &clerk, error)?;
            let page = shown(&web, clerk, &headers, &ticket, scan).await?;
            Ok((status, page).into_response())
        }
    }
}

/// Status and words of a code that opens nothing; other errors pass through.
fn refused(
    web: &Web,
    clerk: &Permitted<LookUpReceipt>,
    error: AppError,
) -> Result<(StatusCode, Scan), PageError> {
    let s = clerk.visit.speech();
    match error {
        AppError::SealedPhoto(refusal) => {
            let key = format!("api-error-{}", refusal.code());
            let words = format!("{} {}", s.say(&key), s.say(&format!("{key}.remedy")));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Scan::Refused(words)))
        }
        AppError::Locked { until } => {
            let minutes = until.since(web.app.now()).as_secs().div_ceil(60).max(1);
            let words = s.with("until", china_time::shown(until));
            let words = words.with("minutes", minutes).say("counter-locked");
            Ok((StatusCode::TOO_MANY_REQUESTS, Scan::Refused(words)))
        }
        other => Err(other.into()),
    }
}
