//! Signing in and out, and one's own account.
//!
//! | address | page |
//! |---|---|
//! | `/desk/sign-in` | [`session`] |
//! | `POST /desk/sign-out` | [`session`] |
//! | `/desk/account`, `POST …/password`, `POST …/second-factor` | [`account`] |

mod account;
mod session;

use axum::Router;
use axum::routing::{get, post};

use crate::guard::hashing;
use crate::{LimitClass, Web, limited};

/// The routes. `web` has the rate limits of sign-ins.
pub(crate) fn routes(web: &Web) -> Router<Web> {
    let tries = Router::new().route("/desk/sign-in", post(session::sign_in));
    let password = Router::new().route("/desk/account/password", post(account::change_password));
    Router::new()
        .route("/desk/sign-in", get(session::page))
        .route("/desk/sign-out", post(session::sign_out))
        .route("/desk/account", get(account::page))
        .route("/desk/account/second-factor", post(account::confirm_totp))
        .merge(hashing(limited(tries, web, LimitClass::LookUps), web))
        .merge(hashing(password, web))
}
