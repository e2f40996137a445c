//! The access token of the calls, by `stable_token`: every process asks for it and is given
//! the same one, so that it is kept in memory alone
//! (<https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html>).

use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use crate::{Wechat, WechatError};

/// WeChat gives the next token from five minutes before the end of one, and takes both
/// meanwhile.
const RENEWED_MS: i64 = 300_000;

/// How long after a token was forced no other is: WeChat allows one in 30 seconds, and 20 a
/// day; this allows 12 an hour, and only while calls fail.
const FORCED_MS: i64 = 300_000;

/// A token.
pub(crate) struct Kept {
    token: Zeroizing<String>,
    ends_at_ms: i64,
    forced_at_ms: Option<i64>,
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    expires_in: i64,
}

/// How a token is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The one of now.
    Ordinary,
    /// Another than the one of now, which ends.
    Forced,
}

impl Wechat {
    /// Whether WeChat takes appid and secret, from this machine.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn try_credentials(&self, now_ms: i64) -> Result<(), WechatError> {
        self.access_token(now_ms).await.map(drop)
    }

    /// The token of now.
    pub(crate) async fn access_token(&self, now_ms: i64) -> Result<Zeroizing<String>, WechatError> {
        // Whoever comes meanwhile waits for the one request.
        let mut kept = self.token.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| now_ms < kept.ends_at_ms) {
            return Ok(kept.token.clone());
        }
        let forced_at_ms = kept.as_ref().and_then(|kept| kept.forced_at_ms);
        let fresh = self.fetch(Asked::Ordinary, forced_at_ms, now_ms).await?;
        Ok(kept.insert(fresh).token.clone())
    }

    /// A token after `refused` was refused: the one of now if it is another, else a new one.
    pub(crate) async fn another_token(
        &self,
        refused: &str,
        now_ms: i64,
    ) -> Result<Zeroizing<String>, WechatError> {
        let mut kept = self.token.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| *kept.token != refused) {
            return Ok(kept.token.clone());
        }
        let forced_at_ms = kept.as_ref().and_then(|kept| kept.forced_at_ms);
        let mut fresh = self.fetch(Asked::Ordinary, forced_at_ms, now_ms).await?;
        let may_be_forced = forced_at_ms.is_none_or(|at| now_ms - at >= FORCED_MS);
        if *fresh.token == refused && may_be_forced {
            // Noted before it is asked: one that fails counts too.
            if let Some(kept) = kept.as_mut() {
                kept.forced_at_ms = Some(now_ms);
            }
            fresh = self.fetch(Asked::Forced, Some(now_ms), now_ms).await?;
        }
        Ok(kept.insert(fresh).token.clone())
    }

    async fn fetch(
        &self,
        asked: Asked,
        forced_at_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<Kept, WechatError> {
        let body = json!({
            "grant_type": "client_credential",
            "appid": self.credentials.appid,
            "secret": self.credentials.secret.as_str(),
            "force_refresh": asked == Asked::Forced,
        });
        let given: Given = self.post("/cgi-bin/stable_token", &body).await?;
        Ok(Kept {
            token: Zeroizing::new(given.access_token),
            ends_at_ms: now_ms + given.expires_in.saturating_mul(1000) - RENEWED_MS,
            forced_at_ms,
        })
    }
}
