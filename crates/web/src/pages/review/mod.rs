//! The review desk: the queue, and one order under review.
//!
//! | address | page |
//! |---|---|
//! | `/desk` | [`queue`] |
//! | `POST /desk/next` | [`queue`]: claims the oldest order |
//! | `/desk/orders/{number}` | [`case`] |
//! | `POST /desk/orders/{number}/…` | [`act`]: claim, decide, undo, release, second opinion, remake |
//! | `/desk/orders/{number}/adjust` | [`adjust`]: the photo corrected by hand; `POST` tries or keeps it |
//! | `/desk/orders/{number}/photo.jpg`, `…/original.jpg` | [`pictures`] |

mod act;
mod adjust;
mod case;
mod doubt;
mod figures;
mod pictures;
mod queue;
mod rows;
#[cfg(test)]
mod tests;

pub(crate) use doubt::doubted;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::Web;
use crate::guard::EDIT_BYTES;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/desk", get(queue::page))
        .route("/desk/next", post(queue::next))
        .route("/desk/orders/{number}", get(case::page))
        .route("/desk/orders/{number}/take", post(act::take))
        .route("/desk/orders/{number}/decide", post(act::decide))
        .route("/desk/orders/{number}/undo", post(act::undo))
        .route("/desk/orders/{number}/release", post(act::release))
        .route("/desk/orders/{number}/second", post(act::second_opinion))
        .route("/desk/orders/{number}/remake", post(act::remake))
        .route(
            "/desk/orders/{number}/adjust",
            get(adjust::page)
                .post(adjust::act)
                .layer(DefaultBodyLimit::max(EDIT_BYTES)),
        )
        .route("/desk/orders/{number}/photo.jpg", get(pictures::photo))
        .route(
            "/desk/orders/{number}/original.jpg",
            get(pictures::original),
        )
}
