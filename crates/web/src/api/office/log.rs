//! The hash-chained audit log.

use axum::Json;
use axum::extract::State;
use domain::staff::right::ReadLog;
use serde::{Deserialize, Serialize};
use usecases::operator::{self, LogFault, LogQuery};
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::api::body::QueryParams;
use crate::api::credential::Allowed;
use crate::api::error::Answer;
use crate::api::words::{UnixMs, Who};

/// Entries an answer holds.
const MOST_ENTRIES: u32 = 100;

/// The page to read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Before {
    /// Only entries before this sequence number; the newest if absent.
    before: Option<i64>,
}

/// An entry of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogLine {
    /// Sequence number.
    seq: i64,
    /// When it happened.
    at: UnixMs,
    /// Who did it.
    by: Who,
    /// Identifier of the member of staff or API key.
    by_id: Option<String>,
    /// Code of the action.
    action: String,
    /// What it was done to.
    subject: String,
    /// Reason or result.
    detail: String,
    /// SHA-256 over the previous hash and the entry, in hexadecimal digits.
    hash: String,
}

/// Result of verifying the whole log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Verified {
    /// Whether the chain is intact.
    holds: bool,
    /// Number of entries, if the chain is intact.
    entries: Option<u64>,
    /// Code of the fault, if it is not.
    fault: Option<String>,
}

/// Entries of the log, newest first, at most 100.
#[utoipa::path(get, path = "/api/v1/log", operation_id = "list_log", tag = "office", params(Before),
    security(("api-key" = [])),
    responses((status = 200, description = "The entries.", body = [LogLine])))]
pub(crate) async fn list(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ReadLog>,
    QueryParams(from): QueryParams<Before>,
) -> Answer<Json<Vec<LogLine>>> {
    let query = LogQuery {
        before: from.before,
        ..LogQuery::default()
    };
    let page = operator::log(&web.app, &permit, &query, MOST_ENTRIES).await?;
    let lines = page.entries.into_iter().map(|chained| LogLine {
        seq: chained.seq,
        at: chained.entry.at.into(),
        by: chained.entry.by.into(),
        by_id: chained.entry.by.id(),
        action: chained.entry.action.code().to_owned(),
        subject: chained.entry.subject,
        detail: chained.entry.detail,
        hash: hex::encode(chained.hash),
    });
    Ok(Json(lines.collect()))
}

/// Verifies the hash chain of the whole log.
#[utoipa::path(post, path = "/api/v1/log/verify", operation_id = "verify_log", tag = "office",
    security(("api-key" = [])),
    responses((status = 200, description = "What was found.", body = Verified)))]
pub(crate) async fn verify(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ReadLog>,
) -> Answer<Json<Verified>> {
    let verified = match operator::verify_log(&web.app, &permit, &[]).await {
        Ok(entries) => Verified {
            holds: true,
            entries: Some(entries),
            fault: None,
        },
        Err(LogFault::Broken(broken)) => Verified {
            holds: false,
            entries: None,
            fault: Some(broken.to_string()),
        },
        Err(LogFault::App(error)) => return Err(error.into()),
    };
    Ok(Json(verified))
}
