//! An order, opened by whom it belongs to: the device it was begun on, or one
//! that has shown order number and phone. Everybody else sees no difference
//! between an order of somebody else and none at all.

use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use domain::OrderNumber;
use usecases::applicant::{self, Credentials, OwnOrder};

use super::trouble::Trouble;
use crate::visit::read_cookie;
use crate::{Visit, Web};

/// The cookie with what a device was granted, joined by tildes: a grant holds a dot.
pub(crate) const GRANTS_COOKIE: &str = "grants";

/// Extracts the order that `{number}` names, shown to be the visitor's.
pub(crate) struct Opened(pub(crate) OwnOrder);

/// What the browser holds to show that orders are its own.
pub(crate) fn credentials(web: &Web, visit: &Visit, headers: &HeaderMap) -> Credentials {
    let device = visit.known_device();
    let grants = read_cookie(headers, GRANTS_COOKIE);
    Credentials {
        device: device.map(|device| web.app.digest_device(device)),
        grants: grants
            .map(|joined| joined.split('~').map(str::to_owned).collect())
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
/// The page that says there is no such order here, or what the failure means.
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
