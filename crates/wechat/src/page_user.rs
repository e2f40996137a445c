//! Who reads a page inside WeChat, to an official account
//! (<https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html>):
//! the page is left for WeChat's, which comes back with a code. What that tells, the scope
//! says.

use url::form_urlencoded::byte_serialize;

use crate::sign_in::checked_code;
use crate::{SignedIn, Wechat, WechatError};

/// What a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The openid alone; the reader is asked nothing.
    Openid,
    /// The unionid too. WeChat gives it with the right to read name and picture, which it
    /// asks the reader for; this service reads neither.
    Union,
}

impl Scope {
    const fn word(self) -> &'static str {
        match self {
            Self::Openid => "snsapi_base",
            Self::Union => "snsapi_userinfo",
        }
    }
}

/// Where a page is left to.
pub const AUTHORIZE: &str = "https://open.weixin.qq.com";

impl Wechat {
    /// The address below `host` that comes back to `redirect_uri` with a code and this
    /// state. WeChat insists on the order of the parameters and on the end.
    #[must_use]
    pub fn authorize_url(
        &self,
        host: &str,
        scope: Scope,
        redirect_uri: &str,
        state: &str,
    ) -> String {
        let written = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        format!(
            "{host}/connect/oauth2/authorize?appid={}&redirect_uri={}&response_type=code\
             &scope={}&state={}#wechat_redirect",
            self.appid(),
            written(redirect_uri),
            scope.word(),
            written(state)
        )
    }

    /// Who the page's `code` is of; each code serves once, for five minutes.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn page_user(&self, code: &str) -> Result<SignedIn, WechatError> {
        let query = [
            ("appid", self.credentials.appid.as_str()),
            ("secret", self.credentials.secret.as_str()),
            ("code", checked_code(code)?),
            ("grant_type", "authorization_code"),
        ];
        let reader: SignedIn = self.get("/sns/oauth2/access_token", &query).await?;
        if reader.openid.is_empty() {
            return Err(WechatError::Malformed);
        }
        Ok(reader)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Credentials;

    #[test]
    fn the_address_is_as_wechat_takes_it() {
        let credentials = Credentials {
            appid: "wx520c15f417810387".to_owned(),
            secret: String::new().into(),
        };
        let gateway = crate::GATEWAY;
        let wechat = Wechat::new(credentials, gateway, Duration::from_secs(1)).expect("it is one");
        let page = "https://photo.example.org/orders/1/pay";
        let url = wechat.authorize_url(AUTHORIZE, Scope::Openid, page, "a-b");
        assert_eq!(
            url,
            "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx520c15f417810387\
             &redirect_uri=https%3A%2F%2Fphoto.example.org%2Forders%2F1%2Fpay\
             &response_type=code&scope=snsapi_base&state=a-b#wechat_redirect"
        );
    }
}
