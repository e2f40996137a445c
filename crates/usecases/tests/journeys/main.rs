//! Use cases over a real database, real files and the real engine.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod counter;
mod figures;
mod files;
mod following;
mod forgotten_files;
mod found;
mod in_wechat;
mod jobs;
mod keeping;
mod keys;
mod mini_programme;
mod money;
mod nodes;
mod notices;
mod online;
mod order;
mod order_search;
mod pictures;
mod queue;
mod retention;
mod rights;
mod sealed;
mod second_opinion;
mod service;
mod sign_in;
mod spellings;
mod terms;
mod trust;
mod two_people;
mod unread;
mod without_receipt;

/// A client whose address plays no part.
const ANYBODY: usecases::Requester = usecases::Requester::Client([0; 16]);
