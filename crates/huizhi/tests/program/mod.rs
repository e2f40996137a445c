//! The built program serving on a free port, for tests that talk to it. Takes a
//! data folder; gives its address, and the first operator's password where it was
//! the first start.

pub(crate) mod ground;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

pub(crate) const HUIZHI: &str = env!("CARGO_BIN_EXE_huizhi");

/// A port that is free.
pub(crate) const ANYWHERE: &str = "127.0.0.1:0";

pub(crate) struct Service {
    pub(crate) process: Child,
    /// Without a slash at the end.
    pub(crate) url: String,
    /// The first operator's one-time password.
    pub(crate) password: Option<String>,
}

impl Service {
    /// Starts `huizhi serve` at this address on `data`, with a catalogue's folder of overrides.
    pub(crate) fn start(address: &str, data: &Path, catalogue: &Path) -> Self {
        let mut process = Command::new(HUIZHI)
            .args(["--lang", "en", "serve", "--listen", address])
            .arg("--data")
            .arg(data)
            .arg("--catalogue")
            .arg(catalogue)
            .env_remove("HUIZHI_CATALOGUE")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut password = None;
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                if let Some((_, word)) = line.split_once("one-time password") {
                    password = Some(word.trim().to_owned());
                }
                let (_, rest) = line.split_once("Serving at ")?;
                Some(rest.split(' ').next()?.to_owned())
            })
            .expect("it says where it listens");
        // Its log goes on; somebody has to read it.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            process,
            url,
            password,
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
