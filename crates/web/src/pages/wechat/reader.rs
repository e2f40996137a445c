//! `/wechat/orders`: whoever reads the pages inside WeChat has their orders of the
//! mini-programme among those of the device, for a day. The page is left for WeChat's, which
//! asks them and comes back with a code.

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest as _, Sha256};
use usecases::AppError;
use usecases::official_account;
use wechat::{Scope, WechatError};

use crate::pages::application::{CameBack, READER_COOKIE};
use crate::{PageError, Visit, Web};

const PATH: &str = "/wechat/orders";
const ORDERS: &str = "/orders";
/// How long the cookie is kept, in seconds: as long as the session in it.
const DAY_S: u32 = 24 * 60 * 60;

pub(crate) async fn orders(
    State(web): State<Web>,
    visit: Visit,
    Query(came_back): Query<CameBack>,
) -> Result<Response, PageError> {
    // Whoever did not allow it comes back without a code.
    if came_back.code.is_empty() && !came_back.state.is_empty() {
        return Ok(kept_nowhere(Redirect::to(ORDERS)));
    }
    if came_back.code.is_empty() {
        let state = state(&visit);
        let url = official_account::authorize_url(&web.app, Scope::Union, PATH, &state)?;
        return Ok(kept_nowhere(Redirect::to(&url)));
    }
    // Left on another device, or long ago: nothing is opened.
    if came_back.state != state(&visit) {
        return Ok(kept_nowhere(Redirect::to(ORDERS)));
    }
    match official_account::sign_in(&web.app, &came_back.code, visit.device()).await {
        Ok(session) => {
            let mut answer = kept_nowhere(Redirect::to(ORDERS));
            let cookie = visit.cookie(READER_COOKIE, &session, DAY_S);
            answer.headers_mut().append(SET_COOKIE, cookie);
            Ok(answer)
        }
        Err(AppError::NotFound) => {
            tracing::warn!("mini-programme and official account are not bound together");
            Ok(kept_nowhere(Redirect::to(ORDERS)))
        }
        Err(AppError::Wechat(WechatError::Code)) => Ok(kept_nowhere(Redirect::to(ORDERS))),
        Err(error) => Err(error.into()),
    }
}

/// What WeChat is given to come back with: it shows that the page was left on this device.
fn state(visit: &Visit) -> String {
    let token = visit.csrf();
    hex::encode(Sha256::digest(format!("wechat orders {token}")))
}

fn kept_nowhere(redirect: Redirect) -> Response {
    ([(CACHE_CONTROL, "no-store")], redirect).into_response()
}
