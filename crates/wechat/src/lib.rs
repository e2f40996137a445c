//! A mini-programme's server side: the calls of `api.weixin.qq.com`, and what WeChat
//! pushes to the service.
//!
//! Takes the mini-programme's appid and secret; gives who signed in ([`Wechat::sign_in`]; who
//! reads a page, for an official account's: [`Wechat::page_user`]), a phone number ([`Wechat::phone`]), delivers a 服务通知 ([`Wechat::send`]), tells that
//! something paid was delivered ([`Wechat::tell_shipped`]); reads pushes ([`PushKeys`]).
//! The access token is fetched as it is needed and kept in memory alone. Knows no order,
//! and keeps nothing of anybody: a session key is dropped where it arrives.
//!
//! | file | what |
//! |---|---|
//! | `client` | requests, answers, the error of an answer |
//! | `access_token` | the token of the calls, kept until it ends |
//! | `sign_in`, `page_user`, `phone`, `notice`, `shipping`, `templates` | one call each |
//! | `template` | fields of a 服务通知, filled in and cut to their lengths |
//! | `push` | pushes: signature, encryption |

mod access_token;
mod client;
mod error;
mod notice;
mod page_user;
mod phone;
mod push;
mod shipping;
mod sign_in;
mod template;
mod templates;

pub use client::{Credentials, GATEWAY, Wechat};
pub use error::{Persistence, WechatError};
pub use gateway::NotAGateway;
pub use notice::{ServiceNotice, State};
pub use page_user::AUTHORIZE;
pub use phone::PhoneFound;
pub use push::{PushError, PushKeys, PushKeysError, PushQuery};
pub use shipping::Shipped;
pub use sign_in::SignedIn;
pub use template::{Facts, Template, TemplateError};
pub use templates::KnownTemplate;
