//! Answers of the host, and how a call runs.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::StandIn;
use crate::fault::Fault;
use crate::mini::letters::letters;
use crate::state::State;

const JSON: &str = "application/json; encoding=utf-8";

/// An error as the host gives it.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    code: i64,
    text: String,
}

impl Refusal {
    pub(crate) fn new(code: i64, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { code, text }
    }
}

/// What a call that was done gives.
pub(crate) enum Told {
    Json(Value),
    /// JSON that calls itself `text/plain`, as signing in does.
    Plain(Value),
    Jpeg(Vec<u8>),
}

impl Told {
    /// `{"errcode": 0, "errmsg": "ok"}` with more in it.
    pub(crate) fn ok(mut more: Value) -> Self {
        more["errcode"] = json!(0);
        more["errmsg"] = json!("ok");
        Self::Json(more)
    }
}

/// Runs a call: a fault to come first, then the call itself, which is told the time in
/// milliseconds.
pub(crate) fn run(
    stand_in: &StandIn,
    work: impl FnOnce(&mut State, i64) -> Result<Told, Refusal>,
) -> Response {
    let now = stand_in.now_ms();
    let mut state = stand_in.state();
    let serial = state.next();
    let fault = state.mini.faults.next();
    let done = match fault {
        Some(Fault::Down) => Err(Refusal::new(-1, "system error")),
        Some(Fault::TooOften) => {
            let text = "reach max api daily quota limit";
            Err(Refusal::new(45009, text))
        }
        _ => work(&mut state, now),
    };
    match (done, fault) {
        (Ok(_), Some(Fault::DoneAndDown)) => {
            let page = b"<html><h1>502 Bad Gateway</h1></html>".to_vec();
            answer(StatusCode::BAD_GATEWAY, "text/html", page)
        }
        (Ok(Told::Json(told)), _) => answer(StatusCode::OK, JSON, told.to_string()),
        (Ok(Told::Plain(told)), _) => answer(StatusCode::OK, "text/plain", told.to_string()),
        (Ok(Told::Jpeg(bytes)), _) => answer(StatusCode::OK, "image/jpeg", bytes),
        (Err(refusal), _) => error(&refusal, now.div_euclid(1000), serial),
    }
}

/// An error of a call that did not get as far as to run.
pub(crate) fn refused(code: i64, text: &str) -> Response {
    error(&Refusal::new(code, text), 0, 0)
}

/// An error, with the number that the host gives every request.
fn error(Refusal { code, text }: &Refusal, now_s: i64, serial: u64) -> Response {
    let hash = letters("rid", serial, 8).into_bytes();
    let hash = hash.iter().fold(0_u32, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(u32::from(*byte))
    });
    let rid = format!("{now_s:08x}-{serial:08x}-{hash:08x}");
    let told = json!({ "errcode": code, "errmsg": format!("{text} rid: {rid}") });
    answer(StatusCode::OK, JSON, told.to_string())
}

fn answer(status: StatusCode, kind: &str, body: impl Into<Body>) -> Response {
    let response = Response::builder()
        .status(status)
        .header("Content-Type", kind);
    response
        .body(body.into())
        .expect("the headers are constant")
}
