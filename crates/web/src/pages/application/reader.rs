//! Who reads an answer: a person gets a page, a script of ours (`accept:
//! application/json`) what the page would say.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

/// The kind of client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A browser that shows the answer.
    Person,
    /// `upload.js` or `many.js`.
    Script,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.headers))
    }
}

impl Reader {
    /// Who asks, by what they accept.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
        match accept {
            Some(accept) if accept.starts_with("application/json") => Self::Script,
            _ => Self::Person,
        }
    }

    /// Leads on to `address`.
    pub(crate) fn on(self, address: &str) -> Response {
        match self {
            Self::Person => Redirect::to(address).into_response(),
            Self::Script => Json(json!({ "next": address })).into_response(),
        }
    }
}
