//! WeChat's script on pages that are read inside it: what a shared page shows, and that an
//! order's page is not shared. The script is WeChat's own, a file that the operator puts on
//! the server; `share.js` configures it with the page's signature.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use usecases::AppError;
use usecases::official_account;

use crate::{PageError, Visit, Web};

/// Whether a page that is read inside WeChat may be shared from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// It shows the same to everybody.
    Open,
    /// It is of one person.
    Closed,
}

/// First parts of the addresses of pages that show the same to everybody.
const OPEN: [&str; 5] = ["", "apply", "can-i-use", "help", "service"];

impl Sharing {
    /// Of the page at this path, its query included.
    pub(crate) fn of(address: &str) -> Self {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let first = path.trim_start_matches('/').split('/').next();
        match first.is_some_and(|first| OPEN.contains(&first)) {
            true => Self::Open,
            false => Self::Closed,
        }
    }

    /// The word that `share.js` reads.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// WeChat's script.
pub(crate) async fn script(State(web): State<Web>) -> Result<impl IntoResponse, PageError> {
    let script = web.app.page_script().ok_or(PageError::NotFound)?.to_vec();
    let kind = (CONTENT_TYPE, "text/javascript; charset=utf-8");
    Ok(([kind, (CACHE_CONTROL, "public, max-age=86400")], script))
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    path: String,
}

/// What `wx.config` is given.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Signed {
    app_id: String,
    timestamp: i64,
    nonce_str: String,
    signature: String,
}

pub(crate) async fn signed(
    State(web): State<Web>,
    _: Visit,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, PageError> {
    let page = official_account::sign_page(&web.app, &asked.path).await;
    let page = page.map_err(|error| match error {
        AppError::UnknownName => PageError::FormUnreadable,
        other => other.into(),
    })?;
    let signed = Signed {
        app_id: page.appid,
        timestamp: page.timestamp,
        nonce_str: page.nonce,
        signature: page.signature,
    };
    Ok(([(CACHE_CONTROL, "no-store")], Json(signed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_one_person_is_not_shared() {
        let check = |address: &str, expected| assert_eq!(Sharing::of(address), expected);
        for address in ["/", "/?from=a", "/apply", "/apply/passport?q=1", "/help/x"] {
            check(address, Sharing::Open);
        }
        for address in [
            "/orders",
            "/orders/1/pay",
            "/desk",
            "/office",
            "/verify?t=1",
            "/helpers",
        ] {
            check(address, Sharing::Closed);
        }
    }
}
