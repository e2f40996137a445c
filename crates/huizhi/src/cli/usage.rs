//! The parser's complaints as our own.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::failure::UsageError;

/// What to show in place of running a command.
pub(crate) enum Instead {
    /// A help page or the version, for stdout.
    Help(String),
    /// A help page for who named no command, for stderr.
    HelpInReply(String),
    /// The command line means nothing.
    Wrong(UsageError),
}

/// Longest piece of the command line that a complaint repeats.
const ECHOED: usize = 60;

/// What to do about an error of the parser.
pub(crate) fn instead(error: &clap::Error) -> Instead {
    let said = |kind| context(error, kind);
    let argument = said(ContextKind::InvalidArg);
    Instead::Wrong(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Instead::Help(error.to_string());
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Instead::HelpInReply(error.to_string());
        }
        ErrorKind::UnknownArgument => UsageError::UnknownArgument { argument },
        ErrorKind::InvalidSubcommand => UsageError::UnknownCommand {
            command: said(ContextKind::InvalidSubcommand),
        },
        ErrorKind::MissingRequiredArgument => UsageError::Missing { argument },
        ErrorKind::MissingSubcommand => UsageError::Missing {
            argument: said(ContextKind::ValidSubcommand),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = said(ContextKind::InvalidValue);
            if value.is_empty() {
                UsageError::Missing { argument }
            } else {
                UsageError::BadValue { argument, value }
            }
        }
        ErrorKind::ArgumentConflict => UsageError::Conflict {
            argument,
            other: said(ContextKind::PriorArg),
        },
        _ => UsageError::Other,
    })
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    let text = match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(several)) => several.join(", "),
        _ => String::new(),
    };
    text.chars()
        .filter(|c| !c.is_control())
        .take(ECHOED)
        .collect()
}
