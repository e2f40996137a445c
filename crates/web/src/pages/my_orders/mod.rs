//! The orders of this device, opening one on another device, and an order's
//! messages.
//!
//! | address | page |
//! |---|---|
//! | `/orders` | [`list`] |
//! | `/orders/find` | [`find`] |
//! | `/orders/leave` | [`leave`] |
//! | `/orders/{number}/prove` | [`prove`] |
//! | `/orders/{number}/messages` | [`messages`] |

mod find;
mod grants;
mod leave;
mod list;
mod messages;
mod prove;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::{LimitClass, Web, limited};

pub(crate) use list::{orders_here, with_news};

/// The routes. `web` has the rate limits of look-ups.
pub(crate) fn routes(web: &Web) -> Router<Web> {
    let look_ups = Router::new()
        .route("/orders/find", post(find::find))
        .route("/orders/{number}/prove", post(prove::prove));
    Router::new()
        .route("/orders", get(list::page))
        .route("/orders/find", get(find::page))
        .route("/orders/leave", get(leave::page).post(leave::leave))
        .route("/orders/{number}/prove", get(prove::page))
        .route(
            "/orders/{number}/messages",
            get(messages::page).post(messages::write),
        )
        .merge(limited(look_ups, web, LimitClass::LookUps))
}
