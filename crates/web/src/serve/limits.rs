//! Limits of the connections: how many, and how long each may keep silent.

use std::time::Duration;

/// Limits of the connections that the service accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServeLimits {
    /// Open connections in all.
    pub connections: usize,
    /// Open connections of one address; `None` where every connection comes
    /// from the proxy in front.
    pub connections_per_address: Option<usize>,
    /// Time until a request's head has come whole, from the opening of the
    /// connection or the end of the answer before. Bounds idle connections too.
    pub head_time: Duration,
    /// Longest time in which a client takes none of an answer's bytes.
    pub stall: Duration,
    /// Time in which connections are still accepted once the service is asked to stop, so
    /// that a proxy learns from `/readyz` to send its requests elsewhere.
    pub linger: Duration,
    /// Time that requests in work have after that.
    pub drain: Duration,
}

/// Largest head of a request, in bytes. Browsers send at most some 8 KB of
/// cookies of this service; common servers accept 8 to 32 KB.
pub(super) const HEAD_BYTES: usize = 16 * 1024;
/// Buffer of a connection, in bytes; also what a head that never ends can hold.
pub(super) const BUFFER_BYTES: usize = 32 * 1024;

/// Open files that are no connections: the database with its log and readers,
/// pictures being read and written, the log, a web hook's connection.
const RESERVED_FILES: usize = 128;
/// Most connections, whatever the limit on open files: 8,192 buffers of 32 KB
/// are 256 MB.
const MOST_CONNECTIONS: usize = 8192;
/// Share of one address, in parts of all: an office behind one address can have
/// a fourth.
const PARTS: usize = 4;

impl ServeLimits {
    /// The limits that this process's limit on open files allows.
    #[must_use]
    pub fn of_process(peers: Peers) -> Self {
        Self::of_files(open_files(), peers)
    }

    /// The limits with `files` open files.
    fn of_files(files: usize, peers: Peers) -> Self {
        let reserved = RESERVED_FILES.min(files / 2);
        let connections = (files - reserved).clamp(1, MOST_CONNECTIONS);
        Self {
            connections,
            connections_per_address: match peers {
                Peers::Clients => Some((connections / PARTS).max(1)),
                Peers::Proxy => None,
            },
            head_time: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            linger: match peers {
                Peers::Clients => Duration::ZERO,
                Peers::Proxy => Duration::from_secs(5),
            },
            drain: Duration::from_secs(25),
        }
    }
}

/// Who opens the connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peers {
    /// The clients themselves.
    Clients,
    /// A proxy, for all clients.
    Proxy,
}

/// The soft limit on open files of this process.
fn open_files() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let soft = getrlimit(Resource::Nofile).current;
        // No limit is told as `None`.
        soft.map_or(MOST_CONNECTIONS * 2, |soft| {
            usize::try_from(soft).unwrap_or(MOST_CONNECTIONS * 2)
        })
    }
    // Elsewhere sockets do not count as files.
    #[cfg(not(unix))]
    {
        MOST_CONNECTIONS * 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_to_the_rest() {
        let check = |files, connections, per_address| {
            let limits = ServeLimits::of_files(files, Peers::Clients);
            let found = (limits.connections, limits.connections_per_address);
            assert_eq!(found, (connections, Some(per_address)), "{files}");
            let behind = ServeLimits::of_files(files, Peers::Proxy);
            assert_eq!(behind.connections_per_address, None);
        };
        check(1024, 896, 224);
        check(256, 128, 32);
        check(64, 32, 8);
        check(1, 1, 1);
        check(1_000_000, 8192, 2048);
    }
}
