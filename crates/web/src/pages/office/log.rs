//! `GET /office/log`: the audit log, newest first. `?before=` continues before
//! a sequence number, `?action=` filters by a part of the action's code.

use askama::Template;
use axum::extract::{Query, State};
use usecases::operator;
use usecases::sign_in::SignedIn;

use super::log_params::LogParams;
use super::whom::actor;
use crate::china_time::shown;
use crate::staff::Permitted;
use crate::{Frame, Page, PageError, Speech, Web};
use domain::staff::right::ReadLog;

/// Entries per page.
const ENTRIES: u32 = 50;
/// Bytes of a hash that are shown, as twice as many digits.
const HASH_BYTES_SHOWN: usize = 4;

#[derive(Template)]
#[template(path = "office/log.html")]
pub(crate) struct Log {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    action: String,
    before: Option<i64>,
    next: Option<i64>,
    rows: Vec<LogRow>,
}

struct LogRow {
    seq: i64,
    at: String,
    by: String,
    action: &'static str,
    subject: String,
    detail: String,
    hash: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ReadLog>,
    Query(asked): Query<LogParams>,
) -> Result<Page<Log>, PageError> {
    let s = visit.visit.speech();
    let found = operator::log(&web.app, &visit.permit, &asked.query(), ENTRIES).await?;
    let names = operator::names_for(&web.app, &visit.me).await?;
    let rows = found.entries.into_iter().map(|one| LogRow {
        seq: one.seq,
        at: shown(one.entry.at),
        by: actor(s, &names, one.entry.by),
        action: one.entry.action.code(),
        subject: one.entry.subject,
        detail: one.entry.detail,
        hash: hex::encode(&one.hash[..HASH_BYTES_SHOWN]),
    });
    Ok(Page(Log {
        s,
        frame: Frame::new(&visit.visit, s.say("office-log")),
        me: visit.me,
        action: asked.action(),
        before: asked.before(),
        next: found.next,
        rows: rows.collect(),
    }))
}
