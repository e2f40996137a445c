//! CSRF tokens: the HMAC of the visitor's own cookie. Another site can make a
//! browser send the cookie, but can read neither it nor the token.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::de::DeserializeOwned;
use sha2::Sha256;

use crate::{PageError, Secrets, Visit, Web};

/// Name of the hidden field.
pub const CSRF_FIELD: &str = "csrf";
/// Name of the header that scripts send.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// Domain separation of this use of the key.
const PURPOSE: &[u8] = b"csrf\0";

fn mac(secrets: &Secrets, bound_to: &str) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(&secrets.csrf).expect("HMAC takes keys of any length");
    mac.update(PURPOSE);
    mac.update(bound_to.as_bytes());
    mac
}

/// The token for a cookie.
pub(crate) fn token(secrets: &Secrets, bound_to: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(mac(secrets, bound_to).finalize().into_bytes())
}

/// Whether `token` belongs to the cookie; compared in constant time.
pub(crate) fn holds(secrets: &Secrets, bound_to: &str, token: &str) -> bool {
    BASE64_URL_SAFE_NO_PAD
        .decode(token)
        .is_ok_and(|bytes| mac(secrets, bound_to).verify_slice(&bytes).is_ok())
}

/// A urlencoded form whose CSRF token is valid. Repeated fields go into a
/// `Vec`. `T` must not deny unknown fields, since the token is one.
#[derive(Debug, Clone)]
pub struct CsrfForm<T>(pub T);

/// A form with a button only: [`CsrfForm`] of this checks its token.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
pub struct Pressed {}

#[derive(serde::Deserialize)]
struct Token {
    #[serde(default, rename = "csrf")]
    token: String,
}

impl<T: DeserializeOwned> FromRequest<Web> for CsrfForm<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, web).await;
        let is_form = parts
            .headers
            .get(axum::http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"));
        if !is_form {
            return Err(PageError::WrongMediaType);
        }
        let request = Request::from_parts(parts, body);
        let bytes = read(request, web).await?;
        let Token { token } =
            serde_html_form::from_bytes(&bytes).map_err(|_| PageError::FormUnreadable)?;
        visit.check_csrf(&token)?;
        serde_html_form::from_bytes(&bytes)
            .map(Self)
            .map_err(|_| PageError::FormUnreadable)
    }
}

/// The body, within the limit that the route sets.
async fn read(request: Request<Body>, web: &Web) -> Result<Bytes, PageError> {
    Bytes::from_request(request, web).await.map_err(|refused| {
        match axum::response::IntoResponse::into_response(refused).status() {
            axum::http::StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            _ => PageError::FormUnreadable,
        }
    })
}

#[cfg(test)]
mod tests;
