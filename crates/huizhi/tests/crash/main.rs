//! The service is killed while orders flow, again and again: what a client was
//! told has happened has happened once, and the log is whole.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod alone;
mod api;
mod drafts;
mod forms;
mod in_wechat;
mod kept;
mod kill;
mod lives;
#[path = "../program/mod.rs"]
mod program;

use std::path::Path;
use std::process::Command;

/// `huizhi audit verify` finds nothing missing or changed.
fn the_log_holds(data: &Path) {
    let verified = Command::new(program::HUIZHI)
        .args(["--lang", "en", "audit", "verify", "--data"])
        .arg(data)
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
}
