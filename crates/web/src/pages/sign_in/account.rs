//! `/desk/account`: the password and second factor of one's own account.

use ::receipts::qr;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use usecases::sign_in::{self, NewTotp, OwnPasswordError, PasskeyView, PasswordChange, TotpSwitch};

use crate::china_time;
use crate::staff::{PASSWORD_CHANGED, SignedInVisit};
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "sign_in/account.html")]
struct AccountPage {
    s: Speech,
    frame: Frame,
    me: sign_in::SignedIn,
    totp: NewTotp,
    /// The secret as a QR code.
    square: Option<Square>,
    password_error: String,
    code_error: String,
    /// What is wrong with the password given for switching off.
    off_error: String,
    /// `None` where the service's address cannot have passkeys.
    passkeys: Option<Vec<PasskeyRow>>,
    passkey_error: String,
}

struct PasskeyRow {
    id: String,
    name: String,
    made: String,
    used: String,
}

/// A QR code as SVG.
struct Square {
    /// Side length in modules, quiet zone included.
    side: usize,
    /// The dark modules, as path data.
    path: String,
}

/// The QR code of `text`; `None` if it is too long for one.
fn square(text: &str) -> Option<Square> {
    let modules = qr::modules(text).ok()?;
    let mut path = String::new();
    for (column, row, length) in modules.runs {
        let (x, y) = (column + qr::QUIET, row + qr::QUIET);
        path += &format!("M{x} {y}h{length}v1h-{length}z");
    }
    Some(Square {
        side: modules.side + 2 * qr::QUIET,
        path,
    })
}

#[derive(Default)]
pub(super) struct AccountErrors {
    pub(super) password: String,
    pub(super) code: String,
    pub(super) off: String,
    pub(super) passkey: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    signed_in: SignedInVisit,
) -> Result<Response, PageError> {
    shown(&web, signed_in, AccountErrors::default()).await
}

pub(super) async fn shown(
    web: &Web,
    SignedInVisit { visit, me }: SignedInVisit,
    errors: AccountErrors,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let totp = sign_in::begin_totp(&web.app, &me).await?;
    let passkeys = sign_in::passkeys(&web.app, &me).await?;
    let page = AccountPage {
        frame: Frame::new(&visit, s.say("desk-account")),
        s,
        square: square(&totp.url),
        totp,
        me,
        password_error: errors.password,
        code_error: errors.code,
        off_error: errors.off,
        passkeys: passkeys.map(|all| all.into_iter().map(|one| row(s, one)).collect()),
        passkey_error: errors.passkey,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

fn row(s: Speech, passkey: PasskeyView) -> PasskeyRow {
    PasskeyRow {
        id: passkey.id.to_string(),
        name: passkey.name,
        made: china_time::shown(passkey.created_at),
        used: passkey
            .used_at
            .map_or_else(|| s.say("desk-passkey-never-used"), china_time::shown),
    }
}

/// What is said of one's own password that was not accepted, and the status: the
/// password of a locked count was not looked at.
pub(in crate::pages) fn own_password_words(
    s: Speech,
    error: OwnPasswordError,
) -> Result<(String, StatusCode), PageError> {
    match error {
        OwnPasswordError::Wrong => Ok((s.say("desk-password-wrong"), StatusCode::OK)),
        OwnPasswordError::Locked { until } => {
            let said = s.with("until", china_time::shown(until));
            Ok((
                said.say("desk-password-locked"),
                StatusCode::TOO_MANY_REQUESTS,
            ))
        }
        OwnPasswordError::App(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct Passwords {
    old: String,
    new: String,
    again: String,
}

pub(crate) async fn change_password(
    State(web): State<Web>,
    signed_in: SignedInVisit,
    CsrfForm(typed): CsrfForm<Passwords>,
) -> Result<Response, PageError> {
    let s = signed_in.visit.speech();
    let (error, status) = if typed.new != typed.again {
        (s.say("desk-password-differs"), StatusCode::OK)
    } else {
        match sign_in::change_password(&web.app, &signed_in.me, &typed.old, &typed.new).await {
            // All sessions have ended, this one too.
            Ok(()) => return Ok(Redirect::to(PASSWORD_CHANGED).into_response()),
            Err(PasswordChange::Old(error)) => own_password_words(s, error)?,
            Err(PasswordChange::Same) => (s.say("desk-password-same"), StatusCode::OK),
            Err(PasswordChange::Weak(weak)) => {
                (s.say(&format!("field-{}", weak.code())), StatusCode::OK)
            }
        }
    };
    let errors = AccountErrors {
        password: error,
        ..AccountErrors::default()
    };
    let page = shown(&web, signed_in, errors).await?;
    Ok((status, page).into_response())
}

#[derive(Deserialize)]
pub(crate) struct OwnPassword {
    #[serde(default)]
    pub(super) password: String,
}

pub(crate) async fn switch_off_totp(
    State(web): State<Web>,
    signed_in: SignedInVisit,
    CsrfForm(typed): CsrfForm<OwnPassword>,
) -> Result<Response, PageError> {
    let s = signed_in.visit.speech();
    let off = sign_in::switch_off_totp(&web.app, &signed_in.me, &typed.password).await;
    let (off, status) = match off {
        Ok(()) => return Ok(Redirect::to(crate::staff::ACCOUNT).into_response()),
        Err(error) => own_password_words(s, error)?,
    };
    let errors = AccountErrors {
        off,
        ..AccountErrors::default()
    };
    let page = shown(&web, signed_in, errors).await?;
    Ok((status, page).into_response())
}

#[derive(Deserialize)]
pub(crate) struct Code {
    code: String,
}

pub(crate) async fn confirm_totp(
    State(web): State<Web>,
    signed_in: SignedInVisit,
    CsrfForm(typed): CsrfForm<Code>,
) -> Result<Response, PageError> {
    match sign_in::confirm_totp(&web.app, &signed_in.me, &typed.code).await {
        Ok(()) => Ok(Redirect::to(crate::staff::ACCOUNT).into_response()),
        Err(TotpSwitch::App(error)) => Err(error.into()),
        Err(TotpSwitch::AlreadyOn) => Ok(Redirect::to(crate::staff::ACCOUNT).into_response()),
        Err(TotpSwitch::CodeWrong) => {
            let s = signed_in.visit.speech();
            let errors = AccountErrors {
                code: s.say("desk-sign-in-code-wrong"),
                ..AccountErrors::default()
            };
            shown(&web, signed_in, errors).await
        }
    }
}
