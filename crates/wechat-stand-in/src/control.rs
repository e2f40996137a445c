//! What a test or a person at the trial tells the stand-in to do.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::StandIn;
use crate::notice::Twist;

/// `GET /stand-in/charges`: every charge by its number.
pub(crate) async fn charges(State(stand_in): State<StandIn>) -> Json<Value> {
    let state = stand_in.state();
    Json(json!(state.charges))
}

/// How somebody pays.
#[derive(Deserialize)]
#[serde(default)]
pub(crate) struct Pay {
    /// How often the notice is delivered.
    times: u32,
    twist: Twist,
}

impl Default for Pay {
    fn default() -> Self {
        Self {
            times: 1,
            twist: Twist::None,
        }
    }
}

/// `POST /stand-in/pay/{number}`: somebody pays, and the notice is delivered; gives the
/// statuses of the answers.
pub(crate) async fn pay(
    State(stand_in): State<StandIn>,
    Path(number): Path<String>,
    Json(how): Json<Pay>,
) -> Result<Json<Vec<u16>>, StatusCode> {
    let mut statuses = Vec::new();
    if how.times == 0 {
        let paid = stand_in.pay(&number, how.twist);
        return paid.map(|_| Json(statuses)).ok_or(StatusCode::NOT_FOUND);
    }
    for _ in 0..how.times {
        let (to, delivery) = stand_in
            .pay(&number, how.twist)
            .ok_or(StatusCode::NOT_FOUND)?;
        let sent = tokio::task::spawn_blocking(move || delivery.send(&to));
        statuses.push(sent.await.unwrap_or(0));
    }
    Ok(Json(statuses))
}
