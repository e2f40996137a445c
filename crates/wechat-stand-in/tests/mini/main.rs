//! The stand-in as api.weixin.qq.com, over HTTP.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod faults;
mod links;
mod messages;
mod phone;
mod push;
mod shipping;
mod sign_in;
mod template;
mod token;
mod words;
mod world;
