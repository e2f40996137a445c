//! The threads of the commands that use the service.

/// What the service's commands run on.
///
/// # Panics
/// Where the system starts no threads.
pub(super) fn runtime(threads: usize) -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
        .expect("a system that starts no thread runs no service")
}
