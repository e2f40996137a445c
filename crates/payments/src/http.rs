//! Requests to one host over HTTPS, with the answer's headers.

use std::io;
use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderMap, Request};
use url::{Host, Url};

use crate::PayError;

/// Longest answer that is read, in bytes; a bill of a day is larger and not read here.
const LONGEST_ANSWER: u64 = 256 * 1024;

/// The host's address is not one that money is talked about with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the gateway is no https address")]
pub struct NotAGateway;

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's text; empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// A host that requests go to.
pub(crate) struct Gateway {
    base: String,
    agent: Agent,
}

impl Gateway {
    /// `https`, or `http` to this machine, without path and query.
    ///
    /// # Errors
    /// [`NotAGateway`].
    pub(crate) fn new(url: &str, timeout: Duration) -> Result<Self, NotAGateway> {
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
        })
    }

    /// Sends a request once. `path` begins with `/`.
    ///
    /// # Errors
    /// [`PayError`] where there is no answer.
    pub(crate) async fn send(
        &self,
        method: &'static str,
        path: &str,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<Answer, PayError> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(body).map_err(|_| PayError::Malformed)?;
        let agent = self.agent.clone();
        // The client blocks, for at most its timeout. It goes on if the caller stops waiting.
        let answered = tokio::task::spawn_blocking(move || {
            let is_empty = request.body().is_empty();
            let mut answer = match is_empty {
                true => agent.run(request.map(|_| ()))?,
                false => agent.run(request)?,
            };
            let read = answer.body_mut().with_config().limit(LONGEST_ANSWER);
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

fn classify(error: &ureq::Error) -> PayError {
    match error {
        ureq::Error::Timeout(_) => PayError::TimedOut,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => PayError::Untrusted,
        ureq::Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => PayError::Untrusted,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::BodyExceedsLimit(_) => {
            PayError::Malformed
        }
        _ => PayError::Unreachable,
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
