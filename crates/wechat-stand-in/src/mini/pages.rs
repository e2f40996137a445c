//! Pages inside WeChat: open.weixin.qq.com sends a reader back with a code, which tells an
//! official account who it is.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

use crate::StandIn;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::keys::{ACCOUNT_APPID, ACCOUNT_SECRET, PAGE_READER};
use crate::mini::letters::letters;
use crate::mini::request::Asked;
use crate::mini::sign_in::union_of;
use crate::mini::state::Spent;

/// `GET /connect/oauth2/authorize`: back at once; a reader who is asked allows it.
pub(crate) async fn authorize(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    let is_right = asked.parameter("appid") == Some(ACCOUNT_APPID)
        && asked.parameter("response_type") == Some("code")
        && asked
            .parameter("scope")
            .is_some_and(|scope| SCOPES.contains(&scope));
    let scope = asked.parameter("scope").unwrap_or_default();
    match (
        is_right,
        asked.parameter("redirect_uri"),
        asked.parameter("state"),
    ) {
        (true, Some(back), Some(state)) => {
            let code = stand_in.code_of_scope(PAGE_READER, scope);
            let joint = if back.contains('?') { '&' } else { '?' };
            Redirect::to(&format!("{back}{joint}code={code}&state={state}")).into_response()
        }
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

const BASE: &str = "snsapi_base";
const SCOPES: [&str; 2] = [BASE, "snsapi_userinfo"];

/// `GET /sns/oauth2/access_token`.
pub(crate) async fn reader(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        if asked.parameter("appid") != Some(ACCOUNT_APPID) {
            return Err(Refusal::new(40013, "invalid appid"));
        }
        if asked.parameter("secret") != Some(ACCOUNT_SECRET) {
            return Err(Refusal::new(40125, "invalid appsecret"));
        }
        let code = asked.parameter("code");
        let code = code.ok_or_else(|| Refusal::new(41008, "missing code"))?;
        let openid = state.mini.page_codes.find(code, now);
        let openid = openid.map_err(|spent| match spent {
            Spent::Used => Refusal::new(40163, "code been used"),
            Spent::Invalid => Refusal::new(40029, "invalid code"),
        })?;
        state.mini.page_codes.spend(code);
        // A code knows what was asked for.
        let (openid, scope) = openid.split_once(' ').unwrap_or((&openid, BASE));
        state.mini.users.entry(openid.to_owned()).or_default();
        let mut told = json!({
            "access_token": letters("page token", 1, 96),
            "expires_in": 7200,
            "refresh_token": letters("page token", 2, 96),
            "openid": openid,
            "scope": scope,
        });
        if scope != BASE {
            told["unionid"] = json!(union_of(&state.mini, openid));
        }
        Ok(Told::Plain(told))
    })
}

impl StandIn {
    /// The code that a reader comes back with.
    #[must_use]
    pub fn page_code(&self) -> String {
        self.page_code_of(PAGE_READER)
    }

    /// The same for another reader.
    #[must_use]
    pub fn page_code_of(&self, openid: &str) -> String {
        self.code_of_scope(openid, BASE)
    }

    /// The code of a reader who allowed that more is told of them.
    #[must_use]
    pub fn union_code_of(&self, openid: &str) -> String {
        self.code_of_scope(openid, "snsapi_userinfo")
    }

    fn code_of_scope(&self, openid: &str, scope: &str) -> String {
        let openid = &format!("{openid} {scope}");
        let now = self.now_ms();
        let mut state = self.state();
        let code = letters("page code", state.next(), 32);
        state.mini.page_codes.add(code.clone(), openid, now);
        code
    }
}
