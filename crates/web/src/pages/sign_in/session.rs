//! `/desk/sign-in`: name, password and, if enabled, the second factor's code.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderValue;
use axum::http::header::{HeaderName, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::Timestamp;
use domain::staff::Right;
use serde::Deserialize;
use usecases::sign_in::{self, Admitted, Proofs, SignInError, SignInTry};

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
    /// What was done before, such as a change of one's password.
    done: Option<String>,
    /// Whether the account has a second factor.
    asks_code: bool,
}

#[derive(Deserialize)]
pub(crate) struct Whither {
    #[serde(default)]
    next: String,
    /// Given after one's password was changed, which ends every session.
    changed: Option<String>,
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

pub(crate) async fn page(visit: Visit, Query(whither): Query<Whither>) -> Response {
    let s = visit.speech();
    let done = whither.changed.map(|_| s.say("desk-password-changed"));
    Page(SignInPage {
        next: whither.next,
        done,
        ..empty(&visit)
    })
    .into_response()
}

fn empty(visit: &Visit) -> SignInPage {
    let s = visit.speech();
    SignInPage {
        frame: Frame::new(visit, s.say("desk-sign-in")),
        s,
        typed_name: String::new(),
        next: String::new(),
        done: None,
        error: String::new(),
        asks_code: false,
    }
}

/// The first page of the account's, for whoever does not know which that is.
pub(crate) async fn start(State(web): State<Web>, visit: Visit) -> Result<Redirect, PageError> {
    let to = match visit.session() {
        Some(token) => home(&web, token).await?,
        None => SIGN_IN,
    };
    Ok(Redirect::to(to))
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
    let given = SignInTry {
        name: &name,
        password: &password,
        code: Some(code.as_str()).filter(|code| !code.is_empty()),
        site: visit.site(),
        device: visit.staff_device(),
    };
    let error = match sign_in::sign_in(&web.app, &given).await {
        Ok(admitted) => {
            let to = whither(&web, &admitted, &next).await?;
            return Ok((cookies(&visit, &admitted), Redirect::to(&to)).into_response());
        }
        Err(SignInError::App(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let (said, asks_code) = match error {
        // One text, whether there is such a name or not.
        SignInError::Refused { until } => (refused_words(s, "desk-sign-in-refused", until), false),
        SignInError::ProofNeeded(Proofs::Passkey) | SignInError::CodeWrong(Proofs::Passkey) => {
            (s.say("desk-sign-in-passkey-needed"), false)
        }
        SignInError::ProofNeeded(Proofs::Code) => (s.say("desk-sign-in-code-needed"), true),
        SignInError::ProofNeeded(Proofs::CodeOrPasskey) => {
            (s.say("desk-sign-in-either-needed"), true)
        }
        SignInError::CodeWrong(Proofs::Code | Proofs::CodeOrPasskey) => {
            (s.say("desk-sign-in-code-wrong"), true)
        }
        SignInError::App(error) => return Err(error.into()),
    };
    let page = SignInPage {
        typed_name: name,
        next,
        error: said,
        asks_code,
        ..empty(&visit)
    };
    Ok(Page(page).into_response())
}

/// What a refusal says, with the time to wait until where there is one.
pub(super) fn refused_words(s: Speech, key: &str, until: Option<Timestamp>) -> String {
    let refused = s.say(key);
    let Some(until) = until else {
        return refused;
    };
    let locked = s.with("until", china_time::shown(until));
    format!("{refused} {}", locked.say("desk-sign-in-locked"))
}

/// The cookies of a browser that has just signed in.
pub(super) fn cookies(
    visit: &Visit,
    admitted: &Admitted,
) -> AppendHeaders<[(HeaderName, HeaderValue); 2]> {
    let session = visit.cookie(SESSION_COOKIE, &admitted.session, COOKIE_S);
    let device = visit.staff_device_cookie(&admitted.device);
    AppendHeaders([(SET_COOKIE, session), (SET_COOKIE, device)])
}

/// Where somebody who has just signed in goes: the page they asked for, or their
/// own first one.
pub(super) async fn whither(
    web: &Web,
    admitted: &Admitted,
    next: &str,
) -> Result<String, PageError> {
    // `/desk` is the default and no page that was asked for.
    if is_ours(next) && next != "/desk" {
        return Ok(next.to_owned());
    }
    Ok(home(web, &admitted.session).await?.to_owned())
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
