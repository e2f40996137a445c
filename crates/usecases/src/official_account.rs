//! The operator's official account in WeChat (公众号): who reads a page inside WeChat is known
//! by it, so that they can pay there. Nothing is kept of them.

use wechat::Wechat;

use crate::app::App;
use crate::error::AppError;
use crate::mini_programme::failed;

/// The official account, as the settings have it.
#[derive(Debug)]
pub struct OfficialAccount {
    /// WeChat, for this account.
    pub wechat: Wechat,
    /// Where a page is left to, to learn who reads it.
    pub authorize: String,
}

/// Who reads a page inside WeChat, for one payment. Only this crate can construct one. Not
/// shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PageUser {
    pub(crate) openid: String,
}

impl std::fmt::Debug for PageUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PageUser")
    }
}

impl App {
    /// The official account.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where none is set up.
    pub(crate) fn official_account(&self) -> Result<&OfficialAccount, AppError> {
        let there = self.parts().official_account.as_ref();
        there.ok_or(AppError::NotFound)
    }

    /// Whether a page inside WeChat can be paid.
    #[must_use]
    pub fn pays_in_pages(&self) -> bool {
        self.pays_online().is_some() && self.official_account().is_ok()
    }
}

/// The address that a page at `path` is left to; WeChat comes back to it with a code and
/// this state.
///
/// # Errors
/// [`AppError::NotFound`] where there is no account, or no public address to come back to.
pub fn authorize_url(app: &App, path: &str, state: &str) -> Result<String, AppError> {
    let account = app.official_account()?;
    let url = app.parts().public_url.as_ref().ok_or(AppError::NotFound)?;
    let back = format!("{}{path}", url.trim_end_matches('/'));
    Ok(account
        .wechat
        .authorize_url(&account.authorize, &back, state))
}

/// Who reads the page that WeChat came back to with this code.
///
/// # Errors
/// [`AppError::Wechat`], with a code that was used or is old among them.
pub async fn page_user(app: &App, code: &str) -> Result<PageUser, AppError> {
    let found = app.official_account()?.wechat.page_user(code).await;
    let openid = found.map_err(failed)?.openid;
    Ok(PageUser { openid })
}
