//! `GET /`: 首页.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use catalogue::Authority;

use super::choose::{Purpose, category_icon};
use super::my_orders::{orders_here, with_news};
use crate::choices::short_document_name;
use crate::{Frame, Page, PageError, Speech, Tab, Visit, Web};

/// Tiles of documents; with the one for all documents, two rows of four.
const TILES: usize = 7;

#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct Home {
    s: Speech,
    frame: Frame,
    tiles: Vec<Tile>,
}

struct Tile {
    href: String,
    name: String,
    icon: &'static str,
}

/// The tiles are the documents that cities issue, in the catalogue's order.
pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Page<Home>, PageError> {
    let s = visit.speech();
    let orders = orders_here(&web, &visit, &headers).await?;
    let news = with_news(&orders);
    let usual = web
        .catalogue
        .documents()
        .iter()
        .filter(|document| document.authority == Authority::City);
    Ok(Page(Home {
        s,
        frame: Frame::new(&visit, visit.product())
            .tab(Tab::Home)
            .news(news),
        tiles: usual
            .take(TILES)
            .map(|document| Tile {
                href: Purpose::Apply.document(&document.id),
                name: short_document_name(s, document),
                icon: category_icon(document.category),
            })
            .collect(),
    }))
}
