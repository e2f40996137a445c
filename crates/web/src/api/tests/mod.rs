//! The API over a real service, every call through the whole router.

mod catalogue;
mod confirmation;
mod counter;
mod description;
mod help;
mod journey;
mod keys;
mod money;
mod office;
mod order;
mod refusals;
mod wechat;
