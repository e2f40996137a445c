//! A key from a command: PKCS#11, a key management service, a password manager.

use std::io::{self, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::source::MOST_BYTES;
use super::source_error::KeySourceError;

/// Time that a command has: what asks a service over the network tries again some
/// times.
pub(super) const TIME: Duration = Duration::from_secs(30);

/// How often it is looked whether the command ended.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// What the command writes, without a shell, with nothing to read. Its complaints
/// are not shown, since they may quote the key.
///
/// # Errors
/// `key-command-…`, `key-malformed` for more than [`MOST_BYTES`].
pub(super) fn output(
    words: &[String],
    time: Duration,
) -> Result<Zeroizing<Vec<u8>>, KeySourceError> {
    let (program, arguments) = words.split_first().ok_or_else(|| {
        KeySourceError::CommandNotStarted(io::Error::from(io::ErrorKind::InvalidInput))
    })?;
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(KeySourceError::CommandNotStarted)?;
    let read = read_within(&mut child, time);
    let left = time.saturating_sub(begun.elapsed());
    let ended = read.and_then(|bytes| ended_well(&mut child, left).map(|()| bytes));
    if ended.is_err() {
        // It may have ended by itself meanwhile.
        let _ = child.kill();
        let _ = child.wait();
    }
    ended
}

/// Reads in a thread of its own: a pipe that a grandchild keeps open never ends.
fn read_within(child: &mut Child, time: Duration) -> Result<Zeroizing<Vec<u8>>, KeySourceError> {
    let stdout = child.stdout.take().expect("it was asked for");
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Zeroizing::new(Vec::new());
        let read = stdout.take(MOST_BYTES + 1).read_to_end(&mut bytes);
        // Nobody waits any longer.
        let _ = sender.send(read.map(|_| bytes));
    });
    let bytes = match receiver.recv_timeout(time) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(KeySourceError::CommandFailed),
        Err(_) => return Err(KeySourceError::CommandSlow),
    };
    if bytes.len() as u64 > MOST_BYTES {
        return Err(KeySourceError::Malformed);
    }
    Ok(bytes)
}

fn ended_well(child: &mut Child, time: Duration) -> Result<(), KeySourceError> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) | Err(_) => return Err(KeySourceError::CommandFailed),
            Ok(None) if begun.elapsed() >= time => return Err(KeySourceError::CommandSlow),
            Ok(None) => thread::sleep(LOOK_EVERY),
        }
    }
}
