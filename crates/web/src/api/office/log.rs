//! The hash-chained log.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usecases::operator::{self, LogFault, LogQuery};
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::api::body::QueryParams;
use crate::api::credential::Keyed;
use crate::api::error::Answer;
use crate::api::words::{UnixMs, Who};

/// Entries an answer holds.
const MOST_ENTRIES: u32 = 100;

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Before {
    /// Entries before this one; the newest without it.
    before: Option<i64>,
}

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogLine {
    /// Its place in the chain.
    seq: i64,
    /// When.
    at: UnixMs,
    /// Who.
    by: Who,
    /// Which colleague or key, by its identifier.
    by_id: Option<String>,
    /// What.
    action: String,
    /// On what.
    subject: String,
    /// With what result.
    detail: String,
    /// SHA-256 over the entry and the hash before it, in hexadecimal digits.
    hash: String,
}

/// What going along the whole log found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Verified {
    /// Whether it is what was written.
    holds: bool,
    /// Entries, where it holds.
    entries: Option<u64>,
    /// What is wrong, where it does not.
    fault: Option<String>,
}

/// The log, newest first, at most 100 entries.
#[utoipa::path(get, path = "/api/v1/log", operation_id = "list_log", tag = "office", params(Before),
    security(("api-key" = [])),
    responses((status = 200, description = "The entries.", body = [LogLine])))]
pub(crate) async fn list(
    State(web): State<Web>,
    Keyed(program): Keyed,
    QueryParams(from): QueryParams<Before>,
) -> Answer<Json<Vec<LogLine>>> {
    let query = LogQuery {
        before: from.before,
        ..LogQuery::default()
    };
    let page = operator::log(&web.app, &program.permit()?, &query, MOST_ENTRIES).await?;
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

/// Goes along the whole log and says whether it is what was written.
#[utoipa::path(post, path = "/api/v1/log/verify", operation_id = "verify_log", tag = "office",
    security(("api-key" = [])),
    responses((status = 200, description = "What was found.", body = Verified)))]
pub(crate) async fn verify(
    State(web): State<Web>,
    Keyed(program): Keyed,
) -> Answer<Json<Verified>> {
    let permit = program.permit()?;
    let verified = match operator::verify_log(&web.app, &permit).await {
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
