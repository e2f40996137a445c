//! Signing in: a code of the app for an openid.

use axum::extract::State;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::StandIn;
use crate::keys::APPID;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::keys::{ACCOUNT_APPID, ACCOUNT_SECRET, SECRET};
use crate::mini::letters::letters;
use crate::mini::request::Asked;
use crate::mini::state::{Mini, Spent};

/// How often one user may sign in within a minute.
const A_MINUTE: usize = 100;

/// `GET /sns/jscode2session`.
pub(crate) async fn sign_in(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        let (appid, secret) = (asked.parameter("appid"), asked.parameter("secret"));
        is_known(appid, secret)?;
        if asked.parameter("grant_type") != Some("authorization_code") {
            return Err(Refusal::new(40002, "invalid grant_type"));
        }
        let code = asked.parameter("js_code");
        let code = code.ok_or_else(|| Refusal::new(41008, "missing code"))?;
        let openid = state
            .mini
            .codes
            .find(code, now)
            .map_err(|spent| match spent {
                Spent::Used => Refusal::new(40163, "code been used"),
                Spent::Invalid => Refusal::new(40029, "invalid code"),
            })?;
        if state.mini.risky.contains(&openid) {
            return Err(Refusal::new(40226, "code blocked"));
        }
        let known = state.mini.users.entry(openid.clone()).or_default();
        known.retain(|at| now - at < 60_000);
        if known.len() >= A_MINUTE {
            return Err(Refusal::new(45011, "api minute-quota reach limit"));
        }
        known.push(now);
        state.mini.codes.spend(code);
        let serial = state.next();
        let session_key = letters("session key", serial, 16);
        Ok(Told::Plain(json!({
            "session_key": STANDARD.encode(session_key),
            "unionid": union_of(&state.mini, &openid),
            "openid": openid,
        })))
    })
}

/// How long after signing in a user counts as being there, in milliseconds.
const THERE_MS: i64 = 2 * 3_600_000;

/// Whether the user was there of late; `None` for nobody who is known.
pub(crate) fn was_there(mini: &Mini, openid: &str, now_ms: i64) -> Option<bool> {
    let signed_in = mini.users.get(openid)?;
    let last = signed_in.iter().max();
    Some(last.is_some_and(|at| now_ms - at < THERE_MS))
}

/// Whether these are appid and secret of the mini-programme or of the official account.
pub(crate) fn is_an_account(appid: Option<&str>, secret: Option<&str>) -> Result<(), Refusal> {
    match (appid, secret) {
        (Some(ACCOUNT_APPID), Some(ACCOUNT_SECRET)) => Ok(()),
        (Some(ACCOUNT_APPID), Some(_)) => Err(Refusal::new(40125, "invalid appsecret")),
        other => is_known(other.0, other.1),
    }
}

/// Whether these are the mini-programme's appid and secret.
pub(crate) fn is_known(appid: Option<&str>, secret: Option<&str>) -> Result<(), Refusal> {
    match (appid, secret) {
        (None, _) => Err(Refusal::new(41002, "appid missing")),
        (Some(appid), _) if appid != APPID => Err(Refusal::new(40013, "invalid appid")),
        (_, None) => Err(Refusal::new(41004, "appsecret missing")),
        (_, Some(secret)) if secret != SECRET => Err(Refusal::new(40125, "invalid appsecret")),
        _ => Ok(()),
    }
}

/// Who an openid is of, to all accounts.
pub(crate) fn union_of(mini: &Mini, openid: &str) -> String {
    let person = mini.same.get(openid).map_or(openid, String::as_str);
    format!("o6_{}", person.chars().rev().collect::<String>())
}

impl StandIn {
    /// The reader of pages with this openid is the same person as a user of the
    /// mini-programme.
    pub fn is_same_person(&self, reader: &str, openid: &str) {
        let mut state = self.state();
        state.mini.same.insert(reader.to_owned(), openid.to_owned());
    }

    /// The code that `wx.login` gives this user.
    #[must_use]
    pub fn code_for(&self, openid: &str) -> String {
        let now = self.now_ms();
        let mut state = self.state();
        let code = format!("0{}", letters("code", state.next(), 31));
        state.mini.codes.add(code.clone(), openid, now);
        code
    }

    /// From now on the user is one whom WeChat does not let sign in.
    pub fn mark_risky(&self, openid: &str) {
        self.state().mini.risky.insert(openid.to_owned());
    }
}
