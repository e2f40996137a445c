//! The real program while it serves. Takes a data folder; gives an address, and
//! how much memory the process holds.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// `huizhi serve`; stopped when dropped.
pub(crate) struct Service {
    process: Child,
    pub(crate) url: String,
}

impl Service {
    pub(crate) fn start(data: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_huizhi"))
            .args(["--lang", "en", "serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let rest = line.split_once("Serving at ")?.1;
                Some(rest.split(' ').next()?.to_owned())
            })
            .expect("it says where it listens");
        // Its log goes on; somebody has to read it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, url }
    }

    /// A line of `/proc/PID/status` such as `VmHWM`, in megabytes; `None` where
    /// the system has no such file.
    pub(crate) fn memory_mb(&self, line: &str) -> Option<u64> {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).ok()?;
        let value = status.lines().find_map(|l| l.strip_prefix(line))?;
        let kilobytes: u64 = value.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes / 1024)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // What was saved lasts; the next start finds it.
        let _ended_before = self.process.kill();
        let _ended = self.process.wait();
    }
}
