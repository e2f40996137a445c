//! `GET /office/log`: who did what, newest first. `?before=` a number goes on
//! from there, `?action=` narrows to actions that contain a text.

use askama::Template;
use axum::extract::{Query, State};
use usecases::sign_in::SignedIn;

use super::log_rows::{Asked, find};
use super::whom::Names;
use crate::china_time::shown;
use crate::staff::LogReaderVisit;
use crate::{Frame, Page, PageError, Speech, Web};

/// Entries that fill a page.
const ENOUGH: usize = 50;
/// Hexadecimal digits of a hash that are shown.
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
    rows: Vec<Row>,
}

struct Row {
    seq: i64,
    at: String,
    by: String,
    action: String,
    subject: String,
    detail: String,
    hash: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: LogReaderVisit,
    Query(asked): Query<Asked>,
) -> Result<Page<Log>, PageError> {
    let s = visit.visit.speech();
    let found = find(&web.app, &visit.permit, &asked, ENOUGH).await?;
    let names = Names::for_reader(&web.app, &visit.me).await?;
    let rows = found.entries.into_iter().map(|one| Row {
        seq: one.seq,
        at: shown(one.entry.at),
        by: names.actor(s, one.entry.by),
        action: one.entry.action,
        subject: one.entry.subject,
        detail: one.entry.detail,
        hash: hex(&one.hash[..HASH_BYTES_SHOWN]),
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

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
