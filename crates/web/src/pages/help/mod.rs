//! Frequently asked questions, and retention periods.
//!
//! | address | page |
//! |---|---|
//! | `/help` | [`list`], with `?q=` |
//! | `/help/{slug}` | [`answer`] |
//! | `/help/retention` | [`retention`] |

mod answer;
mod list;
mod retention;

use axum::Router;
use axum::routing::get;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/help", get(list::page))
        .route("/help/retention", get(retention::page))
        .route("/help/{slug}", get(answer::page))
}
