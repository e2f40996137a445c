//! `POST /language`: sets the language and redirects to the page. It changes
//! only this browser's cookie, so it needs no token.

use axum::Form;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use messages::Locale;
use serde::Deserialize;

use crate::visit::{LANGUAGE_COOKIE, YEAR_S};
use crate::{PageError, Visit};

#[derive(Deserialize)]
pub(crate) struct Choice {
    lang: String,
    #[serde(default)]
    back: String,
}

pub(crate) async fn choose(
    visit: Visit,
    Form(choice): Form<Choice>,
) -> Result<impl IntoResponse, PageError> {
    let locale = Locale::from_tag(&choice.lang).ok_or(PageError::FormUnreadable)?;
    let cookie = visit.cookie(LANGUAGE_COOKIE, locale.tag(), YEAR_S);
    let back = if is_ours(&choice.back) {
        &choice.back
    } else {
        "/"
    };
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(back)))
}

/// Whether an address is a path of this service: prevents open redirects.
pub(crate) fn is_ours(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && address.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_and_others() {
        let check = |address, expected| assert_eq!(is_ours(address), expected, "{address}");
        check("/", true);
        check("/apply?q=%E6%B7%B1", true);
        check("", false);
        check("apply", false);
        check("//elsewhere.example", false);
        check("/\\elsewhere.example", false);
        check("https://elsewhere.example/", false);
        check("/\r\nx: y", false);
    }
}
