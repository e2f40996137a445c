//! A test browser: keeps cookies, and sends the CSRF token of the last form.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{Answer, portrait, service};

const FORM: &str = "application/x-www-form-urlencoded";
/// A page with a form, open to everybody.
const PAGE_WITH_FORM: &str = "/apply/us-visa";

pub(crate) struct Browser {
    router: Router,
    cookies: RefCell<BTreeMap<String, String>>,
    token: RefCell<Option<String>>,
    /// Media type wanted where a request does not say.
    accept: Option<&'static str>,
}

impl Browser {
    pub(super) fn new(router: Router) -> Self {
        Self {
            router,
            cookies: RefCell::default(),
            token: RefCell::default(),
            accept: None,
        }
    }

    /// The same with a cookie.
    pub(crate) fn with_cookie(self, name: &str, value: &str) -> Self {
        self.keep(&format!("{name}={value}"));
        self
    }

    /// The same with a language, `zh` or `en`.
    pub(crate) fn speaking(self, lang: &str) -> Self {
        self.with_cookie("lang", lang)
    }

    /// Speaks `zh` or `en` from now on.
    pub(crate) fn say(&self, lang: &str) {
        self.keep(&format!("lang={lang}"));
    }

    /// Another browser with the cookies of this one.
    pub(crate) fn with_same_cookies(&self) -> Self {
        Self {
            router: self.router.clone(),
            cookies: self.cookies.clone(),
            token: RefCell::default(),
            accept: self.accept,
        }
    }

    /// The same, asking as a page's script does.
    pub(crate) fn scripted(self) -> Self {
        Self {
            accept: Some("application/json"),
            ..self
        }
    }

    /// The same with an invalid CSRF token.
    pub(crate) fn with_forged_token(self) -> Self {
        *self.token.borrow_mut() = Some("forged".to_owned());
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// Submits a form with its token.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Answer {
        let body = format!("csrf={}&{form}", self.token().await);
        let request = Request::post(path).header("content-type", FORM);
        let answer = self.send(request.body(Body::from(body)).unwrap()).await;
        Answer {
            asked: format!("{} with {form}", answer.asked),
            ..answer
        }
    }

    /// Uploads a picture with its token; `accept` is the media type wanted.
    pub(crate) async fn upload(&self, path: &str, accept: &str, picture: &[u8]) -> Answer {
        let token = self.token().await;
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n\
             --b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(picture);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request = Request::post(path)
            .header("accept", accept)
            .header("content-type", "multipart/form-data; boundary=b");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Begins an order on a document's page; gives the order's path.
    pub(crate) async fn begin(&self, apply: &str) -> String {
        let begun = self.post(apply, "").await;
        let to = begun.status(303).header("location");
        to.strip_suffix("/picture").unwrap().to_owned()
    }

    /// Uploads the portrait to the order at this path.
    pub(crate) async fn upload_portrait(&self, order: &str) {
        let path = format!("{order}/picture");
        let answer = self.upload(&path, "application/json", &portrait()).await;
        answer.contains(&format!("{{\"next\":\"{order}/result\"}}"));
    }

    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Answer {
        let form = format!("name={name}&password={password}&next=");
        self.post("/desk/sign-in", &form).await
    }

    /// Opens an event stream.
    pub(crate) async fn follow(&self, path: &str) -> Events {
        let request = self.with_cookies(Request::get(path).body(Body::empty()).unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Events(response.into_body())
    }

    /// Sends a request with the stored cookies, and stores those it sets.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let answer = service::ask(&self.router, self.with_cookies(request)).await;
        for cookie in answer.cookies() {
            self.keep(cookie);
        }
        if let Some(token) = answer.csrf() {
            *self.token.borrow_mut() = Some(token);
        }
        answer
    }

    fn with_cookies(&self, mut request: Request<Body>) -> Request<Body> {
        if let Some(accept) = self.accept {
            request
                .headers_mut()
                .insert("accept", accept.parse().unwrap());
        }
        let line = self.cookie_line().parse().unwrap();
        request.headers_mut().insert("cookie", line);
        request
    }

    /// The header with the stored cookies.
    pub(crate) fn cookie_line(&self) -> String {
        let cookies = self.cookies.borrow();
        let pairs = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// Stores a cookie of a `Set-Cookie` header. A token belongs to the cookies
    /// it was given with.
    fn keep(&self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        let mut cookies = self.cookies.borrow_mut();
        cookies.insert(name.to_owned(), value.to_owned());
        if ["device", "session", "__Host-device", "__Host-session"].contains(&name) {
            *self.token.borrow_mut() = None;
        }
    }

    /// The token of this browser's forms.
    pub(crate) async fn token(&self) -> String {
        let known = self.token.borrow().clone();
        match known {
            Some(token) => token,
            None => self.get(PAGE_WITH_FORM).await.csrf().unwrap(),
        }
    }
}

/// An event stream.
pub(crate) struct Events(Body);

impl Events {
    /// Whether the stream ends with what came.
    pub(crate) async fn is_over(&mut self) -> bool {
        self.0.frame().await.is_none()
    }

    pub(crate) async fn next(&mut self) -> String {
        let frame = self.0.frame().await.unwrap().unwrap();
        String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
    }
}
