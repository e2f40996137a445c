//! Content safety: what WeChat says of words and of pictures that users put in
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html>,
//! `mediaCheckAsync.html`). Words are judged at once; a picture is fetched by WeChat, and what
//! it says of it comes as a push.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Wechat, WechatError};

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What stands in somebody's own data.
    Profile,
    /// What somebody writes to others.
    Message,
}

impl Kind {
    /// WeChat's number of the scene: 1 profile, 2 comment.
    const fn scene(self) -> u8 {
        match self {
            Self::Profile => 1,
            Self::Message => 2,
        }
    }
}

/// What WeChat says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion {
    /// Nothing against it.
    Pass,
    /// A person has to look at it; `label` is WeChat's number of why (100 is nothing,
    /// 20002 indecent, 20006 against the law).
    Review {
        /// Number of the reason.
        label: i64,
    },
    /// It holds it for forbidden.
    Risky {
        /// Number of the reason.
        label: i64,
    },
}

impl Suggestion {
    /// Reads `{"suggest", "label"}`. The label comes as a number or as a text. What does not
    /// read is for a person.
    fn read(result: &Value) -> Self {
        let label = &result["label"];
        let written = label.as_str().and_then(|text| text.parse().ok());
        let label = label.as_i64().or(written).unwrap_or_default();
        match result["suggest"].as_str() {
            Some("pass") => Self::Pass,
            Some("risky") => Self::Risky { label },
            _ => Self::Review { label },
        }
    }
}

/// What a push says of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureChecked {
    /// The number that the check was asked for under.
    pub trace: String,
    /// What WeChat says; `None` where it could not look at the picture.
    pub said: Option<Suggestion>,
}

impl PictureChecked {
    /// Reads a push; `None` for any other.
    #[must_use]
    pub fn read(push: &Value) -> Option<Self> {
        if push["MsgType"] != "event" || push["Event"] != "wxa_media_check" {
            return None;
        }
        let has_looked = push["errcode"].as_i64().unwrap_or_default() == 0;
        Some(Self {
            trace: push["trace_id"].as_str()?.to_owned(),
            said: has_looked.then(|| Suggestion::read(&push["result"])),
        })
    }
}

#[derive(Deserialize)]
struct Judged {
    result: Value,
}

#[derive(Deserialize)]
struct Asked {
    trace_id: String,
}

/// Most characters that are judged at once.
const MOST_CHARS: usize = 2500;
/// The number of pictures among media.
const PICTURE: u8 = 2;
/// The version of the check whose answer has `result`.
const VERSION: u8 = 2;

impl Wechat {
    /// What WeChat says of words; of longer ones than it takes, of their beginning. The user
    /// must have been in the mini-programme in the last two hours
    /// ([`WechatError::NotThere`]).
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn check_words(
        &self,
        openid: &str,
        kind: Kind,
        words: &str,
        now_ms: i64,
    ) -> Result<Suggestion, WechatError> {
        let content: String = words.chars().take(MOST_CHARS).collect();
        let body = json!({
            "openid": openid,
            "scene": kind.scene(),
            "version": VERSION,
            "content": content,
        });
        let path = "/wxa/msg_sec_check";
        let judged: Judged = self.authorized("POST", path, Some(&body), now_ms).await?;
        Ok(Suggestion::read(&judged.result))
    }

    /// Has the picture at an address looked at; gives the number that the push will have.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn check_picture(
        &self,
        openid: &str,
        url: &str,
        now_ms: i64,
    ) -> Result<String, WechatError> {
        let body = json!({
            "openid": openid,
            "scene": Kind::Profile.scene(),
            "version": VERSION,
            "media_type": PICTURE,
            "media_url": url,
        });
        let path = "/wxa/media_check_async";
        let asked: Asked = self.authorized("POST", path, Some(&body), now_ms).await?;
        match asked.trace_id.is_empty() {
            true => Err(WechatError::Malformed),
            false => Ok(asked.trace_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_picture() {
        let push = |errcode: Value, suggest: &str, label: Value| {
            json!({
                "MsgType": "event", "Event": "wxa_media_check", "trace_id": "t-1",
                "errcode": errcode, "result": { "suggest": suggest, "label": label },
            })
        };
        let check = |push: &Value, expected: Option<Option<Suggestion>>| {
            let found = PictureChecked::read(push);
            assert_eq!(found.map(|found| found.said), expected, "{push}");
        };
        let said = |suggestion| Some(Some(suggestion));
        check(&push(json!(0), "pass", json!(100)), said(Suggestion::Pass));
        check(
            &push(Value::Null, "pass", json!("100")),
            said(Suggestion::Pass),
        );
        let risky = Suggestion::Risky { label: 20_002 };
        check(&push(json!(0), "risky", json!(20_002)), said(risky));
        check(&push(json!(0), "risky", json!("20002")), said(risky));
        let review = |label| Suggestion::Review { label };
        check(
            &push(json!(0), "review", json!("21000")),
            said(review(21_000)),
        );
        // An answer that is not known is for a person, never a pass.
        check(&push(json!(0), "other", Value::Null), said(review(0)));
        check(&push(json!(-1008), "pass", json!(100)), Some(None));
        check(&json!({ "MsgType": "text", "Content": "x" }), None);
        check(
            &json!({ "MsgType": "event", "Event": "wxa_media_check" }),
            None,
        );
    }
}
