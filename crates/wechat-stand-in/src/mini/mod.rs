//! The other host, api.weixin.qq.com: what a mini-programme's server calls, and the messages
//! that WeChat pushes to it.
//!
//! Every answer is HTTP 200; an error is `{"errcode", "errmsg"}`.

mod answer;
mod control;
mod fields;
mod keys;
mod letters;
mod links;
mod messages;
mod pages;
mod payers;
mod phone;
mod picture;
mod push;
mod replies;
mod request;
mod safety;
mod shipping;
mod sign_in;
mod state;
mod template;
mod ticket;
mod token;

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};

use crate::StandIn;
use crate::fault::Fault;

pub(crate) use keys::settings;
pub use keys::{
    ACCOUNT_APPID, ACCOUNT_SECRET, PAGE_READER, PUSH_KEY, PUSH_TOKEN, SECRET, TEMPLATES,
};
pub use push::Push;
pub use safety::PictureAsked;
pub(crate) use state::Mini;

/// The routes of the host, and of what it is told to do.
pub(crate) fn routes() -> Router<StandIn> {
    Router::new()
        .route("/sns/jscode2session", by_get(sign_in::sign_in))
        .route("/connect/oauth2/authorize", get(pages::authorize))
        .route("/sns/oauth2/access_token", by_get(pages::reader))
        .route("/cgi-bin/stable_token", by_post(token::stable))
        .route(
            "/wxa/business/getuserphonenumber",
            by_post(phone::phone_number),
        )
        .route("/cgi-bin/message/subscribe/send", by_post(messages::send))
        .route(
            "/wxa/sec/order/upload_shipping_info",
            by_post(shipping::upload),
        )
        .route("/wxa/getwxacodeunlimit", by_post(links::code))
        .route("/wxa/generate_urllink", by_post(links::link))
        .route("/cgi-bin/message/custom/send", by_post(replies::send))
        .route("/wxa/msg_sec_check", by_post(safety::words))
        .route("/wxa/media_check_async", by_post(safety::picture))
        .route("/cgi-bin/ticket/getticket", by_get(ticket::ticket))
        .route("/wxaapi/newtmpl/gettemplate", by_get(template::list))
        .route("/stand-in/wechat/code/{openid}", post(control::code))
        .route("/stand-in/wechat/phone/{number}", post(control::phone))
        .route(
            "/stand-in/wechat/subscribe/{openid}/{template}",
            post(control::subscribe),
        )
        .route("/stand-in/wechat/sent", get(control::sent))
        .route("/stand-in/wechat/shipped", get(control::shipped))
        .route("/stand-in/wechat/codes", get(control::codes))
        .route("/stand-in/wechat/replies", get(control::replies))
        .route("/stand-in/wechat/pictures", get(control::pictures))
        .route(
            "/stand-in/wechat/checked/{trace}/{suggest}",
            post(control::checked),
        )
        .route("/stand-in/wechat/writes/{openid}", post(control::writes))
        .route("/stand-in/wechat/push", post(control::push))
        .route("/stand-in/wechat/push-sample", get(control::push_sample))
}

fn by_get<H: Handler<T, StandIn>, T: 'static>(call: H) -> MethodRouter<StandIn> {
    get(call).fallback(async || answer::refused(43001, "require GET method"))
}

fn by_post<H: Handler<T, StandIn>, T: 'static>(call: H) -> MethodRouter<StandIn> {
    post(call).fallback(async || answer::refused(43002, "require POST method"))
}

impl StandIn {
    /// The next `count` calls of this host go wrong in this way.
    pub fn fail_wechat(&self, fault: Fault, count: u32) {
        self.state().mini.faults.push(fault, count);
    }
}
