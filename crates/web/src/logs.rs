//! Logs: one line an event on standard error, as text or JSON.

mod line_writer;

use std::str::FromStr;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use self::line_writer::LineWriter;
pub(crate) use self::line_writer::lost_lines;

/// Format of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// Text, for people.
    #[default]
    Text,
    /// JSON, one object per line.
    Json,
}

/// Lowest severity that is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogLevel {
    /// Faults of the service.
    Error,
    /// Failures that are retried, and responses with server errors.
    Warn,
    /// Every request.
    #[default]
    Info,
    /// Steps inside a request or a job.
    Debug,
    /// Everything.
    Trace,
}

/// The word is not a [`LogLevel`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a log level")]
pub struct UnknownLogLevel;

impl FromStr for LogLevel {
    type Err = UnknownLogLevel;

    fn from_str(word: &str) -> Result<Self, UnknownLogLevel> {
        match word {
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "info" => Ok(Self::Info),
            "debug" => Ok(Self::Debug),
            "trace" => Ok(Self::Trace),
            _ => Err(UnknownLogLevel),
        }
    }
}

/// This program's crates that log.
const OURS: [&str; 2] = ["usecases", "web"];

/// The filter: `level` for this program's own events. Libraries are limited to
/// `info`, since their debug output might contain personal data.
fn passing(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    Targets::new()
        .with_default(level.min(LevelFilter::INFO))
        .with_targets(OURS.map(|target| (target, level)))
}

/// The running log. Its last lines are written, within a bounded time, when it
/// is dropped.
#[must_use = "dropping it ends the log"]
pub struct Logs(Option<LineWriter>);

impl Drop for Logs {
    fn drop(&mut self) {
        if let Some(writer) = &self.0 {
            writer.flush();
        }
    }
}

/// Starts logging for the process. A second call does nothing.
pub fn start_logs(format: LogFormat, level: LogLevel) -> Logs {
    let Some(writer) = LineWriter::start(std::io::stderr()) else {
        return Logs(None);
    };
    let lines = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(writer.clone());
    let passing = passing(level);
    // The only possible error is that logging was started before.
    let _started_before = match format {
        LogFormat::Text => lines.with_ansi(false).finish().with(passing).try_init(),
        LogFormat::Json => {
            let lines = lines.json().flatten_event(true);
            lines.finish().with(passing).try_init()
        }
    };
    Logs(Some(writer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn a_level_is_a_word_and_says_what_passes() {
        // Expected: lowest severity of this program, and of libraries.
        let check = |word: &str, ours: Level, library: Level| {
            let passing = passing(word.parse().unwrap());
            let all = [
                Level::ERROR,
                Level::WARN,
                Level::INFO,
                Level::DEBUG,
                Level::TRACE,
            ];
            for level in all {
                let ours_passes = passing.would_enable("web::guard::observe", &level);
                assert_eq!(ours_passes, level <= ours, "{word} {level}");
                let library_passes = passing.would_enable("sqlx", &level);
                assert_eq!(library_passes, level <= library, "{word} {level}");
            }
        };
        check("error", Level::ERROR, Level::ERROR);
        check("warn", Level::WARN, Level::WARN);
        check("info", Level::INFO, Level::INFO);
        check("debug", Level::DEBUG, Level::INFO);
        check("trace", Level::TRACE, Level::INFO);
        for word in ["", "Info", "INFO", "3", "loud", "web=debug"] {
            assert_eq!(word.parse::<LogLevel>(), Err(UnknownLogLevel), "{word}");
        }
    }
}
