//! Several `huizhi serve` over one PostgreSQL, against one over a file, and with photos made
//! by `huizhi work`: orders written a second, pages beside the engine, how far the log is
//! behind, memory of a process.
//!
//!     scripts/bench scale
//!
//! The clients, the database and the processes share one machine, so that more processes
//! are not faster here: what is measured is what each costs.

#![expect(clippy::unwrap_used, reason = "a bench panics like a test")]
#![expect(clippy::print_stdout, reason = "the tables are what it is for")]
#![allow(missing_docs, reason = "a program has no interface to document")]

#[path = "../service/client.rs"]
mod client;
mod cluster;
mod house;
mod lag;
#[path = "../../../portrait/benches/phone/mod.rs"]
mod phone;
#[path = "../service/serving.rs"]
mod serving;
#[path = "../service/times.rs"]
mod times;
mod working;
mod writing;

use crate::cluster::Cluster;
use crate::house::House;

/// Processes over one database.
const PROCESSES: [usize; 3] = [1, 2, 4];
/// Processes that make photos for one that serves.
const WORKS: [usize; 2] = [1, 2];

fn main() {
    let picture = phone::picture(3000);
    println!(
        "{:<26} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "orders/s", "p50 ms", "p99 ms", "pages p99", "photos/m", "log lag", "MB each"
    );
    let file = House::in_a_file();
    measure("file, 1 serve", &file, None, &picture);
    drop(file);
    let Some(cluster) = Cluster::given() else {
        println!("Without PostgreSQL: scripts/bench scale starts one.");
        return;
    };
    for processes in PROCESSES {
        let house = House::in_postgres(&cluster, processes, 0);
        let name = format!("PostgreSQL, {processes} serve");
        measure(&name, &house, Some(&cluster), &picture);
    }
    for works in WORKS {
        let house = House::in_postgres(&cluster, 1, works);
        let name = format!("PostgreSQL, 1 serve {works} work");
        measure(&name, &house, Some(&cluster), &picture);
    }
}

fn measure(name: &str, house: &House, cluster: Option<&Cluster>, picture: &[u8]) {
    let (written, lag) = lag::watched(cluster, || writing::orders(house));
    let pages = writing::pages(house, &written.orders, picture);
    let mut times = written.times;
    let memory = house.memory_mb();
    println!(
        "{name:<26} {:>9.0} {:>9.1} {:>9.1} {:>9.1} {:>9.0} {:>9} {:>9}",
        written.per_second,
        times.percentile_ms(0.5),
        times.percentile_ms(0.99),
        pages.p99_ms,
        pages.photos_per_minute,
        lag.map_or_else(|| "-".to_owned(), |lag| format!("{lag} ms")),
        memory.map_or_else(|| "-".to_owned(), |mb| mb.to_string()),
    );
}
