//! How many photos a machine makes at once that does nothing else.

/// Memory that a slot takes at most: the largest pictures are read reduced, and the peak of
/// one photo was measured at 200 MB (docs/quality.md); twice that, for what the allocator
/// keeps.
const BYTES_PER_SLOT: u64 = 400_000_000;
/// Most slots of a process.
pub(crate) const MOST: usize = 64;

/// One for each core that the process may use, as far as its memory goes.
pub(crate) fn usual() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    fitting(cores, memory())
}

fn fitting(cores: usize, memory_bytes: Option<u64>) -> usize {
    let fit = memory_bytes.map_or(MOST, |bytes| {
        usize::try_from(bytes / BYTES_PER_SLOT).unwrap_or(MOST)
    });
    cores.min(fit).clamp(1, MOST)
}

/// Bytes that the process may use: what is free on the machine, or what its group is
/// allowed, whichever is less. `None` where the system does not say.
fn memory() -> Option<u64> {
    let read = |path| std::fs::read_to_string(path).ok();
    let free = read("/proc/meminfo").and_then(|text| available(&text));
    let allowed = read("/sys/fs/cgroup/memory.max").and_then(|text| text.trim().parse().ok());
    match (free, allowed) {
        (Some(free), Some(allowed)) => Some(u64::min(free, allowed)),
        (one, other) => one.or(other),
    }
}

/// `MemAvailable` of `/proc/meminfo`, in bytes.
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_fit_cores_and_memory() {
        let check = |cores, memory, expected| {
            assert_eq!(fitting(cores, memory), expected, "{cores} {memory:?}");
        };
        check(8, Some(16_000_000_000), 8);
        check(8, Some(2_000_000_000), 5);
        check(8, Some(100_000_000), 1);
        check(8, None, 8);
        check(0, None, 1);
        check(200, None, MOST);
    }

    #[test]
    fn free_memory_is_read() {
        let check = |text, expected| assert_eq!(available(text), expected, "{text}");
        check("MemTotal: 9 kB\nMemAvailable:   24 kB\n", Some(24 * 1024));
        check("MemTotal: 9 kB\n", None);
        check("MemAvailable: many kB\n", None);
    }
}
