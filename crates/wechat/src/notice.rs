//! A 服务通知 to a user who subscribed to it
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html>).

use std::fmt;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Wechat, WechatError};

/// Which version of the mini-programme a notice opens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The published one.
    #[default]
    Formal,
    /// The trial version.
    Trial,
    /// The developer's version.
    Developer,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Trial => "trial",
            Self::Developer => "developer",
        }
    }
}

/// A notice. Without recipient and text in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceNotice {
    /// The recipient.
    pub openid: String,
    /// The template's id.
    pub template: String,
    /// Page that it opens, with its query; empty for none.
    pub page: String,
    /// Fields by name, filled in ([`crate::Template::fill`]).
    pub data: Vec<(String, String)>,
    /// Which version of the mini-programme it opens.
    pub state: State,
}

impl fmt::Debug for ServiceNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceNotice")
            .field("template", &self.template)
            .finish_non_exhaustive()
    }
}

impl Wechat {
    /// Sends a notice once. A subscription is one notice; where none is left, or the user
    /// refuses, that is [`WechatError::NotSubscribed`], for good.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn send(&self, notice: &ServiceNotice, now_ms: i64) -> Result<(), WechatError> {
        let fields = notice.data.iter();
        let data: serde_json::Map<String, Value> = fields
            .map(|(name, value)| (name.clone(), json!({ "value": value })))
            .collect();
        let mut body = json!({
            "touser": notice.openid,
            "template_id": notice.template,
            "data": data,
            "miniprogram_state": notice.state.word(),
            "lang": "zh_CN",
        });
        if !notice.page.is_empty() {
            body["page"] = json!(notice.page);
        }
        let path = "/cgi-bin/message/subscribe/send";
        let _: Value = self.authorized("POST", path, Some(&body), now_ms).await?;
        Ok(())
    }
}
