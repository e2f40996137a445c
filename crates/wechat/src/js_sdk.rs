//! WeChat's script on pages inside WeChat (JS-SDK), for an official account: the ticket, and
//! the signature of a page's address
//! (<https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html>, appendix 1).

use serde::Deserialize;
use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

use crate::{Wechat, WechatError};

/// A ticket is asked for anew so long before its end, in milliseconds.
const RENEWED_MS: i64 = 300_000;

/// A ticket.
pub(crate) struct Ticket {
    text: Zeroizing<String>,
    ends_at_ms: i64,
}

/// What `wx.config` is given for one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPage {
    /// The account's appid.
    pub appid: String,
    /// Seconds since 1970 UTC.
    pub timestamp: i64,
    /// The nonce.
    pub nonce: String,
    /// The signature.
    pub signature: String,
}

#[derive(Deserialize)]
struct Given {
    ticket: String,
    expires_in: i64,
}

impl Wechat {
    /// Signs the page at `url`; what follows a `#` does not count.
    ///
    /// # Errors
    /// [`WechatError`].
    pub async fn sign_page(
        &self,
        url: &str,
        nonce: &str,
        now_ms: i64,
    ) -> Result<SignedPage, WechatError> {
        let ticket = self.ticket(now_ms).await?;
        let timestamp = now_ms.div_euclid(1000);
        Ok(SignedPage {
            appid: self.appid().to_owned(),
            timestamp,
            nonce: nonce.to_owned(),
            signature: signature(&ticket, nonce, timestamp, url),
        })
    }

    /// The ticket of now, kept in memory: WeChat counts how often it is asked for.
    async fn ticket(&self, now_ms: i64) -> Result<Zeroizing<String>, WechatError> {
        // Whoever comes meanwhile waits for the one request.
        let mut kept = self.ticket.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| now_ms < kept.ends_at_ms) {
            return Ok(kept.text.clone());
        }
        let path = "/cgi-bin/ticket/getticket?type=jsapi";
        let given: Given = self.authorized("GET", path, None, now_ms).await?;
        let fresh = Ticket {
            text: Zeroizing::new(given.ticket),
            ends_at_ms: now_ms + given.expires_in.saturating_mul(1000) - RENEWED_MS,
        };
        Ok(kept.insert(fresh).text.clone())
    }
}

/// SHA-1 of the four fields in the order of their names.
fn signature(ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let signed = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    let digest: [u8; 20] = Sha1::digest(signed).into();
    hex::encode(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The documentation's example.
    #[test]
    fn pages_are_signed_as_in_the_published_example() {
        let check = |url: &str, expected: &str| {
            let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
            let found = signature(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, url);
            assert_eq!(found, expected, "{url}");
        };
        let with_query = "0f9de62fce790f9a083d5c99e95740ceb90c27ed";
        check("http://mp.weixin.qq.com?params=value", with_query);
        check("http://mp.weixin.qq.com?params=value#part", with_query);
        let alone = "f4d90daf4b3bca3078ab155816175ba34c443a7b";
        check("http://mp.weixin.qq.com", alone);
    }
}
