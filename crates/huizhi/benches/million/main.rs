//! A million orders of mixed age and state in PostgreSQL: how long the pages take that
//! people wait for.
//!
//!     scripts/bench million
//!
//! `HUIZHI_BENCH_ORDERS` changes how many, for trials. Where `HUIZHI_BENCH_WAIT` is set,
//! the database is left running until Enter is pressed.

#![expect(clippy::unwrap_used, reason = "a bench panics like a test")]
#![expect(clippy::print_stdout, reason = "the tables are what it is for")]
#![expect(clippy::print_stderr, reason = "progress, beside the tables")]
#![allow(missing_docs, reason = "a program has no interface to document")]

mod asking;
#[path = "../service/client.rs"]
mod client;
mod filling;
mod gathering;
#[expect(dead_code, reason = "the other bench uses the rest")]
#[path = "../service/life.rs"]
mod life;
#[path = "../../../portrait/benches/phone/mod.rs"]
mod phone;
mod server;
#[expect(dead_code, reason = "the other bench uses the rest")]
#[path = "../service/serving.rs"]
mod serving;
#[expect(dead_code, reason = "the other bench uses the rest")]
#[path = "../service/stage.rs"]
mod stage;
#[expect(dead_code, reason = "the other bench uses the rest")]
#[path = "../service/table.rs"]
mod table;
#[path = "../service/times.rs"]
mod times;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use domain::timestamp::days;
use usecases::{Clock as _, SystemClock};

use crate::server::Server;
use crate::serving::Service;

fn main() {
    let count = std::env::var("HUIZHI_BENCH_ORDERS");
    let count = count.map_or(1_000_000, |text| text.parse().unwrap());
    let Some(server) = Server::given() else {
        println!("Without PostgreSQL: scripts/bench million starts one.");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    initialise(&server, folder.path());
    let picture = phone::picture(3000);
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let filled = filling::fill(&server, folder.path(), &picture, count);
    let filled = runtime.block_on(filled);
    let seconds = begun.elapsed().as_secs();
    let size = server.ask("SELECT pg_size_pretty(pg_database_size(current_database()))");
    eprintln!("{count} orders written in {seconds} s, {size}");
    let service = Service::start(folder.path());
    // Once after its start it keeps the figures of days that are over, and counts.
    let counted = Instant::now();
    while server.newest_kept_day() < SystemClock.now().minus(days(2)) {
        std::thread::sleep(Duration::from_secs(1));
    }
    eprintln!("days and counts kept in {} s", counted.elapsed().as_secs());
    table::begin(&format!("PostgreSQL, {count} orders"));
    asking::measure(&service.url, &filled);
    if std::env::var_os("HUIZHI_BENCH_WAIT").is_some() {
        eprintln!("{} {}", server.address(), service.url);
        std::io::stdin().read_line(&mut String::new()).unwrap();
    }
}

/// Makes the tables, and the key in `folder`.
fn initialise(server: &Server, folder: &Path) {
    let settings = folder.join("settings.toml");
    let text = format!("[database]\npostgres = \"{}\"\n\n", server.address());
    std::fs::write(&settings, text + stage::SETTINGS).unwrap();
    std::fs::set_permissions(&settings, std::fs::Permissions::from_mode(0o600)).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_huizhi"))
        .args(["storage", "init", "--data"])
        .arg(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
}
