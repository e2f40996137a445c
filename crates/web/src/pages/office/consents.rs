//! `/office/consents`: proof of a consent, by the code that the applicant shows
//! and, if they are here, their identity number.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::staff::right::ReadLog;
use serde::Deserialize;
use usecases::AppError;
use usecases::operator::{self, ConsentView, OfPerson};
use usecases::sign_in::SignedIn;

use crate::china_time::shown;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "office/consents.html")]
struct ConsentsPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    code: String,
    error: String,
    /// `None` before a code was given.
    rows: Option<Vec<ConsentRow>>,
}

struct ConsentRow {
    number: String,
    at: String,
    texts: String,
    kinds: String,
    erased: Option<String>,
    person: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct ConsentForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    identity_number: String,
}

pub(crate) async fn page(visit: Permitted<ReadLog>) -> impl IntoResponse {
    drawn(&visit, String::new(), String::new(), None)
}

pub(crate) async fn look_up(
    State(web): State<Web>,
    visit: Permitted<ReadLog>,
    CsrfForm(typed): CsrfForm<ConsentForm>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let ConsentForm {
        code,
        identity_number,
    } = typed;
    let found = operator::consents(&web.app, &visit.permit, &code, &identity_number).await;
    match found {
        Ok(found) => {
            let rows = found.into_iter().map(|one| row(s, one)).collect();
            Ok(drawn(&visit, code, String::new(), Some(rows)).into_response())
        }
        Err(AppError::Code(_)) => {
            let page = drawn(&visit, code, s.say("office-consents-no-code"), None);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn row(s: Speech, one: ConsentView) -> ConsentRow {
    let kinds = one.kinds.iter();
    let kinds = kinds.map(|kind| s.say(&format!("office-consents-{}", kind.code())));
    ConsentRow {
        number: one.number.grouped(),
        at: shown(one.given_at),
        texts: one.texts,
        kinds: kinds.collect::<Vec<_>>().join(" · "),
        erased: one.erased_at.map(shown),
        person: match one.person {
            OfPerson::NotAsked => None,
            OfPerson::Theirs => Some(s.say("office-consents-theirs")),
            OfPerson::Anothers => Some(s.say("office-consents-anothers")),
        },
    }
}

fn drawn(
    visit: &Permitted<ReadLog>,
    code: String,
    error: String,
    rows: Option<Vec<ConsentRow>>,
) -> Page<ConsentsPage> {
    let s = visit.visit.speech();
    Page(ConsentsPage {
        s,
        frame: Frame::new(&visit.visit, s.say("office-consents")),
        me: visit.me.clone(),
        code,
        error,
        rows,
    })
}
