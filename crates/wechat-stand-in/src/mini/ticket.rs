//! The ticket that pages of an official account are signed with.

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use crate::StandIn;
use crate::mini::answer::{Refusal, Told, run};
use crate::mini::letters::letters;
use crate::mini::request::Asked;

/// `GET /cgi-bin/ticket/getticket`.
pub(crate) async fn ticket(State(stand_in): State<StandIn>, asked: Asked) -> Response {
    run(&stand_in, |state, now| {
        state.mini.tokens.check(&asked, now)?;
        if asked.parameter("type") != Some("jsapi") {
            return Err(Refusal::new(40097, "invalid args"));
        }
        state.mini.tickets += 1;
        Ok(Told::ok(json!({
            "ticket": letters("ticket", 1, 86),
            "expires_in": 7200,
        })))
    })
}

impl StandIn {
    /// How often a ticket was asked for.
    #[must_use]
    pub fn tickets_asked(&self) -> u32 {
        self.state().mini.tickets
    }
}
