//! Content safety: words are judged at once, pictures later, by a push.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use crate::StandIn;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::letters::letters;
use crate::mini::request::Asked;
use crate::mini::state::Mini;
use crate::mini::{Push, sign_in};

/// Words with this in them are risky, and with the other one for a person to look at.
const RISKY: &str = "违禁";
const DOUBTFUL: &str = "可疑";
/// Labels of the reasons: nothing, against the law, anything else.
const NORMAL: i64 = 100;
const ILLEGAL: i64 = 20_006;
const OTHER: i64 = 21_000;
/// Most characters of words.
const LONGEST: usize = 2500;

/// A picture that the host was asked to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PictureAsked {
    /// The number that its push has.
    pub trace: String,
    /// Whose it is.
    pub openid: String,
    /// Where it lies.
    pub url: String,
}

/// `POST /wxa/msg_sec_check`.
pub(crate) async fn words(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        let _ = common(&state.mini, &request, now)?;
        let content = request["content"].as_str().unwrap_or_default();
        if !(1..=LONGEST).contains(&content.chars().count()) {
            return Err(Refusal::new(40129, "invalid content"));
        }
        let (suggest, label) = match () {
            () if content.contains(RISKY) => ("risky", ILLEGAL),
            () if content.contains(DOUBTFUL) => ("review", OTHER),
            () => ("pass", NORMAL),
        };
        let trace = letters("trace", state.next(), 32);
        Ok(Told::ok(json!({
            "result": { "suggest": suggest, "label": label },
            "detail": [{ "strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label }],
            "trace_id": trace,
        })))
    })
}

/// `POST /wxa/media_check_async`.
pub(crate) async fn picture(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        let request = asked.json()?;
        let openid = common(&state.mini, &request, now)?.to_owned();
        let url = request["media_url"].as_str().unwrap_or_default().to_owned();
        if request["media_type"] != 2 || !url.starts_with("http") {
            return Err(Refusal::new(40097, "invalid args"));
        }
        let trace = format!(
            "{:08x}-{}",
            now.div_euclid(1000),
            letters("trace", state.next(), 24)
        );
        let asked = PictureAsked {
            trace: trace.clone(),
            openid,
            url,
        };
        state.mini.pictures.push(asked);
        Ok(Told::ok(json!({ "trace_id": trace })))
    })
}

/// Whose it is, of a user who was there of late.
fn common<'r>(mini: &Mini, request: &'r Value, now_ms: i64) -> Result<&'r str, Refusal> {
    let openid = request["openid"].as_str().unwrap_or_default();
    let is_scene = (1..=4).contains(&request["scene"].as_i64().unwrap_or_default());
    if request["version"] != 2 || !is_scene {
        return Err(Refusal::new(40097, "invalid args"));
    }
    match sign_in::was_there(mini, openid, now_ms) {
        Some(true) => Ok(openid),
        Some(false) => Err(Refusal::new(61010, "code is expired")),
        None => Err(Refusal::new(40003, "invalid openid")),
    }
}

impl StandIn {
    /// The pictures that the host was asked to look at.
    #[must_use]
    pub fn pictures_asked(&self) -> Vec<PictureAsked> {
        self.state().mini.pictures.clone()
    }

    /// The push of what the host found: `suggest` is `pass`, `review` or `risky`. The label
    /// is a text, as in most real ones.
    #[must_use]
    pub fn picture_checked(&self, picture: &PictureAsked, suggest: &str) -> Push {
        let label = match suggest {
            "pass" => NORMAL,
            _ => ILLEGAL,
        };
        self.push(&event(picture, 0, suggest, label, self.now_s()))
    }

    /// The push of a picture that the host could not fetch.
    #[must_use]
    pub fn picture_not_fetched(&self, picture: &PictureAsked) -> Push {
        self.push(&event(picture, -1008, "", NORMAL, self.now_s()))
    }
}

fn event(picture: &PictureAsked, errcode: i64, suggest: &str, label: i64, now_s: i64) -> Value {
    let label = label.to_string();
    json!({
        "ToUserName": "gh_97417a04a28d",
        "FromUserName": picture.openid,
        "CreateTime": now_s,
        "MsgType": "event",
        "Event": "wxa_media_check",
        "appid": crate::APPID,
        "trace_id": picture.trace,
        "version": 2,
        "errcode": errcode,
        "errmsg": "",
        "result": { "suggest": suggest, "label": label },
        "detail": [{ "strategy": "content_model", "errcode": errcode, "suggest": suggest, "label": label, "prob": 90 }],
    })
}
