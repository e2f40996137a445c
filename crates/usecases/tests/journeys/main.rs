//! Use cases over a real database, real files and the real engine.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod counter;
mod notices;
mod order;
mod queue;
mod retention;
mod service;
mod sign_in;
mod trust;

/// A client whose address plays no part.
const ANYBODY: usecases::Requester =
    usecases::Requester::Client(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
