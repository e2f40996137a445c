//! A mini-programme's server side: the calls of `api.weixin.qq.com`, and what WeChat
//! pushes to the service.
//!
//! Takes the mini-programme's appid and secret; gives who signed in ([`Wechat::sign_in`]; who
//! reads a page, for an official account's: [`Wechat::page_user`]), a phone number ([`Wechat::phone`]), delivers a 服务通知 ([`Wechat::send`]), tells that
//! something paid was delivered ([`Wechat::tell_shipped`]), answers who wrote
//! ([`Wechat::reply`]), has words and pictures checked ([`Wechat::check_words`],
//! [`Wechat::check_picture`]), makes codes and links that open the mini-programme
//! ([`Wechat::programme_code`], [`Wechat::url_link`]), signs pages for WeChat's script
//! ([`Wechat::sign_page`]); reads pushes ([`PushKeys`]).
//! The access token is fetched as it is needed and kept in memory alone. Knows no order,
//! and keeps nothing of anybody: a session key is dropped where it arrives.
//!
//! | file | what |
//! |---|---|
//! | `client` | requests, answers, the error of an answer |
//! | `access_token` | the token of the calls, kept until it ends |
//! | `sign_in`, `page_user`, `phone`, `notice`, `reply`, `shipping`, `templates`, `code`, `link` | one call each |
//! | `safety` | checks of words and pictures, and what a push says of them |
//! | `js_sdk` | the ticket and signature of a page that uses WeChat's script |
//! | `template` | fields of a 服务通知, filled in and cut to their lengths |
//! | `push` | pushes: signature, encryption |

mod access_token;
mod client;
mod code;
mod error;
mod js_sdk;
mod link;
mod notice;
mod page_user;
mod phone;
mod push;
mod reply;
mod safety;
mod shipping;
mod sign_in;
mod template;
mod templates;

pub use client::{Credentials, GATEWAY, Wechat};
pub use code::{Scene, SceneError};
pub use error::{Persistence, WechatError};
pub use gateway::NotAGateway;
pub use js_sdk::SignedPage;
pub use link::Opened;
pub use notice::{ServiceNotice, State};
pub use page_user::{AUTHORIZE, Scope};
pub use phone::PhoneFound;
pub use push::{PushError, PushKeys, PushKeysError, PushQuery};
pub use reply::LONGEST_REPLY;
pub use safety::{Kind, PictureChecked, Suggestion};
pub use shipping::Shipped;
pub use sign_in::SignedIn;
pub use template::{Facts, Template, TemplateError};
pub use templates::KnownTemplate;
