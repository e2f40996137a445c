//! POST to one address over HTTP, shared by web hooks and text messages.

use std::io;
use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderName, HeaderValue};
use url::Url;

use crate::channel::Sent;
use crate::host::is_loopback;
use crate::roots::Roots;
use crate::{ConfigError, SendError};

/// Longest part of an answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// What is read of an answer.
#[derive(Clone, Copy)]
pub(crate) enum Reading {
    /// Its status alone.
    Status,
    /// Its body too.
    Body,
}

/// An answer of the other side.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Empty unless it was asked for.
    pub(crate) body: Vec<u8>,
}

/// An address that bodies are posted to.
pub(crate) struct Endpoint {
    url: String,
    agent: Agent,
}

impl Endpoint {
    /// `https`, or `http` to this machine. Uses the proxy of the environment
    /// (`HTTPS_PROXY`).
    ///
    /// # Errors
    /// [`ConfigError`] for an address that cannot be posted to, or not safely.
    pub(crate) fn new(url: &str, timeout: Duration, roots: &Roots) -> Result<Self, ConfigError> {
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
        let mut agent = Agent::config_builder()
            .http_status_as_error(false)
            // The signature and the phone number are meant for this address only.
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
            agent: agent.build().into(),
        })
    }

    /// Posts a body once.
    ///
    /// # Errors
    /// [`SendError`] where there is no answer; every status is an answer.
    pub(crate) async fn post(
        &self,
        headers: Vec<(HeaderName, HeaderValue)>,
        body: Vec<u8>,
        reading: Reading,
    ) -> Result<Answer, SendError> {
        let mut request = self.agent.post(&self.url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        // The client blocks, for at most its timeout. It continues if the
        // caller stops waiting.
        let answered = tokio::task::spawn_blocking(move || {
            let mut answer = request.send(&body)?;
            let body = match reading {
                Reading::Status => Vec::new(),
                Reading::Body => {
                    let body = answer.body_mut().with_config();
                    body.limit(LONGEST_ANSWER).read_to_vec()?
                }
            };
            Ok(Answer {
                status: answer.status().as_u16(),
                body,
            })
        });
        match answered.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(classify(&error)),
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }
}

pub(crate) fn judge(status: u16) -> Result<Sent, SendError> {
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
