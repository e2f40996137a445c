//! Messages that users subscribed to: one for each time that they did.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::StandIn;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::fields::fits;
use crate::mini::request::Asked;
use crate::mini::template::{Field, template};

/// The first number of a message is the one after; more than a float holds, as the real ones.
const BEFORE_FIRST: u64 = 3_156_838_383_432_000_000;
const STATES: [&str; 3] = ["developer", "trial", "formal"];
const LANGUAGES: [&str; 4] = ["zh_CN", "en_US", "zh_HK", "zh_TW"];

/// `POST /cgi-bin/message/subscribe/send`.
pub(crate) async fn send(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        let text = |name: &str| request[name].as_str().unwrap_or_default();
        let (to, id) = (text("touser"), text("template_id"));
        if !state.mini.users.contains_key(to) {
            return Err(Refusal::new(40003, "invalid openid"));
        }
        let template = template(id).ok_or_else(|| Refusal::new(40037, "invalid template_id"))?;
        is_one_of(&request["miniprogram_state"], &STATES)?;
        is_one_of(&request["lang"], &LANGUAGES)?;
        if !(request["page"].is_null() || request["page"].is_string()) {
            return Err(Refusal::new(47001, "data format error"));
        }
        let data = request["data"].as_object();
        let data = data.ok_or_else(|| Refusal::new(47001, "data format error"))?;
        if let Some(key) = wrong_field(data, template.fields) {
            // The host spells it so.
            let text = format!("argument invalid! data.{key}.value is emtpy");
            return Err(Refusal::new(47003, text));
        }
        let subscription = (to.to_owned(), id.to_owned());
        let left = state.mini.subscriptions.get_mut(&subscription);
        let left = left.filter(|left| **left > 0);
        let left = left.ok_or_else(|| Refusal::new(43101, "user refuse to accept the msg"))?;
        *left -= 1;
        let number = BEFORE_FIRST + state.next();
        let mut kept = request.clone();
        kept["msgid"] = json!(number);
        state.mini.sent.push(kept);
        Ok(Told::ok(json!({ "msgid": number })))
    })
}

/// Whether a value that may be missing is one of these.
fn is_one_of(value: &Value, known: &[&str]) -> Result<(), Refusal> {
    let is_known = |text: &str| known.contains(&text);
    match value.is_null() || value.as_str().is_some_and(is_known) {
        true => Ok(()),
        false => Err(Refusal::new(40097, "invalid args")),
    }
}

/// A field that is missing, does not fit, or is none of the template's.
fn wrong_field<'a>(data: &'a Map<String, Value>, fields: &[Field]) -> Option<&'a str> {
    let is_whole = |key: &str| {
        let text = data.get(key).and_then(|field| field["value"].as_str());
        text.is_some_and(|text| fits(key, text))
    };
    let is_field = |key: &str| fields.iter().any(|(known, ..)| *known == key);
    let strange = data.keys().map(String::as_str).find(|key| !is_field(key));
    let mut keys = fields.iter().map(|(key, ..)| *key);
    keys.find(|key| !is_whole(key)).or(strange)
}

impl StandIn {
    /// The user takes so many more messages of the template.
    pub fn subscribe(&self, openid: &str, template: &str, count: u32) {
        let subscription = (openid.to_owned(), template.to_owned());
        let mut state = self.state();
        let left = state.mini.subscriptions.entry(subscription).or_default();
        *left = left.saturating_add(count);
    }

    /// The messages that were taken, as they were sent, each with its `msgid`.
    #[must_use]
    pub fn sent(&self) -> Vec<Value> {
        self.state().mini.sent.clone()
    }
}
