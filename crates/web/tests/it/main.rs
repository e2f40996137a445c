//! The pages as a browser gets them.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod csrf;
mod guards;
mod pages;
mod service;
mod texts;
