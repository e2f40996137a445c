//! Where a figure comes from and how far it is to be trusted.

use serde::Serialize;

use crate::Text;

/// The authority behind one figure or statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// What is cited: a standard, a notice, a page; in the source's own language.
    pub cite: String,
    /// How far it is to be trusted.
    pub confidence: Confidence,
    /// What a reader must know besides: disagreements, what was not available.
    pub note: Option<Text>,
}

/// How far a source is to be trusted; `A` is best and sorts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Confidence {
    /// Official or primary text.
    A,
    /// Several independent secondary pages agree.
    B,
    /// One secondary or commercial page.
    C,
    /// Inference or arithmetic.
    D,
}
