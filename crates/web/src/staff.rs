//! The signed-in member of staff, and the right a page needs. A handler that
//! takes one of these extractors gets the permit for the use case, or does not
//! run: without a session it redirects to the sign-in page, without the right
//! it gives "forbidden".

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::staff::right::RightKind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use usecases::Permit;
use usecases::sign_in::{Asks, SignedIn, who_asks};

use crate::{PageError, Visit, Web};

/// Path of the sign-in page.
pub(crate) const SIGN_IN: &str = "/desk/sign-in";
/// The same, after one's password was changed.
pub(crate) const PASSWORD_CHANGED: &str = "/desk/sign-in?changed=password";
/// Path of the account page.
pub(crate) const ACCOUNT: &str = "/desk/account";

/// A signed-in member of staff, with any roles.
pub(crate) struct SignedInVisit {
    pub(crate) visit: Visit,
    pub(crate) me: SignedIn,
}

impl FromRequestParts<Web> for SignedInVisit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let Ok(visit) = Visit::from_request_parts(parts, web).await;
        let me = match visit.session() {
            None => None,
            Some(token) => who_asks(&web.app, token, asks(parts))
                .await
                .map_err(|error| PageError::from(error).into_response())?,
        };
        match me {
            Some(me) => Ok(Self { visit, me }),
            None if parts.method == Method::GET => {
                let next = utf8_percent_encode(visit.address(), &ENCODED);
                Err(Redirect::to(&format!("{SIGN_IN}?next={next}")).into_response())
            }
            None => Err(PageError::Forbidden.into_response()),
        }
    }
}

/// Header of requests that a page makes by itself (`desk_queue.js`).
const BY_ITSELF: &str = "huizhi-by-itself";

fn asks(parts: &Parts) -> Asks {
    match parts.headers.contains_key(BY_ITSELF) {
        true => Asks::Page,
        false => Asks::Person,
    }
}

/// Characters of a path and query to encode within a query value.
const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// A signed-in member of staff with the right `R`.
pub(crate) struct Permitted<R> {
    pub(crate) visit: Visit,
    pub(crate) me: SignedIn,
    pub(crate) permit: Permit<R>,
}

impl<R: RightKind + Send> FromRequestParts<Web> for Permitted<R> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let SignedInVisit { visit, me } = SignedInVisit::from_request_parts(parts, web).await?;
        if me.must_change_password || me.lacks_second_factor {
            return Err((StatusCode::SEE_OTHER, Redirect::to(ACCOUNT)).into_response());
        }
        let permit = me
            .permit()
            .map_err(|_| PageError::Forbidden.into_response())?;
        Ok(Self { visit, me, permit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_query() {
        let check = |address, expected| {
            assert_eq!(utf8_percent_encode(address, &ENCODED).to_string(), expected);
        };
        check("/desk", "/desk");
        check("/office?days=7", "/office%3Fdays%3D7");
        check("/desk?q=深", "/desk%3Fq%3D%E6%B7%B1");
    }
}
