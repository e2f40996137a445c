//! Tables like those of the other benches: what was measured, the figures, the
//! goal.

use crate::times::Times;

/// How many orders a database holds.
#[derive(Clone, Copy)]
pub(crate) struct Size(pub(crate) u64);

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            count @ 0..1000 => write!(f, "{count} orders"),
            count => write!(f, "{} 000 orders", count / 1000),
        }
    }
}

/// Begins a table of times.
pub(crate) fn begin(title: &str) {
    println!(
        "\n{title:<32} {:>8} {:>8} {:>8} {:>8}",
        "p50 ms", "p99 ms", "max ms", "goal ms"
    );
}

/// A line of it. The goal is for `p99`.
pub(crate) fn times(name: &str, times: &mut Times, goal_ms: u32) {
    let [p50, p99, max] = [0.5, 0.99, 1.0].map(|share| times.percentile_ms(share));
    println!("{name:<32} {p50:>8.1} {p99:>8.1} {max:>8.1} {goal_ms:>8}");
}

/// A line of it without a goal.
pub(crate) fn remark(name: &str, figure: &str) {
    println!("{name:<32} {figure:>8}");
}

/// Begins a table of memory.
pub(crate) fn begin_memory(title: &str) {
    println!("\n{title:<32} {:>8} {:>8}", "MB", "goal MB");
}

/// A line of it; `-` where the system does not tell.
pub(crate) fn memory(name: &str, megabytes: Option<u64>, goal: &str) {
    let figure = megabytes.map_or_else(|| "-".to_owned(), |mb| mb.to_string());
    println!("{name:<32} {figure:>8} {goal:>8}");
}
