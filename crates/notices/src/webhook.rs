//! Notices by web hook: a signed POST to the operator's own system.
//!
//! The body names the order and the event, without personal data; the receiver
//! gets more from the API.

use std::fmt;
use std::io;
use std::time::Duration;

use async_trait::async_trait;
use serde::Serialize;
use ureq::Agent;
use url::Url;
use zeroize::Zeroizing;

use crate::channel::{Channel, Sent};
use crate::host::is_loopback;
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
    url: String,
    secret: Zeroizing<Vec<u8>>,
    agent: Agent,
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
        let url = Url::parse(url).map_err(|_| ConfigError::Url)?;
        let host = url.host_str().ok_or(ConfigError::Url)?;
        let loopback = is_loopback(host);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(ConfigError::Insecure),
            _ => return Err(ConfigError::Scheme { expected: "https" }),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::Part("user"));
        }
        if url.fragment().is_some() {
            return Err(ConfigError::Part("fragment"));
        }
        if secret.len() < SHORTEST_SECRET_BYTES {
            return Err(ConfigError::SecretTooShort {
                shortest_bytes: SHORTEST_SECRET_BYTES,
            });
        }
        let mut agent = Agent::config_builder()
            .http_status_as_error(false)
            // The signature is meant for this address only.
            .max_redirects(0)
            // Deliveries are few, and a kept connection may have been closed
            // meanwhile.
            .max_idle_connections(0)
            .timeout_global(Some(timeout))
            .tls_config(roots.for_http())
            .user_agent("huizhi");
        if loopback {
            agent = agent.proxy(None);
        }
        Ok(Self {
            url: url.into(),
            secret: Zeroizing::new(secret.to_vec()),
            agent: agent.build().into(),
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
        let request = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/json")
            .header(DELIVERY_HEADER, &notice.id)
            .header(SIGNATURE_HEADER, sign(&self.secret, &timestamp, &body))
            .header(TIMESTAMP_HEADER, timestamp);
        // The client blocks, for at most its timeout. It continues if the
        // caller stops waiting.
        let answered = tokio::task::spawn_blocking(move || {
            let answer = request.send(&body)?;
            Ok(answer.status().as_u16())
        });
        match answered.await {
            Ok(Ok(status)) => judge(status),
            Ok(Err(error)) => Err(classify(&error)),
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }
}

/// Without the address, whose query may contain a secret.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").finish_non_exhaustive()
    }
}

fn judge(status: u16) -> Result<Sent, SendError> {
    match status {
        200..=299 => Ok(Sent { status }),
        300..=399 => Err(SendError::Moved { status }),
        // Request timeout, too early, too many requests.
        408 | 425 | 429 | 500.. => Err(SendError::Busy { status }),
        _ => Err(SendError::Refused { status }),
    }
}

fn classify(error: &ureq::Error) -> SendError {
    match error {
        ureq::Error::Timeout(_) => SendError::TimedOut,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => SendError::Untrusted,
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => {
            SendError::Untrusted
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => SendError::Malformed,
        _ => SendError::Unreachable,
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

    #[test]
    fn statuses_are_judged() {
        let check = |status: u16, expected: &str| {
            let code = match judge(status) {
                Ok(_) => "sent",
                Err(error) => error.code(),
            };
            assert_eq!(code, expected, "{status}");
        };
        for (status, expected) in [
            (200, "sent"),
            (204, "sent"),
            (299, "sent"),
            (301, "moved"),
            (307, "moved"),
            (400, "refused"),
            (404, "refused"),
            (408, "busy"),
            (410, "refused"),
            (425, "busy"),
            (429, "busy"),
            (500, "busy"),
            (503, "busy"),
            (599, "busy"),
        ] {
            check(status, expected);
        }
    }
}
