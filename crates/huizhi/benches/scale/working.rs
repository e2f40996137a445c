//! The program that makes photos for those that serve.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// `huizhi work` with one slot; stopped when dropped.
pub(crate) struct Work(Child);

impl Work {
    pub(crate) fn start(data: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_huizhi"))
            .args(["--lang", "en", "work", "--slots", "1", "--data"])
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let begun = lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains("Making photos"));
        assert!(begun, "it says that it makes photos");
        // Its log goes on; somebody has to read it.
        std::thread::spawn(move || lines.for_each(drop));
        Self(process)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let _ended_before = self.0.kill();
        let _ended = self.0.wait();
    }
}
