//! The pages, by group. Each group's `routes()` is merged here.

mod answer;
pub(crate) mod application;
pub(crate) mod apply;
mod can_i_use;
mod choose;
mod counter;
mod help;
mod home;
pub(crate) mod language;
mod my_orders;
mod office;
pub(crate) mod operations;
pub(crate) mod review;
mod service;
mod sign_in;
#[cfg(test)]
mod tests;
mod verify;
pub(crate) mod wechat;

use axum::Router;
use axum::routing::{get, post};

use crate::Web;

/// All pages for people; probes and assets are added by `router.rs`.
pub(crate) fn routes(web: &Web) -> Router<Web> {
    Router::new()
        .route("/", get(home::page))
        .route("/service", get(service::page))
        .route("/language", post(language::choose))
        .merge(apply::routes())
        .merge(can_i_use::routes())
        .merge(application::routes())
        .merge(my_orders::routes(web))
        .merge(help::routes())
        .merge(sign_in::routes(web))
        .merge(review::routes())
        .merge(office::routes())
        .merge(counter::routes())
        .merge(wechat::routes())
        .merge(verify::routes(web))
}
