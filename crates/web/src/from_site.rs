//! The network site a request comes from, for counting guesses. Taken from the
//! request once, by the middleware `guard/visitor.rs`.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use usecases::applicant::Site;

use crate::{Client, Web};

/// Extracts the site of the request.
#[derive(Clone)]
pub(crate) struct FromSite(pub(crate) Site);

impl FromSite {
    pub(crate) fn of(request: &Request, web: &Web) -> Self {
        let client = Client::of(request, web.settings.behind_proxy);
        Self(Site(client.address_class()))
    }
}

impl FromRequestParts<Web> for FromSite {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Infallible> {
        // Outside the middleware, as in a test of one handler, all requests are
        // of one site.
        let known = parts.extensions.get::<Self>().cloned();
        Ok(known.unwrap_or_else(|| Self(Site(String::new()))))
    }
}
