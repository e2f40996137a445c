//! Answers to users who wrote in the 客服 window: five within 48 hours.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::StandIn;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::request::Asked;

const AWAITED_MS: i64 = 48 * 3_600_000;
const MOST: u32 = 5;
/// Longest text, in bytes.
const LONGEST: usize = 2048;

/// What users may still be answered.
#[derive(Debug, Default)]
pub(crate) struct Awaited(BTreeMap<String, (i64, u32)>);

impl Awaited {
    /// The user wrote.
    pub(crate) fn wrote(&mut self, openid: &str, now_ms: i64) {
        self.0.insert(openid.to_owned(), (now_ms, MOST));
    }
}

/// `POST /cgi-bin/message/custom/send`.
pub(crate) async fn send(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        let to = request["touser"].as_str().unwrap_or_default();
        if !state.mini.users.contains_key(to) {
            return Err(Refusal::new(40003, "invalid openid"));
        }
        let content = request["text"]["content"].as_str().unwrap_or_default();
        if request["msgtype"] != "text" || content.is_empty() {
            return Err(Refusal::new(40008, "invalid message type"));
        }
        if content.len() > LONGEST {
            return Err(Refusal::new(45002, "content size out of limit"));
        }
        let late = || {
            Refusal::new(
                45015,
                "response out of time limit or subscription is canceled",
            )
        };
        let (wrote_at, left) = state.mini.awaited.0.get_mut(to).ok_or_else(late)?;
        if now - *wrote_at >= AWAITED_MS {
            return Err(late());
        }
        if *left == 0 {
            return Err(Refusal::new(45047, "out of response count limit"));
        }
        *left -= 1;
        state.mini.replies.push(request.clone());
        Ok(Told::ok(json!({})))
    })
}

impl StandIn {
    /// The answers that were taken, as they were sent.
    #[must_use]
    pub fn replies(&self) -> Vec<Value> {
        self.state().mini.replies.clone()
    }

    /// The push of words that a user writes in the 客服 window, who is awaited from then on.
    #[must_use]
    pub fn writes(&self, openid: &str, words: &str) -> crate::Push {
        let (now_s, now_ms) = (self.now_s(), self.now_ms());
        let mut state = self.state();
        state.mini.users.entry(openid.to_owned()).or_default();
        state.mini.awaited.wrote(openid, now_ms);
        let number = 13_042_183_014_u64 + state.next();
        drop(state);
        self.push(&json!({
            "ToUserName": "gh_97417a04a28d",
            "FromUserName": openid,
            "CreateTime": now_s,
            "MsgType": "text",
            "Content": words,
            "MsgId": number,
        }))
    }
}
