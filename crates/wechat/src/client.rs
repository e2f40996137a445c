//! Requests to WeChat, and what an answer says.

use std::fmt;
use std::time::Duration;

use gateway::{Gateway, NotAGateway};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Mutex;
use url::form_urlencoded::Serializer;
use zeroize::Zeroizing;

use crate::WechatError;
use crate::access_token::Kept;
use crate::js_sdk::Ticket;

/// Where WeChat answers.
pub const GATEWAY: &str = "https://api.weixin.qq.com";

/// Most calls at once that anybody can cause, by a code; a WeChat that is slow must not take
/// all threads.
const BY_ANYBODY: usize = 16;
/// Most calls at once that carry the access token: notices, and what a session asks for.
const BY_US: usize = 16;

/// Who the mini-programme is.
pub struct Credentials {
    /// Its appid.
    pub appid: String,
    /// Its secret.
    pub secret: Zeroizing<String>,
}

/// WeChat, for one mini-programme.
pub struct Wechat {
    pub(crate) credentials: Credentials,
    pub(crate) token: Mutex<Option<Kept>>,
    pub(crate) ticket: Mutex<Option<Ticket>>,
    by_anybody: Gateway,
    by_us: Gateway,
}

/// What every answer may have; none of it on most successes.
#[derive(Deserialize)]
struct Outcome {
    #[serde(default)]
    errcode: i64,
}

/// A call.
struct Asked<'a> {
    method: &'static str,
    path: &'a str,
    body: Option<&'a Value>,
}

impl Wechat {
    /// The mini-programme's calls over `gateway`, each within `timeout`.
    ///
    /// # Errors
    /// [`NotAGateway`].
    pub fn new(
        credentials: Credentials,
        gateway: &str,
        timeout: Duration,
    ) -> Result<Self, NotAGateway> {
        Ok(Self {
            credentials,
            token: Mutex::default(),
            ticket: Mutex::default(),
            by_anybody: Gateway::new(gateway, timeout)?.at_once(BY_ANYBODY),
            by_us: Gateway::new(gateway, timeout)?.at_once(BY_US),
        })
    }

    /// The mini-programme's appid.
    #[must_use]
    pub fn appid(&self) -> &str {
        &self.credentials.appid
    }

    /// A call without an access token, by whoever has a code.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, WechatError> {
        let path = with_query(path, query);
        self.call(&self.by_anybody, "GET", &path, None).await
    }

    /// A call with a body, and without an access token.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &Value,
    ) -> Result<T, WechatError> {
        self.call(&self.by_us, "POST", path, Some(body)).await
    }

    /// A call with the access token.
    pub(crate) async fn authorized<T: DeserializeOwned>(
        &self,
        method: &'static str,
        path: &str,
        body: Option<&Value>,
        now_ms: i64,
    ) -> Result<T, WechatError> {
        let asked = Asked { method, path, body };
        self.with_token(&asked, now_ms, |body| read(&body)).await
    }

    /// A call with the access token that gives a picture.
    pub(crate) async fn picture(
        &self,
        path: &str,
        body: &Value,
        now_ms: i64,
    ) -> Result<Vec<u8>, WechatError> {
        let asked = Asked {
            method: "POST",
            path,
            body: Some(body),
        };
        self.with_token(&asked, now_ms, read_picture).await
    }

    /// A call with the access token. Where WeChat no longer takes the token, it is fetched
    /// anew, once.
    async fn with_token<T>(
        &self,
        asked: &Asked<'_>,
        now_ms: i64,
        read: fn(Vec<u8>) -> Result<T, WechatError>,
    ) -> Result<T, WechatError> {
        let ask = async |token: &str| {
            let path = with_query(asked.path, &[("access_token", token)]);
            let answer = self.answer(&self.by_us, asked.method, &path, asked.body);
            read(answer.await?)
        };
        let token = self.access_token(now_ms).await?;
        match ask(&token).await {
            // The token was replaced meanwhile: by another process, or in the console.
            Err(error) if error.is_of_token() => {
                let token = self.another_token(&token, now_ms).await?;
                ask(&token).await
            }
            other => other,
        }
    }

    async fn call<T: DeserializeOwned>(
        &self,
        gateway: &Gateway,
        method: &'static str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, WechatError> {
        read(&self.answer(gateway, method, path, body).await?)
    }

    /// The body of an answer with the status 200.
    async fn answer(
        &self,
        gateway: &Gateway,
        method: &'static str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Vec<u8>, WechatError> {
        let body = body.map(serde_json::to_vec).transpose();
        let body = body
            .map_err(|_| WechatError::Malformed)?
            .unwrap_or_default();
        let mut headers = vec![("Accept", "application/json".to_owned())];
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        let answer = gateway.send(method, path, headers, body).await?;
        match answer.status {
            200 => Ok(answer.body),
            status => Err(WechatError::Busy {
                errcode: i64::from(status),
            }),
        }
    }
}

/// An answer: WeChat tells errors with the status 200 too.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WechatError> {
    let outcome: Outcome = serde_json::from_slice(body).map_err(|_| WechatError::Malformed)?;
    match outcome.errcode {
        0 => serde_json::from_slice(body).map_err(|_| WechatError::Malformed),
        errcode => Err(WechatError::of(errcode)),
    }
}

/// A picture; what begins as JSON is an error.
fn read_picture(body: Vec<u8>) -> Result<Vec<u8>, WechatError> {
    const JPEG: &[u8] = &[0xff, 0xd8, 0xff];
    const PNG: &[u8] = b"\x89PNG";
    match body.starts_with(JPEG) || body.starts_with(PNG) {
        true => Ok(body),
        false => read::<Value>(&body).and(Err(WechatError::Malformed)),
    }
}

fn with_query(path: &str, query: &[(&str, &str)]) -> String {
    let mut pairs = Serializer::new(String::new());
    pairs.extend_pairs(query);
    let joint = match path.contains('?') {
        true => '&',
        false => '?',
    };
    format!("{path}{joint}{}", pairs.finish())
}

/// Without the secret.
impl fmt::Debug for Wechat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Wechat").field(&self.appid()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_says() {
        let check = |body: &str, expected: Result<&str, WechatError>| {
            let found = read::<Value>(body.as_bytes());
            let found = found.map(|value| value["openid"].as_str().unwrap_or("").to_owned());
            assert_eq!(found, expected.map(str::to_owned), "{body}");
        };
        check(r#"{"openid":"o1"}"#, Ok("o1"));
        check(r#"{"errcode":0,"errmsg":"ok"}"#, Ok(""));
        let refused = |errcode| Err(WechatError::Refused { errcode });
        let credentials = |errcode| Err(WechatError::Credentials { errcode });
        for (errcode, expected) in [
            (-1, Err(WechatError::Busy { errcode: -1 })),
            (40_029, Err(WechatError::Code)),
            (40_163, Err(WechatError::Code)),
            (40_226, Err(WechatError::HighRisk)),
            (43_101, Err(WechatError::NotSubscribed)),
            (45_011, Err(WechatError::TooOften { errcode: 45_011 })),
            (45_009, Err(WechatError::TooOften { errcode: 45_009 })),
            (40_001, credentials(40_001)),
            (40_164, credentials(40_164)),
            (47_003, refused(47_003)),
            (10_060_004, refused(10_060_004)),
        ] {
            check(
                &format!(r#"{{"errcode":{errcode},"errmsg":"x rid: y"}}"#),
                expected,
            );
        }
        check("<html>", Err(WechatError::Malformed));
        check("", Err(WechatError::Malformed));
    }

    #[test]
    fn a_picture_or_an_error() {
        let check = |body: &[u8], expected: Result<(), WechatError>| {
            let found = read_picture(body.to_vec());
            assert_eq!(found, expected.map(|()| body.to_vec()));
        };
        check(b"\xff\xd8\xff\xe0rest", Ok(()));
        check(b"\x89PNG\r\n", Ok(()));
        let refused = WechatError::Refused { errcode: 41_030 };
        check(br#"{"errcode":41030,"errmsg":"x"}"#, Err(refused));
        check(br#"{"errcode":0}"#, Err(WechatError::Malformed));
        check(b"", Err(WechatError::Malformed));
    }
}
