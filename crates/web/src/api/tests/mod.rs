//! The API over a real service, every call through the whole router.

mod catalogue;
mod counter;
mod description;
mod help;
mod journey;
mod keys;
mod money;
mod office;
mod refusals;
mod wechat;
