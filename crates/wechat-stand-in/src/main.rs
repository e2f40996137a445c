//! `wechat-stand-in [ADDRESS]`: serves the stand-in, on 127.0.0.1:8990 unless told
//! otherwise, and prints the settings that a service needs for it.

#![expect(clippy::print_stdout, reason = "a person reads where it listens")]

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use wechat_stand_in::StandIn;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:8990".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let gateway = format!("http://{}", listener.local_addr()?);
    println!("{gateway}\n\n{}", wechat_stand_in::settings(&gateway));
    let clock = || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.map_or(0, |now| i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
    };
    axum::serve(listener, StandIn::new(Arc::new(clock)).router()).await
}
