//! An order opened by its owner: on the device it was begun on, or on one that
//! found it and gave the second proof. A device that found it is asked for that
//! proof, and for everybody else an existing order looks like a missing one.

use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use domain::OrderNumber;
use usecases::applicant::{self, Credentials, FoundOrder, MOST_GRANTS, OwnOrder};
use usecases::official_account;

use super::address::Step;
use super::trouble::Trouble;
use crate::{Visit, Web};

/// Cookie with the device's grants, joined by tildes: a grant contains dots.
pub(crate) const GRANTS_COOKIE: &str = "grants";

/// Cookie with the session of a page's reader in WeChat.
pub(crate) const READER_COOKIE: &str = "wechat";

/// Extracts the order `{number}` of the path, if it is the visitor's.
pub(crate) struct Opened(pub(crate) OwnOrder);

/// The visitor's credentials for orders, from cookies.
pub(crate) fn credentials(web: &Web, visit: &Visit, headers: &HeaderMap) -> Credentials {
    let device = visit.known_device();
    let grants = visit.read_cookie(headers, GRANTS_COOKIE);
    Credentials {
        device: device.map(|device| web.app.digest_device(device)),
        // The mini-programme's users do not open pages.
        wechat: None,
        wechat_union: visit
            .read_cookie(headers, READER_COOKIE)
            .zip(device)
            .and_then(|(session, device)| official_account::reader(&web.app, session, device)),
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
        let (visit, number) = numbered(parts, web).await?;
        open(web, &visit, &parts.headers, number).await.map(Self)
    }
}

/// Extracts the order `{number}` of the path as far as it is the visitor's.
pub(crate) enum Reached {
    /// It is theirs.
    Own(OwnOrder),
    /// They know its number and phone only.
    Found(FoundOrder),
}

impl FromRequestParts<Web> for Reached {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Trouble> {
        let (visit, number) = numbered(parts, web).await?;
        reach(web, &visit, &parts.headers, number).await
    }
}

async fn numbered(parts: &mut Parts, web: &Web) -> Result<(Visit, OrderNumber), Trouble> {
    let Ok(visit) = Visit::from_request_parts(parts, web).await;
    let path = Path::<String>::from_request_parts(parts, web).await;
    let number = path
        .ok()
        .and_then(|Path(number)| OrderNumber::parse(&number).ok());
    match number {
        Some(number) => Ok((visit, number)),
        None => Err(Trouble::no_such_order(&visit)),
    }
}

async fn reach(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    number: OrderNumber,
) -> Result<Reached, Trouble> {
    let failed = |error| Trouble::of(visit, error, Some(number));
    let shown = credentials(web, visit, headers);
    let own = applicant::open(&web.app, number, &shown).await;
    if let Some(own) = own.map_err(failed)? {
        return Ok(Reached::Own(own));
    }
    let found = applicant::open_found(&web.app, number, &shown).await;
    match found.map_err(failed)? {
        Some(found) => Ok(Reached::Found(found)),
        None => Err(Trouble::no_such_order(visit)),
    }
}

/// Opens an order for a visitor.
///
/// # Errors
/// The page "no such order", a redirect to the second proof, or the page of
/// another failure.
pub(crate) async fn open(
    web: &Web,
    visit: &Visit,
    headers: &HeaderMap,
    number: OrderNumber,
) -> Result<OwnOrder, Trouble> {
    match reach(web, visit, headers, number).await? {
        Reached::Own(own) => Ok(own),
        Reached::Found(_) => Err(Trouble::elsewhere(&Step::Prove.of(number))),
    }
}
