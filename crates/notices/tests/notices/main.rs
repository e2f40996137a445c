//! Notices over real connections to servers on this machine.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod email;
mod server;
mod signature;
mod sms;
mod tls;
mod webhook;

use notices::{Notice, Recipient};

/// 2026-01-01T00:00:00.500Z.
const NOW_MS: i64 = 1_767_225_600_500;

fn notice(to: Recipient) -> Notice {
    Notice {
        id: "01KDVCDNR0ABCDEFGHJKMNPQRS".to_owned(),
        to,
        kind: "order-approved".to_owned(),
        subject: "回执 K7QX 已通过".to_owned(),
        body: "您好，\n照片审核通过。\n.\n完".to_owned(),
        order_number: "K7QX".to_owned(),
        link: Some("https://huizhi.example.cn/orders/K7QX".to_owned()),
        checkpoint: None,
        at_ms: NOW_MS - 90_000,
    }
}
