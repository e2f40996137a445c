//! `/office/motions/{id}`: what gives rights and waits for a second operator;
//! `POST` approves or refuses it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::MotionId;
use domain::staff::motion::NotYours;
use domain::staff::right::ManageStaff;
use serde::Deserialize;
use usecases::operator::{self, MotionStanding, MotionView, NotApproved};
use usecases::sign_in::SignedIn;

use super::role_choices::in_words;
use crate::china_time::shown;
use crate::pages::sign_in::own_password_words;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "office/motion.html")]
pub(crate) struct OneMotion {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    what: String,
    name: String,
    roles: String,
    by: String,
    since: String,
    ends: String,
    /// Why the reader cannot approve it; empty if they can.
    why_not: String,
    is_own: bool,
    error: String,
    /// The new one-time password, shown this once: it is approved.
    password: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Choice {
    Approve,
    Refuse,
}

#[derive(Deserialize)]
pub(crate) struct Decided {
    choice: Choice,
    /// One's own, for an approval.
    #[serde(default)]
    password: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    Path(id): Path<String>,
) -> Result<Page<OneMotion>, PageError> {
    let motion = operator::motion(&web.app, &visit.permit, identifier(&id)?).await?;
    Ok(drawn(&visit, motion, String::new(), None))
}

pub(crate) async fn decide(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    Path(id): Path<String>,
    CsrfForm(decided): CsrfForm<Decided>,
) -> Result<Response, PageError> {
    let id = identifier(&id)?;
    let (app, permit) = (&web.app, &visit.permit);
    let done = || Redirect::to("/office/staff").into_response();
    let motion = operator::motion(app, permit, id).await?;
    if decided.choice == Choice::Refuse {
        operator::refuse(app, permit, id).await?;
        return Ok(done());
    }
    let s = visit.visit.speech();
    let approved = operator::approve(app, permit, &visit.me, &decided.password, id);
    let (error, status) = match approved.await {
        Ok(None) => return Ok(done()),
        Ok(Some(password)) => {
            let page = drawn(&visit, motion, String::new(), Some(password));
            return Ok(page.into_response());
        }
        Err(NotApproved::Password(error)) => match own_password_words(s, error)? {
            (error, StatusCode::OK) => (error, StatusCode::UNPROCESSABLE_ENTITY),
            locked => locked,
        },
        // The page says why.
        Err(NotApproved::NotYours(_)) => (String::new(), StatusCode::FORBIDDEN),
        Err(NotApproved::App(error)) => return Err(error.into()),
    };
    Ok((status, drawn(&visit, motion, error, None)).into_response())
}

fn identifier(text: &str) -> Result<MotionId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// What it gives, in words.
pub(super) fn what(s: Speech, motion: &MotionView) -> String {
    let key = format!("office-motion-{}", motion.kind.code());
    s.with("name", motion.name.as_str()).say(&key)
}

fn drawn(
    visit: &Permitted<ManageStaff>,
    motion: MotionView,
    error: String,
    password: Option<String>,
) -> Page<OneMotion> {
    let s = visit.visit.speech();
    let why_not = match motion.standing {
        MotionStanding::Open => String::new(),
        MotionStanding::NotYours(not) => s.say(&format!("office-{}", not.code())),
    };
    Page(OneMotion {
        s,
        frame: Frame::new(&visit.visit, s.say("office-motion")),
        me: visit.me.clone(),
        what: what(s, &motion),
        roles: in_words(s, motion.roles),
        since: shown(motion.made_at),
        ends: shown(motion.ends_at),
        is_own: motion.standing == MotionStanding::NotYours(NotYours::Own),
        why_not,
        by: motion.by,
        name: motion.name,
        error,
        password,
    })
}
