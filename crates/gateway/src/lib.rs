//! Requests to one host over HTTPS.
//!
//! Takes a method, a path, headers and a body; gives the answer whatever its status, with
//! its headers, or [`NoAnswer`]. Follows no redirect, reads no more than it is told, keeps
//! no state. What the requests mean, `payments` and `wechat` know.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};
use url::{Host, Url};

/// Longest answer that is read, in bytes, unless another length is asked for.
pub const LONGEST_ANSWER: u64 = 256 * 1024;

/// The host's address is not one that secrets are sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the gateway is no https address")]
pub struct NotAGateway;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// No connection, or it was closed before the answer.
    #[error("the host cannot be reached")]
    Unreachable,
    /// No answer in time; what was asked for may have happened.
    #[error("the host did not answer in time")]
    TimedOut,
    /// No encrypted connection: certificate, name or protocol.
    #[error("the host has not proved who it is")]
    Untrusted,
    /// As many requests as may be are under way already.
    #[error("too many requests are under way")]
    Crowded,
    /// Something cannot be written as a request, or the answer is too long.
    #[error("the request or its answer does not read")]
    Malformed,
}

/// An answer, whatever its status. Its text may be secret and is not shown by `Debug`.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.body.len();
        write!(f, "Answer({}, {size} bytes)", self.status)
    }
}

impl Answer {
    /// A header's text; empty if it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// A host that requests go to.
pub struct Gateway {
    base: String,
    agent: Agent,
    turns: Option<Arc<Semaphore>>,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Gateway").field(&self.base).finish()
    }
}

impl Gateway {
    /// `https`, or `http` to this machine, without path and query.
    ///
    /// # Errors
    /// [`NotAGateway`].
    pub fn new(url: &str, timeout: Duration) -> Result<Self, NotAGateway> {
        let url = Url::parse(url).map_err(|_| NotAGateway)?;
        let is_here = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => return Err(NotAGateway),
        };
        let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_here;
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !is_safe || !is_bare {
            return Err(NotAGateway);
        }
        let mut agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // Calls are few, and a kept connection may have been closed meanwhile.
            .max_idle_connections(0)
            .timeout_global(Some(timeout))
            .user_agent("huizhi");
        if is_here {
            agent = agent.proxy(None);
        }
        Ok(Self {
            base: url.as_str().trim_end_matches('/').to_owned(),
            agent: agent.build().into(),
            turns: None,
        })
    }

    /// The same with at most so many requests at once. Each blocks a thread for as long as the
    /// host takes, also when whoever asked has gone.
    #[must_use]
    pub fn at_once(self, most: usize) -> Self {
        let turns = Some(Arc::new(Semaphore::new(most)));
        Self { turns, ..self }
    }

    /// Sends a request once. `path` begins with `/`.
    ///
    /// # Errors
    /// [`NoAnswer`] where there is no answer.
    pub async fn send(
        &self,
        method: &'static str,
        path: &str,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<Answer, NoAnswer> {
        self.send_for(method, path, headers, body, LONGEST_ANSWER)
            .await
    }

    /// [`send`](Self::send), for an answer of at most `longest` bytes.
    ///
    /// # Errors
    /// [`NoAnswer`] where there is no answer.
    pub async fn send_for(
        &self,
        method: &'static str,
        path: &str,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
        longest: u64,
    ) -> Result<Answer, NoAnswer> {
        let turn = self.turns.clone().map(Semaphore::try_acquire_owned);
        let turn = turn.transpose().map_err(|_| NoAnswer::Crowded)?;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(body).map_err(|_| NoAnswer::Malformed)?;
        let agent = self.agent.clone();
        // The client blocks, for at most its timeout. It goes on if the caller stops waiting.
        let answered = tokio::task::spawn_blocking(move || {
            let _until_it_is_over = turn;
            let is_empty = request.body().is_empty();
            let mut answer = match is_empty {
                true => agent.run(request.map(|_| ()))?,
                false => agent.run(request)?,
            };
            let read = answer.body_mut().with_config().limit(longest);
            let body = read.read_to_vec()?;
            Ok(Answer {
                status: answer.status().as_u16(),
                headers: answer.headers().clone(),
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

fn classify(error: &ureq::Error) -> NoAnswer {
    match error {
        ureq::Error::Timeout(_) => NoAnswer::TimedOut,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => NoAnswer::Untrusted,
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => NoAnswer::Untrusted,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::BodyExceedsLimit(_) => {
            NoAnswer::Malformed
        }
        _ => NoAnswer::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_talked_about_over_https() {
        let check = |url: &str, expected: bool| {
            let gateway = Gateway::new(url, Duration::from_secs(1));
            assert_eq!(gateway.is_ok(), expected, "{url}");
        };
        check("https://api.mch.weixin.qq.com", true);
        check("https://api.mch.weixin.qq.com/", true);
        check("http://127.0.0.1:8080", true);
        check("http://[::1]:8080", true);
        check("http://localhost:8080", true);
        check("http://api.mch.weixin.qq.com", false);
        check("https://api.mch.weixin.qq.com/v3", false);
        check("https://user@api.mch.weixin.qq.com", false);
        check("https://api.mch.weixin.qq.com/?a", false);
        check("ftp://127.0.0.1", false);
        check("api.mch.weixin.qq.com", false);
    }
}
