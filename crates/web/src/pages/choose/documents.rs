//! The list of documents by category, with a search.

use askama::Template;
use catalogue::Category;
use serde::Deserialize;

use super::{Purpose, category_icon};
use crate::choices::{also, category_name, keys, matching, read_query};
use crate::{Frame, Page, Speech, Tab, Visit, Web};

/// Query string of the list: `?q=`.
#[derive(Debug, Deserialize)]
pub(crate) struct DocumentQuery {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "choose/documents.html")]
pub(crate) struct DocumentsPage {
    s: Speech,
    frame: Frame,
    action: &'static str,
    hint: String,
    query: String,
    groups: Vec<Group>,
}

struct Group {
    /// The category's name in addresses: the group is at `#visa`.
    id: &'static str,
    heading: String,
    rows: Vec<DocumentRow>,
}

struct DocumentRow {
    href: String,
    name: String,
    also: String,
    keys: String,
    icon: &'static str,
}

/// The list for a purpose.
pub(crate) fn documents_page(
    web: &Web,
    visit: &Visit,
    purpose: Purpose,
    query: &DocumentQuery,
) -> Page<DocumentsPage> {
    let s = visit.speech();
    let query = read_query(&query.q);
    let found = matching(&[s], &web.catalogue, &query);
    let groups = Category::ALL.into_iter().filter_map(|category| {
        let rows: Vec<DocumentRow> = found
            .iter()
            .filter(|document| document.category == category)
            .map(|document| DocumentRow {
                href: purpose.document(&document.id),
                name: s.of(&document.names).to_owned(),
                also: also(s, document),
                keys: keys(s, document),
                icon: category_icon(category),
            })
            .collect();
        let heading = category_name(s, category);
        (!rows.is_empty()).then_some(Group {
            id: category.key(),
            heading,
            rows,
        })
    });
    let (title, hint) = match purpose {
        Purpose::Apply => (
            s.say("choose-document-title"),
            s.say("choose-document-hint"),
        ),
        Purpose::CanIUse => (s.say("can-i-use-title"), s.say("can-i-use-hint")),
    };
    Page(DocumentsPage {
        s,
        frame: Frame::new(visit, title).tab(Tab::Home).back("/"),
        action: purpose.documents(),
        hint,
        groups: groups.collect(),
        query,
    })
}
