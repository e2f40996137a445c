//! What the process tells whoever started it.

use std::process::ExitCode;

/// How a command ended. In a run over several pictures the gravest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitStatus {
    /// Everything asked for was made, and every photo may be handed in.
    Done,
    /// Some or all pictures gave no photo, or one that must not be handed in: a
    /// draft, or one in which a finding fails.
    NotUsable,
    /// The specification or the catalogue has a problem, or does not know the
    /// document or the city.
    Specification,
    /// The command was not understood.
    Usage,
    /// A file could not be read or written.
    Files,
    /// Anything else: a fault of the program.
    Unexpected,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::Done => 0,
            ExitStatus::Unexpected => 1,
            ExitStatus::Usage => 2,
            ExitStatus::NotUsable => 3,
            ExitStatus::Specification => 4,
            ExitStatus::Files => 5,
        })
    }
}
