//! `GET /office/log.csv`: log entries as a file, newest first, with the full
//! hash: a copy kept elsewhere can show later whether the log was rewritten.

use axum::extract::{Query, State};
use axum::response::Response;
use usecases::operator;

use super::csv::Csv;
use super::log_params::LogParams;
use crate::china_time::exact;
use crate::staff::Permitted;
use crate::{PageError, Web};
use domain::staff::right::ReadLog;

/// Entries per file; `?before=` gives older ones.
pub(crate) const ENTRIES: u32 = 10_000;

/// Column names, the same in any language, since programs read the file.
const COLUMNS: [&str; 8] = [
    "number", "at", "who", "id", "action", "subject", "detail", "hash",
];

pub(crate) async fn file(
    State(web): State<Web>,
    visit: Permitted<ReadLog>,
    Query(asked): Query<LogParams>,
) -> Result<Response, PageError> {
    let found = operator::log(&web.app, &visit.permit, &asked.query(), ENTRIES).await?;
    let mut csv = Csv::new(&COLUMNS);
    for one in &found.entries {
        csv.row(&[
            one.seq.to_string(),
            exact(one.entry.at),
            one.entry.by.kind().to_owned(),
            one.entry.by.id().unwrap_or_default(),
            one.entry.action.code().to_owned(),
            one.entry.subject.clone(),
            one.entry.detail.clone(),
            hex::encode(one.hash),
        ]);
    }
    let numbers = |one: Option<&domain::log::ChainedEntry>| one.map_or(0, |one| one.seq);
    let (newest, oldest) = (
        numbers(found.entries.first()),
        numbers(found.entries.last()),
    );
    Ok(csv.download(&format!("huizhi-log-{oldest}-{newest}.csv")))
}
