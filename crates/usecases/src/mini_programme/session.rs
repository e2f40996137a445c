//! Signing in by a code of WeChat's, and what a phone shows afterwards.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blobs::{DataKey, open, seal};
use domain::timestamp::days;
use domain::{Digest, Order, Sealed, Timestamp, WechatUser};
use wechat::WechatError;
use zeroize::Zeroizing;

use crate::app::App;
use crate::error::AppError;
use crate::official_account;

/// How long a session lasts. Signing in again takes no action of the user's, so that it is
/// short: whoever took the text from a phone has it for a day.
pub const SESSION: Duration = days(1);

/// What a session's text begins with.
const MARK: &str = "hzw_";

/// Of what a session's text is sealed for, and by which derived key.
const CONTEXT: &str = "wechat-session";

/// Seal context of an order's openid.
const OPENID: &str = "openid";

/// A user of the mini-programme. Only this crate can construct one. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct MiniUser {
    openid: Zeroizing<String>,
    pub(crate) digest: Digest,
    union: Option<Digest>,
}

impl fmt::Debug for MiniUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MiniUser")
    }
}

/// A session: the text that a phone shows, and until when.
pub struct MiniSession {
    /// The text.
    pub token: String,
    /// Until when it opens anything.
    pub until: Timestamp,
}

impl MiniUser {
    /// The user with this openid, and what of their unionid is known.
    pub(super) fn of(app: &App, openid: String, union: Option<Digest>) -> Result<Self, AppError> {
        let appid = app.mini_programme()?.wechat.appid();
        let digest = app.digest("wechat-user", &format!("{appid}:{openid}"));
        Ok(Self {
            openid: Zeroizing::new(openid),
            digest,
            union,
        })
    }

    pub(super) fn openid(&self) -> &str {
        &self.openid
    }

    /// Digest that the user's orders are found by.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// The user as one of their orders keeps them.
    pub(crate) fn for_order(&self, app: &App, order: &Order) -> Result<WechatUser, AppError> {
        Ok(WechatUser {
            digest: self.digest,
            union: self.union,
            openid: Some(app.seal(order, OPENID, self.openid.as_bytes())?),
        })
    }
}

/// The openid of the order's user; `None` if it has none, or is erased.
pub(crate) fn openid_of(app: &App, order: &Order) -> Result<Option<String>, AppError> {
    let sealed: Option<&Sealed> = order.wechat.as_ref().and_then(|user| user.openid.as_ref());
    let Some(sealed) = sealed.filter(|_| order.key.is_some()) else {
        return Ok(None);
    };
    let plain = app.open(order, OPENID, sealed)?;
    let text = String::from_utf8(plain).map_err(|_| blobs::SealError::Damaged)?;
    Ok(Some(text))
}

/// Signs in whoever the phone's `code` is of.
///
/// # Errors
/// [`AppError::NotFound`] without a mini-programme; [`AppError::Wechat`].
pub async fn sign_in(app: &App, code: &str) -> Result<MiniSession, AppError> {
    let mini = app.mini_programme()?;
    let signed_in = mini.wechat.sign_in(code).await.map_err(failed)?;
    let until = app.now().plus(SESSION);
    let union = signed_in.union.as_deref();
    let union = union.and_then(|union| official_account::union_digest(app, union));
    let union = union.map_or_else(String::new, |digest| hex(&digest));
    let plain = format!(
        "{} {} {} {union}",
        until.0,
        mini.wechat.appid(),
        signed_in.openid
    );
    let sealed = seal(&key(app), CONTEXT, plain.as_bytes(), &mut *app.randomness());
    Ok(MiniSession {
        token: format!("{MARK}{}", URL_SAFE_NO_PAD.encode(sealed)),
        until,
    })
}

/// Whether a text is meant as a session, whether it holds or not.
#[must_use]
pub fn is_session(token: &str) -> bool {
    token.starts_with(MARK)
}

/// Whose session this is; `None` for a text that is none, has ended, or is of another
/// mini-programme than the settings have now.
#[must_use]
pub fn user(app: &App, token: &str) -> Option<MiniUser> {
    let sealed = URL_SAFE_NO_PAD.decode(token.strip_prefix(MARK)?).ok()?;
    let plain = open(&key(app), CONTEXT, &sealed).ok()?;
    let plain = Zeroizing::new(String::from_utf8(plain).ok()?);
    let mut parts = plain.splitn(4, ' ');
    let until = Timestamp(parts.next()?.parse().ok()?);
    let is_ours = parts.next() == app.mini_programme_appid();
    let openid = parts.next()?.to_owned();
    let union = unhex(parts.next().unwrap_or_default());
    let holds = is_ours && app.now() < until;
    MiniUser::of(app, openid, union).ok().filter(|_| holds)
}

/// A digest as text.
pub(crate) fn hex(digest: &Digest) -> String {
    hex::encode(digest.0)
}

/// The digest of such a text.
pub(crate) fn unhex(text: &str) -> Option<Digest> {
    let mut digest = [0; 32];
    hex::decode_to_slice(text, &mut digest).ok()?;
    Some(Digest(digest))
}

/// Sessions end with the root key that they are derived from.
fn key(app: &App) -> DataKey {
    app.parts().kept.root.data_key(CONTEXT)
}

/// The phone number that a user gave by WeChat's button, for the form that asks for it. It
/// is not kept.
///
/// # Errors
/// [`AppError::NotFound`] without a mini-programme; [`AppError::Wechat`].
pub async fn phone(app: &App, _: &MiniUser, code: &str) -> Result<String, AppError> {
    let mini = app.mini_programme()?;
    let found = mini.wechat.phone(code, app.now().0).await;
    Ok(found.map_err(failed)?.number)
}

/// Logs a call that failed, with WeChat's own code.
pub(crate) fn failed(error: WechatError) -> WechatError {
    let (code, errcode) = (error.code(), error.errcode());
    match error {
        // Whoever sent it was told; anybody can send anything.
        WechatError::Code | WechatError::HighRisk => {
            tracing::debug!(code, "WeChat knows no such user");
        }
        _ => tracing::warn!(code, errcode, "WeChat failed"),
    }
    error
}
