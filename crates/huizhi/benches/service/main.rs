//! The service under load, and its look-ups in a large database.
//!
//! Fills a data folder, starts the real `huizhi serve` on it, and asks for pages
//! at a fixed rate while photos are being made all the time; once over a nearly
//! empty database and once over 100 000 orders. Then its memory under uploads, payment
//! notices, sign-ins by WeChat, look-ups among a million receipts, and a receipt's PDF. Prints tables of
//! figures and goals.
//!
//!     cargo bench -p huizhi --bench service
//!
//! `HUIZHI_BENCH_ORDERS` and `HUIZHI_BENCH_RECEIPTS` change the two sizes, for
//! trials.

#![expect(clippy::unwrap_used, reason = "a bench panics like a test")]
#![expect(clippy::print_stdout, reason = "the tables are what it is for")]
#![allow(missing_docs, reason = "a program has no interface to document")]

mod client;
mod counter;
mod filling;
mod life;
mod load;
mod one_core;
mod paper;
mod paying;
#[path = "../../../portrait/benches/phone/mod.rs"]
mod phone;
mod serving;
mod signing_in;
mod stage;
mod table;
mod times;
mod uploads;

use std::time::Instant;

use crate::filling::Filling;
use crate::one_core::on_one_core;
use crate::serving::Service;
use crate::table::Size;

/// Orders of the database that is called empty: one of each kind and some.
const FEW: u64 = 40;

fn main() {
    let orders = size("HUIZHI_BENCH_ORDERS", 100_000);
    let receipts = size("HUIZHI_BENCH_RECEIPTS", 1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let picture = phone::picture(3000);
    let mut filling = runtime.block_on(Filling::begin(folder.path(), &picture));

    table::begin("service, 200 requests/s");
    for count in [FEW, orders] {
        told("orders", || {
            runtime.block_on(filling.orders(folder.path(), count))
        });
        let service = Service::start(folder.path());
        load::measure(&service, &filling, &picture, Size(count));
        if count == orders {
            table::begin_memory("service, memory");
            uploads::measure_memory(&service, &picture);
        }
    }

    let mut unpaid = Vec::new();
    told("orders to be paid", || {
        let written = filling.unpaid(folder.path(), paying::ORDERS);
        unpaid = runtime.block_on(written);
        unpaid.len() as u64
    });
    table::begin("payments, 100 notices/s");
    paying::measure(folder.path(), &unpaid, &picture);
    table::begin("sign-ins by WeChat, 10/s");
    signing_in::measure(folder.path(), &picture);

    told("receipts", || {
        runtime.block_on(filling.receipts(folder.path(), receipts))
    });
    table::begin("receipts");
    let service = Service::start(folder.path());
    counter::measure(&service, &filling);
    paper::measure(filling.photo());
}

/// A size from the environment.
fn size(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).map_or(usual, |text| text.parse().unwrap())
}

/// Fills, and says on standard error how many rows a second that was.
#[expect(clippy::print_stderr, reason = "progress, beside the tables")]
fn told(what: &str, fill: impl FnOnce() -> u64) {
    let begun = Instant::now();
    let count = on_one_core(fill);
    let seconds = begun.elapsed().as_secs_f64();
    eprintln!("{count} {what} written in {seconds:.0} s");
}
