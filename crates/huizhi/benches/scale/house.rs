//! Processes that serve one installation, each from a data folder of its own.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cluster::Cluster;
use crate::serving::Service;
use crate::working::Work;

/// Nobody here asks more often than this, or sends more.
const SETTINGS: &str = "[limits]
pages_per_minute = 100000000
writes_per_minute = 100000000
look_ups_per_minute = 100000000
upload_mb_per_hour = 1000000
unsubmitted_mb = 1000000
";

pub(crate) struct House {
    pub(crate) services: Vec<Service>,
    /// Those that make photos; the services do where there are none.
    works: Vec<Work>,
    _folders: Vec<tempfile::TempDir>,
}

impl House {
    pub(crate) fn in_a_file() -> Self {
        let folder = folder(SETTINGS);
        Self {
            services: vec![Service::start(folder.path())],
            works: Vec::new(),
            _folders: vec![folder],
        }
    }

    pub(crate) fn in_postgres(cluster: &Cluster, processes: usize, works: usize) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("scale_{}", NEXT.fetch_add(1, Ordering::SeqCst));
        let database = cluster.database(&name);
        let engine = match works {
            0 => "",
            _ => "engine = \"work\"\n",
        };
        let settings = format!("{engine}[database]\npostgres = \"{database}\"\n\n{SETTINGS}");
        let folders: Vec<_> = (0..processes).map(|_| folder(&settings)).collect();
        let first = folders[0].path();
        let made = Command::new(env!("CARGO_BIN_EXE_huizhi"))
            .args(["storage", "init", "--data"])
            .arg(first)
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let key = first.join("master.key");
        for folder in &folders[1..] {
            write_private(
                &folder.path().join("master.key"),
                &std::fs::read(&key).unwrap(),
            );
        }
        let start = |folder: &tempfile::TempDir| Service::start(folder.path());
        Self {
            services: folders.iter().map(start).collect(),
            // Photos are put to the first service, whose folder has the files.
            works: (0..works).map(|_| Work::start(first)).collect(),
            _folders: folders,
        }
    }

    /// The process that takes the `n`-th request: in turn.
    pub(crate) fn url(&self, n: usize) -> &str {
        &self.services[n % self.services.len()].url
    }

    /// Photos that are made at once for those who put pictures to the first process.
    pub(crate) fn at_once(&self) -> usize {
        self.works.len().max(1)
    }

    /// Memory of the largest process.
    pub(crate) fn memory_mb(&self) -> Option<u64> {
        let held = self.services.iter().map(|one| one.memory_mb("VmRSS"));
        held.collect::<Option<Vec<u64>>>()?.into_iter().max()
    }
}

fn folder(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_private(&folder.path().join("settings.toml"), settings.as_bytes());
    folder
}

fn write_private(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
