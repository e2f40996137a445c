//! An order opened by its owner: on the device it was begun on, or on one that
//! gave order number and phone. For everybody else an existing order looks like
//! a missing one.

use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use domain::OrderNumber;
use usecases::applicant::{self, Credentials, OwnOrder};

use super::trouble::Trouble;
use crate::{Visit, Web};

/// Cookie with the device's grants, joined by tildes: a grant contains a dot.
pub(crate) const GRANTS_COOKIE: &str = "grants";

/// Most grants a device keeps: the orders of a family. Each is looked up, so
/// that more are not read.
pub(crate) const MOST_GRANTS: usize = 12;

/// Extracts the order `{number}` of the path, if it is the visitor's.
pub(crate) struct Opened(pub(crate) OwnOrder);

/// The visitor's credentials for orders, from cookies.
pub(crate) fn credentials(web: &Web, visit: &Visit, headers: &HeaderMap) -> Credentials {
    let device = visit.known_device();
    let grants = visit.read_cookie(headers, GRANTS_COOKIE);
    Credentials {
        device: device.map(|device| web.app.digest_device(device)),
        grants: grants
            .map(|joined| {
                joined
                    .split('~')
                    .take(MOST_GRANTS)
                    .map(str::to_owned)
                    .collect()
            })
            .unwrap_or_default(),
    }
}

impl FromRequestParts<Web> for Opened {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Trouble> {
        let Ok(visit) = Visit::from_request_parts(parts, web).await;
        let Path(number) = Path::<String>::from_request_parts(parts, web)
            .await
            .map_err(|_| Trouble::no_such_order(&visit))?;
        let Ok(number) = OrderNumber::parse(&number) else {
            return Err(Trouble::no_such_order(&visit));
        };
        open(web, &visit, &parts.headers, number).await.map(Self)
    }
}

/// Opens an order for a visitor.
///
/// # Errors
/// The page "no such order", or the page of another failure.
pub(crate) async fn open(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    number: OrderNumber,
) -> Result<OwnOrder, Trouble> {
    let shown = credentials(web, visit, headers);
    match applicant::open(&web.app, number, &shown).await {
        Ok(Some(own)) => Ok(own),
        Ok(None) => Err(Trouble::no_such_order(visit)),
        Err(error) => Err(Trouble::of(visit, error, Some(number))),
    }
}
