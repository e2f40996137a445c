//! Writes log lines apart from the requests that cause them. Where a line cannot
//! be written (the disk is full, the reader of a pipe is gone or takes
//! nothing), it is dropped and counted; nothing waits for it and nothing fails.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Lines that wait to be written: some seconds of a busy service, at most a few
/// megabytes.
const WAITING: usize = 4096;
/// Longest wait for the last lines at the end.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Lines dropped since the start of the process, which has one log.
static LOST: AtomicU64 = AtomicU64::new(0);

/// How many lines of the log were lost since the start.
pub(crate) fn lost_lines() -> u64 {
    LOST.load(Ordering::Relaxed)
}

enum Message {
    Line(Vec<u8>),
    /// Answered when everything before it is written.
    Flush(SyncSender<()>),
}

/// Where lines go to be written. Clones share it.
#[derive(Clone)]
pub(super) struct LineWriter(SyncSender<Message>);

impl LineWriter {
    /// Starts the thread that writes to `out`; `None` if the system starts none.
    pub(super) fn start(out: impl Write + Send + 'static) -> Option<Self> {
        let (enter, lines) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("log".to_owned());
        thread.spawn(move || write_all(&lines, out)).ok()?;
        Some(Self(enter))
    }

    /// Waits, for a bounded time, until all lines so far are written.
    pub(super) fn flush(&self) {
        let (tell, told) = sync_channel(1);
        if self.0.try_send(Message::Flush(tell)).is_ok() {
            match told.recv_timeout(LAST_LINES) {
                Ok(()) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
    }
}

fn write_all(lines: &Receiver<Message>, mut out: impl Write) {
    while let Ok(message) = lines.recv() {
        match message {
            Message::Line(line) => {
                if out.write_all(&line).and_then(|()| out.flush()).is_err() {
                    LOST.fetch_add(1, Ordering::Relaxed);
                }
            }
            // Who asked may have gone meanwhile.
            Message::Flush(tell) => drop(tell.try_send(())),
        }
    }
}

/// One line, handed over as it is written: the formatter writes each whole.
impl Write for LineWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.try_send(Message::Line(bytes.to_vec())) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                LOST.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for LineWriter {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// Fails at every write, as a full disk and a closed pipe do.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    /// Takes nothing until the other end is dropped, as a pipe that nobody reads.
    struct Stuck(Receiver<()>);

    impl Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _let_go = self.0.recv();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_log_that_cannot_be_written_holds_up_nothing() {
        let before = lost_lines();
        let mut full = LineWriter::start(Full).unwrap();
        for _ in 0..10 {
            full.write_all(b"line\n").unwrap();
        }
        full.flush();
        assert!(lost_lines() >= before + 10);

        let before = lost_lines();
        let (let_go, held) = channel();
        let mut stuck = LineWriter::start(Stuck(held)).unwrap();
        for _ in 0..WAITING + 100 {
            stuck.write_all(b"line\n").unwrap();
        }
        assert!(lost_lines() >= before + 98);
        drop(let_go);
    }
}
