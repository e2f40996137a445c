//! `GET /office/log.csv`: entries as a file, newest first, with the whole hash,
//! so that a copy kept elsewhere shows later whether the log was rewritten.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Actor;

use super::csv::Csv;
use super::log::hex;
use super::log_rows::{Asked, find};
use crate::china_time::exact;
use crate::staff::LogReaderVisit;
use crate::{PageError, Web};

/// Entries a file holds, give or take one read; older ones come with `?before=`.
pub(crate) const ENTRIES: usize = 10_000;

/// Names of the columns: a file that programs read keeps them in any language.
const COLUMNS: [&str; 8] = [
    "number", "at", "who", "id", "action", "subject", "detail", "hash",
];

pub(crate) async fn file(
    State(web): State<Web>,
    visit: LogReaderVisit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let found = find(&web.app, &visit.permit, &asked, ENTRIES).await?;
    let mut csv = Csv::new(&COLUMNS);
    for one in &found.entries {
        let (who, id) = match one.entry.by {
            Actor::Applicant => ("applicant", String::new()),
            Actor::Staff(id) => ("staff", id.to_string()),
            Actor::Program(id) => ("program", id.to_string()),
            Actor::System => ("house", String::new()),
        };
        csv.row(&[
            one.seq.to_string(),
            exact(one.entry.at),
            who.to_owned(),
            id,
            one.entry.action.clone(),
            one.entry.subject.clone(),
            one.entry.detail.clone(),
            hex(&one.hash),
        ]);
    }
    let numbers = |one: Option<&domain::log::ChainedEntry>| one.map_or(0, |one| one.seq);
    let (newest, oldest) = (
        numbers(found.entries.first()),
        numbers(found.entries.last()),
    );
    Ok(csv.download(&format!("huizhi-log-{oldest}-{newest}.csv")))
}
