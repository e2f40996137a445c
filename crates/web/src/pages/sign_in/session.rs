//! `/desk/sign-in`: name, password and, if enabled, the second factor's code.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::staff::Right;
use serde::Deserialize;
use usecases::sign_in::{self, SignInError};

use crate::china_time;
use crate::pages::language::is_ours;
use crate::staff::SIGN_IN;
use crate::visit::SESSION_COOKIE;
use crate::{CsrfForm, Frame, Page, PageError, Pressed, Speech, Visit, Web};

/// Lifetime of the cookie, in seconds: a day. The session itself ends earlier.
const COOKIE_S: u32 = 24 * 60 * 60;

#[derive(Template)]
#[template(path = "sign_in/sign_in.html")]
struct SignInPage {
    s: Speech,
    frame: Frame,
    typed_name: String,
    next: String,
    error: String,
    /// Whether the account has a second factor.
    asks_code: bool,
}

#[derive(Deserialize)]
pub(crate) struct Whither {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct SignInForm {
    name: String,
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn page(visit: Visit, Query(Whither { next }): Query<Whither>) -> Response {
    shown(&visit, String::new(), next, String::new(), false)
}

fn shown(visit: &Visit, name: String, next: String, error: String, asks_code: bool) -> Response {
    let s = visit.speech();
    let page = SignInPage {
        frame: Frame::new(visit, s.say("desk-sign-in")),
        s,
        typed_name: name,
        next,
        error,
        asks_code,
    };
    Page(page).into_response()
}

/// The first page that the account's roles allow.
async fn home(web: &Web, token: &str) -> Result<&'static str, PageError> {
    let me = sign_in::who(&web.app, token).await?;
    Ok(match me {
        Some(me) if me.may(Right::Review) => "/desk",
        Some(me) if me.may(Right::LookUpReceipt) => "/counter",
        Some(me) if me.may(Right::SeeFigures) => "/office",
        _ => "/desk/account",
    })
}

pub(crate) async fn sign_in(
    State(web): State<Web>,
    visit: Visit,
    CsrfForm(typed): CsrfForm<SignInForm>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let SignInForm {
        name,
        password,
        code,
        next,
    } = typed;
    let code = Some(code.as_str()).filter(|code| !code.is_empty());
    let error = match sign_in::sign_in(&web.app, &name, &password, code).await {
        Ok(token) => {
            let cookie = visit.cookie(SESSION_COOKIE, &token, COOKIE_S);
            let to = match next.as_str() {
                // `/desk` is the default and no page that was asked for.
                next if is_ours(next) && next != "/desk" => next,
                _ => home(&web, &token).await?,
            };
            let headers = AppendHeaders([(SET_COOKIE, cookie)]);
            return Ok((headers, Redirect::to(to)).into_response());
        }
        Err(SignInError::App(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let asks_code = matches!(error, SignInError::CodeNeeded | SignInError::CodeWrong);
    let said = match error {
        SignInError::Wrong => s.say("desk-sign-in-wrong"),
        SignInError::Locked { until } => s
            .with("until", china_time::shown(until))
            .say("desk-sign-in-locked"),
        SignInError::CodeNeeded => s.say("desk-sign-in-code-needed"),
        SignInError::CodeWrong => s.say("desk-sign-in-code-wrong"),
        SignInError::Disabled => s.say("desk-sign-in-disabled"),
        SignInError::App(error) => return Err(error.into()),
    };
    Ok(shown(&visit, name, next, said, asks_code))
}

pub(crate) async fn sign_out(
    State(web): State<Web>,
    visit: Visit,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<impl IntoResponse, PageError> {
    if let Some(token) = visit.session() {
        sign_in::sign_out(&web.app, token).await?;
    }
    let cookie = visit.cookie(SESSION_COOKIE, "", 0);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(SIGN_IN)))
}
