//! `/desk/account`: the password and second factor of one's own account.

use ::receipts::qr;
use askama::Template;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use usecases::sign_in::{self, NewTotp, PasswordChange, SignInError};

use crate::staff::{SIGN_IN, SignedInVisit};
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
struct AccountErrors {
    password: String,
    code: String,
}

pub(crate) async fn page(State(web): State<Web>, signed_in: SignedInVisit) -> Response {
    shown(&web, signed_in, AccountErrors::default())
}

fn shown(web: &Web, SignedInVisit { visit, me }: SignedInVisit, errors: AccountErrors) -> Response {
    let s = visit.speech();
    let totp = sign_in::begin_totp(&web.app, &me);
    let page = AccountPage {
        frame: Frame::new(&visit, s.say("desk-account")),
        s,
        square: square(&totp.url),
        totp,
        me,
        password_error: errors.password,
        code_error: errors.code,
    };
    ([(CACHE_CONTROL, "no-store")], Page(page)).into_response()
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
    let error = if typed.new != typed.again {
        s.say("desk-password-differs")
    } else {
        match sign_in::change_password(&web.app, &signed_in.me, &typed.old, &typed.new).await {
            // All sessions have ended, this one too.
            Ok(()) => return Ok(Redirect::to(SIGN_IN).into_response()),
            Err(PasswordChange::Wrong) => s.say("desk-password-wrong"),
            Err(PasswordChange::Weak(weak)) => s.say(&format!("field-{}", weak.code())),
            Err(PasswordChange::App(error)) => return Err(error.into()),
        }
    };
    let errors = AccountErrors {
        password: error,
        ..AccountErrors::default()
    };
    Ok(shown(&web, signed_in, errors))
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
        Err(SignInError::App(error)) => Err(error.into()),
        Err(_) => {
            let s = signed_in.visit.speech();
            let errors = AccountErrors {
                code: s.say("desk-sign-in-code-wrong"),
                ..AccountErrors::default()
            };
            Ok(shown(&web, signed_in, errors))
        }
    }
}
