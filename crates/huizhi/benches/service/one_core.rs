//! A thread held on one core. SQLite works on a thread of its own, so each of the
//! millions of rows of a filling goes there and back; waking another core each
//! time takes four times as long as changing threads on one.

/// Runs `work` on one core, together with the threads it starts, where the system
/// can do that.
pub(crate) fn on_one_core<T>(work: impl FnOnce() -> T) -> T {
    #[cfg(target_os = "linux")]
    {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

        let all = sched_getaffinity(None).unwrap();
        let mut one = CpuSet::new();
        one.set(sched_getcpu());
        sched_setaffinity(None, &one).unwrap();
        let done = work();
        sched_setaffinity(None, &all).unwrap();
        done
    }
    #[cfg(not(target_os = "linux"))]
    work()
}
