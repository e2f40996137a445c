//! `GET /help`: the questions by group, with a search.

use askama::Template;
use axum::extract::Query;
use catalogue::fold;
use serde::Deserialize;

use crate::questions::{Question, questions};
use crate::{Frame, Page, Speech, Tab, Visit};

#[derive(Template)]
#[template(path = "help/list.html")]
pub(crate) struct ListPage {
    s: Speech,
    frame: Frame,
    query: String,
    groups: Vec<Group>,
}

struct Group {
    heading: String,
    rows: Vec<QuestionRow>,
}

struct QuestionRow {
    href: String,
    question: String,
    keys: String,
}

#[derive(Deserialize)]
pub(crate) struct HelpQuery {
    #[serde(default)]
    q: String,
}

/// Characters of a query that are used.
const MOST_LETTERS: usize = 60;

pub(crate) async fn page(visit: Visit, Query(HelpQuery { q }): Query<HelpQuery>) -> Page<ListPage> {
    let s = visit.speech();
    let query: String = q.chars().take(MOST_LETTERS).collect();
    let wanted = fold(&query);
    let mut groups: Vec<(&str, Group)> = Vec::new();
    for asked in questions() {
        let row = row(s, asked);
        if !row.keys.contains(&wanted) {
            continue;
        }
        match groups.last_mut().filter(|(name, _)| *name == asked.group) {
            Some((_, group)) => group.rows.push(row),
            None => groups.push((
                &asked.group,
                Group {
                    heading: asked.group_name(s),
                    rows: vec![row],
                },
            )),
        }
    }
    Page(ListPage {
        frame: Frame::new(&visit, s.say("web-help"))
            .tab(Tab::Service)
            .back("/service"),
        s,
        query,
        groups: groups.into_iter().map(|(_, group)| group).collect(),
    })
}

fn row(s: Speech, asked: &Question) -> QuestionRow {
    let question = asked.asked(s);
    let mut keys = fold(&question);
    for word in asked.words() {
        keys.push('|');
        keys.push_str(&fold(word));
    }
    QuestionRow {
        href: format!("/help/{}", asked.slug),
        question,
        keys,
    }
}
