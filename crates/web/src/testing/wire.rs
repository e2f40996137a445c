//! Requests as lines of text, sent by any actor: the table
//! `fuzz/requests.txt`, and what the fuzz target makes of it.
//!
//! ```text
//! METHOD target | KIND | body | header: value | …
//! ```
//!
//! `KIND` is `FORM` (with the token), `JSON`, `MULTIPART` (boundary `b`), or a
//! media type. `\r` and `\n` are line breaks, and `{number}` and the like stand
//! for what the installation has.

use std::fmt;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Uri};
use domain::staff::Role;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{Order, Service, Stage};

/// Whoever sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// A browser that was never here.
    Nobody,
    /// The browser of the approved order.
    Applicant,
    /// A program with the token of its own order.
    OwnProgram,
    /// Staff, signed in.
    Staff(Role),
    /// A program with every right.
    Program,
}

impl Sender {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Nobody,
        Self::Applicant,
        Self::OwnProgram,
        Self::Staff(Role::Inspector),
        Self::Staff(Role::Clerk),
        Self::Staff(Role::Operator),
        Self::Program,
    ];
}

/// What a sender's requests carry, and its token for forms.
struct Credentials {
    cookies: String,
    authorization: String,
    csrf: String,
}

/// A service with orders, a receipt, staff and programs, and what placeholders
/// stand for.
pub(crate) struct Installation {
    router: Router,
    credentials: Vec<(Sender, Credentials)>,
    values: Vec<(&'static str, String)>,
}

/// What came of a request.
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) cookies: Vec<String>,
}

impl Outcome {
    /// What is wrong with it, whatever was asked for; empty if nothing is.
    pub(crate) fn wrong(&self) -> String {
        // 503 tells of no time or no room, which is the machine's fault and not the
        // request's.
        if self.status >= 500 && self.status != 503 {
            return format!("status {}", self.status);
        }
        let open = |line: &&String| !line.contains("; HttpOnly");
        let open = self.cookies.iter().find(open);
        open.map_or(String::new(), |line| {
            format!("a cookie for scripts: {line}")
        })
    }
}

impl Installation {
    /// Sets all up; takes seconds.
    pub(crate) async fn start() -> Self {
        let service = Service::start_lenient().await;
        let router = crate::router(service.web.clone());
        let order = service.order(Stage::Approved).await;
        let waiting = service.order(Stage::Waiting).await;
        let (own_number, own_token) = service
            .begun_with_token("resident-id-card", Some("440300"))
            .await;
        let every: Vec<Role> = Role::ALL.into_iter().collect();
        let key = service.key_of(&every).await;
        let mut credentials = vec![
            (Sender::Nobody, Credentials::none()),
            (Sender::Applicant, Credentials::of_browser(&order).await),
            (Sender::OwnProgram, Credentials::bearer(&own_token)),
            (Sender::Program, Credentials::bearer(&key)),
        ];
        let mut clerk = None;
        for role in Role::ALL {
            let browser = service.hire(role).await;
            let held = Credentials {
                cookies: browser.cookie_line(),
                authorization: String::new(),
                csrf: browser.token().await,
            };
            credentials.push((Sender::Staff(role), held));
            if role == Role::Clerk {
                clerk = Some(browser);
            }
        }
        let clerk = clerk.expect("a role of its own");
        let asked = format!("number={}&person=11010519491231002X", order.receipt);
        let found = clerk.post("/counter", &asked).await;
        let ticket = found.header("location").rsplit('/').next();
        let ticket = ticket.unwrap_or_default().to_owned();
        let operator = service.hire_named("second", Role::Operator).await;
        let staff = operator.get("/office/staff").await;
        let staff = staff.link("/office/staff/", "inspector");
        let id = staff.rsplit('/').next().unwrap_or_default().to_owned();
        let values = vec![
            ("{number}", order.number),
            ("{waiting}", waiting.number),
            ("{own}", own_number),
            ("{receipt}", order.receipt),
            ("{ticket}", ticket),
            ("{id}", id),
            ("{document}", "resident-id-card".to_owned()),
            ("{city}", "440300".to_owned()),
            // There is none: the setting is off.
            ("{motion}", "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned()),
            ("{slug}", "ears".to_owned()),
            ("{token}", own_token),
        ];
        Self {
            router,
            credentials,
            values,
        }
    }

    /// Whether everybody still gets what they came with.
    pub(crate) async fn is_whole(&self) -> bool {
        for (by, line) in [
            (Sender::Applicant, "GET /orders/{number}"),
            (Sender::OwnProgram, "GET /api/v1/orders/{own}"),
            (Sender::Staff(Role::Inspector), "GET /desk"),
            (Sender::Staff(Role::Clerk), "GET /counter"),
            (Sender::Staff(Role::Operator), "GET /office"),
            (Sender::Program, "GET /api/v1/queue"),
        ] {
            let outcome = self.send(by, line.as_bytes()).await;
            if outcome.is_none_or(|outcome| outcome.status != 200) {
                return false;
            }
        }
        true
    }

    /// Sends a line; `None` if it is no request that HTTP knows.
    pub(crate) async fn send(&self, by: Sender, line: &[u8]) -> Option<Outcome> {
        let request = self.request(by, line)?;
        let response = self.router.clone().oneshot(request).await;
        let (head, body) = response.unwrap_or_else(|never| match never {}).into_parts();
        let has = |name, value: &str| {
            let found = head.headers.get(name);
            found.is_some_and(|found| found.as_bytes().starts_with(value.as_bytes()))
        };
        if !has("content-type", "text/event-stream") {
            // A body that breaks off is the other way to fail.
            let read = body.collect().await;
            assert!(read.is_ok(), "the body broke off");
        }
        let cookies = head.headers.get_all("set-cookie").iter();
        let cookies = cookies.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
        Some(Outcome {
            status: head.status.as_u16(),
            cookies: cookies.collect(),
        })
    }

    fn request(&self, by: Sender, line: &[u8]) -> Option<Request<Body>> {
        let mut credentials = self.credentials.iter();
        let (_, held) = credentials.find(|(sender, _)| *sender == by)?;
        let mut line = replaced(line, br"\r", b"\r");
        line = replaced(&line, br"\n", b"\n");
        for (name, value) in &self.values {
            line = replaced(&line, name.as_bytes(), value.as_bytes());
        }
        line = replaced(&line, b"{csrf}", held.csrf.as_bytes());
        let mut parts = split(&line, b" | ").into_iter();
        let asked = parts.next()?;
        let (method, target) = asked.split_at(asked.iter().position(|byte| *byte == b' ')?);
        let target = Uri::try_from(&target[1..]).ok()?;
        let mut request = Request::builder().method(method).uri(target);
        let kind = parts.next().unwrap_or_default();
        let body = parts.next().unwrap_or_default();
        let (kind, body): (&[u8], _) = match kind {
            b"FORM" => {
                let token = format!("csrf={}&", held.csrf).into_bytes();
                let form = [token, body.to_vec()].concat();
                (b"application/x-www-form-urlencoded", form)
            }
            b"JSON" => (b"application/json", body.to_vec()),
            b"MULTIPART" => (b"multipart/form-data; boundary=b", body.to_vec()),
            kind => (kind, body.to_vec()),
        };
        for (name, value) in [
            ("content-type", kind),
            ("cookie", held.cookies.as_bytes()),
            ("authorization", held.authorization.as_bytes()),
        ] {
            if !value.is_empty() {
                request = request.header(name, value);
            }
        }
        for header in parts {
            let colon = header.iter().position(|byte| *byte == b':')?;
            let (name, value) = header.split_at(colon);
            request = request.header(name, value[1..].trim_ascii());
        }
        request.body(Body::from(body)).ok()
    }
}

impl fmt::Debug for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Installation")
    }
}

impl Credentials {
    fn none() -> Self {
        Self {
            cookies: String::new(),
            authorization: String::new(),
            csrf: "none".to_owned(),
        }
    }

    fn bearer(token: &str) -> Self {
        Self {
            authorization: format!("Bearer {token}"),
            ..Self::none()
        }
    }

    async fn of_browser(order: &Order) -> Self {
        Self {
            cookies: order.applicant.cookie_line(),
            authorization: String::new(),
            csrf: order.applicant.token().await,
        }
    }
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    split(text, from).join(to)
}

/// The parts between each `at`.
fn split<'t>(text: &'t [u8], at: &[u8]) -> Vec<&'t [u8]> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(place) = rest.windows(at.len()).position(|window| window == at) {
        parts.push(&rest[..place]);
        rest = &rest[place + at.len()..];
    }
    parts.push(rest);
    parts
}
