//! The token that every other call carries.

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::StandIn;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::letters::letters;
use crate::mini::request::Asked;
use crate::mini::sign_in::is_an_account;

const LIVES_MS: i64 = 7_200_000;
/// So long before its end there is a new one already.
const RENEWED_MS: i64 = 300_000;
const FORCED_A_DAY: usize = 20;
const FORCED_APART_MS: i64 = 30_000;
const DAY_MS: i64 = 86_400_000;
/// A day begins at midnight in China.
const CHINA_MS: i64 = 28_800_000;
const LENGTH: usize = 300;

/// The tokens that were given.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// The last is the current one.
    given: Vec<Token>,
    /// When a new one was forced, in milliseconds.
    forced_ms: Vec<i64>,
}

#[derive(Debug)]
struct Token {
    text: String,
    ends_ms: i64,
}

impl Tokens {
    /// The token that is current.
    fn current(&mut self, serial: u64, now_ms: i64) -> &Token {
        let is_fresh = |token: &Token| now_ms < token.ends_ms - RENEWED_MS;
        if !self.given.last().is_some_and(is_fresh) {
            self.given.push(Token {
                text: format!("90_{}", letters("token", serial, LENGTH - 3)),
                ends_ms: now_ms + LIVES_MS,
            });
        }
        self.given.last().expect("one was given")
    }

    /// A new token in place of all others, unless it is too soon for one.
    fn forced(&mut self, serial: u64, now_ms: i64) -> &Token {
        let day = |at: i64| (at + CHINA_MS).div_euclid(DAY_MS);
        self.forced_ms.retain(|at| day(*at) == day(now_ms));
        let is_apart = |last: &i64| now_ms - last >= FORCED_APART_MS;
        let may = self.forced_ms.len() < FORCED_A_DAY && self.forced_ms.last().is_none_or(is_apart);
        if may {
            self.forced_ms.push(now_ms);
            self.given.clear();
        }
        self.current(serial, now_ms)
    }

    /// Whether the call carries a token that lives.
    pub(crate) fn check(&self, asked: &Asked, now_ms: i64) -> Result<(), Refusal> {
        let carried = asked.parameter("access_token");
        let carried = carried.ok_or_else(|| Refusal::new(41001, "access_token missing"))?;
        let known = self.given.iter().find(|token| token.text == carried);
        let text = "invalid credential, access_token is invalid or not latest";
        let known = known.ok_or_else(|| Refusal::new(40001, text))?;
        match now_ms < known.ends_ms {
            true => Ok(()),
            false => Err(Refusal::new(42001, "access_token expired")),
        }
    }
}

/// `POST /cgi-bin/stable_token`.
pub(crate) async fn stable(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        let request = asked.json()?;
        let text = |name: &str| request[name].as_str().filter(|text| !text.is_empty());
        if text("grant_type") != Some("client_credential") {
            return Err(Refusal::new(40002, "invalid grant_type"));
        }
        is_an_account(text("appid"), text("secret"))?;
        let serial = state.next();
        let token = match request["force_refresh"].as_bool() {
            Some(true) => state.mini.tokens.forced(serial, now),
            _ => state.mini.tokens.current(serial, now),
        };
        Ok(Told::Json(json!({
            "access_token": token.text,
            "expires_in": (token.ends_ms - now) / 1000,
        })))
    })
}

impl StandIn {
    /// Every token that was given has expired.
    pub fn expire_tokens(&self) {
        let now = self.now_ms();
        for token in &mut self.state().mini.tokens.given {
            token.ends_ms = token.ends_ms.min(now);
        }
    }
}
