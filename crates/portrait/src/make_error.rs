//! Why there is no photo.

use vision::EngineError;

/// Why there is no photo.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// No face in any of the four directions.
    #[error("there is no face in the picture")]
    NoFace,
    /// There is a face, but no person's outline around it.
    #[error("the person's outline was not found")]
    NoOutline,
    /// A network failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl MakeError {
    /// Stable code, for programs and message files.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFace => "no-face",
            Self::NoOutline => "no-outline",
            Self::Engine(_) => "engine",
        }
    }
}
