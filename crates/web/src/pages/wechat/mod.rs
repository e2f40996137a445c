//! Between the pages and WeChat, where the operator has a mini-programme or an official
//! account there. Without one, none of these addresses exists.
//!
//! | address | what |
//! |---|---|
//! | `/wechat/code`, `/wechat/code/{document}` | a 小程序码 that opens the mini-programme there |
//! | `/wechat/open`, `/wechat/open/{document}` | leads a phone's browser there |
//! | `/orders/{number}/wechat.jpg`, `/orders/{number}/wechat` | the same for one's own order |
//! | `/wechat/orders` | orders of the mini-programme, to whoever reads the pages inside WeChat |
//! | `/wechat/jweixin.js`, `/wechat/page` | WeChat's script on pages inside it, and a page's signature |

mod order;
mod place;
mod reader;
mod sharing;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::Web;

pub(crate) use sharing::Sharing;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/wechat/code", get(place::home_code))
        .route("/wechat/code/{document}", get(place::document_code))
        .route("/wechat/open", get(place::open_home))
        .route("/wechat/open/{document}", get(place::open_document))
        .route("/orders/{number}/wechat.jpg", get(order::code))
        .route("/orders/{number}/wechat", get(order::open))
        .route("/wechat/orders", get(reader::orders))
        .route("/wechat/jweixin.js", get(sharing::script))
        .route("/wechat/page", get(sharing::signed))
}
