//! Signing in and out, and one's own account.
//!
//! | address | page |
//! |---|---|
//! | `/desk/sign-in` | [`session`] |
//! | `/desk/start`, the first page of whoever is signed in | [`session`] |
//! | `POST /desk/sign-out` | [`session`] |
//! | `/desk/account`, `POST …/password`, `POST …/second-factor`, `POST …/second-factor/off` | [`account`] |
//! | `POST /desk/sign-in/passkey`, `POST …/begin`, `POST /desk/account/passkeys`, `POST …/begin`, `POST …/{id}/remove` | [`passkeys`] |

mod account;
mod passkeys;
mod session;
#[cfg(test)]
mod tests;

pub(super) use account::own_password_words;
use axum::Router;
use axum::routing::{get, post};

use crate::guard::hashing;
use crate::{LimitClass, Web, limited};

/// The routes. `web` has the rate limits of sign-ins.
pub(crate) fn routes(web: &Web) -> Router<Web> {
    let tries = Router::new()
        .route("/desk/sign-in", post(session::sign_in))
        .route("/desk/sign-in/passkey", post(passkeys::sign_in));
    // What asks for one's own password again.
    let proofs = Router::new()
        .route("/desk/account/password", post(account::change_password))
        .route("/desk/account/second-factor", post(account::confirm_totp))
        .route(
            "/desk/account/second-factor/off",
            post(account::switch_off_totp),
        )
        .route("/desk/account/passkeys", post(passkeys::add))
        .route("/desk/account/passkeys/begin", post(passkeys::begin))
        .route("/desk/account/passkeys/{id}/remove", post(passkeys::remove));
    Router::new()
        .route("/desk/sign-in", get(session::page))
        .route("/desk/start", get(session::start))
        .route("/desk/sign-out", post(session::sign_out))
        .route("/desk/account", get(account::page))
        .route("/desk/sign-in/passkey/begin", post(passkeys::begin_sign_in))
        .merge(hashing(limited(tries, web, LimitClass::LookUps), web))
        .merge(hashing(proofs, web))
}
