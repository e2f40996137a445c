//! A URL Link: an address that opens the mini-programme from a browser outside WeChat
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/generateUrlLink.html>).

use serde::Deserialize;
use serde_json::json;

use crate::code::Scene;
use crate::{State, Wechat, WechatError};

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened<'a> {
    /// The page, without `/` before it.
    pub page: &'a str,
    /// What the page is told, as by a code.
    pub scene: &'a Scene,
    /// Version of the mini-programme.
    pub state: State,
}

/// Days that a link lives: the shortest that WeChat takes.
const DAYS: u32 = 1;

/// Where links of WeChat's begin.
const HOSTS: [&str; 2] = ["https://wxaurl.cn/", "https://wxmpurl.cn/"];

#[derive(Deserialize)]
struct Given {
    url_link: String,
}

impl Wechat {
    /// A link that lives for a day. WeChat gives them to the accounts of firms and public
    /// bodies, and to published pages.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn url_link(&self, opened: &Opened<'_>, now_ms: i64) -> Result<String, WechatError> {
        let scene: String =
            url::form_urlencoded::byte_serialize(opened.scene.as_str().as_bytes()).collect();
        let body = json!({
            "path": opened.page,
            "query": format!("scene={scene}"),
            "env_version": opened.state.env_version(),
            "expire_type": 1,
            "expire_interval": DAYS,
        });
        let path = "/wxa/generate_urllink";
        let given: Given = self.authorized("POST", path, Some(&body), now_ms).await?;
        // What anybody's browser is sent to is nothing but an address of WeChat's.
        match HOSTS.iter().any(|host| given.url_link.starts_with(host)) {
            true => Ok(given.url_link),
            false => Err(WechatError::Malformed),
        }
    }
}
