//! The engine of a command: the built-in networks, and the one of the operator's that was asked for.

use vision::RtenEngine;

use crate::cli::Matting;
use crate::models::{self, ModelError};

/// The engine for what `--matting` says.
pub(crate) fn engine(asked: &Matting) -> Result<RtenEngine, ModelError> {
    let engine = RtenEngine::new();
    match &asked.matting {
        None => Ok(engine),
        Some(name) => Ok(engine.with_added(models::load(&asked.data, name)?)),
    }
}
