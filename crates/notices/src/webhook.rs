//! Notices by web hook: a signed POST to the operator's own system.
//!
//! The body names the order and the event, without personal data; the receiver
//! gets more from the API.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use serde::Serialize;
use ureq::http::header::CONTENT_TYPE;
use ureq::http::{HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::channel::{Channel, Sent};
use crate::http::{Endpoint, Reading, judge};
use crate::signature::sign;
use crate::{ConfigError, Notice, Roots, SendError};

/// Header with the time of sending, seconds since 1970 UTC.
pub const TIMESTAMP_HEADER: &str = "Huizhi-Timestamp";
/// Header with the signature.
pub const SIGNATURE_HEADER: &str = "Huizhi-Signature";
/// Header with the delivery's id, the same for every retry.
pub const DELIVERY_HEADER: &str = "Huizhi-Delivery";

/// Minimum length of a secret, in bytes: 128 bits.
const SHORTEST_SECRET_BYTES: usize = 16;

/// Notices by web hook.
pub struct Webhook {
    endpoint: Endpoint,
    secret: Zeroizing<Vec<u8>>,
}

impl Webhook {
    /// A web hook to `url`, signed with `secret` (at least 16 bytes), each
    /// delivery within `timeout`. `https`, or `http` to this machine. Uses the
    /// proxy of the environment (`HTTPS_PROXY`).
    ///
    /// # Errors
    /// [`ConfigError`], before anything is sent.
    pub fn new(
        url: &str,
        secret: &[u8],
        timeout: Duration,
        roots: &Roots,
    ) -> Result<Self, ConfigError> {
        let endpoint = Endpoint::new(url, timeout, roots)?;
        check_secret(secret)?;
        Ok(Self {
            endpoint,
            secret: Zeroizing::new(secret.to_vec()),
        })
    }
}

/// The body of a delivery. Fields may be added, never changed.
#[derive(Serialize)]
struct Delivery<'a> {
    id: &'a str,
    kind: &'a str,
    order: &'a str,
    at_ms: i64,
    link: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checkpoint: Option<&'a str>,
}

#[async_trait]
impl Channel for Webhook {
    fn name(&self) -> &'static str {
        "web-hook"
    }

    async fn send(&self, notice: &Notice, now_ms: i64) -> Result<Sent, SendError> {
        notice.check()?;
        let body = serde_json::to_vec(&Delivery {
            id: &notice.id,
            kind: &notice.kind,
            order: &notice.order_number,
            at_ms: notice.at_ms,
            link: notice.link.as_deref(),
            checkpoint: notice.checkpoint.as_deref(),
        })
        .map_err(|_| SendError::Malformed)?;
        let timestamp = now_ms.div_euclid(1000).to_string();
        let headers = signed(&self.secret, &timestamp, &notice.id, &body)?;
        let json = HeaderValue::from_static("application/json");
        let headers = [(CONTENT_TYPE, json)].into_iter().chain(headers);
        let answer = self.endpoint.post(headers.collect(), body, Reading::Status);
        judge(answer.await?.status)
    }
}

/// Refuses a secret that is short enough to be guessed.
pub(crate) fn check_secret(secret: &[u8]) -> Result<(), ConfigError> {
    if secret.len() < SHORTEST_SECRET_BYTES {
        return Err(ConfigError::SecretTooShort {
            shortest_bytes: SHORTEST_SECRET_BYTES,
        });
    }
    Ok(())
}

/// The headers of a signed delivery: its id, its time and its signature.
///
/// # Errors
/// [`SendError::Malformed`] for what no header can hold.
pub(crate) fn signed(
    secret: &[u8],
    timestamp: &str,
    id: &str,
    body: &[u8],
) -> Result<[(HeaderName, HeaderValue); 3], SendError> {
    let header = |name: &str, value: &str| {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| SendError::Malformed)?;
        let value = HeaderValue::from_str(value).map_err(|_| SendError::Malformed)?;
        Ok((name, value))
    };
    Ok([
        header(DELIVERY_HEADER, id)?,
        header(SIGNATURE_HEADER, &sign(secret, timestamp, body))?,
        header(TIMESTAMP_HEADER, timestamp)?,
    ])
}

/// Without the address, whose query may contain a secret.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_secrets_are_checked() {
        let check = |url: &str, secret: &[u8], expected: Result<(), &str>| {
            let hook = Webhook::new(url, secret, Duration::from_secs(1), &Roots::default());
            let got = hook.as_ref().map(|_| ()).map_err(ConfigError::code);
            assert_eq!(got, expected, "{url}");
        };
        let secret = &[7; 16][..];
        check("https://example.cn/hook?key=1", secret, Ok(()));
        check("http://127.0.0.1:8080/", secret, Ok(()));
        check("http://[::1]/", secret, Ok(()));
        check("http://localhost/", secret, Ok(()));
        check("http://example.cn/", secret, Err("notice-url-insecure"));
        check("http://192.168.1.1/", secret, Err("notice-url-insecure"));
        check("ftp://example.cn/", secret, Err("notice-url-scheme"));
        check(
            "https://user:pass@example.cn/",
            secret,
            Err("notice-url-part"),
        );
        check("https://example.cn/#part", secret, Err("notice-url-part"));
        check("example.cn", secret, Err("notice-url"));
        check(
            "https://example.cn/",
            &secret[1..],
            Err("notice-secret-too-short"),
        );
    }
}
