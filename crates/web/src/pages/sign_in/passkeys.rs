//! Passkeys: what the script asks before and sends after the authenticator, and
//! removing one. Answers are JSON: `{"to": …}`, or `{"error": …}` in words.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::PasskeyId;
use serde::{Deserialize, Serialize};
use usecases::sign_in::{self, OwnPasswordError, PasskeyError, SignInError};

use super::account::{self, AccountErrors, OwnPassword, own_password_words};
use super::session::{cookies, refused_words, whither};
use crate::staff::{ACCOUNT, SignedInVisit};
use crate::{CsrfForm, PageError, Pressed, Speech, Visit, Web};

#[derive(Serialize)]
struct To {
    to: String,
}

#[derive(Serialize)]
struct Said {
    error: String,
}

/// What the authenticator is asked, as the library writes it.
fn options(json: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, json).into_response()
}

fn said(status: StatusCode, error: String) -> Response {
    (status, Json(Said { error })).into_response()
}

fn to(to: String) -> Response {
    Json(To { to }).into_response()
}

pub(crate) async fn begin_sign_in(
    State(web): State<Web>,
    visit: Visit,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Response {
    match sign_in::begin_passkey_sign_in(&web.app, visit.site()) {
        Some(asked) => options(asked),
        None => {
            let error = visit.speech().say("desk-passkey-not-here");
            said(StatusCode::UNPROCESSABLE_ENTITY, error)
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Shown {
    answer: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn sign_in(
    State(web): State<Web>,
    visit: Visit,
    CsrfForm(shown): CsrfForm<Shown>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let signed_in = sign_in::finish_passkey_sign_in(
        &web.app,
        &shown.answer,
        visit.site(),
        visit.staff_device(),
    );
    match signed_in.await {
        Ok(admitted) => {
            let address = whither(&web, &admitted, &shown.next).await?;
            Ok((cookies(&visit, &admitted), to(address)).into_response())
        }
        Err(SignInError::App(error)) => Err(error.into()),
        Err(SignInError::Refused { until }) => {
            let error = refused_words(s, "desk-passkey-refused", until);
            Ok(said(StatusCode::UNPROCESSABLE_ENTITY, error))
        }
        // A passkey needs no further proof.
        Err(SignInError::ProofNeeded(_) | SignInError::CodeWrong(_)) => {
            let error = s.say("desk-passkey-refused");
            Ok(said(StatusCode::UNPROCESSABLE_ENTITY, error))
        }
    }
}

pub(crate) async fn begin(
    State(web): State<Web>,
    SignedInVisit { visit, me }: SignedInVisit,
    CsrfForm(typed): CsrfForm<OwnPassword>,
) -> Result<Response, PageError> {
    match sign_in::begin_passkey(&web.app, &me, &typed.password).await {
        Ok(asked) => Ok(options(asked)),
        Err(error) => not_added(visit.speech(), error),
    }
}

#[derive(Deserialize)]
pub(crate) struct Made {
    #[serde(default)]
    name: String,
    answer: String,
}

pub(crate) async fn add(
    State(web): State<Web>,
    SignedInVisit { visit, me }: SignedInVisit,
    CsrfForm(made): CsrfForm<Made>,
) -> Result<Response, PageError> {
    match sign_in::finish_passkey(&web.app, &me, &made.name, &made.answer).await {
        Ok(()) => Ok(to(ACCOUNT.to_owned())),
        Err(error) => not_added(visit.speech(), error),
    }
}

fn not_added(s: Speech, error: PasskeyError) -> Result<Response, PageError> {
    let (error, status) = match error {
        PasskeyError::Password(error) => match own_password_words(s, error)? {
            (error, StatusCode::OK) => (error, StatusCode::UNPROCESSABLE_ENTITY),
            locked => locked,
        },
        PasskeyError::Name => unfit(s, "desk-passkey-name-wrong"),
        PasskeyError::TooMany => unfit(s, "desk-passkey-too-many"),
        PasskeyError::NotHere => unfit(s, "desk-passkey-not-here"),
        PasskeyError::Unfit => unfit(s, "desk-passkey-unfit"),
    };
    Ok(said(status, error))
}

fn unfit(s: Speech, key: &str) -> (String, StatusCode) {
    (s.say(key), StatusCode::UNPROCESSABLE_ENTITY)
}

pub(crate) async fn remove(
    State(web): State<Web>,
    signed_in: SignedInVisit,
    Path(id): Path<String>,
    CsrfForm(typed): CsrfForm<OwnPassword>,
) -> Result<Response, PageError> {
    let id: PasskeyId = id.parse().map_err(|_| PageError::NotFound)?;
    let removed = sign_in::remove_passkey(&web.app, &signed_in.me, id, &typed.password).await;
    let error: OwnPasswordError = match removed {
        Ok(()) => return Ok(Redirect::to(ACCOUNT).into_response()),
        Err(error) => error,
    };
    let (passkey, status) = own_password_words(signed_in.visit.speech(), error)?;
    let errors = AccountErrors {
        passkey,
        ..AccountErrors::default()
    };
    let page = account::shown(&web, signed_in, errors).await?;
    Ok((status, page).into_response())
}
