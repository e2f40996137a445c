//! One picture of a run: what the studio made of it, and whether its files
//! could be read and written.

use studio::Attempt;

use crate::failure::{Failure, FileError};

/// What came of one picture and its files.
pub(crate) struct Tried {
    /// What was reached; its own failure has moved to `failure`.
    pub(crate) attempt: Attempt,
    /// What went wrong, with the picture or with a file.
    pub(crate) failure: Option<Failure>,
}

impl From<Attempt> for Tried {
    fn from(mut attempt: Attempt) -> Self {
        let failure = attempt.failure.take().map(Failure::Photo);
        Self { attempt, failure }
    }
}

/// A picture that could not even be read.
impl From<FileError> for Tried {
    fn from(error: FileError) -> Self {
        Self {
            attempt: Attempt::default(),
            failure: Some(error.into()),
        }
    }
}
