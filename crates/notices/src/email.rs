//! Notices by e-mail, over SMTP.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::Tls;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::channel::{Channel, Sent};
use crate::host::is_loopback;
use crate::{ConfigError, Notice, Recipient, Roots, SendError};

const SCHEMES: &str = "smtps, smtp";
/// SMTP codes that concern authentication, not the message (RFC 4954, section
/// 6).
const CREDENTIAL_CODES: [u16; 4] = [530, 534, 535, 538];

/// Notices by e-mail. One connection per message: notices are few, and a kept
/// connection may have been closed meanwhile.
pub struct Email {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
    timeout: Duration,
}

impl Email {
    /// E-mail through the server at `url`, from `sender` (`name <address>`, or
    /// an address alone), each message within `timeout`.
    ///
    /// - `smtps://user:password@host`: TLS from the start, port 465;
    /// - `smtp://user:password@host`: STARTTLS, required, port 587;
    /// - `smtp://localhost`, or another name of this machine: unencrypted,
    ///   port 25; `?tls=required` requires STARTTLS there too.
    ///
    /// User and password are optional and percent-encoded.
    ///
    /// # Errors
    /// [`ConfigError`], before anything is sent.
    pub fn new(
        url: &str,
        sender: &str,
        timeout: Duration,
        roots: &Roots,
    ) -> Result<Self, ConfigError> {
        let sender: Mailbox = sender.parse().map_err(|_| ConfigError::Sender)?;
        let server = Server::parse(url, roots)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(server.tls)
            // The server expects a name in EHLO; the sender's domain is the one
            // it can look up.
            .hello_name(ClientId::Domain(sender.email.domain().to_owned()))
            .timeout(Some(timeout));
        if let Some(credentials) = server.credentials {
            builder = builder.credentials(credentials);
        }
        Ok(Self {
            transport: builder.build(),
            sender,
            timeout,
        })
    }

    fn message(&self, notice: &Notice, now_ms: i64) -> Result<Message, SendError> {
        notice.check()?;
        let Recipient::Person(address) = &notice.to else {
            return Err(SendError::NoAddress);
        };
        let text = match &notice.link {
            Some(link) => format!("{}\n\n{link}\n", notice.body),
            None => format!("{}\n", notice.body),
        };
        let id = format!("<{}@{}>", notice.id, self.sender.email.domain());
        Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(None, address.address().clone()))
            .subject(notice.subject.clone())
            .date(time(now_ms))
            .message_id(Some(id))
            // RFC 3834: prevents automatic replies.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            // Not base64, which lettre may choose: what is ASCII in the text can be
            // read in a saved message as it is.
            .singlepart(
                SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .header(ContentTransferEncoding::QuotedPrintable)
                    .body(text),
            )
            .map_err(|_| SendError::Malformed)
    }
}

#[async_trait]
impl Channel for Email {
    fn name(&self) -> &'static str {
        "email"
    }

    async fn send(&self, notice: &Notice, now_ms: i64) -> Result<Sent, SendError> {
        let message = self.message(notice, now_ms)?;
        // The transport's own timeout covers only the connection.
        match tokio::time::timeout(self.timeout, self.transport.send(message)).await {
            Ok(Ok(response)) => Ok(Sent {
                status: response.code().into(),
            }),
            Ok(Err(error)) => Err(classify(&error)),
            Err(_elapsed) => Err(SendError::TimedOut),
        }
    }
}

/// Without the server, whose URL contains the password.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Email").finish_non_exhaustive()
    }
}

struct Server {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
}

impl Server {
    fn parse(url: &str, roots: &Roots) -> Result<Self, ConfigError> {
        let url = Url::parse(url).map_err(|_| ConfigError::Url)?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or(ConfigError::Url)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(ConfigError::Part("path"));
        }
        let starttls = match url.query() {
            None => !is_loopback(host),
            Some("tls=required") => true,
            Some(_) => return Err(ConfigError::Part("query")),
        };
        // The brackets of an IPv6 address are part of the URL.
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let parameters = || roots.for_smtp(bare);
        let (tls, usual_port) = match url.scheme() {
            "smtps" => (Tls::Wrapper(parameters()?), 465),
            "smtp" if starttls => (Tls::Required(parameters()?), 587),
            "smtp" => (Tls::None, 25),
            _ => return Err(ConfigError::Scheme { expected: SCHEMES }),
        };
        Ok(Self {
            host: bare.to_owned(),
            port: url.port().unwrap_or(usual_port),
            tls,
            credentials: credentials(&url)?,
        })
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, ConfigError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) => Err(ConfigError::Part("password without a user")),
        (_, None) => Err(ConfigError::Part("user without a password")),
        (user, Some(password)) => Ok(Some(Credentials::new(
            percent_decoded(user)?,
            percent_decoded(password)?,
        ))),
    }
}

/// `text` with its `%xx` decoded as UTF-8.
fn percent_decoded(text: &str) -> Result<String, ConfigError> {
    let wrong = ConfigError::Part("percent-encoding");
    // The decoder passes over a `%` without two digits; it is refused here,
    // since it is likely an unescaped `%` of the password.
    let is_escape = |after: &str| {
        let digits = after.as_bytes().first_chunk::<2>();
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(is_escape) {
        return Err(wrong);
    }
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(String::from).map_err(|_| wrong)
}

/// The instant; times before 1970 give 1970.
fn time(ms: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}

fn classify(error: &lettre::transport::smtp::Error) -> SendError {
    if let Some(code) = error.status() {
        let status = u16::from(code);
        return match status {
            _ if CREDENTIAL_CODES.contains(&status) => SendError::Credentials { status },
            500.. => SendError::Refused { status },
            _ => SendError::Busy { status },
        };
    }
    if error.is_client() {
        return SendError::Unfit;
    }
    if error.is_timeout() {
        return SendError::TimedOut;
    }
    if error.is_tls() || is_broken_protocol(error) {
        return SendError::Untrusted;
    }
    SendError::Unreachable
}

/// The TLS layer reports protocol errors of the other side as invalid data.
fn is_broken_protocol(error: &lettre::transport::smtp::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(cause) = cause.downcast_ref::<io::Error>() {
            return cause.kind() == io::ErrorKind::InvalidData;
        }
        source = cause.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(1);

    #[test]
    fn servers_are_read_from_urls() {
        let check = |url: &str, expected: Result<(&str, u16, &str), &str>| {
            let server = Server::parse(url, &Roots::default());
            let got = server.as_ref().map_err(ConfigError::code).map(|server| {
                let tls = match server.tls {
                    Tls::Wrapper(_) => "tls",
                    Tls::Required(_) => "starttls",
                    Tls::None => "clear",
                    _ => "other",
                };
                (server.host.as_str(), server.port, tls)
            });
            assert_eq!(got, expected, "{url}");
        };
        check(
            "smtps://mail.example.cn",
            Ok(("mail.example.cn", 465, "tls")),
        );
        check(
            "smtps://u:p@mail.example.cn:4650/",
            Ok(("mail.example.cn", 4650, "tls")),
        );
        check("smtps://localhost", Ok(("localhost", 465, "tls")));
        check(
            "smtp://mail.example.cn",
            Ok(("mail.example.cn", 587, "starttls")),
        );
        check(
            "smtp://mail.example.cn:25",
            Ok(("mail.example.cn", 25, "starttls")),
        );
        check("smtp://10.0.0.1:25", Ok(("10.0.0.1", 25, "starttls")));
        check("smtp://localhost", Ok(("localhost", 25, "clear")));
        check("smtp://127.0.0.1:2525", Ok(("127.0.0.1", 2525, "clear")));
        check("smtp://[::1]:2525", Ok(("::1", 2525, "clear")));
        check(
            "smtp://localhost?tls=required",
            Ok(("localhost", 587, "starttls")),
        );
        check("smtp://mail.example.cn?tls=none", Err("notice-url-part"));
        check("smtp://mail.example.cn/inbox", Err("notice-url-part"));
        check("smtps://user@mail.example.cn", Err("notice-url-part"));
        check("smtps://:pass@mail.example.cn", Err("notice-url-part"));
        check("smtps://user:%zz@mail.example.cn", Err("notice-url-part"));
        check("smtps://user:%ff@mail.example.cn", Err("notice-url-part"));
        check("https://mail.example.cn", Err("notice-url-scheme"));
        check("mail.example.cn", Err("notice-url"));
        check("smtp://", Err("notice-url"));
        check("", Err("notice-url"));
    }

    #[test]
    fn passwords_are_decoded() {
        let check = |text: &str, expected: &str| {
            assert_eq!(percent_decoded(text).as_deref(), Ok(expected), "{text}");
        };
        check("", "");
        check("secret", "secret");
        check("a%40b%3A%25", "a@b:%");
        check("%E5%AF%86", "密");
        assert!(percent_decoded("%").is_err() && percent_decoded("%4").is_err());
    }

    #[test]
    fn senders_are_mailboxes() {
        let check = |sender: &str, valid: bool| {
            let email = Email::new("smtp://localhost", sender, TIMEOUT, &Roots::default());
            assert_eq!(email.is_ok(), valid, "{sender}");
        };
        check("receipts@example.cn", true);
        check("Receipts <receipts@example.cn>", true);
        check("回执 <receipts@example.cn>", true);
        check("receipts", false);
        check("", false);
    }
}
