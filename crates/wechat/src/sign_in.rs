//! Who signed in: `code2session`
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html>).

use std::fmt;

use serde::Deserialize;

use crate::{Wechat, WechatError};

/// A user of the mini-programme, who has just signed in. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct SignedIn {
    /// Who they are to this mini-programme. (The session key that comes with it is for
    /// data that this service does not ask for; it is not read.)
    pub openid: String,
    /// Who they are to all accounts that the operator bound together on WeChat's open
    /// platform; missing where none are bound, or the user was not asked.
    #[serde(default, rename = "unionid")]
    pub union: Option<String>,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedIn")
    }
}

/// Longest code that is passed on; WeChat's have 32 characters.
const CODE_BYTES: usize = 128;

/// A code as a phone gives it.
pub(crate) fn checked_code(code: &str) -> Result<&str, WechatError> {
    let is_one =
        (1..=CODE_BYTES).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_graphic());
    is_one.then_some(code).ok_or(WechatError::Code)
}

impl Wechat {
    /// Who the phone's `code` is of; each code serves once, for five minutes.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn sign_in(&self, code: &str) -> Result<SignedIn, WechatError> {
        let query = [
            ("appid", self.credentials.appid.as_str()),
            ("secret", self.credentials.secret.as_str()),
            ("js_code", checked_code(code)?),
            ("grant_type", "authorization_code"),
        ];
        let signed_in: SignedIn = self.get("/sns/jscode2session", &query).await?;
        if signed_in.openid.is_empty() {
            return Err(WechatError::Malformed);
        }
        Ok(signed_in)
    }
}
