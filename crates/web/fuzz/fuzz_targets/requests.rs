//! Any request, by anybody, is answered: no status of 500 or more, no panic, no
//! cookie that scripts can read. The first byte of an input tells who sends it;
//! the rest is a line of `requests.txt`, whose lines are the seeds.
//!
//! Requests change the installation, which is set up again when what they need
//! is gone. An input that failed belongs to the end of `requests.txt`.
#![no_main]

// The harness of the crate's own tests, of which a target uses a part.
#[allow(dead_code, unused_imports)]
#[path = "../../src/testing/mod.rs"]
mod testing;

/// What the harness takes from the crate by these paths.
#[allow(unused_imports)]
use web::{Limits, Offer, Operator, Secrets, Settings, Web, router};

mod visit {
    pub(crate) use web::device_cookie;

    /// The installation's address is not https, so that names have no prefix.
    pub(crate) fn name_of(_: &super::Web, name: &str) -> String {
        name.to_owned()
    }
}

use std::sync::{LazyLock, Mutex};

use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};

use testing::{Installation, Sender};

/// How often it is looked whether the installation still has what it needs.
const LOOK_EVERY: u32 = 500;

/// Longest input that is of use, in bytes.
const LONGEST: usize = 4_096;

struct Fuzzed {
    runtime: Runtime,
    installation: Installation,
    sent: u32,
}

static FUZZED: LazyLock<Mutex<Fuzzed>> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let installation = runtime.block_on(Installation::start());
    Mutex::new(Fuzzed {
        runtime,
        installation,
        sent: 0,
    })
});

fuzz_target!(|input: &[u8]| {
    let Some((by, line)) = input.split_first() else {
        return;
    };
    if line.len() > LONGEST {
        return;
    }
    // Digits, so that a person can write one.
    let by = Sender::ALL[usize::from(by.wrapping_sub(b'0')) % Sender::ALL.len()];
    let mut fuzzed = FUZZED.lock().expect("a panic ends the process");
    let Fuzzed {
        runtime,
        installation,
        sent,
    } = &mut *fuzzed;
    *sent += 1;
    if sent.is_multiple_of(LOOK_EVERY) && !runtime.block_on(installation.is_whole()) {
        *installation = runtime.block_on(Installation::start());
    }
    if let Some(outcome) = runtime.block_on(installation.send(by, line)) {
        let wrong = outcome.wrong();
        assert!(wrong.is_empty(), "{wrong}");
    }
});
