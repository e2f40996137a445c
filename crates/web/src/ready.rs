//! Whether the parts behind the pages work: what `/readyz` asks.

use std::pin::Pin;

/// The answer of [`Ready::parts`].
pub type Parts<'a> = Pin<Box<dyn Future<Output = Vec<PartState>> + Send + 'a>>;

/// Asks the parts: the database, the photo store, the engine.
pub trait Ready: Send + Sync {
    /// The state of each part; asked every few seconds, so it must be cheap.
    fn parts(&self) -> Parts<'_>;
}

/// One part and whether it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartState {
    /// A kebab-case name: `database`.
    pub name: &'static str,
    /// A kebab-case code of what is wrong, without anything of a person in it.
    pub fault: Option<&'static str>,
}

/// Nothing stands behind the pages but the catalogue.
#[derive(Debug, Clone, Copy, Default)]
pub struct AlwaysReady;

impl Ready for AlwaysReady {
    fn parts(&self) -> Parts<'_> {
        Box::pin(async { Vec::new() })
    }
}
