//! Requests: a query, and a body that is JSON.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Query, Request};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::StandIn;
use crate::mini::answer::Refusal;

/// A request as it came.
pub(crate) struct Asked {
    query: BTreeMap<String, String>,
    body: Bytes,
}

impl FromRequest<StandIn> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, state: &StandIn) -> Result<Self, Response> {
        let query = Query::try_from_uri(request.uri()).map(|Query(query)| query);
        let body = Bytes::from_request(request, state).await;
        Ok(Self {
            query: query.unwrap_or_default(),
            body: body.map_err(|rejection| rejection.into_response())?,
        })
    }
}

impl Asked {
    /// A parameter of the query; the empty one counts as missing.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let value = self.query.get(name)?.as_str();
        (!value.is_empty()).then_some(value)
    }

    /// The body as a JSON object: 47001 else.
    pub(crate) fn json(&self) -> Result<Value, Refusal> {
        let read: Option<Value> = serde_json::from_slice(&self.body).ok();
        let object = read.filter(Value::is_object);
        object.ok_or_else(|| Refusal::new(47001, "data format error"))
    }
}
