//! The operator's official account in WeChat (公众号): who reads a page inside WeChat is known
//! by it, so that they can pay there and have their orders of the mini-programme, and pages are
//! signed for WeChat's own script. Nothing is kept of a reader; an order of the mini-programme
//! keeps a digest of what ties the two accounts.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blobs::{open, seal};
use domain::timestamp::days;
use domain::{Digest, Timestamp};
use storage::traces;
use wechat::{Scope, SignedPage, Wechat};

use crate::app::App;
use crate::error::AppError;
use crate::mini_programme::{failed, hex, unhex};
use crate::token::token;

/// The official account, as the settings have it.
#[derive(Debug)]
pub struct OfficialAccount {
    /// WeChat, for this account.
    pub wechat: Wechat,
    /// Where a page is left to, to learn who reads it.
    pub authorize: String,
    /// WeChat's script for pages (JS-SDK), if the operator put it on the server.
    pub script: Option<Vec<u8>>,
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

    /// Whether readers of pages inside WeChat can be known.
    #[must_use]
    pub fn reads_in_pages(&self) -> bool {
        self.official_account().is_ok() && self.parts().public_url.is_some()
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
pub fn authorize_url(app: &App, scope: Scope, path: &str, state: &str) -> Result<String, AppError> {
    let account = app.official_account()?;
    let url = app.parts().public_url.as_ref().ok_or(AppError::NotFound)?;
    let back = format!("{}{path}", url.trim_end_matches('/'));
    Ok(account
        .wechat
        .authorize_url(&account.authorize, scope, &back, state))
}

/// Who reads the page that WeChat came back to with this code.
///
/// # Errors
/// [`AppError::Wechat`], with a code that was used or is old among them.
pub async fn page_user(app: &App, code: &str) -> Result<PageUser, AppError> {
    let found = app.official_account()?.wechat.page_user(code).await;
    // WeChat takes a code once.
    traces::leave();
    let openid = found.map_err(failed)?.openid;
    Ok(PageUser { openid })
}

/// How long a reader's orders are shown, as a session of the mini-programme lasts.
const SESSION: Duration = days(1);

/// Of what the text of a reader's session is sealed for, and by which derived key.
const CONTEXT: &str = "wechat-page-session";

/// Digest of a unionid, where there is an account to tie with; it is kept nowhere else.
pub(crate) fn union_digest(app: &App, union: &str) -> Option<Digest> {
    let is_tied = app.official_account().is_ok() && !union.is_empty();
    is_tied.then(|| app.digest("wechat-union", union))
}

/// Signs in whoever came back from WeChat with this code, asked for [`Scope::Union`]: a
/// text that their browser holds for a day, good on this device alone; nothing is stored.
///
/// # Errors
/// [`AppError::NotFound`] where the operator's accounts are not bound together;
/// [`AppError::Wechat`].
pub async fn sign_in(app: &App, code: &str, device: &str) -> Result<String, AppError> {
    let found = app.official_account()?.wechat.page_user(code).await;
    let union = found.map_err(failed)?.union.ok_or(AppError::NotFound)?;
    let union = union_digest(app, &union).ok_or(AppError::NotFound)?;
    let device = hex(&app.digest_device(device));
    let plain = format!("{} {device} {}", app.now().plus(SESSION).0, hex(&union));
    let key = app.parts().kept.root.data_key(CONTEXT);
    let sealed = seal(&key, CONTEXT, plain.as_bytes(), &mut *app.randomness());
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// Digest of the reader whose session this is, by which orders of the mini-programme open;
/// `None` for a text that is none, has ended, or is of another device.
#[must_use]
pub fn reader(app: &App, session: &str, device: &str) -> Option<Digest> {
    app.official_account().ok()?;
    let sealed = URL_SAFE_NO_PAD.decode(session).ok()?;
    let key = app.parts().kept.root.data_key(CONTEXT);
    let plain = String::from_utf8(open(&key, CONTEXT, &sealed).ok()?).ok()?;
    let (until, rest) = plain.split_once(' ')?;
    let (whose, union) = rest.split_once(' ')?;
    let until = Timestamp(until.parse().ok()?);
    let is_here = whose == hex(&app.digest_device(device));
    unhex(union).filter(|_| is_here && app.now() < until)
}

/// Longest address of a page that is signed, in bytes.
const LONGEST_PATH: usize = 2048;

impl App {
    /// WeChat's script for pages inside it, if the operator put it on the server.
    #[must_use]
    pub fn page_script(&self) -> Option<&[u8]> {
        let account = self.parts().official_account.as_ref();
        account.and_then(|account| account.script.as_deref())
    }
}

/// Signs the page at `path` of the service, its query included, for WeChat's script.
///
/// # Errors
/// [`AppError::NotFound`] where there is no account, no script or no public address;
/// [`AppError::UnknownName`] for what is no path; [`AppError::Wechat`].
pub async fn sign_page(app: &App, path: &str) -> Result<SignedPage, AppError> {
    let account = app.official_account()?;
    let url = app.parts().public_url.as_ref().ok_or(AppError::NotFound)?;
    account.script.as_ref().ok_or(AppError::NotFound)?;
    let is_path = path.starts_with('/')
        && path.len() <= LONGEST_PATH
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_path {
        return Err(AppError::UnknownName);
    }
    let url = format!("{}{path}", url.trim_end_matches('/'));
    let nonce = token(&mut *app.randomness());
    let signed = account.wechat.sign_page(&url, &nonce, app.now().0).await;
    Ok(signed.map_err(failed)?)
}
