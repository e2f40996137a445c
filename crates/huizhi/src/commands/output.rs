//! Data and lines on stdout.

use crate::exit_status::ExitStatus;
use crate::failure::{Failure, FileError};
use crate::printer::Printer;

/// Data as indented JSON on stdout.
pub(super) fn print_json(
    value: &impl serde::Serialize,
    printer: &Printer,
) -> Result<ExitStatus, Failure> {
    printer.line(&serde_json::to_string_pretty(value).expect(PLAIN_DATA))?;
    Ok(ExitStatus::Done)
}

/// Lines of text on stdout.
pub(super) fn print_lines(lines: &[String], printer: &Printer) -> Result<ExitStatus, FileError> {
    lines.iter().try_for_each(|line| printer.line(line))?;
    Ok(ExitStatus::Done)
}

/// What a caller says of data that `serde_json` cannot refuse.
pub(super) const PLAIN_DATA: &str = "plain data always serialises";
