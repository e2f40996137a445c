//! The visitor of one request: language, device, tokens. Created by the
//! middleware `guard/visitor.rs` before any handler, and extracted by handlers.

mod cookies;
mod device;

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use catalogue::DivisionCode;
use messages::Locale;

use crate::client;
use crate::csrf::{self, CSRF_HEADER};
use crate::guard::RequestId;
use crate::{Brand, Client, Operator, PageError, Speech, Web};

pub(crate) use cookies::YEAR_S;
pub use device::value as device_cookie;

/// Cookie with the device's secret, which opens its orders.
pub(crate) const DEVICE_COOKIE: &str = "device";
/// Cookie with the token of a staff session.
pub(crate) const SESSION_COOKIE: &str = "session";
/// Cookie with the token by which a member of staff's browser is known.
const STAFF_DEVICE_COOKIE: &str = "staff-device";
/// How long that cookie is kept, in seconds.
const STAFF_DEVICE_S: u32 = 90 * 24 * 60 * 60;
/// Cookie with the chosen language.
pub(crate) const LANGUAGE_COOKIE: &str = "lang";
/// Cookie with the last chosen city.
pub(crate) const CITY_COOKIE: &str = "city";

/// Cookies that decide nothing and keep their plain name; every other has the
/// prefix `__Host-` over https, which no other host of the domain can set:
///
/// | cookie | why its value can be trusted |
/// |---|---|
/// | `device` | a MAC ([`device`]) |
/// | `session` | its digest is in the database |
/// | `staff-device` | its digest is in the database |
/// | `grants` | each grant is keyed to one order and one device |
/// | `wechat` | sealed by the service, with its end |
/// | `window` | it narrows what a clerk may see and widens nothing |
const PREFERENCES: [&str; 2] = [LANGUAGE_COOKIE, CITY_COOKIE];

/// Length of a device's secret, in bytes.
const DEVICE_BYTES: usize = 32;

/// The visitor of one request. Cheap to clone.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    locale: Locale,
    address: String,
    request_id: RequestId,
    given_device: Option<String>,
    /// The device of a cookie from before cookies were authenticated.
    old_device: OnceLock<String>,
    made_device: OnceLock<String>,
    session: Option<String>,
    staff_device: Option<String>,
    site: String,
    city: Option<DivisionCode>,
    is_in_wechat: bool,
    web: Web,
}

impl Visit {
    pub(crate) fn new(web: &Web, request: &Request) -> Self {
        let headers = request.headers();
        let address = request
            .uri()
            .path_and_query()
            .map_or("/", |address| address.as_str());
        Self(Arc::new(Inner {
            locale: cookies::read(headers, LANGUAGE_COOKIE)
                .and_then(Locale::from_tag)
                .unwrap_or_default(),
            address: address.to_owned(),
            request_id: request
                .extensions()
                .get::<RequestId>()
                .cloned()
                .unwrap_or_default(),
            given_device: cookies::all(headers, &name_of(web, DEVICE_COOKIE))
                .find_map(|value| device::secret(&web.secrets, value))
                .map(str::to_owned),
            old_device: OnceLock::new(),
            made_device: OnceLock::new(),
            session: cookies::read(headers, &name_of(web, SESSION_COOKIE))
                .filter(|value| is_token(value))
                .map(str::to_owned),
            staff_device: cookies::read(headers, &name_of(web, STAFF_DEVICE_COOKIE))
                .filter(|value| is_token(value))
                .map(str::to_owned),
            site: Client::of(request, web.settings.behind_proxy).address_class(),
            is_in_wechat: client::is_in_wechat(headers),
            city: cookies::read(headers, CITY_COOKIE).and_then(|code| code.parse().ok()),
            web: web.clone(),
        }))
    }

    /// The service's name: the operator's, or the program's.
    #[must_use]
    pub fn product(&self) -> String {
        let (s, brand) = (self.speech(), self.brand());
        brand
            .name()
            .map_or_else(|| s.say("product"), |name| s.of(name).to_owned())
    }

    /// Whether WeChat's script is put on the page: it is read inside WeChat, and the
    /// operator has the script.
    pub(crate) fn has_wechat_script(&self) -> bool {
        self.0.is_in_wechat && self.0.web.app.page_script().is_some()
    }

    /// Whether the page's reader, inside WeChat, can have their orders of the
    /// mini-programme shown.
    pub(crate) fn can_tie_wechat(&self) -> bool {
        let app = &self.0.web.app;
        self.0.is_in_wechat && app.mini_programme_appid().is_some() && app.reads_in_pages()
    }

    /// Whether a way into the mini-programme is shown: there is one.
    pub(crate) fn has_mini_programme(&self) -> bool {
        self.0.web.app.mini_programme_appid().is_some()
    }

    /// The service's own look.
    pub(crate) fn brand(&self) -> &Brand {
        &self.0.web.settings.brand
    }

    /// Whether anything costs something here.
    pub(crate) fn asks_for_money(&self) -> bool {
        self.0.web.app.asks_for_money()
    }

    /// Contact data.
    pub(crate) fn operator(&self) -> &Operator {
        &self.0.web.settings.operator
    }

    /// Texts in the visitor's language.
    #[must_use]
    pub fn speech(&self) -> Speech {
        Speech {
            locale: self.0.locale,
        }
    }

    /// Requested path and query; for links back to the same page only, never
    /// for logs.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// The request's id, as in the log.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.0.request_id.as_str()
    }

    /// The device's secret, if the browser sent one.
    #[must_use]
    pub fn known_device(&self) -> Option<&str> {
        let old = || self.0.old_device.get().map(String::as_str);
        self.0.given_device.as_deref().or_else(old)
    }

    /// The secret in a device's cookie as older versions made it, if the browser
    /// sent that and no newer one.
    pub(crate) fn old_device_cookie<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        if self.0.given_device.is_some() {
            return None;
        }
        cookies::all(headers, DEVICE_COOKIE).find(|value| is_token(value))
    }

    /// Accepts such a device; the response sets its newer cookie.
    pub(crate) fn accept_old_device(&self, secret: &str) {
        let _already = self.0.old_device.set(secret.to_owned());
    }

    /// The value of a cookie that was set by [`Self::cookie`].
    #[must_use]
    pub(crate) fn read_cookie<'h>(&self, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
        cookies::read(headers, &name_of(&self.0.web, name))
    }

    /// The device's secret, created if there is none; the response then sets
    /// the cookie. 43 characters of base64url.
    #[must_use]
    pub fn device(&self) -> &str {
        self.known_device().unwrap_or_else(|| {
            self.0.made_device.get_or_init(|| {
                let mut bytes = [0; DEVICE_BYTES];
                self.0.web.app.randomness().fill_bytes(&mut bytes);
                BASE64_URL_SAFE_NO_PAD.encode(bytes)
            })
        })
    }

    /// The session's token, if the browser sent one; not verified here.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.0.session.as_deref()
    }

    /// The token by which this browser is known to staff sign-ins, if it sent
    /// one.
    #[must_use]
    pub fn staff_device(&self) -> Option<&str> {
        self.0.staff_device.as_deref()
    }

    /// The address class that failed sign-ins count for; never stored or logged.
    #[must_use]
    pub fn site(&self) -> &str {
        &self.0.site
    }

    /// The `Set-Cookie` header that makes this browser known.
    pub(crate) fn staff_device_cookie(&self, token: &str) -> HeaderValue {
        self.cookie(STAFF_DEVICE_COOKIE, token, STAFF_DEVICE_S)
    }

    /// The last city chosen on this device.
    #[must_use]
    pub fn last_city(&self) -> Option<DivisionCode> {
        self.0.city
    }

    /// The CSRF token for this visitor's forms: bound to the staff session,
    /// else to the device.
    #[must_use]
    pub fn csrf(&self) -> String {
        let bound_to = self.session().unwrap_or_else(|| self.device());
        csrf::token(&self.0.web.secrets, bound_to)
    }

    /// Checks that `token` came from a form of this visitor.
    ///
    /// # Errors
    /// [`PageError::FormExpired`] if not, or if the browser sent no cookie.
    pub fn check_csrf(&self, token: &str) -> Result<(), PageError> {
        let bound_to = self.session().or(self.known_device());
        match bound_to {
            Some(bound_to) if csrf::holds(&self.0.web.secrets, bound_to, token) => Ok(()),
            _ => Err(PageError::FormExpired),
        }
    }

    /// Checks the token in the header, as scripts send it with an upload.
    ///
    /// # Errors
    /// As [`Self::check_csrf`].
    pub fn check_csrf_header(&self, headers: &HeaderMap) -> Result<(), PageError> {
        let token = headers.get(CSRF_HEADER).and_then(|v| v.to_str().ok());
        self.check_csrf(token.unwrap_or_default())
    }

    /// A `Set-Cookie` header with this service's attributes: `Secure` and the
    /// prefix `__Host-` if the public URL is https. `value` consists of letters, digits and `-._~`;
    /// `age_s` is in seconds.
    #[must_use]
    pub fn cookie(&self, name: &str, value: &str, age_s: u32) -> HeaderValue {
        let transport = if self.0.web.settings.is_https() {
            cookies::Transport::TlsOnly
        } else {
            cookies::Transport::Any
        };
        cookies::write(&name_of(&self.0.web, name), value, age_s, transport)
    }

    /// The `Set-Cookie` header for a device created during this request, or
    /// accepted from an older cookie.
    pub(crate) fn new_device_cookie(&self) -> Option<HeaderValue> {
        let secret = self.0.old_device.get().or(self.0.made_device.get())?;
        let value = device::value(&self.0.web.secrets, secret);
        Some(self.cookie(DEVICE_COOKIE, &value, YEAR_S))
    }
}

/// The name that a cookie is sent under.
pub(crate) fn name_of(web: &Web, name: &str) -> String {
    if web.settings.is_https() && !PREFERENCES.contains(&name) {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// Whether a cookie's value has the form of 32 bytes in base64url.
fn is_token(value: &str) -> bool {
    BASE64_URL_SAFE_NO_PAD
        .decode(value)
        .is_ok_and(|bytes| bytes.len() == DEVICE_BYTES)
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        if let Some(visit) = parts.extensions.get::<Self>() {
            return Ok(visit.clone());
        }
        // Outside the middleware, as in a test of one handler.
        let mut request = Request::new(axum::body::Body::empty());
        *request.headers_mut() = parts.headers.clone();
        *request.uri_mut() = parts.uri.clone();
        let visit = Self::new(web, &request);
        parts.extensions.insert(visit.clone());
        Ok(visit)
    }
}
