//! Ways into the mini-programme: a code to scan, and a link.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::StandIn;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::letters::letters;
use crate::mini::picture::jpeg;
use crate::mini::request::Asked;

const SYMBOLS: &str = "!#$&'()*+,/:;=?@-._~";
const VERSIONS: [&str; 3] = ["release", "trial", "develop"];
const DAY_S: i64 = 86_400;
/// How many days a link lives at most.
const DAYS: i64 = 30;

/// `POST /wxa/getwxacodeunlimit`.
pub(crate) async fn code(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        let scene = request["scene"].as_str().unwrap_or_default();
        let is_of = |c: char| c.is_ascii_alphanumeric() || SYMBOLS.contains(c);
        if !(1..=32).contains(&scene.len()) || !scene.chars().all(is_of) {
            let text = "invalid length for scene, or the data is not json string";
            return Err(Refusal::new(40169, text));
        }
        let page = optional(&request["page"]);
        if page.is_none_or(|page| page.starts_with('/') || page.contains('?')) {
            return Err(Refusal::new(41030, "invalid page"));
        }
        let width = &request["width"];
        let is_width = width
            .as_i64()
            .is_some_and(|width| (280..=1280).contains(&width));
        let is_checked = request["check_path"].is_null() || request["check_path"].is_boolean();
        let has_width = width.is_null() || is_width;
        if !has_width || !is_checked || !is_version(&request["env_version"]) {
            return Err(Refusal::new(40097, "invalid args"));
        }
        state.mini.codes_asked.push(request);
        Ok(Told::Jpeg(jpeg()))
    })
}

/// `POST /wxa/generate_urllink`.
pub(crate) async fn link(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        if optional(&request["path"]).is_none_or(|path| path.contains('?')) {
            return Err(Refusal::new(40165, "invalid weapp pagepath"));
        }
        let is_of = |c: char| c.is_ascii_alphanumeric() || SYMBOLS.contains(c) || c == '%';
        let is_query = |query: &str| query.len() <= 1024 && query.chars().all(is_of);
        if !optional(&request["query"]).is_some_and(is_query) {
            return Err(Refusal::new(40212, "invalid query"));
        }
        if !ends_in_time(&request, now.div_euclid(1000)) {
            return Err(Refusal::new(85401, "invalid expire_time"));
        }
        if !is_version(&request["env_version"]) {
            return Err(Refusal::new(85402, "invalid env_version"));
        }
        let end = letters("link", state.next(), 11);
        Ok(Told::ok(
            json!({ "url_link": format!("https://wxaurl.cn/{end}") }),
        ))
    })
}

/// A text that may be missing; `None` if it is something else.
fn optional(value: &Value) -> Option<&str> {
    match value {
        Value::Null => Some(""),
        value => value.as_str(),
    }
}

fn is_version(value: &Value) -> bool {
    optional(value).is_some_and(|version| version.is_empty() || VERSIONS.contains(&version))
}

/// Whether the link has an end that is not too far away.
fn ends_in_time(request: &Value, now_s: i64) -> bool {
    match request["expire_type"].as_i64().unwrap_or(0) {
        0 => request["expire_time"].as_i64().is_some_and(|at| {
            let left = at - now_s;
            (60..=DAYS * DAY_S).contains(&left)
        }),
        1 => {
            let days = request["expire_interval"].as_i64();
            days.is_some_and(|days| (1..=DAYS).contains(&days))
        }
        _ => false,
    }
}

impl StandIn {
    /// The codes that were asked for, as they were.
    #[must_use]
    pub fn codes_asked(&self) -> Vec<Value> {
        self.state().mini.codes_asked.clone()
    }
}
