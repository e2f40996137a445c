//! The service's API, as an applicant's and an inspector's program call it.

use serde_json::Value;

use crate::forms::{Forms, agent};
use crate::program::Service;

const PASSWORD: &str = "violet harbour ninety-two";

pub(crate) struct Api {
    agent: ureq::Agent,
    url: String,
}

impl Api {
    pub(crate) fn of(url: &str) -> Self {
        Self {
            agent: agent(),
            url: format!("{url}/api/v1"),
        }
    }

    /// A call that succeeds, or `None` once the service is gone.
    pub(crate) fn call(&self, line: &str, token: &str, kind: &str, body: &[u8]) -> Option<Vec<u8>> {
        let (method, path) = line.split_once(' ').unwrap();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("content-type", kind)
            .header("authorization", format!("Bearer {token}"))
            .body(body)
            .unwrap();
        let mut answer = self.agent.run(request).ok()?;
        let status = answer.status();
        let bytes = answer.body_mut().read_to_vec().ok()?;
        let said = String::from_utf8_lossy(&bytes);
        assert!(status.is_success(), "{line}: {status} {said}");
        Some(bytes)
    }

    /// The same with JSON; `null` for no body, and for no answer.
    pub(crate) fn json(&self, line: &str, token: &str, body: &Value) -> Option<Value> {
        let body = match body {
            Value::Null => Vec::new(),
            body => serde_json::to_vec(body).unwrap(),
        };
        let answer = self.call(line, token, "application/json", &body)?;
        match answer.is_empty() {
            true => Some(Value::Null),
            false => Some(serde_json::from_slice(&answer).unwrap()),
        }
    }

    pub(crate) fn photo(&self, number: &str, token: &str) -> Option<Vec<u8>> {
        let line = format!("GET /orders/{number}/photo");
        self.call(&line, token, "application/json", &[])
    }
}

/// A key for an inspector's program, made at the office's pages by the first
/// operator.
pub(crate) fn key_of(service: &Service) -> String {
    let mut forms = Forms::of(&service.url);
    let sign_in = |forms: &mut Forms, password: &str| {
        let page = "/desk/sign-in";
        let fields = [("name", "operator"), ("password", password), ("next", "")];
        forms.press(page, page, &fields).unwrap();
    };
    let once = service.password.as_deref().unwrap();
    sign_in(&mut forms, once);
    let changed = [("old", once), ("new", PASSWORD), ("again", PASSWORD)];
    forms
        .press("/desk/account", "/desk/account/password", &changed)
        .unwrap();
    sign_in(&mut forms, PASSWORD);
    let fields = [("name", "crash"), ("role", "inspector")];
    let made = forms
        .press("/office/keys", "/office/keys", &fields)
        .unwrap();
    let from = made.body.find("hzk_").expect("the key is shown once");
    let key = made.body[from..].split(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c));
    key.into_iter().next().unwrap().to_owned()
}
