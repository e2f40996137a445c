//! The one place that writes to the terminal: data to stdout, what a person
//! is told to stderr.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use messages::{Args, Locale, text};

use crate::exit_status::ExitStatus;
use crate::explain::explain;
use crate::failure::{Failure, FileError};

/// `text` with control characters in a form that a terminal shows and does not
/// obey, as `\u{1b}`: names of files can hold them. Line ends and tabs stay.
fn visible(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(obeyed) {
        return text.into();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if obeyed(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown.into()
}

/// Writes to the terminal, in one language, around a progress bar if there is one.
pub(crate) struct Printer {
    locale: Locale,
    bar: ProgressBar,
}

impl Printer {
    pub(crate) fn new(locale: Locale) -> Self {
        Self {
            locale,
            bar: ProgressBar::hidden(),
        }
    }

    /// The same with a bar for `steps` steps; it shows only on a terminal.
    pub(crate) fn with_bar(&self, steps: usize) -> Self {
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {elapsed} {wide_msg}")
            .expect("the template is well formed");
        Self {
            locale: self.locale,
            bar: ProgressBar::new(steps as u64).with_style(style),
        }
    }

    pub(crate) fn locale(&self) -> Locale {
        self.locale
    }

    /// What is being worked on now.
    pub(crate) fn working_on(&self, name: &str) {
        self.bar.set_message(visible(name).into_owned());
    }

    /// One step of the bar is done.
    pub(crate) fn step(&self) {
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Data, as it is.
    pub(crate) fn data(&self, bytes: &[u8]) -> Result<(), FileError> {
        let mut stdout = io::stdout().lock();
        stdout
            .write_all(bytes)
            .and_then(|()| stdout.flush())
            .map_err(|source| FileError::Unwritable {
                path: "-".into(),
                source,
            })
    }

    /// A line of data. That whoever reads has read enough, as `head` does, is
    /// no error.
    pub(crate) fn line(&self, line: &str) -> Result<(), FileError> {
        // Programs get a name as it is; a person's terminal must not obey it.
        let line = if io::stdout().is_terminal() {
            visible(line)
        } else {
            line.into()
        };
        let written = self
            .bar
            .suspend(|| self.data(format!("{line}\n").as_bytes()));
        match written {
            Err(FileError::Unwritable { source, .. })
                if source.kind() == io::ErrorKind::BrokenPipe =>
            {
                Ok(())
            }
            other => other,
        }
    }

    /// A line for a person. That stderr is closed is no reason to stop.
    pub(crate) fn say(&self, line: &str) {
        let line = visible(line);
        self.bar.suspend(|| drop(writeln!(io::stderr(), "{line}")));
    }

    /// A text for a person.
    pub(crate) fn tell(&self, key: &str, args: &Args<'_>) {
        self.say(&text(self.locale, key, args));
    }

    /// What went wrong and what to do; returns how a command ending so ends.
    pub(crate) fn failure(&self, failure: &Failure) -> ExitStatus {
        self.failure_of("", failure)
    }

    /// The same for one picture of several, whose name comes first.
    pub(crate) fn failure_of(&self, name: &str, failure: &Failure) -> ExitStatus {
        for said in explain(failure, self.locale) {
            let mut args = Args::new();
            args.set("code", said.code);
            args.set("message", said.message);
            let line = text(self.locale, "line-error", &args);
            let name = if name.is_empty() {
                String::new()
            } else {
                format!("{name}: ")
            };
            self.say(&format!("{name}{line}"));
            if let Some(remedy) = said.remedy {
                let mut args = Args::new();
                args.set("remedy", remedy);
                self.tell("line-remedy", &args);
            }
        }
        failure.status()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_obeys_no_name() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected);
        check("me.jpg: 完成\n\tfine", "me.jpg: 完成\n\tfine");
        check("\u{1b}[2J.jpg", "\\u{1b}[2J.jpg");
        check("a\rb\u{7}\u{9b}31m", "a\\rb\\u{7}\\u{9b}31m");
    }
}
